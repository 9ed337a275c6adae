import { IamWorkloadIdentityPool } from "@cdktf/provider-google/lib/iam-workload-identity-pool";
import { IamWorkloadIdentityPoolProvider } from "@cdktf/provider-google/lib/iam-workload-identity-pool-provider";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import { Construct } from "constructs";
import type { Pipeline } from "./pipeline";

/** Reads everything that a plan compares, and changes nothing. */
const PLANNER_ROLES = { viewer: "roles/viewer", policies: "roles/iam.securityReviewer" };

/** Makes what the stacks of a platform hold: network, clusters, load balancer, certificates, the accounts of nodes. */
const DEPLOYER_ROLES = {
  network: "roles/compute.networkAdmin",
  security: "roles/compute.securityAdmin",
  load_balancer: "roles/compute.loadBalancerAdmin",
  clusters: "roles/container.admin",
  certificates: "roles/certificatemanager.owner",
  node_accounts: "roles/iam.serviceAccountAdmin",
  use_node_accounts: "roles/iam.serviceAccountUser",
  node_roles: "roles/resourcemanager.projectIamAdmin",
};

export interface GooglePipelineAccessProps {
  /** The Google Cloud project that is planned and deployed. */
  readonly project: string;
  /** The pipeline that is trusted. */
  readonly pipeline: Pipeline;
}

/**
 * Lets a pipeline into a project of Google Cloud without a key: one account that reads, for the plans of pull requests, and
 * one that deploys.
 *
 * Source: https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines
 */
export class GooglePipelineAccess extends Construct {
  /** The account that plans. */
  public readonly planner: ServiceAccount;
  /** The account that deploys. */
  public readonly deployer: ServiceAccount;
  public readonly pool: IamWorkloadIdentityPool;
  /** Its `name` is what the pipeline signs in with. */
  public readonly provider: IamWorkloadIdentityPoolProvider;

  constructor(scope: Construct, id: string, { project, pipeline }: GooglePipelineAccessProps) {
    super(scope, id);
    this.pool = new IamWorkloadIdentityPool(this, "pool", {
      project,
      workloadIdentityPoolId: "pipeline",
      displayName: "Deployment pipeline",
    });
    this.provider = new IamWorkloadIdentityPoolProvider(this, "provider", {
      project,
      workloadIdentityPoolId: this.pool.workloadIdentityPoolId,
      workloadIdentityPoolProviderId: "pipeline",
      attributeMapping: {
        "google.subject": "assertion.sub",
        "attribute.repository": `assertion.${pipeline.repositoryClaim}`,
      },
      // Everyone's pipelines have tokens of the same issuer.
      attributeCondition: `assertion.${pipeline.repositoryClaim} == "${pipeline.repository}"`,
      oidc: { issuerUri: pipeline.issuerUrl },
    });
    const trusted = `iam.googleapis.com/${this.pool.name}`;
    const anyRun = `principalSet://${trusted}/attribute.repository/${pipeline.repository}`;
    const deployment = `principal://${trusted}/subject/${pipeline.deploySubject}`;
    this.planner = this.account("planner", project, PLANNER_ROLES, anyRun);
    this.deployer = this.account("deployer", project, DEPLOYER_ROLES, deployment);
  }

  private account(id: string, project: string, roles: Readonly<Record<string, string>>, principal: string) {
    const scope = new Construct(this, id);
    const account = new ServiceAccount(scope, "Resource", {
      project,
      accountId: `pipeline-${id}`,
      displayName: `Deployment pipeline, ${id}`,
    });
    new ServiceAccountIamMember(scope, "pipeline", {
      serviceAccountId: account.name,
      role: "roles/iam.workloadIdentityUser",
      member: principal,
    });
    for (const [name, role] of Object.entries(roles)) {
      new ProjectIamMember(scope, name, { project, role, member: account.member });
    }
    return account;
  }
}
