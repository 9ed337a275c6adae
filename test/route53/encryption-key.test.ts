import { type AwsEncryptionOptions, HealthCheckAlarms, HostedZone } from "../../lib/route53";
import { refusalOf, resourceOf, resourcesOf, synthesizeStack } from "../support/synthesize";

const ARN = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const healthChecks = { paris: { healthCheckId: "one" } };

const alarms = (encryption: AwsEncryptionOptions) =>
  synthesizeStack(
    (stack) => new HealthCheckAlarms(stack, "alarms", { alarmsName: "test", healthChecks, ...encryption }),
  );
const zone = (encryption: AwsEncryptionOptions, queryLogRetentionDays: number | undefined = 30) =>
  synthesizeStack(
    (stack) => new HostedZone(stack, "zone", { zoneName: "example.com", queryLogRetentionDays, ...encryption }),
  );

describe("a key of AWS KMS", () => {
  test("is made by one property, rotates, and cannot be destroyed by Terraform", () => {
    const { policy: _, ...key } = resourceOf(alarms({ encryptionKey: {} }), "aws_kms_key");
    expect(key).toEqual({
      description: "Encrypts alarms of health checks and logs of queries",
      enable_key_rotation: true,
      rotation_period_in_days: 365,
      deletion_window_in_days: 30,
      region: "us-east-1",
      lifecycle: { prevent_destroy: true },
    });
    const monthly = resourceOf(zone({ encryptionKey: { rotationDays: 90 } }), "aws_kms_key");
    expect(monthly.rotation_period_in_days).toBe(90);
  });

  test("encrypts the topic of alarms, and the log of queries", () => {
    const [topics, logs] = [alarms({ encryptionKey: {} }), zone({ encryptionKey: {} })];
    const [[first] = []] = Object.entries(resourcesOf(topics, "aws_kms_key"));
    expect(resourceOf(topics, "aws_sns_topic").kms_master_key_id).toBe(`\${aws_kms_key.${first}.arn}`);
    const [[second] = []] = Object.entries(resourcesOf(logs, "aws_kms_key"));
    expect(resourceOf(logs, "aws_cloudwatch_log_group").kms_key_id).toBe(`\${aws_kms_key.${second}.arn}`);
  });

  test("lets CloudWatch's alarms use it, and its logs for those of queries alone", () => {
    const { policy } = resourceOf(alarms({ encryptionKey: {} }), "aws_kms_key");
    expect(policy).toContain(
      '"Principal" = {"Service" = "cloudwatch.amazonaws.com"}, "Action" = ["kms:Decrypt", "kms:GenerateDataKey*"]',
    );
    expect(policy).toContain('"Service" = "logs.us-east-1.amazonaws.com"');
    expect(policy).toMatch(
      /"ArnLike" = \{"kms:EncryptionContext:aws:logs:arn" = "arn:aws:logs:us-east-1:\$\{data\.aws_caller_identity\.[\w-]+\.account_id\}:log-group:\/aws\/route53\/\*"\}/,
    );
  });

  test("that exists is used by its ARN, and that of another construct by its attribute", () => {
    expect(resourceOf(alarms({ kmsKeyArn: ARN }), "aws_sns_topic").kms_master_key_id).toBe(ARN);
    expect(resourceOf(zone({ kmsKeyArn: ARN }), "aws_cloudwatch_log_group").kms_key_id).toBe(ARN);
    const shared = synthesizeStack((stack) => {
      const { encryptionKey } = new HostedZone(stack, "zone", {
        zoneName: "example.com",
        queryLogRetentionDays: 30,
        encryptionKey: {},
      });
      new HealthCheckAlarms(stack, "alarms", { alarmsName: "test", healthChecks, kmsKeyArn: encryptionKey?.key.arn });
    });
    expect(Object.keys(resourcesOf(shared, "aws_kms_key"))).toHaveLength(1);
    expect(resourceOf(shared, "aws_sns_topic").kms_master_key_id).toBe(
      resourceOf(shared, "aws_cloudwatch_log_group").kms_key_id,
    );
  });

  test("is not there unless it is asked for", () => {
    for (const stack of [alarms({}), zone({})]) expect(resourcesOf(stack, "aws_kms_key")).toEqual({});
    expect(resourceOf(alarms({}), "aws_sns_topic")).not.toHaveProperty("kms_master_key_id");
  });
});

test.each<[AwsEncryptionOptions, readonly string[]]>([
  [
    { encryptionKey: { rotationDays: 89 } },
    ["stack/alarms: encryptionKey.rotationDays: got 89, expected a whole number from 90 to 2560"],
  ],
  [
    { kmsKeyArn: ARN.replace("us-east-1", "eu-west-1") },
    [
      `stack/alarms: kmsKeyArn: got "${ARN.replace("us-east-1", "eu-west-1")}", expected the ARN of a key in us-east-1: "${ARN}"`,
    ],
  ],
  [
    { kmsKeyArn: ARN, encryptionKey: {} },
    ["stack/alarms: kmsKeyArn: is beside encryptionKey, which makes a key: leave one of them out"],
  ],
])("%j is refused for alarms", (encryption, messages) => {
  expect(refusalOf(() => alarms(encryption))).toEqual(messages);
});

test("a zone without a log has nothing to encrypt", () => {
  const without = "expected nothing without queryLogRetentionDays: there is no log to encrypt";
  const make = (encryption: AwsEncryptionOptions) =>
    refusalOf(() =>
      synthesizeStack((stack) => new HostedZone(stack, "zone", { zoneName: "example.com", ...encryption })),
    );
  expect(make({ encryptionKey: {} })).toEqual([`stack/zone: encryptionKey: got {}, ${without}`]);
  expect(make({ kmsKeyArn: ARN })).toEqual([`stack/zone: kmsKeyArn: got "${ARN}", ${without}`]);
});
