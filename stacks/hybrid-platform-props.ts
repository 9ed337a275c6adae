import type { OnPremisesOptions } from "../lib/data-center/on-premises";
import type { DataCenterOptions } from "../lib/datacenter/data-center";
import type { NodePoolOptions } from "../lib/gke/node-pool-options";
import type { RegionalClusterOptions } from "../lib/gke/regional-cluster-options";
import type { TrafficOptions } from "../lib/load-balancing/backend";
import type { PrivateIngressOptions } from "../lib/load-balancing/data-center-backend";
import type { GlobalLoadBalancerOptions } from "../lib/load-balancing/global-load-balancer";
import type { MonitoringOptions } from "../lib/load-balancing/monitoring-options";
import type { LoadBalancedServiceOptions } from "../lib/load-balancing/service-options";
import type { AddressPlan, RegionRanges, RegionSize } from "../lib/network/address-plan";
import type { GlobalNetworkOptions, RegionalNetworkOptions } from "../lib/network/global-network-options";
import type { IHostedZone } from "../lib/route53/hosted-zone";
import type { RoutingAnalysisOptions } from "../lib/route53/routing-analysis";
import type { Endpoint } from "../lib/routing/endpoint";
import type { RoutingPolicy } from "../lib/routing/routing-policy";
import type { AwsOptions, PlatformStackProps } from "./platform-stack";

/** The network of a platform: its big private ranges, of which each region has a part for ever, and its options. */
export interface NetworkOptions extends AddressPlan, GlobalNetworkOptions {}

/** The network's part in one region: what it must hold, and its options. The cluster says how many pods a node has. */
export interface RegionNetworkOptions extends Omit<RegionSize, "maxPodsPerNode">, RegionalNetworkOptions {}

/** The cluster of one region. */
export interface ClusterOptions extends RegionalClusterOptions, TrafficOptions {
  /** The node pools, by name. */
  readonly nodePools: { readonly [poolName: string]: NodePoolOptions };

  /**
   * The region's private ranges.
   *
   * @default - the region's own part of the platform's `network`
   */
  readonly ranges?: RegionRanges;

  /**
   * How large the region's ranges are, and what else its part of the network has.
   *
   * @default - the region's whole part of the plan; Cloud NAT as the network says; no subnets for proxies
   */
  readonly regionalNetwork?: RegionNetworkOptions;

  /**
   * The generations of the services' endpoint groups. Two of them stand side by side while one replaces the other: the
   * annotations are of the last.
   *
   * @default [1]
   */
  readonly endpointGroupGenerations?: readonly number[];
}

/** The private ingress of a data centre, as a backend of the load balancer. */
export interface DataCenterIngressOptions extends PrivateIngressOptions, TrafficOptions {}

/** A data centre of a platform. */
export interface PlatformDataCenterOptions extends DataCenterOptions {
  /**
   * Its ingress as the VPC sees it, over the link: for services that name the data centre in `dataCenters`.
   *
   * @default - Google's load balancer sends it nothing
   */
  readonly privateIngress?: DataCenterIngressOptions;

  /**
   * What it is made of: routers, racks, servers. All that they need is written as files below `cdktf.out/data-centers`; no
   * stack has any of it.
   *
   * @default - its inside is somebody else's
   */
  readonly onPremises?: OnPremisesOptions;
}

/** A service that users ask for by a host name. */
export interface ServiceOptions extends LoadBalancedServiceOptions {
  /**
   * The port of the Kubernetes `Service`, 1 to 65535.
   *
   * @default 80
   */
  readonly servicePort?: number;

  /**
   * The port that the pods listen on, which the firewall opens for Google's load balancer: 1 to 65535.
   *
   * @default 8080
   */
  readonly containerPort?: number;

  /**
   * The data centres that serve it behind the global load balancer as well, each with a `privateIngress` and a link.
   *
   * They share the load of their zone's region with its cluster; with `preferred: true` at the clusters, they get only what
   * the clusters cannot take.
   *
   * @default - none: clusters alone
   */
  readonly dataCenters?: readonly string[];

  /**
   * A routing policy for this service alone.
   *
   * @default - the platform's
   */
  readonly routing?: RoutingPolicy;
}

/** What the routing is judged by before it is deployed. */
export interface PlatformAnalysisOptions extends Omit<RoutingAnalysisOptions, "lastResortRequestsPerSecond"> {
  /**
   * How many requests a second a node of each pool can take, by the pool's name. With the pools' largest node counts it
   * tells what Google Cloud can take as the last resort.
   *
   * @default - not known: Google Cloud is not checked for overload
   */
  readonly requestsPerSecondPerNode?: { readonly [poolName: string]: number };
}

/** One environment of a platform. */
export interface HybridPlatformProps extends PlatformStackProps {
  /**
   * The AWS account of the hosted zone.
   *
   * @default - the account of the environment's credentials
   */
  readonly aws?: AwsOptions;

  /** The big private ranges, of which each region has a part for ever, and what the network is to be like. */
  readonly network: NetworkOptions;

  /**
   * APIs of the project to switch on beside those that the platform calls, by their names without `.googleapis.com`:
   * `artifactregistry`. With `false`, somebody else switches on all of them.
   *
   * @default - those that the platform calls, so that a fresh project works
   */
  readonly projectServices?: readonly string[] | false;

  /** A GKE cluster for each region, by the region's name: `europe-west1`. */
  readonly clusters: { readonly [region: string]: ClusterOptions };

  /**
   * Your own data centres, by name.
   *
   * @default - none
   */
  readonly dataCenters?: { readonly [name: string]: PlatformDataCenterOptions };

  /** The public hosted zone of all host names. It exists already. */
  readonly hostedZone: IHostedZone;

  /** The services that users ask for, by name. */
  readonly services: { readonly [name: string]: ServiceOptions };

  /**
   * The load balancer as a whole: Cloud Armor, certificates, TLS.
   *
   * @default - see each property
   */
  readonly loadBalancer?: GlobalLoadBalancerOptions;

  /**
   * What is watched, and who is told.
   *
   * @default - nothing
   */
  readonly monitoring?: MonitoringOptions;

  /**
   * Which countries are served by which data centres.
   *
   * @default - all countries are served by Google Cloud
   */
  readonly routing?: RoutingPolicy;

  /**
   * How long a resolver keeps an answer, 1 to 86400 seconds. It is a part of every fail-over's time; AWS advises 60 or less.
   *
   * @default 60
   */
  readonly ttlSeconds?: number;

  /**
   * The addresses of the global load balancer, once they are reserved: the outputs `anycast_ipv4` and `anycast_ipv6` of the
   * edge stack. With them, DNS can be changed while Google Cloud is down.
   *
   * @default - read from Google Cloud by name, at each plan but the first
   */
  readonly anycastAddresses?: Endpoint;

  /**
   * What the routing is judged by before it is deployed.
   *
   * @default - nobody may be left without an answer, or with a dead data centre, when one is dead
   */
  readonly analysis?: PlatformAnalysisOptions;
}
