import { GcsStateBucket, type GcsStateBucketProps, S3StateBucket, type S3StateBucketProps } from "../../lib/state";
import { refusalOf, resourceOf, resourcesOf, synthesizeStack } from "../support/synthesize";
import { interpolation, unknownText } from "../support/tokens";

describe("a state bucket of Google Cloud", () => {
  const make = (change: Partial<GcsStateBucketProps> = {}) =>
    synthesizeStack((stack) => {
      const bucket = new GcsStateBucket(stack, "states", { bucketName: "acme-terraform", location: "EU", ...change });
      bucket.grantRead("planner", "serviceAccount:planner@acme.iam.gserviceaccount.com");
      bucket.grantWrite("deployer", "serviceAccount:deployer@acme.iam.gserviceaccount.com");
    });

  test("keeps versions, is never public, and has one list of who may read it", () => {
    expect(resourceOf(make(), "google_storage_bucket")).toEqual({
      name: "acme-terraform",
      location: "EU",
      uniform_bucket_level_access: true,
      public_access_prevention: "enforced",
      versioning: { enabled: true },
      lifecycle_rule: [
        { action: { type: "Delete" }, condition: { num_newer_versions: 20, days_since_noncurrent_time: 90 } },
        { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } },
      ],
    });
  });

  test("logs who reads and writes it where there is a bucket for that", () => {
    const bucket = resourceOf(make({ accessLogBucketName: "acme-logs" }), "google_storage_bucket");
    expect(bucket.logging).toEqual({ log_bucket: "acme-logs" });
  });

  test("is encrypted with a key of one's own", () => {
    const kmsKeyName = "projects/acme/locations/europe/keyRings/terraform/cryptoKeys/states";
    const { encryption } = resourceOf(make({ kmsKeyName }), "google_storage_bucket");
    expect(encryption).toEqual({ default_kms_key_name: kmsKeyName });
  });

  test("lets one account read and another write", () => {
    const roles = Object.values(resourcesOf(make(), "google_storage_bucket_iam_member")).map(
      ({ role, member, bucket }) => [role, member.split("@")[0], bucket.startsWith("${google_storage_bucket.")],
    );
    expect(roles.sort()).toEqual([
      ["roles/storage.objectUser", "serviceAccount:deployer", true],
      ["roles/storage.objectViewer", "serviceAccount:planner", true],
    ]);
  });

  test("is refused with a name or a location that Google does not take", () => {
    expect(refusalOf(() => make({ bucketName: "Acme", location: "eu west" }))).toEqual([
      'stack/states: bucketName: got "Acme", expected 3 to 63 lower-case letters, digits, hyphens and underscores, without "google": "acme-terraform"',
      'stack/states: location: got "eu west", expected a location of Cloud Storage: "EU", "US" or "europe-west1"',
    ]);
    expect(refusalOf(() => make({ bucketName: "my-google-states" }))).toHaveLength(1);
  });

  test("takes what only Terraform knows", () => {
    const bucket = resourceOf(make({ bucketName: interpolation, location: unknownText }), "google_storage_bucket");
    expect(bucket).toMatchObject({ name: interpolation, location: interpolation });
  });
});

describe("a state bucket of AWS", () => {
  const make = (change: Partial<S3StateBucketProps> = {}) =>
    synthesizeStack((stack) => {
      const bucket = new S3StateBucket(stack, "states", { bucketName: "acme-terraform", ...change });
      bucket.grantRead("planner", "pipeline-planner");
      bucket.grantWrite("deployer", "pipeline-deployer");
    });
  const configuration = make();
  const id = expect.stringMatching(/^\$\{aws_s3_bucket\..+\.id\}$/);

  test("keeps versions, and the old ones not for ever", () => {
    expect(resourceOf(configuration, "aws_s3_bucket")).toEqual({ bucket: "acme-terraform" });
    expect(resourceOf(configuration, "aws_s3_bucket_versioning")).toEqual({
      bucket: id,
      versioning_configuration: { status: "Enabled" },
    });
    expect(resourceOf(configuration, "aws_s3_bucket_lifecycle_configuration")).toEqual({
      bucket: id,
      depends_on: [expect.stringMatching(/^aws_s3_bucket_versioning\./)],
      rule: [
        {
          id: "old-versions",
          status: "Enabled",
          filter: [{}],
          abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
          noncurrent_version_expiration: [{ noncurrent_days: 90, newer_noncurrent_versions: 20 }],
        },
      ],
    });
  });

  test("is never public", () => {
    expect(resourceOf(configuration, "aws_s3_bucket_public_access_block")).toEqual({
      bucket: id,
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });

  test("is encrypted by S3, or with a key of one's own", () => {
    const rules = (change: Partial<S3StateBucketProps>) =>
      resourceOf(make(change), "aws_s3_bucket_server_side_encryption_configuration").rule;
    expect(rules({})).toEqual([{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }]);
    const kmsKeyArn = "arn:aws:kms:eu-west-1:111122223333:key/states";
    expect(rules({ kmsKeyArn })).toEqual([
      {
        apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: kmsKeyArn },
        bucket_key_enabled: true,
      },
    ]);
  });

  test("refuses requests without TLS", () => {
    const [statement] = JSON.parse(resourceOf(configuration, "aws_s3_bucket_policy").policy).Statement;
    expect(statement).toMatchObject({
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
    expect(statement.Resource[1]).toMatch(/\.arn\}\/\*$/);
  });

  test("lets one role read and another write", () => {
    const actions = Object.values(resourcesOf(configuration, "aws_iam_role_policy")).map(({ role, policy }) => [
      role,
      JSON.parse(policy).Statement.flatMap(({ Action }: { Action: string[] }) => Action),
    ]);
    expect(Object.fromEntries(actions)).toEqual({
      "pipeline-planner": ["s3:ListBucket", "s3:GetObject"],
      "pipeline-deployer": ["s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
    });
  });

  test("is refused with a name that AWS does not take, and takes what only Terraform knows", () => {
    expect(refusalOf(() => make({ bucketName: "acme_terraform" }))).toEqual([
      'stack/states: bucketName: got "acme_terraform", expected 3 to 63 lower-case letters, digits and hyphens: "acme-terraform"',
    ]);
    expect(resourceOf(make({ bucketName: interpolation }), "aws_s3_bucket").bucket).toBe(interpolation);
  });
});
