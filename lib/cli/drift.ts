import { readFileSync } from "node:fs";
import { Problems } from "../core/problems";
import { driftOf, type FollowedSwitch, switchesOf } from "../route53/drift/drift";
import type { HandMade } from "../route53/drift/plan";
import { whyNotRead } from "./plan/written-plan";

/** What somebody changed by hand, in one plan. */
export interface PlanDrift {
  /** The file of the plan. */
  readonly plan: string;
  readonly changes: readonly HandMade[];
  /** The switches that health checks of the plan follow; left out where there are none. */
  readonly switches?: readonly FollowedSwitch[];
}

/**
 * What was changed by hand at Route 53, in plans that `terraform show -json` wrote.
 *
 * @throws `ValidationError` for a file that is not a plan
 */
export function drift(plans: readonly string[]): readonly PlanDrift[] {
  return plans.map((file) => {
    const plan = readPlan(file);
    const switches = switchesOf(plan);
    return { plan: file, changes: driftOf(plan), ...(switches.length > 0 && { switches }) };
  });
}

/** The same in words. */
export function driftText(found: readonly PlanDrift[]): string {
  const changed = found.filter(({ changes }) => changes.length > 0);
  const switches = switchesText(found.flatMap((one) => one.switches ?? []));
  if (changed.length === 0)
    return `Nothing was changed by hand${switches === "" ? "." : ` that a plan shows.${switches}`}`;
  const paragraphs = changed.map(({ plan, changes }) => {
    const lines = changes.map(({ what, line }) =>
      line === undefined ? `${what}.` : `${what}. To keep it, write into the code:\n\n    ${line}`,
    );
    return [`## ${plan}`, ...lines].join("\n\n");
  });
  return `${paragraphs.join("\n\n")}\n\nThe next apply takes back what is not written into the code.${switches}`;
}

/** Where to ask whether a switch is Off: Terraform does not manage it. */
function switchesText(switches: readonly FollowedSwitch[]): string {
  if (switches.length === 0) return "";
  const commands = switches.map(({ healthCheck, routingControlArn }) => {
    const command = `aws route53-recovery-cluster get-routing-control-state --routing-control-arn ${routingControlArn}`;
    return `    ${healthCheck}: ${command} --region <region> --endpoint-url <endpoint>`;
  });
  return ` Whether a switch is Off is in no plan: ask one of its cluster's endpoints, for\n\n${commands.join("\n")}`;
}

function readPlan(file: string): object {
  return Problems.of("drift", (problems) => {
    try {
      const plan = JSON.parse(readFileSync(file, "utf8"));
      const why = plan?.errored === true ? "is a plan that failed" : whyNotRead(plan, file);
      if (why === undefined) return plan;
      problems.conflict([file], why);
    } catch (error) {
      problems.conflict([file], `cannot be read (${(error as Error).message})`);
    }
    return {};
  });
}
