import type { Flow } from "../model/moves";
import type { Server } from "../model/scene";
import type { Geography } from "./geography";
import { FILL, LINE } from "./palette";
import { isSeen, type Panel, panelFor } from "./panel";
import { signAt } from "./signs";
import { element, label, widthOf } from "./svg";

type Spot = readonly [x: number, y: number];

/** A strip along the edge of a map for those who stand nowhere on it: a box in the sea would look like a place. */
export interface Strip {
  readonly names: readonly string[];
  readonly isTop: boolean;
}

const HIGH = 26;
/** What an arrow needs for its head and its text. */
const ROOM = 80;

/** A panel with room for a strip, and the strip, where some of these flows begin or end nowhere on the map, be it across an ocean. */
export function withStrip(
  panel: Panel,
  geography: Geography,
  flows: readonly Flow[],
  { servers, drawn }: { readonly servers: ReadonlyMap<string, Server>; readonly drawn?: readonly string[] },
): { readonly panel: Panel; readonly strip?: Strip } {
  const all = [...new Set(flows.flatMap(({ from, to }) => [from, to]))];
  const isIn = (part: Panel) => (name: string) => {
    const at = servers.get(name)?.kind === "endpoint" ? signAt(part, geography, name, drawn) : undefined;
    return at !== undefined && isSeen(part, at);
  };
  // There is room for a strip whether it is there or not: all maps of a continent show the same part of it, as large.
  const inner = panelFor(panel.id, panel.box, { ...panel, height: panel.height - HIGH });
  const names = all.filter((name) => !isIn(inner)(name));
  const heights = all.filter(isIn(panel)).flatMap((name) => signAt(panel, geography, name, drawn)?.[1] ?? []);
  const isTop = names.length > 0 && isNearTop(heights, panel.height);
  const { box, scale } = inner;
  const top = box.top - (isTop ? HIGH / scale : 0);
  const whole: Panel = { ...inner, height: panel.height, box: { ...box, top, height: panel.height / scale } };
  return names.length === 0 ? { panel: whole } : { panel: whole, strip: { names, isTop } };
}

/** The edge that is nearer, unless there is no room for an arrow. */
function isNearTop(heights: readonly number[], height: number): boolean {
  if (heights.length === 0) return false;
  const [least, most] = [Math.min(...heights), Math.max(...heights)];
  const [above, below] = [least, height - HIGH - most];
  return above >= ROOM && below >= ROOM ? above < below : above > below;
}

/** Where on the strip an arrow begins or ends: opposite of its other end, or in the middle. */
export function spotOnStrip({ width, height }: Panel, { names, isTop }: Strip, name: string, other?: Spot): Spot {
  const wide = width / names.length;
  const left = names.indexOf(name) * wide;
  const half = Math.min(wide / 2, widthOf(textsFor(names, width)(name), 12) / 2 + 12);
  const x = Math.min(left + wide - half, Math.max(left + half, other?.[0] ?? left + wide / 2));
  return [x, isTop ? HIGH : height - HIGH];
}

/** A name where its arrow is: once more where another arrow is far away, for a telephone shows a part of the map. */
export interface NameOnStrip {
  readonly name: string;
  readonly spot: Spot;
}

const APART = 210;

export function isTooNear({ spot: [x] }: NameOnStrip, [other]: Spot): boolean {
  return Math.abs(x - other) < APART;
}

/** Draws the strip, and the names on it. */
export function drawStrip(panel: Panel, { names, isTop }: Strip, written: readonly NameOnStrip[]): string {
  const y = isTop ? 0 : panel.height - HIGH;
  const edge = `M0 ${isTop ? HIGH : y}H${panel.width}`;
  const textOf = textsFor(names, panel.width);
  const texts = written.map(({ name, spot: [x] }) =>
    label(x, y + 17, textOf(name), {
      "text-anchor": "middle",
      "font-size": 12,
      "font-weight": "bold",
      ...FILL.ink,
    }),
  );
  return element("g", { "data-strip": names.join() }, [
    element("rect", { x: 0, y, width: panel.width, height: HIGH, ...FILL.panel }),
    element("path", { d: edge, fill: "none", ...LINE.wire, "stroke-width": 1.5 }),
    ...texts,
  ]);
}

/** The names, as long as there is room for all of them beside each other. */
function textsFor(names: readonly string[], width: number): (name: string) => string {
  const isRoom = names.every((name) => widthOf(whole(name), 12) + 12 <= width / names.length);
  return isRoom ? whole : (name) => name;
}

function whole(name: string): string {
  return `${name}, not on the map`;
}

/** What is seen of the names on a strip, whose middles are there. */
export function stripEnds(written: readonly NameOnStrip[]): readonly Spot[] {
  return written.flatMap(({ name, spot: [x, y] }): readonly Spot[] => {
    const half = widthOf(whole(name), 12) / 2;
    return [
      [x - half, y],
      [x + half, y],
    ];
  });
}

/** What of a panel the strip takes. */
export function stripBox({ width, height }: Panel, { isTop }: Strip) {
  return { left: 0, right: width, top: isTop ? 0 : height - HIGH, bottom: isTop ? HIGH : height };
}
