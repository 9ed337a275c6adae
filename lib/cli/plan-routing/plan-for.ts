import type { Problem } from "../../core/problem";
import { ValidationError } from "../../core/validation-error";
import { planRouting, type RoutingPlan } from "../../planning/plan-routing";
import { isObject, type Settings } from "../output-folder";
import type { Planning } from "./planning";

/**
 * Plans, and names what is refused as the user has written it: what `planning.json` says by its place in that file.
 *
 * @throws `ValidationError` for what cannot be planned with
 */
export async function planFor({ options, file, settings }: Planning): Promise<RoutingPlan> {
  try {
    return await planRouting(options);
  } catch (error) {
    if (file === undefined || !ValidationError.isValidationError(error)) throw error;
    throw new ValidationError(
      "plan-routing",
      error.problems.map((problem) => (isIn(settings, problem.path) ? below(file, problem) : problem)),
    );
  }
}

/** Whether a file has the property, or what it is missing from. */
function isIn(settings: Settings, [first = "", ...rest]: readonly string[]): boolean {
  if (!Object.hasOwn(settings, first)) return false;
  const value = settings[first];
  if (rest.length === 0 || !isObject(value)) return true;
  return isIn(value, rest);
}

function below(file: string, problem: Problem): Problem {
  return { ...problem, path: [file, ...problem.path], property: `${file}.${problem.property}` };
}
