import { LAST_ASN } from "../core/asns";
import { checkPort, checkRate, oneOf } from "../core/checks";
import { checkHostName } from "../core/host-names";
import { type AddressRange, familyOf, isAddress } from "./address-range";
import { DEFAULT_ASN_BASE, routerAsn, serverAsn } from "./asns";
import type { AddressableServers } from "./check-servers";
import type { GivenRouter } from "./given-routers";
import type { SiteOptions } from "./on-premises";
import { type PlannedRanges, POD_BLOCK } from "./plan-ranges";
import { checkWhole, type Problems } from "./refusals";
import { checkSecretReference } from "./secret-reference";
import { SERVER_ROLES, type ServerOptions } from "./server";
import { byName, hasPods, type PlannedRack } from "./site-plan";

const DEFAULT_MAX_PODS = 110;

/** How many pods and blocks of addresses a server has. */
export function podLimits({ pods = {} }: SiteOptions): { readonly maxPods: number; readonly maxBlocks: number } {
  const { maxPodsPerServer: maxPods = DEFAULT_MAX_PODS } = pods;
  return { maxPods, maxBlocks: pods.maxBlocksPerServer ?? 2 * blocksFor(maxPods) };
}

function blocksFor(pods: number): number {
  return Math.ceil(pods / 64);
}

/** Checks the options that are of no server, router or range. */
export function checkSiteOptions(problems: Problems, options: SiteOptions): void {
  const { pods = {}, api = {}, asnBase, edge, bgpPassword, exabgp } = options;
  checkSecretReference(problems, "bgpPassword", bgpPassword);
  checkSecretReference(problems, "exabgp", exabgp);
  checkSecretReference(problems, "edge.certificate", edge?.certificate);
  if (asnBase !== undefined) checkWhole(problems, "asnBase", asnBase, [DEFAULT_ASN_BASE, LAST_ASN - 40_000]);
  checkPort(problems, "api.port", api.port);
  const { maxPodsPerServer = DEFAULT_MAX_PODS, maxBlocksPerServer } = pods;
  const arePods = checkWhole(problems, "pods.maxPodsPerServer", maxPodsPerServer, [8, 500]);
  if (maxBlocksPerServer !== undefined && arePods) {
    checkWhole(problems, "pods.maxBlocksPerServer", maxBlocksPerServer, [blocksFor(maxPodsPerServer), 16]);
  }
  if (edge?.maxPodsPerService !== undefined) {
    checkWhole(problems, "edge.maxPodsPerService", edge.maxPodsPerService, [1, 1000]);
  }
  if (edge?.drainingSeconds !== undefined) {
    checkWhole(problems, "edge.drainingSeconds", edge.drainingSeconds, [0, 3600]);
  }
  if (edge?.handOverPacketsPerSecond !== undefined) {
    checkWhole(problems, "edge.handOverPacketsPerSecond", edge.handOverPacketsPerSecond, [0, 10_000_000]);
  }
  checkRate(problems, "edge.requestsPerSecondPerServer", edge?.requestsPerSecondPerServer);
  checkEdgeServices(problems, options);
}

function checkEdgeServices(problems: Problems, { edge, services = {} }: SiteOptions): void {
  if (edge === undefined) return;
  const known = Object.keys(services);
  const wanted = edge.services ?? known;
  const named = [
    ...(edge.services ?? []).map((name, index) => [["edge", "services", `${index}`], name] as const),
    ...Object.keys(edge.dnsNames ?? {}).map((name) => [["edge", "dnsNames", name], name] as const),
  ];
  for (const [property, name] of named) {
    if (!known.includes(name)) problems.refuse(property, name, `a service: ${oneOf(known)}`, "one-of");
  }
  if (edge.services?.length === 0) {
    problems.refuse("edge.services", [], "at least one service: with none, an edge server is never healthy");
  }
  const double = wanted.findIndex((name, index) => wanted.indexOf(name) !== index);
  if (double >= 0) problems.refuse(`edge.services.${double}`, wanted[double], "each service once");
  for (const [name, dnsName] of Object.entries(edge.dnsNames ?? {})) {
    checkHostName(problems, ["edge", "dnsNames", name], dnsName);
  }
  const count = new Set(wanted).size;
  if (edge.healthyServices !== undefined) {
    checkWhole(problems, "edge.healthyServices", edge.healthyServices, [1, Math.max(count, 1)]);
  }
}

/** The most equal paths that FRR takes (`maximum-paths`, as Debian builds it): with more, it would not read the line. */
const MOST_PATHS = 256;

/** Checks that routers can share requests between all servers that have one address together. */
export function checkEqualPaths(problems: Problems, servers: { readonly [name: string]: ServerOptions }): void {
  for (const role of ["edge", "control-plane"]) {
    const sharing = Object.values(servers).filter((server) => server.role === role);
    const racks = new Set(sharing.map(({ rack }) => rack)).size;
    if (sharing.length <= MOST_PATHS && 2 * racks <= MOST_PATHS) continue;
    const allowed = `up to ${MOST_PATHS} ${role} servers in up to ${MOST_PATHS / 2} racks: routers share requests between ${MOST_PATHS} equal paths`;
    problems.refuse("servers", sharing.length, allowed);
  }
}

/** Checks that each rack's range for pods holds the blocks of its servers. */
export function checkPods(problems: Problems, options: SiteOptions, racks: readonly PlannedRack[]): void {
  const { maxBlocks } = podLimits(options);
  const counts = new Map<string, number>();
  for (const { role, rack } of Object.values(options.servers)) {
    if (hasPods(role)) counts.set(rack, (counts.get(rack) ?? 0) + 1);
  }
  for (const { name, pods } of racks) {
    const count = counts.get(name) ?? 0;
    const blocks = 2 ** (POD_BLOCK.ipv4 - pods.ipv4.prefix);
    const servers = Math.floor(blocks / maxBlocks);
    if (count <= servers) continue;
    const allowed = `up to ${servers} servers with pods: its range for pods, ${pods.ipv4}, holds ${blocks} blocks of 64 addresses, at ${maxBlocks} per server`;
    problems.refuse(["fabric", "racks", name], count, allowed);
  }
}

