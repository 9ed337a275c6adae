import { counted } from "../../core/counted";
import type { Flow } from "../model/moves";
import { arrow, bowBetween, headBox, shaftBoxes, type TextPlace } from "./bow";
import type { Geography } from "./geography";
import { knownText } from "./known";
import type { Panel } from "./panel";
import { haloed } from "./pie";
import { placesText } from "./places-text";
import { overlap, signAt, type Taken } from "./signs";
import { drawStrip, isTooNear, type NameOnStrip, type Strip, spotOnStrip, stripBox, stripEnds } from "./strip";
import { element, label, widthOf } from "./svg";

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

/** What has no arrow, if anything: `3 more arrows are left out: 1,200/s`. */
export function leftOutText(flows: readonly Flow[], hasDemand: boolean): readonly string[] {
  const others = flows.slice(MOST_ARROWS);
  if (others.length === 0) return [];
  const sum = others.reduce((all, flow) => all + flow.amount, 0);
  const unknown = others.some((flow) => flow.unknown !== undefined) ? 1 : undefined;
  const isMost = others.some((flow) => flow.isMost);
  const what = hasDemand ? requestsText({ amount: sum, isMost, unknown }) : placesText(sum);
  return [`${counted(others.length, "more arrow")} ${others.length === 1 ? "is" : "are"} left out: ${what}.`];
}

/** What arrows are drawn with. */
export interface ArrowOptions {
  readonly hasDemand: boolean;
  /** For those who stand nowhere on the map. */
  readonly strip?: Strip;
  /** Whose signs are drawn, if not those of all who stand somewhere. */
  readonly drawn?: readonly string[];
  /** Where nothing is to be written. */
  readonly taken?: readonly Taken[];
}

/** The arrows from whom requests are taken to those who get them, each with how many. */
export function drawArrows(
  panel: Panel,
  geography: Geography,
  flows: readonly Flow[],
  { hasDemand, strip, drawn: concerned = geography.standing, taken: closed = [] }: ArrowOptions,
): Arrows {
  const some = drawnFlows(flows);
  // Nothing but 0 where nobody said how many requests there are.
  const most = Math.max(...some.map((flow) => flow.amount)) || 1;
  const signOf = (name: string) =>
    strip?.names.includes(name) ? undefined : signAt(panel, geography, name, concerned);
  const spotOf = (name: string, other: string): Spot =>
    signOf(name) ?? (strip === undefined ? [0, 0] : spotOnStrip(panel, strip, name, signOf(other)));
  const onStrip: NameOnStrip[] = [];
  const arrows = some.map((flow) => {
    const text = hasDemand ? requestsText(flow) : placesText(flow.amount);
    const [from, to] = [spotOf(flow.from, flow.to), spotOf(flow.to, flow.from)];
    // Beside a sign there is a gap; the strip is the end itself.
    const gaps = [flow.from, flow.to].map((name) => (strip?.names.includes(name) ? 0 : BESIDE_SIGN));
    for (const [name, spot] of [
      [flow.from, from],
      [flow.to, to],
    ] as const)
      if (strip?.names.includes(name) && !onStrip.some((one) => one.name === name && isTooNear(one, spot)))
        onStrip.push({ name, spot });
    return { flow, text, from, to, bow: bowBetween(from, to, 1.5 + (4 * flow.amount) / most, gaps) };
  });
  const drawn = arrows.map(({ flow, bow }) => element("g", { "data-flow": `${flow.from} > ${flow.to}` }, arrow(bow)));
  const signs = concerned.flatMap((name) => boxAt(signOf(name)));
  const strips = strip === undefined ? [] : [stripBox(panel, strip)];
  const heads = arrows.map(({ bow }) => headBox(bow));
  const shafts = arrows.map(({ bow }) => shaftBoxes(bow));
  const written: Taken[] = [];
  const texts = arrows.map(({ bow, text }, index) => {
    const wide = widthOf(text, 12);
    const others = shafts.filter((_, other) => other !== index).flat();
    const isFree = (taken: readonly Taken[]) => (place: TextPlace) => {
      const box = boxOf(place, wide);
      const isInside = box.left > 0 && box.top > 0 && box.right < panel.width && box.bottom < panel.height;
      return isInside && !taken.some((one) => overlap(one, box));
    };
    const hard = [...signs, ...strips, ...heads, ...written];
    const [first = { at: bow.tip, anchor: "middle" as const }] = bow.texts;
    // A line that a text hides in part is still followed; what else would be hidden is not.
    const place = [[...closed, ...hard, ...others], [...closed, ...hard], hard]
      .map((taken) => bow.texts.find(isFree(taken)))
      .find((found) => found !== undefined);
    const { at, anchor } = place ?? first;
    written.push(boxOf({ at, anchor }, wide));
    return label(...at, text, { "text-anchor": anchor });
  });
  const edge = strip === undefined ? "" : drawStrip(panel, strip, onStrip);
  return {
    svg: element("g", {}, [edge, ...drawn, haloed(texts)]),
    taken: [...written, ...heads, ...shafts.flat(), ...strips],
    ends: [...arrows.flatMap(({ from, to }) => [from, to]), ...stripEnds(onStrip)],
  };
}

/** How far around its middle a sign is seen. */
const SIGN = 9;

function boxAt(spot: Spot | undefined): readonly Taken[] {
  if (spot === undefined) return [];
  const [x, y] = spot;
  return [{ left: x - SIGN, right: x + SIGN, top: y - SIGN, bottom: y + SIGN }];
}

function boxOf({ at: [x, y], anchor }: TextPlace, wide: number): Taken {
  const left = { start: x, middle: x - wide / 2, end: x - wide }[anchor];
  return { left, right: left + wide, top: y - 10, bottom: y + 3 };
}

function requestsText({ amount: requests, isMost, unknown }: Pick<Flow, "amount" | "isMost" | "unknown">): string {
  return knownText({ requests, isMost, isLeast: unknown !== undefined }, "/s");
}
