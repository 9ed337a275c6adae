import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { Construct } from "constructs";
import { checkKey } from "../core/names";
import { validateProps } from "../core/validate";
import { ROUTE53_REGION } from "./aws-services";
import { type AwsEncryptionKey, type AwsEncryptionOptions, checkAwsEncryption, encryptionOf } from "./encryption-key";
import type { IRoute53HealthCheck } from "./route53-health-check";

/** Options of the alarms of health checks. */
export interface HealthCheckAlarmsProps extends AwsEncryptionOptions {
  /** The start of all names, up to 64 lower-case letters, digits and hyphens: `production`. */
  readonly alarmsName: string;
  /** The health checks, by a name of yours: `paris`. */
  readonly healthChecks: { readonly [name: string]: IRoute53HealthCheck };
}

/** Notifies when a health check becomes unhealthy and when it is healthy again: subscribe to `topic`. */
export class HealthCheckAlarms extends Construct {
  /** Where the messages go. */
  public readonly topic: SnsTopic;
  /** The key that encrypts the topic, if one is made. */
  public readonly encryptionKey?: AwsEncryptionKey;
  /** The alarms, by the keys of the health checks. */
  public readonly alarms: ReadonlyMap<string, CloudwatchMetricAlarm>;

  constructor(scope: Construct, id: string, props: HealthCheckAlarmsProps) {
    super(scope, id);
    validateProps(this, "HealthCheckAlarmsProps", props, (problems) => {
      checkKey(problems, "alarmsName", props.alarmsName, 64);
      checkAwsEncryption(problems, props);
      for (const key of Object.keys(props.healthChecks)) checkKey(problems.at("healthChecks"), key, key, 64);
    });
    const { alarmsName, healthChecks } = props;
    const { made, kmsKeyArn } = encryptionOf(this, props);
    this.encryptionKey = made;
    this.topic = new SnsTopic(this, "sns_topic", {
      name: `${alarmsName}-health-checks`,
      kmsMasterKeyId: kmsKeyArn,
      region: ROUTE53_REGION,
    });
    const alarms = Object.entries(healthChecks).map(([key, { healthCheckId }]) => {
      const alarm = new CloudwatchMetricAlarm(this, key, {
        alarmName: `${alarmsName}-${key}-unhealthy`,
        namespace: "AWS/Route53",
        metricName: "HealthCheckStatus",
        dimensions: { HealthCheckId: healthCheckId },
        statistic: "Minimum",
        comparisonOperator: "LessThanThreshold",
        threshold: 1,
        period: 60,
        evaluationPeriods: 1,
        // A check that reports nothing may watch nothing.
        treatMissingData: "breaching",
        alarmActions: [this.topic.arn],
        okActions: [this.topic.arn],
        region: ROUTE53_REGION,
      });
      return [key, alarm] as const;
    });
    this.alarms = new Map(alarms);
  }
}
