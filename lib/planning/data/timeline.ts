import { LAST_RESORT_SITE } from "../world";
import { endOf, type Series, valueAt } from "./series";

/** What was measured of several series together, time after time; `NaN` where it is not known. */
export interface Timeline {
  readonly step: number;
  readonly first: number;
  readonly values: Float64Array;
  /** 1 at each time at which something was asked for that nobody measured: a site that serves regularly has no value. */
  readonly isMissing: Uint8Array;
  /** How many values each site is missing. */
  readonly missingAt: ReadonlyMap<string, number>;
  readonly files: readonly string[];
}

/** A series that has at least this part of its values is missing where it has none; another one, of users who come now and then, is 0. */
const REGULAR = 0.5;

/**
 * Where users of a new site were served elsewhere before, all sites together serve as much as before, but for so much of it. If it is more, the
 * site was there before and was not measured.
 */
const ALIKE = 0.15;

const DAY = 86_400;

/** When a series has its first and its last value. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** When anything was measured at a site. */
export interface SiteSpan extends Span {
  /** The program does not have it any more, never had it under this name, or drains it: what ends there has moved away. */
  readonly isGone: boolean;
  /** When it told nothing of anybody, for more than a day. */
  readonly silent: readonly Span[];
}

/** Whether most values of a series are there between its first and its last one, but for times at which its site told nothing at all. */
export function isRegular({ values }: Series, { from, to }: Span, silent: readonly Span[] = []): boolean {
  const found = values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  const out = silent.reduce((sum, one) => sum + Math.max(0, Math.min(one.to, to) - Math.max(one.from, from) + 1), 0);
  return found >= REGULAR * (to - from + 1 - out);
}

/** Where a series has values; nothing where it has not one. */
export function spanOf(one: Series): Span | undefined {
  const from = one.values.findIndex((value) => !Number.isNaN(value));
  if (from < 0) return undefined;
  let to = one.values.length - 1;
  while (Number.isNaN(one.values[to] ?? 0)) to--;
  return { from: one.first + from, to: one.first + to };
}

/** When anything at all was measured, of any of these. */
export function spanOfAll(series: readonly Series[]): Span | undefined {
  const spans = series.flatMap((one) => spanOf(one) ?? []);
  if (spans.length === 0) return undefined;
  return { from: Math.min(...spans.map(({ from }) => from)), to: Math.max(...spans.map(({ to }) => to)) };
}

/**
 * The sum of series of one step. It is not known at a time at which none of them has a value, or one is missing: between its first and its
 * last value, and beyond them as long as nothing else was measured at its site either. What begins later than its site has moved there. So
 * has what begins with its site, where others served as much before; and what ends with a site that the program does not have moved away.
 *
 * @param spans when anything was measured, for each site
 */
export function timelineOf(series: readonly Series[], spans: ReadonlyMap<string, SiteSpan>): Timeline | undefined {
  const known = series.flatMap((one) => {
    const span = spanOf(one);
    return span === undefined ? [] : [{ one, span }];
  });
  const [any] = known;
  const all = [...spans.values()];
  if (any === undefined || all.length === 0) return undefined;
  const first = Math.min(...all.map(({ from }) => from));
  const count = Math.max(...all.map(({ to }) => to)) - first + 1;
  const values = new Float64Array(count).fill(Number.NaN);
  for (const { one } of known) {
    for (let index = 0; index < count; index++) {
      const value = valueAt(one, first + index);
      if (!Number.isNaN(value)) values[index] = value + (Number.isNaN(values[index] ?? 0) ? 0 : (values[index] ?? 0));
    }
  }
  const isMissing = new Uint8Array(count);
  const missingAt = new Map<string, number>();
  for (const { one, span } of known) {
    const site = spans.get(one.site) ?? { ...span, isGone: false, silent: [] };
    if (!isRegular(one, span, site.silent)) continue;
    const isFirst = span.from === site.from && !isAsBefore(values, span.from - first, any.one.step);
    const from = isFirst ? first : span.from;
    const to = span.to === site.to && !site.isGone ? first + count - 1 : span.to;
    for (let time = from; time <= to; time++) {
      if (!Number.isNaN(valueAt(one, time))) continue;
      isMissing[time - first] = 1;
      missingAt.set(one.site, (missingAt.get(one.site) ?? 0) + 1);
    }
  }
  const files = [...new Set(known.flatMap(({ one }) => one.files))].sort();
  return {
    step: any.one.step,
    first,
    values: values.map((value, index) => (isMissing[index] ? Number.NaN : value)),
    isMissing,
    missingAt,
    files,
  };
}

/** Whether the peak of up to a week from a time on is that of as many whole days before it, at the same times of the day. */
function isAsBefore(sums: Float64Array, at: number, step: number): boolean {
  const day = Math.max(1, Math.round(DAY / step));
  const length = Math.min(7 * day, sums.length - at);
  const shift = Math.ceil(length / day) * day;
  const peak = (from: number) =>
    sums
      .subarray(Math.max(0, from), Math.max(0, from + length))
      .reduce((most, value) => (value > most ? value : most), 0);
  const before = peak(at - shift);
  return before > 0 && peak(at) <= before * (1 + ALIKE);
}

/**
 * When anything was measured at each site, of series of one step.
 *
 * @param sites those that the program has and does not drain; without them, each may be one of it
 */
export function spansOfSites(series: readonly Series[], sites?: readonly string[]): ReadonlyMap<string, SiteSpan> {
  const names = [...new Set(series.map(({ site }) => site))];
  return new Map(
    names.flatMap((site) => {
      const own = series.filter((one) => one.site === site);
      const span = spanOfAll(own);
      const isGone = sites !== undefined && site !== LAST_RESORT_SITE && !sites.includes(site);
      return span === undefined ? [] : [[site, { ...span, isGone, silent: silentIn(own, span) }] as const];
    }),
  );
}

/** The times of more than a day at which none of these has a value. */
function silentIn(series: readonly Series[], { from, to }: Span): readonly Span[] {
  const isThere = new Uint8Array(to - from + 1);
  for (const { first, values } of series) {
    for (const [index, value] of values.entries()) if (!Number.isNaN(value)) isThere[first + index - from] = 1;
  }
  const least = DAY / (series[0]?.step ?? DAY);
  const silent: Span[] = [];
  let last = -1;
  for (const [index, one] of isThere.entries()) {
    if (one === 0) continue;
    if (index - last - 1 > least) silent.push({ from: from + last + 1, to: from + index - 1 });
    last = index;
  }
  return silent;
}

/** The values of a timeline between two times in seconds, the second not included; `NaN` for those that are beyond it. */
export function between({ step, first, values }: Timeline, from: number, to: number): readonly number[] {
  const [start, end] = [Math.ceil(from / step), Math.ceil(to / step)];
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => values[start + index - first] ?? Number.NaN);
}

/** When the last value is, in seconds. */
export function lastSeconds(timeline: Timeline): number {
  let last = timeline.values.length - 1;
  while (last > 0 && Number.isNaN(timeline.values[last] ?? 0)) last--;
  return (timeline.first + last) * timeline.step;
}

/** The newest time of which anything is known, in seconds. */
export function newestSeconds(series: readonly Series[]): number | undefined {
  const ends = series.filter(({ isTimeless }) => !isTimeless).map((one) => (endOf(one) - 1) * one.step);
  return ends.length === 0 ? undefined : Math.max(...ends);
}
