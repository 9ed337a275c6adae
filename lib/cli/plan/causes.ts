import { shownValues, valueAt } from "./blocks";
import { optionName } from "./option-names";
import { triggersOf } from "./outside";
import type { ResourceChange } from "./resource-changes";
import { referencesIn } from "./resources";
import { isSame } from "./same";
import { changedThing } from "./things";

/** Why a resource is replaced. */
export interface Cause {
  /** The option that decides the argument, where one is known to. */
  readonly option?: string;
  /** The argument in Terraform: `node_config.machine_type`. */
  readonly argument?: string;
  /** Its values before and after; nothing of secrets, of blocks, and of what is known after the apply. */
  readonly from?: string;
  readonly to?: string;
  /** The address of another resource of the stack, where that is why. */
  readonly follows?: string;
  /** In words, with all of it. */
  readonly text: string;
}

/** Terraform's reasons for a replacement that no argument decides. */
const REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: "an earlier apply failed while it was made",
  replace_by_request: "the plan was made with -replace",
};

/** Arguments that hold secrets, whether or not the plan marks them. */
const SECRET = /secret|password|passphrase|token|private_key|credential|(^|_)key$/;

const OUTSIDE = "changed outside of this change";

/**
 * Why a resource is replaced: which options are others, or which resource that it depends on is replaced itself. The others of the stack
 * are by their addresses in the configuration.
 */
export function causesOf(change: ResourceChange, others: ReadonlyMap<string, ResourceChange>): readonly Cause[] {
  const { planned, before, after } = change;
  if (planned === undefined || change.becomes !== "replaced") return [];
  const arguments_ = planned.replacePaths.map((argument) => ofArgument(change, argument, others));
  const triggers = triggersOf(after).flatMap((address) => causeOf(others, address));
  const reason = REASONS[planned.reason ?? ""];
  const found = [...arguments_, ...triggers, ...(reason === undefined ? [] : [{ text: reason }])];
  if (found.length > 0) return unique(found);
  return [{ text: isSame(before, after) ? OUTSIDE : (planned.reason ?? "Terraform does not say why") }];
}

function ofArgument(change: ResourceChange, argument: string, others: ReadonlyMap<string, ResourceChange>): Cause {
  const { type, before, after, planned } = change;
  const [old, young] = [valueAt(before, argument), valueAt(after, argument)];
  const option = optionName(type, argument);
  const named = { ...(option === undefined ? {} : { option }), argument };
  const name = option ?? argument;
  const isSecret = SECRET.test(argument) || planned?.isSensitive(argument);
  if (!isSame(old, young)) {
    const [from, to] = isSecret ? [] : [shownValues(old), shownValues(young)];
    const values = from !== undefined && to !== undefined ? `: ${from} → ${to}` : "";
    return { ...named, ...(values === "" ? {} : { from, to }), text: `${name}${values}` };
  }
  const [replaced] = referencesIn(young).flatMap((address) => causeOf(others, address));
  return replaced === undefined ? { ...named, text: `${name}: ${OUTSIDE}` } : { ...replaced, argument };
}

/** That another resource of the stack is replaced, where it is. */
function causeOf(others: ReadonlyMap<string, ResourceChange>, address: string): readonly Cause[] {
  const other = others.get(address);
  if (other === undefined || other.becomes === "changed") return [];
  return [{ follows: other.address, text: `${changedThing(other, other.after ?? other.before)} is ${other.becomes}` }];
}

function unique(causes: readonly Cause[]): readonly Cause[] {
  return [...new Map(causes.map((cause) => [cause.text, cause])).values()];
}
