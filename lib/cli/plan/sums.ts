import { percentText } from "../../routing/analysis/words";
import type { Difference } from "../routing-diff";
import type { ApplyReview } from "./apply-review";
import { isPlan } from "./known-plans";
import type { Becomes, StackChange } from "./resource-changes";
import { isReported } from "./steps";

/** How much a change changes. */
export interface Sums {
  /** Unknown where a stack that changes has no plan. */
  readonly replaced: number | undefined;
  readonly removed: number;
  readonly new: number;
  /** What is changed in place; where a stack has no plan, some of it may be replaced. */
  readonly changed: number;
  readonly moved: number;
  readonly imported: number;
  readonly forgotten: number;
  /** What an apply left behind half-way, and this one deletes. */
  readonly leftover: number;
  readonly removedStacks: readonly string[];
  /** The part of users, of the place where it is the most, whose addresses change while all is well, in percentage points. */
  readonly usersMoved: { readonly points: number; readonly users: string } | undefined;
}

export function sumsOf(changes: readonly StackChange[], differences: readonly Difference[]): Sums {
  const all = changes.flatMap((change) => change.changes);
  const count = (...some: Becomes[]) => all.filter(({ becomes }) => some.includes(becomes)).length;
  const isKnown = !changes.some(mayReplace);
  const moving = differences.flatMap((difference) => difference.changes).filter(({ points }) => points > 0);
  const [most] = [...moving].sort((one, other) => other.points - one.points);
  return {
    replaced: isKnown ? count("replaced") : undefined,
    removed: count("removed"),
    new: count("new"),
    changed: count("changed", "unknown"),
    moved: count("moved"),
    imported: count("imported"),
    forgotten: count("forgotten"),
    leftover: count("leftover"),
    removedStacks: changes.flatMap(({ stack, young }) => (young === undefined ? [stack] : [])),
    usersMoved: most && { points: most.points, users: most.users },
  };
}

/**
 * Whether an apply of a stack may replace what no plan shows: also where all that is seen is new or gone, since a reference to such a
 * thing or another project of the provider replaces what is written as before.
 */
function mayReplace(change: StackChange): boolean {
  const isKept = change.old !== undefined && change.young !== undefined;
  return isKept && isReported(change) && !isPlan(change.plan);
}

/** In a line or two, the worst first; empty where nothing is deployed. */
export function sumsText(
  sums: Sums,
  { hasPlans, unserved, defaultServices }: Pick<ApplyReview, "hasPlans" | "unserved" | "defaultServices">,
): string {
  const { replaced, removed, removedStacks, usersMoved, changed } = sums;
  const others = (["moved", "imported", "forgotten", "leftover"] as const).filter((one) => sums[one] > 0);
  if ((replaced ?? 1) + removed + sums.new + changed + others.length === 0) return "";
  const stacks = removedStacks.length === 0 ? "" : `, with stack ${removedStacks.join(", stack ")}`;
  const parts = [
    `replaced: ${replaced ?? (hasPlans ? "not known of each stack" : "not known without a plan")}`,
    `removed: ${removed}${stacks}`,
    `new: ${sums.new}`,
    `${replaced === undefined ? "changed in place or replaced" : "changed in place"}: ${changed}`,
    ...others.map((one) => `${one === "leftover" ? "left behind and deleted now" : one}: ${sums[one]}`),
  ];
  const line = `${parts.join("; ")}.`;
  const users =
    usersMoved === undefined
      ? "Users who move: none."
      : `Users who move: up to ${percentText(usersMoved.points / 100)} of those in ${usersMoved.users}.`;
  const requests = [...unserved, ...defaultServices].map(({ text }) => `${text}.`);
  return `${[`${line.charAt(0).toUpperCase()}${line.slice(1)}`, users, ...requests].join("\n")}\n`;
}
