import { closest } from "fastest-levenshtein";

interface Region {
  readonly slot: number;
  readonly zones: string;
  readonly country: string;
  readonly at: Coordinates;
}

type Coordinates = readonly [latitude: number, longitude: number];

/**
 * The Google Cloud regions that this version knows.
 *
 * `slot` is the region's permanent place in an address plan: it must never change, and no two regions may share one.
 * A new region takes the next free number, wherever it stands in the list. Slots are below 64.
 *
 * `zones` are the letters of the region's zones; the first three are where a regional cluster runs by default, so a
 * new zone is added at the end.
 *
 * `country` is that of the region's city or county, as ISO 3166-1 and Route 53 call it; a test compares it with Google's own words.
 *
 * `at` is the latitude and longitude of the city or county that Google names for the region, in degrees. A tenth of a degree
 * is 11 km: enough to tell which region is closer.
 *
 * Sources: https://cloud.google.com/compute/docs/regions-zones, https://cloud.google.com/about/locations (the cities) and
 * https://docs.cloud.google.com/infrastructure-manager/docs/locations (asia-southeast3, whose zones are in the first list)
 */
// biome-ignore format: a table reads better
const REGIONS: Readonly<Record<string, Region>> = {
  "africa-south1": { slot: 0, zones: "abc", country: "ZA", at: [-26.2, 28.0] }, // Johannesburg
  "asia-east1": { slot: 1, zones: "abc", country: "TW", at: [24.1, 120.5] }, // Changhua County
  "asia-east2": { slot: 2, zones: "abc", country: "HK", at: [22.3, 114.2] }, // Hong Kong
  "asia-northeast1": { slot: 3, zones: "abc", country: "JP", at: [35.7, 139.7] }, // Tokyo
  "asia-northeast2": { slot: 4, zones: "abc", country: "JP", at: [34.7, 135.5] }, // Osaka
  "asia-northeast3": { slot: 5, zones: "abc", country: "KR", at: [37.6, 127.0] }, // Seoul
  "asia-south1": { slot: 6, zones: "abc", country: "IN", at: [19.1, 72.9] }, // Mumbai
  "asia-south2": { slot: 7, zones: "abc", country: "IN", at: [28.6, 77.2] }, // Delhi
  "asia-southeast1": { slot: 8, zones: "abc", country: "SG", at: [1.3, 103.8] }, // Jurong West, Singapore
  "asia-southeast2": { slot: 9, zones: "abc", country: "ID", at: [-6.2, 106.8] }, // Jakarta
  "asia-southeast3": { slot: 42, zones: "abc", country: "TH", at: [13.8, 100.5] }, // Bangkok
  "australia-southeast1": { slot: 10, zones: "abc", country: "AU", at: [-33.9, 151.2] }, // Sydney
  "australia-southeast2": { slot: 11, zones: "abc", country: "AU", at: [-37.8, 145.0] }, // Melbourne
  "europe-central2": { slot: 12, zones: "abc", country: "PL", at: [52.2, 21.0] }, // Warsaw
  "europe-north1": { slot: 13, zones: "abc", country: "FI", at: [60.6, 27.2] }, // Hamina
  "europe-north2": { slot: 14, zones: "abc", country: "SE", at: [59.3, 18.1] }, // Stockholm
  "europe-southwest1": { slot: 15, zones: "abc", country: "ES", at: [40.4, -3.7] }, // Madrid
  "europe-west1": { slot: 16, zones: "bcd", country: "BE", at: [50.5, 3.8] }, // St. Ghislain
  "europe-west2": { slot: 17, zones: "abc", country: "GB", at: [51.5, -0.1] }, // London
  "europe-west3": { slot: 18, zones: "abc", country: "DE", at: [50.1, 8.7] }, // Frankfurt
  "europe-west4": { slot: 19, zones: "abc", country: "NL", at: [53.4, 6.8] }, // Eemshaven
  "europe-west6": { slot: 20, zones: "abc", country: "CH", at: [47.4, 8.5] }, // Zurich
  "europe-west8": { slot: 21, zones: "abc", country: "IT", at: [45.5, 9.2] }, // Milan
  "europe-west9": { slot: 22, zones: "abc", country: "FR", at: [48.9, 2.4] }, // Paris
  "europe-west10": { slot: 23, zones: "abc", country: "DE", at: [52.5, 13.4] }, // Berlin
  "europe-west12": { slot: 24, zones: "abc", country: "IT", at: [45.1, 7.7] }, // Turin
  "me-central1": { slot: 25, zones: "abc", country: "QA", at: [25.3, 51.5] }, // Doha
  "me-central2": { slot: 26, zones: "abc", country: "SA", at: [26.4, 50.1] }, // Dammam
  "me-west1": { slot: 27, zones: "abc", country: "IL", at: [32.1, 34.8] }, // Tel Aviv
  "northamerica-northeast1": { slot: 28, zones: "abc", country: "CA", at: [45.5, -73.6] }, // Montréal
  "northamerica-northeast2": { slot: 29, zones: "abc", country: "CA", at: [43.7, -79.4] }, // Toronto
  "northamerica-south1": { slot: 30, zones: "abc", country: "MX", at: [20.6, -100.4] }, // Querétaro
  "southamerica-east1": { slot: 31, zones: "abc", country: "BR", at: [-23.5, -46.9] }, // Osasco, São Paulo
  "southamerica-west1": { slot: 32, zones: "abc", country: "CL", at: [-33.4, -70.7] }, // Santiago
  "us-central1": { slot: 33, zones: "abcf", country: "US", at: [41.3, -95.9] }, // Council Bluffs
  "us-east1": { slot: 34, zones: "bcd", country: "US", at: [33.2, -80.0] }, // Moncks Corner
  "us-east4": { slot: 35, zones: "abc", country: "US", at: [39.0, -77.5] }, // Ashburn
  "us-east5": { slot: 36, zones: "abc", country: "US", at: [40.0, -83.0] }, // Columbus
  "us-south1": { slot: 37, zones: "abc", country: "US", at: [32.8, -96.8] }, // Dallas
  "us-west1": { slot: 38, zones: "abc", country: "US", at: [45.6, -121.2] }, // The Dalles
  "us-west2": { slot: 39, zones: "abc", country: "US", at: [34.1, -118.2] }, // Los Angeles
  "us-west3": { slot: 40, zones: "abc", country: "US", at: [40.8, -111.9] }, // Salt Lake City
  "us-west4": { slot: 41, zones: "abc", country: "US", at: [36.2, -115.1] }, // Las Vegas
};

