import { type ITerraformDependable, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { addInfo } from "../lib/core/annotations";
import type { Problems } from "../lib/core/problems";
import { checked, validateProps } from "../lib/core/validate";
import { apiOf, apisOfNetwork, SECRETS_API } from "../lib/google/resource-types";
import {
  checkGlobalNetwork,
  checkNetworkOverlaps,
  GlobalNetwork,
  type GlobalNetworkProps,
} from "../lib/network/global-network";
import { subnetName } from "../lib/network/i-global-network";
import { checkProjectServices, PLATFORM_SERVICES, ProjectServices } from "../lib/network/project-services";
import { checkSharedVpc, SharedVpc, type SharedVpcOptions } from "../lib/network/shared-vpc";
import { checkPlatformStack, PlatformStack, type PlatformStackProps } from "./platform-stack";

export interface NetworkStackProps extends PlatformStackProps, GlobalNetworkProps {
  /**
   * What is made for the project in the host project of a Shared VPC, `existing.project`.
   *
   * @default - nothing: the output `shared_vpc_commands` says what the network team must do
   */
  readonly sharedVpc?: SharedVpcOptions;

  /**
   * APIs to enable beside those that the platform calls, by their names without `.googleapis.com`: `artifactregistry`. With
   * `false`, none is enabled here.
   *
   * @default - those that the platform calls, so that a fresh project works
   */
  readonly projectServices?: readonly string[] | false;
}

/**
 * The project's APIs, and the VPC with its subnets, NAT and firewall. Waits for no other stack, and all others for it.
 *
 * Where the VPC is that of a host project, all is made there, but for the APIs of the project that has the clusters.
 */
export class NetworkStack extends PlatformStack {
  public readonly network: GlobalNetwork;
  /** The APIs of the host project, where the VPC is that of one. */
  public readonly hostProjectServices?: ProjectServices;
  /** What the project needs in the host project, where the VPC is that of one. */
  public readonly sharedVpc?: SharedVpc;
  /** The project's APIs, unless `projectServices` is `false`. */
  public readonly projectServices?: ProjectServices;

  constructor(scope: Construct, id: string, props: NetworkStackProps) {
    super(scope, id, props);
    validateProps(this, "NetworkStackProps", props, (problems) => {
      checkNetworkStack(problems, props);
      checkNetworkOverlaps(problems, props);
    });
    const { google, labels, state, projectServices = [], sharedVpc, ...network } = props;
    const hostProject = hostProjectOf(props);
    this.useGoogle(hostProject);
    if (projectServices !== false) {
      const services = [...PLATFORM_SERVICES, ...servicesOf(props), ...projectServices];
      const project = hostProject && google.project;
      this.projectServices = new ProjectServices(this, "project_services", checked({ services, project }));
    }
    if (projectServices !== false && hostProject !== undefined) {
      const secrets = projectServices.filter((name) => name === SECRETS_API);
      const services = [...apisOfNetwork(), ...servicesOfNetwork(props), ...secrets];
      this.hostProjectServices = new ProjectServices(this, "host_project_services", checked({ services }));
    }
    const own = dependenciesOn(this.hostProjectServices ?? this.projectServices);
    const { dependsOn = own } = network;
    const existing = existingOf(props);
    this.network = new GlobalNetwork(this, "network", checked({ ...network, existing, dependsOn }));
    if (hostProject !== undefined) this.sharedVpc = this.addSharedVpc(props, hostProject);
  }

  private addSharedVpc(props: NetworkStackProps, hostProject: string): SharedVpc {
    const { google, sharedVpc, networkName, regions } = props;
    const subnets = Object.entries(regions).map(([region, { subnet }]) => {
      const made = this.network.subnet(region);
      const name = subnet?.subnetName ?? subnetName(networkName, region);
      return [region, { subnetId: made.subnetId, subnetName: name, subnet: made.subnet }] as const;
    });
    const access = new SharedVpc(this, "shared_vpc", {
      hostProject,
      project: google.project,
      options: sharedVpc,
      subnets: Object.fromEntries(subnets),
      dependsOn: [...(dependenciesOn(this.projectServices) ?? []), ...(dependenciesOn(this.hostProjectServices) ?? [])],
    });
    if (access.commands.length === 0) return access;
    new TerraformOutput(this, "shared_vpc_commands", {
      value: access.commands,
      description: `What the network team of ${hostProject} does for ${google.project}: each command once, before there is a cluster`,
      staticId: true,
    });
    addInfo(this, `${google.project} needs from the network team of ${hostProject}: ${access.commands.join("; ")}`);
    return access;
  }
}

function dependenciesOn(services: ProjectServices | undefined): readonly ITerraformDependable[] | undefined {
  return services && [...services.services.values()];
}

/** The VPC that was there before, with its project. */
function existingOf({ google, existing }: NetworkStackProps): NetworkStackProps["existing"] {
  return existing && { ...existing, project: existing.project ?? google.project };
}

/** The host project of a Shared VPC; nothing where the VPC is of the stack's own project. */
function hostProjectOf({ google, existing }: NetworkStackProps): string | undefined {
  return existing?.project === google.project ? undefined : existing?.project;
}

/** Validates the options of the stack of a network, each range by itself. */
export function checkNetworkStack(problems: Problems, props: NetworkStackProps): void {
  checkPlatformStack(problems, props);
  if (props.projectServices) checkProjectServices(problems, "projectServices", props.projectServices);
  checkGlobalNetwork(problems, { ...props, existing: existingOf(props) });
  checkSharedVpc(problems.at("sharedVpc"), props.sharedVpc, hostProjectOf(props) !== undefined);
}

/** The APIs that parts of the network call, when there are such parts. */
function servicesOf(props: NetworkStackProps): readonly string[] {
  const { firewall, privateGoogleApis, privateServicesRange } = props;
  const inHost = hostProjectOf(props) !== undefined;
  return [
    ...(privateGoogleApis && !inHost ? [apiOf("privateGoogleApis")] : []),
    ...(firewall !== false && firewall?.iap ? [apiOf("iap")] : []),
    ...(privateServicesRange === undefined || inHost ? [] : [apiOf("privateServicesRange")]),
  ];
}

/** The same of the host project. */
function servicesOfNetwork({ privateGoogleApis, privateServicesRange }: NetworkStackProps): readonly string[] {
  return [
    ...(privateGoogleApis ? [apiOf("privateGoogleApis")] : []),
    ...(privateServicesRange === undefined ? [] : [apiOf("privateServicesRange")]),
  ];
}
