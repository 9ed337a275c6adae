import { StorageBucket } from "@cdktf/provider-google/lib/storage-bucket";
import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Problems } from "../core/problems";
import { replacedWith } from "../core/replaced-with";
import { validateProps } from "../core/validate";
import { checkKmsKey } from "../google/kms-key";
import { ROLES } from "../google/roles";
import { OLD_VERSION_DAYS, OLD_VERSIONS_KEPT, UNFINISHED_UPLOAD_DAYS } from "./old-versions";

export interface GcsStateBucketProps {
  /** The name, unique in all of Google Cloud: 3 to 63 lower-case letters, digits, hyphens and underscores. */
  readonly bucketName: string;

  /** Where the states are kept: `EU`, `US`, `ASIA`, or a region. It can never be changed. */
  readonly location: string;

  /**
   * A key of Cloud KMS for the states: `projects/P/locations/L/keyRings/R/cryptoKeys/K`. Cloud Storage's own account needs
   * the right to use it.
   *
   * @default - a key of Google's own: states are encrypted in any case
   */
  readonly kmsKeyName?: string;

  /**
   * A bucket for the log of who reads and writes the states. `cloud-storage-analytics@google.com` needs the right to write to it. Cloud Audit
   * Logs, which are for the project as a whole, tell more.
   *
   * @default - none
   */
  readonly accessLogBucketName?: string;

  /**
   * What must be there first: the project's API `storage`.
   *
   * @default - nothing
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * A bucket of Google Cloud Storage for Terraform's states: every version is kept, nothing is ever public, and access is
 * granted for the bucket as a whole. Terraform locks a state there by itself.
 *
 * Google refuses to delete it while there is a state in it.
 */
export class GcsStateBucket extends Construct {
  public readonly bucketName: string;
  public readonly bucket: StorageBucket;

  constructor(scope: Construct, id: string, props: GcsStateBucketProps) {
    super(scope, id);
    validateProps(this, "GcsStateBucketProps", props, checkGcsStateBucket);
    this.bucket = new StorageBucket(this, "Resource", {
      name: props.bucketName,
      location: props.location,
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      versioning: { enabled: true },
      encryption: props.kmsKeyName === undefined ? undefined : { defaultKmsKeyName: props.kmsKeyName },
      logging: props.accessLogBucketName === undefined ? undefined : { logBucket: props.accessLogBucketName },
      lifecycleRule: [
        {
          action: { type: "Delete" },
          condition: { numNewerVersions: OLD_VERSIONS_KEPT, daysSinceNoncurrentTime: OLD_VERSION_DAYS },
        },
        { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: UNFINISHED_UPLOAD_DAYS } },
      ],
      dependsOn: props.dependsOn && [...props.dependsOn],
    });
    this.bucketName = this.bucket.name;
  }

  /** Lets an account read the states, which is enough for `terraform plan -lock=false`. */
  public grantRead(id: string, member: string): StorageBucketIamMember {
    return this.grant(id, ROLES.read_state.id, member);
  }

  /** Lets an account read, write and lock the states. */
  public grantWrite(id: string, member: string): StorageBucketIamMember {
    return this.grant(id, ROLES.write_state.id, member);
  }

  private grant(id: string, role: string, member: string): StorageBucketIamMember {
    // A bucket in another location has the same name, and grants access to no account.
    return new StorageBucketIamMember(this, id, {
      bucket: this.bucketName,
      role,
      member,
      lifecycle: replacedWith(this.bucket),
    });
  }
}

function checkGcsStateBucket(problems: Problems, props: GcsStateBucketProps): void {
  const { bucketName, location, kmsKeyName, accessLogBucketName } = props;
  const isName = (name: string) => /^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/.test(name) && !/^goog|google/.test(name);
  const expected = '3 to 63 lower-case letters, digits, hyphens and underscores, without "google": "acme-terraform"';
  problems.check("bucketName", bucketName, isName, expected, "name");
  if (accessLogBucketName !== undefined) {
    problems.check("accessLogBucketName", accessLogBucketName, isName, expected, "name");
  }
  checkKmsKey(problems, "kmsKeyName", kmsKeyName);
  const isLocation = (name: string) => /^([A-Za-z]+|[a-zA-Z]+-[a-zA-Z]+[0-9]+)$/.test(name);
  problems.check("location", location, isLocation, 'a location of Cloud Storage: "EU", "US" or "europe-west1"', "name");
}
