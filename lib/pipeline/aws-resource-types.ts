/** What resources of the AWS provider need of an account. */
export interface AwsResourceNeeds {
  /** The actions that a plan needs, and a deployment, too. */
  readonly reads: readonly string[];
  /** The actions that make, change and delete them. */
  readonly writes: readonly string[];
  /** What is there before a pipeline. */
  readonly only?: "by hand";
  /** Their types in Terraform; of a data source with `data.` before it. */
  readonly types: readonly string[];
}

/** The actions of one service, by their names. */
const of = (service: string, ...names: readonly string[]): readonly string[] =>
  names.map((name) => `${service}:${name}`);

const CONTROLS = "route53-recovery-control-config";

/**
 * All types that this library makes or reads.
 *
 * Source: the calls of the provider, below https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service, each of
 * which is an action of that name; and the actions that depend on others, in
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonroute53.html
 */
export const AWS_RESOURCE_TYPES: readonly AwsResourceNeeds[] = [
  {
    reads: of("route53", "GetHostedZone", "ListResourceRecordSets", "GetChange"),
    writes: of("route53", "ChangeResourceRecordSets"),
    types: ["aws_route53_record"],
  },
  {
    reads: of("route53", "GetHealthCheck", "ListTagsForResource"),
    writes: of("route53", "CreateHealthCheck", "UpdateHealthCheck", "DeleteHealthCheck", "ChangeTagsForResource"),
    types: ["aws_route53_health_check"],
  },
  {
    reads: of("route53", "GetHostedZone", "ListHostedZones", "ListTagsForResource", "ListResourceRecordSets"),
    writes: [],
    types: ["data.aws_route53_zone"],
  },
  {
    reads: of("route53", "GetHostedZone", "ListTagsForResource", "ListResourceRecordSets", "GetChange"),
    writes: of("route53", "CreateHostedZone", "UpdateHostedZoneComment", "DeleteHostedZone", "ChangeTagsForResource"),
    types: ["aws_route53_zone"],
  },
  {
    reads: of("route53", "GetDNSSEC", "GetChange"),
    writes: [
      ...of(
        "route53",
        "CreateKeySigningKey",
        "ActivateKeySigningKey",
        "DeactivateKeySigningKey",
        "DeleteKeySigningKey",
      ),
      ...of("kms", "DescribeKey", "GetPublicKey", "Sign", "CreateGrant"),
    ],
    types: ["aws_route53_key_signing_key"],
  },
  {
    reads: of("route53", "GetDNSSEC", "GetChange"),
    writes: [
      ...of("route53", "EnableHostedZoneDNSSEC", "DisableHostedZoneDNSSEC"),
      ...of("kms", "DescribeKey", "GetPublicKey", "Sign", "CreateGrant"),
    ],
    types: ["aws_route53_hosted_zone_dnssec"],
  },
  {
    reads: of("kms", "DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus", "ListResourceTags"),
    writes: of(
      "kms",
      "CreateKey",
      "EnableKey",
      "EnableKeyRotation",
      "DisableKey",
      "DisableKeyRotation",
      "PutKeyPolicy",
      "ScheduleKeyDeletion",
      "TagResource",
      "UntagResource",
      "UpdateKeyDescription",
    ),
    types: ["aws_kms_key"],
  },
  {
    reads: of("route53", "GetQueryLoggingConfig"),
    writes: of("route53", "CreateQueryLoggingConfig", "DeleteQueryLoggingConfig"),
    types: ["aws_route53_query_log"],
  },
  {
    reads: of("logs", "DescribeLogGroups", "ListTagsForResource"),
    writes: of(
      "logs",
      "AssociateKmsKey",
      "CreateLogGroup",
      "DeleteLogGroup",
      "DeleteRetentionPolicy",
      "DisassociateKmsKey",
      "PutRetentionPolicy",
      "TagResource",
      "UntagResource",
    ),
    types: ["aws_cloudwatch_log_group"],
  },
  {
    reads: of("logs", "DescribeResourcePolicies"),
    writes: of("logs", "PutResourcePolicy", "DeleteResourcePolicy"),
    types: ["aws_cloudwatch_log_resource_policy"],
  },
  {
    reads: of("cloudwatch", "DescribeAlarms", "ListTagsForResource"),
    writes: of("cloudwatch", "PutMetricAlarm", "DeleteAlarms", "TagResource", "UntagResource"),
    types: ["aws_cloudwatch_metric_alarm"],
  },
  {
    reads: of("sns", "GetTopicAttributes", "ListTagsForResource"),
    writes: of("sns", "CreateTopic", "SetTopicAttributes", "DeleteTopic", "TagResource", "UntagResource"),
    types: ["aws_sns_topic"],
  },
  {
    reads: of(CONTROLS, "DescribeCluster", "ListTagsForResource"),
    writes: of(CONTROLS, "CreateCluster", "DeleteCluster", "TagResource", "UntagResource"),
    types: ["aws_route53recoverycontrolconfig_cluster"],
  },
  {
    reads: of(CONTROLS, "DescribeControlPanel", "ListTagsForResource"),
    writes: of(
      CONTROLS,
      "CreateControlPanel",
      "UpdateControlPanel",
      "DeleteControlPanel",
      "TagResource",
      "UntagResource",
    ),
    types: ["aws_route53recoverycontrolconfig_control_panel"],
  },
  {
    reads: of(CONTROLS, "DescribeRoutingControl", "ListTagsForResource"),
    writes: of(
      CONTROLS,
      "CreateRoutingControl",
      "UpdateRoutingControl",
      "DeleteRoutingControl",
      "TagResource",
      "UntagResource",
    ),
    types: ["aws_route53recoverycontrolconfig_routing_control"],
  },
  {
    reads: of(CONTROLS, "DescribeSafetyRule", "ListTagsForResource"),
    writes: of(CONTROLS, "CreateSafetyRule", "UpdateSafetyRule", "DeleteSafetyRule", "TagResource", "UntagResource"),
    types: ["aws_route53recoverycontrolconfig_safety_rule"],
  },
  {
    reads: of("iam", "GetPolicy", "GetPolicyVersion", "ListPolicyVersions", "ListPolicyTags"),
    writes: of(
      "iam",
      "CreatePolicy",
      "CreatePolicyVersion",
      "SetDefaultPolicyVersion",
      "DeletePolicyVersion",
      "DeletePolicy",
      "TagPolicy",
      "UntagPolicy",
    ),
    types: ["aws_iam_policy"],
  },
  {
    reads: of("iam", "GetOpenIDConnectProvider"),
    writes: of(
      "iam",
      "AddClientIDToOpenIDConnectProvider",
      "CreateOpenIDConnectProvider",
      "DeleteOpenIDConnectProvider",
      "RemoveClientIDFromOpenIDConnectProvider",
      "TagOpenIDConnectProvider",
      "UntagOpenIDConnectProvider",
      "UpdateOpenIDConnectProviderThumbprint",
    ),
    only: "by hand",
    types: ["aws_iam_openid_connect_provider"],
  },
  {
    reads: of("iam", "GetRole", "ListRolePolicies", "ListAttachedRolePolicies", "ListInstanceProfilesForRole"),
    writes: of(
      "iam",
      "CreateRole",
      "DeleteRole",
      "TagRole",
      "UntagRole",
      "UpdateAssumeRolePolicy",
      "UpdateRole",
      "UpdateRoleDescription",
    ),
    only: "by hand",
    types: ["aws_iam_role"],
  },
  {
    reads: of("iam", "GetRolePolicy"),
    writes: of("iam", "PutRolePolicy", "DeleteRolePolicy"),
    only: "by hand",
    types: ["aws_iam_role_policy"],
  },
  {
    // The provider reads all that a bucket has, whatever is configured.
    reads: of(
      "s3",
      "GetAccelerateConfiguration",
      "GetBucketAcl",
      "GetBucketCORS",
      "GetBucketLogging",
      "GetBucketObjectLockConfiguration",
      "GetBucketPolicy",
      "GetBucketPublicAccessBlock",
      "GetBucketRequestPayment",
      "GetBucketTagging",
      "GetBucketVersioning",
      "GetBucketWebsite",
      "GetEncryptionConfiguration",
      "GetLifecycleConfiguration",
      "GetReplicationConfiguration",
      "ListBucket",
    ),
    writes: of(
      "s3",
      "CreateBucket",
      "DeleteBucket",
      "DeleteBucketPolicy",
      "PutBucketPolicy",
      "PutBucketPublicAccessBlock",
      "PutBucketTagging",
      "PutBucketVersioning",
      "PutEncryptionConfiguration",
      "PutLifecycleConfiguration",
    ),
    only: "by hand",
    types: [
      "aws_s3_bucket",
      "aws_s3_bucket_lifecycle_configuration",
      "aws_s3_bucket_policy",
      "aws_s3_bucket_public_access_block",
      "aws_s3_bucket_server_side_encryption_configuration",
      "aws_s3_bucket_versioning",
    ],
  },
];

/** What AWS answers everybody. */
export const WITHOUT_AWS_PERMISSION: readonly string[] = ["data.aws_caller_identity", "data.aws_ip_ranges"];

/** What a type needs, or nothing when it is not in the table. */
export function awsNeedsOf(type: string): AwsResourceNeeds | undefined {
  return AWS_RESOURCE_TYPES.find(({ types }) => types.includes(type));
}

/** The actions that change a resource of a type, where a plan only reads. */
export function changesOf(type: string): readonly string[] {
  return awsNeedsOf(type)?.writes ?? [];
}

/** The actions that read a resource of a type. */
export function readsOf(type: string): readonly string[] {
  return awsNeedsOf(type)?.reads ?? [];
}
