import { IamWorkloadIdentityPool } from "@cdktf/provider-google/lib/iam-workload-identity-pool";
import { IamWorkloadIdentityPoolProvider } from "@cdktf/provider-google/lib/iam-workload-identity-pool-provider";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { SecretManagerSecretIamMember } from "@cdktf/provider-google/lib/secret-manager-secret-iam-member";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import { Construct } from "constructs";
import { validateProps } from "../core/validate";
import { apiHost } from "../google/hosts";
import { ROLES } from "../google/roles";
import { checkPipelineAccess, type GooglePipelineAccessProps } from "./google-pipeline-options";
import {
  deployerGrants,
  type Grant,
  hostDeployerGrants,
  hostPlannerGrants,
  plannerGrants,
} from "./google-pipeline-roles";

/**
 * Gives a pipeline access to a project of Google Cloud without a key: one account that reads, for the plans of pull requests, and
 * one that deploys. The project needs `PIPELINE_SERVICES`.
 *
 * Both have the roles of what is in a platform and no basic role. The deployer grants no roles but those that a platform grants, and
 * `grantableRoles`; yet it makes the accounts of nodes, and so decides who may use any service account of its projects.
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

  constructor(scope: Construct, id: string, props: GooglePipelineAccessProps) {
    super(scope, id);
    validateProps(this, "GooglePipelineAccessProps", props, checkPipelineAccess);
    const { pipeline, features = [], additionalRoles = [], grantableRoles = [] } = props;
    const project = props.accountsProject ?? props.project;
    const dependsOn = props.dependsOn && [...props.dependsOn];
    this.pool = new IamWorkloadIdentityPool(this, "pool", {
      project,
      workloadIdentityPoolId: "pipeline",
      displayName: "Deployment pipeline",
      dependsOn,
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
    const trusted = `${apiHost("iam")}/${this.pool.name}`;
    const anyRun = `principalSet://${trusted}/attribute.repository/${pipeline.repository}`;
    const deployment = `principal://${trusted}/subject/${pipeline.deploySubject}`;
    const needs = { features, grantableRoles };
    const deployerRoles = [
      ...deployerGrants(needs),
      ...additionalRoles.map((role): Grant => ({ name: role.replaceAll("/", "."), role })),
    ];
    this.planner = this.account("planner", props, plannerGrants(needs), anyRun);
    this.deployer = this.account("deployer", props, deployerRoles, deployment);
    this.grantInHost(this.planner, "planner", props.hostProject, hostPlannerGrants(needs));
    this.grantInHost(this.deployer, "deployer", props.hostProject, hostDeployerGrants(needs));
  }

  private grantInHost(
    { member }: ServiceAccount,
    id: string,
    project: string | undefined,
    roles: readonly Grant[],
  ): void {
    if (project === undefined) return;
    const inHost = new Construct(this.node.findChild(id), "in_host_project");
    for (const { name, ...grant } of roles) new ProjectIamMember(inHost, name, { project, ...grant, member });
  }

  private account(
    id: string,
    { project, accountsProject, additionalProjects = [], secrets = [], dependsOn }: GooglePipelineAccessProps,
    roles: readonly Grant[],
    principal: string,
  ) {
    const scope = new Construct(this, id);
    const account = new ServiceAccount(scope, "Resource", {
      project: accountsProject ?? project,
      accountId: `pipeline-${id}`,
      displayName: `Deployment pipeline, ${id}`,
      dependsOn: dependsOn && [...dependsOn],
    });
    new ServiceAccountIamMember(scope, "pipeline", {
      serviceAccountId: account.name,
      role: ROLES.impersonate.id,
      member: principal,
    });
    const { member } = account;
    for (const { name, ...grant } of roles) new ProjectIamMember(scope, name, { project, ...grant, member });
    const others = new Construct(scope, "in_project");
    for (const other of additionalProjects) {
      const inProject = new Construct(others, other);
      for (const { name, ...grant } of roles) {
        new ProjectIamMember(inProject, name, { project: other, ...grant, member });
      }
    }
    const named = new Construct(scope, "secret");
    for (const secret of secrets) {
      new SecretManagerSecretIamMember(named, secret.replaceAll("/", "."), {
        // The name of a secret in another project has that project.
        project: secret.startsWith("projects/") ? undefined : project,
        secretId: secret,
        role: ROLES.read_secret.id,
        member,
        dependsOn: dependsOn && [...dependsOn],
      });
    }
    return account;
  }
}
