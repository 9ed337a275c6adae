import { oneOf } from "../core/checks";
import { AddressRange, type ByFamily, type Family } from "./address-range";
import { DEFAULT_ASN_BASE, routerAsn } from "./asns";
import type { RackOptions, RouterOptions } from "./fabric";
import { type GivenRouter, givenRouters } from "./given-routers";
import { countedSize, type LinkAddress, linkInWords, placesOfTier, readLink, routerLink } from "./link-address";
import type { SiteOptions } from "./on-premises";
import type { Owners } from "./owners";
import { type PlannedRanges, POD_BLOCK, rackPodPrefix } from "./plan-ranges";
import type { Problems } from "./refusals";
import {
  byName,
  type PlannedFabric,
  type PlannedRack,
  type PlannedRouter,
  type PlannedUplink,
  type Tier,
} from "./site-plan";

/** Gives every router and rack its addresses. The fabric itself is sound. @returns those that have some, and whether all do */
export function planFabric(
  problems: Problems,
  options: SiteOptions,
  ranges: PlannedRanges,
  owners: Owners,
): PlannedFabric & { readonly isComplete: boolean } {
  const planner = new FabricPlanner(problems, options, ranges, owners);
  return planner.plan();
}

class FabricPlanner {
  private readonly base: number;
  private readonly given: readonly GivenRouter[];

  constructor(
    private readonly problems: Problems,
    private readonly options: SiteOptions,
    private readonly ranges: PlannedRanges,
    private readonly owners: Owners,
  ) {
    this.base = options.asnBase ?? DEFAULT_ASN_BASE;
    this.given = givenRouters(options.fabric);
  }

  public plan(): PlannedFabric & { readonly isComplete: boolean } {
    const racks = Object.entries(this.options.fabric.racks);
    const pods = racks.map(([name, rack]) => this.podsOf(name, rack));
    const areDisjoint = this.areDisjoint(racks, pods);
    const routers = this.given
      .map((router) => this.router(router))
      .filter((router) => router !== undefined)
      .sort(byName);
    const planned = racks.flatMap(([name, { number }], index): PlannedRack[] => {
      const range = areDisjoint[index] ? pods[index] : undefined;
      const [first, second] = routers
        .filter(({ rack }) => rack?.name === name)
        .sort((one, other) => one.number - other.number);
      const isPlanned = range !== undefined && first !== undefined && second !== undefined;
      return isPlanned ? [{ name, number, pods: range, routers: [first, second] }] : [];
    });
    const isComplete = planned.length === racks.length && routers.length === this.given.length;
    return { racks: planned.sort(byName), routers, isComplete };
  }

  /** The rack's range for pods. */
  private podsOf(name: string, { number, pods: given }: RackOptions): ByFamily<AddressRange> | undefined {
    const property = ["fabric", "racks", name];
    const { ipv4, ipv6 } = this.ranges.pods;
    const prefix = rackPodPrefix(ipv4);
    const parts = 2 ** (prefix - ipv4.prefix);
    const ownIpv6 = ipv6?.part(number, 64) ?? null;
    if (!this.hasPlace(property, number)) return undefined;
    if (given !== undefined) {
      const range = AddressRange.parse(given, "ipv4");
      const isSound = range !== undefined && range.prefix <= POD_BLOCK.ipv4;
      if (isSound && this.ranges.site.some((site) => site.holds(range))) return { ipv4: range, ipv6: ownIpv6 };
      const site = this.ranges.site.join(", ");
      const allowed = `an IPv4 range of /26 or larger within the data centre's privateRanges: ${site}`;
      this.problems.refuse([...property, "pods"], given, allowed, "range");
      return undefined;
    }
    if (number < parts) return { ipv4: ipv4.part(number, prefix), ipv6: ownIpv6 };
    this.problems.refuse(
      [...property, "number"],
      number,
      `0 to ${parts - 1}: ranges.pods, ${ipv4}, holds ${parts} racks of /${prefix}`,
    );
    return undefined;
  }

