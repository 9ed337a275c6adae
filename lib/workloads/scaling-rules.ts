import { checkOneOf, checkWholeNumber } from "../core/checks";
import type { Problems } from "../core/problems";

/** How much may change in how long. */
export interface ScalingPolicy {
  /** What `value` counts: pods, or percent of the pods that there are. */
  readonly type: "Pods" | "Percent";
  /** How many pods, or how many percent of them: 1 or more. */
  readonly value: number;
  /** The time in which they may change, 1 to 1800 seconds. */
  readonly periodSeconds: number;
}

/** How fast the number of pods follows the metrics, in one direction. */
export interface ScalingRules {
  /**
   * How long the metrics must agree before a change, 0 to 3600 seconds.
   *
   * @default - 0 up: traffic does not wait; 300 down: a gap in traffic, or in its measurement, removes no pod
   */
  readonly stabilizationWindowSeconds?: number;

  /**
   * How much may change in how long.
   *
   * @default - up: 4 pods or 100 percent in 15 seconds, as Kubernetes does; down: 10 percent in 60 seconds, so that a region
   * which took over another's traffic keeps most of its pods while that traffic comes and goes
   */
  readonly policies?: readonly ScalingPolicy[];

  /**
   * Which policy counts when several apply: the one that changes most, the one that changes least, or no change at all.
   *
   * @default "Max"
   */
  readonly selectPolicy?: "Max" | "Min" | "Disabled";
}

const UP: Required<ScalingRules> = {
  stabilizationWindowSeconds: 0,
  policies: [
    { type: "Percent", value: 100, periodSeconds: 15 },
    { type: "Pods", value: 4, periodSeconds: 15 },
  ],
  selectPolicy: "Max",
};

const DOWN: Required<ScalingRules> = {
  stabilizationWindowSeconds: 300,
  policies: [{ type: "Percent", value: 10, periodSeconds: 60 }],
  selectPolicy: "Max",
};

/** The rules of both directions with their defaults, for the provider. */
export function behaviorConfig(up: ScalingRules | undefined, down: ScalingRules | undefined) {
  return { scaleUp: [rules(UP, up)], scaleDown: [rules(DOWN, down)] };
}

/** Checks the rules of one direction. */
export function checkScalingRules(problems: Problems, rules: ScalingRules | undefined): void {
  if (rules === undefined) return;
  const { stabilizationWindowSeconds: window, policies } = rules;
  checkWholeNumber(problems, "stabilizationWindowSeconds", window, [0, 3600], "of seconds");
  checkOneOf(problems, "selectPolicy", rules.selectPolicy, ["Max", "Min", "Disabled"]);
  if (policies === undefined || !problems.known("policies", policies)) return;
  const expected = "at least one policy; to stop, selectPolicy: Disabled";
  problems.check("policies", policies, ({ length }) => length > 0, expected);
  for (const { type, value, periodSeconds } of policies) {
    const policy = problems.at(`policies.${type}`);
    checkOneOf(problems.at("policies"), "type", type, ["Pods", "Percent"]);
    checkWholeNumber(policy, "value", value, [1]);
    checkWholeNumber(policy, "periodSeconds", periodSeconds, [1, 1800], "of seconds");
  }
}

function rules(defaults: Required<ScalingRules>, options: ScalingRules = {}) {
  const { policies = defaults.policies, selectPolicy = defaults.selectPolicy } = options;
  const { stabilizationWindowSeconds = defaults.stabilizationWindowSeconds } = options;
  return { stabilizationWindowSeconds, selectPolicy, policy: [...policies] };
}
