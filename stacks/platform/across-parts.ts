import { checkNumber, oneOf } from "../../lib/core/checks";
import { isWildcard } from "../../lib/core/host-names";
import { ownValue } from "../../lib/core/own-value";
import type { Problems } from "../../lib/core/problems";
import { isUnknown } from "../../lib/core/tokens";
import { AddressRange, isAddress } from "../../lib/data-center/address-range";
import { givenLinks } from "../../lib/data-center/given-links";
import { readAnyLink } from "../../lib/data-center/link-address";
import type { OnPremisesOptions } from "../../lib/data-center/on-premises";
import type { NodePoolOptions } from "../../lib/gke/nodes/node-pool-options";
import { nodesWhileUpgraded } from "../../lib/gke/nodes/node-upgrade";
import type { RegionRanges } from "../../lib/network/address-plan";
import type { ExistingSubnet } from "../../lib/network/existing-network";
import { PODS_RANGE_NAME, SERVICES_RANGE_NAME } from "../../lib/network/i-global-network";
import { checkNodesFit, checkPodsFit, type NodesToPlace } from "../../lib/network/pod-capacity";
import { JUDGED_BY } from "../../lib/routing/analysis/known-rate";
import { additionalPodRangesOf, type ClusterOptions } from "./clusters";
import type { DataCenterOptions } from "./data-centers";
import type { HybridPlatformProps } from "./hybrid-platform-props";
import { poolsOf } from "./last-resort-capacity";
import { checkLearnedPrefixes } from "./learned-prefixes";
import type { PlannedRanges } from "./network";
import { nodePoolsOf, type Platform } from "./platform";
import { checkRanges, givenRangesOf, rangesOf } from "./private-ranges";
import { attachedByAutoneg, type ServiceOptions } from "./services";

/**
 * Validates what spans parts, and that alone: options of which each is right by itself, and in its own file, but not beside an
 * option of another part. A rule about one part is in the part's file.
 */
export function checkAcrossParts(problems: Problems, platform: Platform, planned: PlannedRanges): void {
  const { props } = platform;
  checkClustersFitNetwork(problems, platform, planned);
  checkRanges(problems, platform, planned);
  checkServicesReachDataCenters(problems, props);
  checkNamesOfDataCenters(problems, props);
  checkNoWildcardsAtEdges(problems, props);
  checkSites(problems, platform);
  checkLearnedPrefixes(problems, props);
  warnOfAutonegTraffic(problems, props);
  checkNodeRates(problems.at("analysis.requestsPerSecondPerNode"), props);
}

/** The capacity of groups that the autoneg controller attaches is the controller's: Terraform only outputs what to tell it. */
function warnOfAutonegTraffic(problems: Problems, { clusters = {}, services = {} }: HybridPlatformProps): void {
  const names = attachedByAutoneg(services).map(([name]) => name);
  if (names.length === 0) return;
  for (const [region, { drain, capacityPercent, preferred }] of Object.entries<ClusterOptions>(clusters)) {
    const outputs = names.map((name) => `autoneg_annotations_${name}`).join(", ");
    const advice = `reaches ${names.join(", ")} only when the Kubernetes Service gets the annotations of the output ${outputs}`;
    for (const [property, value] of Object.entries({ drain: drain || undefined, capacityPercent })) {
      if (value !== undefined) problems.warn(["clusters", region, property], advice);
    }
    if (preferred === true) {
      const reason = `has no effect on ${names.join(", ")}: the autoneg controller attaches without a preference`;
      problems.warn(["clusters", region, "preferred"], reason);
    }
  }
}

/** Edge servers compare whole host names. */
function checkNoWildcardsAtEdges(problems: Problems, { services = {}, dataCenters = {} }: HybridPlatformProps): void {
  const [dataCenter] = Object.keys(dataCenters).filter((name) => dataCenters[name]?.onPremises !== undefined);
  if (dataCenter === undefined) return;
  for (const [name, { hostName }] of Object.entries<ServiceOptions>(services)) {
    if (isUnknown(hostName) || !isWildcard(hostName)) continue;
    const expected = `a host name without an asterisk: the edge servers of ${dataCenter} answer whole host names`;
    problems.refuse(["services", name, "hostName"], hostName, expected, "host-name");
  }
}

/** The network must have what its clusters need. */
function checkClustersFitNetwork(problems: Problems, { props, clusters }: Platform, planned: PlannedRanges): void {
  for (const [region, cluster] of Object.entries(clusters)) {
    const below = problems.at(["clusters", region]);
    const { stackType, subnet } = cluster;
    const [ipv6, option] =
      subnet === undefined ? [props.network?.ipv6, "network.ipv6"] : [subnet.ipv6Range, "subnet.ipv6Range"];
    const isPossible = (type: typeof stackType) => type !== "IPV4_IPV6" || ipv6 !== undefined;
    below.check("stackType", stackType, isPossible, `"IPV4", or ${option} beside it: the subnet must have both`);
    if (subnet !== undefined) checkTwoRanges(below.at("subnet"), subnet);
    const ranges = planned.get(region);
    if (ranges !== undefined) checkNodesAndPods(below, cluster, ranges);
  }
}

