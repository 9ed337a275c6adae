import type { Family } from "../address-range";
import type { Tier } from "../site-plan";

/** One line of a prefix list, as `routers/<name>.json` has it: everything else is refused. */
export interface PermittedPrefix {
  readonly prefix: string;
  readonly ge: number | null;
  readonly le: number | null;
}

/** A planned BGP session, as a router sees it. */
export interface PlannedSession {
  readonly family: Family;
  /** The neighbour's address, and the router's own. */
  readonly address: string;
  readonly local_address: string;
  readonly prefix_length: number;
  readonly accept: readonly PermittedPrefix[];
  readonly announce: readonly PermittedPrefix[];
  readonly max_prefixes: number | null;
  readonly restart_minutes: number | null;
  readonly bfd: { readonly interval_milliseconds: number; readonly multiplier: number } | null;
}

/** A neighbour of a router. */
export interface PlannedNeighbor {
  readonly name: string;
  readonly kind: "up" | "down" | "server";
  readonly asn: number;
  readonly sessions: readonly PlannedSession[];
}

interface FamilyPrefix {
  readonly family: Family;
  readonly prefix: string;
}

/** What a comparison reads of `routers/<name>.json`. */
export interface RouterFile {
  readonly name: string;
  readonly tier: Tier;
  readonly asn: number;
  readonly loopback: { readonly ipv4: string; readonly ipv6: string | null };
  readonly bgp: { readonly hold_seconds: number };
  readonly networks: readonly FamilyPrefix[];
  readonly aggregates: readonly FamilyPrefix[];
  readonly neighbors: readonly PlannedNeighbor[];
}

interface ServerLinkEnd {
  readonly address: string;
  readonly router_address: string;
  readonly prefix_length: number;
}

interface BothFamilies<Value> {
  readonly ipv4: Value;
  readonly ipv6: Value | null;
}

/** What a comparison reads of `servers/<name>.sls`. */
export interface ServerFile {
  readonly name: string;
  readonly role: string;
  readonly loopback: BothFamilies<string>;
  readonly links: readonly (BothFamilies<ServerLinkEnd> & { readonly interface: string })[];
  readonly announce: {
    readonly shared: readonly (FamilyPrefix & { readonly kind: string })[];
  };
  readonly blackholes: readonly FamilyPrefix[];
  readonly pods:
    | (BothFamilies<{ readonly range: string; readonly block_prefix_length: number }> & {
        readonly max_blocks: number;
      })
    | null;
  readonly api: BothFamilies<string>;
  readonly dns: BothFamilies<string>;
  readonly edge: {
    readonly virtual_ips: readonly { readonly family: Family; readonly address: string; readonly prefix: string }[];
  } | null;
}

/** The plan of a data centre, as the synthesis wrote it. */
export interface SiteFiles {
  readonly routers: readonly RouterFile[];
  readonly servers: readonly ServerFile[];
}

/** The families of what has both, or IPv4 alone. */
export function familiesOf({ ipv6 }: { readonly ipv6: unknown }): readonly Family[] {
  return ipv6 === null ? ["ipv4"] : ["ipv4", "ipv6"];
}
