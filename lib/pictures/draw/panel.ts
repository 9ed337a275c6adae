import type { Box } from "../atlas/atlas";
import { HEIGHT, type Point, projected, WIDTH } from "../atlas/equal-earth";

/** A part of the world, and where in the picture it is. */
export interface Panel {
  /** What its patterns are called after: no two panels of a file have the same. */
  readonly id: string;
  readonly box: Box;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** How many units of the picture a unit of the world is. */
  readonly scale: number;
}

export const WORLD_BOX: Box = { left: 0, top: 0, width: WIDTH, height: HEIGHT };

/** A panel that shows a box and, as it has another shape, something around it, of the world where there is some. */
export function panelFor(id: string, box: Box, place: Pick<Panel, "x" | "y" | "width" | "height">): Panel {
  const scale = Math.min(place.width / box.width, place.height / box.height);
  const [width, height] = [place.width / scale, place.height / scale];
  const left = startIn(WIDTH, width, box.left - (width - box.width) / 2);
  const top = startIn(HEIGHT, height, box.top - (height - box.height) / 2);
  return { id, ...place, scale, box: { left, top, width, height } };
}

/** Where a part of the world that would begin there begins, so that it is in the world: nothing is beyond that. */
function startIn(whole: number, part: number, start: number): number {
  const within = part < whole ? Math.min(whole - part, Math.max(0, start)) : (whole - part) / 2;
  return Math.round(within);
}

/** What two boxes share. */
export function shared(one: Box, other: Box): Box | undefined {
  const [left, top] = [Math.max(one.left, other.left), Math.max(one.top, other.top)];
  const width = Math.min(one.left + one.width, other.left + other.width) - left;
  const height = Math.min(one.top + one.height, other.top + other.height) - top;
  return width > 0 && height > 0 ? { left, top, width, height } : undefined;
}

/** The upper left and the lower right corner of a box. */
export function cornersOf({ left, top, width, height }: Box): readonly Point[] {
  return [
    [left, top],
    [left + width, top + height],
  ];
}

/** Where a point of the world is in a panel. */
export function inPanel({ box, scale }: Panel, [x, y]: Point): readonly [number, number] {
  return [(x - box.left) * scale, (y - box.top) * scale];
}

export function isSeen({ width, height }: Panel, [x, y]: readonly [number, number]): boolean {
  return x >= 0 && y >= 0 && x <= width && y <= height;
}

/** A box around points, so large that something is seen around them. */
export function boxAround(points: readonly Point[], smallest: number): Box {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const margin = Math.max(width, height) * 0.3;
  const wide = Math.max(width + 2 * margin, smallest);
  const high = Math.max(height + 2 * margin, smallest * 0.6);
  return { left: left - (wide - width) / 2, top: top - (high - height) / 2, width: wide, height: high };
}

/** A box that has these points as well, and something around them. */
export function boxWith(box: Box, points: readonly Point[]): Box {
  const outside = points.filter(
    ([x, y]) => x < box.left || y < box.top || x > box.left + box.width || y > box.top + box.height,
  );
  const around = outside.flatMap(([x, y]): readonly Point[] => [
    [x - AROUND, y - AROUND],
    [x + AROUND, y + AROUND],
  ]);
  const corners = [...cornersOf(box), ...around];
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

/** What is seen around a point that lies outside of a continent, in units of the world. */
const AROUND = 60;

/** What of the world shows a continent, as latitudes and longitudes: the same for all maps. */
const CONTINENTS: Readonly<Record<string, readonly [north: number, west: number, south: number, east: number]>> = {
  AF: [38, -20, -36, 55],
  AS: [58, 30, -12, 145],
  EU: [70, -24, 34, 45],
  NA: [68, -140, 6, -55],
  OC: [12, 110, -48, 178],
  SA: [14, -84, -56, -34],
};

/** The box of a continent; the world, where several are looked at. */
export function continentBox(continents: ReadonlySet<string>): Box {
  const [only] = continents;
  const sides = continents.size === 1 && only !== undefined ? CONTINENTS[only] : undefined;
  if (sides === undefined) return WORLD_BOX;
  const [north, west, south, east] = sides;
  const middle = (west + east) / 2;
  const corners = [north, south].flatMap((latitude) =>
    [west, middle, east].map((longitude) => projected(latitude, longitude)),
  );
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}
