import type { Family } from "../address-range";
import type { Differences } from "./difference";
import type { HostDump } from "./dumps";

/** Addresses, protocol and ports, and in IPv6 no flow label. */
const BY_PORTS = 1;

/** What Linux takes into the hash, by its policies. Source: Documentation/networking/ip-sysctl.rst of Linux. */
const POLICIES: { readonly [family in Family]: readonly string[] } = {
  ipv4: ["addresses", "addresses, protocol and ports", "addresses of what is inside a tunnel", "fields of its own"],
  ipv6: [
    "addresses and flow label",
    "addresses, protocol and ports",
    "addresses of what is inside a tunnel",
    "fields of its own",
  ],
};

/** Compares how a device shares packets between equal paths. Linux may give a connection another flow label when it repeats a packet. */
export function compareHashing(differences: Differences, { hashing }: HostDump): void {
  for (const family of ["ipv4", "ipv6"] as const) {
    const policy = hashing?.[family];
    if (policy === undefined) continue;
    const words = (one: number): string => POLICIES[family][one] ?? `policy ${one}`;
    differences.compare("hashing", `what equal paths are shared by, ${family}`, words(BY_PORTS), words(policy));
  }
}