  /** Whether the links and loopbacks of the rack's routers have a place. */
  private hasPlace(property: readonly string[], number: number): boolean {
    const { links, loopbacks } = this.ranges;
    const places: readonly (readonly [string, AddressRange, number])[] = [
      ["links", links.ipv4, Math.floor(placesOfTier(links.ipv4) / 2)],
      ["loopbacks", loopbacks.ipv4, countedSize(loopbacks.ipv4) / 8],
      ...(links.ipv6 === null ? [] : [["ipv6", links.ipv6, placesOfTier(links.ipv6) / 2] as const]),
    ];
    const full = places.find(([, , racks]) => number >= racks);
    if (full === undefined) return true;
    const [name, range, racks] = full;
    this.problems.refuse(
      [...property, "number"],
      number,
      `0 to ${racks - 1}: ranges.${name}, ${range}, holds the routers of ${racks} racks`,
    );
    return false;
  }

  /** Whether what follows from the number of a router above the racks has a place. */
  private hasPlaceAbove(property: readonly string[], options: GivenRouter["options"], tier: Tier): boolean {
    if (tier === "rack") return true;
    const { links, loopbacks } = this.ranges;
    const { number, loopback, uplinks } = options;
    const above = tier === "border" ? [] : this.given.filter((router) => router.tier === "border");
    const haveLinks = above.every(({ name }) => uplinks?.[name] !== undefined);
    const places = [
      {
        name: "loopbacks",
        range: loopbacks.ipv4,
        needed: loopback === undefined,
        last: lastAbove(loopbacks.ipv4, tier),
      },
      { name: "links", range: links.ipv4, needed: !haveLinks, last: placesOfTier(links.ipv4) },
    ];
    const full = places.find(({ needed, last }) => needed && number > last);
    if (full === undefined) return true;
    const what = full.name === "links" ? `the links of ${full.last} ${tier}s` : `${full.last} ${tier}s`;
    const allowed = `1 to ${full.last}: ranges.${full.name}, ${full.range}, holds ${what}`;
    this.problems.refuse([...property, "number"], number, allowed);
    return false;
  }

  /** Whether the range of each rack is apart from all others. */
  private areDisjoint(
    racks: readonly (readonly [string, RackOptions])[],
    pods: readonly (ByFamily<AddressRange> | undefined)[],
  ): readonly boolean[] {
    const { loopbacks, links, services, virtualIps } = this.ranges;
    const kinds = Object.entries({ loopbacks, links, services, virtualIps });
    const others = [
      ...kinds.map(([name, { ipv4 }]) => [`ranges.${name}`, ipv4] as const),
      ["edge.privateRange", this.ranges.edge.private.ipv4] as const,
    ];
    return racks.map(([name, { pods: given }], index) => {
      const own = pods[index]?.ipv4;
      if (given === undefined || own === undefined) return true;
      const range = others.find(([, one]) => one.overlaps(own));
      const rack = racks.findIndex((_, other) => other !== index && pods[other]?.ipv4.overlaps(own));
      if (range === undefined && rack < 0) return true;
      const other = range === undefined ? `fabric.racks.${racks[rack]?.[0]}.pods` : range[0];
      const what = range === undefined ? pods[rack]?.ipv4 : range[1];
      this.problems.refuse(
        ["fabric", "racks", name, "pods"],
        given,
        `a range that shares no address with ${other}, ${what}`,
        "range",
      );
      return false;
    });
  }

  private router({ property, name, options, tier, rack }: GivenRouter): PlannedRouter | undefined {
    if (!this.hasPlaceAbove(property, options, tier)) return undefined;
    const loopback = this.loopbackOf(property, options, tier, rack?.number ?? 0);
    const uplinks = this.uplinksOf(property, options, tier, rack?.number ?? 0);
    if (loopback === undefined || uplinks === undefined) return undefined;
    this.owners.take(property, loopback);
    for (const { to, link } of uplinks) this.owners.takeLink([...property, "uplinks", to], link);
    const { number } = options;
    return {
      name,
      tier,
      rack,
      number,
      asn: routerAsn(this.base, tier, number, rack?.number ?? 0, options),
      loopback,
      uplinks,
    };
  }

