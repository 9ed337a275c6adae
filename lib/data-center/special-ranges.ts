import { AddressRange, type Family } from "./address-range";

type Named = readonly [range: string, name: string];

/** What no interface between two machines can have (RFC 6890). Ranges for documentation do no harm: nobody has them. */
const UNUSABLE: readonly Named[] = [
  ["0.0.0.0/8", '"this network"'],
  ["127.0.0.0/8", "a machine's own addresses"],
  ["169.254.0.0/16", "link-local addresses"],
  ["224.0.0.0/4", "multicast addresses"],
  ["::/8", "a machine's own addresses"],
  ["fe80::/10", "link-local addresses"],
  ["ff00::/8", "multicast addresses"],
];

/** What no user on the Internet can reach: RFC 1918, RFC 6598, RFC 4193, and class E, which some networks do use inside. */
const PRIVATE: readonly Named[] = [
  ["10.0.0.0/8", "private addresses"],
  ["172.16.0.0/12", "private addresses"],
  ["192.168.0.0/16", "private addresses"],
  ["100.64.0.0/10", "shared addresses of carriers"],
  ["240.0.0.0/4", "reserved addresses"],
  ["fc00::/7", "unique local addresses"],
];

const parsed = (all: readonly Named[]) =>
  all.map(([range, name]) => ({ range: AddressRange.parse(range) as AddressRange, name }));

/** Parsed when they are first needed: whoever has no data centre loads this file, too. */
let ofNoNetwork: ReturnType<typeof parsed> | undefined;
let notPublic: ReturnType<typeof parsed> | undefined;
const unusable = () => (ofNoNetwork ??= parsed(UNUSABLE));

/** The special range that holds an address, in words; `undefined` when a machine can have the address. */
export function unusableAddress(address: bigint, family: Family): string | undefined {
  return inWords(unusable().find(({ range }) => range.family === family && range.holdsNumber(address)));
}

/** The special range that shares an address with a range, in words; `undefined` when machines can have all of it. */
export function unusableRange(range: AddressRange): string | undefined {
  return inWords(unusable().find((one) => one.range.overlaps(range)));
}

/** The range that shares an address with this one and is of no public address, in words. */
export function notPublicRange(range: AddressRange): string | undefined {
  notPublic ??= parsed([...UNUSABLE, ...PRIVATE]);
  return inWords(notPublic.find((one) => one.range.overlaps(range)));
}

function inWords(found: { readonly range: AddressRange; readonly name: string } | undefined): string | undefined {
  return found && `${found.range}, ${found.name}`;
}