/** In one range for both, pods and services would have the same addresses: Google refuses the cluster. */
function checkTwoRanges(problems: Problems, { podsRangeName, servicesRangeName }: ExistingSubnet): void {
  const [pods, services] = [podsRangeName ?? PODS_RANGE_NAME, servicesRangeName ?? SERVICES_RANGE_NAME];
  if (isUnknown(pods) || isUnknown(services)) return;
  const expected = `another range than that of the pods, "${pods}"`;
  problems.check("servicesRangeName", services, (name) => name !== pods, expected, "name");
}

/** The ranges must hold the nodes of all pools, and the pods of each where they take their addresses from. */
function checkNodesAndPods(problems: Problems, cluster: ClusterOptions, ranges: RegionRanges): void {
  const { regionalNetwork: { additionalPodRanges: further = {} } = {} } = cluster;
  const names = Object.keys(further);
  const known = `a range of regionalNetwork.additionalPodRanges: ${oneOf(names)}`;
  // A subnet that was there before may have ranges that are not configured here.
  const isThere = (name: string) => cluster.subnet !== undefined || Object.hasOwn(further, name);
  const shared = additionalPodRangesOf(cluster) ?? [];
  if (!isUnknown(shared)) {
    for (const name of shared) problems.check("additionalPodRanges", name, isThere, known, "one-of");
  }
  checkNodesFit(
    problems,
    "nodePools",
    nodesOf(cluster, () => true),
    ranges.nodes,
  );
  const inShared = [ranges.pods, ...(isUnknown(shared) ? [] : shared.flatMap((name) => further[name] ?? []))];
  const words =
    inShared.length === 1
      ? `its range for pods, ${ranges.pods}, holds`
      : `its ranges for pods, ${inShared.join(", ")}, hold`;
  const podsRange = cluster.subnet?.podsRangeName ?? PODS_RANGE_NAME;
  const isShared = (name: string) => name === podsRange || (!isUnknown(shared) && shared.includes(name));
  // A pool that asks for a shared range by its name takes its blocks from what the others have, too.
  const ofCluster = nodesOf(cluster, ({ podRange = podsRange }) => isShared(podRange));
  // Which further ranges a token names is Terraform's to know, and how large those of others are, theirs.
  const areKnown = !isUnknown(shared) && shared.every((name) => Object.hasOwn(further, name));
  if (areKnown) checkPodsFit(problems, "nodePools", ofCluster, { words, ranges: inShared });
  for (const [name, { podRange }] of Object.entries(nodePoolsOf(cluster))) {
    const isKnown = (range = podsRange) => range === podsRange || isThere(range);
    problems.check(["nodePools", name, "podRange"], podRange, isKnown, known, "one-of");
  }
  // Where there is no other, that of the cluster has all of the pools above.
  const byName = { ...(inShared.length > 1 && { [podsRange]: ranges.pods }), ...further };
  for (const [name, range] of Object.entries(byName)) {
    const own = nodesOf(cluster, ({ podRange }) => podRange === name);
    checkPodsFit(problems, "nodePools", own, { words: `${name}, ${range}, holds`, ranges: [range] });
  }
}

/** How many nodes the pools have at most, with those that stand beside them during an upgrade. */
function nodesOf(
  cluster: ClusterOptions,
  isMeant: (pool: Pick<NodePoolOptions, "podRange">) => boolean,
): readonly NodesToPlace[] {
  const { existing } = cluster;
  const { defaultMaxPodsPerNode } = existing ?? cluster;
  const made = Object.values<NodePoolOptions>(nodePoolsOf(cluster))
    .filter(isMeant)
    .map((pool) => ({
      count: nodesWhileUpgraded(pool.autoscaling.totalMaxNodeCount, pool),
      maxPodsPerNode: pool.maxPodsPerNode ?? defaultMaxPodsPerNode,
    }));
  // Where the pods of its own pools have their addresses is not known: in the cluster's range, which most have.
  if (existing?.maxNodes === undefined || !isMeant({})) return made;
  return [{ count: existing.maxNodes, maxPodsPerNode: defaultMaxPodsPerNode }, ...made];
}

/** Google reaches a data centre over a link alone: one of the platform's, or one that the VPC has already. */
function checkServicesReachDataCenters(
  problems: Problems,
  { services = {}, dataCenters = {}, network }: HybridPlatformProps,
): void {
  if (network?.existing !== undefined) return;
  const expected = "a data centre with a link to the network: Google has no other way to it";
  for (const [name, service] of Object.entries<ServiceOptions>(services)) {
    for (const dataCenter of isUnknown(service.dataCenters) ? [] : (service.dataCenters ?? [])) {
      const named = ownValue(dataCenters, dataCenter);
      // One that does not exist is refused by the edge.
      if (named !== undefined && Object.keys(named.links ?? {}).length === 0)
        problems.refuse(["services", name, "dataCenters"], dataCenter, expected);
    }
  }
}

