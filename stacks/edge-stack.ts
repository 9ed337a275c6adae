import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { validate } from "../lib/core/validate";
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
import { networkFromAttributes } from "../lib/network/network";
import { type AwsOptions, PlatformStack, type PlatformStackProps } from "./platform-stack";

/** A service of the edge stack. */
export interface EdgeService extends LoadBalancedService {
  /**
   * The data centres that serve it beside `backends`, by name.
   *
   * @default - none
   */
  readonly dataCenters?: readonly string[];
}

export interface EdgeStackProps extends PlatformStackProps, Omit<GlobalLoadBalancerProps, "services"> {
  /** The services, by name. The first answers requests for a host name that is nobody's. */
  readonly services: { readonly [serviceName: string]: EdgeService };

  /** The network that `NetworkStack` makes, through which data centres are reached. */
  readonly networkName: string;

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
   * The AWS account of the hosted zone, where certificates are proven.
   *
   * @default - the account of the environment's credentials
   */
  readonly aws?: AwsOptions;
}

/** The global load balancer with its certificates. Waits for the clusters, whose endpoint groups it names. */
export class EdgeStack extends PlatformStack {
  public readonly loadBalancer: GlobalLoadBalancer;
  /** The data centres as backends, by name. */
  public readonly dataCenters: ReadonlyMap<string, DataCenterBackend>;
  public readonly monitoring: LoadBalancerMonitoring | undefined;

  constructor(scope: Construct, id: string, props: EdgeStackProps) {
    super(scope, id, props);
    this.useGoogle();
    this.useAws(props.aws);
    this.dataCenters = this.addDataCenters(props);
    this.loadBalancer = new GlobalLoadBalancer(this, "load_balancer", { ...props, services: this.servicesOf(props) });
    this.monitoring =
      props.monitoring && new LoadBalancerMonitoring(this, "monitoring", { ...props, ...props.monitoring });
    this.addOutputs();
  }

  private addDataCenters({ privateIngresses = {}, ...props }: EdgeStackProps): ReadonlyMap<string, DataCenterBackend> {
    const { networkId } = networkFromAttributes({ project: props.google.project, networkName: props.networkName });
    const scope = new Construct(this, "data_center");
    return new Map(
      Object.entries(privateIngresses).map(([dataCenterName, ingress]) => {
        const backend = { ...ingress, dataCenterName, networkId, loadBalancerName: props.loadBalancerName };
        return [dataCenterName, new DataCenterBackend(scope, dataCenterName, backend)];
      }),
    );
  }

  private servicesOf({ services }: EdgeStackProps): Record<string, LoadBalancedService> {
    const all = validate(this, (problems) =>
      Object.entries(services).map(([name, service]) => {
        const backends = (service.dataCenters ?? []).flatMap((dataCenter) => {
          const backend = this.dataCenters.get(dataCenter);
          checkReachable(problems.at(`services.${name}.dataCenters`), dataCenter, backend !== undefined, true);
          return backend ?? [];
        });
        return [name, { ...service, backends: [...service.backends, ...backends] }] as const;
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
