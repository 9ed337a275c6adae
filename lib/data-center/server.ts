/**
 * What a server is for. An `edge` takes requests from outside and forwards nothing, so it is never a worker as well.
 * `etcd` is for members on servers of their own; without any, the `control-plane` servers are the members.
 */
export type ServerRole = (typeof SERVER_ROLES)[number];

/** All roles. */
export const SERVER_ROLES = ["worker", "edge", "control-plane", "etcd"] as const;

/** The versions of what runs on a server. */
export interface VersionOptions {
  /**
   * Kubernetes: `1.36.3`.
   *
   * @default - not known
   */
  readonly kubernetes?: string;

  /**
   * etcd: `3.6.5`.
   *
   * @default - not known
   */
  readonly etcd?: string;

  /**
   * Calico: `3.32.1`.
   *
   * @default - not known
   */
  readonly calico?: string;

  /**
   * containerd: `2.2.1`. Before 2.0.0 it does not read the configuration that the formula writes.
   *
   * @default - not known
   */
  readonly containerd?: string;
}

/** One server. Its name is the id of its Salt minion: lower-case letters, digits, hyphens and dots. */
export interface ServerOptions {
  /** What it is for. */
  readonly role: ServerRole;

  /** The rack that it stands in, by name. */
  readonly rack: string;

  /**
   * Its number, 1 or more, which no other server of the data centre has or had: its addresses follow from it. Whatever is added,
   * removed or sorted, they stay.
   */
  readonly number: number;

  /**
   * The IPv4 address that it announces and answers from.
   *
   * @default - follows from the number
   */
  readonly loopback?: string;

  /**
   * The IPv6 address that it announces and answers from.
   *
   * @default - follows from the number
   */
  readonly loopbackIpv6?: string;

  /**
   * Its own IPv4 address on the link to router 1 and on the link to router 2 of its rack, with the length of the prefix: of a /31
   * or a /30, whose other address is the router's: `["10.9.1.1/31", "10.9.2.1/31"]`.
   *
   * @default - /31 that follow from the number
   */
  readonly links?: readonly string[];

  /**
   * The same in IPv6, of a /127 or a /126.
   *
   * @default - /127 that follow from the number
   */
  readonly linksIpv6?: readonly string[];

  /**
   * The network interfaces of the two links.
   *
   * @default - those of the data centre
   */
  readonly interfaces?: readonly string[];

  /**
   * Its ASN.
   *
   * @default - one for all servers of a role, so that routers share requests between equal paths
   */
  readonly asn?: number;

  /**
   * The pool of `workerPools` that a worker belongs to.
   *
   * @default - none
   */
  readonly pool?: string;

  /**
   * The versions of what runs on it, as far as they are not the data centre's: for an upgrade, one server after the other.
   *
   * @default - those of the data centre
   */
  readonly versions?: VersionOptions;
}

/** The properties of a server, for files that no compiler has seen. */
export const SERVER_PROPERTIES: readonly string[] = [
  "role",
  "rack",
  "number",
  "loopback",
  "loopbackIpv6",
  "links",
  "linksIpv6",
  "interfaces",
  "asn",
  "pool",
  "versions",
];
