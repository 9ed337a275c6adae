import { checkNumber } from "../../lib/core/checks";
import type { Problems } from "../../lib/core/problems";
import { isUnknown } from "../../lib/core/tokens";
import { AddressRange, isAddress } from "../../lib/data-center/address-range";
import type { OnPremisesOptions } from "../../lib/data-center/on-premises";
import { nodesWhileUpgraded } from "../../lib/gke/nodes/node-upgrade";
import { checkCapacity, namedRanges } from "../../lib/network/address-plan";
import { namedProxyRanges } from "../../lib/network/global-network";
import { checkOverlaps, type NamedRange, namedPrivateRanges } from "../../lib/network/range-checks";
import type { ClusterOptions } from "./clusters";
import type { DataCenterOptions } from "./data-centers";
import { poolsOf } from "./dns";
import type { HybridPlatformProps } from "./hybrid-platform-props";
import type { PlannedRanges } from "./network";
import type { Platform } from "./platform";
import type { ServiceOptions } from "./services";

/**
 * Validates what spans parts, and that alone: options of which each is right by itself, and in its own file, but not beside an
 * option of another part. A rule about one part is in the part's file.
 */
export function checkAcrossParts(problems: Problems, platform: Platform, planned: PlannedRanges): void {
  const { props } = platform;
  checkClustersFitNetwork(problems, platform, planned);
  checkOverlaps(problems, rangesOf(platform));
  checkServicesReachDataCenters(problems, props);
  checkNamesOfDataCenters(problems, props);
  checkPublicRanges(problems, props);
  checkNodeRates(problems.at("analysis.requestsPerSecondPerNode"), props);
}

/** The network must have what its clusters need. */
function checkClustersFitNetwork(problems: Problems, { props, clusters }: Platform, planned: PlannedRanges): void {
  for (const [region, cluster] of Object.entries(clusters)) {
    const below = problems.at(["clusters", region]);
    const { stackType, defaultMaxPodsPerNode } = cluster;
    const isPossible = (type: typeof stackType) => type !== "IPV4_IPV6" || props.network.ipv6 !== undefined;
    below.check("stackType", stackType, isPossible, '"IPV4", or network.ipv6 beside it: the subnet must have both');
    const ranges = planned.get(region);
    if (ranges !== undefined) checkCapacity(below, "nodePools", nodesOf(cluster), ranges, defaultMaxPodsPerNode);
  }
}

/** How many nodes a cluster has at most, with those that stand beside them during an upgrade. */
function nodesOf({ nodePools }: ClusterOptions): number {
  return Object.values(nodePools).reduce(
    (sum, pool) => sum + nodesWhileUpgraded(pool.autoscaling.totalMaxNodeCount, pool),
    0,
  );
}

/** All private ranges, those of data centres last: it is they that give way. */
function rangesOf({ props: { network, dataCenters = {} }, clusters }: Platform): readonly NamedRange[] {
  const { privateServicesRange } = network;
  return [
    ...namedRanges("network", network),
    ...(privateServicesRange === undefined
      ? []
      : [{ name: "network.privateServicesRange", range: privateServicesRange }]),
    ...Object.entries(clusters).flatMap(([region, { ranges, regionalNetwork = {} }]) => [
      ...(ranges === undefined ? [] : namedRanges(`clusters.${region}.ranges`, ranges)),
      ...namedProxyRanges(`clusters.${region}.regionalNetwork`, regionalNetwork),
    ]),
    ...Object.entries(dataCenters).flatMap(([name, { privateRanges = [] }]) =>
      namedPrivateRanges(`dataCenters.${name}.privateRanges`, privateRanges),
    ),
  ];
}

/** Google reaches a data centre over a link alone. */
function checkServicesReachDataCenters(problems: Problems, { services, dataCenters = {} }: HybridPlatformProps): void {
  const expected = "a data centre with a link to the network: Google has no other way to it";
  for (const [name, service] of Object.entries<ServiceOptions>(services)) {
    for (const dataCenter of isUnknown(service.dataCenters) ? [] : (service.dataCenters ?? [])) {
      const { links = {} } = dataCenters[dataCenter] ?? {};
      if (Object.keys(links).length === 0) problems.refuse(["services", name, "dataCenters"], dataCenter, expected);
    }
  }
}

