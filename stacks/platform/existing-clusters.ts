import type { Construct } from "constructs";
import { addInfo } from "../../lib/core/annotations";
import { checkAbsent, checkNumber, checkWholeNumber } from "../../lib/core/checks";
import type { Problems } from "../../lib/core/problems";
import { isUnknown, whyUnknown } from "../../lib/core/tokens";
import type { ExistingClusterOptions } from "../../lib/gke/cluster/i-regional-cluster";
import type { ExistingEndpointGroupsByService } from "../../lib/load-balancing/i-backend";
import { PODS_PER_NODE } from "../../lib/network/range-sizes";

/** A GKE cluster that exists, in the project of the platform. Nothing of it is read or changed, and it is never destroyed. */
export interface ExistingCluster extends ExistingClusterOptions {
  /** The cluster's name. */
  readonly clusterName: string;

  /**
   * The VPC of the cluster, which must be the platform's.
   *
   * @default - `network.existing`; required where the platform makes its network
   */
  readonly networkName?: string;

  /**
   * The endpoint groups of services that exist in it already, by service: those that GKE has made, or others. They are attached as they
   * are. Of a service that is not here, Terraform makes the groups, which GKE then fills.
   *
   * @default - none: Terraform makes those of all services
   */
  readonly endpointGroups?: ExistingEndpointGroupsByService;

  /**
   * The most nodes of its own pools, those that are not in `nodePools`: 0 or more.
   *
   * @default - not known: whether the region's ranges hold all nodes is not judged
   */
  readonly maxNodes?: number;

  /**
   * The most pods of one node where a pool configures no number, 8 to 256.
   *
   * @default 110
   */
  readonly defaultMaxPodsPerNode?: number;

  /**
   * How many requests per second its own pools can take together, those that are not in `nodePools`: 0 or more.
   *
   * @default - not known: Google Cloud is not checked for overload
   */
  readonly requestsPerSecond?: number;
}

/** The clusters of a platform, by region, of which some may exist. */
interface Clusters {
  readonly [region: string]: { readonly existing?: ExistingCluster; readonly nodePools?: object };
}

/** What a cluster that exists is in. */
interface Surroundings {
  /** The name of the platform's network; none where it has none. */
  readonly networkName?: string;
  /** Whether the platform makes that network. */
  readonly isNetworkMade: boolean;
  readonly hasLoadBalancer: boolean;
  /** Whether something is made in the subnet of the cluster. */
  readonly needsSubnet: boolean;
}

/** What the stack of a cluster must know of one that exists. */
export function factsOf(existing: ExistingCluster | undefined): ExistingClusterOptions | undefined {
  if (existing === undefined) return undefined;
  const { clusterName, networkName, endpointGroups, maxNodes, defaultMaxPodsPerNode, requestsPerSecond, ...facts } =
    existing;
  return facts;
}

/** Validates what the stacks do not know of a cluster that exists: what it is judged by, and the network that it must be in. */
export function checkExistingInPlatform(
  ofRegion: Problems,
  surroundings: Surroundings,
  existing: ExistingCluster,
  { subnet }: { readonly subnet?: object },
): void {
  const { isNetworkMade, hasLoadBalancer, needsSubnet } = surroundings;
  if (!isNetworkMade && needsSubnet && subnet === undefined) {
    const expected = `the subnet of existing, ${existing.clusterName}: GKE fills endpoint groups of its own subnet alone`;
    ofRegion.refuse("subnet", subnet, expected, "name");
  }
  const problems = ofRegion.at("existing");
  const { maxNodes, defaultMaxPodsPerNode, requestsPerSecond, endpointGroups } = existing;
  checkNetworkOf(problems, surroundings, existing);
  if (problems.known("maxNodes", maxNodes)) checkWholeNumber(problems, "maxNodes", maxNodes, [0]);
  if (problems.known("defaultMaxPodsPerNode", defaultMaxPodsPerNode)) {
    checkWholeNumber(problems, "defaultMaxPodsPerNode", defaultMaxPodsPerNode, PODS_PER_NODE);
  }
  checkNumber(problems, "requestsPerSecond", requestsPerSecond, [0], "of requests per second");
  if (hasLoadBalancer) return;
  checkAbsent(problems, "endpointGroups", endpointGroups, "without a load balancer, which they would be attached to");
}

/** GKE fills groups of its own network and subnet only: those of another one, it deletes and makes anew. */
function checkNetworkOf(
  problems: Problems,
  { networkName: own, isNetworkMade }: Surroundings,
  { networkName }: ExistingCluster,
): void {
  if (own === undefined || isUnknown(own) || (networkName === undefined && !isNetworkMade)) return;
  const expected = isNetworkMade
    ? `"${own}", the network that the platform makes; for a cluster in another one, configure network.existing`
    : `"${own}", which network.existing names: the cluster must be in the platform's network`;
  if (networkName === undefined) problems.refuse("networkName", networkName, expected, "name");
  else problems.check("networkName", networkName, (name) => name === own, expected, "name");
}

/** What the own pools of clusters that exist can take; `undefined` where that is not known of one of them. */
export function requestsPerSecondOfExisting(clusters: Clusters): number | undefined {
  const all = existingIn(clusters).map(([, { requestsPerSecond }]) => requestsPerSecond);
  return all.every((one) => typeof one === "number" && !isUnknown(one))
    ? all.reduce((sum: number, one) => sum + (one ?? 0), 0)
    : undefined;
}

/** Says what is not judged of a region because nobody has said how large the cluster is that exists. */
export function noteUnknownNodes(
  construct: Construct,
  region: string,
  { existing, nodePools = {} }: Clusters[string],
): void {
  if (existing === undefined || existing.maxNodes !== undefined || Object.keys(nodePools).length === 0) return;
  const what = "it is not judged whether the region's ranges hold its nodes and those of nodePools together";
  addInfo(construct, `clusters.${region}.existing.maxNodes is not configured: ${what}`);
}

/** Says that Google Cloud is not judged because nobody has said what a cluster can take that exists. */
export function noteUnknownRequests(construct: Construct, clusters: Clusters): void {
  const what = "Google Cloud as the last resort is not checked for overload";
  for (const [region, { requestsPerSecond }] of existingIn(clusters)) {
    if (requestsPerSecond !== undefined && !isUnknown(requestsPerSecond)) continue;
    const why = whyUnknown(requestsPerSecond);
    addInfo(construct, `clusters.${region}.existing.requestsPerSecond ${why}: ${what}`);
  }
}

function existingIn(clusters: Clusters): readonly [region: string, existing: ExistingCluster][] {
  return Object.entries(clusters).flatMap(([region, { existing }]) =>
    existing === undefined ? [] : [[region, existing]],
  );
}