/** Bits that number the slots: there are 64, for 43 regions today. */
export const SLOT_BITS = 6;

/** All regions that this version knows, in alphabetical order. */
export const KNOWN_REGIONS: readonly string[] = Object.keys(REGIONS);

/** Whether this version knows the region. */
export function isKnownRegion(region: string): boolean {
  return Object.hasOwn(REGIONS, region);
}

/** The region's permanent slot in an address plan, or `undefined` for a region that this version does not know. */
export function slotOf(region: string): number | undefined {
  return isKnownRegion(region) ? REGIONS[region]?.slot : undefined;
}

/** The zones where a cluster of the region runs by default: the first three; none when the region is not known. */
export function defaultZones(region: string): readonly string[] {
  const letters = isKnownRegion(region) ? (REGIONS[region]?.zones ?? "") : "";
  return [...letters.slice(0, 3)].map((letter) => `${region}-${letter}`);
}

/** What to write instead of a region that is not known, in words. */
export function regionAdvice(region: string): string {
  return `a region of Google Cloud, such as "${closest(asGoogleWrites(region), KNOWN_REGIONS)}"`;
}

/** A region that is called as AWS would call it, or a zone, in Google's way of writing: `eu-west-1`, `europe-west1-b`. */
function asGoogleWrites(region: string): string {
  return region
    .replace(/^eu-/, "europe-")
    .replace(/^ap-/, "asia-")
    .replace(/-?(\d)(-?[a-z])?$/, "$1");
}

/** Where a region is on the globe, or `undefined` for a region that this version does not know. */
export function coordinatesOf(region: string): Coordinates | undefined {
  return isKnownRegion(region) ? REGIONS[region]?.at : undefined;
}

/** The country where a region is, or `undefined` for a region that this version does not know. */
export function countryOfRegion(region: string): string | undefined {
  return isKnownRegion(region) ? REGIONS[region]?.country : undefined;
}
