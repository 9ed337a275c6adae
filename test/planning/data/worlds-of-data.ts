import type { ReadSeries } from "../../../lib/planning/data/read-series";
import type { Series } from "../../../lib/planning/data/series";

/** 2026-10-01T00:00Z, in hours since 1970. */
export const FIRST_HOUR = Date.parse("2026-10-01T00:00Z") / 3_600_000;
/** The newest value of 28 days, in seconds. */
export const NEWEST = (FIRST_HOUR + 28 * 24 - 1) * 3600;

/** The load of hour after hour: a number for each day, which is that of its busiest hour, 20 o'clock in UTC; half of it in others. */
export function daily(
  place: string | undefined,
  site: string,
  peaks: readonly number[],
  more: Partial<Series> = {},
): Series {
  const values = peaks.flatMap((peak) => Array.from({ length: 24 }, (_, hour) => (hour === 20 ? peak : peak / 2)));
  return hourly(place, site, FIRST_HOUR, values, more);
}

/** Values of one hour after the other. */
export function hourly(
  place: string | undefined,
  site: string,
  first: number,
  values: readonly number[],
  more: Partial<Series> = {},
): Series {
  return {
    place,
    site,
    service: "requests",
    measures: "load",
    metric: undefined,
    step: 3600,
    first,
    values: Float64Array.from(values),
    files: ["a.json"],
    isTimeless: false,
    ...more,
  };
}

/** As many days with the same peak. */
export const days = (count: number, peak: number): number[] => Array.from({ length: count }, () => peak);

export const readOf = (...series: readonly Series[]): ReadSeries => ({
  series,
  spans: new Map(),
  excluded: [],
  unknownNames: [],
});

/** The same without the values of some hours. */
export function without(series: Series, hours: readonly number[]): Series {
  const values = Float64Array.from(series.values);
  for (const hour of hours) values[hour] = Number.NaN;
  return { ...series, values };
}

/** Numbers from one up to another, which is not among them. */
export const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);
