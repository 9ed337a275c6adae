import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { checkWholeNumber } from "../core/checks";
import { brand } from "../core/options-kinds";
import type { Problems } from "../core/problems";
import { ALARM_SERVICE, LOG_SERVICE, QUERY_LOG_GROUPS, ROUTE53_REGION } from "./aws-services";

/** Source: https://docs.aws.amazon.com/kms/latest/developerguide/rotating-keys-enable.html */
const ROTATION_DAYS = [90, 2560] as const;
const DEFAULT_ROTATION_DAYS = 365;

/** The longest that KMS waits before it deletes a key, in days. */
const DELETION_DAYS = 30;

/** Options of a key of AWS KMS that is made. */
export interface AwsEncryptionKeyOptions {
  /**
   * How many days each version of the key encrypts what is new, 90 to 2560. Older versions stay: they decrypt what they have encrypted.
   *
   * @default 365
   */
  readonly rotationDays?: number;
}

/** What AWS encrypts by a key of yours. */
export interface AwsEncryptionOptions {
  /**
   * Makes a key of AWS KMS that rotates and that Terraform refuses to destroy. Alarms and logs of queries may both use it: pass
   * `encryptionKey.key.arn` as `kmsKeyArn` to others.
   *
   * @default - none: AWS's own encryption, or that of `kmsKeyArn`
   */
  readonly encryptionKey?: AwsEncryptionKeyOptions;

  /**
   * A key of AWS KMS that exists, in `us-east-1`, by its ARN. Its policy lets `cloudwatch.amazonaws.com` use it for alarms, and
   * `logs.us-east-1.amazonaws.com` for logs.
   *
   * @default - none
   */
  readonly kmsKeyArn?: string;
}

/** A key of AWS KMS by which alarms and logs of queries are encrypted, in `us-east-1`, where both are. */
export class AwsEncryptionKey extends Construct {
  static {
    brand(AwsEncryptionKey, "AwsEncryptionKey");
  }

  /** The key. */
  public readonly key: KmsKey;

  /** @internal */
  constructor(scope: Construct, id: string, { rotationDays = DEFAULT_ROTATION_DAYS }: AwsEncryptionKeyOptions) {
    super(scope, id);
    const { accountId } = new DataAwsCallerIdentity(this, "account", {});
    this.key = new KmsKey(this, "Resource", {
      description: "Encrypts alarms of health checks and logs of queries",
      enableKeyRotation: true,
      rotationPeriodInDays: rotationDays,
      deletionWindowInDays: DELETION_DAYS,
      policy: keyPolicy(accountId),
      region: ROUTE53_REGION,
      // What it encrypted is lost with it.
      lifecycle: { preventDestroy: true },
    });
  }
}

/** The ARN of the key, made or given, and the construct of one that is made. */
export function encryptionOf(
  scope: Construct,
  { encryptionKey, kmsKeyArn }: AwsEncryptionOptions,
): { readonly made?: AwsEncryptionKey; readonly kmsKeyArn?: string } {
  if (encryptionKey === undefined) return { kmsKeyArn };
  const made = new AwsEncryptionKey(scope, "encryption_key", encryptionKey);
  return { made, kmsKeyArn: made.key.arn };
}

/** Validates the options of the encryption by a key. */
export function checkAwsEncryption(problems: Problems, { encryptionKey, kmsKeyArn }: AwsEncryptionOptions): void {
  checkWholeNumber(problems.at("encryptionKey"), "rotationDays", encryptionKey?.rotationDays, ROTATION_DAYS);
  if (kmsKeyArn === undefined) return;
  const isKey = (arn: string) => KEY_ARN.test(arn);
  problems.check("kmsKeyArn", kmsKeyArn, isKey, `the ARN of a key in ${ROUTE53_REGION}: "${EXAMPLE_ARN}"`, "name");
  if (encryptionKey !== undefined)
    problems.conflict("kmsKeyArn", "is beside encryptionKey, which makes a key: leave one of them out");
}

const KEY_ARN = new RegExp(`^arn:aws[a-z-]*:kms:${ROUTE53_REGION}:\\d{12}:key/[\\w-]+$`);
const EXAMPLE_ARN = `arn:aws:kms:${ROUTE53_REGION}:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

/**
 * Who may use the key. That of alarms has no condition, which AWS does not document for them.
 *
 * Source: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html and
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
function keyPolicy(accountId: string): string {
  const logGroups = `arn:aws:logs:${ROUTE53_REGION}:${accountId}:log-group:${QUERY_LOG_GROUPS}*`;
  return Fn.jsonencode({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: "kms:*", Resource: "*" },
      {
        Effect: "Allow",
        Principal: { Service: ALARM_SERVICE },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
      },
      {
        Effect: "Allow",
        Principal: { Service: LOG_SERVICE },
        Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
        Resource: "*",
        Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": logGroups } },
      },
    ],
  });
}
