import { Address4, Address6 } from "ip-address";

/** An address family. */
export type Family = "ipv4" | "ipv6";

/** Something in each family; a data centre may be without IPv6. */
export interface ByFamily<Value> {
  readonly ipv4: Value;
  readonly ipv6: Value | null;
}

/** The bits of an address. */
const BITS = { ipv4: 32, ipv6: 128 } as const;

/** The family of an address or range. */
export function familyOf(text: string): Family {
  return text.includes(":") ? "ipv6" : "ipv4";
}

/** The number of an address. It is one. */
export function numberOf(address: string): bigint {
  return familyOf(address) === "ipv6" ? new Address6(address).bigInt() : new Address4(address).bigInt();
}

/** An address by its number, as everybody writes it. */
export function addressOf(number: bigint, family: Family): string {
  return (family === "ipv6" ? Address6.fromBigInt(number) : Address4.fromBigInt(number)).correctForm();
}

/** Whether a text is an address: no range, in the form that everybody writes. */
export function isAddress(given: unknown, family?: Family): given is string {
  if (typeof given !== "string" || given.includes("/")) return false;
  if (family !== undefined && familyOf(given) !== family) return false;
  if (!(familyOf(given) === "ipv6" ? Address6.isValid(given) : Address4.isValid(given))) return false;
  return addressOf(numberOf(given), familyOf(given)) === given;
}

/** The range of this address alone: `10.128.0.11/32`. */
export function hostRange(address: string): string {
  return `${address}/${BITS[familyOf(address)]}`;
}

/** The length of a prefix, as everybody writes it: no sign, no space, no zero in front. */
export function prefixOf(text: string | undefined): number | undefined {
  return text !== undefined && /^(0|[1-9]\d{0,2})$/.test(text) ? Number(text) : undefined;
}

/** A range of addresses. */
export class AddressRange {
  /** Reads a range in CIDR notation, written with its first address; `undefined` for any other text. */
  public static parse(given: unknown, family?: Family): AddressRange | undefined {
    if (typeof given !== "string") return undefined;
    const [address, length, ...rest] = given.split("/");
    const prefix = prefixOf(length);
    if (!isAddress(address, family) || prefix === undefined || rest.length > 0) return undefined;
    if (prefix > BITS[familyOf(address)]) return undefined;
    const range = new AddressRange(familyOf(address), numberOf(address), prefix);
    return range.first % range.size === 0n ? range : undefined;
  }

  private constructor(
    public readonly family: Family,
    /** The number of the first address. */
    public readonly first: bigint,
    public readonly prefix: number,
  ) {}

  /** How many addresses it has. */
  public get size(): bigint {
    return 1n << BigInt(BITS[this.family] - this.prefix);
  }

  /** The address with this place in the range; 0 is the first. */
  public address(place: number | bigint): string {
    return addressOf(this.first + BigInt(place), this.family);
  }

  /** The part with this number, of all parts with this prefix. */
  public part(number: number, prefix: number): AddressRange {
    const size = 1n << BigInt(BITS[this.family] - prefix);
    return new AddressRange(this.family, this.first + size * BigInt(number), prefix);
  }

  /** Whether it holds an address or a whole range. */
  public holds(other: string | AddressRange): boolean {
    if (typeof other === "string") {
      return familyOf(other) === this.family && this.holdsNumber(numberOf(other));
    }
    return other.family === this.family && other.prefix >= this.prefix && this.holdsNumber(other.first);
  }

  /** Whether the two share an address. */
  public overlaps(other: AddressRange): boolean {
    return this.holds(other) || other.holds(this);
  }

  public toString(): string {
    return `${this.address(0)}/${this.prefix}`;
  }

  /** Whether it holds the address with this number, of its own family. */
  public holdsNumber(number: bigint): boolean {
    return number >= this.first && number < this.first + this.size;
  }
}
