/** What resources of the AWS provider need of an account. */
export interface AwsResourceNeeds {
  /** The actions that make, change, delete and read them. */
  readonly actions: readonly string[];
  /** Their types in Terraform; of a data source with `data.` before it. */
  readonly types: readonly string[];
}

/**
 * The types of a platform's stacks.
 *
 * Source: the calls of the provider, https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service/route53,
 * each of which is an action of that name.
 */
export const AWS_RESOURCE_TYPES: readonly AwsResourceNeeds[] = [
  {
    actions: [
      "route53:ChangeResourceRecordSets",
      "route53:GetChange",
      "route53:GetHostedZone",
      "route53:ListResourceRecordSets",
    ],
    types: ["aws_route53_record"],
  },
  {
    actions: [
      "route53:CreateHealthCheck",
      "route53:UpdateHealthCheck",
      "route53:DeleteHealthCheck",
      "route53:ChangeTagsForResource",
      "route53:GetHealthCheck",
      "route53:ListTagsForResource",
    ],
    types: ["aws_route53_health_check"],
  },
  {
    // Source: the calls of https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service/iam/policy.go
    actions: [
      "iam:CreatePolicy",
      "iam:CreatePolicyVersion",
      "iam:SetDefaultPolicyVersion",
      "iam:DeletePolicyVersion",
      "iam:DeletePolicy",
      "iam:TagPolicy",
      "iam:UntagPolicy",
      "iam:GetPolicy",
      "iam:GetPolicyVersion",
      "iam:ListPolicyVersions",
      "iam:ListPolicyTags",
    ],
    types: ["aws_iam_policy"],
  },
  {
    actions: ["route53:GetHostedZone", "route53:ListHostedZones", "route53:ListTagsForResource"],
    types: ["data.aws_route53_zone"],
  },
];

/** What AWS answers everybody. */
export const WITHOUT_AWS_PERMISSION: readonly string[] = ["data.aws_caller_identity", "data.aws_ip_ranges"];

/** The actions that change a resource of a type, where a plan only reads. */
export function changesOf(type: string): readonly string[] {
  const actions = AWS_RESOURCE_TYPES.find(({ types }) => types.includes(type))?.actions ?? [];
  return actions.filter((action) => !isRead(action));
}

/** The actions that read a resource of a type. */
export function readsOf(type: string): readonly string[] {
  const actions = AWS_RESOURCE_TYPES.find(({ types }) => types.includes(type))?.actions ?? [];
  return actions.filter(isRead);
}

/** Whether an action reads: a planner has every one of Route 53. */
export function isRead(action: string): boolean {
  return /:(Get|List)/.test(action);
}
