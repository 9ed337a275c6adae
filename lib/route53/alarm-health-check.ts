import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Construct } from "constructs";
import { checkOneOf } from "../core/checks";
import { validate } from "../core/validate";
import type { IRoute53HealthCheck } from "./route53-health-check";

const STATUSES = ["Healthy", "Unhealthy", "LastKnownStatus"] as const;

/** Options of a health check that follows an alarm. */
export interface AlarmHealthCheckProps {
  /** What the check is called in the console. */
  readonly checkName: string;
  /** The CloudWatch alarm, in the same account. */
  readonly alarmName: string;
  /** The region of the alarm: `us-east-1`. */
  readonly alarmRegion: string;
  /**
   * The status while CloudWatch has too little data.
   *
   * @default "LastKnownStatus"
   */
  readonly insufficientData?: "Healthy" | "Unhealthy" | "LastKnownStatus";
}

/** Follows a CloudWatch alarm: for what no request from outside can tell. */
export class AlarmHealthCheck extends Construct implements IRoute53HealthCheck {
  public readonly healthCheckId: string;
  /** The health check. */
  public readonly healthCheck: Route53HealthCheck;

  constructor(scope: Construct, id: string, props: AlarmHealthCheckProps) {
    super(scope, id);
    validate(this, (problems) => checkOneOf(problems, "insufficientData", props.insufficientData, STATUSES));
    this.healthCheck = new Route53HealthCheck(this, "Resource", {
      type: "CLOUDWATCH_METRIC",
      cloudwatchAlarmName: props.alarmName,
      cloudwatchAlarmRegion: props.alarmRegion,
      insufficientDataHealthStatus: props.insufficientData ?? "LastKnownStatus",
      tags: { Name: props.checkName },
      lifecycle: { createBeforeDestroy: true },
    });
    this.healthCheckId = this.healthCheck.id;
  }
}
