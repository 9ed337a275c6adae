import type { AddressRange, ByFamily, Family } from "./address-range";
import { DEFAULT_ASN_BASE, serverAsn } from "./asns";
import type { AddressableServers } from "./check-servers";
import { countedSize, type LinkAddress, lastServerLink, linkInWords, readLink, serverLink } from "./link-address";
import type { SiteOptions } from "./on-premises";
import type { Owners } from "./owners";
import type { PlannedRanges } from "./plan-ranges";
import type { Problems } from "./refusals";
import type { ServerOptions } from "./server";
import { byName, type PlannedRack, type PlannedServer } from "./site-plan";

const DEFAULT_INTERFACES = ["eth0", "eth1"] as const;
const ROUTERS = [1, 2] as const;

/**
 * Gives every server its addresses; those of unsound racks are checked like all others.
 *
 * @returns the servers that have all that they need, which are all if nothing was refused
 */
export function planServers(
  problems: Problems,
  options: SiteOptions,
  ranges: PlannedRanges,
  racks: readonly PlannedRack[],
  servers: AddressableServers,
  owners: Owners,
): readonly PlannedServer[] {
  const planner = new ServerPlanner(problems, options, ranges, owners);
  const byRack = new Map(racks.map((rack) => [rack.name, rack]));
  return servers
    .map(([name, server]) => planner.plan(name, server, byRack.get(server.rack)))
    .filter((server) => server !== undefined)
    .sort(byName);
}

class ServerPlanner {
  private readonly base: number;

  constructor(
    private readonly problems: Problems,
    private readonly options: SiteOptions,
    private readonly ranges: PlannedRanges,
    private readonly owners: Owners,
  ) {
    this.base = options.asnBase ?? DEFAULT_ASN_BASE;
  }

  public plan(name: string, server: ServerOptions, rack: PlannedRack | undefined): PlannedServer | undefined {
    const property = ["servers", name];
    const { ipv6 } = this.ranges.links;
    if (ipv6 === null && !this.checkNoIpv6(property, server)) return undefined;
    if (!this.hasPlace(property, server)) return undefined;
    const loopback = this.loopbackOf(property, server);
    const [first, second] = ROUTERS.map((router) => this.linkOf(property, server, router));
    if (loopback === undefined || first === undefined || second === undefined) return undefined;
    this.owners.take([...property, "loopback"], loopback);
    this.owners.takeLink([...property, "links", "0"], first);
    this.owners.takeLink([...property, "links", "1"], second);
    if (rack === undefined) return undefined;
    const { role, number, asn = serverAsn(this.base, role) } = server;
    const [eth0, eth1] = server.interfaces ?? this.options.interfaces ?? DEFAULT_INTERFACES;
    const interfaces = [eth0, eth1] as [string, string];
    const versions = { ...this.options.versions, ...server.versions };
    return { name, options: server, role, rack, number, asn, loopback, links: [first, second], interfaces, versions };
  }

  private checkNoIpv6(property: readonly string[], { loopbackIpv6, linksIpv6 }: ServerOptions): boolean {
    const given = loopbackIpv6 ?? linksIpv6;
    if (given === undefined) return true;
    this.problems.refuse(property, given, "nothing in IPv6 without ranges.ipv6 of the data centre");
    return false;
  }

  /** Whether the ranges hold what follows from the number. */
  private hasPlace(
    property: readonly string[],
    { number, loopback, links, loopbackIpv6, linksIpv6 }: ServerOptions,
  ): boolean {
    const planned: readonly (readonly [string, AddressRange | null, unknown, (range: AddressRange) => number])[] = [
      ["loopbacks", this.ranges.loopbacks.ipv4, loopback, (range) => countedSize(range) / 2 - 1],
      ["links", this.ranges.links.ipv4, links, lastServerLink],
      ["ipv6", this.ranges.loopbacks.ipv6, loopbackIpv6, (range) => countedSize(range) / 2 - 1],
      ["ipv6", this.ranges.links.ipv6, linksIpv6, lastServerLink],
    ];
    for (const [name, range, given, last] of planned) {
      if (range === null || given !== undefined || number <= last(range)) continue;
      const allowed = `1 to ${last(range)}: ranges.${name}, ${range}, holds ${last(range)} servers`;
      this.problems.refuse([...property, "number"], number, allowed);
      return false;
    }
    return true;
  }

  private loopbackOf(
    property: readonly string[],
    { number, loopback, loopbackIpv6 }: ServerOptions,
  ): ByFamily<string> | undefined {
    const { ipv4, ipv6 } = this.ranges.loopbacks;
    const isSound =
      this.checkLoopback([...property, "loopback"], loopback, "ipv4") &&
      this.checkLoopback([...property, "loopbackIpv6"], loopbackIpv6, "ipv6");
    if (!isSound) return undefined;
    return { ipv4: loopback ?? ipv4.address(number), ipv6: loopbackIpv6 ?? ipv6?.address(number) ?? null };
  }

  private checkLoopback(property: readonly string[], given: string | undefined, family: Family): boolean {
    if (given === undefined) return true;
    return (
      this.owners.checkGiven(property, given, family, "loopbacks") &&
      this.owners.checkWithinSite(property, given, family)
    );
  }

  private linkOf(property: readonly string[], server: ServerOptions, router: 1 | 2): ByFamily<LinkAddress> | undefined {
    const planned = serverLink(this.ranges.links, server.number, router);
    const index = router - 1;
    const ipv4 = this.link([...property, "links", `${index}`], server.links?.[index], "ipv4") ?? planned.ipv4;
    const ipv6 = this.link([...property, "linksIpv6", `${index}`], server.linksIpv6?.[index], "ipv6") ?? planned.ipv6;
    return ipv4 === "unsound" || ipv6 === "unsound" ? undefined : { ipv4, ipv6 };
  }

  private link(
    property: readonly string[],
    given: string | undefined,
    family: Family,
  ): LinkAddress | "unsound" | undefined {
    if (given === undefined) return undefined;
    const link = readLink(given, family);
    if (link === undefined) {
      this.problems.refuse(property, given, linkInWords(family), "address");
      return "unsound";
    }
    return this.owners.checkGiven(property, link.lower, family, "links") ? link : "unsound";
  }
}
