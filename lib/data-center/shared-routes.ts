import { type AddressRange, type Family, familyOf, hostRange, isAddress } from "./address-range";
import { byFamily } from "./data";
import type { PlannedRanges } from "./plan-ranges";
import type { ServerRole } from "./server";
import type { SitePlan } from "./site-plan";

/** What routes are marked with, so that routers know them apart. */
export const COMMUNITIES = { loopback: "65100:100", block: "65100:200", shared: "65100:300" } as const;

/** A silent neighbour is out of the routes after the second. */
export const BGP_TIMERS = { keepalive_seconds: 3, hold_seconds: 9 } as const;

/**
 * How fast routers notice that an edge server hangs: BFD, three packets of which must be missing. Servers that share nothing have the
 * hold time, since a process that is slow for a second costs them their routes.
 */
export const BFD = { interval_milliseconds: 300, multiplier: 3 } as const;

/** A route that several servers announce, each while its own check is good. */
export interface SharedRoute {
  readonly family: Family;
  readonly prefix: string;
  readonly kind: "virtual-ip" | "range" | "api" | "dns";
}

/** A virtual IP of the edge, and the range that it lies in. */
export interface EdgeAddress {
  readonly address: string;
  readonly range: AddressRange;
  readonly scope: "public" | "private";
}

/** The virtual IPs of the edge: public ones first, in the order in which they were given, IPv4 before IPv6. */
export function edgeAddresses({ options, ranges }: SitePlan): readonly EdgeAddress[] {
  const inRange = (address: string, scope: EdgeAddress["scope"], own: readonly AddressRange[]): EdgeAddress[] => {
    const range = isAddress(address) ? own.find((one) => one.holds(address)) : undefined;
    return range === undefined ? [] : [{ address, range, scope }];
  };
  const all = byFamily(options.ingress, familyOf).flatMap((address) => inRange(address, "public", ranges.edge.public));
  const own = options.privateIngress?.addresses ?? [];
  return [...all, ...own.flatMap((address) => inRange(address, "private", [ranges.edge.private.ipv4]))];
}

/** The ranges that edge servers announce as a whole. */
export function edgeRanges({ edge }: PlannedRanges): readonly AddressRange[] {
  const own = [edge.private.ipv4, ...(edge.private.ipv6 === null ? [] : [edge.private.ipv6])];
  return [...byFamily(edge.public, ({ family }) => family), ...own];
}

/** What servers of a role announce together. */
export function sharedRoutes(plan: SitePlan, role: ServerRole): readonly SharedRoute[] {
  if (role === "edge") {
    return [
      ...edgeAddresses(plan).map(({ address }) => route(hostRange(address), "virtual-ip")),
      ...edgeRanges(plan.ranges).map((range) => route(String(range), "range")),
    ];
  }
  if (role !== "control-plane") return [];
  const { api, dns } = plan.ranges;
  const both = (kind: "api" | "dns", { ipv4, ipv6 }: PlannedRanges["api"]) =>
    [ipv4, ipv6].flatMap((address) => (address === null ? [] : [route(hostRange(address), kind)]));
  return [...both("api", api), ...both("dns", dns)];
}

function route(prefix: string, kind: SharedRoute["kind"]): SharedRoute {
  return { family: familyOf(prefix), prefix, kind };
}
