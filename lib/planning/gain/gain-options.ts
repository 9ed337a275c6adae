/** Full days in UTC, both included: `{ from: "2026-11-03", to: "2026-11-09" }`. */
export interface Days {
  /** The first day: `"2026-11-03"`. */
  readonly from: string;
  /** The last day. */
  readonly to: string;
}

/** What one side measured of a place's users in one hour. */
export interface MeasuredHour {
  /** The country, or the state of the United States: `"DE"`, `"US-CA"`. */
  readonly place: string;
  /** When the hour begins, in UTC: `"2026-11-03T17:00Z"`. */
  readonly time: string;
  /** How many requests there were. */
  readonly requests: number;
  /**
   * The hour's value, of which less is better: the mean of its milliseconds, or a percentile. It does not count where there are no requests.
   *
   * @default - not measured: a day with requests whose value is not known is not compared
   */
  readonly value?: number;
  /**
   * How many of the requests failed.
   *
   * @default - not measured: errors are not judged where an hour has none
   */
  readonly errors?: number;
}

/** What one side measured. */
export interface MeasuredSide {
  /** The metric by its name, the same on both sides: `"rum_ttfb_milliseconds"`. */
  readonly metric: string;
  /** Its hours, in any order. */
  readonly hours: readonly MeasuredHour[];
}

/** A place that a step moved. */
export interface MovedPlace {
  /** The percentage after the step, from 1 to 100. */
  readonly percent: number;
}

/** By how much more is still no harm. */
export interface ToleratedHarm {
  /**
   * Of the value, in its unit: 15 where the plan allows 15 ms more than the last resort.
   *
   * @default 0
   */
  readonly value?: number;

  /**
   * Of the share of errors, as a part of 1.
   *
   * @default 0
   */
  readonly errors?: number;
}

/** What is fixed before the step, so that nobody looks until something is seen. */
export interface GainRegistration {
  /** The day of the step in UTC. It counts for neither side. */
  readonly step: string;

  /** The days that are judged: at least 7, all after the step. */
  readonly days: Days;

  /**
   * As many days before the step, which begin with the same day of the week: what a whole country is compared with where its halves cannot be.
   *
   * @default - none: there is no verdict where the halves give none
   */
  readonly before?: Days;

  /** The places that the step moved, by their codes. */
  readonly places: { readonly [place: string]: MovedPlace };

  /**
   * Places whose routes stay as they are from the first day to the last: what changed there was not the step.
   *
   * @default - none: there is no verdict where the halves give none
   */
  readonly controls?: readonly string[];

  /**
   * By how much more is still no harm.
   *
   * @default - nothing
   */
  readonly tolerated?: ToleratedHarm;

  /**
   * How often anything at all may be called worse by chance, as a part of 1.
   *
   * @default 0.05
   */
  readonly chance?: number;
}

/** What `measureGain` judges. */
export interface MeasureGainOptions {
  /** What was fixed before the step. */
  readonly registration: GainRegistration;
  /** What the data centres' side measured. */
  readonly home: MeasuredSide;
  /** What the last resort's side measured. */
  readonly cloud: MeasuredSide;
}
