import { joined } from "../atlas/atlas";
import { mainOf } from "../model/colours";
import type { Part, Server } from "../model/scene";
import { FILL, LAST_RESORT_PAINT, LINE, paintOf } from "./palette";
import { element, label, tidy } from "./svg";

/** From this radius on, there is room for two letters. */
const ROOM_FOR_LABEL = 9;

type Spot = readonly [x: number, y: number];

/**
 * The circle of a place, filled by share like a pie from above on to the right. The last resort serves most places: what is
 * its has the paint of the group that the place is in.
 */
export function pie(
  [x, y]: Spot,
  radius: number,
  parts: readonly Part[],
  servers: ReadonlyMap<string, Server>,
  place?: string,
): string {
  const paint = (name: string) => {
    const own = paintOf(servers.get(name) ?? { kind: "nobody" });
    return place !== undefined && own.class === LAST_RESORT_PAINT.class ? {} : own;
  };
  // The last part is the circle itself, and the others are slices on it.
  const circle = element("circle", {
    "data-place": place,
    cx: x,
    cy: y,
    r: radius,
    ...paint(parts.at(-1)?.server ?? ""),
  });
  let from = 0;
  const slices = parts.slice(0, -1).map(({ server, share }) => {
    const slice = element("path", { d: sliceOf([x, y], radius, from, from + share), ...paint(server) });
    from += share;
    return slice;
  });
  return [circle, ...slices].join("");
}

/** The letters of a circle, and where they are. */
export interface Letters {
  readonly text: string;
  /** In their middle. */
  readonly at: Spot;
  readonly size: number;
}

/** The letters of who serves the most of a place. */
export function lettersFor(parts: readonly Part[], servers: ReadonlyMap<string, Server>): string {
  return servers.get(mainOf(parts) ?? "")?.label ?? "";
}

/** The letters of a circle where no sign of a data centre is: in its middle, below or above. */
export function lettersOf(
  [x, y]: Spot,
  radius: number,
  parts: readonly Part[],
  servers: ReadonlyMap<string, Server>,
  signs: readonly Spot[],
): Letters | null {
  const text = lettersFor(parts, servers);
  if (radius < ROOM_FOR_LABEL || text === "") return null;
  const size = radius < 14 ? 12 : 13;
  const away = radius - size / 2 - 1;
  const isFree = (down: number) =>
    !signs.some(([signX, signY]) => Math.abs(signX - x) < size + 5 && Math.abs(signY - y - down) < size / 2 + 6);
  const found = [0, away, -away].find(isFree);
  return found === undefined ? null : { text, at: [x, y + found], size };
}

/** A slice between two parts of the whole circle. */
function sliceOf([x, y]: readonly [number, number], radius: number, from: number, to: number): string {
  const corner = (part: number): Spot => [
    precise(radius * Math.sin(part * 2 * Math.PI)),
    precise(-radius * Math.cos(part * 2 * Math.PI)),
  ];
  const [first, last] = [corner(from), corner(to)];
  const along = joined(precise(last[0] - first[0]), precise(last[1] - first[1]));
  const r = tidy(radius);
  const up = from === 0 ? `v${first[1]}` : `l${joined(...first)}`;
  return `M${tidy(x)} ${tidy(y)}${up}a${r} ${r} 0 ${to - from > 0.5 ? 1 : 0} 1 ${along}z`;
}

/** Two decimals: the corners of a slice show its share. */
function precise(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}

/** Letters of several circles, with an edge of paper around them, so that they are read on any colour. What they have in common is in a group: a page has hundreds. */
export function writtenLetters(letters: readonly Letters[]): string {
  const sizes = [...new Set(letters.map(({ size }) => size))];
  const groups = sizes.map((size) => {
    const texts = letters.filter((each) => each.size === size);
    const written = texts.map(({ text, at: [x, y] }) => label(x, y + size * 0.36, text));
    return element("g", { "font-size": size }, written);
  });
  return groups.length === 0 ? "" : element("g", { ...HALO, "text-anchor": "middle", "font-weight": "bold" }, groups);
}

const HALO = {
  fill: FILL.ink.fill,
  stroke: LINE.edge.stroke,
  class: "ink edge",
  "stroke-width": 3,
  "stroke-linejoin": "round",
  "paint-order": "stroke",
};

/** Names that are read on anything. What they have in common is in a group. */
export function haloed(names: readonly string[]): string {
  return names.length === 0 ? "" : element("g", { ...HALO, "font-size": 12, "font-weight": "bold" }, names);
}
