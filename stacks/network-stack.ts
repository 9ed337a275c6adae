import type { Construct } from "constructs";
import { GlobalNetwork, type GlobalNetworkProps } from "../lib/network/global-network";
import { PLATFORM_SERVICES, ProjectServices } from "../lib/network/project-services";
import { PlatformStack, type PlatformStackProps } from "./platform-stack";

export interface NetworkStackProps extends PlatformStackProps, GlobalNetworkProps {
  /**
   * APIs to switch on beside those that the platform calls, by their names without `.googleapis.com`: `artifactregistry`. With
   * `false`, somebody else switches on all of them.
   *
   * @default - those that the platform calls, so that a fresh project works
   */
  readonly projectServices?: readonly string[] | false;
}

/** The project's APIs, and the VPC with its subnets, NAT and firewall. Waits for no other stack, and all others for it. */
export class NetworkStack extends PlatformStack {
  public readonly network: GlobalNetwork;
  /** The project's APIs, unless somebody else switches them on. */
  public readonly projectServices?: ProjectServices;

  constructor(scope: Construct, id: string, props: NetworkStackProps) {
    super(scope, id, props);
    this.useGoogle();
    if (props.projectServices !== false) {
      const services = [...PLATFORM_SERVICES, ...servicesOf(props), ...(props.projectServices ?? [])];
      this.projectServices = new ProjectServices(this, "project_services", { services });
    }
    const dependsOn = this.projectServices && [...this.projectServices.services.values()];
    this.network = new GlobalNetwork(this, "network", { ...props, dependsOn: props.dependsOn ?? dependsOn });
  }
}

/** The APIs that parts of the network call, when there are such parts. */
function servicesOf({ firewall, privateGoogleApis, privateServicesRange }: NetworkStackProps): readonly string[] {
  return [
    ...(privateGoogleApis ? ["dns"] : []),
    ...(firewall?.iap ? ["iap"] : []),
    ...(privateServicesRange === undefined ? [] : ["servicenetworking"]),
  ];
}
