/** What a platform is made of, beside who serves whom. */
export interface Platform {
  /** The name of the VPC, if there is one. */
  readonly network?: string;
  /** Whether the last resort is a load balancer of Google's: else it is made elsewhere. */
  readonly hasLoadBalancer: boolean;
  readonly regions: readonly PlatformRegion[];
  readonly links: readonly PlatformLink[];
  /** The data centres that the load balancer sends requests to, over the VPC. */
  readonly behindLoadBalancer: readonly string[];
}

/** What is in a region of Google Cloud. */
export interface PlatformRegion {
  readonly name: string;
  /** The ranges of its subnets. */
  readonly ranges: readonly string[];
  readonly clusters: readonly PlatformCluster[];
  /** Whether the load balancer has backends there. */
  readonly isBehindLoadBalancer: boolean;
}

/** A cluster and its node pools, in words: `web: n2-standard-8, 3 to 60 nodes`. */
export interface PlatformCluster {
  readonly name: string;
  readonly pools: readonly string[];
}

/** What joins a data centre and a region: `2 VPN tunnels`. */
export interface PlatformLink {
  /** `undefined` where nothing tells which data centre it leads to. */
  readonly dataCenter?: string;
  readonly region: string;
  readonly what: string;
}
