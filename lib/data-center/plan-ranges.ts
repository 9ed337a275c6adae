import { AddressRange, type ByFamily, isAddress } from "./address-range";
import type { SiteOptions, SiteRanges } from "./on-premises";
import type { Problems } from "./refusals";
import { notPublicRange, unusableRange } from "./special-ranges";

/** The ranges of a data centre, all known. */
export interface PlannedRanges {
  /** The whole of it: its private ranges. */
  readonly site: readonly AddressRange[];
  readonly siteIpv6: AddressRange | null;
  readonly loopbacks: ByFamily<AddressRange>;
  readonly links: ByFamily<AddressRange>;
  readonly services: ByFamily<AddressRange>;
  readonly virtualIps: ByFamily<AddressRange>;
  readonly pods: ByFamily<AddressRange>;
  /** What edge servers announce as a whole. */
  readonly edge: { readonly public: readonly AddressRange[]; readonly private: ByFamily<AddressRange> };
  /** What control-plane servers announce. */
  readonly api: ByFamily<string>;
  readonly dns: ByFamily<string>;
}

type Kind = "loopbacks" | "links" | "services" | "virtualIps" | "pods";
const EIGHTHS: Readonly<Record<Exclude<Kind, "pods">, number>> = { loopbacks: 0, links: 1, services: 2, virtualIps: 3 };
const KINDS: readonly Kind[] = ["loopbacks", "links", "services", "virtualIps", "pods"];

/** The longest prefix with which a range is of any use. */
const LONGEST: Readonly<Record<Kind, number>> = { loopbacks: 28, links: 26, services: 27, virtualIps: 27, pods: 26 };

/** The first private ranges of which eighths are of any use: with /21, an eighth is a /24. */
const LONGEST_SITE = 21;

/** What edge servers announce as a whole is more than one address: that one goes when its own check is bad. */
const LONGEST_ANNOUNCED = 31;

const API_PLACE = 17;
const DNS_PLACE = 10;

/** A block of 64 addresses, which Calico gives to a server. */
export const POD_BLOCK = { ipv4: 26, ipv6: 122 } as const;

/** The parts that racks have of the range for pods: 32. */
const RACK_BITS = 5;

/** The prefix of a rack's part of the range for pods. */
export function rackPodPrefix(pods: AddressRange): number {
  return pods.family === "ipv6" ? 64 : Math.min(pods.prefix + RACK_BITS, POD_BLOCK.ipv4);
}

/**
 * Plans the ranges and checks them; `undefined` when those of servers are not sound.
 *
 * @returns also whether what is shared is sound: what servers have of their own is checked in any case
 */
export function planRanges(
  problems: Problems,
  options: SiteOptions,
  around: Problems,
): { readonly ranges: PlannedRanges; readonly areSharedSound: boolean } | undefined {
  const site = options.privateRanges.map((range) => AddressRange.parse(range, "ipv4"));
  const whole = site.filter((range) => range !== undefined);
  if (whole.length === 0 || whole.length < site.length) {
    around.refuse("privateRanges", options.privateRanges, 'IPv4 ranges, at least one: "10.128.0.0/13"', "range");
    return undefined;
  }
  const below = problems.at("ranges");
  const ipv4 = planIpv4(below, whole, options.ranges ?? {});
  const siteIpv6 = planIpv6(below, options.ranges?.ipv6);
  if (ipv4 === undefined || siteIpv6 === undefined) return undefined;
  const both = (kind: Kind): ByFamily<AddressRange> => ({ ipv4: ipv4[kind], ipv6: partOfIpv6(siteIpv6, kind) });
  const edge = planEdge(problems, whole, ipv4, siteIpv6, options);
  const shared = planShared(problems, ipv4, edge.ranges.private.ipv4, siteIpv6, options);
  const [loopbacks, links, services, virtualIps, pods] = KINDS.map(both) as Five;
  const own = { site: whole, siteIpv6, loopbacks, links, services, virtualIps, pods };
  return { ranges: { ...own, edge: edge.ranges, ...shared.addresses }, areSharedSound: edge.isSound && shared.isSound };
}

