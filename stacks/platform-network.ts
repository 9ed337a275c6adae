import type { Problems } from "../lib/core/validation-error";
import { firewallPorts } from "../lib/load-balancing/firewall-ports";
import {
  checkFits,
  checkRegionRanges,
  checkRegionSize,
  planRegion,
  type RegionRanges,
  type RegionSize,
} from "../lib/network/address-plan";
import type { GlobalNetworkProps } from "../lib/network/global-network";
import { checkGlobalNetworkOptions, checkRegionalNetworkOptions } from "../lib/network/global-network-options";
import { checkProjectServices } from "../lib/network/project-services";
import type { NamedRange } from "../lib/network/range-checks";
import type { ClusterOptions, HybridPlatformProps, ServiceOptions } from "./hybrid-platform-props";

/** The network of a platform, in the words of the network stack. */
export function networkOf(props: HybridPlatformProps): Omit<GlobalNetworkProps, "networkName"> {
  const clusters = Object.entries(props.clusters);
  const dataCenters = Object.entries(props.dataCenters ?? {});
  const { nodes, pods, services, ...options } = props.network;
  return {
    ...options,
    regions: Object.fromEntries(
      clusters.map(([region, cluster]) => {
        const { nat, proxyOnlySubnets } = cluster.regionalNetwork ?? {};
        const ranges = cluster.ranges ?? planRegion({ nodes, pods, services }, region, regionSizeOf(cluster));
        return [region, { ...(ranges as RegionRanges), nat, proxyOnlySubnets }];
      }),
    ),
    dataCenterRanges: Object.fromEntries(dataCenters.map(([name, { privateRanges = [] }]) => [name, privateRanges])),
    loadBalancerPorts: firewallPorts(
      Object.values(props.services).map(({ containerPort = 8080, healthCheck }) => ({ containerPort, healthCheck })),
    ),
  };
}

/** The APIs that the network stack switches on for the user and for what a platform may have; `false` for none. */
export function projectServicesOf({
  clusters,
  dataCenters,
  projectServices,
  services,
}: HybridPlatformProps): readonly string[] | false {
  if (projectServices === false) return false;
  const all = Object.values(clusters);
  return [
    ...(Object.values<ServiceOptions>(services).some(({ iap }) => iap !== undefined) ? ["iap"] : []),
    ...(all.some(({ cloudDns }) => cloudDns !== undefined) ? ["dns"] : []),
    ...(all.some(({ fleetProject }) => fleetProject !== undefined) ? ["gkehub"] : []),
    ...(all.some(({ backup }) => backup !== undefined) ? ["gkebackup"] : []),
    // The keys of links lie there.
    ...(Object.values(dataCenters ?? {}).some(({ links }) => links !== undefined) ? ["secretmanager"] : []),
    ...(projectServices ?? []),
  ];
}

/** How large a region's ranges are to be. */
function regionSizeOf({ regionalNetwork = {}, defaultMaxPodsPerNode }: ClusterOptions): RegionSize {
  const { maxNodes, maxServices } = regionalNetwork;
  return { maxNodes, maxServices, maxPodsPerNode: defaultMaxPodsPerNode };
}

/**
 * Checks what a user says of the network as a whole.
 *
 * @returns the range of private services, if there is one
 */
export function checkPlatformNetwork(
  problems: Problems,
  { network, projectServices }: HybridPlatformProps,
): readonly NamedRange[] {
  if (projectServices) checkProjectServices(problems, "projectServices", projectServices);
  checkGlobalNetworkOptions(problems.at("network"), network);
  const { privateServicesRange: range } = network;
  return range === undefined ? [] : [{ name: "network.privateServicesRange", range }];
}

/**
 * Checks what a user says of the network in a cluster's region.
 *
 * @returns the ranges that the region has, if they are sound
 */
export function checkClusterNetwork(
  problems: Problems,
  { network }: HybridPlatformProps,
  planIsSound: boolean,
  region: string,
  cluster: ClusterOptions,
): RegionRanges | undefined {
  const { ranges, regionalNetwork = {}, stackType, defaultMaxPodsPerNode } = cluster;
  const below = problems.at("regionalNetwork");
  checkRegionalNetworkOptions(below, regionalNetwork, network);
  const dualStack = stackType !== "IPV4_IPV6" || network.ipv6 !== undefined;
  problems.check("stackType", stackType, dualStack, '"IPV4", or network.ipv6 beside it: the subnet must have both');
  if (ranges !== undefined) {
    for (const property of ["maxNodes", "maxServices"] as const) {
      const given = regionalNetwork[property];
      below.check(property, given, given === undefined, "nothing beside ranges, which say how large the region is");
    }
    return checkRegionRanges(problems.at("ranges"), ranges) ? ranges : undefined;
  }
  const { maxNodes, maxServices } = regionalNetwork;
  // The number of pods itself is checked with the cluster.
  const sizeIsSound =
    checkRegionSize(below, { maxNodes, maxServices }) &&
    (maxNodes === undefined || problems.known("defaultMaxPodsPerNode", defaultMaxPodsPerNode));
  if (!planIsSound || !sizeIsSound) return undefined;
  const size = regionSizeOf(cluster);
  return checkFits(below, network, region, size) ? planRegion(network, region, size) : undefined;
}
