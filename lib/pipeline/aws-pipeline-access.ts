import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { checkKnownList } from "../core/checks";
import { checkHostedZone, type HostedZoneAttributes, zoneArn } from "../core/hosted-zone";
import { POLICY_NAME, POLICY_NAME_IN_WORDS } from "../core/policy-names";
import type { Problems } from "../core/problems";
import { isRoleArn, ROLE_ARN_IN_WORDS } from "../core/role-arns";
import { validateProps } from "../core/validate";
import { changesOf, readsOf } from "./aws-resource-types";
import type { Pipeline } from "./pipeline";

/** Options of a pipeline's access to AWS. */
export interface AwsPipelineAccessProps {
  /** The hosted zone that is planned and deployed: a `HostedZone`, or its id and name. */
  readonly zone: HostedZoneAttributes;

  /** The pipeline that is trusted. */
  readonly pipeline: Pipeline;

  /**
   * What the names of the two roles start with: `pipeline-planner`. A second environment in the same account needs another one.
   *
   * @default "pipeline"
   */
  readonly rolesName?: string;

  /**
   * The ARN of the account's provider for tokens of this issuer, where there is one already: an account can have one per issuer. It must
   * list the audience of the pipeline.
   *
   * @default - a provider is made
   */
  readonly providerArn?: string;

  /**
   * Other hosted zones of the account that the same roles plan and deploy: that of staging, in one program with production.
   *
   * @default - none
   */
  readonly additionalZones?: readonly HostedZoneAttributes[];

  /**
   * The roles that the stacks assume by `assumeRoleArn`, such as those of other accounts with zones: both roles of the pipeline may assume
   * them. Their trust policies must name these as well.
   *
   * @default - none
   */
  readonly roleArns?: readonly string[];

  /**
   * The names of the IAM policies that the stacks make, such as the `policyName` of an `AcmeChallengePolicy`. The deployer may make,
   * change and delete them, and attach none.
   *
   * @default - none
   */
  readonly policyNames?: readonly string[];
}

/**
 * Gives a pipeline access to an AWS account without a key: one role that reads, for the plans of pull requests, and one that
 * changes the records of the zones, health checks, and the IAM policies that are named. For other resources in AWS attach a policy to `deployer`.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
 */
export class AwsPipelineAccess extends Construct {
  /** The role that plans. */
  public readonly planner: IamRole;
  /** The role that deploys. */
  public readonly deployer: IamRole;
  /** Missing where `providerArn` names one that was there before. */
  public readonly provider?: IamOpenidConnectProvider;
  private readonly providerArn: string;
  private readonly rolesName: string;

  constructor(scope: Construct, id: string, props: AwsPipelineAccessProps) {
    super(scope, id);
    validateProps(this, "AwsPipelineAccessProps", props, checkAwsPipelineAccess);
    const { zone, pipeline, additionalZones = [], policyNames = [], roleArns = [] } = props;
    this.rolesName = props.rolesName ?? "pipeline";
    if (props.providerArn === undefined) {
      this.provider = new IamOpenidConnectProvider(this, "provider", {
        url: pipeline.issuerUrl,
        clientIdList: [pipeline.awsAudience],
      });
    }
    this.providerArn = props.providerArn ?? this.provider?.arn ?? "";
    const anyRun = { StringLike: { [this.claim(pipeline, "sub")]: pipeline.planSubjects } };
    const deployment = { StringEquals: { [this.claim(pipeline, "sub")]: pipeline.deploySubject } };
    this.planner = this.role("planner", pipeline, anyRun, [
      READ,
      ...rolesOf(roleArns),
      ...policiesOf(policyNames, readsOf),
    ]);
    this.deployer = this.role("deployer", pipeline, deployment, [
      READ,
      HEALTH_CHECKS,
      ...[zone, ...additionalZones].map(recordsOf),
      ...rolesOf(roleArns),
      ...policiesOf(policyNames, (type) => [...readsOf(type), ...changesOf(type)]),
    ]);
  }

  private role(
    id: string,
    pipeline: Pipeline,
    subject: Readonly<Record<string, Readonly<Record<string, string>>>>,
    statements: readonly object[],
  ): IamRole {
    const audience = { [this.claim(pipeline, "aud")]: pipeline.awsAudience };
    const { awsRepositoryId } = pipeline;
    const repository = awsRepositoryId && { [this.claim(pipeline, "repository_id")]: awsRepositoryId };
    const trust = {
      Effect: "Allow",
      Principal: { Federated: this.providerArn },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { ...subject, StringEquals: { ...subject.StringEquals, ...audience, ...repository } },
    };
    const scope = new Construct(this, id);
    const role = new IamRole(scope, "Resource", { name: `${this.rolesName}-${id}`, assumeRolePolicy: policy([trust]) });
    new IamRolePolicy(scope, "policy", { name: "route53", role: role.name, policy: policy(statements) });
    return role;
  }

  private claim({ issuerUrl }: Pipeline, name: string): string {
    return `${issuerUrl.replace("https://", "")}:${name}`;
  }
}

const READ = { Effect: "Allow", Action: ["route53:Get*", "route53:List*"], Resource: "*" };

/** A health check has no name before it is made, so these cannot be limited to some. */
const HEALTH_CHECKS = { Effect: "Allow", Action: changesOf("aws_route53_health_check"), Resource: "*" };

function recordsOf({ zoneId }: HostedZoneAttributes) {
  return { Effect: "Allow", Action: changesOf("aws_route53_record"), Resource: zoneArn(zoneId) };
}

/** Roles that may be assumed, in whatever account. */
function rolesOf(arns: readonly string[]): readonly object[] {
  return arns.length === 0 ? [] : [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: arns }];
}

/** Policies of the names, in the account of the role. */
function policiesOf(names: readonly string[], actionsOf: (type: string) => readonly string[]): readonly object[] {
  if (names.length === 0) return [];
  const resources = names.map((name) => `arn:aws:iam::*:policy/${name}`);
  return [{ Effect: "Allow", Action: actionsOf("aws_iam_policy"), Resource: resources }];
}

function policy(statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function checkAwsPipelineAccess(problems: Problems, props: AwsPipelineAccessProps): void {
  const { zone, additionalZones = [], policyNames = [], roleArns = [], rolesName, providerArn } = props;
  checkHostedZone(problems.at("zone"), zone);
  // The name of a role has at most 64 characters, of which "-deployer" has 9.
  const isRoleName = (name: string): boolean => /^[\w+=,.@-]{1,55}$/.test(name);
  if (rolesName !== undefined) {
    problems.check("rolesName", rolesName, isRoleName, '1 to 55 letters, digits and characters of "+=,.@-_"', "name");
  }
  const isProvider = (arn: string): boolean => /^arn:aws[a-z-]*:iam::\d{12}:oidc-provider\/\S+$/.test(arn);
  const aProvider = 'the ARN of a provider of identities: "arn:aws:iam::123456789012:oidc-provider/…"';
  if (providerArn !== undefined) problems.check("providerArn", providerArn, isProvider, aProvider, "name");
  if (!checkKnownList(problems, "additionalZones", additionalZones)) return;
  for (const other of additionalZones) checkHostedZone(problems.at("additionalZones"), other);
  if (!checkKnownList(problems, "roleArns", roleArns)) return;
  for (const arn of roleArns) problems.check("roleArns", arn, isRoleArn, ROLE_ARN_IN_WORDS, "name");
  // A star would give it all policies of the account.
  const isName = (name: string): boolean => POLICY_NAME.test(name);
  for (const name of policyNames) problems.check("policyNames", name, isName, POLICY_NAME_IN_WORDS, "name");
}
