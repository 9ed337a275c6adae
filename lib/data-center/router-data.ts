import { EVERYWHERE } from "../core/special-ranges";
import { type AddressRange, type ByFamily, type Family, hostRange } from "./address-range";
import { type Data, secret, valuesOf } from "./data";
import { handsOver } from "./edge-data";
import type { LinkAddress } from "./link-address";
import { POD_BLOCK } from "./plan-ranges";
import { BFD, BGP_TIMERS, COMMUNITIES, sharedRoutes } from "./shared-routes";
import { hasPods, type PlannedRouter, type PlannedServer, type SitePlan } from "./site-plan";
import { StaticRoutes } from "./static-routes";

const ADDRESS_BITS = { ipv4: 32, ipv6: 128 } as const;

/** The most routes of one server, above what its pods need. Over it, the session comes back by itself after some minutes. */
const MAX_PREFIXES = 32;
const RESTART_MINUTES = 5;

/**
 * What a router shares equal paths by. Linux gives a connection another flow label when it repeats a packet: a router that hashes it
 * moves the connection to another edge server.
 */
const HASHING = {
  fields: ["source_address", "destination_address", "protocol", "source_port", "destination_port"],
  ipv6_flow_label: false,
} as const;

/**
 * The largest segments of TCP through the tunnels of a VPN: packets of 1,390 bytes, without 40 and 60 bytes of headers.
 *
 * Source: https://cloud.google.com/network-connectivity/docs/vpn/concepts/mtu-considerations
 */
const VPN_MSS = { ipv4: 1350, ipv6: 1330 } as const;

/** FRR's and most makes' least; more where more servers or racks share an address. */
const LEAST_PATHS = 16;

type Side = "up" | "down" | "server";

/** The data of each router, in words that any make of router has: neighbours, prefix lists, limits, aggregates. */
export function routerData(plan: SitePlan): (router: PlannedRouter) => Data {
  const byName = new Map(plan.routers.map((router) => [router.name, router]));
  const servers = serversByRack(plan.servers);
  const writer = new RouterWriter(plan);
  return (router) => {
    const above = router.uplinks.map(({ to, link }) => writer.neighbor(byName.get(to) as PlannedRouter, "up", link));
    const below = plan.routers.flatMap((lower) => {
      const uplink = lower.uplinks.find(({ to }) => to === router.name);
      return uplink === undefined ? [] : [writer.neighbor(lower, "down", uplink.link)];
    });
    const own = router.rack === null ? [] : (servers.get(router.rack.name) ?? []);
    const ofServers = own.map((server) =>
      writer.server(server, server.links[router.number - 1] as ByFamily<LinkAddress>),
    );
    return writer.router(router, [...above, ...below, ...ofServers]);
  };
}

class RouterWriter {
  private readonly site: ByFamily<readonly Data[]>;
  private readonly password: Data;
  private readonly maxPaths: number;
  private readonly edges: readonly PlannedServer[];
  private readonly staticRoutes: StaticRoutes | null;

  constructor(private readonly plan: SitePlan) {
    const { site, siteIpv6, edge } = plan.ranges;
    const own = [...site, ...(siteIpv6 === null ? [] : [siteIpv6]), ...edge.public];
    const of = (family: Family) =>
      own.filter((range) => range.family === family).map((range) => within(range, ADDRESS_BITS[family]));
    this.site = { ipv4: of("ipv4"), ipv6: of("ipv6") };
    this.password = secret(plan.options.bgpPassword);
    this.edges = plan.servers.filter(({ role }) => role === "edge").sort((one, other) => one.number - other.number);
    this.staticRoutes = plan.options.edge?.floatingStaticRoutes ? new StaticRoutes(plan) : null;
    this.maxPaths = Math.max(LEAST_PATHS, sharingServers(plan), 2 * sharingRacks(plan));
  }

  public router(router: PlannedRouter, neighbors: readonly Data[]): Data {
    const { name, tier, rack, number, asn, loopback } = router;
    const isBorder = tier === "border";
    const aggregates = this.aggregates();
    return {
      name,
      data_center: this.plan.options.dataCenterName,
      tier,
      rack: rack === null ? null : { name: rack.name, number: rack.number },
      number,
      asn,
      router_id: loopback.ipv4,
      loopback: { ipv4: loopback.ipv4, ipv6: loopback.ipv6 },
      bgp: { ...BGP_TIMERS, max_paths: this.maxPaths, multipath_relax: true, ebgp_requires_policy: true },
      hashing: HASHING,
      networks: isBorder
        ? this.families().map((family) => ({ family, prefix: EVERYWHERE[family] }))
        : this.ownNetworks(router),
      aggregates: isBorder ? aggregates : [],
      outside: isBorder ? { announce: aggregates, strip_communities: Object.values(COMMUNITIES).sort() } : null,
      tcp_mss: isBorder && hasVpn(this.plan) ? VPN_MSS : null,
      communities: COMMUNITIES,
      neighbors,
      ...(this.staticRoutes === null ? {} : { static_routes: this.staticRoutes.of(router) }),
    };
  }

