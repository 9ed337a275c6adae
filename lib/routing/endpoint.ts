import { isPublicIpv4, isPublicIpv6, plainAddress } from "../core/addresses";
import type { Problems } from "../core/problems";

/** An address family of the Internet, and so a type of DNS record: `ipv4` is A, `ipv6` is AAAA. */
export type AddressFamily = "ipv4" | "ipv6";

/** Where users can be sent: the public addresses of a data centre's ingress, or of the global load balancer. */
export interface Endpoint {
  /** The public IPv4 address, or several of equal standing. */
  readonly ipv4: string | readonly string[];

  /**
   * The public IPv6 address, or several of equal standing.
   *
   * @default - the endpoint has no IPv6
   */
  readonly ipv6?: string | readonly string[];
}

/** The addresses of an endpoint in one family, in alphabetical order. */
export function addressesOf(endpoint: Endpoint, family: AddressFamily): readonly string[] {
  return [endpoint[family] ?? []].flat().sort();
}

/** The families in which DNS answers: IPv6 only where every endpoint has it, see `checkFamilies`. */
export function commonFamilies(endpoints: readonly Endpoint[]): readonly AddressFamily[] {
  return endpoints.every((endpoint) => endpoint.ipv6 !== undefined) ? ["ipv4", "ipv6"] : ["ipv4"];
}

/** Validates that an endpoint has addresses that everybody on the Internet, and Route 53's health checkers, can reach. */
export function checkEndpoint(problems: Problems, endpoint: Endpoint): void {
  checkAddresses(problems, "ipv4", endpoint.ipv4, isPublicIpv4, 'a public IPv4 address: "203.0.113.10"');
  if (endpoint.ipv6 === undefined) return;
  checkAddresses(problems, "ipv6", endpoint.ipv6, isPublicIpv6, 'a public IPv6 address: "2001:db8::10"');
}

function checkAddresses(
  problems: Problems,
  family: AddressFamily,
  value: string | readonly string[],
  isPublic: (address: string) => boolean,
  expected: string,
): void {
  if (typeof value !== "string" && !problems.known(family, value)) return;
  const addresses = [value].flat();
  if (typeof value !== "string") problems.check(family, value, ({ length }) => length > 0, expected, "address");
  for (const address of addresses) {
    // Of several, each has records and a health check that are called after it.
    if (addresses.length > 1 && !problems.known(family, address)) continue;
    problems.check(family, address, isPublic, expected, "address");
  }
  if (new Set(addresses.map(plainAddress)).size < addresses.length) problems.refuse(family, value, "each address once");
}

/**
 * Checks that all data centres have IPv6, and the last resort with them, or none has.
 *
 * A country's users with IPv6 ask for AAAA first. Were one data centre without an AAAA record, Route 53 would give them
 * the answer of everyone else, and they would never reach that data centre.
 *
 * @param dataCenters the data centres' endpoints, by the property that holds them
 * @param lastResort the last resort's endpoint in the same way; empty when it has both families for certain
 */
export function checkFamilies(
  problems: Problems,
  dataCenters: { readonly [property: string]: Endpoint },
  lastResort: { readonly [property: string]: Endpoint },
): void {
  const other = Object.entries(dataCenters).find(([, { ipv6 }]) => ipv6 !== undefined)?.[0];
  if (other === undefined) {
    warnOfLostFamily(problems, dataCenters, lastResort);
    return;
  }
  for (const [property, { ipv6 }] of Object.entries({ ...dataCenters, ...lastResort })) {
    const allowed = `an IPv6 address, as ${other} has one: users with IPv6 would never reach an endpoint without`;
    problems.check(`${property}.ipv6`, ipv6, (ipv6) => ipv6 !== undefined, allowed);
  }
}

/** Warns where the last resort has IPv6 and nobody gets it, since no data centre has. */
function warnOfLostFamily(
  problems: Problems,
  dataCenters: { readonly [property: string]: Endpoint },
  lastResort: { readonly [property: string]: Endpoint },
): void {
  if (Object.keys(dataCenters).length === 0) return;
  const risk =
    "no data centre has an IPv6 address, so no host name has AAAA records: clients without IPv4 reach nobody";
  for (const [property, { ipv6 }] of Object.entries(lastResort)) {
    if (ipv6 !== undefined) problems.warn(`${property}.ipv6`, risk);
  }
}
