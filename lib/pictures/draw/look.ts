import type { Box } from "../atlas/atlas";
import type { Panel } from "./panel";
import { type Attributes, element } from "./svg";

type Spot = readonly [x: number, y: number];

/** A drawn map, and the points that one looks at in it, in its own units, the largest first. */
export interface LookedAt {
  readonly svg: string;
  readonly panel: Panel;
  readonly points: readonly Spot[];
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

/** More parts of one map are not looked at. */
const MOST = 4;
/** What is seen beside a point: names are beside signs, on the right where there is room. */
const BEFORE = 44;
const AFTER = 100;

/** The parts of a map that a telephone shows one after another: those in which the most points are, as continents are. */
export function partsToLookAt({ panel, points }: LookedAt): readonly Box[] {
  const width = Math.min(TELEPHONE, panel.width);
  const seen = points.filter(([x, y]) => x >= 0 && y >= 0 && x <= panel.width && y <= panel.height);
  const groups = inGroups(
    seen.map(([x]) => x).sort((one, other) => one - other),
    width - BEFORE - AFTER,
  );
  const most = Math.min(MOST, Math.ceil(panel.width / width));
  const largest = [...groups].sort((one, other) => other.length - one.length).slice(0, most);
  const boxes = largest.map((xs): Box => {
    const middle = ((xs[0] ?? 0) - BEFORE + (xs.at(-1) ?? 0) + AFTER) / 2;
    const x = Math.round(Math.min(panel.width - width, Math.max(0, middle - width / 2)));
    return { left: panel.x + x, top: panel.y, width, height: panel.height };
  });
  return boxes.sort((one, other) => one.left - other.left);
}

/** Numbers in groups that are no wider than that, divided where the largest gaps are. */
function inGroups(sorted: readonly number[], widest: number): readonly (readonly number[])[] {
  const [first = 0, last = 0] = [sorted[0], sorted.at(-1)];
  if (sorted.length === 0) return [];
  if (last - first <= widest) return [sorted];
  const gaps = sorted.slice(1).map((x, index) => x - (sorted[index] ?? 0));
  const at = gaps.indexOf(Math.max(...gaps)) + 1;
  return [...inGroups(sorted.slice(0, at), widest), ...inGroups(sorted.slice(at), widest)];
}