/** Checks the addresses that edge servers share: each in a range that they announce. */
export function checkVirtualIps(
  problems: Problems,
  options: SiteOptions,
  ranges: PlannedRanges,
  around: Problems,
): void {
  const hasEdge = Object.values(options.servers).some(({ role }) => role === "edge");
  if (!hasEdge) {
    checkAnnounced(problems, options, ranges);
    return;
  }
  if (options.edge === undefined) {
    problems.refuse("edge", undefined, "how the edge servers take requests");
    return;
  }
  for (const [property, { peerAddresses = [] }] of Object.entries(options.links ?? {})) {
    const range = ranges.edge.public.find((one) =>
      peerAddresses.some((address) => isAddress(address) && one.holds(address)),
    );
    if (range === undefined) continue;
    const allowed = `ranges without ${peerAddresses.join(" and ")}, of ${property}: edge servers throw away what is sent to other addresses`;
    problems.refuse("edge.publicRanges", String(range), allowed);
  }
  checkIpv6(problems, options, ranges, around);
  for (const address of options.ingress) {
    if (ranges.siteIpv6 === null && familyOf(address) === "ipv6") continue;
    const own = ranges.edge.public.filter(({ family }) => family === familyOf(address));
    checkInPool(around, "ingress", address, own, "edge.publicRanges");
  }
  for (const address of options.privateIngress?.addresses ?? []) {
    checkInPool(around, "privateIngress.addresses", address, [ranges.edge.private.ipv4], "edge.privateRange");
  }
  if (options.privateIngress?.tls && options.edge.certificate === undefined) {
    problems.refuse(
      "edge.certificate",
      undefined,
      "a reference, since Google's load balancer speaks TLS to privateIngress",
    );
  }
}

/** Checks that users are sent to no address of a range that edge servers announce where there are none of these. */
function checkAnnounced(problems: Problems, options: SiteOptions, ranges: PlannedRanges): void {
  const roles = Object.values(options.servers).map(({ role }) => role);
  // No server, and a role that does not exist, are refused by themselves.
  if (options.edge === undefined || roles.length === 0 || !roles.every((role) => SERVER_ROLES.includes(role))) return;
  const { privateIngress, ingress } = options;
  const silent = [
    ...ingress.filter((one) => isAddress(one) && ranges.edge.public.some((range) => range.holds(one))),
    ...(privateIngress?.addresses ?? []).filter((one) => isAddress(one) && ranges.edge.private.ipv4.holds(one)),
  ];
  if (silent.length === 0) return;
  const allowed = `at least one server of role "edge": no edge server announces the ingress, ${silent.join(", ")}`;
  problems.refuse("servers", 0, allowed);
}

/** An IPv6 address is announced in IPv6 sessions, which servers have only where the data centre has a range. */
function checkIpv6(problems: Problems, { ingress }: SiteOptions, ranges: PlannedRanges, around: Problems): void {
  if (ranges.siteIpv6 !== null) return;
  const why = "without ranges.ipv6: no server could announce it";
  for (const address of ingress.filter((one) => familyOf(one) === "ipv6")) {
    around.refuse("ingress", address, `no IPv6 address ${why}`);
  }
  ranges.edge.public.forEach((range, index) => {
    if (range.family === "ipv6") problems.refuse(`edge.publicRanges.${index}`, String(range), `no IPv6 range ${why}`);
  });
}

function checkInPool(
  problems: Problems,
  property: string,
  address: string,
  pools: readonly AddressRange[],
  name: string,
): void {
  if (!isAddress(address) || pools.some((pool) => pool.holds(address))) return;
  problems.refuse(
    property,
    address,
    `an address of ${name}: ${pools.join(", ") || "there is no range of its address family"}`,
  );
}

/** Checks that no route is taken for a loop: whoever finds its own ASN in a path throws the route away. */
export function checkAsns(
  problems: Problems,
  options: SiteOptions,
  routers: readonly GivenRouter[],
  servers: AddressableServers,
): void {
  const base = options.asnBase ?? DEFAULT_ASN_BASE;
  const google = new Map<number, string>();
  const peers = new Map<number, string>();
  for (const [property, { asn, peerAsn }] of Object.entries(options.links ?? {})) {
    google.set(asn, `${property}.asn`);
    if (peerAsn !== undefined) peers.set(peerAsn, `${property}.peerAsn`);
  }
  const taken = new Map<number, string>();
  for (const { property, tier, rack, options: router } of [...routers].sort(byName)) {
    const asn = routerAsn(base, tier, router.number, rack?.number ?? 0, router);
    const link = google.get(asn) ?? (tier === "border" ? undefined : peers.get(asn));
    if (link !== undefined) problems.refuse([...property, "asn"], asn, `another ASN than ${link}`);
    // Routers of one rack, and those of one tier above, may have one together.
    const group = rack === null ? `the ${tier}s` : `rack ${rack.name}`;
    const owner = taken.get(asn) ?? group;
    taken.set(asn, owner);
    if (owner !== group) problems.refuse([...property, "asn"], asn, `another ASN than that of ${owner}`);
  }
  for (const [name, { role, asn = serverAsn(base, role) }] of servers) {
    const owner = google.get(asn) ?? peers.get(asn) ?? taken.get(asn);
    if (owner !== undefined) problems.refuse(["servers", name, "asn"], asn, `another ASN than that of ${owner}`);
  }
}
