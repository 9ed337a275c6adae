import type { Shapes } from "../atlas/atlas";
import type { Part, Server } from "../model/scene";
import { FILL, LINE } from "./palette";
import type { Panel } from "./panel";
import { type StripedScene, StripesOfPanel, stripeDefinitions } from "./stripes";
import { element } from "./svg";

/** What is drawn of the world beside circles. */
export interface LandOptions {
  readonly shapes: Shapes;
  /** Without borders, only circles are drawn. */
  readonly hasBorders: boolean;
}

/** The shapes of all countries, and their stripes in these scenes, drawn once, for all maps of a file. */
export function landDefinitions({ shapes, hasBorders }: LandOptions, scenes: readonly StripedScene[]): string {
  if (!hasBorders) return "";
  const countries = shapes.codes.map((code) =>
    element("path", { id: code.startsWith("?") ? undefined : `c-${code}`, d: shapes.pathOf(code) }),
  );
  const dots = shapes.dots.map(([code, [cx, cy]]) => element("circle", { id: `c-${code}`, cx, cy, r: 6 }));
  const disputed = element("path", {
    id: "disputed",
    d: shapes.disputed,
    fill: "none",
    "vector-effect": "non-scaling-stroke",
  });
  return element("defs", {}, [
    stripeDefinitions(scenes),
    disputed,
    element(
      "g",
      { id: "land", ...FILL.land },
      element(
        "g",
        { ...LINE.coast, "stroke-width": 0.6, "stroke-linejoin": "round" },
        [...countries, ...dots].map(unscaled),
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
    shapes.has(code) ? element("use", { href: `#c-${code}`, ...stripes.paintOf(parts) }) : "",
  );
  const { scale, box } = panel;
  const move = `scale(${Math.round(scale * 1e4) / 1e4}) translate(${-box.left} ${-box.top})`;
  const disputed = { href: "#disputed" };
  return element("g", { transform: move }, [
    element("use", { href: "#land" }),
    element("g", { ...LINE.coast, "stroke-width": 0.6 }, [stripes.svg, ...tints]),
    element("use", { ...disputed, ...LINE.edge, "stroke-width": 1.6 }),
    element("use", { ...disputed, ...LINE.coast, "stroke-width": 1.2, "stroke-dasharray": "3 3" }),
  ]);
}
