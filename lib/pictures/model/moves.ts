import { comparePercent, fullnessIn } from "./loads";
import { isNotKnown, isUnknown, type Known, type PlaceShare, sumOf } from "./requests";
import { type Part, partsOf, type Scenario, type Scene, type ServedPlace } from "./scene";

/** Users who are sent elsewhere than before. */
export interface Move {
  readonly from: string;
  readonly to: string;
  /** Of all users of the place, from 0 to 1. */
  readonly share: number;
}

/** The moves of a place. */
export interface PlaceMoves {
  readonly place: ServedPlace;
  readonly before: readonly Part[];
  readonly after: readonly Part[];
  readonly moves: readonly Move[];
  /** Requests per second that move; `undefined` where nobody said how many the place makes. */
  readonly amount?: number;
}

/** How much moves from one server to another, from everywhere together. */
export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly amount: number;
  /** Whether it is the most that there can be. */
  readonly isMost?: boolean;
  /** From how many places more users move, of which nobody said how many requests they make. */
  readonly unknown?: number;
}

/** Shares that differ by less are the same. */
const ROUNDING = 1e-9;

/**
 * Who is sent from whom to whom. Where several lose users and several get some, it is not known who goes where, and each gets of each
 * in proportion.
 */
export function movesBetween(before: readonly Part[], after: readonly Part[]): readonly Move[] {
  const names = [...new Set([...before, ...after].map(({ server }) => server))];
  const shareIn = (parts: readonly Part[], name: string) => parts.find(({ server }) => server === name)?.share ?? 0;
  const changes = names.map((name) => ({ name, change: shareIn(after, name) - shareIn(before, name) }));
  const losing = changes.filter(({ change }) => change < -ROUNDING);
  const gaining = changes.filter(({ change }) => change > ROUNDING);
  const all = gaining.reduce((sum, { change }) => sum + change, 0);
  return losing.flatMap(({ name: from, change: lost }) =>
    gaining.map(({ name: to, change }) => ({ from, to, share: (-lost * change) / all })),
  );
}

/** The places that a failure moves users of, those with the most first. */
export function movesIn(scene: Scene, scenario: Scenario): readonly PlaceMoves[] {
  return sorted(
    scene.places.flatMap((place) => movesOf(place, partsOf(place, scene.scenarios[0]), partsOf(place, scenario))),
  );
}

/** What moves of a place, if anything does. */
export function movesOf(place: ServedPlace, before: readonly Part[], after: readonly Part[]): readonly PlaceMoves[] {
  const moves = movesBetween(before, after);
  if (moves.length === 0) return [];
  const share = moves.reduce((sum, move) => sum + move.share, 0);
  const amount = place.requests === undefined ? undefined : share * place.requests;
  return [{ place, before, after, moves, amount }];
}

/** Those with the most first, before them those of which nobody knows how much moves: it may be more. */
export function sorted(moves: readonly PlaceMoves[]): readonly PlaceMoves[] {
  // A state may have a part of its country's requests: what it has at most is known.
  const amountOf = (one: PlaceMoves) => {
    const known = totalMoved([one], true);
    return isNotKnown(known) ? Number.MAX_VALUE : known.requests;
  };
  return [...moves].sort(
    (one, other) => amountOf(other) - amountOf(one) || (one.place.code < other.place.code ? -1 : 1),
  );
}

/** How many of the places make requests of which nobody said how many. */
export function unknownAmong(moves: readonly PlaceMoves[]): number {
  return moves.filter(({ place }) => isUnknown(place)).length;
}

/** The most first, before them what is not known at all. */
function compareAmounts(one: Amount, other: Amount): number {
  const amountOf = ({ amount, unknown = 0 }: Amount) => (amount === 0 && unknown > 0 ? Number.MAX_VALUE : amount);
  return amountOf(other) - amountOf(one) || (other.unknown ?? 0) - (one.unknown ?? 0);
}

