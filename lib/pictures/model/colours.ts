import { partsOf, type Scene } from "./scene";

/** Pairs of countries that lie beside each other, by their codes. */
export type Neighbourhood = readonly (readonly [one: string, other: string])[];

/** How many colours can be told apart beside each other, by those who are colour-blind as well. */
export const HUES = 6;

/** Servers by name, and how much it would confuse if they had the same colour. */
type Confusion = Map<string, Map<string, number>>;

/** What is confused when all is well counts more than what any number of failures brings. */
const WHEN_ALL_IS_WELL = 10_000;

/**
 * The servers with a colour each: never that of a neighbour, as long as six colours are enough. Neighbours share the users of a country,
 * or serve countries that lie beside each other. Colours are given to those with the most neighbours first (Welsh and Powell, 1967).
 */
export function coloured(scene: Scene, neighbours: Neighbourhood): Pick<Scene, "servers" | "alike"> {
  const confusion = confusionIn(scene, neighbours);
  const sum = (name: string) => [...(confusion.get(name)?.values() ?? [])].reduce((all, weight) => all + weight, 0);
  const needing = scene.servers.filter(({ kind }) => kind === "endpoint" || kind === "alias");
  const hues = new Map<string, number>();
  for (const { name } of [...needing].sort((one, other) => sum(other.name) - sum(one.name))) {
    const costs = Array.from({ length: HUES }, (_, index) => costOf(index + 1, confusion.get(name), hues));
    hues.set(name, costs.indexOf(Math.min(...costs)) + 1);
  }
  const alike = [...confusion].flatMap(([name, others]) =>
    [...others].flatMap(([other, weight]) => {
      const isSame = hues.has(name) && hues.get(name) === hues.get(other);
      return isSame && name < other && weight >= WHEN_ALL_IS_WELL ? [[name, other] as const] : [];
    }),
  );
  return { servers: scene.servers.map((server) => ({ ...server, hue: hues.get(server.name) })), alike };
}

/** Each one that has the colour already adds a little, so that colours are used evenly. */
function costOf(
  hue: number,
  others: ReadonlyMap<string, number> | undefined,
  hues: ReadonlyMap<string, number>,
): number {
  const same = [...hues].filter(([, given]) => given === hue);
  return same.reduce((sum, [name]) => sum + (others?.get(name) ?? 0), same.length / 1000);
}

function confusionIn(scene: Scene, neighbours: Neighbourhood): Confusion {
  const confusion: Confusion = new Map();
  const add = (one: string | undefined, other: string | undefined, weight: number) => {
    if (one === undefined || other === undefined || one === other) return;
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      const known = confusion.get(from) ?? new Map<string, number>();
      confusion.set(from, known.set(to, (known.get(to) ?? 0) + weight));
    }
  };
  scene.scenarios.forEach((scenario, index) => {
    const weight = index === 0 ? WHEN_ALL_IS_WELL : 1;
    const main = new Map<string, string | undefined>();
    for (const place of scene.places) {
      const parts = partsOf(place, scenario);
      main.set(place.code, mainOf(parts));
      parts.forEach(({ server }, at) => {
        for (const { server: other } of parts.slice(at + 1)) add(server, other, weight);
      });
    }
    for (const [one, other] of neighbours) add(main.get(one), main.get(other), weight);
  });
  return confusion;
}

/** Who serves the most of a place. */
export function mainOf(parts: readonly { readonly server: string; readonly share: number }[]): string | undefined {
  return [...parts].sort((one, other) => other.share - one.share)[0]?.server;
}
