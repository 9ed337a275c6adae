import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import { type Problem, Problems } from "../core/problems";
import { ValidationError } from "../core/validation-error";

/**
 * What the options of a construct are called by the one who makes it, when that one has users of its own: they read of
 * `routing.countries.DE`, which they wrote, and not of `policies.platform.countries.DE`.
 */
export interface PropertyNames {
  /**
   * Whose options these are: `production`.
   *
   * @default - the path of the construct
   */
  readonly path?: string;

  /**
   * Other names of properties, with all properties below them: `{ "policies.platform": "routing", zone: "hostedZone" }`. Of
   * several that match, the longest counts.
   */
  readonly properties: { readonly [property: string]: string };
}

/** `validate`, in other words: problems and warnings have the names that the user knows. */
export function validateAs<Result>(
  construct: Construct,
  names: PropertyNames | undefined,
  check: (problems: Problems) => Result,
): Result {
  const path = names?.path ?? construct.node.path;
  try {
    return Problems.of(path, check, ({ path, message }) => {
      const property = renamed(names, path).join(".");
      Annotations.of(construct).addWarning(property === "" ? message : `${property}: ${message}`);
    });
  } catch (error) {
    if (!ValidationError.isValidationError(error)) throw error;
    throw new ValidationError(
      error.path,
      error.problems.map((problem) => withNames(names, problem)),
    );
  }
}

/** A property in the words of the user. */
export function renamed(names: PropertyNames | undefined, path: readonly string[]): readonly string[] {
  const known = names?.properties ?? {};
  for (let length = path.length; length > 0; length--) {
    const name = known[path.slice(0, length).join(".")];
    if (name !== undefined) return [...name.split("."), ...path.slice(length)];
  }
  return path;
}

function withNames(names: PropertyNames | undefined, problem: Problem): Problem {
  const path = renamed(names, problem.path);
  return { ...problem, path, property: path.join(".") };
}
