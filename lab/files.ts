import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type Family = "ipv4" | "ipv6";

/** What the lab reads of a server's data; the templates read more. */
export interface ServerFile {
  readonly name: string;
  readonly role: "worker" | "edge" | "control-plane" | "etcd";
  readonly rack: { readonly name: string };
  readonly loopback: { readonly ipv4: string; readonly ipv6: string | null };
  readonly links: readonly {
    readonly interface: string;
    readonly ipv4: { readonly address: string; readonly router_address: string };
    readonly ipv6: { readonly address: string; readonly router_address: string } | null;
  }[];
  readonly pods: { readonly ipv4: { readonly range: string; readonly block_prefix_length: number } } | null;
  readonly api: { readonly ipv4: string; readonly ipv6: string | null; readonly port: number };
  readonly dns: { readonly ipv4: string; readonly ipv6: string | null };
  readonly announce: {
    readonly health: { readonly rise: number; readonly most_rise: number; readonly flap_memory_seconds: number } | null;
  };
  readonly edge: EdgeFile | null;
}

export interface EdgeFile {
  readonly tls: object | null;
  readonly virtual_ips: readonly {
    readonly family: Family;
    readonly address: string;
    readonly prefix: string;
    readonly range: string;
    readonly scope: "public" | "private";
  }[];
  readonly health: { readonly hosts: readonly string[]; readonly path: string; readonly healthy_services: number };
  readonly services: readonly {
    readonly name: string;
    readonly host: string;
    readonly dns_name: string;
    readonly port: number;
  }[];
}

/** What the lab reads of a router's data. */
export interface RouterFile {
  readonly name: string;
  readonly tier: "rack" | "spine" | "border";
  readonly rack: { readonly name: string } | null;
  readonly asn: number;
  readonly loopback: { readonly ipv4: string; readonly ipv6: string | null };
  readonly tcp_mss: { readonly ipv4: number; readonly ipv6: number } | null;
  readonly aggregates: readonly { readonly family: Family; readonly prefix: string }[];
  /** Routes to edge servers that are used while BGP has none, if the plan has them. */
  readonly static_routes?: readonly object[];
  readonly neighbors: readonly {
    readonly name: string;
    readonly kind: "up" | "down" | "server";
    readonly sessions: readonly {
      readonly family: Family;
      readonly address: string;
      readonly local_address: string;
      readonly prefix_length: number;
      readonly max_prefixes: number | null;
      readonly restart_minutes: number | null;
      readonly bfd: object | null;
    }[];
  }[];
}

/** The files of one data centre, as the synthesis wrote them. */
export interface DataCenterFiles {
  readonly templates: string;
  readonly servers: readonly ServerFile[];
  readonly routers: readonly RouterFile[];
  /** How they came here, if they came through a release. */
  readonly release?: Released;
}

/** A release that was fetched, and from which Salt has written the files of servers below `<rendered>/<server>`. */
export interface Released {
  readonly rendered: string;
}

/** The same files with servers that come back at once: where this is not what is looked at, it saves time. */
export function comingBackAtOnce(files: DataCenterFiles): DataCenterFiles {
  return withHealth(files, { rise: 2 });
}

/** The same files with servers that forget at once that they were withdrawn: a check must not wait for what the ones before it broke. */
export function forgettingFlaps(files: DataCenterFiles): DataCenterFiles {
  return withHealth(files, { flap_memory_seconds: 1 });
}

/** The same files with routers that let a session back a minute after it was over its limit, the least that FRR can. */
export function recoveringInAMinute(files: DataCenterFiles): DataCenterFiles {
  const routers = files.routers.map((router) => ({
    ...router,
    neighbors: router.neighbors.map((neighbor) => ({
      ...neighbor,
      sessions: neighbor.sessions.map((one) => ({ ...one, restart_minutes: one.restart_minutes === null ? null : 1 })),
    })),
  }));
  return { ...files, routers };
}

function withHealth(files: DataCenterFiles, change: Partial<ServerFile["announce"]["health"]>): DataCenterFiles {
  const servers = files.servers.map((server) => {
    const { announce } = server;
    if (announce.health === null) return server;
    return { ...server, announce: { ...announce, health: { ...announce.health, ...change } } };
  });
  return { ...files, servers };
}

/** Reads the folder of one data centre, or that of a release on a Salt master, whose templates are beside it, in the formula. */
export function readDataCenter(folder: string): DataCenterFiles {
  const own = join(folder, "templates");
  const read = <T>(part: string): T[] =>
    readdirSync(join(folder, part)).map((file) => JSON.parse(readFileSync(join(folder, part, file), "utf8")));
  return {
    templates: existsSync(own) ? own : join(folder, "../formula/hybrid-kubernetes/files"),
    servers: read<{ readonly hybrid: ServerFile }>("servers").map(({ hybrid }) => hybrid),
    routers: read<RouterFile>("routers"),
  };
}
