import { isPublicIpv4, isPublicIpv6 } from "../../lib/core/addresses";
import { SPECIAL_RANGES } from "../../lib/core/special-ranges";
import { AddressRange } from "../../lib/data-center/address-range";
import { notPublicRange } from "../../lib/data-center/special-ranges";
import { fc } from "../support/property";

const isPublic = (address: string) => (address.includes(":") ? isPublicIpv6(address) : isPublicIpv4(address));
const isPublicRange = (address: string) => {
  const range = AddressRange.parse(`${address}/${address.includes(":") ? 128 : 32}`);
  if (range === undefined) throw new Error(`${address} is not written as everybody writes it`);
  return notPublicRange(range) === undefined;
};

test.each(Object.entries(SPECIAL_RANGES))("%s is not public, for whoever asks", (_, { range }) => {
  const [first = ""] = range.split("/");
  expect([isPublic(first), isPublicRange(first)]).toEqual([false, false]);
});

test("what is public for a health check is public for the range of a data centre, and nothing else is", () => {
  const ipv4 = fc.ipV4().filter((address) => AddressRange.parse(`${address}/32`) !== undefined);
  const special = fc.constantFrom(
    "198.18.0.1",
    "192.0.0.1",
    "192.88.99.1",
    "100::1",
    "2001::1",
    "2002::1",
    "fec0::1",
    "5f00::1",
    "2001:db8::1",
    "203.0.113.1",
    "2a00::1",
  );
  fc.assert(fc.property(fc.oneof(ipv4, special), (address) => isPublic(address) === isPublicRange(address)));
});
