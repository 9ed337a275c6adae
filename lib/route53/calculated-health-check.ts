import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Construct } from "constructs";
import { checkKnownList, checkWholeNumber } from "../core/checks";
import { validateProps } from "../core/validate";
import { DRAINED } from "./endpoint-health-check";
import type { IRoute53HealthCheck } from "./route53-health-check";

/** Options of a health check that counts others. */
export interface CalculatedHealthCheckProps {
  /** What the check is called in the console. */
  readonly checkName: string;
  /** What it counts: 1 to 256 checks, none of them calculated itself. */
  readonly children: readonly IRoute53HealthCheck[];
  /** How many of them must be healthy: 1 to as many as there are. */
  readonly healthyChildren: number;
  /**
   * Whether it counts as unhealthy whatever its children are.
   *
   * @default false
   */
  readonly drain?: boolean;
}

/** Is healthy while enough others are: for a data centre that can do without some of its addresses. */
export class CalculatedHealthCheck extends Construct implements IRoute53HealthCheck {
  public readonly healthCheckId: string;
  /** The health check. */
  public readonly healthCheck: Route53HealthCheck;

  constructor(scope: Construct, id: string, props: CalculatedHealthCheckProps) {
    super(scope, id);
    validateProps(this, "CalculatedHealthCheckProps", props, (problems) => {
      const { children, healthyChildren } = props;
      if (!checkKnownList(problems, "children", children)) return;
      const count = children.length;
      problems.check("children", count, (count) => count >= 1 && count <= 256, "1 to 256 health checks");
      if (children.some(isCalculated)) {
        problems.conflict("children", "one of them is calculated itself, which Route 53 refuses: count its children");
      }
      checkWholeNumber(problems, "healthyChildren", healthyChildren, [1, count]);
    });
    const { checkName, children, healthyChildren, drain } = props;
    this.healthCheck = new Route53HealthCheck(this, "Resource", {
      type: "CALCULATED",
      childHealthchecks: children.map((child) => child.healthCheckId),
      childHealthThreshold: healthyChildren,
      ...(drain && DRAINED),
      tags: { Name: checkName },
      lifecycle: { createBeforeDestroy: true },
    });
    this.healthCheckId = this.healthCheck.id;
  }
}

/** Not by `instanceof`, which would not know one of another copy of this package. */
export function isCalculated(check: object): boolean {
  return "healthCheck" in check && (check as CalculatedHealthCheck).healthCheck.typeInput === "CALCULATED";
}
