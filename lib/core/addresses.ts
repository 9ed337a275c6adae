import { Address4, Address6 } from "ip-address";

// Addresses of the documentation ranges count as public: examples and tests are written with them.

/** Whether this is an IPv4 address that everybody on the Internet can reach. */
export function isPublicIpv4(text: string): boolean {
  if (!Address4.isValid(text) || text.includes("/")) return false;
  const address = new Address4(text);
  return address.isGlobal() || address.isDocumentation();
}

/** Whether this is an IPv6 address that everybody on the Internet can reach. */
export function isPublicIpv6(text: string): boolean {
  if (!Address6.isValid(text) || text.includes("/") || text.includes("%")) return false;
  const address = new Address6(text);
  return address.isGlobal() || address.isDocumentation();
}

/** An address as it is compared: one of IPv6 has many spellings. What is no address is itself. */
export function plainAddress(text: string): string {
  return text.includes(":") && Address6.isValid(text) ? new Address6(text).correctForm() : text;
}
