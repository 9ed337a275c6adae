import { checkAbsent } from "../../lib/core/checks";
import type { Problems } from "../../lib/core/problems";
import {
  checkRegionalClusterOptions,
  type RegionalClusterOptions,
} from "../../lib/gke/cluster/regional-cluster-options";
import { checkNodePool } from "../../lib/gke/nodes/node-pool";
import type { NodePoolOptions } from "../../lib/gke/nodes/node-pool-options";
import { nodesWhileUpgraded } from "../../lib/gke/nodes/node-upgrade";
import { isKnownRegion, regionAdvice } from "../../lib/google/regions";
import { isRegionName } from "../../lib/google/zones";
import { autonegAnnotations } from "../../lib/load-balancing/autoneg";
import { checkTraffic, type TrafficOptions } from "../../lib/load-balancing/backend";
import { checkGenerations } from "../../lib/load-balancing/cluster-backend";
import {
  checkCapacity,
  checkFits,
  checkRegionRanges,
  checkRegionSize,
  namedRanges,
  planRegion,
  type RegionRanges,
  type RegionSize,
} from "../../lib/network/address-plan";
import { namedProxyRanges } from "../../lib/network/global-network";
import { checkRegionalNetworkOptions, type RegionalNetworkOptions } from "../../lib/network/global-network-options";
import type { NamedRange } from "../../lib/network/range-checks";
import type { ClusterStackProps } from "../cluster-stack";
import { clusterNameOf, type Platform } from "./platform";
import { attachedByAutoneg, attachedByTerraform } from "./services";

/** Options of the network's part in one region: what it must hold, and the rest. The cluster has the number of pods per node. */
export interface RegionNetworkOptions extends Omit<RegionSize, "maxPodsPerNode">, RegionalNetworkOptions {}

/** Options of the cluster of one region. */
export interface ClusterOptions extends RegionalClusterOptions, TrafficOptions {
  /** The node pools, by name. */
  readonly nodePools: { readonly [poolName: string]: NodePoolOptions };

  /**
   * The region's private ranges.
   *
   * @default - the region's own part of the platform's `network`
   */
  readonly ranges?: RegionRanges;

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

/** What the stack of a region's cluster is given. */
export function clusterProps(
  { environment, props: { services } }: Platform,
  region: string,
  cluster: ClusterOptions,
): Omit<ClusterStackProps, "google"> {
  return {
    ...cluster,
    region,
    clusterName: clusterNameOf(environment, region),
    networkName: environment,
    servicePorts: Object.fromEntries(
      attachedByTerraform(services).map(([name, { servicePort = 80 }]) => [name, servicePort]),
    ),
    autonegAnnotations: Object.fromEntries(
      attachedByAutoneg(services).map(([serviceName, { servicePort = 80, maxRatePerEndpoint }]) => [
        serviceName,
        autonegAnnotations({ loadBalancerName: environment, serviceName, servicePort, maxRatePerEndpoint }),
      ]),
    ),
  };
}

/** How large a region's ranges are to be. */
export function regionSizeOf({ regionalNetwork = {}, defaultMaxPodsPerNode }: ClusterOptions): RegionSize {
  const { maxNodes, maxServices } = regionalNetwork;
  return { maxNodes, maxServices, maxPodsPerNode: defaultMaxPodsPerNode };
}

/**
 * Validates the clusters, each with its part of the network.
 *
 * @returns the ranges of the regions that are not of the plan
 */
export function checkClusters(problems: Problems, platform: Platform, planIsValid: boolean): readonly NamedRange[] {
  const regions = Object.entries(platform.props.clusters);
  problems.check("clusters", regions.length, (count) => count > 0, "a cluster in at least one region");
  return regions.flatMap(([region, cluster]) => {
    const below = problems.at(["clusters", region]);
    const isNew = cluster.zones !== undefined && cluster.ranges !== undefined;
    const advice = `${regionAdvice(region)}; for one that is newer than this version, give its zones and ranges`;
    const isRegion = isKnownRegion(region) || (isNew && isRegionName(region));
    return below.check("", region, () => isRegion, advice, "name")
      ? checkCluster(below, platform, planIsValid, region, cluster)
      : [];
  });
}

function checkCluster(
  problems: Problems,
  platform: Platform,
  planIsValid: boolean,
  region: string,
  cluster: ClusterOptions,
): readonly NamedRange[] {
  checkRegionalClusterOptions(problems, cluster, region);
  checkTraffic(problems, cluster);
  checkGenerations(problems, "endpointGroupGenerations", cluster.endpointGroupGenerations ?? [1]);
  const pools = Object.entries(cluster.nodePools);
  problems.check("nodePools", pools.length, (count) => count > 0, "at least one node pool");
  for (const [name, pool] of pools) checkNodePool(problems.at("nodePools"), name, pool, { ...cluster, region });

  const ranges = checkRegion(problems, platform, planIsValid, region, cluster);
  if (ranges !== undefined) {
    checkCapacity(problems, "nodePools", nodesOf(cluster), ranges, cluster.defaultMaxPodsPerNode);
  }
  const property = `clusters.${region}`;
  return [
    ...(cluster.ranges === undefined ? [] : namedRanges(`${property}.ranges`, cluster.ranges)),
    ...namedProxyRanges(`${property}.regionalNetwork`, cluster.regionalNetwork ?? {}),
  ];
}

/** How many nodes a cluster has at most, with those that stand beside them during an upgrade. */
function nodesOf({ nodePools }: ClusterOptions): number {
  return Object.values(nodePools).reduce(
    (sum, pool) => sum + nodesWhileUpgraded(pool.autoscaling.totalMaxNodeCount, pool),
    0,
  );
}

/** @returns the ranges that the region has, if they are valid */
function checkRegion(
  problems: Problems,
  { props: { network } }: Platform,
  planIsValid: boolean,
  region: string,
  cluster: ClusterOptions,
): RegionRanges | undefined {
  const { ranges, regionalNetwork = {}, stackType, defaultMaxPodsPerNode } = cluster;
  const below = problems.at("regionalNetwork");
  checkRegionalNetworkOptions(below, regionalNetwork, network);
  const canBeDual = stackType !== "IPV4_IPV6" || network.ipv6 !== undefined;
  problems.check(
    "stackType",
    stackType,
    () => canBeDual,
    '"IPV4", or network.ipv6 beside it: the subnet must have both',
  );
  const { maxNodes, maxServices } = regionalNetwork;
  if (ranges !== undefined) {
    for (const [property, value] of Object.entries({ maxNodes, maxServices })) {
      checkAbsent(below, property, value, "beside ranges, which say how large the region is");
    }
    return checkRegionRanges(problems.at("ranges"), ranges) ? ranges : undefined;
  }
  // The number of pods itself is validated with the cluster.
  const sizeIsValid =
    checkRegionSize(below, { maxNodes, maxServices }) &&
    (maxNodes === undefined || problems.known("defaultMaxPodsPerNode", defaultMaxPodsPerNode));
  if (!planIsValid || !sizeIsValid) return undefined;
  const size = regionSizeOf(cluster);
  return checkFits(below, network, region, size) ? planRegion(network, region, size) : undefined;
}
