import type { Construct } from "constructs";
import { addInfo } from "../../lib/core/annotations";
import type { NamedOptions } from "../../lib/core/named";
import type { Problems } from "../../lib/core/problems";
import { isUnknown } from "../../lib/core/tokens";
import type { RegionalClusterOptions } from "../../lib/gke/cluster/regional-cluster-options";
import type { NodePoolOptions } from "../../lib/gke/nodes/node-pool-options";
import { isKnownRegion, regionAdvice } from "../../lib/google/regions";
import { isRegionName } from "../../lib/google/zones";
import { autonegAnnotationsOf } from "../../lib/load-balancing/autoneg";
import type { TrafficOptions } from "../../lib/load-balancing/backend";
import { DEFAULT_SERVICE_PORT } from "../../lib/load-balancing/cluster-backend";
import { hasOwnGroups } from "../../lib/load-balancing/i-backend";
import type { RegionRanges, RegionSize } from "../../lib/network/address-plan";
import type { ExistingSubnet } from "../../lib/network/existing-network";
import type { RegionalNetworkOptions } from "../../lib/network/global-network-options";
import { PODS_RANGE_NAME } from "../../lib/network/i-global-network";
import { type ClusterStackProps, checkClusterStack } from "../cluster-stack";
import { keysOfCluster } from "./encryption-keys";
import { checkExistingInPlatform, type ExistingCluster, factsOf } from "./existing-clusters";
import type { HybridPlatformProps } from "./hybrid-platform-props";
import {
  checkedPart,
  clusterNameOf,
  hasLoadBalancer,
  inGoogle,
  networkNamesOf,
  nodePoolsOf,
  type Platform,
  subnetOf,
} from "./platform";
import { isOnlyReferredTo } from "./referred-regions";
import { attachedByAutoneg, attachedServices, UNUSED_RATE } from "./services";

/** Options of the network's part in one region: what it must hold, and the rest. The cluster has the number of pods per node. */
export interface RegionNetworkOptions extends Omit<RegionSize, "maxPodsPerNode">, RegionalNetworkOptions {}

/** Options of a node pool of a platform. */
export interface NamedNodePoolOptions extends NodePoolOptions, NamedOptions {}

/** Options of the cluster of one region. */
export interface ClusterOptions extends RegionalClusterOptions, TrafficOptions {
  /**
   * The node pools, by key: at least one of a cluster that is made here. To a cluster that exists, they are added.
   *
   * @default - none, beside `existing`
   */
  readonly nodePools?: { readonly [key: string]: NamedNodePoolOptions };

  /**
   * The region's cluster exists already. Nothing of it is changed, so no option of a cluster is allowed beside it; `nodePools` are added to
   * it, and all that is not the cluster's own stays possible: `drain`, `capacityPercent`, `preferred`, `endpointGroupGenerations`.
   *
   * @default - the platform makes the cluster
   */
  readonly existing?: ExistingCluster;

  /**
   * The region's private ranges: of the subnet that is made, or as far as they are known of that which was there before.
   *
   * @default - the region's own part of the platform's `network`. Of a `subnet` that was there before they are then not known, and nothing
   * is judged by them
   */
  readonly ranges?: RegionRanges;

  /**
   * The subnet of the cluster, where it was there before: in the VPC of `network.existing`. A change replaces the cluster.
   *
   * @default - a subnet is made
   */
  readonly subnet?: ExistingSubnet;

  /**
   * How large the region's ranges are, and what else its part of the network has.
   *
   * @default - the region's whole part of the plan; Cloud NAT as the network says; no subnets for proxies
   */
  readonly regionalNetwork?: RegionNetworkOptions;

  /**
   * The generations of the services' endpoint groups. Two of them stand side by side while one replaces the other: the
   * annotations are of the last.
   *
   * @default [1]
   */
  readonly endpointGroupGenerations?: readonly number[];
}

/** What the platform derives for the stack of a cluster from options that are checked elsewhere. */
const DERIVED = [
  "region",
  "networkName",
  "networkProject",
  "subnet",
  "servicePorts",
  "autonegAnnotations",
  "endpointGroupGenerations",
];

/**
 * Validates the regions of the clusters.
 *
 * @returns the clusters whose region exists
 */
export function checkRegions(problems: Problems, { clusters }: HybridPlatformProps): Platform["clusters"] {
  const regions = Object.entries(clusters ?? {});
  if (clusters !== undefined && regions.length === 0)
    problems.refuse("clusters", clusters, "a cluster in at least one region");
  const known = regions.filter(([region, { zones, ranges, existing }]) => {
    const isNew = (zones !== undefined || existing !== undefined) && ranges !== undefined;
    const advice = `${regionAdvice(region)}; for one that is newer than this version, give its zones and ranges`;
    const exists = (region: string) => isKnownRegion(region) || (isNew && isRegionName(region));
    return problems.check(["clusters", region], region, exists, advice, "name");
  });
  return Object.fromEntries(known);
}

