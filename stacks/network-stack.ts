import type { Construct } from "constructs";
import type { Problems } from "../lib/core/problems";
import { checked, validateProps } from "../lib/core/validate";
import { apiOf } from "../lib/google/resource-types";
import {
  checkGlobalNetwork,
  checkNetworkOverlaps,
  GlobalNetwork,
  type GlobalNetworkProps,
} from "../lib/network/global-network";
import { checkProjectServices, PLATFORM_SERVICES, ProjectServices } from "../lib/network/project-services";
import { checkPlatformStack, PlatformStack, type PlatformStackProps } from "./platform-stack";

export interface NetworkStackProps extends PlatformStackProps, GlobalNetworkProps {
  /**
   * APIs to enable beside those that the platform calls, by their names without `.googleapis.com`: `artifactregistry`. With
   * `false`, none is enabled here.
   *
   * @default - those that the platform calls, so that a fresh project works
   */
  readonly projectServices?: readonly string[] | false;
}

/** The project's APIs, and the VPC with its subnets, NAT and firewall. Waits for no other stack, and all others for it. */
export class NetworkStack extends PlatformStack {
  public readonly network: GlobalNetwork;
  /** The project's APIs, unless `projectServices` is `false`. */
  public readonly projectServices?: ProjectServices;

  constructor(scope: Construct, id: string, props: NetworkStackProps) {
    super(scope, id, props);
    validateProps(this, "NetworkStackProps", props, (problems) => {
      checkNetworkStack(problems, props);
      checkNetworkOverlaps(problems, props);
    });
    this.useGoogle();
    const { google, labels, state, projectServices = [], ...network } = props;
    if (projectServices !== false) {
      const services = [...PLATFORM_SERVICES, ...servicesOf(props), ...projectServices];
      this.projectServices = new ProjectServices(this, "project_services", checked({ services }));
    }
    const { dependsOn = this.projectServices && [...this.projectServices.services.values()] } = network;
    this.network = new GlobalNetwork(this, "network", checked({ ...network, dependsOn }));
  }
}

/** Validates the options of the stack of a network, each range by itself. */
export function checkNetworkStack(problems: Problems, props: NetworkStackProps): void {
  checkPlatformStack(problems, props);
  if (props.projectServices) checkProjectServices(problems, "projectServices", props.projectServices);
  checkGlobalNetwork(problems, props);
}

/** The APIs that parts of the network call, when there are such parts. */
function servicesOf({ firewall, privateGoogleApis, privateServicesRange }: NetworkStackProps): readonly string[] {
  return [
    ...(privateGoogleApis ? [apiOf("privateGoogleApis")] : []),
    ...(firewall?.iap ? [apiOf("iap")] : []),
    ...(privateServicesRange === undefined ? [] : [apiOf("privateServicesRange")]),
  ];
}
