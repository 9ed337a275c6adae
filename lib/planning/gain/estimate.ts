import { type DayPair, type DayRates, sum } from "./daily";
import { chanceAbove, passedWith } from "./student";

/** What differs, with an interval. */
export interface Estimate {
  /** The mean of the cloud's half; step by step, of the days before. */
  readonly from: number;
  /** The mean of the data centres' half; step by step, of the days after. */
  readonly to: number;
  /** By how much it is more; step by step, beyond what changed in the places that did not move. Less than 0 is better. */
  readonly difference: number;
  /** The interval that holds the true difference in 95 of 100 cases, this one by itself. */
  readonly low: number;
  readonly high: number;
  /** How likely at least so much is by chance, where there is no more harm than is tolerated. */
  readonly chance: number;
}

/**
 * Days are not quite independent: where an hour is like the one before by 0.8, a day is like the day before by 0.11, and the mean of seven
 * differs by so much more than the days say.
 */
const ALIKE = 1.11;

/** How often an interval may miss. */
const MISSED = 0.05;

/** Sums are exact to this part. */
const ROUNDING = 1e-9;

/** One difference a day, of Student's t distribution with one degree less than there are days. */
export function estimateOf(
  pairs: readonly DayPair[],
  differences: readonly number[],
  of: (rates: DayRates) => number,
  tolerated: number,
): Estimate {
  const days = differences.length;
  const from = sum(pairs.map((pair) => of(pair.from))) / days;
  const to = sum(pairs.map((pair) => of(pair.to))) / days;
  const difference = sum(differences) / days;
  const variance = sum(differences.map((one) => (one - difference) ** 2)) / (days - 1);
  const exact = ROUNDING * Math.max(Math.abs(from), Math.abs(to));
  const error = Math.max(ALIKE * Math.sqrt(variance / days), exact);
  const away = passedWith(MISSED / 2, days - 1) * error;
  const chance = error === 0 ? 1 : chanceAbove((difference - tolerated) / error, days - 1);
  return { from, to, difference, low: difference - away, high: difference + away, chance };
}

/**
 * Which of several questions are answered with yes, so that with this chance at most any of them is wrong (Holm): the least likely one is
 * compared with the chance divided by all, the next by one less.
 */
export function answeredYes<Question extends { readonly chance: number }>(
  questions: readonly Question[],
  chance: number,
): ReadonlySet<Question> {
  const sorted = [...questions].sort((one, other) => one.chance - other.chance);
  const end = sorted.findIndex((question, index) => question.chance > chance / (sorted.length - index));
  return new Set(end === -1 ? sorted : sorted.slice(0, end));
}
