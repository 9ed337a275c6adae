import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { validateProps } from "../core/validate";
import { OLD_VERSION_DAYS, OLD_VERSIONS_KEPT, UNFINISHED_UPLOAD_DAYS } from "./old-versions";

export interface S3StateBucketProps {
  /** The name, unique in all of AWS: 3 to 63 lower-case letters, digits and hyphens. */
  readonly bucketName: string;

  /**
   * The ARN of a key of AWS KMS for the states. Whoever reads a state needs the right to use it.
   *
   * @default - a key of S3's own: states are encrypted in any case
   */
  readonly kmsKeyArn?: string;
}

/**
 * An S3 bucket for Terraform's states: every version is kept, nothing is ever public, and every request without TLS is refused.
 * Terraform 1.10 and later locks a state by a file beside it, so there is no DynamoDB table.
 *
 * AWS refuses to delete it while there is a state in it.
 */
export class S3StateBucket extends Construct {
  public readonly bucketName: string;
  public readonly bucket: S3Bucket;

  constructor(scope: Construct, id: string, props: S3StateBucketProps) {
    super(scope, id);
    validateProps(this, "S3StateBucketProps", props, (problems) => {
      const isName = (name: string) => /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name);
      const expected = '3 to 63 lower-case letters, digits and hyphens: "acme-terraform"';
      problems.check("bucketName", props.bucketName, isName, expected, "name");
    });
    this.bucket = new S3Bucket(this, "Resource", { bucket: props.bucketName });
    this.bucketName = this.bucket.bucket;
    const bucket = this.bucket.id;

    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", { bucket, rule: [encryption(props.kmsKeyArn)] });
    const closed = new S3BucketPublicAccessBlock(this, "public_access", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    // AWS takes one change of a bucket's access at a time.
    new S3BucketPolicy(this, "policy", { bucket, policy: tlsOnly(this.bucket.arn), dependsOn: [closed] });
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket,
      rule: [
        {
          id: "old-versions",
          status: "Enabled",
          filter: [{}],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: UNFINISHED_UPLOAD_DAYS }],
          noncurrentVersionExpiration: [
            { noncurrentDays: OLD_VERSION_DAYS, newerNoncurrentVersions: OLD_VERSIONS_KEPT },
          ],
        },
      ],
      dependsOn: [versioning],
    });
  }

  /** Lets a role read the states, which is enough for `terraform plan -lock=false`. */
  public grantRead(id: string, roleName: string): IamRolePolicy {
    return this.grant(id, roleName, ["s3:GetObject"]);
  }

  /** Lets a role read, write and lock the states. */
  public grantWrite(id: string, roleName: string): IamRolePolicy {
    return this.grant(id, roleName, ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]);
  }

  private grant(id: string, role: string, objectActions: readonly string[]): IamRolePolicy {
    const statements = [
      { Effect: "Allow", Action: ["s3:ListBucket"], Resource: this.bucket.arn },
      { Effect: "Allow", Action: objectActions, Resource: `${this.bucket.arn}/*` },
    ];
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: statements });
    return new IamRolePolicy(this, id, { name: "terraform-states", role, policy });
  }
}

function encryption(kmsMasterKeyId: string | undefined) {
  if (kmsMasterKeyId === undefined) return { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };
  // A bucket key asks KMS once in a while and not for every state.
  const applyServerSideEncryptionByDefault = { sseAlgorithm: "aws:kms", kmsMasterKeyId };
  return { applyServerSideEncryptionByDefault, bucketKeyEnabled: true };
}

function tlsOnly(arn: string): string {
  const deny = {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [deny] });
}
