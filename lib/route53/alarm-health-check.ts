import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Construct } from "constructs";
import { validateProps } from "../core/validate";
import { checkFollowedAlarm, type FollowedAlarm } from "../routing/required-health-check";
import type { IRoute53HealthCheck } from "./route53-health-check";

/** Options of a health check that follows an alarm. */
export interface AlarmHealthCheckProps extends FollowedAlarm {
  /** What the check is called in the console. */
  readonly checkName: string;
}

/** Follows a CloudWatch alarm: for what no request from outside can tell. */
export class AlarmHealthCheck extends Construct implements IRoute53HealthCheck {
  public readonly healthCheckId: string;
  /** The health check. */
  public readonly healthCheck: Route53HealthCheck;

  constructor(scope: Construct, id: string, props: AlarmHealthCheckProps) {
    super(scope, id);
    validateProps(this, "AlarmHealthCheckProps", props, checkFollowedAlarm);
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
