import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import { Construct } from "constructs";
import { resourceName } from "../core/names";
import { ROLES } from "../google/roles";
import { workloadMember } from "../google/service-accounts";

export interface AdapterIdentityProps {
  /** The Google Cloud project. */
  readonly project: string;
  /** The cluster where the adapter runs. */
  readonly clusterName: string;
  /** The adapter's Kubernetes service account: `NAMESPACE/NAME`. */
  readonly kubernetesAccount: string;
}

/**
 * What the adapter may do in Google Cloud: read metrics.
 *
 * Workload Identity lends the account to the adapter's Kubernetes service account, so there is no key. A project has one
 * identity for a namespace and name, whatever the cluster: the adapters of two clusters could use each other's account.
 */
export class AdapterIdentity extends Construct {
  /** The account's address: `name@project.iam.gserviceaccount.com`. */
  public readonly email: string;
  /** The account. */
  public readonly account: ServiceAccount;
  /** The account's role in the project. */
  public readonly role: ProjectIamMember;
  /** The Kubernetes service account that may act as the account. */
  public readonly user: ServiceAccountIamMember;

  /** @internal */
  constructor(scope: Construct, id: string, { project, clusterName, kubernetesAccount }: AdapterIdentityProps) {
    super(scope, id);
    this.account = new ServiceAccount(this, "Resource", {
      // Google allows 30 characters.
      accountId: resourceName(30, clusterName, "metrics"),
      displayName: `Metrics adapter of ${clusterName}`,
    });
    this.email = this.account.email;
    this.role = new ProjectIamMember(this, "monitoring", {
      project,
      role: ROLES.read_metrics.id,
      member: this.account.member,
    });
    this.user = new ServiceAccountIamMember(this, "workload_identity", {
      serviceAccountId: this.account.name,
      role: ROLES.impersonate.id,
      member: workloadMember(project, kubernetesAccount),
    });
  }
}
