import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import { Problems } from "./problems";
import type { PropertyNames } from "./property-names";

/**
 * Checks the options of a construct.
 *
 * @param names what the user calls the construct and its options, where that differs
 * @returns what the checks return
 * @throws one `ValidationError` with every problem; warnings become annotations of the construct, which `cdktf synth` prints
 */
export function validate<Result>(
  construct: Construct,
  check: (problems: Problems) => Result,
  { path = construct.node.path, properties = {} }: Partial<PropertyNames> = {},
): Result {
  return Problems.of(
    path,
    (problems) => check(problems.renamed(properties)),
    ({ property, message }) => {
      Annotations.of(construct).addWarning(property === "" ? message : `${property}: ${message}`);
    },
  );
}
