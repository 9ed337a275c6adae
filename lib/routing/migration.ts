import { amountInWords, checkWholeNumber } from "../core/checks";
import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";

/** How a place moves to its data centres: in steps, so that each can be measured before the next. */
export interface Migration {
  /** The percentages in the order in which they are deployed, each larger than the one before: `[5, 25, 50, 100]`. */
  readonly steps: readonly number[];

  /**
   * The largest difference between two steps, in percentage points: 1 to 100. From nothing to the first step is one too.
   *
   * @default - as large as the steps are
   */
  readonly largestStep?: number;
}

/** Validates the steps, and that the percentage is one of them, or 0: the way back is always open. */
export function checkMigration(problems: Problems, { steps, largestStep = 100 }: Migration, percent: number): void {
  const below = problems.at("migration");
  if (!checkWholeNumber(below, "largestStep", largestStep, [1, 100])) return;
  if (!below.known("steps", steps) || steps.some(isUnknown)) return;
  const jumps = steps.map((step, index) => step - (steps[index - 1] ?? 0));
  const whole = steps.every((step) => Number.isInteger(step) && step >= 1 && step <= 100);
  const rising = steps.length > 0 && jumps.every((jump) => jump > 0);
  if (!whole || !rising) {
    const each = amountInWords("whole-number", [1, 100]);
    below.refuse("steps", steps, `percentages, each ${each} and larger than the one before`);
    return;
  }
  const jump = jumps.findIndex((size) => size > largestStep);
  if (jump >= 0 && !isUnknown(largestStep)) {
    const between = `from ${steps[jump - 1] ?? 0} to ${steps[jump]} are ${jumps[jump]} points`;
    below.refuse("steps", steps, `steps of at most ${largestStep} points (${between})`);
  }
  const oneOfThem = `one of the migration's steps: ${steps.join(", ")}, or 0 for nobody`;
  problems.check("percent", percent, (percent) => [0, ...steps].includes(percent), oneOfThem, "one-of");
}
