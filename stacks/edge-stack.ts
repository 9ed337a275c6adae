import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { GlobalLoadBalancer, type GlobalLoadBalancerProps } from "../lib/load-balancing/global-load-balancer";
import { type AwsOptions, PlatformStack, type PlatformStackProps } from "./platform-stack";

export interface EdgeStackProps extends PlatformStackProps, GlobalLoadBalancerProps {
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

  constructor(scope: Construct, id: string, props: EdgeStackProps) {
    super(scope, id, props);
    this.useGoogle();
    this.useAws(props.aws);
    this.loadBalancer = new GlobalLoadBalancer(this, "load_balancer", props);
    const { ipv4, ipv6 } = this.loadBalancer.frontEnd.addresses;
    for (const [family, { address }] of Object.entries({ ipv4, ipv6 })) {
      new TerraformOutput(this, `anycast_${family}`, {
        value: address,
        description: `The load balancer's ${family === "ipv4" ? "IPv4" : "IPv6"} address: write it into anycastAddresses`,
        staticId: true,
      });
    }
  }
}
