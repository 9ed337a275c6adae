import type { Shapes } from "../atlas/atlas";
import { mainOf } from "../model/colours";
import type { Part, Server } from "../model/scene";
import { FILL, LINE, tintOf } from "./palette";
import type { Panel } from "./panel";
import { element, tidy } from "./svg";

/** How wide stripes are, in units of the picture: one of each colour. */
const STRIPES = 14;

/** What is drawn of the world beside circles. */
export interface LandOptions {
  readonly shapes: Shapes;
  /** Without borders, only circles are drawn. */
  readonly hasBorders: boolean;
}

/** The shapes of all countries, drawn once, for all maps of a file. */
export function landDefinitions({ shapes, hasBorders }: LandOptions): string {
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
  const patterns = new Map<string, string>();
  const tints = [...served].map(([code, parts]) => {
    const country = shapes.has(code) ? code : undefined;
    return country === undefined
      ? ""
      : element("use", { href: `#c-${code}`, ...tint(panel, parts, servers, patterns) });
  });
  const { scale, box } = panel;
  const move = `scale(${Math.round(scale * 1e4) / 1e4}) translate(${-box.left} ${-box.top})`;
  const disputed = { href: "#disputed" };
  return element("g", { transform: move }, [
    element("use", { href: "#land" }),
    element("g", { ...LINE.coast, "stroke-width": 0.6 }, [...patterns.values(), ...tints]),
    element("use", { ...disputed, ...LINE.edge, "stroke-width": 1.6 }),
    element("use", { ...disputed, ...LINE.coast, "stroke-width": 1.2, "stroke-dasharray": "3 3" }),
  ]);
}

/** The tint of a country, and the stripes that it needs. */
function tint(
  panel: Panel,
  parts: readonly Part[],
  servers: ReadonlyMap<string, Server>,
  patterns: Map<string, string>,
): { readonly class?: string; readonly fill: string } {
  const paintOf = (name: string | undefined) => tintOf(servers.get(name ?? "") ?? { kind: "nobody" });
  const main = mainOf(parts);
  const others = parts.filter(({ server }) => server !== main);
  if (others.length === 0) return paintOf(main);
  const key = parts.map(({ server, share }) => `${server} ${tidy(share * 1000)}`).join();
  const id = `${panel.id}-s${[...patterns.keys()].indexOf(key) < 0 ? patterns.size : [...patterns.keys()].indexOf(key)}`;
  if (!patterns.has(key)) {
    let at = 0;
    const stripes = others.map(({ server, share }) => {
      const stripe = element("rect", { x: at, width: share * STRIPES, height: STRIPES, ...paintOf(server) });
      at += share * STRIPES;
      return stripe;
    });
    const size = { width: STRIPES, height: STRIPES };
    const turned = `rotate(45) scale(${Math.round(1e4 / panel.scale) / 1e4})`;
    const all = [element("rect", { ...size, ...paintOf(main) }), ...stripes];
    patterns.set(
      key,
      element(
        "pattern",
        { id, ...size, patternUnits: "userSpaceOnUse", patternTransform: turned, stroke: "none" },
        all,
      ),
    );
  }
  return { fill: `url(#${id})` };
}
