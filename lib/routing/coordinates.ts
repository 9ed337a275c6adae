import { checkNumber } from "../core/checks";
import type { Problems } from "../core/problems";

/** A point on Earth, as maps have it (WGS 84). */
export interface Coordinates {
  /** Degrees to the north of the equator, from -90 to 90: `48.86` for Paris, `-23.55` for São Paulo. */
  readonly latitude: number;

  /** Degrees to the east of Greenwich, from -180 to 180: `2.35` for Paris, `-46.63` for São Paulo. */
  readonly longitude: number;
}

/** Why they must be known. */
const DRAWN = "pictures are drawn and distances taken with it";

/** Validates a point on Earth. */
export function checkCoordinates(problems: Problems, { latitude, longitude }: Coordinates): void {
  const degrees = [
    ["latitude", latitude, 90],
    ["longitude", longitude, 180],
  ] as const;
  for (const [property, value, most] of degrees) {
    if (problems.known(property, value, DRAWN)) checkNumber(problems, property, value, [-most, most], "of degrees");
  }
}
