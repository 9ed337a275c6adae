import { createHash } from "node:crypto";
import { Address4 } from "ip-address";
import { isRange, overlap, partOf, prefixLength } from "../core/address-ranges";
import type { Problems } from "../core/problems";
import { SPECIAL_RANGES } from "../core/special-ranges";

const LINK_LOCAL = SPECIAL_RANGES.linkLocal.range;

/**
 * Link-local ranges that are not free: the first six /30 are of AWS' VPN, which the other side may have too; the last is of
 * Google's metadata server.
 */
const RESERVED = [...Array.from({ length: 6 }, (_, n) => `169.254.${n}.0/30`), "169.254.169.252/30"];

/** Parts of the /16 with this many bits: each a /30. */
const PART_BITS = 14;

/**
 * The /30 of a tunnel, from its names alone: others that come or go change nothing.
 *
 * @param names the tunnel's and its link's
 */
export function linkLocalRange(...names: readonly string[]): string {
  const hash = createHash("sha256").update(names.join("/")).digest();
  for (let attempt = 0; ; attempt++) {
    const number = (hash.readUInt32BE(0) + attempt) % 2 ** PART_BITS;
    const range = partOf(LINK_LOCAL, PART_BITS, number);
    if (!RESERVED.some((reserved) => overlap(reserved, range))) return range;
  }
}

/** The two addresses of a /30 that hosts can have. */
export function hostsOf(range: string): readonly [first: string, second: string] {
  const network = new Address4(range).startAddress().bigInt();
  const address = (offset: bigint) => Address4.fromBigInt(network + offset).correctForm();
  return [address(1n), address(2n)];
}

/** Validates a link-local range for BGP. */
export function checkLinkLocalRange(problems: Problems, property: string, range: string, prefix: number): boolean {
  if (!problems.known(property, range)) return false;
  const isLinkLocal = (text: string) => isRange(text) && prefixLength(text) === prefix && overlap(text, LINK_LOCAL);
  const allowed = `a /${prefix} of ${LINK_LOCAL}, written with its first address: "169.254.10.0/${prefix}"`;
  if (!problems.check(property, range, isLinkLocal, allowed, "range")) return false;
  const reserved = RESERVED.find((other) => overlap(other, range));
  const expected = `a range without ${reserved}, which is reserved`;
  return reserved === undefined || problems.refuse(property, range, expected);
}

/** Notes every two tunnels with one range. Google wants each range once in a network. */
export function checkDistinct(problems: Problems, ranges: ReadonlyMap<string, string>): void {
  const known = [...ranges];
  known.forEach(([property, range], index) => {
    checkFree(problems, property, range, new Map(known.slice(0, index)));
  });
}

/** Checks that a range shares no address with those that are taken. */
export function checkFree(
  problems: Problems,
  property: string,
  range: string,
  taken: ReadonlyMap<string, string>,
): void {
  const [owner, other] = [...taken].find(([, earlier]) => overlap(range, earlier)) ?? [];
  if (owner === undefined) return;
  problems.refuse(property, range, `a range of its own: ${owner} has ${other}; give one of them another`);
}
