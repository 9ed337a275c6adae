import { ComputeSharedVpcServiceProject } from "@cdktf/provider-google/lib/compute-shared-vpc-service-project";
import { ComputeSubnetworkIamMember } from "@cdktf/provider-google/lib/compute-subnetwork-iam-member";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import type { ITerraformDependable, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { Problems } from "../core/problems";
import { replacedWith } from "../core/replaced-with";
import { ROLES } from "../google/roles";
import { gkeAgent, googleApisAgent, memberOf } from "../google/service-accounts";

/** What a project needs to have clusters in a Shared VPC, whose host project is another. */
export interface SharedVpcOptions {
  /**
   * The number of the project that has the clusters, `google.project`: Google's agents are called after it. `gcloud projects describe
   * PROJECT --format='value(projectNumber)'` prints it.
   */
  readonly projectNumber: string;

  /**
   * Whether the roles of Google's agents are granted here: `roles/container.hostServiceAgentUser` on the host project for GKE's, and
   * `roles/compute.networkUser` on the subnet of each cluster for GKE's and for that of Google's APIs.
   *
   * @default false - the output `shared_vpc_commands` has a command for each, for the network team
   */
  readonly grantRoles?: boolean;

  /**
   * Whether the project is attached to the host project here. Whoever deploys then needs `roles/compute.xpnAdmin` on the folder or the
   * organization.
   *
   * @default false - the network team attaches it: the output `shared_vpc_commands` has the command
   */
  readonly attachProject?: boolean;
}

/** A subnet of a Shared VPC. */
interface SharedSubnet {
  readonly subnetId: string;
  readonly subnetName: string;
  /** The subnet, where it is made here: its roles go with it. */
  readonly subnet?: TerraformResource;
}

export interface SharedVpcProps {
  /** The project that owns the VPC. */
  readonly hostProject: string;
  /** The project that has the clusters. */
  readonly project: string;
  /** What is made here; without it, nothing. */
  readonly options: SharedVpcOptions | undefined;
  /** The subnets of the clusters, by region. */
  readonly subnets: { readonly [region: string]: SharedSubnet };
  /** What must exist before, such as the projects' APIs: with those, Google makes its agents. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * A project as the service project of a Shared VPC: what its clusters need in the host project, made here or as commands for those who
 * may do it.
 *
 * Source: https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-shared-vpc
 */
export class SharedVpc extends Construct {
  /** What is left to do in the host project, as commands. Each can be repeated. */
  public readonly commands: readonly string[];

  /** @internal */
  constructor(scope: Construct, id: string, props: SharedVpcProps) {
    super(scope, id);
    const { options: { attachProject = false, grantRoles = false } = {} } = props;
    if (attachProject) this.attach(props);
    if (grantRoles) this.grant(props);
    this.commands = [...(attachProject ? [] : [attachCommand(props)]), ...(grantRoles ? [] : grantCommands(props))];
  }

  private attach({ hostProject, project, dependsOn }: SharedVpcProps): void {
    new ComputeSharedVpcServiceProject(this, "attachment", {
      hostProject,
      serviceProject: project,
      dependsOn: [...dependsOn],
    });
  }

  private grant(props: SharedVpcProps): void {
    const { hostProject, subnets } = props;
    const agents = agentsOf(props);
    const dependsOn = [...props.dependsOn];
    new ProjectIamMember(this, "gke_agent", {
      project: hostProject,
      role: ROLES.use_host_agent.id,
      member: agents.gke_agent,
      dependsOn,
    });
    for (const [region, { subnetId, subnet }] of Object.entries(subnets)) {
      const ofSubnet = new Construct(this, region);
      for (const [agent, member] of Object.entries(agents)) {
        new ComputeSubnetworkIamMember(ofSubnet, agent, {
          project: hostProject,
          region,
          subnetwork: subnetId,
          role: ROLES.use_subnet.id,
          member,
          dependsOn,
          lifecycle: subnet && replacedWith(subnet),
        });
      }
    }
  }
}

/** The agents that use a subnet for the clusters of a project. */
function agentsOf({ project, options }: SharedVpcProps) {
  // A command asks for the number itself.
  const number = options?.projectNumber ?? `$(gcloud projects describe ${project} --format='value(projectNumber)')`;
  return { gke_agent: memberOf(gkeAgent(number)), google_apis_agent: memberOf(googleApisAgent(number)) };
}

function attachCommand({ hostProject, project }: SharedVpcProps): string {
  return `gcloud compute shared-vpc associated-projects add ${project} --host-project=${hostProject}`;
}

function grantCommands(props: SharedVpcProps): readonly string[] {
  const { hostProject, subnets } = props;
  const agents = agentsOf(props);
  const bindingOf = (member: string, role: string) => `--member="${member}" --role=${role}`;
  const ofSubnets = Object.entries(subnets).flatMap(([region, { subnetName }]) =>
    Object.values(agents).map(
      (member) =>
        `gcloud compute networks subnets add-iam-policy-binding ${subnetName} --project=${hostProject} --region=${region} ${bindingOf(member, ROLES.use_subnet.id)}`,
    ),
  );
  return [
    `gcloud projects add-iam-policy-binding ${hostProject} ${bindingOf(agents.gke_agent, ROLES.use_host_agent.id)}`,
    ...ofSubnets,
  ];
}

/**
 * Validates what is to be made for a Shared VPC.
 *
 * @param isShared whether the VPC is of another project
 */
export function checkSharedVpc(problems: Problems, options: SharedVpcOptions | undefined, isShared: boolean): void {
  if (options === undefined) return;
  if (!isShared) {
    problems.refuse("", options, "nothing without existing.project, the host project of the Shared VPC", "unexpected");
  }
  const { projectNumber, grantRoles, attachProject } = options;
  const isNumber = (text: string) => /^[1-9][0-9]{5,}$/.test(text);
  problems.check("projectNumber", projectNumber, isNumber, 'the number of a project: "123456789012"', "name");
  problems.known("grantRoles", grantRoles);
  problems.known("attachProject", attachProject);
}
