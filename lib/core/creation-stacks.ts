import { types } from "node:util";

/**
 * Runs what makes constructs without the text of the call stacks that cdktf notes for tokens: for each it writes out every function that
 * waits, down to Node's own, which takes a third of a synthesis. Only the error of a token that cannot be resolved shows it; in the stacks
 * of a platform that error names the construct, which says more of a token that this library makes.
 *
 * The core stays as it is: V8 asks this function for the text of any call stack while `make` runs. That of an error is written as ever, and
 * only when somebody reads it, which is later nearly always; cdktf notes its stacks on plain objects.
 */
export function withoutCreationStacks<Made>(make: () => Made): Made {
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = (target, calls) => {
    if (!types.isNativeError(target)) return "";
    return prepareStackTrace?.(target, calls) ?? [String(target), ...calls.map((call) => `    at ${call}`)].join("\n");
  };
  try {
    return make();
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}
