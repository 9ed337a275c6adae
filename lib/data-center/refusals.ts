import { amountInWords, checkWholeNumber } from "../core/checks";
import { Problems, type PropertyPath } from "../core/problems";

export type { Problems, PropertyPath };

/** Runs checks and throws one `ValidationError` with everything that they found. */
export function judge<Result>(path: string, check: (problems: Problems) => Result): Result {
  return Problems.of(path, check);
}

/** Checks a whole number of a file, which no compiler has seen: it may be anything. */
export function checkWhole(
  problems: Problems,
  property: PropertyPath,
  given: unknown,
  range: readonly [least: number, most: number],
): given is number {
  if (given !== undefined) return checkWholeNumber(problems, property, given as number, range);
  problems.refuse(property, given, amountInWords("whole-number", range), "whole-number");
  return false;
}

/**
 * Refuses every token: all of a data centre's data is written into files while the program runs, before Terraform does.
 *
 * @returns whether there is none
 */
export function checkKnown(problems: Problems, property: PropertyPath, given: unknown): boolean {
  if (!problems.known(property, given)) return false;
  if (given === null || typeof given !== "object") return true;
  return Object.entries(given)
    .map(([key, value]) => checkKnown(problems.at(property), [key], value))
    .every(Boolean);
}
