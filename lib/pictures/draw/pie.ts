import type { Part, Server } from "../model/scene";
import { FILL, LINE, paintOf } from "./palette";
import { element, label, tidy } from "./svg";

/** From this radius on, there is room for two letters. */
const ROOM_FOR_LABEL = 9;

/** A circle, filled by share like a pie from above on to the right, with two letters for who serves the most. */
export function pie(
  [x, y]: readonly [number, number],
  radius: number,
  parts: readonly Part[],
  servers: ReadonlyMap<string, Server>,
): string {
  const serverOf = (name: string) => servers.get(name) ?? { kind: "nobody", label: "" };
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) {
    return `${element("circle", { cx: x, cy: y, r: radius, ...paintOf(serverOf(only.server)) })}${letters([x, y], radius, serverOf(only.server).label)}`;
  }
  let from = 0;
  const slices = parts.map(({ server, share }) => {
    const slice = element("path", { d: sliceOf([x, y], radius, from, from + share), ...paintOf(serverOf(server)) });
    from += share;
    return slice;
  });
  const [main] = [...parts].sort((one, other) => other.share - one.share);
  return `${slices.join("")}${letters([x, y], radius, main === undefined ? "" : serverOf(main.server).label)}`;
}

/** A slice between two parts of the whole circle. */
function sliceOf([x, y]: readonly [number, number], radius: number, from: number, to: number): string {
  const at = (part: number) => {
    const angle = part * 2 * Math.PI;
    return `${precise(x + radius * Math.sin(angle))} ${precise(y - radius * Math.cos(angle))}`;
  };
  return `M${precise(x)} ${precise(y)}L${at(from)}A${tidy(radius)} ${tidy(radius)} 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)}z`;
}

/** Two decimals: the corners of a slice show its share. */
function precise(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

/** Letters with an edge of paper around them, so that they are read on any colour. */
function letters([x, y]: readonly [number, number], radius: number, text: string): string {
  if (radius < ROOM_FOR_LABEL || text === "") return "";
  const size = radius < 14 ? 11 : 13;
  return haloed(x, y + size * 0.36, text, { "text-anchor": "middle", "font-size": size, "font-weight": "bold" });
}

/** A text that is read on anything. */
export function haloed(
  x: number,
  y: number,
  text: string,
  attributes: Readonly<Record<string, string | number>>,
): string {
  return label(x, y, text, {
    fill: FILL.ink.fill,
    stroke: LINE.edge.stroke,
    class: "ink edge",
    "stroke-width": 3,
    "stroke-linejoin": "round",
    "paint-order": "stroke",
    ...attributes,
  });
}
