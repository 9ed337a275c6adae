/** What a number is about: a load, a part of it that failed, or milliseconds. */
export type Measured = "load" | "errors" | "latency";

/** All that `Measured` has. */
export const MEASURED: readonly Measured[] = ["load", "errors", "latency"];

/** A place that metrics name and Route 53 does not know: an empty name, `Unknown`, a proxy. */
export const UNPLACED = "unknown";

/**
 * What one site served of one place, at times that are a fixed step apart.
 *
 * Times are counted in steps since 1970 in UTC: the first value is of the time `first * step`.
 */
export interface Series {
  /** The code of a country or a state, `"FR"` or `"US-CA"`; `UNPLACED`; or nothing, for all users of the site. */
  readonly place: string | undefined;
  /** A data centre, or `"last-resort"`. */
  readonly site: string;
  readonly service: string;
  readonly measures: Measured;
  /** The metric by its name, where the file names it. */
  readonly metric: string | undefined;
  /** The seconds from one value to the next. */
  readonly step: number;
  /** The number of the first value's time. */
  readonly first: number;
  /** In the unit of the service, or milliseconds; `NaN` where there is no value. */
  readonly values: Float64Array;
  /** Where the values are from, as the settings name the files. */
  readonly files: readonly string[];
  /** Whether it is one number without a time. */
  readonly isTimeless: boolean;
}

/** The value at a time, which is a number of steps; `NaN` where there is none. */
export function valueAt({ first, values }: Pick<Series, "first" | "values">, time: number): number {
  return values[time - first] ?? Number.NaN;
}

/** The number of the time after the last value. */
export function endOf({ first, values }: Pick<Series, "first" | "values">): number {
  return first + values.length;
}

/** Series of one kind. */
export function seriesOf(series: readonly Series[], measures: Measured, service?: string): readonly Series[] {
  return series.filter((one) => one.measures === measures && (service === undefined || one.service === service));
}

/** The names of services of which anything was measured, sorted. */
export function servicesIn(series: readonly Series[]): readonly string[] {
  return sorted(seriesOf(series, "load").map(({ service }) => service));
}

/** Each value once, in alphabetical order. */
export function sorted(names: Iterable<string>): readonly string[] {
  return [...new Set(names)].sort();
}