/** A data centre that the load balancer can drain must not be called like a region that it can drain. */
function checkNamesOfDataCenters(problems: Problems, { clusters, dataCenters = {} }: HybridPlatformProps): void {
  const expected = "a name that is no cluster's region, so that each can be drained by itself";
  for (const [name, { privateIngress }] of Object.entries<DataCenterOptions>(dataCenters)) {
    if (privateIngress === undefined) continue;
    problems.check(["dataCenters", name], name, (region) => clusters[region] === undefined, expected);
  }
}

/** Edge servers announce addresses that no other has. */
function checkPublicRanges(problems: Problems, props: HybridPlatformProps): void {
  const sites = Object.entries<DataCenterOptions>(props.dataCenters ?? {}).flatMap(([name, { onPremises }]) =>
    onPremises === undefined ? [] : [[name, onPremises] as const],
  );
  checkApart(problems, Object.fromEntries(sites));
  for (const [name, { edge }] of sites) checkForeign(problems, props, name, edge?.publicRanges ?? []);
}

/** Checks that edge servers announce no address to which users are sent elsewhere. */
function checkForeign(
  problems: Problems,
  { dataCenters = {}, anycastAddresses }: HybridPlatformProps,
  name: string,
  publicRanges: readonly string[],
): void {
  const endpoints = Object.entries(dataCenters).flatMap(([other, { ingress }]) =>
    other === name ? [] : [[`dataCenters.${other}.ingress`, ingress] as const],
  );
  const all =
    anycastAddresses === undefined ? endpoints : [...endpoints, ["anycastAddresses", anycastAddresses] as const];
  for (const [owner, { ipv4, ipv6 = [] }] of all) {
    for (const address of [ipv4, ipv6].flat().filter((one) => isAddress(one))) {
      const index = publicRanges.findIndex((range) => AddressRange.parse(range)?.holds(address));
      if (index < 0) continue;
      const property = ["dataCenters", name, "onPremises", "edge", "publicRanges", String(index)];
      problems.refuse(property, publicRanges[index], `a range without ${address}, of ${owner}`);
    }
  }
}

/** Checks that no two data centres have an address together. Their private IPv4 ranges are compared with those of the network. */
function checkApart(problems: Problems, sites: { readonly [name: string]: OnPremisesOptions }): void {
  const taken: { readonly property: readonly string[]; readonly range: AddressRange }[] = [];
  for (const [name, { ranges: { ipv6 } = {}, edge }] of Object.entries(sites)) {
    const publicRanges = (edge?.publicRanges ?? []).map((text, index) => {
      return [["edge", "publicRanges", String(index)], text] as const;
    });
    for (const [path, text] of [[["ranges", "ipv6"], ipv6] as const, ...publicRanges]) {
      const range = AddressRange.parse(text);
      if (range === undefined) continue;
      const property = ["dataCenters", name, "onPremises", ...path];
      const other = taken.find((one) => one.range.overlaps(range));
      if (other !== undefined) {
        const allowed = `a range that shares no address with ${other.property.join(".")}, ${other.range}`;
        problems.refuse(property, text, allowed);
      }
      taken.push({ property, range });
    }
  }
}

/** Each rate is that of a node pool. */
function checkNodeRates(problems: Problems, { analysis = {}, clusters }: HybridPlatformProps): void {
  const pools = [...new Set(poolsOf(clusters).map(([name]) => name))];
  for (const [name, requests] of Object.entries(analysis.requestsPerSecondPerNode ?? {})) {
    problems.check(name, name, (name) => pools.includes(name), `a node pool: ${pools.join(", ")}`);
    checkNumber(problems, name, requests, [0], "of requests per second");
  }
}
