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
  return [{ place, before, after, moves, amount: place.requests === undefined ? undefined : share * place.requests }];
}

/** Those with the most first, before them those of which nobody knows how much moves: it may be more. */
export function sorted(moves: readonly PlaceMoves[]): readonly PlaceMoves[] {
  const amountOf = ({ amount = Number.MAX_VALUE }: PlaceMoves) => amount;
  return [...moves].sort(
    (one, other) => amountOf(other) - amountOf(one) || (one.place.code < other.place.code ? -1 : 1),
  );
}

/** How many of the places make requests of which nobody said how many. */
export function unknownAmong(moves: readonly PlaceMoves[]): number {
  return moves.filter(({ amount }) => amount === undefined).length;
}

/** The most first, before them what is not known at all. */
function compareAmounts(one: Amount, other: Amount): number {
  const amountOf = ({ amount, unknown = 0 }: Amount) => (amount === 0 && unknown > 0 ? Number.MAX_VALUE : amount);
  return amountOf(other) - amountOf(one) || (other.unknown ?? 0) - (one.unknown ?? 0);
}

type Amount = Pick<Flow, "amount" | "unknown">;

/** All moves together, the largest first, before them those of which nothing is known. Without a demand, each place counts as one. */
export function flowsOf(moves: readonly PlaceMoves[], hasDemand: boolean): readonly Flow[] {
  const sums = new Map<string, Flow>();
  for (const { place, moves: own } of moves) {
    for (const { from, to, share } of own) {
      const key = JSON.stringify([from, to]);
      const known = sums.get(key);
      const amount = (known?.amount ?? 0) + share * (hasDemand ? (place.requests ?? 0) : 1);
      const more = hasDemand && place.requests === undefined ? 1 : 0;
      sums.set(key, { from, to, amount, unknown: (known?.unknown ?? 0) + more || undefined });
    }
  }
  return [...sums.values()].sort((one, other) => compareAmounts(one, other) || (one.to < other.to ? -1 : 1));
}

/** All that is known to move. */
export function totalMoved(flows: readonly Flow[]): number {
  return flows.reduce((sum, { amount }) => sum + amount, 0);
}

/** All requests of a scene that are known. */
export function allRequests({ places }: Scene): number {
  return places.reduce((sum, { requests = 0 }) => sum + requests, 0);
}

/** The failures with what they move, the worst first. */
export function failuresByDamage(scene: Scene) {
  const failures = scene.scenarios.slice(1).map((scenario) => {
    const moves = movesIn(scene, scenario);
    const flows = flowsOf(moves, scene.hasDemand);
    const unknown = scene.hasDemand ? unknownAmong(moves) : 0;
    return { scenario, moves, flows, total: totalMoved(flows), unknown };
  });
  return failures.sort(
    ({ total: amount, unknown, scenario }, other) =>
      compareAmounts({ amount, unknown }, { amount: other.total, unknown: other.unknown }) ||
      (scenario.title < other.scenario.title ? -1 : 1),
  );
}

/** A failure, and what it moves. */
export type FailureMoves = ReturnType<typeof failuresByDamage>[number];
