import { type ByFamily, type Family, familyOf, hostRange } from "./address-range";
import { RACK_LABEL } from "./calico";
import { podLimits } from "./check-site";
import { type Data, mapFamilies, secret, valuesOf } from "./data";
import { edgeData } from "./edge-data";
import { etcdData } from "./etcd-data";
import type { LinkAddress } from "./link-address";
import { nodeData } from "./node-data";
import { POD_BLOCK } from "./plan-ranges";
import { poolMarks } from "./pool-marks";
import type { ServerRole } from "./server";
import { BFD, BGP_TIMERS, COMMUNITIES, edgeRanges, sharedRoutes } from "./shared-routes";
import { hasPods, type PlannedServer, type SitePlan } from "./site-plan";

/**
 * How long routers keep the routes of a server whose ExaBGP restarts. Only where all that it announces is its own: of shared
 * addresses, a server that is down would keep its share of the requests.
 */
const GRACEFUL_RESTART_SECONDS = 120;

/** How what is shared is checked: at most `fall` bad checks until a server is withdrawn. */
const HEALTH = { interval_seconds: 2, fast_interval_seconds: 1, timeout_seconds: 1, fall: 2 } as const;

/**
 * How many good checks bring a server back: twice as many each time, up to the most, unless it was announced for the time of memory.
 * An edge server comes back slowly, as each return moves requests that are under way.
 */
const RETURN: { readonly [role in ServerRole]?: Data } = {
  edge: { rise: 10, most_rise: 320, flap_memory_seconds: 1800 },
  "control-plane": { rise: 3, most_rise: 48, flap_memory_seconds: 600 },
};

const DEFAULT_API_PORT = 6443;

/** What all servers of a role have in common, made once for a whole data centre. */
export type RoleData = (server: PlannedServer) => Data;

/**
 * The data of each server: its pillar, all that its templates need.
 *
 * It names no other server and no router, so that whatever happens to others leaves it equal to the byte; but for
 * members of etcd and the control plane, which must know the members.
 */
export function serverData(plan: SitePlan): RoleData {
  const { options, ranges } = plan;
  const limits = podLimits(options);
  const edge = plan.servers.some(({ role }) => role === "edge") ? edgeData(plan) : null;
  const api = { ...mapFamilies(ranges.api, same), port: options.api?.port ?? DEFAULT_API_PORT };
  const dns = mapFamilies(ranges.dns, same);
  const blackholes = edgeRanges(ranges).map((range) => ({ family: range.family, prefix: String(range) }));
  const etcd = etcdData(plan);
  const node = nodeData(plan);
  return (server) => ({
    name: server.name,
    data_center: options.dataCenterName,
    number: server.number,
    role: server.role,
    rack: { name: server.rack.name, number: server.rack.number },
    loopback: mapFamilies(server.loopback, same),
    links: server.links.map((link, index) => linkData(server, link, index)),
    bgp: {
      asn: server.asn,
      router_id: server.loopback.ipv4,
      ...BGP_TIMERS,
      graceful_restart_seconds: announcesAlone(server) ? GRACEFUL_RESTART_SECONDS : null,
      password: secret(options.bgpPassword),
      configuration: secret(options.exabgp),
    },
    bfd: server.role === "edge" ? BFD : null,
    announce: {
      own: valuesOf(server.loopback).map(([family, address]) => announced(family, hostRange(address), "loopback")),
      shared: sharedRoutes(plan, server.role).map((route) => ({ ...route, community: COMMUNITIES.shared })),
      health: healthOf(server.role),
    },
    forwards: server.role !== "edge",
    blackholes: server.role === "edge" ? blackholes : [],
    pods: hasPods(server.role) ? podData(server, limits) : null,
    kubelet: hasPods(server.role) ? kubeletData(plan, server, limits.maxPods) : null,
    api,
    dns,
    edge: server.role === "edge" ? edge : null,
    ...etcd(server),
    ...node(server),
    versions: {
      kubernetes: server.versions.kubernetes ?? null,
      etcd: server.versions.etcd ?? null,
      calico: server.versions.calico ?? null,
      containerd: server.versions.containerd ?? null,
    },
  });
}

/** Whether everything that a server announces is its own. */
function announcesAlone({ role }: PlannedServer): boolean {
  return role === "worker" || role === "etcd";
}

function healthOf(role: ServerRole): Data {
  const own = RETURN[role];
  return own === undefined ? null : { ...HEALTH, ...(own as object) };
}

function announced(family: Family, prefix: string, kind: "loopback"): Data {
  return { family, prefix, kind, community: COMMUNITIES[kind] };
}

function linkData(server: PlannedServer, link: ByFamily<LinkAddress>, index: number): Data {
  return {
    router: index + 1,
    interface: server.interfaces[index] as string,
    asn: (server.rack.routers[index] as { asn: number }).asn,
    ...mapFamilies(link, ({ lower, upper, prefixLength }) => ({
      address: lower,
      router_address: upper,
      prefix_length: prefixLength,
    })),
  };
}

function podData({ rack }: PlannedServer, { maxPods, maxBlocks }: ReturnType<typeof podLimits>): Data {
  const range = (own: string) => ({ range: own, block_prefix_length: POD_BLOCK[familyOf(own)] });
  const { ipv4, ipv6 } = rack.pods;
  return {
    ipv4: range(String(ipv4)),
    ipv6: ipv6 === null ? null : range(String(ipv6)),
    max_pods: maxPods,
    max_blocks: maxBlocks,
    community: COMMUNITIES.block,
  };
}

/** What the kubelet is told: its own address is the one that is announced, whichever link is up. Calico takes it from there. */
function kubeletData(plan: SitePlan, server: PlannedServer, maxPods: number): Data {
  const { loopback, rack } = server;
  const { labels, taints } = poolMarks(plan, server);
  return {
    node_ip: valuesOf(loopback)
      .map(([, address]) => address)
      .join(","),
    node_labels: [`${RACK_LABEL}=${rack.name}`, ...labels].join(","),
    node_taints: taints.join(","),
    max_pods: maxPods,
  };
}

function same(text: string): string {
  return text;
}
