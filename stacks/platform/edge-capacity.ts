import type { Construct } from "constructs";
import { addInfo } from "../../lib/core/annotations";
import { ownValue } from "../../lib/core/own-value";
import type { Problems } from "../../lib/core/problems";
import { type EdgeCapacity, edgeCapacity } from "../../lib/data-center/edge-capacity";
import type { SitePlan } from "../../lib/data-center/site-plan";
import type { FailureAnalysisOptions } from "../../lib/routing/analysis/failure-analysis-options";
import type { RoutedDataCenter } from "../../lib/routing/routed-data-center";
import type { DataCenterOptions } from "./data-centers";
import type { HybridPlatformProps } from "./hybrid-platform-props";
import type { SitePlans } from "./on-premises";
import { hasDemand, type Platform } from "./platform";
import { placesServedFrom } from "./served-from";

/**
 * Validates that the edge servers of each data centre can take what it says that it can, and warns where one of them down leaves less
 * than that. Where it is known what users ask for, the routing is judged by that instead.
 */
export function checkEdgeCapacities(problems: Problems, { props }: Platform, plans: SitePlans): void {
  for (const [name, capacity] of capacitiesOf(plans)) {
    const requests = ownValue(props.dataCenters, name)?.requestsPerSecond;
    if (typeof requests !== "number") continue;
    const below = problems.at(["dataCenters", name]);
    const { whole, reason } = capacity;
    const isEnough = (requests: number) => requests <= whole;
    const expected = `up to ${whole}, which its edge servers can take: ${reason}`;
    if (!below.check("requestsPerSecond", requests, isEnough, expected, "number") || hasDemand(props)) continue;
    const [down, left] = worstOf(capacity) ?? ["", requests];
    if (left >= requests) continue;
    const message =
      `with ${down} down, the edge servers that are left can take ${left} of these ${requests} requests per second: ` +
      "configure analysis.demand, and what users ask for counts instead";
    below.warn("requestsPerSecond", message);
  }
}

/** Says which edge servers are not judged though it is known what users ask for. */
export function noteUnknownEdgeCapacities(construct: Construct, props: HybridPlatformProps, plans: SitePlans): void {
  if (!hasDemand(props)) return;
  for (const [name, plan] of plans) {
    if (!hasUnknownEdge(plan)) continue;
    const property = `dataCenters.${name}.onPremises.edge.requestsPerSecondPerServer`;
    const what = `it is not judged whether the edge servers of ${name} carry its requests while one of them is down`;
    addInfo(construct, `${property} is not configured: ${what}`);
  }
}

function hasUnknownEdge({ servers, options }: SitePlan): boolean {
  return options.edge?.requestsPerSecondPerServer === undefined && servers.some(({ role }) => role === "edge");
}

/** Says which data centres that users are sent to are not judged though it is known what users ask for. */
export function noteUnknownDataCenters(construct: Construct, props: HybridPlatformProps, plans: SitePlans): void {
  if (!hasDemand(props)) return;
  const served = placesServedFrom(props);
  for (const [name, dataCenter] of Object.entries<DataCenterOptions>(props.dataCenters ?? {})) {
    const { requestsPerSecond } = withEdgeCapacity(name, dataCenter, plans);
    const plan = plans.get(name);
    // What is unknown of its edge servers has a note already.
    const isNoted = plan !== undefined && hasUnknownEdge(plan);
    if (requestsPerSecond !== undefined || isNoted || !served.has(name)) continue;
    const what = `it is not judged whether ${name} carries the requests that reach it`;
    addInfo(construct, `dataCenters.${name}.requestsPerSecond is not configured: ${what}`);
  }
}

/** A data centre with what its edge servers can take, where it says nothing else: its addresses all lead to the same servers. */
export function withEdgeCapacity(
  name: string,
  dataCenter: DataCenterOptions,
  plans: SitePlans,
): Pick<RoutedDataCenter, "requestsPerSecond" | "requestsPerSecondPerAddress"> {
  const { requestsPerSecond, requestsPerSecondPerAddress } = dataCenter;
  const capacity = capacitiesOf(plans).get(name);
  if (capacity === undefined) return { requestsPerSecond, requestsPerSecondPerAddress };
  const whole = requestsPerSecond ?? capacity.whole;
  return { requestsPerSecond: whole, requestsPerSecondPerAddress: requestsPerSecondPerAddress ?? whole };
}

/** What is left of each data centre while one of its edge servers, or a rack, is down. */
export function remainingCapacities(plans: SitePlans): FailureAnalysisOptions["remainingCapacity"] {
  return Object.fromEntries([...capacitiesOf(plans)].map(([name, { without }]) => [name, Object.fromEntries(without)]));
}

function capacitiesOf(plans: SitePlans): ReadonlyMap<string, EdgeCapacity> {
  const known = [...plans].flatMap(([name, plan]): [string, EdgeCapacity][] => {
    const capacity = edgeCapacity(plan);
    return capacity === undefined ? [] : [[name, capacity]];
  });
  return new Map(known);
}

function worstOf({ without }: EdgeCapacity): readonly [string, number] | undefined {
  return [...without].at(-1);
}
