import type { Construct } from "constructs";
import { GlobalNetwork, type GlobalNetworkProps } from "../lib/network/global-network";
import { PlatformStack, type PlatformStackProps } from "./platform-stack";

export interface NetworkStackProps extends PlatformStackProps, GlobalNetworkProps {}

/** The VPC with its subnets, NAT and firewall. Waits for no other stack. */
export class NetworkStack extends PlatformStack {
  public readonly network: GlobalNetwork;

  constructor(scope: Construct, id: string, props: NetworkStackProps) {
    super(scope, id, props);
    this.useGoogle();
    this.network = new GlobalNetwork(this, "network", props);
  }
}
