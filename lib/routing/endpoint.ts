/** An address family of the Internet, and so a type of DNS record: `ipv4` is A, `ipv6` is AAAA. */
export type AddressFamily = "ipv4" | "ipv6";

/** Where users can be sent: the public addresses of a data centre's ingress, or of the global load balancer. */
export interface Endpoint {
  /** The public IPv4 address. */
  readonly ipv4: string;

  /**
   * The public IPv6 address.
   *
   * @default - the endpoint has no IPv6
   */
  readonly ipv6?: string;
}

/**
 * The families in which DNS answers: IPv6 only where every endpoint has it.
 *
 * A country's users with IPv6 ask for AAAA first. Were one endpoint without an AAAA record, Route 53 would give them the
 * answer for everyone else, and they would never reach that endpoint.
 */
export function commonFamilies(endpoints: readonly Endpoint[]): readonly AddressFamily[] {
  return endpoints.every((endpoint) => endpoint.ipv6 !== undefined) ? ["ipv4", "ipv6"] : ["ipv4"];
}
