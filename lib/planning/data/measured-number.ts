/** What a number of a plan is. */
export type NumberKind = "demand" | "servedWell" | "headroom" | "latency";

/** A number that was made of data, and how sure it is. */
export interface MeasuredNumber {
  readonly kind: NumberKind;
  /** Of which service; latency is of none. */
  readonly service?: string;
  readonly place?: string;
  readonly site?: string;
  readonly value: number;
  /** What is planned with in its place, because the data is bad: what the program or `planning.json` says. */
  readonly planned?: number;
  /** The files, as the settings name them. */
  readonly files: readonly string[];
  /** How many whole days it was made of. */
  readonly days: number;
  /** Which part of its values is missing. */
  readonly holes: number;
  /** How old its newest value is, in hours. */
  readonly ageHours: number;
  /** The event that is planned for. */
  readonly event?: string;
  /** Why the place is held: what is wrong with its data. */
  readonly faults?: readonly string[];
}

/** A rate with so many digits that the order of sums does not show. */
export function rounded(rate: number): number {
  return Number(rate.toPrecision(6));
}

/** A part of 1, as it is printed. */
export function roundedPart(part: number): number {
  return Number(part.toFixed(4));
}

/** Hours with one digit. */
export function roundedHours(hours: number): number {
  return Number(Math.max(0, hours).toFixed(1));
}
