const EARTH_RADIUS_KM = 6371;

/** Kilometres between two points on the globe, in degrees to the north and to the east. */
export function kilometresBetween(
  [north, east]: readonly [latitude: number, longitude: number],
  [otherNorth, otherEast]: readonly [latitude: number, longitude: number],
): number {
  const [latitude, longitude] = [radians(north), radians(east)];
  const [otherLatitude, otherLongitude] = [radians(otherNorth), radians(otherEast)];
  // The haversine formula.
  const half =
    Math.sin((otherLatitude - latitude) / 2) ** 2 +
    Math.cos(latitude) * Math.cos(otherLatitude) * Math.sin((otherLongitude - longitude) / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(half));
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
