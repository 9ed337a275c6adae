import type { Flow } from "../model/moves";
import type { Geography } from "./geography";
import { FILL, LINE } from "./palette";
import type { Panel } from "./panel";
import { haloed } from "./pie";
import { signAt, type Taken } from "./signs";
import { drawStrip, isTooNear, type NameOnStrip, type Strip, spotOnStrip, stripBox, stripEnds } from "./strip";
import { amount, element, widthOf } from "./svg";

/** How long what is seen of an arrow's end must be. */
const HEAD = 12;
/** How far from the middle of a sign an arrow begins and ends. */
const BESIDE_SIGN = 8;

/** More arrows than these are not read. */
const MOST_ARROWS = 8;

type Spot = readonly [x: number, y: number];

/** Arrows, and where their texts are: nothing else is written there. */
export interface Arrows {
  readonly svg: string;
  readonly taken: readonly Taken[];
  /** Where they begin and end. */
  readonly ends: readonly Spot[];
}

/** The flows that have an arrow. */
export function drawnFlows(flows: readonly Flow[]): readonly Flow[] {
  return flows.slice(0, MOST_ARROWS);
}

/** What arrows are drawn with. */
export interface ArrowOptions {
  readonly hasDemand: boolean;
  /** For those who stand nowhere on the map. */
  readonly strip?: Strip;
  /** Whose signs are drawn, if not those of all who stand somewhere. */
  readonly drawn?: readonly string[];
}

/** The arrows from whom requests are taken to those who get them, each with how many. */
export function drawArrows(
  panel: Panel,
  geography: Geography,
  flows: readonly Flow[],
  { hasDemand, strip, drawn: signs }: ArrowOptions,
): Arrows {
  const some = drawnFlows(flows);
  const [most = 1] = some.map((flow) => flow.amount);
  const signOf = (name: string) => (strip?.names.includes(name) ? undefined : signAt(panel, geography, name, signs));
  const spotOf = (name: string, other: string): Spot =>
    signOf(name) ?? (strip === undefined ? [0, 0] : spotOnStrip(panel, strip, name, signOf(other)));
  const onStrip: NameOnStrip[] = [];
  const arrows = some.map((flow) => {
    const text = hasDemand ? `${amount(flow.amount)}/s` : placesText(flow.amount);
    const [from, to] = [spotOf(flow.from, flow.to), spotOf(flow.to, flow.from)];
    // Beside a sign there is a gap; the strip is the end itself.
    const gaps = [flow.from, flow.to].map((name) => (strip?.names.includes(name) ? 0 : BESIDE_SIGN));
    for (const [name, spot] of [
      [flow.from, from],
      [flow.to, to],
    ] as const)
      if (strip?.names.includes(name) && !onStrip.some((one) => isTooNear(one, spot))) onStrip.push({ name, spot });
    return { flow, text, from, to, bow: bowBetween(from, to, 1.5 + (4 * flow.amount) / most, gaps) };
  });
  const drawn = arrows.map(({ flow, bow }) => element("g", { "data-flow": `${flow.from} > ${flow.to}` }, arrow(bow)));
  const texts = arrows.map(({ bow, text }) =>
    haloed(...bow.text, text, { "text-anchor": bow.anchor, "font-size": 12, "font-weight": "bold" }),
  );
  const taken = arrows.flatMap(({ bow, text }) => [boxOf(bow, widthOf(text, 12)), headBox(bow), ...shaftBoxes(bow)]);
  const edge = strip === undefined ? "" : drawStrip(panel, strip, onStrip);
  return {
    svg: element("g", {}, [edge, ...drawn, ...texts]),
    taken: strip === undefined ? taken : [...taken, stripBox(panel, strip)],
    ends: [...arrows.flatMap(({ from, to }) => [from, to]), ...stripEnds(onStrip)],
  };
}

/** What the line of an arrow takes, in small squares along it. */
function shaftBoxes({ from: [x1, y1], by: [x2, y2], tip: [x3, y3], wide }: Bow): readonly Taken[] {
  const half = wide / 2 + 1;
  const steps = Math.max(2, Math.ceil(Math.hypot(x3 - x1, y3 - y1) / 8));
  return Array.from({ length: steps }, (_, index) => {
    const part = index / steps;
    const curved = (one: number, two: number, three: number) =>
      (1 - part) ** 2 * one + 2 * (1 - part) * part * two + part ** 2 * three;
    const [x, y] = [curved(x1, x2, x3), curved(y1, y2, y3)];
    return { left: x - half, right: x + half, top: y - half, bottom: y + half };
  });
}

/** The head of an arrow and what leads to it: no name hides where it points. */
function headBox({ tip: [x, y], way: [dx, dy] }: Bow): Taken {
  const [backX, backY] = [x - dx * HEAD, y - dy * HEAD];
  return {
    left: Math.min(x, backX) - HEAD / 3,
    right: Math.max(x, backX) + HEAD / 3,
    top: Math.min(y, backY) - HEAD / 3,
    bottom: Math.max(y, backY) + HEAD / 3,
  };
}

function boxOf({ text: [x, y], anchor }: Bow, wide: number): Taken {
  const left = { start: x, middle: x - wide / 2, end: x - wide }[anchor];
  return { left, right: left + wide, top: y - 10, bottom: y + 3 };
}

function placesText(places: number): string {
  return `${amount(places)} ${Math.round(places) === 1 ? "place" : "places"}`;
}

/** A bow from one point to another, and where its text is. */
interface Bow {
  readonly from: Spot;
  readonly by: Spot;
  readonly tip: Spot;
  /** The way that the head points. */
  readonly way: Spot;
  readonly wide: number;
  readonly text: Spot;
  readonly anchor: "start" | "middle" | "end";
}

function bowBetween([x1, y1]: Spot, [x2, y2]: Spot, wide: number, [start = 0, stop = 0]: readonly number[]): Bow {
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
  // The text is outside the bow, on the side to which it bends.
  const anchor = Math.abs(up) < 0.4 ? "middle" : up > 0 ? "start" : "end";
  const lower = anchor === "middle" ? (along > 0 ? 0 : 9) : 4;
  const text: Spot = [(x1 + 2 * by[0] + x2) / 4 + up * away, (y1 + 2 * by[1] + y2) / 4 - along * away + lower];
  return { from, by, tip, way, wide, text, anchor };
}

/** A bow between signs that are nearer has its head beside its middle. */
const SHORT = 40;
/** How wide a head is on either side, as a part of its length. */
const HALF_HEAD = 0.6;

function sizeOfHead(wide: number): number {
  return 5 + wide;
}

function arrow({ from, by, tip, way, wide }: Bow): string {
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
