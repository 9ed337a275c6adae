import type { DataLimits } from "./data-limits";
import type { Day } from "./days";
import { between, lastSeconds, type Timeline } from "./timeline";

/** What days say of a demand, and how sure it is. */
export interface DailyPeaks {
  /** The peak of each day that counts, in their order. */
  readonly peaks: readonly { readonly day: string; readonly peak: number }[];
  /** The largest value at all. */
  readonly largest: number;
  /** How many whole days have enough values, those that are left out included. */
  readonly days: number;
  /** Which part of all values is missing. */
  readonly holes: number;
  /** How old the newest value is, in hours. */
  readonly ageHours: number;
  readonly isNegative: boolean;
  /** The sites that are missing more values than may be. */
  readonly missingAt: readonly string[];
}

/**
 * The peaks of whole days.
 *
 * @param until the time that age is counted to, in seconds
 * @param isLeftOut whether a day does not count, because of an event
 */
export function dailyPeaks(
  timeline: Timeline,
  days: readonly Day[],
  until: number,
  limits: Required<DataLimits>,
  isLeftOut: (day: string) => boolean,
): DailyPeaks {
  const peaks: { day: string; peak: number }[] = [];
  let [expected, found, measured] = [0, 0, 0];
  let isNegative = false;
  let largest = 0;
  for (const { name, from, to } of days) {
    const all = between(timeline, from, to);
    const values = all.filter((value) => !Number.isNaN(value));
    const peak = values.reduce((most, value) => Math.max(most, value), 0);
    isNegative ||= values.some((value) => value < 0);
    expected += all.length;
    found += values.length;
    largest = Math.max(largest, peak);
    if (values.length === 0 || values.length < (1 - limits.holes) * all.length) continue;
    measured++;
    if (!isLeftOut(name)) peaks.push({ day: name, peak });
  }
  const holes = expected === 0 ? 0 : 1 - found / expected;
  const missingAt = [...timeline.missingAt].flatMap(([site, count]) =>
    count > limits.holes * timeline.values.length ? [site] : [],
  );
  const ageHours = (until - lastSeconds(timeline)) / 3600;
  return { peaks, largest, days: measured, holes, ageHours, isNegative, missingAt: missingAt.sort() };
}

/** What is wrong with a demand, in words; nothing where it can be planned with. */
export function faultsOf(
  found: DailyPeaks,
  limits: Required<DataLimits>,
  days = found.peaks.length,
): readonly string[] {
  const { holes, ageHours, isNegative, missingAt } = found;
  const at = missingAt.length === 0 ? "" : ` at ${missingAt.join(" and ")}`;
  return [
    ...(days < limits.leastDays ? [`it has ${days} of at least ${limits.leastDays} days`] : []),
    ...(holes > limits.holes
      ? [`${percent(holes)} of its values are missing${at}, and at most ${percent(limits.holes)} may be`]
      : []),
    ...(isNegative ? ["it has numbers of less than 0"] : []),
    ...(ageHours > limits.ageHours
      ? [`it ends ${Math.round(ageHours)} hours ago${at}, and at most ${limits.ageHours} are allowed`]
      : []),
  ];
}

/** In words, how the newest day differs from all before it; nothing where it does not. */
export function jumpOf(
  { peaks }: DailyPeaks,
  newest: string | undefined,
  { jump }: Required<DataLimits>,
): readonly string[] {
  const last = peaks.at(-1);
  const others = peaks.slice(0, -1).map(({ peak }) => peak);
  if (last === undefined || last.day !== newest || others.length === 0) return [];
  const [lowest, highest] = [Math.min(...others), Math.max(...others)];
  if (last.peak <= highest * (1 + jump) && last.peak >= lowest * (1 - jump)) return [];
  const range = lowest === highest ? short(lowest) : `${short(lowest)} to ${short(highest)}`;
  return [`it jumps: ${short(last.peak)} at the peak of ${last.day}, and ${range} at those of other days`];
}

/** A rate with three digits that count: `14,000`. */
function short(rate: number): string {
  const text = String(Number(rate.toPrecision(3)));
  return rate < 1000 ? text : text.replace(/\B(?=(\d{3})+$)/g, ",");
}

function percent(part: number): string {
  return `${Number((part * 100).toFixed(1))} %`;
}
