import type { Timeline } from "./timeline";

/** Of so much of all that is usually asked for it may be unknown how much it was: of small countries something is always missing. */
const UNKNOWN_PART = 0.01;

/** What all places ask for together: at each time, those of which anything is known. All timelines of one service begin alike. */
export function sumOf(timelines: readonly Timeline[]): Timeline | undefined {
  const [any] = timelines;
  if (any === undefined) return undefined;
  const values = any.values.map((_, index) => {
    const known = timelines.map((one) => one.values[index] ?? Number.NaN).filter((value) => !Number.isNaN(value));
    return known.length === 0 ? Number.NaN : known.reduce((sum, value) => sum + value, 0);
  });
  // Where one of them is missing, the others count.
  return { ...any, values, isMissing: new Uint8Array(values.length), missingAt: new Map() };
}

/**
 * Which of several places are missing in a range of times, of which nothing is known then though they were asked for: those that usually ask
 * for more than a hundredth of all, alone or together; otherwise none.
 */
export function missingOf<Place>(
  timelines: readonly (readonly [Place, Timeline])[],
): (from: number, to: number) => readonly Place[] {
  const usual = timelines.map(([, one]) => usualOf(one));
  const most = UNKNOWN_PART * usual.reduce((sum, one) => sum + one, 0);
  return (from, to) => {
    const missing = timelines.flatMap(([place, one], index) =>
      isMissing(one, from, to) ? [{ place, usual: usual[index] ?? 0 }] : [],
    );
    return missing.reduce((sum, one) => sum + one.usual, 0) > most ? missing.map(({ place }) => place) : [];
  };
}

/** The mean of the times at which it is not missing: who is silent for weeks is no smaller for that. */
function usualOf({ values, isMissing }: Timeline): number {
  const known = values.length - isMissing.reduce((sum, one) => sum + one, 0);
  return values.reduce((sum, one) => sum + (one > 0 ? one : 0), 0) / Math.max(1, known);
}

function isMissing({ values, isMissing }: Timeline, from: number, to: number): boolean {
  let isAny = false;
  for (let index = from; index < to; index++) {
    if (!Number.isNaN(values[index] ?? Number.NaN)) return false;
    isAny ||= isMissing[index] === 1;
  }
  return isAny;
}

/** The sum of places at the times at which none of them is missing. */
export function wholeSumOf(timelines: readonly Timeline[]): Timeline | undefined {
  const sum = sumOf(timelines);
  const missing = missingOf(timelines.map((one) => [one, one]));
  const isWhole = (index: number) => missing(index, index + 1).length === 0;
  return sum && { ...sum, values: sum.values.map((value, index) => (isWhole(index) ? value : Number.NaN)) };
}