/** A data centre that the load balancer can drain must not be called like a region that it can drain. */
function checkNamesOfDataCenters(problems: Problems, { clusters = {}, dataCenters = {} }: HybridPlatformProps): void {
  const expected = "a name that is not the region of a cluster, so that each can be drained by itself";
  for (const [name, { privateIngress }] of Object.entries<DataCenterOptions>(dataCenters)) {
    if (privateIngress === undefined) continue;
    problems.check(["dataCenters", name], name, (region) => !Object.hasOwn(clusters, region), expected, "name");
  }
}

/** A range that can be compared, with the path of its property. */
interface PlacedRange {
  readonly path: readonly string[];
  readonly name: string;
  readonly range: AddressRange;
}

/** What a data centre announces, and the addresses of its links, belong to no other part. */
function checkSites(problems: Problems, platform: Platform): void {
  const sites = Object.entries<DataCenterOptions>(platform.props.dataCenters ?? {}).flatMap(([name, { onPremises }]) =>
    onPremises === undefined ? [] : [[name, onPremises] as const],
  );
  if (sites.length === 0) return;
  const announced = sites.flatMap(([name, site]) => announcedRanges(name, site));
  const all = [
    ...[...givenRangesOf(platform), ...rangesOf(platform)].flatMap(({ name, range }) => placed([name], range)),
    ...announced,
  ];
  // Private IPv4 ranges are compared with those of the network.
  announced.forEach((range, index) => {
    checkOutside(problems, announced.slice(0, index), range);
  });
  for (const [name, site] of sites) {
    const prefix = `dataCenters.${name}.`;
    const own = announced.filter((range) => range.name.startsWith(prefix));
    const others = all.filter((range) => !range.name.startsWith(prefix));
    checkForeign(problems, platform.props, name, own);
    // Edge servers throw away what they announce, and must not do so to the network or to another data centre.
    const networks = others.filter((range) => !announced.includes(range));
    for (const range of own) checkOutside(problems, networks, range);
    checkLinks(problems, name, site, others);
  }
}

/** The IPv6 range of a data centre, and what its edge servers announce. */
function announcedRanges(name: string, { ranges, edge }: OnPremisesOptions): readonly PlacedRange[] {
  const path = ["dataCenters", name, "onPremises"];
  return [
    ...placed([...path, "ranges", "ipv6"], ranges?.ipv6),
    ...(edge?.publicRanges ?? []).flatMap((range, index) =>
      placed([...path, "edge", "publicRanges", `${index}`], range),
    ),
  ];
}

/** What is a token cannot be compared; what is no range is refused in its own part. */
function placed(path: readonly string[], text: string | undefined): readonly PlacedRange[] {
  const range = AddressRange.parse(text);
  return range === undefined ? [] : [{ path, name: path.join("."), range }];
}

/** Checks that no data centre has an address to which users are sent elsewhere. */
function checkForeign(
  problems: Problems,
  { dataCenters = {}, anycastAddresses }: HybridPlatformProps,
  name: string,
  own: readonly PlacedRange[],
): void {
  const endpoints = Object.entries<DataCenterOptions>(dataCenters).flatMap(([other, { ingress }]) =>
    other === name || ingress === undefined ? [] : [[`dataCenters.${other}.ingress`, ingress] as const],
  );
  const all =
    anycastAddresses === undefined ? endpoints : [...endpoints, ["anycastAddresses", anycastAddresses] as const];
  for (const [owner, { ipv4, ipv6 = [] }] of all) {
    for (const address of [ipv4, ipv6].flat().filter((one) => isAddress(one))) {
      const found = own.find(({ range }) => range.holds(address));
      if (found !== undefined)
        problems.refuse(found.path, String(found.range), `a range without ${address}, of ${owner}`, "range");
    }
  }
}

/** Checks that a range has no address of others. */
function checkOutside(problems: Problems, others: readonly PlacedRange[], { path, range }: PlacedRange): void {
  const other = others.find((one) => one.range.overlaps(range));
  if (other === undefined) return;
  problems.refuse(path, String(range), `a range that shares no address with ${other.name}, ${other.range}`, "range");
}

/** Checks that no link was given an address of others: from its two ends, that one could no longer be reached. */
function checkLinks(problems: Problems, name: string, site: OnPremisesOptions, others: readonly PlacedRange[]): void {
  for (const [property, link] of givenLinks(site)) {
    const lower = readAnyLink(link)?.lower;
    const other = lower === undefined ? undefined : others.find(({ range }) => range.holds(lower));
    if (other === undefined) continue;
    const path = ["dataCenters", name, "onPremises", ...property];
    problems.refuse(path, link, `an address outside ${other.name}, ${other.range}`, "address");
  }
}

/** Each rate is that of a node pool. */
function checkNodeRates(problems: Problems, { analysis = {}, clusters }: HybridPlatformProps): void {
  if (clusters === undefined) return;
  const pools = [...new Set(poolsOf(clusters).map(([name]) => name))];
  for (const [name, requests] of Object.entries(analysis.requestsPerSecondPerNode ?? {})) {
    problems.check(name, name, (name) => pools.includes(name), `a node pool: ${oneOf(pools)}`, "one-of");
    if (problems.known(name, requests, JUDGED_BY)) {
      checkNumber(problems, name, requests, [0], "of requests per second");
    }
  }
}
