import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Construct } from "constructs";
import { validate } from "../core/validate";
import type { IHealthCheck } from "./endpoint-health-check";

export interface CalculatedHealthCheckProps {
  /** What the check is called in the console. */
  readonly checkName: string;
  /** What it counts: 1 to 256 checks, none of them calculated itself. */
  readonly children: readonly IHealthCheck[];
  /** How many of them must be good: 1 to as many as there are. */
  readonly healthyChildren: number;
}

/** Is good while enough others are: for a data centre that can do without some of its addresses. */
export class CalculatedHealthCheck extends Construct implements IHealthCheck {
  public readonly healthCheckId: string;
  /** The health check. */
  public readonly healthCheck: Route53HealthCheck;

  constructor(scope: Construct, id: string, { checkName, children, healthyChildren }: CalculatedHealthCheckProps) {
    super(scope, id);
    validate(this, (problems) => {
      const count = children.length;
      problems.check("children", count, (count) => count >= 1 && count <= 256, "1 to 256 health checks");
      problems.check(
        "children",
        "a calculated check",
        () => !children.some((child) => child instanceof CalculatedHealthCheck),
        "checks that are not calculated themselves: Route 53 refuses those",
      );
      const isEnough = Number.isInteger(healthyChildren) && healthyChildren >= 1 && healthyChildren <= count;
      problems.check("healthyChildren", healthyChildren, () => isEnough, `a whole number from 1 to ${count}`);
    });
    this.healthCheck = new Route53HealthCheck(this, "Resource", {
      type: "CALCULATED",
      childHealthchecks: children.map((child) => child.healthCheckId),
      childHealthThreshold: healthyChildren,
      tags: { Name: checkName },
      lifecycle: { createBeforeDestroy: true },
    });
    this.healthCheckId = this.healthCheck.id;
  }
}

export interface AlarmHealthCheckProps {
  /** What the check is called in the console. */
  readonly checkName: string;
  /** The CloudWatch alarm, in the same account. */
  readonly alarmName: string;
  /** The region of the alarm: `us-east-1`. */
  readonly alarmRegion: string;
  /**
   * What counts while CloudWatch has no data.
   *
   * @default "LastKnownStatus"
   */
  readonly insufficientData?: "Healthy" | "Unhealthy" | "LastKnownStatus";
}

/** Follows a CloudWatch alarm: for what no request from outside can tell. */
export class AlarmHealthCheck extends Construct implements IHealthCheck {
  public readonly healthCheckId: string;
  /** The health check. */
  public readonly healthCheck: Route53HealthCheck;

  constructor(scope: Construct, id: string, props: AlarmHealthCheckProps) {
    super(scope, id);
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
