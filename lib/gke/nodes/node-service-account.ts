import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { resourceName } from "../../core/names";
import { ROLES } from "../../google/roles";

/**
 * What a node itself may do, and nothing of what its pods may do: write logs and metrics, and pull images of the project.
 *
 * Source: https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster#use_least_privilege_sa
 */
const GRANTS = { gke: ROLES.nodes, images: ROLES.pull_images } as const;

export interface NodeServiceAccountProps {
  /** The Google Cloud project. */
  readonly project: string;
  /** The cluster whose nodes use the account. */
  readonly clusterName: string;
  /**
   * What must exist before the account.
   *
   * @default - nothing
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** The Google service account of a cluster's nodes, with the least roles that a node needs. */
export class NodeServiceAccount extends Construct {
  /** The account's address: `name@project.iam.gserviceaccount.com`. */
  public readonly email: string;
  /** The account. */
  public readonly account: ServiceAccount;
  /** The account's roles in the project: a node cannot register without them. */
  public readonly roles: readonly ProjectIamMember[];

  /** @internal */
  constructor(scope: Construct, id: string, { project, clusterName, dependsOn }: NodeServiceAccountProps) {
    super(scope, id);
    this.account = new ServiceAccount(this, "Resource", {
      project,
      // Google allows 30 characters.
      accountId: resourceName(30, clusterName, "nodes"),
      displayName: `Nodes of ${clusterName}`,
      dependsOn: dependsOn && [...dependsOn],
    });
    this.email = this.account.email;
    this.roles = Object.entries(GRANTS).map(
      ([name, { id: role }]) => new ProjectIamMember(this, name, { project, role, member: this.account.member }),
    );
  }
}
