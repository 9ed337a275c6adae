import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import { Problems } from "./problems";

/**
 * Checks the options of a construct.
 *
 * @returns what the checks return
 * @throws one `ValidationError` with every problem; warnings become annotations of the construct, which `cdktf synth` prints
 */
export function validate<Result>(construct: Construct, check: (problems: Problems) => Result): Result {
  return Problems.of(construct.node.path, check, ({ property, message }) => {
    Annotations.of(construct).addWarning(property === "" ? message : `${property}: ${message}`);
  });
}