type Five = [
  ByFamily<AddressRange>,
  ByFamily<AddressRange>,
  ByFamily<AddressRange>,
  ByFamily<AddressRange>,
  ByFamily<AddressRange>,
];
type Ipv4Ranges = Readonly<Record<Kind, AddressRange>>;

function planIpv4(
  problems: Problems,
  site: readonly AddressRange[],
  given: SiteRanges,
): Readonly<Record<Kind, AddressRange>> | undefined {
  const [first] = site as [AddressRange];
  const planned = KINDS.map((kind): [Kind, AddressRange] | undefined => {
    const range = given[kind];
    if (range !== undefined) return named(kind, givenRange(problems, site, kind, range));
    if (first.prefix <= LONGEST_SITE) return [kind, partOfSite(first, kind)];
    problems.refuse(kind, undefined, `a range, since ${first}, the first private range, is too small for eighths`);
    return undefined;
  });
  const sound = planned.filter((one) => one !== undefined);
  const disjoint = sound.map(([kind, range], index) => {
    const other = sound.slice(0, index).find(([, earlier]) => earlier.overlaps(range));
    if (other === undefined) return true;
    problems.refuse(
      kind,
      String(range),
      `a range that shares no address with ranges.${other[0]}, ${other[1]}`,
      "range",
    );
    return false;
  });
  if (sound.length < KINDS.length || !disjoint.every(Boolean)) return undefined;
  return Object.fromEntries(sound) as Ipv4Ranges;
}

function named(kind: Kind, range: AddressRange | undefined): [Kind, AddressRange] | undefined {
  return range === undefined ? undefined : [kind, range];
}

function partOfSite(site: AddressRange, kind: Kind): AddressRange {
  return kind === "pods" ? site.part(1, site.prefix + 1) : site.part(EIGHTHS[kind], site.prefix + 3);
}

function givenRange(
  problems: Problems,
  site: readonly AddressRange[],
  kind: Kind,
  given: string,
): AddressRange | undefined {
  const range = AddressRange.parse(given, "ipv4");
  if (range === undefined || range.prefix > LONGEST[kind]) {
    problems.refuse(
      kind,
      given,
      `an IPv4 range of /${LONGEST[kind]} or larger, written with its first address`,
      "range",
    );
    return undefined;
  }
  if (site.some((whole) => whole.holds(range))) return range;
  problems.refuse(kind, given, `a range within the data centre's privateRanges: ${site.join(", ")}`, "range");
  return undefined;
}

/** `null` for a data centre without IPv6, `undefined` for one whose range is not sound. */
function planIpv6(problems: Problems, given: string | undefined): AddressRange | null | undefined {
  if (given === undefined) return null;
  const range = AddressRange.parse(given, "ipv6");
  const special = range && unusableRange(range);
  if (range?.prefix === 48 && special === undefined) return range;
  const allowed =
    range?.prefix === 48
      ? `a range that shares no address with ${special}`
      : 'an IPv6 range of /48, written with its first address: "fd00:128::/48"';
  problems.refuse("ipv6", given, allowed, "range");
  return undefined;
}

function partOfIpv6(site: AddressRange | null, kind: Kind): AddressRange | null {
  if (site === null) return null;
  if (kind === "pods") return site.part(1, 49);
  const network = site.part(EIGHTHS[kind], 64);
  return kind === "services" ? network.part(0, 112) : network;
}

