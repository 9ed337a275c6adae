import { isRange } from "./address-ranges";
import type { ProblemCode } from "./problem";
import type { Problems, PropertyPath } from "./problems";
import { isUnknown } from "./tokens";

const WHOLE = { code: "whole-number", isKind: Number.isInteger } as const;

// The checks that more than one domain needs, each with one wording. A value that is left out passes: what is required is
// required by its type.

/**
 * Checks a whole number from `least` to `most`.
 *
 * @param unit what it counts, in words that follow "a whole number": "of seconds"
 */
export function checkWholeNumber(
  problems: Problems,
  property: PropertyPath,
  value: number | undefined,
  range: Range,
  unit?: string,
): boolean {
  return checkAmount(problems, property, value, { ...WHOLE, range, unit });
}

/** Checks a number from `least` to `most`, which need not be whole: a rate, a share, a factor. */
export function checkNumber(
  problems: Problems,
  property: PropertyPath,
  value: number | undefined,
  range: Range,
  unit?: string,
): boolean {
  return checkAmount(problems, property, value, { code: "number", isKind: Number.isFinite, range, unit });
}

/** Checks a rate or a time that has no greatest value of its own: a finite number, more than 0. */
export function checkRate(
  problems: Problems,
  property: PropertyPath,
  value: number | undefined,
  unit = "requests per second",
): boolean {
  if (value === undefined) return true;
  const isRate = (rate: number) => Number.isFinite(rate) && rate > 0;
  const expected = value === Number.POSITIVE_INFINITY ? `a finite number of ${unit}` : `more than 0 ${unit}`;
  return problems.check(property, value, isRate, expected, "number");
}

/**
 * Checks a share of a whole, of which some must be left.
 *
 * @param hint what to do for none of it, in words that end the sentence: "; for no logs at all, flowLogs: false"
 */
export function checkShare(problems: Problems, property: PropertyPath, share: number | undefined, hint = ""): boolean {
  const isShare = (share: number) => share > 0 && share <= 1;
  const expected = `a share, more than 0 and up to 1${hint}`;
  return share === undefined || problems.check(property, share, isShare, expected, "number");
}

/** Checks an IPv4 range, and shows the form of one. */
export function checkRange(
  problems: Problems,
  property: PropertyPath,
  range: string | undefined,
  example: string,
): boolean {
  const expected = `an IPv4 range, written with its first address: "${example}"`;
  const isGiven = (text: typeof range) => text !== undefined && isRange(text);
  return problems.check(property, range, isGiven, expected, "range");
}

const PORTS = [1, 65_535] as const;

/** Checks a TCP port. */
export function checkPort(problems: Problems, property: PropertyPath, port: number | undefined): boolean {
  return checkAmount(problems, property, port, { ...WHOLE, range: PORTS, refusedAs: "port" });
}

/** Checks a value of a closed set. TypeScript checks it too, but not every caller is checked by TypeScript. */
export function checkOneOf<Value extends string | number>(
  problems: Problems,
  property: PropertyPath,
  value: Value | undefined,
  allowed: readonly Value[],
): boolean {
  return (
    value === undefined || problems.check(property, value, (value) => allowed.includes(value), oneOf(allowed), "one-of")
  );
}

/** Checks that a list is known at synthesis and each of its elements, too: for one of which constructs are made. */
export function checkKnownList(problems: Problems, property: PropertyPath, list: readonly unknown[]): boolean {
  return problems.known(property, list) && list.map((one) => problems.known(property, one)).every(Boolean);
}

/**
 * Checks that an option is left out, off or an empty list, because another one rules it out.
 *
 * @param reason why, in words that follow "nothing": "beside ranges"
 */
export function checkAbsent(problems: Problems, property: PropertyPath, value: unknown, reason: string): boolean {
  const isAbsent = (value: unknown) =>
    value === undefined || value === false || (Array.isArray(value) && value.length === 0);
  return problems.check(property, value, isAbsent, `nothing ${reason}`, "unexpected");
}

/**
 * Whether an option that turns something on is on.
 *
 * A token counts as off: what it rules out cannot be judged before Terraform runs.
 */
export function isOn(option: boolean | undefined): boolean {
  return !isUnknown(option) && option === true;
}

/** A choice in words: `"A", "B" or "C"`. */
export function oneOf(values: readonly (string | number)[]): string {
  const shown = values.map((value) => JSON.stringify(value));
  const last = shown.pop() ?? "nothing";
  return shown.length === 0 ? last : `${shown.join(", ")} or ${last}`;
}

/** The numbers that are allowed, both ends included. */
type Range = readonly [least: number, most?: number];

interface Amount {
  readonly code: "whole-number" | "number";
  readonly isKind: (value: unknown) => boolean;
  readonly range: Range;
  readonly unit?: string;
  /** The code of its refusal. @default - `code` */
  readonly refusedAs?: ProblemCode;
}

function checkAmount(
  problems: Problems,
  property: PropertyPath,
  value: number | undefined,
  { code, isKind, range: [least, most = Number.POSITIVE_INFINITY], unit, refusedAs = code }: Amount,
): boolean {
  if (value === undefined) return true;
  // Whole numbers above it are not exact: 2 ** 53 and 2 ** 53 + 1 are one.
  const isInexact = code === "whole-number" && Number.isFinite(value) && value > Number.MAX_SAFE_INTEGER;
  const end = isInexact ? Number.MAX_SAFE_INTEGER : Infinity;
  const range = [least, Math.min(most, end)] as const;
  const isAllowed = (number: number) => isKind(number) && number >= least && number <= range[1];
  return problems.check(property, value, isAllowed, amountInWords(code, range, unit), refusedAs);
}

/** What an amount must be: `a whole number of seconds from 1 to 100`. */
export function amountInWords(
  code: Amount["code"],
  [least, most = Number.POSITIVE_INFINITY]: Range,
  unit?: string,
): string {
  const what = ["a", ...code.split("-"), ...(unit === undefined ? [] : [unit])].join(" ");
  return what + (Number.isFinite(most) ? ` from ${least} to ${most}` : `, ${least} or more`);
}
