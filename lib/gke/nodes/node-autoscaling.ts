import type {
  ContainerNodePoolAutoscaling,
  ContainerNodePoolConfig,
} from "@cdktf/provider-google/lib/container-node-pool";
import { checkOneOf, checkWholeNumber } from "../../core/checks";
import type { Problems } from "../../core/problems";
import { isUnknown } from "../../core/tokens";

export const LOCATION_POLICIES = ["BALANCED", "ANY"] as const;

/** How many nodes a pool has, in all its zones together. */
export interface NodePoolAutoscaling {
  /** The fewest nodes, 0 or more; 0 lets an idle GPU pool cost nothing. */
  readonly totalMinNodeCount: number;
  /** The most nodes, 1 or more. */
  readonly totalMaxNodeCount: number;

  /**
   * `BALANCED` spreads nodes over the zones, so that one can fail; `ANY` puts them where there is room.
   *
   * @default "BALANCED"; "ANY" with spot, flexStart, queuedProvisioning or a reservation
   */
  readonly locationPolicy?: (typeof LOCATION_POLICIES)[number];
}

/** Validates how many nodes a pool has. */
export function checkNodeAutoscaling(problems: Problems, autoscaling: NodePoolAutoscaling): void {
  const { totalMinNodeCount: min, totalMaxNodeCount: max, locationPolicy } = autoscaling;
  const counts =
    checkWholeNumber(problems, "totalMinNodeCount", min, [0]) &&
    checkWholeNumber(problems, "totalMaxNodeCount", max, [1]);
  if (counts && !isUnknown(max)) {
    problems.check("totalMinNodeCount", min, (count) => count <= max, `at most totalMaxNodeCount, which is ${max}`);
  }
  checkOneOf(problems, "locationPolicy", locationPolicy, LOCATION_POLICIES);
}

/**
 * How many nodes a pool has, for the provider.
 *
 * @param zones the pool's zones, in which the first nodes are
 * @param locationPolicy what the options leave open
 */
export function nodeAutoscalingConfig(
  { totalMinNodeCount, totalMaxNodeCount, ...options }: NodePoolAutoscaling,
  zones: readonly string[],
  locationPolicy: (typeof LOCATION_POLICIES)[number],
): Pick<ContainerNodePoolConfig, "initialNodeCount"> & { readonly autoscaling: ContainerNodePoolAutoscaling } {
  return {
    initialNodeCount: initialNodesPerZone(totalMinNodeCount, totalMaxNodeCount, zones),
    autoscaling: { totalMinNodeCount, totalMaxNodeCount, locationPolicy: options.locationPolicy ?? locationPolicy },
  };
}

/** How many nodes a zone has at first: enough for the fewest in all of them, and not more than the most. */
function initialNodesPerZone(min: number, max: number, zones: readonly string[]): number {
  if (isUnknown(min) || isUnknown(max)) return isUnknown(min) ? 1 : Math.ceil(min / zones.length);
  return Math.min(Math.ceil(min / zones.length), Math.floor(max / zones.length));
}
