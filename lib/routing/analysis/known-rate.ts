import { checkRate } from "../../core/checks";
import type { Problems, PropertyPath } from "../../core/problems";

/** Why what something is judged by must be known. */
export const JUDGED_BY = "the routing is judged by it";

/** Checks a rate or a time that something is judged by. */
export function checkKnownRate(
  problems: Problems,
  property: PropertyPath,
  rate: number | undefined,
  unit = "requests per second",
): void {
  if (problems.known(property, rate, JUDGED_BY)) checkRate(problems, property, rate, unit);
}