  /**
   * Its own address, of a rack's router alone: on a border it would be a route in the aggregate, and one above the racks would
   * come to the border. The aggregate must go when no rack can be reached, or this data centre attracts what it cannot deliver.
   */
  private ownNetworks({ tier, loopback }: PlannedRouter): readonly Data[] {
    if (tier !== "rack") return [];
    return valuesOf(loopback).map(([family, address]) => ({ family, prefix: hostRange(address) }));
  }

  /** A router above or below. What comes from above may be the default route, what comes from below never is. */
  public neighbor({ name, asn }: PlannedRouter, side: "up" | "down", link: ByFamily<LinkAddress>): Data {
    const sessions = valuesOf(link).map(([family, pair]) => {
      const own = this.site[family] ?? [];
      const all = [exact(EVERYWHERE[family]), ...own];
      return session(family, pair, side, side === "up" ? all : own, side === "up" ? own : all);
    });
    return { name, kind: side, role: null, asn, password: this.password, sessions };
  }

  /**
   * A server: its own routes and no others. It hears the default route while this router has it from above, and an edge server the
   * other edge servers' own addresses, to which it hands over packets of their connections.
   */
  public server(server: PlannedServer, link: ByFamily<LinkAddress>): Data {
    const { name, role, asn } = server;
    const sessions = valuesOf(link).map(([family, pair]) => {
      const bfd = role === "edge" ? BFD : null;
      const announce = [exact(EVERYWHERE[family]), ...this.otherEdges(server, family)];
      return session(family, pair, "server", this.routesOf(server, family), announce, bfd);
    });
    return { name, kind: "server", role, asn, password: this.password, sessions };
  }

  private otherEdges({ name, role }: PlannedServer, family: Family): readonly Data[] {
    if (role !== "edge" || !handsOver(this.plan)) return [];
    return this.edges.flatMap((other) => {
      const address = other.loopback[family];
      return other.name === name || address === null ? [] : [exact(hostRange(address))];
    });
  }

  private routesOf({ role, loopback, rack }: PlannedServer, family: Family): readonly Data[] {
    const own = loopback[family];
    const pods = hasPods(role) ? rack.pods[family] : null;
    return [
      ...(own === null ? [] : [exact(hostRange(own))]),
      ...sharedRoutes(this.plan, role).flatMap((route) => (route.family === family ? [exact(route.prefix)] : [])),
      ...(pods === null ? [] : [within(pods, POD_BLOCK[family], POD_BLOCK[family])]),
    ];
  }

  /** What the world outside hears: each private range as a whole, while there is a route in it. */
  private aggregates(): readonly Data[] {
    const { site, siteIpv6 } = this.plan.ranges;
    const all = [...site, ...(siteIpv6 === null ? [] : [siteIpv6])];
    return all.map((range) => ({ family: range.family, prefix: String(range) }));
  }

  private families(): readonly Family[] {
    return this.plan.ranges.siteIpv6 === null ? ["ipv4"] : ["ipv4", "ipv6"];
  }
}

function session(
  family: Family,
  { lower, upper, prefixLength }: LinkAddress,
  side: Side,
  accept: readonly Data[],
  announce: readonly Data[],
  bfd: Data = null,
): Data {
  return {
    family,
    address: side === "up" ? upper : lower,
    local_address: side === "up" ? lower : upper,
    prefix_length: prefixLength,
    accept,
    announce,
    max_prefixes: side === "server" ? MAX_PREFIXES : null,
    restart_minutes: side === "server" ? RESTART_MINUTES : null,
    bfd,
  };
}

function exact(prefix: string): Data {
  return { prefix, ge: null, le: null };
}

function within(range: AddressRange, le: number, ge: number | null = null): Data {
  return { prefix: String(range), ge, le };
}

function serversByRack(servers: readonly PlannedServer[]): ReadonlyMap<string, readonly PlannedServer[]> {
  const byRack = new Map<string, PlannedServer[]>();
  for (const server of servers) {
    const own = byRack.get(server.rack.name) ?? [];
    own.push(server);
    byRack.set(server.rack.name, own);
  }
  for (const own of byRack.values()) own.sort((one, other) => one.number - other.number);
  return byRack;
}

/** How many servers of one role share an address, at most. */
function sharingServers({ servers }: SitePlan): number {
  const count = (role: string) => servers.filter((server) => server.role === role).length;
  return Math.max(count("edge"), count("control-plane"));
}

/** How many racks hold servers that share an address: each of their routers is a path. */
function sharingRacks({ servers }: SitePlan): number {
  const sharing = servers.filter(({ role }) => role === "edge" || role === "control-plane");
  return new Set(sharing.map(({ rack }) => rack.name)).size;
}

/** Whether a link to Google Cloud has gateways with addresses of their own: tunnels of a VPN have, circuits do not. */
function hasVpn({ options: { links = {} } }: SitePlan): boolean {
  return Object.values(links).some(({ peerAddresses }) => peerAddresses !== undefined);
}
