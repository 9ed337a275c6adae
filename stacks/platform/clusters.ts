import type { NamedOptions } from "../../lib/core/named";
import type { Problems } from "../../lib/core/problems";
import type { RegionalClusterOptions } from "../../lib/gke/cluster/regional-cluster-options";
import type { NodePoolOptions } from "../../lib/gke/nodes/node-pool-options";
import { isKnownRegion, regionAdvice } from "../../lib/google/regions";
import { isRegionName } from "../../lib/google/zones";
import { autonegAnnotationsOf } from "../../lib/load-balancing/autoneg";
import type { TrafficOptions } from "../../lib/load-balancing/backend";
import { DEFAULT_SERVICE_PORT } from "../../lib/load-balancing/cluster-backend";
import type { RegionRanges, RegionSize } from "../../lib/network/address-plan";
import type { ExistingSubnet } from "../../lib/network/existing-network";
import type { RegionalNetworkOptions } from "../../lib/network/global-network-options";
import { type ClusterStackProps, checkClusterStack } from "../cluster-stack";
import type { HybridPlatformProps } from "./hybrid-platform-props";
import { checkedPart, clusterNameOf, inGoogle, networkNamesOf, type Platform, subnetOf } from "./platform";
import { attachedByAutoneg, attachedByTerraform } from "./services";

/** Options of the network's part in one region: what it must hold, and the rest. The cluster has the number of pods per node. */
export interface RegionNetworkOptions extends Omit<RegionSize, "maxPodsPerNode">, RegionalNetworkOptions {}

/** Options of a node pool of a platform. */
export interface NamedNodePoolOptions extends NodePoolOptions, NamedOptions {}

/** Options of the cluster of one region. */
export interface ClusterOptions extends RegionalClusterOptions, TrafficOptions {
  /** The node pools, by key. */
  readonly nodePools: { readonly [key: string]: NamedNodePoolOptions };

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
  "clusterName",
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
  const known = regions.filter(([region, { zones, ranges }]) => {
    const isNew = zones !== undefined && ranges !== undefined;
    const advice = `${regionAdvice(region)}; for one that is newer than this version, give its zones and ranges`;
    const exists = (region: string) => isKnownRegion(region) || (isNew && isRegionName(region));
    return problems.check(["clusters", region], region, exists, advice, "name");
  });
  return Object.fromEntries(known);
}

/** The further ranges of a cluster's pods: those that its network has and no pool has for itself, unless it names some. */
export function additionalPodRangesOf(cluster: ClusterOptions): readonly string[] | undefined {
  const { additionalPodRanges, regionalNetwork = {}, nodePools } = cluster;
  if (additionalPodRanges !== undefined) return additionalPodRanges;
  const ofPools = new Set(Object.values<NodePoolOptions>(nodePools).map(({ podRange }) => podRange));
  const free = Object.keys(regionalNetwork.additionalPodRanges ?? {})
    .filter((name) => !ofPools.has(name))
    .sort();
  return free.length === 0 ? undefined : free;
}

/** Validates the options of the clusters. */
export function clusterParts(problems: Problems, platform: Platform): ReadonlyMap<string, ClusterStackProps> {
  const parts = Object.entries(platform.clusters).map(([region, cluster]) => {
    const below = problems.at(["clusters", region]);
    const part = checkedPart(below.except(...DERIVED), clusterProps(platform, region, cluster), checkClusterStack);
    const { nodePools } = cluster;
    if (Object.keys(nodePools).length === 0) below.refuse("nodePools", nodePools, "at least one node pool");
    return [region, part] as const;
  });
  return new Map(parts);
}

function clusterProps(platform: Platform, region: string, options: ClusterOptions): ClusterStackProps {
  const { environment, services } = platform;
  const { ranges, regionalNetwork, drain, capacityPercent, preferred, ...cluster } = options;
  return {
    ...inGoogle(platform),
    ...cluster,
    additionalPodRanges: additionalPodRangesOf(options),
    region,
    clusterName: clusterNameOf(environment, region),
    ...networkNamesOf(platform),
    subnet: subnetOf(platform, region),
    servicePorts: Object.fromEntries(
      attachedByTerraform(services).map(([name, { servicePort = DEFAULT_SERVICE_PORT }]) => [name, servicePort]),
    ),
    autonegAnnotations: Object.fromEntries(
      attachedByAutoneg(services).map(([serviceName, { servicePort = DEFAULT_SERVICE_PORT, maxRatePerEndpoint }]) => [
        serviceName,
        autonegAnnotationsOf({
          loadBalancerName: environment,
          serviceName,
          servicePort,
          maxRatePerEndpoint,
          capacityPercent: drain === true ? 0 : capacityPercent,
        }),
      ]),
    ),
  };
}
