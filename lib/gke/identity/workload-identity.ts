import { DataGoogleProject } from "@cdktf/provider-google/lib/data-google-project";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { checkKey } from "../../core/names";
import type { Problems, Warnings } from "../../core/problems";
import { isUnknown } from "../../core/tokens";
import { validateProps, warn } from "../../core/validate";
import { ACTS_AS_ANNOTATION } from "../../google/hosts";
import { ROLES } from "../../google/roles";
import { workloadMember, workloadPrincipal } from "../../google/service-accounts";
import { checkResourceRole, type ResourceRole } from "./resource-role";

export interface WorkloadIdentityProps {
  /** The Google Cloud project of the clusters. They share its workload identity pool, `P.svc.id.goog`. */
  readonly project: string;

  /**
   * The number of that project, which names of principals have in the place of its id.
   *
   * @default - read from Google when it is planned
   */
  readonly projectNumber?: string;

  /** The Kubernetes namespace of the workload. */
  readonly namespace: string;

  /** The Kubernetes service account of the workload's pods. It is made by whatever deploys them. */
  readonly serviceAccountName: string;

  /**
   * What the workload may do, by a key of yours.
   *
   * @default - nothing; grant `member` what it needs
   */
  readonly roles?: { readonly [key: string]: ResourceRole };

  /**
   * The name of a Google service account that is made, and that the workload acts as: for APIs that do not take principals, and to
   * sign URLs. 6 to 30 characters. The Kubernetes service account then needs `serviceAccountAnnotations`. A change replaces it.
   *
   * @default - none: the Kubernetes service account has the roles itself
   */
  readonly googleServiceAccountName?: string;
}

/**
 * What the pods of one Kubernetes service account may do in Google Cloud: roles on named resources, without a key.
 *
 * A project has one identity for a namespace and a name, whatever the cluster: the pods of the same namespace and service account in
 * every cluster of the project have these roles.
 *
 * Google makes the pool of identities with the project's first cluster, and refuses its members before: a stack with this waits for a
 * cluster's stack.
 *
 * Source: https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity
 */
export class WorkloadIdentity extends Construct {
  /** The workload as the member of an IAM policy: for what has no `ResourceRole`. */
  public readonly member: string;
  /** What the Kubernetes service account must be annotated with: nothing, unless it acts as a Google service account. */
  public readonly serviceAccountAnnotations: Readonly<Record<string, string>>;
  /** The Google service account, if there is one. */
  public readonly account?: ServiceAccount;
  /** The Kubernetes service account as the only user of the Google service account, if there is one. */
  public readonly user?: ServiceAccountIamMember;
  /** The roles, by their keys. */
  public readonly roles: ReadonlyMap<string, TerraformResource>;

  constructor(scope: Construct, id: string, props: WorkloadIdentityProps) {
    super(scope, id);
    validateProps(this, "WorkloadIdentityProps", props, checkWorkloadIdentity);
    const { project, googleServiceAccountName } = props;
    if (googleServiceAccountName === undefined) {
      this.member = this.principal(props);
      this.serviceAccountAnnotations = {};
    } else {
      this.account = this.addAccount(props, googleServiceAccountName);
      this.user = this.addUser(props, this.account);
      this.member = this.account.member;
      this.serviceAccountAnnotations = { [ACTS_AS_ANNOTATION]: this.account.email };
    }
    const holder = { project, member: this.member };
    this.roles = new Map(
      Object.entries(props.roles ?? {}).map(([key, role]) => [key, role.bind(this, key, holder)] as const),
    );
    warn(this, (warnings) => warnOfIdentity(warnings, props));
  }

  private principal({ project, projectNumber, namespace, serviceAccountName }: WorkloadIdentityProps): string {
    // The underscore keeps these ids apart from every key.
    const number = projectNumber ?? new DataGoogleProject(this, "pool_project", { projectId: project }).number;
    return workloadPrincipal({ project, projectNumber: number, namespace, serviceAccountName });
  }

  private addAccount({ project, namespace, serviceAccountName }: WorkloadIdentityProps, accountId: string) {
    return new ServiceAccount(this, "Resource", {
      project,
      accountId,
      displayName: `${namespace}/${serviceAccountName} in the clusters of ${project}`,
    });
  }

  private addUser({ project, namespace, serviceAccountName }: WorkloadIdentityProps, account: ServiceAccount) {
    return new ServiceAccountIamMember(this, "acting_pods", {
      serviceAccountId: account.name,
      role: ROLES.impersonate.id,
      member: workloadMember(project, `${namespace}/${serviceAccountName}`),
    });
  }
}

/** Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const NAMESPACE = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const SERVICE_ACCOUNT = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;
/** Source: https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts/create */
const GOOGLE_ACCOUNT = /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/;

/** Validates the options of the identity of a workload. */
export function checkWorkloadIdentity(problems: Problems, props: WorkloadIdentityProps): void {
  const { projectNumber, namespace, serviceAccountName, googleServiceAccountName, roles = {} } = props;
  const matches = (pattern: RegExp) => (name: string | undefined) => name === undefined || pattern.test(name);
  const number = 'the number of the project, in digits: "123456789012"';
  problems.check("projectNumber", projectNumber, matches(/^\d+$/), number, "name");
  const ofNamespace =
    "a namespace of Kubernetes: 1 to 63 lower-case letters, digits and hyphens, no hyphen first or last";
  problems.check("namespace", namespace, matches(NAMESPACE), ofNamespace, "name");
  const ofAccount =
    "a service account of Kubernetes: 1 to 253 lower-case letters, digits, hyphens and dots, a letter or digit first and last";
  problems.check("serviceAccountName", serviceAccountName, matches(SERVICE_ACCOUNT), ofAccount, "name");
  const ofGoogle = "6 to 30 lower-case letters, digits and hyphens, a letter first and no hyphen last";
  problems.check("googleServiceAccountName", googleServiceAccountName, matches(GOOGLE_ACCOUNT), ofGoogle, "name");
  if (!problems.known("roles", roles)) return;
  for (const [key, role] of Object.entries(roles)) {
    checkKey(problems, ["roles", key], key, 63);
    checkResourceRole(problems.at(["roles", key]), role);
  }
}

function warnOfIdentity(warnings: Warnings, { serviceAccountName, roles = {} }: WorkloadIdentityProps): void {
  if (!isUnknown(serviceAccountName) && serviceAccountName === "default") {
    warnings.warn("serviceAccountName", "is that of every pod in the namespace that names none");
  }
  for (const [key, { kind }] of Object.entries(roles)) {
    if (kind.isWide !== true) continue;
    const advice = "where the role can be granted on a resource, grant it there";
    warnings.warn(["roles", key], `reaches every resource of the project: ${advice}`);
  }
}
