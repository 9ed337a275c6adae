import { isUnknown, type Problems } from "../core/validation-error";

/** Checks a whole number between two limits, when it is given. */
export function checkWholeNumber(
  problems: Problems,
  property: string,
  value: number | undefined,
  least: number,
  most: number = Number.POSITIVE_INFINITY,
): boolean {
  if (value === undefined) return true;
  const allowed = most === Number.POSITIVE_INFINITY ? `${least} or more` : `from ${least} to ${most}`;
  const ok = Number.isInteger(value) && value >= least && value <= most;
  return problems.check(property, value, ok, `a whole number, ${allowed}`);
}

/** Checks a value of a closed set, when it is given: not all callers are checked by TypeScript. */
export function checkOneOf(
  problems: Problems,
  property: string,
  value: string | undefined,
  allowed: readonly string[],
): boolean {
  return problems.check(property, value, value === undefined || allowed.includes(value), allowed.join(" or "));
}

/** Checks that an option is not given, because another one rules it out. */
export function checkAbsent(problems: Problems, property: string, value: unknown, reason: string): boolean {
  return problems.check(property, value, value === undefined || value === false, `nothing ${reason}`);
}

/**
 * Whether an option that turns something on is on.
 *
 * A token counts as off: what it rules out cannot be judged before Terraform runs.
 */
export function isOn(option: boolean | undefined): boolean {
  return !isUnknown(option) && option === true;
}
