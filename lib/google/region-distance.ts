/**
 * Where each region is: latitude and longitude of the city or county that Google names for it, in degrees, to a tenth.
 *
 * A tenth of a degree is 11 km: enough to tell which region is closer.
 * Source of the cities: https://cloud.google.com/compute/docs/regions-zones
 */
// biome-ignore format: a table reads better
const PLACES: Readonly<Record<string, readonly [latitude: number, longitude: number]>> = {
  "africa-south1": [-26.2, 28.0],            // Johannesburg
  "asia-east1": [24.1, 120.5],               // Changhua County
  "asia-east2": [22.3, 114.2],               // Hong Kong
  "asia-northeast1": [35.7, 139.7],          // Tokyo
  "asia-northeast2": [34.7, 135.5],          // Osaka
  "asia-northeast3": [37.6, 127.0],          // Seoul
  "asia-south1": [19.1, 72.9],               // Mumbai
  "asia-south2": [28.6, 77.2],               // Delhi
  "asia-southeast1": [1.3, 103.8],           // Jurong West, Singapore
  "asia-southeast2": [-6.2, 106.8],          // Jakarta
  "australia-southeast1": [-33.9, 151.2],    // Sydney
  "australia-southeast2": [-37.8, 145.0],    // Melbourne
  "europe-central2": [52.2, 21.0],           // Warsaw
  "europe-north1": [60.6, 27.2],             // Hamina
  "europe-north2": [59.3, 18.1],             // Stockholm
  "europe-southwest1": [40.4, -3.7],         // Madrid
  "europe-west1": [50.5, 3.8],               // St. Ghislain
  "europe-west2": [51.5, -0.1],              // London
  "europe-west3": [50.1, 8.7],               // Frankfurt
  "europe-west4": [53.4, 6.8],               // Eemshaven
  "europe-west6": [47.4, 8.5],               // Zurich
  "europe-west8": [45.5, 9.2],               // Milan
  "europe-west9": [48.9, 2.4],               // Paris
  "europe-west10": [52.5, 13.4],             // Berlin
  "europe-west12": [45.1, 7.7],              // Turin
  "me-central1": [25.3, 51.5],               // Doha
  "me-central2": [26.4, 50.1],               // Dammam
  "me-west1": [32.1, 34.8],                  // Tel Aviv
  "northamerica-northeast1": [45.5, -73.6],  // Montréal
  "northamerica-northeast2": [43.7, -79.4],  // Toronto
  "northamerica-south1": [20.6, -100.4],     // Querétaro
  "southamerica-east1": [-23.5, -46.9],      // Osasco, São Paulo
  "southamerica-west1": [-33.4, -70.7],      // Santiago
  "us-central1": [41.3, -95.9],              // Council Bluffs
  "us-east1": [33.2, -80.0],                 // Moncks Corner
  "us-east4": [39.0, -77.5],                 // Ashburn
  "us-east5": [40.0, -83.0],                 // Columbus
  "us-south1": [32.8, -96.8],                // Dallas
  "us-west1": [45.6, -121.2],                // The Dalles
  "us-west2": [34.1, -118.2],                // Los Angeles
  "us-west3": [40.8, -111.9],                // Salt Lake City
  "us-west4": [36.2, -115.1],                // Las Vegas
};

const EARTH_RADIUS_KM = 6371;

/** Kilometres between two regions on the globe, or `undefined` when this version does not know one of them. */
export function distanceKm(one: string, other: string): number | undefined {
  if (one === other) return 0;
  const from = Object.hasOwn(PLACES, one) ? PLACES[one] : undefined;
  const to = Object.hasOwn(PLACES, other) ? PLACES[other] : undefined;
  if (from === undefined || to === undefined) return undefined;
  const [latitude, longitude] = [radians(from[0]), radians(from[1])];
  const [otherLatitude, otherLongitude] = [radians(to[0]), radians(to[1])];
  // The haversine formula.
  const half =
    Math.sin((otherLatitude - latitude) / 2) ** 2 +
    Math.cos(latitude) * Math.cos(otherLatitude) * Math.sin((otherLongitude - longitude) / 2) ** 2;
  return Math.round(2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(half)));
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
