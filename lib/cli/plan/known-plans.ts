import type { SynthesizedStack, TerraformConfiguration } from "../output-folder";
import { isBlock } from "./planned-values";
import type { Plans, StackPlan } from "./read-plans";
import { codedResources } from "./resources";

/** Why nothing is known of what an apply of a stack would do. */
export type WhyUnknown = "no plans" | "missing" | "failed" | "partial" | "other";

/** What is known of an apply of a stack: its plan, or why there is none. */
export type KnownPlan = StackPlan | WhyUnknown;

/** What a stack that has no plan lacks, in words that follow its name. */
export const WHY_UNKNOWN: Readonly<Record<Exclude<WhyUnknown, "no plans">, string>> = {
  missing: "there is no plan of it",
  failed: "its plan failed",
  partial: "its plan is of a part of what changes: plan it without -target and again after the next apply",
  other: "its plan is of another configuration: plan it again",
};

export function isPlan(known: KnownPlan): known is StackPlan {
  return typeof known !== "string";
}

/** The plan of a stack: of what is to be deployed, or, for a stack that is gone, of its destruction. */
export function planOf(plans: Plans | undefined, { name, configuration }: SynthesizedStack): KnownPlan {
  if (plans === undefined) return "no plans";
  if (plans.failed.has(name)) return "failed";
  const plan = plans.of.get(name);
  if (plan === undefined) return "missing";
  if (plans.partial.has(name)) return "partial";
  return isOf(plan, configuration) ? plan : "other";
}

/** The files of a folder of plans that are of no stack. */
export function strayPlans(plans: Plans | undefined, stacks: ReadonlySet<string>): readonly string[] {
  return [...(plans?.of ?? [])].flatMap(([stack, { file }]) => (stacks.has(stack) ? [] : [file]));
}

/** Whether this is what was planned: the same resources, with the same values where they are plain. */
function isOf({ planned }: StackPlan, configuration: TerraformConfiguration): boolean {
  const coded = codedResources(configuration);
  if (planned.size !== coded.size) return false;
  return [...coded].every(([address, { settings }]) => {
    const expressions = planned.get(address);
    return expressions !== undefined && isBlock(expressions, settings);
  });
}
