import { checkAwsRegion } from "../core/aws-region";
import { checkOneOf } from "../core/checks";
import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";

const STATUSES = ["Healthy", "Unhealthy", "LastKnownStatus"] as const;

/** A health check of Route 53, which decides whether a record is healthy: one made here, or one made elsewhere, by its id. */
export interface IRoute53HealthCheck {
  /** The id of the health check. */
  readonly healthCheckId: string;
}

/** A CloudWatch alarm that a health check follows: for what no request from outside can tell. */
export interface FollowedAlarm {
  /** The CloudWatch alarm, in the same account. */
  readonly alarmName: string;
  /** The region of the alarm: `us-east-1`. */
  readonly alarmRegion: string;
  /**
   * The status while CloudWatch has too little data.
   *
   * @default "LastKnownStatus"
   */
  readonly insufficientData?: (typeof STATUSES)[number];
}

/** A switch of Amazon Application Recovery Controller that a health check follows. */
export interface FollowedRoutingControl {
  /** The ARN of the routing control: the output of the stack that makes it. */
  readonly routingControlArn: string;
}

/** What must be healthy for a data centre to be: a health check, or what one is made to follow. */
export type RequiredHealthCheck = IRoute53HealthCheck | FollowedAlarm | FollowedRoutingControl;

/** Validates an alarm that a health check follows. Source: `AlarmIdentifier` of the Route 53 API. */
export function checkFollowedAlarm(
  problems: Problems,
  { alarmName, alarmRegion, insufficientData }: FollowedAlarm,
): void {
  problems.check("alarmName", alarmName, ({ length }) => length >= 1 && length <= 256, "1 to 256 characters", "name");
  checkAwsRegion(problems, "alarmRegion", alarmRegion);
  checkOneOf(problems, "insufficientData", insufficientData, STATUSES);
}

/** Validates what must be healthy for a data centre to be. */
export function checkRequiredHealthCheck(problems: Problems, check: RequiredHealthCheck): void {
  if (isUnknown(check)) return;
  if ("alarmName" in check) checkFollowedAlarm(problems, check);
  if ("healthCheckId" in check) {
    const isId = ({ length }: string) => length >= 1 && length <= 64;
    problems.check("healthCheckId", check.healthCheckId, isId, "the id of a health check, up to 64 characters", "name");
  }
  if (!("routingControlArn" in check)) return;
  const isArn = (arn: string) =>
    /^arn:[^:]+:route53-recovery-control::\d{12}:controlpanel\/.+\/routingcontrol\/.+$/.test(arn);
  problems.check("routingControlArn", check.routingControlArn, isArn, "the ARN of a routing control", "name");
}
