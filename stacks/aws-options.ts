import { checkAwsRegion } from "../lib/core/aws-region";
import type { Problems } from "../lib/core/problems";
import { isRoleArn, ROLE_ARN_IN_WORDS } from "../lib/core/role-arns";
import type { AdditionalZone } from "../lib/route53/routed-zones";

/** The AWS account that holds a hosted zone, and how Terraform comes into it. */
export interface AwsAccountOptions {
  /**
   * The region that the provider talks to. Route 53 is the same in all of them.
   *
   * @default "us-east-1"
   */
  readonly region?: string;

  /**
   * The role that the provider assumes, by its ARN: `arn:aws:iam::123456789012:role/dns`. The environment's credentials must be allowed to
   * assume it; plans and deployments assume the same one.
   *
   * @default - none: the environment's credentials themselves
   */
  readonly assumeRoleArn?: string;

  /**
   * What the role's trust policy asks for as `sts:ExternalId`, 2 to 1224 characters.
   *
   * @default - none
   */
  readonly externalId?: string;

  /**
   * The profile of the AWS CLI's configuration files whose credentials are used, wherever Terraform runs.
   *
   * @default - that of the environment
   */
  readonly profile?: string;
}

/** The AWS account of the first hosted zone, and the provider of all of them. */
export interface AwsOptions extends AwsAccountOptions {
  /**
   * Which versions of Terraform's AWS provider may be installed, as a version constraint of Terraform: `"~> 6.25"`. None before 6.25.0,
   * whose arguments are written; none later than 6.x is known, and it would be warned of. It is one for all zones of a stack. Nothing else
   * that is written depends on it.
   *
   * @default "6.25.0", that of the bindings
   */
  readonly providerVersion?: string;
}

/** A hosted zone beside the first one. */
export interface AdditionalHostedZone extends Omit<AdditionalZone, "provider"> {
  /**
   * The AWS account of the zone. With options of its own, its records are made by an AWS provider of its own, whose alias is the zone's key,
   * and its account has health checks of its own, one per address.
   *
   * @default - that of the first zone
   */
  readonly aws?: AwsAccountOptions;
}

/** Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;

/** Validates how Terraform comes into an AWS account. */
export function checkAws(problems: Problems, aws: AwsAccountOptions | undefined): void {
  const { region, assumeRoleArn, externalId, profile } = aws ?? {};
  checkAwsRegion(problems, "region", region);
  if (assumeRoleArn !== undefined) {
    problems.check("assumeRoleArn", assumeRoleArn, isRoleArn, ROLE_ARN_IN_WORDS, "name");
  }
  if (externalId !== undefined) {
    const characters = "2 to 1224 letters, digits and characters of _+=,.@:/-";
    problems.check("externalId", externalId, (id) => EXTERNAL_ID.test(id), characters, "format");
    if (assumeRoleArn === undefined) problems.conflict("externalId", "needs assumeRoleArn, the role that asks for it");
  }
  const isName = (name: string) => /^[^\s[\]]([^\n[\]]*[^\s[\]])?$/.test(name);
  if (profile !== undefined) problems.check("profile", profile, isName, 'the name of a profile: "dns"', "name");
}

/** Whether a zone has a provider of its own: options that lead to other credentials than those of the first zone. */
export function hasOwnProvider({ aws: own }: AdditionalHostedZone, first: AwsAccountOptions = {}): boolean {
  if (own === undefined) return false;
  return (["assumeRoleArn", "externalId", "profile"] as const).some((option) => own[option] !== first[option]);
}
