/** A point of the picture, in whole units to the right and down. */
export type Point = readonly [x: number, y: number];

/** The width and height of the world, in units. */
export const WIDTH = 5000;
export const HEIGHT = 2250;

/** The meridian in the middle, so that no land but Antarctica lies on the edge, which is in the Bering Strait. */
const MIDDLE = 11;

// Equal Earth (Šavrič, Patterson and Jenny, 2018): areas are true, and shapes are as good as they can then be.
const [A1, A2, A3, A4] = [1.340264, -0.081106, 0.000893, 0.003796];
const M = Math.sqrt(3) / 2;
const SCALE = WIDTH / (2 * easting(Math.PI, 0));
/** The latitude at the upper edge. */
const TOP = northing(parametric(84));

/** Where a place is in the picture. Beyond the upper and lower edge, it is at the edge. */
export function projected(latitude: number, longitude: number): Point {
  return at(latitude, turned(longitude));
}

/** The same of a line, which may lead over the edge on the left or right. */
export function projectedLine(line: readonly (readonly [longitude: number, latitude: number])[]): readonly Point[] {
  let before = turned(line[0]?.[0] ?? 0);
  return line.map(([longitude, latitude]) => {
    const here = turned(longitude);
    before = here + 360 * Math.round((before - here) / 360);
    return at(latitude, before);
  });
}

/** Degrees from the middle of the picture. */
function turned(longitude: number): number {
  return ((((longitude - MIDDLE + 180) % 360) + 360) % 360) - 180;
}

function at(latitude: number, degrees: number): Point {
  const theta = parametric(latitude);
  const x = easting((degrees * Math.PI) / 180, theta);
  const y = (TOP - northing(theta)) * SCALE;
  return [Math.round(WIDTH / 2 + x * SCALE), Math.round(Math.min(HEIGHT, Math.max(0, y)))];
}

function parametric(latitude: number): number {
  return Math.asin(M * Math.sin((latitude * Math.PI) / 180));
}

function easting(lambda: number, theta: number): number {
  const t2 = theta * theta;
  const t6 = t2 * t2 * t2;
  return (lambda * Math.cos(theta)) / (M * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)));
}

function northing(theta: number): number {
  const t2 = theta * theta;
  const t6 = t2 * t2 * t2;
  return theta * (A1 + A2 * t2 + t6 * (A3 + A4 * t2));
}
