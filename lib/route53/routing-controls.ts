import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Route53RecoverycontrolconfigCluster } from "@cdktf/provider-aws/lib/route53recoverycontrolconfig-cluster";
import { Route53RecoverycontrolconfigControlPanel } from "@cdktf/provider-aws/lib/route53recoverycontrolconfig-control-panel";
import { Route53RecoverycontrolconfigRoutingControl } from "@cdktf/provider-aws/lib/route53recoverycontrolconfig-routing-control";
import { Route53RecoverycontrolconfigSafetyRule } from "@cdktf/provider-aws/lib/route53recoverycontrolconfig-safety-rule";
import { Construct } from "constructs";
import { checkKnownList, checkWholeNumber, oneOf } from "../core/checks";
import { checkKey } from "../core/names";
import { validate, validateProps } from "../core/validate";
import type { IRoute53HealthCheck } from "./route53-health-check";

/** Options of switches for an emergency. */
export interface RoutingControlsProps {
  /** The start of all names: `production`. */
  readonly controlsName: string;
  /** What can be switched off: the names of data centres. */
  readonly endpoints: readonly string[];
  /**
   * How many must stay on: AWS refuses to switch off more.
   *
   * @default 1
   */
  readonly leastOn?: number;
}

/**
 * Switches for an emergency, one for each data centre, on five endpoints in five regions that do not need AWS's control
 * plane. A cluster of them costs about 2.50 US dollars per hour. `drain` of a data centre costs nothing, and needs the control
 * plane: it is for planned work.
 *
 * New switches are off. Turn them on before a record uses their health checks: at least `leastOn` of them in one call, as the
 * rule refuses fewer. The provider finds their API in `us-west-2` by itself, whatever its own region.
 */
export class RoutingControls extends Construct {
  /** A health check for each switch, by the data centre's name. */
  public readonly healthChecks: ReadonlyMap<string, IRoute53HealthCheck>;

  constructor(scope: Construct, id: string, props: RoutingControlsProps) {
    super(scope, id);
    validateProps(this, "RoutingControlsProps", props, (problems) => {
      const { endpoints, leastOn } = props;
      if (!checkKnownList(problems, "endpoints", endpoints)) return;
      for (const endpoint of endpoints) checkKey(problems, "endpoints", endpoint, 32);
      problems.check("endpoints", endpoints, ({ length }) => length > 0, "at least one data centre");
      checkWholeNumber(problems, "leastOn", leastOn, [0, endpoints.length]);
    });

    const { controlsName, endpoints, leastOn = 1 } = props;
    const cluster = new Route53RecoverycontrolconfigCluster(this, "recovery_cluster", { name: controlsName });
    const panel = new Route53RecoverycontrolconfigControlPanel(this, "control_panel", {
      name: controlsName,
      clusterArn: cluster.arn,
    });
    const controls = endpoints.map(
      (endpoint) =>
        new Route53RecoverycontrolconfigRoutingControl(this, endpoint, {
          name: `${controlsName}-${endpoint}`,
          clusterArn: cluster.arn,
          controlPanelArn: panel.arn,
        }),
    );
    new Route53RecoverycontrolconfigSafetyRule(this, "safety_rule", {
      name: `${controlsName}-least-on`,
      controlPanelArn: panel.arn,
      assertedControls: controls.map((control) => control.arn),
      waitPeriodMs: 5000,
      ruleConfig: { type: "ATLEAST", threshold: leastOn, inverted: false },
    });
    this.healthChecks = new Map(
      endpoints.map((endpoint, index) => {
        const routingControlArn = controls[index]?.arn;
        const check = new Route53HealthCheck(this, `${endpoint}_switch`, {
          type: "RECOVERY_CONTROL",
          routingControlArn,
          tags: { Name: `${controlsName}-${endpoint}-switch` },
          lifecycle: { createBeforeDestroy: true },
        });
        return [endpoint, { healthCheckId: check.id }];
      }),
    );
  }

  /** The health check of a data centre's switch: one of its `requiredHealthChecks`. */
  public healthCheckOf(endpoint: string): IRoute53HealthCheck {
    return validate(this, (problems) => {
      const check = this.healthChecks.get(endpoint);
      const expected = oneOf([...this.healthChecks.keys()]);
      if (check === undefined) problems.refuse("endpoint", endpoint, expected, "one-of");
      return check as IRoute53HealthCheck;
    });
  }
}
