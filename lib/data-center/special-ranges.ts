import { isPublicIpv4, isPublicIpv6 } from "../core/addresses";
import { SPECIAL_RANGES, type SpecialRange } from "../core/special-ranges";
import { AddressRange, addressOf, type Family } from "./address-range";

const { thisNetwork, loopback, linkLocal, multicast, loopbackIpv6, linkLocalIpv6, multicastIpv6 } = SPECIAL_RANGES;
const { private10, private172, private192, carriers, reserved, uniqueLocalIpv6 } = SPECIAL_RANGES;

/** What no interface between two machines can have. Ranges for documentation do no harm: nobody has them. */
const UNUSABLE = [thisNetwork, loopback, linkLocal, multicast, loopbackIpv6, linkLocalIpv6, multicastIpv6];

/** What no user on the Internet can reach. Class E is among it, which some networks do use inside. */
const PRIVATE = [private10, private172, private192, carriers, reserved, uniqueLocalIpv6];

const parsed = (all: readonly SpecialRange[]) =>
  all.map(({ range, name }) => ({ range: AddressRange.parse(range) as AddressRange, name }));

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
  return inWords(notPublic.find((one) => one.range.overlaps(range))) ?? (isAllPublic(range) ? undefined : OTHERS);
}

/** Of the registry of special addresses, what has no name of its own here. */
const OTHERS = "special-purpose addresses, by IANA's registry";

/** The ranges of that registry are larger than what a site may announce: the ends of a range stand for all of it. */
function isAllPublic({ family, first, size }: AddressRange): boolean {
  const isPublic = family === "ipv6" ? isPublicIpv6 : isPublicIpv4;
  return [first, first + size - 1n].every((number) => isPublic(addressOf(number, family)));
}

function inWords(found: { readonly range: AddressRange; readonly name: string } | undefined): string | undefined {
  return found && `${found.range}, ${found.name}`;
}
