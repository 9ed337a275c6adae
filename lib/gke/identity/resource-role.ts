import { BigqueryDatasetIamMember } from "@cdktf/provider-google/lib/bigquery-dataset-iam-member";
import { KmsCryptoKeyIamMember } from "@cdktf/provider-google/lib/kms-crypto-key-iam-member";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { PubsubSubscriptionIamMember } from "@cdktf/provider-google/lib/pubsub-subscription-iam-member";
import { PubsubTopicIamMember } from "@cdktf/provider-google/lib/pubsub-topic-iam-member";
import { SecretManagerSecretIamMember } from "@cdktf/provider-google/lib/secret-manager-secret-iam-member";
import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member";
import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { brand } from "../../core/options-kinds";
import { validateShape } from "../../core/options-shape";
import type { Problems } from "../../core/problems";
import { checkKmsKey } from "../../google/kms-key";
import { A_ROLE, BASIC_ROLES, isRole } from "../../google/roles";

/** A role. */
export interface RoleOptions {
  /** A predefined role, `roles/storage.objectUser`, or one of your own, `projects/P/roles/R`. No basic role. */
  readonly role: string;
}

/** A role on what is in a project. */
export interface RoleInProjectOptions extends RoleOptions {
  /**
   * The Google Cloud project where it is.
   *
   * @default - the project of the workload
   */
  readonly project?: string;
}

/** A role on a bucket of Cloud Storage. */
export interface BucketRoleOptions extends RoleOptions {
  readonly bucketName: string;
}

/** A role on a secret in Secret Manager. */
export interface SecretRoleOptions extends RoleInProjectOptions {
  readonly secretName: string;
}

/** A role on a topic of Pub/Sub. */
export interface TopicRoleOptions extends RoleInProjectOptions {
  readonly topicName: string;
}

/** A role on a subscription of Pub/Sub. */
export interface SubscriptionRoleOptions extends RoleInProjectOptions {
  readonly subscriptionName: string;
}

/** A role on a dataset of BigQuery. */
export interface DatasetRoleOptions extends RoleInProjectOptions {
  readonly datasetName: string;
}

/** A role on a key of Cloud KMS. */
export interface KmsKeyRoleOptions extends RoleOptions {
  /** The Cloud KMS key: `projects/P/locations/R/keyRings/K/cryptoKeys/C`. */
  readonly kmsKeyName: string;
}

/** Who gets a role. */
export interface RoleHolder {
  /** The member of the policy. */
  readonly member: string;
  /** The project of what names none. */
  readonly project: string;
}

/** What tells the kinds of resources apart. */
interface ResourceKind {
  readonly role: string;
  /** Whether it reaches a whole project. */
  readonly isWide?: boolean;
  check?(problems: Problems): void;
  bind(scope: Construct, id: string, holder: RoleHolder): TerraformResource;
}

/** A role on one resource, of which there are seven kinds: not to be extended. For others, grant `member` of the identity yourself. */
export class ResourceRole {
  static {
    brand(ResourceRole, "ResourceRole");
  }

  /** A role on a bucket of Cloud Storage. */
  public static onBucket(options: BucketRoleOptions): ResourceRole {
    validateShape("ResourceRole.onBucket", options, "BucketRoleOptions");
    const { role, bucketName: bucket } = options;
    return new ResourceRole({
      role,
      bind: (scope, id, { member }) => new StorageBucketIamMember(scope, id, { bucket, role, member }),
    });
  }

  /** A role on a secret in Secret Manager. */
  public static onSecret(options: SecretRoleOptions): ResourceRole {
    validateShape("ResourceRole.onSecret", options, "SecretRoleOptions");
    const { role, secretName: secretId } = options;
    return new ResourceRole({
      role,
      bind: (scope, id, { member, project }) =>
        new SecretManagerSecretIamMember(scope, id, { project: options.project ?? project, secretId, role, member }),
    });
  }

  /** A role on a topic of Pub/Sub. */
  public static onTopic(options: TopicRoleOptions): ResourceRole {
    validateShape("ResourceRole.onTopic", options, "TopicRoleOptions");
    const { role, topicName: topic } = options;
    return new ResourceRole({
      role,
      bind: (scope, id, { member, project }) =>
        new PubsubTopicIamMember(scope, id, { project: options.project ?? project, topic, role, member }),
    });
  }

  /** A role on a subscription of Pub/Sub. */
  public static onSubscription(options: SubscriptionRoleOptions): ResourceRole {
    validateShape("ResourceRole.onSubscription", options, "SubscriptionRoleOptions");
    const { role, subscriptionName: subscription } = options;
    return new ResourceRole({
      role,
      bind: (scope, id, { member, project }) =>
        new PubsubSubscriptionIamMember(scope, id, { project: options.project ?? project, subscription, role, member }),
    });
  }

  /** A role on a dataset of BigQuery. */
  public static onDataset(options: DatasetRoleOptions): ResourceRole {
    validateShape("ResourceRole.onDataset", options, "DatasetRoleOptions");
    const { role, datasetName: datasetId } = options;
    return new ResourceRole({
      role,
      bind: (scope, id, { member, project }) =>
        new BigqueryDatasetIamMember(scope, id, {
          project: options.project ?? project,
          datasetId,
          role,
          member: memberOfDataset(member),
        }),
    });
  }

  /** A role on a key of Cloud KMS. */
  public static onKmsKey(options: KmsKeyRoleOptions): ResourceRole {
    validateShape("ResourceRole.onKmsKey", options, "KmsKeyRoleOptions");
    const { role, kmsKeyName: cryptoKeyId } = options;
    return new ResourceRole({
      role,
      check: (problems) => checkKmsKey(problems, "kmsKeyName", cryptoKeyId),
      bind: (scope, id, { member }) => new KmsCryptoKeyIamMember(scope, id, { cryptoKeyId, role, member }),
    });
  }

  /** A role in a whole project, for what has no policy of its own, such as traces. It is warned of. */
  public static inProject(options: RoleInProjectOptions): ResourceRole {
    validateShape("ResourceRole.inProject", options, "RoleInProjectOptions");
    const { role } = options;
    return new ResourceRole({
      role,
      isWide: true,
      bind: (scope, id, { member, project }) =>
        new ProjectIamMember(scope, id, { project: options.project ?? project, role, member }),
    });
  }

  private constructor(
    /** @internal */
    public readonly kind: ResourceKind,
  ) {}

  /** Grants the role. */
  public bind(scope: Construct, id: string, holder: RoleHolder): TerraformResource {
    return this.kind.bind(scope, id, holder);
  }
}

/** Validates a role on a resource. */
export function checkResourceRole(problems: Problems, { kind }: ResourceRole): void {
  const isFormed = problems.check("role", kind.role, isRole, A_ROLE, "name");
  const isNarrow = (role: string) => !BASIC_ROLES.includes(role);
  const expected = `a role for what the workload does: ${BASIC_ROLES.slice(0, -1).join(", ")} and ${BASIC_ROLES.at(-1)} reach far beyond it`;
  if (isFormed) problems.check("role", kind.role, isNarrow, expected, "value");
  kind.check?.(problems);
}

/**
 * The provider knows members of a dataset by the kinds that BigQuery has, and a principal as `iamMember:principal://…` alone.
 *
 * Source: https://github.com/hashicorp/terraform-provider-google/blob/v6.50.0/google/services/bigquery/iam_bigquery_dataset.go
 */
function memberOfDataset(member: string): string {
  return member.startsWith("principal:") ? `iamMember:${member}` : member;
}
