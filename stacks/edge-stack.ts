import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { checkHostedZone, type HostedZoneAttributes } from "../lib/core/hosted-zone";
import { validate } from "../lib/core/validate";
import type { IBackend } from "../lib/load-balancing/backend";
import { Certificates } from "../lib/load-balancing/certificates";
import { ClusterBackend } from "../lib/load-balancing/cluster-backend";
import {
  checkReachable,
  DataCenterBackend,
  type PrivateIngressOptions,
} from "../lib/load-balancing/data-center-backend";
import {
  GlobalLoadBalancer,
  type GlobalLoadBalancerProps,
  type LoadBalancedService,
} from "../lib/load-balancing/global-load-balancer";
import { LoadBalancerMonitoring } from "../lib/load-balancing/load-balancer-monitoring";
import type { MonitoringOptions } from "../lib/load-balancing/monitoring-options";
import type { LoadBalancedServiceOptions } from "../lib/load-balancing/service-options";
import { globalNetworkFromAttributes, type IGlobalNetwork } from "../lib/network/i-global-network";
import { hostedZoneFromAttributes } from "../lib/route53/i-hosted-zone";
import { type AwsOptions, PlatformStack, type PlatformStackProps } from "./platform-stack";

/** A cluster that the edge stack makes endpoint groups for, before there is a cluster. */
export interface EdgeCluster {
  /** The cluster's name: up to 40 characters. */
  readonly clusterName: string;
  /** The zones of its nodes. */
  readonly zones: readonly string[];
  /**
   * The generations of the endpoint groups.
   *
   * @default [1]
   */
  readonly endpointGroupGenerations?: readonly number[];
}

/** Options of a service of the edge stack. */
export interface EdgeService extends LoadBalancedServiceOptions {
  /**
   * Where it runs beside `clusters` and `dataCenters`.
   *
   * @default - nowhere else
   */
  readonly backends?: readonly IBackend[];

  /**
   * The port of the Kubernetes `Service`, 1 to 65535.
   *
   * @default 80
   */
  readonly servicePort?: number;

  /**
   * The data centres that serve it beside `backends`, by name.
   *
   * @default - none
   */
  readonly dataCenters?: readonly string[];
}

/** Options of an edge stack. */
export interface EdgeStackProps extends PlatformStackProps, Omit<GlobalLoadBalancerProps, "services" | "certificates"> {
  /** The services, by name. The first answers requests for a host name that is nobody's. */
  readonly services: { readonly [serviceName: string]: EdgeService };

  /**
   * The hosted zone of Route 53 of all host names, where certificates prove them: a `HostedZone`, or its id and name.
   *
   * @default - none: for certificates that need no proof in DNS, or that name a zone of their own
   */
  readonly zone?: HostedZoneAttributes;

  /**
   * Where the certificates come from.
   *
   * @default - `Certificates.dnsAuthorized()`, proven in `zone`
   */
  readonly certificates?: Certificates;

  /** The network that `NetworkStack` makes: the endpoint groups are of its subnets, and data centres are reached through it. */
  readonly networkName: string;

  /**
   * The clusters in which every service runs that the autoneg controller does not attach, by region.
   *
   * @default - none: each service names its `backends`
   */
  readonly clusters?: { readonly [region: string]: EdgeCluster };

  /**
   * The private ingress of each data centre that is a backend, by name.
   *
   * @default - none
   */
  readonly privateIngresses?: { readonly [dataCenter: string]: PrivateIngressOptions };

  /**
   * What is watched, and who is told.
   *
   * @default - nothing
   */
  readonly monitoring?: MonitoringOptions;

  /**
   * The AWS account of the hosted zone. Without a record in Route 53 the stack has no AWS provider.
   *
   * @default - the account of the environment's credentials
   */
  readonly aws?: AwsOptions;
}

/**
 * The global load balancer with its certificates, and the endpoint groups that GKE fills. Waits for the network only, so that the
 * groups are there before a cluster looks for them, and what is taken away leaves the load balancer before it is destroyed.
 */
export class EdgeStack extends PlatformStack {
  public readonly loadBalancer: GlobalLoadBalancer;
  /** The clusters as backends, by service and region: the last generation of each. */
  public readonly clusterBackends: ReadonlyMap<string, ReadonlyMap<string, ClusterBackend>>;
  /** The data centres as backends, by name. */
  public readonly dataCenters: ReadonlyMap<string, DataCenterBackend>;
  public readonly monitoring?: LoadBalancerMonitoring;

