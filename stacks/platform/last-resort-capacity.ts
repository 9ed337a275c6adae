import { ownValue } from "../../lib/core/own-value";
import type { Problems } from "../../lib/core/problems";
import { isUnknown } from "../../lib/core/tokens";
import type { NodePoolOptions } from "../../lib/gke/nodes/node-pool-options";
import { type ExistingCluster, requestsPerSecondOfExisting } from "./existing-clusters";

/** The clusters of a platform, as far as their capacity asks for it. */
interface Clusters {
  readonly [region: string]: {
    readonly existing?: ExistingCluster;
    readonly nodePools?: { readonly [poolName: string]: NodePoolOptions };
  };
}

/** How many requests per second one node of each pool can take. */
type Rates = { readonly [poolName: string]: number } | undefined;

export const NOT_CHECKED = "Google Cloud as the last resort is not checked for overload";

/** What all clusters together take when they have grown as far as they may; not known when only Terraform knows it. */
export function requestsPerSecondOfClusters(clusters: Clusters, perNode: Rates): number | undefined {
  const pools = poolsOf(clusters);
  const numbers = [...Object.values(perNode ?? {}), ...pools.map(([, pool]) => pool.autoscaling.totalMaxNodeCount)];
  const existing = requestsPerSecondOfExisting(clusters);
  const areAllExisting = pools.length === 0 && Object.keys(clusters).length > 0;
  if (existing === undefined || (perNode === undefined && !areAllExisting) || numbers.some(isUnknown)) return undefined;
  return pools.reduce(
    (sum, [name, { autoscaling }]) => sum + autoscaling.totalMaxNodeCount * (ownValue(perNode, name) ?? 0),
    existing,
  );
}

/** What only Terraform knows cannot be judged by. */
export function warnOfUnknownNodes(problems: Problems, clusters: Clusters, perNode: Rates): void {
  if (perNode === undefined) return;
  const unknown = poolsOf(clusters).filter(([, { autoscaling }]) => isUnknown(autoscaling.totalMaxNodeCount));
  if (unknown.length === 0) return;
  const names = [...new Set(unknown.map(([name]) => name))].join(", ");
  const message = `${NOT_CHECKED}: only Terraform knows the totalMaxNodeCount of ${names}`;
  problems.warn("analysis.requestsPerSecondPerNode", message);
}

/** All node pools, by name: a name may come again in another region. */
export function poolsOf(clusters: Clusters): readonly [string, NodePoolOptions][] {
  return Object.values(clusters).flatMap(({ nodePools = {} }) => Object.entries(nodePools));
}
