import { EVERYWHERE } from "../../core/special-ranges";
import { AddressRange, type Family, familyOf, hostRange } from "../address-range";
import type { Differences } from "./difference";
import type { HostDump, KernelRoute } from "./dumps";
import { familiesOf, type RouterFile, type ServerFile, type SiteFiles } from "./plan-files";

/** An address that a device must have; a router's interfaces are its own affair. */
interface PlannedAddress {
  readonly address: string;
  readonly prefixLength: number;
  readonly interface?: string;
}

const HOST_LENGTH = { ipv4: 32, ipv6: 128 } as const;

/** The addresses of a router: its own, and those of its links. */
export function addressesOfRouter({ loopback, neighbors }: RouterFile): readonly PlannedAddress[] {
  const links = neighbors.flatMap(({ sessions }) =>
    sessions.map(({ local_address, prefix_length }) => ({ address: local_address, prefixLength: prefix_length })),
  );
  return [...ownAddress(loopback), ...links];
}

/** The addresses of a server: its own, those of its links, and virtual ones. */
export function addressesOfServer({ loopback, links, edge }: ServerFile): readonly PlannedAddress[] {
  const ofLinks = links.flatMap((link) =>
    familiesOf(link).map((family) => {
      const { address, prefix_length } = link[family] as ServerFile["links"][0]["ipv4"];
      return { address, prefixLength: prefix_length, interface: link.interface };
    }),
  );
  const virtual = edge?.virtual_ips ?? [];
  return [
    ...ownAddress(loopback),
    ...ofLinks,
    ...virtual.map(({ address, family }) => ({ address, prefixLength: HOST_LENGTH[family], interface: "lo" })),
  ];
}

function ownAddress(loopback: ServerFile["loopback"]): readonly PlannedAddress[] {
  return familiesOf(loopback).map((family) => {
    return { address: loopback[family] as string, prefixLength: HOST_LENGTH[family], interface: "lo" };
  });
}

/** Everything that is planned for somebody, so that nobody else may have it. */
export function plannedAddresses({ routers, servers }: SiteFiles): ReadonlyMap<string, string> {
  const owners = [
    ...routers.flatMap((router) => addressesOfRouter(router).map(({ address }) => [address, router.name] as const)),
    ...servers.flatMap((server) => addressesOfServer(server).map(({ address }) => [address, server.name] as const)),
  ];
  return new Map(owners);
}

/** Compares the addresses of a device. */
export function compareAddresses(
  differences: Differences,
  planned: readonly PlannedAddress[],
  { addresses }: HostDump,
  others: ReadonlyMap<string, string>,
): void {
  const found = addresses.flatMap(({ ifname, addr_info = [] }) =>
    addr_info.map(({ local = "", prefixlen = 0 }) => ({ address: local, prefixLength: prefixlen, interface: ifname })),
  );
  for (const one of planned) {
    const there = found.find(({ address }) => address === one.address);
    const where = (item: PlannedAddress): string =>
      `${item.address}/${item.prefixLength}${one.interface === undefined ? "" : ` on ${item.interface}`}`;
    differences.compare("address", "an address", where(one), there === undefined ? null : where(there));
  }
  const own = new Set(planned.map(({ address }) => address));
  for (const { address, interface: port } of found) {
    const owner = own.has(address) ? undefined : others.get(address);
    if (owner !== undefined) differences.note("address", `the address ${address} on ${port}`, `for ${owner}`, "here");
  }
}

/** The gateways of a route, in order. */
export function gatewaysOf({ gateway, nexthops = [] }: KernelRoute): readonly string[] {
  const all = [gateway, ...nexthops.map((hop) => hop.gateway ?? hop.via?.host)];
  return all.flatMap((one) => one ?? []).sort();
}

/** A prefix as BGP writes it: `ip` leaves the length of a single address out, and calls everything `default`. */
export function prefixOfRoute({ dst }: KernelRoute, family: Family): string {
  if (dst === "default") return EVERYWHERE[family];
  return dst.includes("/") ? dst : hostRange(dst);
}

/** What the default route of a server by its routers' word, and the one beneath it, are called. */
const DEFAULT_ROUTES = [
  { metric: 512, what: "the default route that routers offer" },
  { metric: 2048, what: "the default route to fall back to" },
];

/** Compares the default routes of a server: over both routers, from its own address. */
export function compareDefaultRoutes(differences: Differences, server: ServerFile, { routes }: HostDump): void {
  for (const family of familiesOf(server.loopback)) {
    const routers = server.links.map((link) => link[family]?.router_address ?? "").sort();
    for (const { metric, what } of DEFAULT_ROUTES) {
      const route = routes[family].find((one) => one.dst === "default" && one.metric === metric);
      const found = route === undefined ? null : `from ${route.prefsrc} by ${gatewaysOf(route).join(", ")}`;
      const planned = `from ${server.loopback[family]} by ${routers.join(", ")}`;
      differences.compare("default-route", `${what}, ${family}`, planned, found);
    }
  }
}

/** Compares the blackhole routes under what an edge server announces as a whole. */
export function compareBlackholes(differences: Differences, server: ServerFile, { routes }: HostDump): void {
  for (const { family, prefix } of server.blackholes) {
    const isThere = routes[family].some((route) => {
      return route.type === "blackhole" && prefixOfRoute(route, family) === prefix;
    });
    differences.compare("blackhole", "a route to nowhere", prefix, isThere ? prefix : null);
  }
}

/** The blocks of pods that a server holds: routes to nowhere that Calico's BIRD keeps in the kernel. */
export function blocksOf({ routes }: HostDump): readonly string[] {
  return (["ipv4", "ipv6"] as const).flatMap((family) =>
    routes[family]
      .filter(({ type, protocol }) => type === "blackhole" && protocol === "bird")
      .map((route) => prefixOfRoute(route, family)),
  );
}

/** Compares the blocks of a server with its rack's range, and their number with the limit. */
export function compareBlocks(differences: Differences, { pods }: ServerFile, dump: HostDump): void {
  const blocks = blocksOf(dump);
  for (const block of blocks) {
    const family = familyOf(block);
    const own = pods?.[family] ?? null;
    const isOwn = own !== null && AddressRange.parse(own.range)?.holds(AddressRange.parse(block) as AddressRange);
    if (!isOwn) differences.note("block", "a block of pods", own === null ? null : `within ${own.range}`, block);
  }
  for (const family of ["ipv4", "ipv6"] as const) {
    const count = blocks.filter((block) => familyOf(block) === family).length;
    const most = pods?.max_blocks ?? 0;
    if (count > most) differences.note("block", `blocks of pods, ${family}`, `${most} at most`, String(count));
  }
}