type Amount = Pick<Flow, "amount" | "unknown">;

/** All moves together, the largest first, before them those of which nothing is known. Without a demand, each place counts as one. */
export function flowsOf(moves: readonly PlaceMoves[], hasDemand: boolean): readonly Flow[] {
  const ways = new Map<string, { readonly from: string; readonly to: string; readonly shares: PlaceShare[] }>();
  for (const { place, moves: own } of moves) {
    for (const { from, to, share } of own) {
      const key = JSON.stringify([from, to]);
      const known = ways.get(key) ?? { from, to, shares: [] };
      known.shares.push({ place, share });
      ways.set(key, known);
    }
  }
  const flows = [...ways.values()].map(({ from, to, shares }): Flow => {
    if (!hasDemand) return { from, to, amount: shares.reduce((sum, { share }) => sum + share, 0) };
    const { requests, isMost } = sumOf(shares);
    const unknown = shares.filter(({ place }) => isUnknown(place)).length || undefined;
    return { from, to, amount: requests, ...(isMost ? { isMost } : {}), unknown };
  });
  return flows.sort((one, other) => compareAmounts(one, other) || (one.to < other.to ? -1 : 1));
}

/** All that moves, as far as it is known; without a demand, each place counts as one. */
export function totalMoved(moves: readonly PlaceMoves[], hasDemand: boolean): Known {
  const shares = moves.map(({ place, moves: own }) => ({
    place,
    share: own.reduce((sum, { share }) => sum + share, 0),
  }));
  return hasDemand ? sumOf(shares) : { requests: shares.reduce((sum, { share }) => sum + share, 0) };
}

/** How much each of those who get some gets. */
export function gainsOf(flows: readonly Flow[], moves: readonly PlaceMoves[]): ReadonlyMap<string, Known> {
  return new Map(
    [...new Set(flows.map(({ to }) => to))].map((name) => {
      const shareTo = (own: PlaceMoves["moves"]) =>
        own.reduce((sum, { to, share }) => sum + (to === name ? share : 0), 0);
      return [name, sumOf(moves.map(({ place, moves: own }) => ({ place, share: shareTo(own) })))] as const;
    }),
  );
}

/** All requests of a scene that are known. */
export function allRequests({ places }: Scene): number {
  return places.reduce((sum, { requests = 0 }) => sum + requests, 0);
}

/** Whether there may be more: of some places nobody said how many requests they make. */
export function hasUnknown({ hasDemand, places }: Scene): boolean {
  return hasDemand && places.some(isUnknown);
}

/** The failures with what they move, the worst first: those that fill somebody the most, then those that move the most. */
export function failuresByDamage(scene: Scene) {
  const failures = scene.scenarios.slice(1).map((scenario) => {
    const moves = movesIn(scene, scenario);
    const flows = flowsOf(moves, scene.hasDemand);
    const unknown = scene.hasDemand ? unknownAmong(moves) : 0;
    return { scenario, moves, flows, total: totalMoved(moves, scene.hasDemand), unknown };
  });
  // Who is drawn may be others than those whose requests a failure moves: of it there is no map.
  const isEmpty = ({ moves }: { readonly moves: readonly PlaceMoves[] }) => Number(moves.length === 0);
  const parts = new Map(failures.map(({ scenario }) => [scenario, fullnessIn(scene, scenario)]));
  const partOf = (scenario: Scenario) => parts.get(scenario) ?? 0;
  return failures.sort(
    ({ total, unknown, scenario, moves }, other) =>
      isEmpty({ moves }) - isEmpty(other) ||
      comparePercent(partOf(scenario), partOf(other.scenario)) ||
      compareAmounts({ amount: total.requests, unknown }, { amount: other.total.requests, unknown: other.unknown }) ||
      (scenario.title < other.scenario.title ? -1 : 1),
  );
}

/** A failure, and what it moves. */
export type FailureMoves = ReturnType<typeof failuresByDamage>[number];