  constructor(scope: Construct, id: string, props: EdgeStackProps) {
    super(scope, id, props);
    this.useGoogle();
    const { zone } = props;
    if (zone !== undefined) validate(this, (problems) => checkHostedZone(problems.at("zone"), zone));
    const network = globalNetworkFromAttributes({ project: props.google.project, networkName: props.networkName });
    this.dataCenters = this.addDataCenters(network, props);
    const inClusters = this.addClusterBackends(network, props);
    // A map keeps the last of each region.
    this.clusterBackends = mapValues(inClusters, (all) => new Map(all.map((backend) => [backend.region, backend])));
    const services = this.servicesOf(props, inClusters);
    this.loadBalancer = new GlobalLoadBalancer(this, "load_balancer", {
      loadBalancerName: props.loadBalancerName,
      services,
      certificates: certificatesOf(props),
      traffic: props.traffic,
      securityPolicy: props.securityPolicy,
      tlsProfile: props.tlsProfile,
      http3: props.http3,
      autonegServiceAccount: props.autonegServiceAccount,
    });
    // Which zone proves the host names is up to the certificates.
    if (this.hasResourceOf("aws")) this.useAws(props.aws);
    this.monitoring =
      props.monitoring && new LoadBalancerMonitoring(this, "monitoring", { ...props, services, ...props.monitoring });
    this.addOutputs();
  }

  private addDataCenters(
    { networkId }: IGlobalNetwork,
    { loadBalancerName, privateIngresses = {} }: EdgeStackProps,
  ): ReadonlyMap<string, DataCenterBackend> {
    const scope = new Construct(this, "data_center");
    return new Map(
      Object.entries(privateIngresses).map(([dataCenterName, ingress]) => {
        const backend = { ...ingress, dataCenterName, networkId, loadBalancerName };
        return [dataCenterName, new DataCenterBackend(scope, dataCenterName, backend)];
      }),
    );
  }

  /** The endpoint groups of each service, in all clusters and generations. */
  private addClusterBackends(
    network: IGlobalNetwork,
    { clusters = {}, services }: EdgeStackProps,
  ): ReadonlyMap<string, readonly ClusterBackend[]> {
    const scope = new Construct(this, "endpoint_group");
    const attached = Object.entries(services).filter(([, { autoneg = false }]) => !autoneg);
    return new Map(
      attached.map(([serviceName, { servicePort = 80 }]) => {
        const ofService = new Construct(scope, serviceName);
        const backends = Object.entries(clusters).flatMap(([region, cluster]) => {
          const subnet = network.subnet(region);
          const { clusterName, zones, endpointGroupGenerations = [1] } = cluster;
          return endpointGroupGenerations.map((generation) => {
            const id = generation === 1 ? region : `${region}_g${generation}`;
            return new ClusterBackend(ofService, id, {
              clusterName,
              serviceName,
              servicePort,
              zones,
              subnet,
              generation,
            });
          });
        });
        return [serviceName, backends];
      }),
    );
  }

  private servicesOf(
    { services }: EdgeStackProps,
    inClusters: ReadonlyMap<string, readonly ClusterBackend[]>,
  ): Record<string, LoadBalancedService> {
    const all = validate(this, (problems) =>
      Object.entries(services).map(([name, service]) => {
        const inDataCenters = (service.dataCenters ?? []).flatMap((dataCenter) => {
          const backend = this.dataCenters.get(dataCenter);
          checkReachable(problems.at(["services", name, "dataCenters"]), dataCenter, backend !== undefined, true);
          return backend ?? [];
        });
        const backends = [...(inClusters.get(name) ?? []), ...(service.backends ?? []), ...inDataCenters];
        return [name, { ...service, backends }] as const;
      }),
    );
    return Object.fromEntries(all);
  }

  private addOutputs(): void {
    const { frontEnd, autoneg } = this.loadBalancer;
    const { ipv4, ipv6 } = frontEnd.addresses;
    for (const [family, { address }] of Object.entries({ ipv4, ipv6 })) {
      new TerraformOutput(this, `anycast_${family}`, {
        value: address,
        description: `The load balancer's ${family === "ipv4" ? "IPv4" : "IPv6"} address: write it into anycastAddresses`,
        staticId: true,
      });
    }
    if (autoneg === undefined) return;
    new TerraformOutput(this, "autoneg_account", {
      value: autoneg.email,
      description: "The annotation iam.gke.io/gcp-service-account of the autoneg controller's service account",
      staticId: true,
    });
  }
}

/** The certificates, proven in the stack's zone unless they name one of their own. */
export function certificatesOf({ certificates, zone }: Pick<EdgeStackProps, "certificates" | "zone">): Certificates {
  const all = certificates ?? Certificates.dnsAuthorized();
  return zone === undefined ? all : all.provenIn(hostedZoneFromAttributes(zone));
}

function mapValues<From, To>(map: ReadonlyMap<string, From>, convert: (value: From) => To): ReadonlyMap<string, To> {
  return new Map([...map].map(([key, value]) => [key, convert(value)]));
}
