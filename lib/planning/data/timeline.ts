import { endOf, type Series, valueAt } from "./series";

/** What was measured of several series together, time after time; `NaN` where it is not known. */
export interface Timeline {
  readonly step: number;
  readonly first: number;
  readonly values: Float64Array;
  readonly files: readonly string[];
}

/** A series that has at least this part of its values is missing where it has none; another one, of users who come now and then, is 0. */
const REGULAR = 0.5;

/** When a series has its first and its last value. */
export interface Span {
  readonly from: number;
  readonly to: number;
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
 * last value, and beyond them as long as nothing else was measured at its site either. What begins later than its site has moved there.
 *
 * @param spans when anything was measured, for each site
 */
export function timelineOf(series: readonly Series[], spans: ReadonlyMap<string, Span>): Timeline | undefined {
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
  const isMissing = new Uint8Array(count);
  for (const { one, span } of known) {
    const site = spans.get(one.site) ?? span;
    const isRegular =
      one.values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0) >= REGULAR * (span.to - span.from + 1);
    const from = span.from === site.from ? first : span.from;
    const to = span.to === site.to ? first + count - 1 : span.to;
    for (let index = 0; index < count; index++) {
      const value = valueAt(one, first + index);
      if (!Number.isNaN(value)) values[index] = value + (Number.isNaN(values[index] ?? 0) ? 0 : (values[index] ?? 0));
      else if (isRegular && first + index >= from && first + index <= to) isMissing[index] = 1;
    }
  }
  const files = [...new Set(known.flatMap(({ one }) => one.files))].sort();
  return {
    step: any.one.step,
    first,
    values: values.map((value, index) => (isMissing[index] ? Number.NaN : value)),
    files,
  };
}

/** When anything was measured at each site, of series of one step. */
export function spansOfSites(series: readonly Series[]): ReadonlyMap<string, Span> {
  const sites = [...new Set(series.map(({ site }) => site))];
  return new Map(
    sites.flatMap((site) => {
      const span = spanOfAll(series.filter((one) => one.site === site));
      return span === undefined ? [] : [[site, span] as const];
    }),
  );
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
