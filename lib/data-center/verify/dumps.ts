import type { Family } from "../address-range";

/** A path to a prefix in a router's BGP table, as `show bgp ipv4 unicast json` has it. */
export interface BgpPath {
  readonly valid?: boolean;
  readonly bestpath?: boolean;
  readonly multipath?: boolean;
  /** The neighbour's address; `(unspec)` for what the router itself announces. */
  readonly peerId?: string;
  /** The AS path, with spaces. */
  readonly path?: string;
  readonly nexthops?: readonly { readonly ip?: string }[];
}

/** A neighbour, as `show bgp neighbors json` has it. */
export interface BgpNeighbor {
  readonly remoteAs?: number;
  readonly localAs?: number;
  readonly bgpState?: string;
  readonly lastResetDueTo?: string;
  readonly bgpTimerHoldTimeMsecs?: number;
  readonly peerBfdInfo?: {
    readonly status?: string;
    readonly detectMultiplier?: number;
    readonly rxMinInterval?: number;
  };
  readonly addressFamilyInfo?: {
    readonly [family: string]: {
      readonly prefixAllowedMax?: number;
      readonly prefixAllowedRestartIntervalMsecs?: number;
      readonly incomingUpdatePrefixFilterList?: string;
      readonly outgoingUpdatePrefixFilterList?: string;
      readonly routeMapForOutgoingAdvertisements?: string;
    };
  };
}

/** A line of a prefix list. */
export interface PrefixListEntry {
  readonly sequenceNumber: number;
  readonly type: string;
  readonly prefix: string;
  readonly minimumPrefixLength?: number;
  readonly maximumPrefixLength?: number;
}

/** A route of the kernel, as `ip -json route` has it. */
export interface KernelRoute {
  readonly type?: string;
  readonly dst: string;
  readonly protocol?: string;
  readonly metric?: number;
  readonly prefsrc?: string;
  readonly gateway?: string;
  readonly nexthops?: readonly { readonly gateway?: string; readonly via?: { readonly host?: string } }[];
}

/** An interface, as `ip -json address` has it. */
export interface Interface {
  readonly ifname: string;
  readonly addr_info?: readonly { readonly local?: string; readonly prefixlen?: number }[];
}

/** What any device was asked. */
export interface HostDump {
  readonly addresses: readonly Interface[];
  readonly routes: { readonly [family in Family]: readonly KernelRoute[] };
  /** How Linux shares packets between equal paths, by `net.*.fib_multipath_hash_policy`; `undefined` where it was not asked. */
  readonly hashing: { readonly [family in Family]?: number } | undefined;
}

/** What a router was asked. */
export interface RouterDump extends HostDump {
  readonly neighbors: { readonly [address: string]: BgpNeighbor };
  readonly bgp: { readonly [family in Family]: { readonly [prefix: string]: readonly BgpPath[] } };
  readonly prefixLists: { readonly [family in Family]: { readonly [name: string]: readonly PrefixListEntry[] } };
}

/** What a server was asked. */
export interface ServerDump extends HostDump {
  /** What its process of ExaBGP remembers that announces shared routes; `undefined` where there is none. */
  readonly shared: { readonly drained?: boolean } | undefined;
}

/** The files of one device: their texts by their names, without folder. */
export type DumpFiles = ReadonlyMap<string, string>;

/** The files that a router and a server have. IPv6 is asked for where there is none, too: the answer is empty. */
export const ROUTER_FILES: readonly string[] = [
  "addresses.json",
  "routes-ipv4.json",
  "routes-ipv6.json",
  "bgp-neighbors.json",
  "bgp-ipv4.json",
  "bgp-ipv6.json",
  "prefix-lists-ipv4.json",
  "prefix-lists-ipv6.json",
];
export const SERVER_FILES: readonly string[] = ["addresses.json", "routes-ipv4.json", "routes-ipv6.json"];

/** Reads what a router was asked. */
export function readRouterDump(files: DumpFiles): RouterDump {
  const { vrfName, ...neighbors } = objectOf(files, "bgp-neighbors.json");
  const table = (family: Family) => (objectOf(files, `bgp-${family}.json`).routes ?? {}) as RouterDump["bgp"]["ipv4"];
  return {
    ...hostDump(files),
    neighbors: neighbors as RouterDump["neighbors"],
    bgp: { ipv4: table("ipv4"), ipv6: table("ipv6") },
    prefixLists: { ipv4: prefixLists(files, "ipv4"), ipv6: prefixLists(files, "ipv6") },
  };
}

/** Reads what a server was asked. */
export function readServerDump(files: DumpFiles): ServerDump {
  const shared = files.has("shared-routes.json") ? objectOf(files, "shared-routes.json") : undefined;
  return { ...hostDump(files), shared: shared as ServerDump["shared"] };
}

function hostDump(files: DumpFiles): HostDump {
  const routes = (family: Family) => listOf<KernelRoute>(files, `routes-${family}.json`);
  return {
    addresses: listOf<Interface>(files, "addresses.json"),
    routes: { ipv4: routes("ipv4"), ipv6: routes("ipv6") },
    hashing: files.has("hashing.json") ? (objectOf(files, "hashing.json") as HostDump["hashing"]) : undefined,
  };
}

/** Every daemon of FRR answers with an object of its own, one below the other. BGP's is the one with lists. */
function prefixLists(files: DumpFiles, family: Family): RouterDump["prefixLists"]["ipv4"] {
  const name = `prefix-lists-${family}.json`;
  const parts = textOf(files, name).split(/^(?=\{)/m);
  const daemons = parts.filter((part) => part.trim() !== "").map((part) => parsed<object>(name, part));
  const lists = daemons.flatMap((daemon) => Object.values(daemon) as object[]).map((list) => Object.entries(list));
  return Object.fromEntries(
    lists.flat().map(([list, { entries = [] }]: [string, { entries?: readonly PrefixListEntry[] }]) => [list, entries]),
  );
}

/** What `ip -json` prints where there is nothing is an empty list, or nothing at all. */
function listOf<Item>(files: DumpFiles, name: string): readonly Item[] {
  const text = textOf(files, name);
  const list = text.trim() === "" ? [] : parsed<readonly Item[]>(name, text);
  if (!Array.isArray(list)) throw new Error(`${name} is not a list`);
  return list;
}

function objectOf(files: DumpFiles, name: string): { readonly [key: string]: unknown } {
  const found = parsed<{ readonly [key: string]: unknown }>(name, textOf(files, name));
  if (found === null || typeof found !== "object" || Array.isArray(found)) throw new Error(`${name} is not an object`);
  return found;
}

function parsed<Content>(name: string, text: string): Content {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${name} is no JSON: ${(error as Error).message}`);
  }
}

function textOf(files: DumpFiles, name: string): string {
  return files.get(name) ?? "";
}
