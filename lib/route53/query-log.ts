import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { Route53QueryLog } from "@cdktf/provider-aws/lib/route53-query-log";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { plainHostName } from "../core/host-names";
import { QUERY_LOG_GROUPS, QUERY_LOG_SERVICE, ROUTE53_REGION } from "./aws-services";

/** Options of a query log. */
export interface QueryLogProps {
  readonly zoneId: string;
  readonly zoneName: string;
  readonly retentionDays: number;
  readonly kmsKeyArn?: string;
}

/** Every query of a zone, in CloudWatch Logs. Route 53 writes to the region `us-east-1` only, wherever the stack is. */
export class QueryLog extends Construct {
  /** The group of logs. */
  public readonly logGroup: CloudwatchLogGroup;

  /** @internal */
  constructor(scope: Construct, id: string, { zoneId, zoneName, retentionDays, kmsKeyArn }: QueryLogProps) {
    super(scope, id);
    const region = ROUTE53_REGION;
    this.logGroup = new CloudwatchLogGroup(this, "Resource", {
      name: `${QUERY_LOG_GROUPS}${plainHostName(zoneName)}`,
      retentionInDays: retentionDays,
      kmsKeyId: kmsKeyArn,
      region,
    });
    const policy = new CloudwatchLogResourcePolicy(this, "policy", {
      policyName: `route53-${plainHostName(zoneName).replaceAll(".", "-")}`,
      policyDocument: Fn.jsonencode({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: QUERY_LOG_SERVICE },
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: `${this.logGroup.arn}:*`,
            // For zones of this account alone, which is that of the group. Not by the id of the zone: the policy would have to go before it.
            Condition: {
              ArnLike: { "aws:SourceArn": "arn:aws:route53:::hostedzone/*" },
              StringEquals: { "aws:SourceAccount": Fn.element(Fn.split(":", this.logGroup.arn), 4) },
            },
          },
        ],
      }),
      region,
    });
    new Route53QueryLog(this, "log", { zoneId, cloudwatchLogGroupArn: this.logGroup.arn, dependsOn: [policy] });
  }
}
