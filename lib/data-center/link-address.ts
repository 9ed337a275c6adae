import {
  type AddressRange,
  addressOf,
  type ByFamily,
  type Family,
  isAddress,
  numberOf,
  prefixOf,
} from "./address-range";

/** The two addresses of a link between a router and what is below it. */
export interface LinkAddress {
  /** Of the server, or of the router below. */
  readonly lower: string;
  /** Of the router above. */
  readonly upper: string;
  readonly prefixLength: number;
}

/** The prefix of a link with two addresses (RFC 3021, RFC 6164). */
const PAIR = { ipv4: 31, ipv6: 127 } as const;

/**
 * The size that the plan counts with: of the range itself in IPv4, 65,536 in IPv6, where a range never ends.
 *
 * Servers have the first half of it. Links of racks begin at the half, links of spines at three quarters.
 */
export function countedSize({ family, size }: AddressRange): number {
  return family === "ipv6" ? 65_536 : Number(size);
}

/** The link of a server to one router of its rack; both families have the same place. */
export function serverLink(ranges: ByFamily<AddressRange>, number: number, router: 1 | 2): ByFamily<LinkAddress> {
  return pairs(ranges, () => 4 * number + 2 * (router - 1));
}

/** The most servers, by number, whose links have a place. */
export function lastServerLink(range: AddressRange): number {
  return countedSize(range) / 8 - 1;
}

/** What a link of routers joins: the place of the lower router among all of its kind, and the number of the upper one. */
export interface RouterLink {
  readonly tier: "rack" | "spine";
  readonly lower: number;
  readonly upper: number;
}

/** The link of a router to one above it. */
export function routerLink(ranges: ByFamily<AddressRange>, link: RouterLink): ByFamily<LinkAddress> {
  return pairs(ranges, (range) => {
    const start = tierStart(range, link.tier);
    return start + 2 * (link.lower * 16 + link.upper - 1);
  });
}

/** How many lower routers of a kind have a place for their links. */
export function placesOfTier(range: AddressRange): number {
  return Math.floor(countedSize(range) / 4 / 32);
}

function tierStart(range: AddressRange, tier: RouterLink["tier"]): number {
  return tier === "rack" ? countedSize(range) / 2 : (countedSize(range) / 4) * 3;
}

function pairs(ranges: ByFamily<AddressRange>, place: (range: AddressRange) => number): ByFamily<LinkAddress> {
  const pair = (range: AddressRange): LinkAddress => ({
    lower: range.address(place(range) + 1),
    upper: range.address(place(range)),
    prefixLength: PAIR[range.family],
  });
  return { ipv4: pair(ranges.ipv4), ipv6: ranges.ipv6 === null ? null : pair(ranges.ipv6) };
}

/** Reads a link that exists: the lower side's address with the length of its prefix, `10.9.1.1/31`. */
export function readLink(given: unknown, family: Family): LinkAddress | undefined {
  if (typeof given !== "string") return undefined;
  const [lower, length, ...rest] = given.split("/");
  if (!isAddress(lower, family) || rest.length > 0) return undefined;
  const prefixLength = prefixOf(length);
  const number = numberOf(lower);
  if (prefixLength === PAIR[family]) {
    return { lower, upper: addressOf(number ^ 1n, family), prefixLength };
  }
  const place = number & 3n;
  if (prefixLength !== PAIR[family] - 1 || place === 0n || place === 3n) return undefined;
  return { lower, upper: addressOf(number ^ 3n, family), prefixLength };
}

/** Reads a link of either family. */
export function readAnyLink(given: unknown): LinkAddress | undefined {
  return readLink(given, "ipv4") ?? readLink(given, "ipv6");
}

/** What a link that exists looks like, in words. */
export function linkInWords(family: Family): string {
  return family === "ipv4"
    ? 'its own address on a /31 or a /30, whose other address is the router\'s: "10.9.1.1/31"'
    : 'its own address on a /127 or a /126, whose other address is the router\'s: "fd00:9::1/127"';
}