/** The further ranges of a cluster's pods: those that its network has and no pool has for itself, unless it names some. */
export function additionalPodRangesOf(cluster: ClusterOptions): readonly string[] | undefined {
  const { additionalPodRanges, regionalNetwork = {}, existing } = cluster;
  if (additionalPodRanges !== undefined || existing !== undefined) return additionalPodRanges;
  const ofPools = new Set(Object.values<NodePoolOptions>(nodePoolsOf(cluster)).map(({ podRange }) => podRange));
  const free = Object.keys(regionalNetwork.additionalPodRanges ?? {})
    .filter((name) => !ofPools.has(name))
    .sort();
  return free.length === 0 ? undefined : free;
}

/** Notes which ranges of a subnet that was there before the pods of a region have, and nobody has configured. */
export function noteUnknownPodRanges(construct: Construct, region: string, cluster: ClusterOptions): void {
  const { subnet, regionalNetwork: { additionalPodRanges: further = {} } = {} } = cluster;
  if (subnet === undefined) return;
  const { podsRangeName = PODS_RANGE_NAME } = subnet;
  const ofPools = Object.values<NodePoolOptions>(nodePoolsOf(cluster)).flatMap(({ podRange }) => podRange ?? []);
  const ofCluster = additionalPodRangesOf(cluster) ?? [];
  const all = new Set([...ofPools, ...(isUnknown(ofCluster) ? [] : ofCluster)]);
  for (const name of [...all].sort()) {
    if (isUnknown(name) || name === podsRangeName || Object.hasOwn(further, name)) continue;
    const what = "it is not judged whether it holds their pods, and no firewall rule is made for them";
    addInfo(
      construct,
      `clusters.${region}: the range ${name}: which addresses it has is not in regionalNetwork.additionalPodRanges: ${what}`,
    );
  }
}

/** Validates the options of the clusters. */
export function clusterParts(problems: Problems, platform: Platform): ReadonlyMap<string, ClusterStackProps> {
  const { props } = platform;
  const surroundings = {
    networkName: props.network && networkNamesOf(platform).networkName,
    isNetworkMade: props.network?.existing === undefined,
    hasLoadBalancer: hasLoadBalancer(props),
  };
  const attached = attachedServices(platform).map(([name]) => name);
  const parts = Object.entries(platform.clusters).map(([region, cluster]) => {
    const below = problems.at(["clusters", region]);
    const { nodePools, existing } = cluster;
    const named =
      existing === undefined ? below.except("clusterName") : below.renamed({ clusterName: "existing.clusterName" });
    const part = checkedPart(named.except(...DERIVED), clusterProps(platform, region, cluster), checkClusterStack);
    const needsSubnet = !isOnlyReferredTo(cluster, attached);
    if (existing !== undefined) checkExistingInPlatform(below, { ...surroundings, needsSubnet }, existing, cluster);
    else if (Object.keys(nodePools ?? {}).length === 0) below.refuse("nodePools", nodePools, "at least one node pool");
    return [region, part] as const;
  });
  return new Map(parts);
}

function clusterProps(platform: Platform, region: string, options: ClusterOptions): ClusterStackProps {
  const { environment, services } = platform;
  const { ranges, regionalNetwork, drain, capacityPercent, preferred, ...cluster } = options;
  return {
    ...inGoogle(platform),
    ...(options.existing === undefined && keysOfCluster(platform, region)),
    ...cluster,
    additionalPodRanges: additionalPodRangesOf(options),
    region,
    clusterName: options.existing?.clusterName ?? clusterNameOf(environment, region),
    existing: factsOf(options.existing),
    ...networkNamesOf(platform),
    subnet: subnetOf(platform, region),
    servicePorts: Object.fromEntries(
      attachedServices(platform)
        .filter(([name]) => hasOwnGroups(options.existing?.endpointGroups, name))
        .map(([name, { servicePort = DEFAULT_SERVICE_PORT }]) => [name, servicePort]),
    ),
    autonegAnnotations: Object.fromEntries(
      attachedByAutoneg(services).map(
        ([serviceName, { servicePort = DEFAULT_SERVICE_PORT, maxRatePerEndpoint = UNUSED_RATE }]) => [
          serviceName,
          autonegAnnotationsOf({
            loadBalancerName: environment,
            serviceName,
            servicePort,
            maxRatePerEndpoint,
            capacityPercent: drain === true ? 0 : capacityPercent,
          }),
        ],
      ),
    ),
  };
}
