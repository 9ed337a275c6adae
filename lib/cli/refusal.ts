/**
 * Why a review refuses a change. A code stays the same when the words change, so a pipeline may rely on it.
 *
 * - `reused-number`: a number inside a data centre has another name than before, and its addresses are that one's now
 * - `largest-step`: more of a place's users move than `rules.largestStep` or `--largest-step` allows
 * - `not-comparable`: a name that such a limit holds for cannot be compared
 * - `swapped-names`: a data centre has the name that another one had
 * - `left-policy`: a host name leaves a policy with nested places in the change in which these lead elsewhere
 * - `rising-share`: a data centre gets users back, or more of them, who are about to leave it; or of a group whose weights change
 * - `other-zone`: a name leaves its hosted zone for another one, to which nobody is led yet
 * - `signed-zone`: a zone is signed, no longer signed or signed by another key in the change in which its DS record is or was published
 * - `deletion-protection`: something is destroyed or replaced whose deletion the deployed version forbids
 * - `no-order`: in no order of the stacks could the change be applied
 * - `not-drained`: a region is destroyed whose clusters still get requests; for two applies as well, first the drain
 *
 * `not-drained`, and from `swapped-names` to `signed-zone` they are for two applies, and `--allow-detours` lets them pass.
 */
export type RefusalCode =
  | "reused-number"
  | "largest-step"
  | "not-comparable"
  | "swapped-names"
  | "left-policy"
  | "rising-share"
  | "other-zone"
  | "signed-zone"
  | "deletion-protection"
  | "no-order"
  | "not-drained";

/** What must not be deployed as it is. */
export interface Refusal {
  readonly code: RefusalCode;
  /** What is wrong, and where, in a line. */
  readonly message: string;
}

/** A refusal as a line for people, with the code at its end. */
export function refusalText({ code, message }: Refusal): string {
  return `${message} [${code}]`;
}
