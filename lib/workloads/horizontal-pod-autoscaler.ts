import { HorizontalPodAutoscalerV2 } from "@cdktf/provider-kubernetes/lib/horizontal-pod-autoscaler-v2";
import { Construct } from "constructs";
import { checkOneOf, checkWholeNumber } from "../core/checks";
import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";
import { validateProps } from "../core/validate";
import { checkName, checkNamespace, DEFAULT_NAMESPACE } from "./kubernetes-values";
import type { Metric } from "./metric";
import { behaviorConfig, checkScalingRules, type ScalingRules } from "./scaling-rules";

/** The workload to scale. */
export interface ScaleTargetRef {
  /** Its name, in the same namespace. */
  readonly name: string;

  /**
   * What it is.
   *
   * @default "Deployment"
   */
  readonly kind?: "Deployment" | "StatefulSet";
}

/** Options of an autoscaler, apart from its name. */
export interface HorizontalPodAutoscalerOptions {
  /** The workload to scale. Leave `replicas` out of its own manifest: the two would set it in turn. */
  readonly scaleTargetRef: ScaleTargetRef;

  /** The fewest pods, 1 or more; 3 or more put one into each zone of the region. */
  readonly minReplicas: number;

  /** The most pods, 1 or more. They need node pools that can grow to hold them. */
  readonly maxReplicas: number;

  /**
   * What the number of pods follows, at least one metric. With several, the one that asks for most pods counts, so
   * `Metric.cpu` beside a metric of the traffic is a safety net.
   */
  readonly metrics: readonly Metric[];

  /**
   * How fast pods are added.
   *
   * @default - at once, and at most twice as many or 4 more in 15 seconds, whichever is more
   */
  readonly scaleUp?: ScalingRules;

  /**
   * How fast pods are removed.
   *
   * @default - after 300 seconds, and at most 10 percent per minute
   */
  readonly scaleDown?: ScalingRules;

  /**
   * The Kubernetes namespace.
   *
   * @default "default"
   */
  readonly namespace?: string;
}

export interface HorizontalPodAutoscalerProps extends HorizontalPodAutoscalerOptions {
  /** Its name: up to 63 lower-case letters, digits and hyphens. */
  readonly autoscalerName: string;
}

/**
 * Adds pods when the traffic grows, and removes them when it falls.
 *
 * A pod that finds no room stays pending, and for a pending pod GKE adds a node: so the cluster grows with the traffic.
 */
export class HorizontalPodAutoscaler extends Construct {
  /** The autoscaler. */
  public readonly autoscaler: HorizontalPodAutoscalerV2;

  constructor(scope: Construct, id: string, props: HorizontalPodAutoscalerProps) {
    super(scope, id);
    validateProps(this, "HorizontalPodAutoscalerProps", props, (problems) => {
      checkName(problems, "autoscalerName", props.autoscalerName);
      checkAutoscalerOptions(problems, props);
    });
    const { name, kind = "Deployment" } = props.scaleTargetRef;
    this.autoscaler = new HorizontalPodAutoscalerV2(this, "Resource", {
      metadata: { name: props.autoscalerName, namespace: props.namespace ?? DEFAULT_NAMESPACE },
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind, name },
        minReplicas: props.minReplicas,
        maxReplicas: props.maxReplicas,
        metric: props.metrics.map((metric) => metric.bind()),
        behavior: behaviorConfig(props.scaleUp, props.scaleDown),
      },
    });
  }
}

/** Validates the options of an autoscaler. */
export function checkAutoscalerOptions(problems: Problems, options: HorizontalPodAutoscalerOptions): void {
  const { minReplicas: min, maxReplicas: max, metrics, namespace, scaleTargetRef } = options;
  if (namespace !== undefined) checkNamespace(problems, namespace);
  checkName(problems, "scaleTargetRef.name", scaleTargetRef.name);
  checkOneOf(problems, ["scaleTargetRef", "kind"], scaleTargetRef.kind, ["Deployment", "StatefulSet"]);
  const counts =
    checkWholeNumber(problems, "minReplicas", min, [1]) && checkWholeNumber(problems, "maxReplicas", max, [1]);
  if (counts && !isUnknown(max)) {
    problems.check("minReplicas", min, (least) => least <= max, `at most maxReplicas, which is ${max}`);
  }
  if (problems.known("metrics", metrics)) {
    problems.check("metrics", metrics, ({ length }) => length > 0, "at least one metric, such as Metric.cpu(70)");
    metrics.forEach((metric, index) => {
      metric.check(problems.at(`metrics.${index}`));
    });
  }
  checkScalingRules(problems.at("scaleUp"), options.scaleUp);
  checkScalingRules(problems.at("scaleDown"), options.scaleDown);
}
