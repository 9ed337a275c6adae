import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Route53HostedZoneDnssec } from "@cdktf/provider-aws/lib/route53-hosted-zone-dnssec";
import { Route53KeySigningKey } from "@cdktf/provider-aws/lib/route53-key-signing-key";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { brand } from "../core/options-kinds";
import { ROUTE53_REGION, SIGNING_SERVICE } from "./aws-services";

/** Options of DNSSEC for a zone. */
export interface ZoneSigningProps {
  readonly zoneId: string;
}

/** DNSSEC for a zone. Route 53 wants its key in the region `us-east-1`, wherever the stack is. */
export class ZoneSigning extends Construct {
  static {
    brand(ZoneSigning, "ZoneSigning");
  }

  /** What the parent zone publishes. */
  public readonly dsRecord: string;
  /** The key. Deleting it while the parent still publishes the DS record makes the zone unreachable for many. */
  public readonly key: KmsKey;
  /** What turns signing on. */
  public readonly dnssec: Route53HostedZoneDnssec;

  /** @internal */
  constructor(scope: Construct, id: string, { zoneId }: ZoneSigningProps) {
    super(scope, id);
    const { accountId } = new DataAwsCallerIdentity(this, "account", {});
    this.key = new KmsKey(this, "Resource", {
      description: "Signs the answers of a hosted zone",
      customerMasterKeySpec: "ECC_NIST_P256",
      keyUsage: "SIGN_VERIFY",
      deletionWindowInDays: 30,
      policy: keyPolicy(accountId),
      region: ROUTE53_REGION,
    });
    const signingKey = new Route53KeySigningKey(this, "signing_key", {
      hostedZoneId: zoneId,
      keyManagementServiceArn: this.key.arn,
      name: "platform",
    });
    this.dnssec = new Route53HostedZoneDnssec(this, "dnssec", {
      hostedZoneId: signingKey.hostedZoneId,
      dependsOn: [signingKey],
    });
    this.dsRecord = signingKey.dsRecord;
  }
}

/** Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/access-control-managing-permissions.html */
function keyPolicy(accountId: string): string {
  const service = { Service: SIGNING_SERVICE };
  return Fn.jsonencode({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: "kms:*", Resource: "*" },
      {
        Effect: "Allow",
        Principal: service,
        Action: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"],
        Resource: "*",
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
      },
      {
        Effect: "Allow",
        Principal: service,
        Action: "kms:CreateGrant",
        Resource: "*",
        Condition: { Bool: { "kms:GrantIsForAWSResource": true } },
      },
    ],
  });
}
