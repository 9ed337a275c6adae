import { leastAlike } from "./least-alike";
import { partsOf, type Scene, type Standing } from "./scene";

/** Pairs of countries that lie beside each other, by their codes. */
export type Neighbourhood = readonly (readonly [one: string, other: string])[];

/** How many colours can be told apart beside each other, by those who are colour-blind as well. */
export const HUES = 6;

/** Servers by name, and how much it would confuse if they had the same colour. */
type Confusion = Map<string, Map<string, number>>;

/** What is confused when all is well counts more than what any number of failures brings. */
const WHEN_ALL_IS_WELL = 10_000;

/** Colours by the name of a server, and pairs of neighbours that six are not enough for. */
export interface Colouring {
  readonly hues: ReadonlyMap<string, number>;
  readonly alike: readonly (readonly [string, string])[];
}

/**
 * A colour for each server of these scenes, the same in all of them. It comes from the servers' names and where they stand, so that a server
 * keeps it when the policy changes; only one that could be taken for a neighbour gets another. Neighbours share the users of a country, or
 * serve countries that lie beside each other. They never have the same if six are enough; else those do that share the fewest borders and places.
 */
export function colouringOf(scenes: readonly Scene[], neighbours: Neighbourhood): Colouring {
  const confusion: Confusion = new Map();
  for (const scene of scenes) addConfusion(confusion, scene, neighbours);
  const needing = new Map(
    scenes.flatMap(({ servers }) =>
      servers.filter(({ kind }) => kind === "endpoint" || kind === "alias").map((server) => [server.name, server]),
    ),
  );
  const configured = scenes.flatMap((scene) => scene.configured.map((one) => [one.name, one] as const));
  const standing = [...new Map<string, Standing>([...configured, ...needing]).values()].sort(byName);
  const first = new Map([...ownHues(standing)].filter(([name]) => needing.has(name)));
  const own = withoutConfusion(first, confusion);
  const hues = alikeIn(own, confusion).length === 0 ? own : withLeastAlike(own, confusion);
  return { hues, alike: alikeIn(hues, confusion) };
}

/** A scene in these colours. */
export function inColours<Coloured extends Pick<Scene, "servers" | "alike">>(
  scene: Coloured,
  { hues, alike }: Colouring,
): Coloured {
  const names = new Set(scene.servers.map(({ name }) => name));
  return {
    ...scene,
    servers: scene.servers.map((server) => ({ ...server, hue: hues.get(server.name) })),
    alike: alike.filter((pair) => pair.every((name) => names.has(name))),
  };
}

function byName(one: Standing, other: Standing): number {
  return one.name < other.name ? -1 : Number(one.name > other.name);
}

/** The colours that servers have by themselves: one that nobody has yet, else one whose owners are far away. */
function ownHues(servers: readonly Standing[]): Map<string, number> {
  const hues = new Map<string, number>();
  for (const server of servers) {
    const first = [...server.name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997, 7);
    const inTurn = Array.from({ length: HUES }, (_, index) => ((first + index) % HUES) + 1);
    const closest = (hue: number) =>
      Math.min(
        Number.POSITIVE_INFINITY,
        ...servers.filter(({ name }) => hues.get(name) === hue).map((other) => between(server, other)),
      );
    const distances = inTurn.map(closest);
    hues.set(server.name, inTurn[distances.indexOf(Math.max(...distances))] ?? 1);
  }
  return hues;
}

/** How far two servers are from each other, in degrees; 0 where nobody knows. */
function between(one: Standing, other: Standing): number {
  const [north, east] = [(one.latitude ?? 0) - (other.latitude ?? 0), (one.longitude ?? 0) - (other.longitude ?? 0)];
  const isKnown = one.latitude !== undefined && other.latitude !== undefined;
  return isKnown ? Math.hypot(north, Math.min(Math.abs(east), 360 - Math.abs(east))) : 0;
}

/** Who could be taken for a neighbour gets a colour with which that is less so, as long as there is one. */
function withoutConfusion(own: ReadonlyMap<string, number>, confusion: Confusion): Map<string, number> {
  const hues = new Map(own);
  for (let isBetter = true; isBetter; ) {
    isBetter = false;
    for (const [name, hue] of [...hues]) {
      const costs = costsOf(name, hues, confusion);
      const least = Math.min(...costs);
      const isBest = costs[hue - 1] === least;
      hues.set(name, isBest ? hue : costs.indexOf(least) + 1);
      isBetter ||= !isBest;
    }
  }
  return hues;
}

/** The colours with which neighbours are confused the least when all is well: not at all, if six are enough. */
function withLeastAlike(own: ReadonlyMap<string, number>, confusion: Confusion): Map<string, number> {
  const names = [...own.keys()];
  const weights = names.map((name) =>
    names.map((other) => Math.floor((confusion.get(name)?.get(other) ?? 0) / WHEN_ALL_IS_WELL)),
  );
  const found = leastAlike([...own.values()], weights, HUES);
  return withoutConfusion(new Map(names.map((name, index) => [name, found[index] ?? 1])), confusion);
}

function alikeIn(hues: ReadonlyMap<string, number>, confusion: Confusion): readonly (readonly [string, string])[] {
  return [...confusion].flatMap(([name, others]) =>
    [...others].flatMap(([other, weight]) => {
      const isSame = hues.has(name) && hues.get(name) === hues.get(other);
      return isSame && name < other && weight >= WHEN_ALL_IS_WELL ? [[name, other] as const] : [];
    }),
  );
}

/** How much a server would be confused with others in each colour. */
function costsOf(name: string, hues: ReadonlyMap<string, number>, confusion: Confusion): readonly number[] {
  const costs = Array.from({ length: HUES }, () => 0);
  for (const [other, weight] of confusion.get(name) ?? []) {
    const hue = hues.get(other);
    if (hue !== undefined) costs[hue - 1] = (costs[hue - 1] ?? 0) + weight;
  }
  return costs;
}

function addConfusion(confusion: Confusion, scene: Scene, neighbours: Neighbourhood): void {
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
}

/** Who serves the most of a place. */
export function mainOf(parts: readonly { readonly server: string; readonly share: number }[]): string | undefined {
  return [...parts].sort((one, other) => other.share - one.share)[0]?.server;
}