  private loopbackOf(
    property: readonly string[],
    options: GivenRouter["options"],
    tier: Tier,
    rack: number,
  ): ByFamily<string> | undefined {
    const { loopback, loopbackIpv6 } = options;
    const planned = (range: AddressRange) => range.address(loopbackPlace(range, tier, rack, options.number));
    const { ipv4, ipv6 } = this.ranges.loopbacks;
    const own = loopback ?? planned(ipv4);
    const ownIpv6 = loopbackIpv6 ?? (ipv6 === null ? null : planned(ipv6));
    const sound =
      this.checkLoopback([...property, "loopback"], loopback, "ipv4") &&
      this.checkLoopback([...property, "loopbackIpv6"], loopbackIpv6, "ipv6");
    return sound ? { ipv4: own, ipv6: ownIpv6 } : undefined;
  }

  private checkLoopback(property: readonly string[], given: string | undefined, family: Family): boolean {
    if (given === undefined) return true;
    return (
      this.owners.checkGiven(property, given, family, "loopbacks") &&
      this.owners.checkWithinSite(property, given, family)
    );
  }

  private uplinksOf(
    property: readonly string[],
    options: GivenRouter["options"],
    tier: Tier,
    rack: number,
  ): readonly PlannedUplink[] | undefined {
    if (tier === "border") return this.checkUplinkNames(property, options, []) ? [] : undefined;
    const above = this.given.filter((router) => router.tier === this.tierAbove(tier));
    const lower = tier === "rack" ? 2 * rack + options.number - 1 : options.number - 1;
    const uplinks = above.map(({ name, options: upper }): PlannedUplink | undefined => {
      const planned = routerLink(this.ranges.links, { tier, lower, upper: upper.number });
      const ipv4 = this.link([...property, "uplinks", name], options.uplinks?.[name], "ipv4", planned.ipv4);
      const ipv6 = this.link([...property, "uplinksIpv6", name], options.uplinksIpv6?.[name], "ipv6", planned.ipv6);
      return ipv4 === undefined || ipv4 === null || ipv6 === undefined ? undefined : { to: name, link: { ipv4, ipv6 } };
    });
    const names = above.map(({ name }) => name);
    const sound = uplinks.filter((uplink) => uplink !== undefined);
    const areKnown = this.checkUplinkNames(property, options, names);
    return areKnown && sound.length === uplinks.length ? sound.sort((a, b) => (a.to < b.to ? -1 : 1)) : undefined;
  }

  private tierAbove(tier: Tier): Tier {
    return tier === "rack" && this.given.some((router) => router.tier === "spine") ? "spine" : "border";
  }

  private checkUplinkNames(property: readonly string[], options: RouterOptions, names: readonly string[]): boolean {
    const given = [
      ...Object.keys(options.uplinks ?? {}).map((name) => ["uplinks", name] as const),
      ...Object.keys(options.uplinksIpv6 ?? {}).map((name) => ["uplinksIpv6", name] as const),
    ];
    const strange = given.filter(([, name]) => !names.includes(name));
    for (const [kind, name] of strange) {
      const allowed = `a router above this one: ${names.length === 0 ? "there is none" : oneOf(names)}`;
      this.problems.refuse([...property, kind, name], name, allowed, "one-of");
    }
    return strange.length === 0;
  }

  private link(
    property: readonly string[],
    given: string | undefined,
    family: Family,
    planned: LinkAddress | null,
  ): LinkAddress | null | undefined {
    if (given === undefined) return planned;
    const link = readLink(given, family);
    if (link === undefined) {
      this.problems.refuse(property, given, linkInWords(family), "address");
      return undefined;
    }
    return this.owners.checkGiven(property, link.lower, family, "links") ? link : undefined;
  }
}

/** Rack routers have the first half of the second half of the range, spines and borders an eighth of the range each. */
function loopbackPlace(range: AddressRange, tier: Tier, rack: number, number: number): number {
  const size = countedSize(range);
  if (tier === "rack") return size / 2 + 2 * rack + number - 1;
  return (tier === "spine" ? (size / 8) * 6 : (size / 8) * 7) + number;
}

/** The highest number of a spine or border whose loopback has a place in its eighth of the range, which begins with number 0. */
function lastAbove(range: AddressRange, tier: "spine" | "border"): number {
  // No border has the first of the borders' eighth, so a spine may have it.
  return countedSize(range) / 8 - (tier === "spine" ? 0 : 1);
}
