/** A range that is there for a purpose of its own, with the words that name it. */
export interface SpecialRange {
  readonly range: string;
  readonly name: string;
}

/**
 * The ranges that are no ordinary addresses, each once.
 *
 * Source: RFC 6890; of private addresses RFC 1918, RFC 6598 and RFC 4193.
 */
export const SPECIAL_RANGES = {
  thisNetwork: { range: "0.0.0.0/8", name: '"this network"' },
  loopback: { range: "127.0.0.0/8", name: "a machine's own addresses" },
  linkLocal: { range: "169.254.0.0/16", name: "link-local addresses" },
  multicast: { range: "224.0.0.0/4", name: "multicast addresses" },
  broadcast: { range: "255.255.255.255/32", name: "the broadcast address" },
  loopbackIpv6: { range: "::/8", name: "a machine's own addresses" },
  linkLocalIpv6: { range: "fe80::/10", name: "link-local addresses" },
  multicastIpv6: { range: "ff00::/8", name: "multicast addresses" },
  private10: { range: "10.0.0.0/8", name: "private addresses" },
  private172: { range: "172.16.0.0/12", name: "private addresses" },
  private192: { range: "192.168.0.0/16", name: "private addresses" },
  carriers: { range: "100.64.0.0/10", name: "shared addresses of carriers" },
  reserved: { range: "240.0.0.0/4", name: "reserved addresses" },
  uniqueLocalIpv6: { range: "fc00::/7", name: "unique local addresses" },
} as const satisfies Readonly<Record<string, SpecialRange>>;

/** Every address there is, which is what a default route leads to. */
export const EVERYWHERE = { ipv4: "0.0.0.0/0", ipv6: "::/0" } as const;
