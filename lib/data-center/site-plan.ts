import type { AddressRange, ByFamily } from "./address-range";
import type { LinkAddress } from "./link-address";
import type { SiteOptions } from "./on-premises";
import type { PlannedRanges } from "./plan-ranges";
import type { ServerOptions, ServerRole, VersionOptions } from "./server";

/** Where a router stands: over servers, between, or at the edge of the data centre. */
export type Tier = "rack" | "spine" | "border";

/** The link of a router to one above it. */
export interface PlannedUplink {
  /** The router above, by name. */
  readonly to: string;
  readonly link: ByFamily<LinkAddress>;
}

/** A router with all of its addresses. */
export interface PlannedRouter {
  readonly name: string;
  readonly tier: Tier;
  /** The rack of a rack's router. */
  readonly rack: { readonly name: string; readonly number: number } | null;
  readonly number: number;
  readonly asn: number;
  readonly loopback: ByFamily<string>;
  readonly uplinks: readonly PlannedUplink[];
}

/** A rack with its range for pods. */
export interface PlannedRack {
  readonly name: string;
  readonly number: number;
  readonly pods: ByFamily<AddressRange>;
  /** Router 1 and router 2. */
  readonly routers: readonly [PlannedRouter, PlannedRouter];
}

/** A server with all of its addresses. */
export interface PlannedServer {
  readonly name: string;
  readonly options: ServerOptions;
  readonly role: ServerRole;
  readonly rack: PlannedRack;
  readonly number: number;
  readonly asn: number;
  readonly loopback: ByFamily<string>;
  /** To router 1 and to router 2. */
  readonly links: readonly [ByFamily<LinkAddress>, ByFamily<LinkAddress>];
  readonly interfaces: readonly [string, string];
  readonly versions: VersionOptions;
}

/** Routers and racks, in the order of their names. */
export interface PlannedFabric {
  readonly racks: readonly PlannedRack[];
  readonly routers: readonly PlannedRouter[];
}

/** A data centre in which everything has its address. */
export interface SitePlan extends PlannedFabric {
  readonly options: SiteOptions;
  readonly ranges: PlannedRanges;
  /** In the order of their names. */
  readonly servers: readonly PlannedServer[];
}

/** Whether pods run on servers of a role: edge servers and members of etcd on servers of their own have none. */
export function hasPods(role: ServerRole): boolean {
  return role === "worker" || role === "control-plane";
}

/** The servers that are members of etcd: those for it alone, or those of the control plane. */
export function etcdMembers<Server extends { readonly role: ServerRole }>(servers: readonly Server[]): Server[] {
  const own = servers.filter(({ role }) => role === "etcd");
  return own.length > 0 ? own : servers.filter(({ role }) => role === "control-plane");
}

/** The order of names, the same on every machine. */
export function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
}
