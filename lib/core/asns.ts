/** Numbers of autonomous systems, both ends included. */
type Numbers = readonly (readonly [first: number, last: number])[];

/** The greatest number that a network may have; the one after it is reserved (RFC 7300). */
export const LAST_ASN = 4_294_967_294;

/** The first of the private numbers with four bytes. */
export const FIRST_PRIVATE_ASN = 4_200_000_000;

/** Numbers for private use. Source: RFC 6996 */
const PRIVATE: Numbers = [
  [64_512, 65_534],
  [FIRST_PRIVATE_ASN, LAST_ASN],
];

/**
 * Numbers that no network may have: AS_TRANS, those for documentation, the last of two bytes.
 *
 * Source: https://www.iana.org/assignments/as-numbers
 */
const RESERVED: Numbers = [
  [23_456, 23_456],
  [64_496, 64_511],
  [65_535, 131_071],
];

const isIn = (numbers: Numbers, asn: number): boolean => numbers.some(([first, last]) => asn >= first && asn <= last);

export const isPrivateAsn = (asn: number): boolean => isIn(PRIVATE, asn);
export const isReservedAsn = (asn: number): boolean => isIn(RESERVED, asn);

/** What an ASN must be that a company has already. */
export const USABLE_ASN =
  "a private ASN or your own, which is not reserved: AS_TRANS, ASNs for documentation, the last of two bytes";

/** The private numbers in words: `64512 to 65534 or 4200000000 to 4294967294`. */
export const PRIVATE_ASNS = PRIVATE.map((ends) => ends.join(" to ")).join(" or ");
