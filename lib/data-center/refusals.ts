import { Problems } from "../core/validation-error";

export { Problems };

/** Notes that a value is not allowed. */
export function refuse(problems: Problems, property: string, given: unknown, allowed: string): void {
  problems.check(property, given, () => false, allowed);
}

/** Runs checks and throws one `ValidationError` with everything that they found. */
export function judge<Result>(path: string, check: (problems: Problems) => Result): Result {
  const problems = Problems.none();
  const result = check(problems);
  problems.throwIfAny(path);
  return result;
}

/** Checks a whole number of a file, which no compiler has seen: it may be anything. */
export function checkWhole(
  problems: Problems,
  property: string,
  given: unknown,
  [least, most]: readonly [least: number, most: number],
): given is number {
  const isSound = typeof given === "number" && Number.isInteger(given) && given >= least && given <= most;
  if (!isSound) refuse(problems, property, given, `a whole number from ${least} to ${most}`);
  return isSound;
}

/**
 * Refuses every token: all of a data centre's data is written into files while the program runs, before Terraform does.
 *
 * @returns whether there is none
 */
export function checkKnown(problems: Problems, property: string, given: unknown): boolean {
  if (!problems.known(property, given)) return false;
  if (given === null || typeof given !== "object") return true;
  return Object.entries(given)
    .map(([key, value]) => checkKnown(problems, property === "" ? key : `${property}.${key}`, value))
    .every(Boolean);
}
