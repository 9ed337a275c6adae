import { mainOf } from "../model/colours";
import { type Part, partsOf, type Scene, type Server } from "../model/scene";
import { LINE, type Paint, tintOf } from "./palette";
import type { Panel } from "./panel";
import { element } from "./svg";

/** How wide stripes are, in units of the picture: one of each colour. */
const WIDTH = 14;

type Servers = ReadonlyMap<string, Server>;

/** The paint of a country that several serve: its main server's, and stripes of the others, as wide as their shares. */
interface Stripes {
  /** The same for the same paint, so that it is once in a file. */
  readonly id: string;
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
  const names = painted.map(({ paint, share }) => `${paint.class}${Math.round(share * 1000)}`);
  return { id: [paintOf(main).class, ...names].join("-"), main: paintOf(main), others: painted };
}

/** A scene, and who serves in it. */
export interface StripedScene {
  readonly scene: Scene;
  readonly servers: Servers;
}

/** The stripes of all maps of these scenes: each map turns and enlarges them for itself. */
export function stripeDefinitions(scenes: readonly StripedScene[]): string {
  const all = scenes.flatMap(({ scene, servers }) =>
    scene.places.flatMap((place) =>
      scene.scenarios.flatMap((scenario) => stripesOf(partsOf(place, scenario), servers) ?? []),
    ),
  );
  const byId = new Map(all.map((stripes) => [stripes.id, stripes]));
  return [...byId.values()].map(definition).join("");
}

function definition({ id, main, others }: Stripes): string {
  let at = 0;
  const stripes = others.map(({ paint, share }) => {
    const stripe = element("rect", {
      x: at === 0 ? undefined : at,
      y: -1,
      width: share * WIDTH,
      height: WIDTH + 2,
      ...paint,
    });
    at += share * WIDTH;
    return stripe;
  });
  const size = { width: WIDTH, height: WIDTH };
  // Stripes have an edge, for paler colours are too near to one another. Above and below, it is outside of the pattern.
  const content = [
    element("rect", { ...size, ...main }),
    element("g", { ...LINE.coast, "stroke-width": 0.8 }, stripes),
  ];
  return element("pattern", { id, ...size, patternUnits: "userSpaceOnUse", stroke: "none" }, content);
}

/** The stripes of a panel, as wide as those of any other, however far it is enlarged. */
export class StripesOfPanel {
  private readonly used = new Set<string>();

  constructor(
    private readonly panel: Panel,
    private readonly servers: Servers,
  ) {}

  /** The paint of a country that is served so. */
  public paintOf(parts: readonly Part[]): Partial<Paint> {
    const stripes = stripesOf(parts, this.servers);
    if (stripes === undefined) return tintOf(this.servers.get(mainOf(parts) ?? "") ?? { kind: "nobody" });
    this.used.add(stripes.id);
    return { fill: `url(#${this.panel.id}-${stripes.id})` };
  }

  /** What the paints of before refer to. */
  public get svg(): string {
    const patternTransform = `rotate(45) scale(${Math.round(1e4 / this.panel.scale) / 1e4})`;
    return [...this.used]
      .map((id) => element("pattern", { id: `${this.panel.id}-${id}`, href: `#${id}`, patternTransform }))
      .join("");
  }
}
