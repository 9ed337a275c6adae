import type { ByFamily } from "./address-range";
import { type Data, mapFamilies } from "./data";
import type { PlannedRanges } from "./plan-ranges";
import { SERVER_ROLES } from "./server";
import { sharedRoutes } from "./shared-routes";
import { byName, etcdMembers, type SitePlan } from "./site-plan";

/** One server in the lists of a data centre. */
export interface ListedServer {
  readonly number: number;
  readonly role: string;
  readonly rack: string;
  readonly asn: number;
  readonly ipv4: string;
  readonly ipv6: string | null;
}

/** One router in the lists of a data centre. */
export interface ListedRouter {
  readonly tier: string;
  readonly rack: string | null;
  readonly number: number;
  readonly asn: number;
  readonly ipv4: string;
  readonly ipv6: string | null;
}

/** The lists of a data centre, as `site.json` holds them. */
export interface SiteLists {
  readonly data_center: string;
  readonly ranges: Data;
  readonly racks: { readonly [name: string]: { readonly number: number; readonly pods: ByFamily<string> } };
  readonly routers: { readonly [name: string]: ListedRouter };
  readonly servers: { readonly [name: string]: ListedServer };
  readonly shared: readonly { readonly prefix: string; readonly kind: string; readonly role: string }[];
  readonly etcd: { readonly members: readonly string[] };
}

/** The lists of a data centre: for people, for the review of a change, and for what must know all servers at once. */
export function siteLists(plan: SitePlan): SiteLists {
  const { options, ranges, racks, routers, servers } = plan;
  const roles = SERVER_ROLES.filter((role) => servers.some((server) => server.role === role));
  return {
    data_center: options.dataCenterName,
    ranges: rangesOf(ranges),
    racks: named(racks, ({ number, pods }) => ({ number, pods: mapFamilies(pods, String) })),
    routers: named(routers, ({ tier, rack, number, asn, loopback }) => ({
      tier,
      rack: rack?.name ?? null,
      number,
      asn,
      ...loopback,
    })),
    servers: named(servers, ({ number, role, rack, asn, loopback }) => ({
      number,
      role,
      rack: rack.name,
      asn,
      ...loopback,
    })),
    shared: roles.flatMap((role) => sharedRoutes(plan, role).map(({ prefix, kind }) => ({ prefix, kind, role }))),
    etcd: {
      members: etcdMembers(servers)
        .sort(byName)
        .map(({ name }) => name),
    },
  };
}

function rangesOf({ site, siteIpv6, ...ranges }: PlannedRanges): Data {
  const { loopbacks, links, services, virtualIps: virtual_ips, pods } = ranges;
  const parts = Object.entries({ loopbacks, links, services, virtual_ips, pods });
  const of = (family: "ipv4" | "ipv6") => parts.map(([name, range]) => [name, String(range[family])]);
  return {
    ipv4: { site: site.map(String), ...Object.fromEntries(of("ipv4")) },
    ipv6: siteIpv6 === null ? null : { site: [String(siteIpv6)], ...Object.fromEntries(of("ipv6")) },
  };
}

function named<Item extends { readonly name: string }, Result>(
  items: readonly Item[],
  convert: (item: Item) => Result,
): Record<string, Result> {
  return Object.fromEntries(items.map((item) => [item.name, convert(item)]));
}