function planEdge(
  problems: Problems,
  site: readonly AddressRange[],
  ipv4: Ipv4Ranges,
  siteIpv6: AddressRange | null,
  { edge }: SiteOptions,
): { readonly ranges: PlannedRanges["edge"]; readonly isSound: boolean } {
  const ranges = (edge?.publicRanges ?? []).map((given, index) => {
    const range = AddressRange.parse(given);
    const allowed = publicRangeInWords(range, site, siteIpv6);
    if (allowed === undefined) return range;
    problems.refuse(`edge.publicRanges.${index}`, given, allowed, "range");
    return undefined;
  });
  const own = privateRange(problems, site, ipv4, edge?.privateRange);
  const sound = ranges.filter((range) => range !== undefined);
  const ofEdge = {
    ipv4: own ?? ipv4.virtualIps.part(0, 28),
    ipv6: partOfIpv6(siteIpv6, "virtualIps")?.part(0, 124) ?? null,
  };
  const isSound = own !== undefined && sound.length === ranges.length;
  return { ranges: { public: sound, private: ofEdge }, isSound };
}

/** What should have been given instead of a range; `undefined` when edge servers may announce it. */
function publicRangeInWords(
  range: AddressRange | undefined,
  site: readonly AddressRange[],
  siteIpv6: AddressRange | null,
): string | undefined {
  const [largest, smallest] = range?.family === "ipv6" ? [48, 127] : [20, 31];
  const isSmall = range !== undefined && range.prefix >= largest && range.prefix <= smallest;
  if (!isSmall || site.some((whole) => whole.overlaps(range))) {
    return 'a public range, IPv4 of /20 to /31 or IPv6 of /48 to /127: "203.0.113.0/28"';
  }
  if (siteIpv6?.overlaps(range)) return `a range that shares no address with ranges.ipv6, ${siteIpv6}`;
  const special = notPublicRange(range);
  return special && `a public range, which shares no address with ${special}`;
}

function privateRange(
  problems: Problems,
  site: readonly AddressRange[],
  ipv4: Ipv4Ranges,
  given: string | undefined,
): AddressRange | undefined {
  if (given === undefined) return ipv4.virtualIps.part(0, 28);
  const range = AddressRange.parse(given, "ipv4");
  const taken = range && KINDS.find((kind) => kind !== "virtualIps" && ipv4[kind].overlaps(range));
  const isRange = range !== undefined && range.prefix <= LONGEST_ANNOUNCED;
  if (isRange && taken === undefined && site.some((whole) => whole.holds(range))) return range;
  const why = taken === undefined ? "" : `; ranges.${taken} has addresses of this one`;
  problems.refuse(
    "edge.privateRange",
    given,
    `an IPv4 range of /${LONGEST_ANNOUNCED} or larger within the data centre's privateRanges${why}`,
    "range",
  );
  return undefined;
}

/** The addresses that control-plane servers share. */
function planShared(
  problems: Problems,
  { virtualIps, services }: Ipv4Ranges,
  edge: AddressRange,
  siteIpv6: AddressRange | null,
  options: SiteOptions,
): { readonly addresses: Pick<PlannedRanges, "api" | "dns">; readonly isSound: boolean } {
  const api = options.api?.virtualIp ?? virtualIps.address(API_PLACE);
  const dns = options.dns ?? services.address(DNS_PLACE);
  const apiIsSound = isAddress(api, "ipv4") && virtualIps.holds(api) && !edge.holds(api);
  if (!apiIsSound) {
    const allowed = `an address of the range for virtual IPs, ${virtualIps}, and not of the edge's`;
    problems.refuse("api.virtualIp", api, allowed, "address");
  }
  const dnsIsSound = isAddress(dns, "ipv4") && services.holds(dns);
  if (!dnsIsSound) problems.refuse("dns", dns, `an address of the range for Services, ${services}`, "address");
  const addresses = {
    api: { ipv4: api, ipv6: partOfIpv6(siteIpv6, "virtualIps")?.address(API_PLACE) ?? null },
    dns: { ipv4: dns, ipv6: partOfIpv6(siteIpv6, "services")?.address(DNS_PLACE) ?? null },
  };
  return { addresses, isSound: apiIsSound && dnsIsSound };
}
