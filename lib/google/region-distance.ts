import { coordinatesOf } from "./regions";

const EARTH_RADIUS_KM = 6371;

/** Kilometres between two regions on the globe, or `undefined` when this version does not know one of them. */
export function distanceKm(one: string, other: string): number | undefined {
  if (one === other) return 0;
  const from = coordinatesOf(one);
  const to = coordinatesOf(other);
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
