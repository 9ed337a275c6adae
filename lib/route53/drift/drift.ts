import type { Block } from "../simulation/terraform-block";
import { drainedIn } from "./drains";
import { groupsIn } from "./groups";
import { differences, type HandMade, HEALTH_CHECK, type Resource, resourcesOf } from "./plan";
import { sharesIn } from "./shares";

/** What was changed by hand in a plan of Terraform, in JSON, and is not yet in the code. */
export function driftOf(plan: Block): readonly HandMade[] {
  const resources = resourcesOf(plan);
  const known = [...sharesIn(resources), ...groupsIn(resources), ...drainedIn(resources)];
  const explained = new Set(known.flatMap(({ resources }) => resources));
  const others = resources.filter((one) => one.isDrifted && !explained.has(one)).flatMap(otherwise);
  return [...known.map(({ found }) => found), ...others];
}

/** A switch that a health check follows. */
export interface FollowedSwitch {
  /** The health check, as the console calls it. */
  readonly healthCheck: string;
  readonly routingControlArn: string;
}

/** The switches that health checks of a plan follow. Whether one is Off is in no plan: Terraform does not manage it. */
export function switchesOf(plan: Block): readonly FollowedSwitch[] {
  return resourcesOf(plan).flatMap(({ type, address, live, code }): readonly FollowedSwitch[] => {
    const { routing_control_arn: arn, tags } = live ?? code ?? {};
    if (type !== HEALTH_CHECK || typeof arn !== "string" || arn === "") return [];
    return [{ healthCheck: tags?.Name ?? address, routingControlArn: arn }];
  });
}

function otherwise({ address, live, code }: Resource): readonly HandMade[] {
  if (code === undefined) return [];
  if (live === undefined) return [{ what: `${address} is gone: the next apply makes it again` }];
  const names = differences(live, code);
  if (names.length === 0) return [];
  return [{ what: `${address}: ${names.join(", ")} ${names.length > 1 ? "are" : "is"} not as in the code` }];
}
