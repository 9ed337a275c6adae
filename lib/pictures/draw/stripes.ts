import { mainOf } from "../model/colours";
import { isServedAlike, type Part, partsOf, type Scene, type Server } from "../model/scene";
import { LINE, type Paint, tintOf } from "./palette";
import type { Panel } from "./panel";
import { element } from "./svg";

/** How wide stripes are, in units of the picture: one of each colour. */
const WIDTH = 14;

type Servers = ReadonlyMap<string, Server>;

/** What a country is tinted with in a map: who serves it. */
export interface Tint {
  readonly code: string;
  readonly parts: readonly Part[];
  readonly servers: Servers;
}

/** Each country that has the colour of who serves it in a map of a scene: the others are pale in all of them. */
export function tintsOf({ scene, servers }: { readonly scene: Scene; readonly servers: Servers }): readonly Tint[] {
  const [well] = scene.scenarios;
  return scene.places
    .filter((place) => !place.isLikeEveryone || scene.scenarios.some((other) => !isServedAlike(place, well, other)))
    .flatMap((place) =>
      scene.scenarios.map((scenario) => ({ code: place.code, parts: partsOf(place, scenario), servers })),
    );
}

/** The paint of a country that several serve: its main server's, and stripes of the others, as wide as their shares. */
interface Stripes {
  /** The same for the same paint, so that it is once in a panel: `1l250`. */
  readonly key: string;
  readonly main: Paint;
  readonly others: readonly { readonly paint: Paint; readonly share: number }[];
}

function stripesOf(parts: readonly Part[], servers: Servers): Stripes | undefined {
  const paintOf = (name: string) => tintOf(servers.get(name) ?? { kind: "nobody" });
  const main = mainOf(parts);
  const others = parts.filter(({ server }) => server !== main);
  if (main === undefined || others.length === 0) return undefined;
  const painted = others.map(({ server, share }) => ({
    paint: paintOf(server),
    share: Math.round(share * 1000) / 1000,
  }));
  const names = painted.map(({ paint, share }) => `${letterOf(paint)}${Math.round(share * 1000)}`);
  return { key: `${letterOf(paintOf(main))}${names.join("")}`, main: paintOf(main), others: painted };
}

/** A digit or a letter for a paint: a file has hundreds of stripes, and names each twice. */
function letterOf({ class: name }: Paint): string {
  return /^h(\d)t$/.exec(name)?.[1] ?? name.slice(0, 1);
}

/** What the stripes of all maps that have these tints are made of: each map turns and enlarges them for itself. */
export function stripeDefinitions(tints: readonly Tint[]): string {
  const all = tints.flatMap(({ parts, servers }) => stripesOf(parts, servers) ?? []);
  if (all.length === 0) return "";
  const paints = new Map(
    all.flatMap(({ main, others }) => [main, ...others.map(({ paint }) => paint)].map((one) => [letterOf(one), one])),
  );
  // Stripes have an edge, for paler colours are too near to one another. Above and below, it is outside of the pattern.
  const size = { width: WIDTH, y: -1, height: WIDTH + 2, stroke: LINE.coast.stroke, "stroke-width": 0.8 };
  return [
    element("pattern", { id: "s", width: WIDTH, height: WIDTH, patternUnits: "userSpaceOnUse" }),
    ...[...paints].map(([letter, paint]) =>
      element("rect", { id: `m${letter}`, ...size, ...paint, class: `${paint.class} ${LINE.coast.class}` }),
    ),
  ].join("");
}

/** The stripes of a panel, as wide as those of any other, however far it is enlarged. */
export class StripesOfPanel {
  /** By what they are, with a name that is short: a page has hundreds, and names each twice or more. */
  private readonly used = new Map<string, { readonly id: string; readonly stripes: Stripes }>();

  constructor(
    private readonly panel: Panel,
    private readonly servers: Servers,
  ) {}

  /** The paint of a country that is served so. */
  public paintOf(parts: readonly Part[]): Partial<Paint> {
    const stripes = stripesOf(parts, this.servers);
    if (stripes === undefined) return tintOf(this.servers.get(mainOf(parts) ?? "") ?? { kind: "nobody" });
    const known = this.used.get(stripes.key) ?? { id: `${this.panel.id}-${this.used.size}`, stripes };
    this.used.set(stripes.key, known);
    return { fill: `url(#${known.id})` };
  }

  /** What the paints of before refer to. */
  public get svg(): string {
    if (this.used.size === 0) return "";
    const { id, scale } = this.panel;
    const patternTransform = `rotate(45) scale(${Math.round(1e3 / scale) / 1e3})`;
    const own = [...this.used.values()].map(({ id: name, stripes }) =>
      element("pattern", { id: name, href: `#${id}-s` }, stripesIn(stripes)),
    );
    return [element("pattern", { id: `${id}-s`, href: "#s", patternTransform }), ...own].join("");
  }
}

/** Each stripe is as wide as all, and ends where the next one is above it: that of the main server is the last. */
function stripesIn({ main, others }: Stripes): string {
  let at = 0;
  return [...others, { paint: main, share: 0 }]
    .map(({ paint, share }) => {
      const stripe = element("use", { href: `#m${letterOf(paint)}`, x: at === 0 ? undefined : at });
      at += share * WIDTH;
      return stripe;
    })
    .join("");
}
