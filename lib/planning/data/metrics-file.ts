import type { Measured } from "./series";

/** One file of metrics: what a query was answered with. */
export interface MetricsFile {
  /** Its path, seen from the folder of the settings: the answer of `query_range`, or CSV where it ends with `.csv`. */
  readonly file: string;

  /**
   * What its numbers are: the load of a service in its unit, the part of it that failed, in the same unit, or milliseconds.
   *
   * @default "load"
   */
  readonly measures?: Measured;

  /**
   * The service.
   *
   * @default "requests"
   */
  readonly service?: string;

  /**
   * The site of all its series: a data centre, or `"last-resort"`.
   *
   * @default - the label `siteLabel`
   */
  readonly site?: string;

  /**
   * The label that names the site.
   *
   * @default "site"
   */
  readonly siteLabel?: string;

  /**
   * The label that names the country, or the state of the United States, by its code or its English name.
   *
   * @default "country"
   */
  readonly countryLabel?: string;

  /**
   * The metric by its name: the two sides of a gain must have the same.
   *
   * @default - the label `__name__`
   */
  readonly metric?: string;
}

/** Requests that are not from users, by label: `{ "user_agent": ["GoogleHC*", "kube-probe*"] }`; `*` is any text. */
export type Excluded = { readonly [label: string]: readonly string[] };

/** One series of a file, as it stands there. */
export interface LabelledSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds since 1970, ascending; none for numbers without a time. */
  readonly times: readonly number[];
  /** `NaN` where there is no value. */
  readonly values: readonly number[];
}

/** The latest time that seconds since 1970 may be: what is above is milliseconds. */
export const LATEST_SECONDS = 1e11;

/** A series whose site and place are known. */
export interface PlacedSeries extends LabelledSeries {
  readonly site: string;
  readonly place: string | undefined;
}

/** The most values of a series: eight weeks of seconds would be five million. */
export const MOST_VALUES = 500_000;

/** The value of a label; nothing where there is no such label. */
export function labelOf(labels: LabelledSeries["labels"], name: string): string | undefined {
  return Object.hasOwn(labels, name) ? labels[name] : undefined;
}
