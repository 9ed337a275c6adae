import { FILL, LINE } from "./palette";
import type { Taken } from "./signs";
import { element } from "./svg";

type Spot = readonly [x: number, y: number];

/** How long what is seen of an arrow's end must be. */
const HEAD = 12;

/** How much farther from its bow a text may be. */
const FARTHER = 16;

/** A bow from one point to another, on which an arrow is. */
export interface Bow {
  readonly from: Spot;
  readonly by: Spot;
  readonly tip: Spot;
  /** The way that the head points. */
  readonly way: Spot;
  readonly wide: number;
  /** The places where its text may be, the best first. */
  readonly texts: readonly TextPlace[];
}

/** Where a text is, by where it begins, ends, or is in the middle. */
export interface TextPlace {
  readonly at: Spot;
  readonly anchor: "start" | "middle" | "end";
}

/** The bow from one sign to another, as wide as that, with gaps before it and behind it. */
export function bowBetween(
  [x1, y1]: Spot,
  [x2, y2]: Spot,
  wide: number,
  [start = 0, stop = 0]: readonly number[],
): Bow {
  const length = Math.max(1, Math.hypot(x2 - x1, y2 - y1));
  const [along, up]: Spot = [(x2 - x1) / length, (y2 - y1) / length];
  const bend = Math.min(60, Math.max(24, length * 0.22));
  const by: Spot = [(x1 + x2) / 2 + up * bend, (y1 + y2) / 2 - along * bend];
  // Either end has the direction of the bow there: a line that began elsewhere would be seen past its sign.
  const half = Math.hypot(x2 - by[0], y2 - by[1]) || 1;
  const way: Spot = [(x2 - by[0]) / half, (y2 - by[1]) / half];
  const tip: Spot = [x2 - way[0] * stop, y2 - way[1] * stop];
  const from: Spot = [x1 + ((by[0] - x1) / half) * start, y1 + ((by[1] - y1) / half) * start];
  // Beside a short bow is its head, which is wider.
  const away = (length < SHORT ? sizeOfHead(wide) * HALF_HEAD : wide / 2) + 5;
  const texts = TEXTS.map(({ part, side, more }) => textAt([[x1, y1], by, [x2, y2]], part, side * (away + more)));
  return { from, by, tip, way, wide, texts };
}

/** Along the bow, outside of it, then inside; at last farther away. */
const TEXTS = [0, FARTHER].flatMap((more) =>
  [1, -1].flatMap((side) => [0.5, 0.38, 0.62, 0.26, 0.74].map((part) => ({ part, side, more }))),
);

/** A text beside a point of the bow, so far on the side to which it bends. */
function textAt([one, two, three]: readonly [Spot, Spot, Spot], part: number, away: number): TextPlace {
  const [x, y] = pointOn([one, two, three], part);
  const [dx, dy] = [steep(one[0], two[0], three[0], part), steep(one[1], two[1], three[1], part)];
  const length = Math.hypot(dx, dy) || 1;
  const [right, down] = [((dy / length) * away) / Math.abs(away), ((-dx / length) * away) / Math.abs(away)];
  const anchor = Math.abs(right) < 0.4 ? "middle" : right > 0 ? "start" : "end";
  const lower = anchor === "middle" ? (down < 0 ? 0 : 9) : 4;
  return { at: [x + right * Math.abs(away), y + down * Math.abs(away) + lower], anchor };
}

function pointOn([[x1, y1], [x2, y2], [x3, y3]]: readonly [Spot, Spot, Spot], part: number): Spot {
  const curved = (one: number, two: number, three: number) =>
    (1 - part) ** 2 * one + 2 * (1 - part) * part * two + part ** 2 * three;
  return [curved(x1, x2, x3), curved(y1, y2, y3)];
}

function steep(one: number, two: number, three: number, part: number): number {
  return (1 - part) * (two - one) + part * (three - two);
}

/** A bow between signs that are nearer has its head beside its middle. */
const SHORT = 40;
/** How wide a head is on either side, as a part of its length. */
const HALF_HEAD = 0.6;

function sizeOfHead(wide: number): number {
  return 5 + wide;
}

/** The line of an arrow and its head, with paper around them. */
export function arrow({ from, by, tip, way, wide }: Bow): string {
  const [dx, dy] = way;
  const size = sizeOfHead(wide);
  const [backX, backY] = [tip[0] - dx * size, tip[1] - dy * size];
  const [sideX, sideY] = [dy * size * HALF_HEAD, dx * size * HALF_HEAD];
  const head = `M${at(...tip)}L${at(backX - sideX, backY + sideY)}L${at(backX + sideX, backY - sideY)}z`;
  const bow = `M${at(...from)}Q${at(...by)} ${at(backX, backY)}`;
  return [
    element("path", { d: bow, fill: "none", ...LINE.edge, "stroke-width": wide + 2.5 }),
    element("path", { d: bow, fill: "none", ...LINE.rim, "stroke-width": wide }),
    element("path", { d: head, class: "ink edge", fill: FILL.ink.fill, stroke: LINE.edge.stroke, "stroke-width": 1 }),
  ].join("");
}

function at(x: number, y: number): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
}

/** What the line of an arrow takes, in small squares along it. */
export function shaftBoxes({ from, by, tip, wide }: Bow): readonly Taken[] {
  const half = wide / 2 + 1;
  const steps = Math.max(2, Math.ceil(Math.hypot(tip[0] - from[0], tip[1] - from[1]) / 8));
  return Array.from({ length: steps }, (_, index) => {
    const [x, y] = pointOn([from, by, tip], index / steps);
    return { left: x - half, right: x + half, top: y - half, bottom: y + half };
  });
}

/** The head of an arrow and what leads to it: no name hides where it points. */
export function headBox({ tip: [x, y], way: [dx, dy] }: Bow): Taken {
  const [backX, backY] = [x - dx * HEAD, y - dy * HEAD];
  return {
    left: Math.min(x, backX) - HEAD / 3,
    right: Math.max(x, backX) + HEAD / 3,
    top: Math.min(y, backY) - HEAD / 3,
    bottom: Math.max(y, backY) + HEAD / 3,
  };
}
