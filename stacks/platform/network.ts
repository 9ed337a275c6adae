import type { Problems } from "../../lib/core/problems";
import { firewallPorts } from "../../lib/load-balancing/firewall-ports";
import {
  type AddressPlan,
  checkAddressPlan,
  namedRanges,
  planRegion,
  type RegionRanges,
} from "../../lib/network/address-plan";
import type { GlobalNetworkProps, NetworkRegion } from "../../lib/network/global-network";
import { checkGlobalNetworkOptions, type GlobalNetworkOptions } from "../../lib/network/global-network-options";
import { checkProjectServices } from "../../lib/network/project-services";
import type { NamedRange } from "../../lib/network/range-checks";
import type { NetworkStackProps } from "../network-stack";
import { type ClusterOptions, regionSizeOf } from "./clusters";
import type { HybridPlatformProps } from "./hybrid-platform-props";
import type { Platform } from "./platform";
import type { ServiceOptions } from "./services";

/** Options of a platform's network: its large private ranges, of which each region has a part for ever, and the rest. */
export interface NetworkOptions extends AddressPlan, GlobalNetworkOptions {}

/** What the network stack is given. */
export function networkProps({ environment, props }: Platform): Omit<NetworkStackProps, "google"> {
  const { nodes, pods, services, ...options } = props.network;
  return {
    ...options,
    networkName: environment,
    regions: Object.fromEntries(
      Object.entries(props.clusters).map(([region, cluster]) => [region, regionOf(props, region, cluster)]),
    ),
    dataCenterRanges: Object.fromEntries(
      Object.entries(props.dataCenters ?? {}).map(([name, { privateRanges = [] }]) => [name, privateRanges]),
    ),
    loadBalancerPorts: loadBalancerPortsOf(props),
    projectServices: projectServicesOf(props),
  };
}

function regionOf({ network }: HybridPlatformProps, region: string, cluster: ClusterOptions): NetworkRegion {
  const { nat, proxyOnlySubnets } = cluster.regionalNetwork ?? {};
  const ranges = cluster.ranges ?? planRegion(network, region, regionSizeOf(cluster));
  return { ...(ranges as RegionRanges), nat, proxyOnlySubnets };
}

function loadBalancerPortsOf({ services }: HybridPlatformProps): GlobalNetworkProps["loadBalancerPorts"] {
  return firewallPorts(
    Object.values(services).map(({ containerPort = 8080, healthCheck }) => ({ containerPort, healthCheck })),
  );
}

/** The APIs to enable for what a platform may have, and for the user's own; `false` for none. */
function projectServicesOf(props: HybridPlatformProps): readonly string[] | false {
  if (props.projectServices === false) return false;
  const clusters = Object.values<ClusterOptions>(props.clusters);
  const services = Object.values<ServiceOptions>(props.services);
  return [
    ...(services.some(({ iap }) => iap !== undefined) ? ["iap"] : []),
    ...(clusters.some(({ cloudDns }) => cloudDns !== undefined) ? ["dns"] : []),
    ...(clusters.some(({ fleetProject }) => fleetProject !== undefined) ? ["gkehub"] : []),
    ...(clusters.some(({ backup }) => backup !== undefined) ? ["gkebackup"] : []),
    // The keys of links lie there.
    ...(Object.values(props.dataCenters ?? {}).some(({ links }) => links !== undefined) ? ["secretmanager"] : []),
    ...(props.projectServices ?? []),
  ];
}

/**
 * Validates the network as a whole; its part in a region is validated with the region's cluster.
 *
 * @returns its ranges, as far as they are valid
 */
export function checkNetwork(
  problems: Problems,
  { props: { network, projectServices } }: Platform,
): { readonly planIsValid: boolean; readonly ranges: readonly NamedRange[] } {
  if (projectServices) checkProjectServices(problems, "projectServices", projectServices);
  const planIsValid = checkAddressPlan(problems.at("network"), network);
  checkGlobalNetworkOptions(problems.at("network"), network);
  const { privateServicesRange: range } = network;
  const services = range === undefined ? [] : [{ name: "network.privateServicesRange", range }];
  return { planIsValid, ranges: [...(planIsValid ? namedRanges("network", network) : []), ...services] };
}
