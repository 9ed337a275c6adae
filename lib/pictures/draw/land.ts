import type { Box, Shapes } from "../atlas/atlas";
import type { Part, Server } from "../model/scene";
import { FILL, LINE } from "./palette";
import type { Panel } from "./panel";
import { StripesOfPanel, stripeDefinitions, type Tint } from "./stripes";
import { element } from "./svg";

/** What is drawn of the world beside circles. */
export interface LandOptions {
  readonly shapes: Shapes;
  /** Without borders, only circles are drawn. */
  readonly hasBorders: boolean;
}

/** The shapes of all countries, and the stripes of these tints, drawn once, for all maps of a file. */
export function landDefinitions({ shapes, hasBorders }: LandOptions, tints: readonly Tint[]): string {
  if (!hasBorders) return "";
  const tinted = new Set(tints.map(({ code }) => code));
  const own = shapes.codes.filter((code) => tinted.has(code));
  // Those that no map tints are one path: each by itself would cost a name and a line's attributes.
  const pale = shapes.codes.filter((code) => !tinted.has(code)).map((code) => shapes.pathOf(code) ?? "");
  const countries = own.map((code) => element("path", { id: `c-${code}`, d: shapes.pathOf(code) }));
  const dots = shapes.dots.map(([code, [cx, cy]]) => {
    const id = tinted.has(code) ? `c-${code}` : undefined;
    return element("circle", { id, cx, cy, r: 6 });
  });
  const disputed = element("path", {
    id: "disputed",
    d: shapes.disputed,
    fill: "none",
    "vector-effect": "non-scaling-stroke",
  });
  return element("defs", {}, [
    stripeDefinitions(tints),
    disputed,
    element(
      "g",
      { id: "land", ...FILL.land },
      element(
        "g",
        { ...LINE.coast, "stroke-width": 0.6, "stroke-linejoin": "round" },
        [element("path", { d: pale.join("") }), ...countries, ...dots].map(unscaled),
      ),
    ),
  ]);
}

/** A line stays as wide as it is however far the map is enlarged. */
function unscaled(shape: string): string {
  return shape.replace("/>", ' vector-effect="non-scaling-stroke"/>');
}

/** The countries of a panel: pale, or in the colour of who serves them, in stripes as wide as the shares. */
export function drawLand(
  panel: Panel,
  served: ReadonlyMap<string, readonly Part[]>,
  servers: ReadonlyMap<string, Server>,
  { shapes, hasBorders }: LandOptions,
): string {
  if (!hasBorders) return "";
  const stripes = new StripesOfPanel(panel, servers);
  const tints = [...served].map(([code, parts]) =>
    isSeenIn(panel, shapes.boxOf(code)) ? element("use", { href: `#c-${code}`, ...stripes.paintOf(parts) }) : "",
  );
  const { scale, box } = panel;
  const move = `scale(${Math.round(scale * 1e4) / 1e4}) translate(${-box.left} ${-box.top})`;
  const disputed = { href: "#disputed" };
  return element("g", { transform: move }, [
    element("use", { href: "#land" }),
    element("g", { ...LINE.border, "stroke-width": 0.6 }, [stripes.svg, ...tints]),
    element("use", { ...disputed, ...LINE.edge, "stroke-width": 1.6 }),
    element("use", { ...disputed, ...LINE.border, "stroke-width": 1.2, "stroke-dasharray": "3 3" }),
  ]);
}

function isSeenIn({ box }: Panel, shape: Box | undefined): boolean {
  if (shape === undefined) return false;
  const isBeside = shape.left > box.left + box.width || shape.left + shape.width < box.left;
  return !isBeside && shape.top <= box.top + box.height && shape.top + shape.height >= box.top;
}
