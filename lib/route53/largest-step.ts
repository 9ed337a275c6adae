import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { plainHostName } from "../core/host-names";
import type { Block } from "./simulation/terraform-block";

/** How many of a place's users may move in one change, for the host names of one routing. */
interface RoutingNote {
  readonly hostNames: readonly string[];
  readonly largestStep: number;
}

/** Where the notes stand: Terraform takes whatever is below this key of its JSON for a comment. */
const COMMENT = "//";
const NOTES = "routings";

/** Notes in what is synthesized how large a step may be: the review of a change has nothing else to read. */
export function noteLargestStep(construct: Construct, hostNames: readonly string[], largestStep: number): void {
  const note: RoutingNote = { hostNames: hostNames.map(plainHostName).sort(), largestStep };
  // The path of an override has a dot between its parts: none may be in a part, and no two paths may become one.
  const name = construct.node.path.replaceAll("%", "%25").replaceAll(".", "%2E");
  TerraformStack.of(construct).addOverride([COMMENT, NOTES, name].join("."), note);
}

/** How large a step may be, by host name, in a configuration that was synthesized: the smallest, where zones share a host name. */
export function largestStepsIn(configuration: Block): ReadonlyMap<string, number> {
  const notes = Object.values<RoutingNote>(configuration[COMMENT]?.[NOTES] ?? {});
  const steps = new Map<string, number>();
  for (const { hostNames, largestStep } of notes) {
    for (const name of hostNames) steps.set(name, Math.min(largestStep, steps.get(name) ?? largestStep));
  }
  return steps;
}
