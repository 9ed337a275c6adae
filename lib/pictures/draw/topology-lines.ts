import { FILL, LINE } from "./palette";
import { element, label } from "./svg";

/** A point of the picture. */
export type Spot = readonly [x: number, y: number];

/** An arrow with a head. */
export function arrow(from: Spot, [x, y]: Spot, stroke: Readonly<Record<string, string>>): string {
  return [
    element("path", { d: curve(from, [x - 9, y]), fill: "none", ...stroke, "stroke-width": 2 }),
    element("path", { d: `M${round(x - 1)} ${round(y)}l-10 -5v10z`, ...FILL.ink }),
  ].join("");
}

/** An arrow straight up, and beside it what is asked. */
export function question([x, y1]: Spot, [, y2]: Spot, text: string): string {
  return [
    element("path", { d: `M${round(x)} ${round(y1)}V${round(y2 + 9)}`, fill: "none", ...LINE.wire, "stroke-width": 2 }),
    element("path", { d: `M${round(x)} ${round(y2 + 1)}l-5 9h10z`, ...FILL.ink }),
    label(x - 8, (y1 + y2) / 2 + 4, text, { "text-anchor": "end", "font-size": 12, ...FILL.ink }),
  ].join("");
}

/** An arrow between two boxes of one column, around what is between them. */
export function bulge([x, y1]: Spot, [, y2]: Spot): string {
  const [from, to] = [y1 - 10, y2 + 16];
  const out = round(x + 126 + Math.abs(to - from) * 0.12);
  return [
    element("path", {
      d: `M${round(x)} ${round(from)}C${out} ${round(from)} ${out} ${round(to)} ${round(x + 9)} ${round(to)}`,
      fill: "none",
      ...LINE.wire,
      "stroke-width": 2,
    }),
    element("path", { d: `M${round(x + 1)} ${round(to)}l10 -5v10z`, ...FILL.ink }),
  ].join("");
}

/** What joins two boxes both ways: dashed, without a head. */
export function link(from: Spot, to: Spot): string {
  return element("path", {
    d: curve(from, to),
    fill: "none",
    ...LINE.rim,
    "stroke-width": 1.5,
    "stroke-dasharray": "6 4",
  });
}

function curve([x1, y1]: Spot, [x2, y2]: Spot): string {
  const middle = round((x1 + x2) / 2);
  return `M${round(x1)} ${round(y1)}C${middle} ${round(y1)} ${middle} ${round(y2)} ${round(x2)} ${round(y2)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
