import type { CalicoOptions } from "./calico-options";
import type { SiteClusterOptions } from "./cluster";
import type { EdgeOptions, SiteService } from "./edge";
import type { FabricOptions } from "./fabric";
import type { SecretReference } from "./secret-reference";
import type { ServerOptions, VersionOptions } from "./server";
import type { WorkerPoolOptions } from "./worker-pool";

/** The address ranges of a data centre. Those that are not given are eighths of its first private range. */
export interface SiteRanges {
  /**
   * For the servers' and routers' own addresses: servers in its first half, by their numbers.
   *
   * @default - the first eighth
   */
  readonly loopbacks?: string;

  /**
   * For the links between routers and servers.
   *
   * @default - the second eighth
   */
  readonly links?: string;

  /**
   * For Kubernetes Services.
   *
   * @default - the third eighth
   */
  readonly services?: string;

  /**
   * For the private addresses that several servers share: of the API server and of the edge.
   *
   * @default - the fourth eighth
   */
  readonly virtualIps?: string;

  /**
   * For pods. Each rack has a 32nd of it.
   *
   * @default - the second half
   */
  readonly pods?: string;

  /**
   * The IPv6 range of the data centre, a /48: `fd00:128::/48`. All parts follow from it.
   *
   * @default - none: no IPv6 inside the data centre
   */
  readonly ipv6?: string;
}

/** How many pods a server has. */
export interface SitePodOptions {
  /**
   * The most pods of one server, 8 to 500.
   *
   * @default 110
   */
  readonly maxPodsPerServer?: number;

  /**
   * The most blocks of 64 addresses that one server may take, 1 to 16. Twice what its pods need, since an address that was given
   * back is not used again at once.
   *
   * @default - twice what maxPodsPerServer needs: 4 for 110 pods
   */
  readonly maxBlocksPerServer?: number;
}

/** The API server of the cluster in the data centre, as everybody there sees it. */
export interface SiteApiOptions {
  /**
   * Its virtual IPv4 address, which each control-plane server announces while its own API server is ready.
   *
   * @default - the 18th address of the range for virtual IPs: 10.131.0.17
   */
  readonly virtualIp?: string;

  /**
   * Its port, 1 to 65535.
   *
   * @default 6443
   */
  readonly port?: number;
}

/** What a data centre is made of: routers, racks and servers. All that its servers and routers need follows from it. */
export interface OnPremisesOptions {
  /** The routers. */
  readonly fabric: FabricOptions;

  /** The servers, by name: written out, or read by `Servers.fromJson` or `Servers.fromCsv`. */
  readonly servers: { readonly [serverName: string]: ServerOptions };

  /**
   * How the edge servers take requests. Needed when there are edge servers.
   *
   * @default - there are none
   */
  readonly edge?: EdgeOptions;

  /**
   * The address ranges.
   *
   * @default - see each of them
   */
  readonly ranges?: SiteRanges;

  /**
   * The versions of what runs on servers.
   *
   * @default - not known
   */
  readonly versions?: VersionOptions;

  /**
   * The network interfaces of a server's two links.
   *
   * @default ["eth0", "eth1"]
   */
  readonly interfaces?: readonly string[];

  /**
   * How many pods a server has.
   *
   * @default - see each property
   */
  readonly pods?: SitePodOptions;

  /**
   * Where Calico comes from: its operator's manifest, which is applied only when it is the one with this hash. The version is
   * `versions.calico`.
   *
   * @default - not known: whoever applies it gets it elsewhere
   */
  readonly calico?: CalicoOptions;

  /**
   * The pools that workers belong to, by the name that a worker has in `pool`.
   *
   * @default - none
   */
  readonly workerPools?: { readonly [poolName: string]: WorkerPoolOptions };

  /**
   * The Kubernetes cluster that the servers make, by the formula's states. Needs `versions`.
   *
   * @default - the cluster is made elsewhere, and the formula makes the network alone
   */
  readonly cluster?: SiteClusterOptions;

  /**
   * The API server.
   *
   * @default - see each property
   */
  readonly api?: SiteApiOptions;

  /**
   * The virtual IPv4 address of the cluster's DNS.
   *
   * @default - the 11th address of the range for Services: 10.130.0.10
   */
  readonly dns?: string;

  /**
   * The key of all BGP sessions (TCP MD5).
   *
   * @default - none
   */
  readonly bgpPassword?: SecretReference;

  /**
   * More of ExaBGP's configuration, where servers have sessions of their own already: a text in the pillar of each server, with its blocks
   * `process`, `template` and `neighbor`, which stands behind what is planned. The formula refuses a neighbor that is a router of the plan, since a router takes one
   * session per address, and what `exabgp --validate` does not accept.
   *
   * @default - none: what is planned is all that ExaBGP does
   */
  readonly exabgp?: SecretReference;

  /**
   * The first of the private ASNs that are planned, 4200000000 or more (RFC 6996). All data centres may have the same: no routes are exchanged between them.
   *
   * @default 4200000000
   */
  readonly asnBase?: number;
}

/** A data centre with what else is known of it. */
export interface SiteOptions extends OnPremisesOptions {
  /** Its name. */
  readonly dataCenterName: string;
  /** Its private ranges; all of its private addresses lie in them. */
  readonly privateRanges: readonly string[];
  /** The public addresses of its ingress. */
  readonly ingress: readonly string[];
  /**
   * Its private ingress, as Google's load balancer sees it.
   *
   * @default - none
   */
  readonly privateIngress?: { readonly addresses: readonly string[]; readonly port: number; readonly tls: boolean };
  /**
   * Its links to Google Cloud, by property: the ASN of Google's side (`asn`), that of this side (`peerAsn`), which may be the
   * borders', and the public addresses of its own gateway.
   *
   * @default - none
   */
  readonly links?: {
    readonly [property: string]: {
      readonly asn: number;
      readonly peerAsn?: number;
      readonly peerAddresses?: readonly string[];
    };
  };
  /**
   * The services that its edge servers answer for, by name.
   *
   * @default - none
   */
  readonly services?: { readonly [serviceName: string]: SiteService };
  /**
   * How it is asked from outside whether it is healthy.
   *
   * @default - `/healthz` of any host
   */
  readonly healthCheck?: { readonly hosts: readonly string[]; readonly path: string };
}
