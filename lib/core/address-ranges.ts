import { Address4 } from "ip-address";

/** Whether this is an IPv4 range in CIDR notation, written with its first address: `10.0.0.0/12`. */
export function isRange(text: string): boolean {
  if (!text.includes("/") || !Address4.isValid(text)) return false;
  const range = new Address4(text);
  return `${range.startAddress().correctForm()}/${range.subnetMask}` === text;
}

/** The length of a range's prefix: 12 for `10.0.0.0/12`. */
export function prefixLength(range: string): number {
  return new Address4(range).subnetMask;
}

/** The first and the last address of a range, as numbers, which compare faster than the words. */
export interface AddressSpan {
  readonly first: bigint;
  readonly last: bigint;
}

/** The span of a range. */
export function spanOf(range: string): AddressSpan {
  const parsed = new Address4(range);
  return { first: parsed.startAddress().bigInt(), last: parsed.endAddress().bigInt() };
}

/** Whether two spans share an address. */
export function spansOverlap(one: AddressSpan, other: AddressSpan): boolean {
  return one.first <= other.last && other.first <= one.last;
}

/** Whether two ranges share an address. */
export function overlap(one: string, other: string): boolean {
  return spansOverlap(spanOf(one), spanOf(other));
}

/** The part with this number, of the `2 ** bits` equal parts of a range. */
export function partOf(range: string, bits: number, number: number): string {
  const whole = new Address4(range);
  const prefix = whole.subnetMask + bits;
  const first = whole.startAddress().bigInt() + (BigInt(number) << BigInt(32 - prefix));
  return `${Address4.fromBigInt(first).correctForm()}/${prefix}`;
}

/** The range with this prefix that starts where another starts: `10.4.0.0/20` for `10.4.0.0/18` and 20. */
export function resized(range: string, prefix: number): string {
  return `${new Address4(range).startAddress().correctForm()}/${prefix}`;
}
