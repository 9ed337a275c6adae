import { readFileSync } from "node:fs";
import { Problems } from "../core/problems";
import { driftOf, type HandMade } from "../route53/drift";

/** What somebody changed by hand, in one plan. */
export interface PlanDrift {
  /** The file of the plan. */
  readonly plan: string;
  readonly changes: readonly HandMade[];
}

/**
 * What was changed by hand at Route 53, in plans that `terraform show -json` wrote.
 *
 * @throws `ValidationError` for a file that is not a plan
 */
export function drift(plans: readonly string[]): readonly PlanDrift[] {
  return plans.map((plan) => ({ plan, changes: driftOf(readPlan(plan)) }));
}

/** The same in words. */
export function driftText(found: readonly PlanDrift[]): string {
  const changed = found.filter(({ changes }) => changes.length > 0);
  if (changed.length === 0) return "Nothing was changed by hand.";
  const paragraphs = changed.map(({ plan, changes }) => {
    const lines = changes.map(({ what, line }) =>
      line === undefined ? `${what}.` : `${what}. To keep it, write into the code:\n\n    ${line}`,
    );
    return [`## ${plan}`, ...lines].join("\n\n");
  });
  return `${paragraphs.join("\n\n")}\n\nThe next apply takes back what is not written into the code.`;
}

function readPlan(file: string): object {
  return Problems.of("drift", (problems) => {
    try {
      const plan = JSON.parse(readFileSync(file, "utf8"));
      if (plan?.format_version !== undefined && plan.resource_changes !== undefined) return plan;
    } catch (error) {
      problems.conflict([file], `cannot be read (${(error as Error).message})`);
      return {};
    }
    problems.conflict([file], `is not a plan: write one by "terraform show -json plan > ${file}"`);
    return {};
  });
}
