import type { Box } from "../atlas/atlas";
import type { Panel } from "./panel";
import type { Taken } from "./signs";
import { type Attributes, element } from "./svg";

type Spot = readonly [x: number, y: number];

/** A drawn map, and the points that one looks at in it, in its own units, the largest first. */
export interface LookedAt {
  readonly svg: string;
  readonly panel: Panel;
  readonly points: readonly Spot[];
  /** Those of all maps that show the same: their parts are then the same, too. */
  readonly alike?: readonly Spot[];
}

/** A part of a picture that is as wide as all of it. */
export interface Row {
  readonly top: number;
  readonly height: number;
}

/** What a telephone shows without a scroll bar, at the size at which it is drawn. */
export const TELEPHONE = 360;

/** Parts of a picture that is elsewhere in the file, through windows of their own. */
export interface PartOfMap {
  readonly box: Box;
  /** Its element, at a place, with more attributes. */
  readonly svg: (attributes: Attributes) => string;
}

/** The parts of maps that one looks at, of the picture that has this name. */
export function partsOfMap(id: string, looked: readonly LookedAt[]): readonly PartOfMap[] {
  return looked.flatMap(partsToLookAt).map((box) => {
    const [width, height] = [Math.round(box.width), Math.round(box.height)];
    const viewBox = `${Math.round(box.left)} ${Math.round(box.top)} ${width} ${height}`;
    const use = element("use", { href: `#${id}` });
    return { box, svg: (attributes) => element("svg", { viewBox, width, height, ...attributes }, use) };
  });
}

/** What is seen beside a point: names are beside signs, on the right where there is room. */
const BEFORE = 44;
const AFTER = 100;
/** How far apart the places are at which a map may be divided. */
const STEP = 4;

/**
 * The parts of a map that a telephone shows one after another, none of which shows what another does: as few as there can be, divided where the
 * fewest points are near.
 */
export function partsToLookAt({ panel, points, alike = points }: LookedAt): readonly Box[] {
  const { width, height } = panel;
  const isSeen = ([x, y]: Spot) => x >= 0 && y >= 0 && x <= width && y <= height;
  const [own, all] = [points, alike].map((spots) => spots.filter(isSeen).map(([x]) => x)) as [number[], number[]];
  const wide = Math.min(TELEPHONE, width);
  // The first part may begin where the map does, or end within it.
  const starts = Array.from({ length: Math.ceil(wide / STEP) }, (_, index) => index * STEP - (index === 0 ? 0 : wide));
  const partOf = (start: number) => (x: number) => Math.min(Math.floor((x - start) / wide), lastPart(start));
  const lastPart = (start: number) => Math.ceil((width - start) / wide) - 1;
  const costOf = (start: number) => {
    const near = all.filter((x) => {
      const [left, right] = edges(start, partOf(start)(x));
      return (left > 0 && x - left < BEFORE) || (right < width && right - x < AFTER);
    });
    return new Set(all.map(partOf(start))).size * all.length + near.length;
  };
  const edges = (start: number, part: number): readonly [number, number] => {
    const left = start + part * wide;
    return [Math.max(0, left), Math.min(width, left + wide)];
  };
  const costs = starts.map(costOf);
  const best = starts[costs.indexOf(Math.min(...costs))] ?? 0;
  const parts = [...new Set(own.map(partOf(best)))].sort((one, other) => one - other);
  return parts.map((part): Box => {
    const [left, right] = edges(best, part);
    return { left: panel.x + left, top: panel.y, width: right - left, height };
  });
}

/** Where a telephone divides a map with these points: no text is written across it, of which each part would show a piece. */
export function dividesOf(panel: Panel, points: readonly Spot[]): readonly Taken[] {
  const parts = partsToLookAt({ svg: "", panel, points });
  const edges = parts.flatMap(({ left, width }) => [left - panel.x, left - panel.x + width]);
  return [...new Set(edges)]
    .filter((x) => x > 0 && x < panel.width)
    .map((x) => ({ left: x - 1, right: x + 1, top: 0, bottom: panel.height }));
}
