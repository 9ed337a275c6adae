import type { HostedZoneAttributes } from "../../lib/core/hosted-zone";
import type { GlobalLoadBalancerOptions } from "../../lib/load-balancing/global-load-balancer";
import type { MonitoringOptions } from "../../lib/load-balancing/monitoring-options";
import type { Endpoint } from "../../lib/routing/endpoint";
import type { AdditionalHostedZone, AwsOptions, CommonStackProps, GoogleOptions } from "../platform-stack";
import type { ClusterOptions } from "./clusters";
import type { DataCenterOptions } from "./data-centers";
import type { LastResortOptions, PlatformAnalysisOptions, PlatformRouting } from "./dns";
import type { EncryptionKeysOptions } from "./encryption-keys";
import type { NetworkOptions } from "./network";
import type { ServiceOptions } from "./services";

/** One environment of a platform. */
export interface HybridPlatformProps extends CommonStackProps {
  /**
   * The Google Cloud project.
   *
   * @default - not needed while no part is in Google Cloud; required for clusters, links, and a load balancer
   */
  readonly google?: GoogleOptions;

  /**
   * The AWS account of `hostedZone`.
   *
   * @default - the account of the environment's credentials
   */
  readonly aws?: AwsOptions;

  /**
   * The big private ranges, of which each region has a part for ever, and what the network is to be like.
   *
   * @default - none; required for clusters, links, and data centres behind the load balancer
   */
  readonly network?: NetworkOptions;

  /**
   * APIs of the project to enable beside those that the platform calls, by their names without `.googleapis.com`:
   * `artifactregistry`. With `false`, none is enabled here.
   *
   * @default - those that the platform calls, so that a fresh project works
   */
  readonly projectServices?: readonly string[] | false;

  /**
   * A GKE cluster for each region, by the region's name: `europe-west1`.
   *
   * @default - none
   */
  readonly clusters?: { readonly [region: string]: ClusterOptions };

  /**
   * Keys of your own in Cloud KMS for the secrets and the boot disks of all clusters that the platform makes, in a stack of their own: `{}` for all
   * defaults. A cluster with `secretsKmsKeyName` or `bootDiskKmsKeyName` of its own keeps that. Where nodes run already, a change replaces the
   * pools: their boot disks are encrypted anew.
   *
   * @default - none: Google's own encryption, and the keys that clusters name
   */
  readonly encryptionKeys?: EncryptionKeysOptions;

  /**
   * Your own data centres, by name.
   *
   * @default - none
   */
  readonly dataCenters?: { readonly [name: string]: DataCenterOptions };

  /**
   * The public hosted zone of the host names: a `HostedZone`, or its id and name. It exists already.
   *
   * @default - none: nothing is made in Route 53, and DNS is managed elsewhere
   */
  readonly hostedZone?: HostedZoneAttributes;

  /**
   * Other hosted zones of the host names, by a key of yours that names their records in Terraform. The zone of a host name is the one
   * with the longest name that holds it.
   *
   * @default - none: all host names are in `hostedZone`
   */
  readonly additionalHostedZones?: { readonly [key: string]: AdditionalHostedZone };

  /**
   * The services that users ask for, by name.
   *
   * @default - none: there is no load balancer, and nothing to route in DNS
   */
  readonly services?: { readonly [name: string]: ServiceOptions };

  /**
   * The load balancer as a whole: Cloud Armor, certificates, TLS. With `false` there is none.
   *
   * @default - see each property
   */
  readonly loadBalancer?: GlobalLoadBalancerOptions | false;

  /**
   * What is monitored, and which channels are notified.
   *
   * @default - nothing
   */
  readonly monitoring?: MonitoringOptions;

  /**
   * Which countries are served by which data centres.
   *
   * @default - all countries are served by Google Cloud
   */
  readonly routing?: PlatformRouting;

  /**
   * How long a resolver keeps an answer, 1 to 86400 seconds. It is a part of every failover's time; AWS advises 60 or less.
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
   * What answers everyone else where the platform has no load balancer, and what happens while the last resort itself is down. It may
   * be a data centre of yours: the one that serves everyone else, which then has no `ingress` in `dataCenters`.
   *
   * @default - the load balancer, which is answered when nothing else is healthy, whatever its state; required with
   * `loadBalancer: false`
   */
  readonly lastResort?: LastResortOptions;

  /**
   * What the routing is judged by before it is deployed.
   *
   * @default - while any one data centre is down, nobody may be left without an answer, or be sent to it
   */
  readonly analysis?: PlatformAnalysisOptions;
}
