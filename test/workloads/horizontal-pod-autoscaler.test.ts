import { Token } from "cdktf";
import {
  HorizontalPodAutoscaler,
  type HorizontalPodAutoscalerProps,
} from "../../lib/workloads/horizontal-pod-autoscaler";
import { Metric } from "../../lib/workloads/metric";
import { refusalOf, resourceOf } from "../support/synthesize";
import { synthesizeInCluster, unknownText, variable } from "./support";

const PROPS: HorizontalPodAutoscalerProps = {
  autoscalerName: "api",
  scaleTargetRef: { name: "api" },
  minReplicas: 3,
  maxReplicas: 60,
  metrics: [Metric.cpu(70)],
};

function autoscaler(changes: Partial<HorizontalPodAutoscalerProps> = {}) {
  const stack = synthesizeInCluster((scope) => new HorizontalPodAutoscaler(scope, "api", { ...PROPS, ...changes }));
  return resourceOf(stack, "kubernetes_horizontal_pod_autoscaler_v2");
}

function refused(changes: Partial<HorizontalPodAutoscalerProps>): string[] {
  return refusalOf(() => autoscaler(changes)).map((line) => line.replace("stack/api: ", ""));
}

describe("an autoscaler", () => {
  test("adds pods at once and removes them slowly", () => {
    expect(autoscaler()).toEqual({
      metadata: { name: "api", namespace: "default" },
      spec: {
        scale_target_ref: { api_version: "apps/v1", kind: "Deployment", name: "api" },
        min_replicas: 3,
        max_replicas: 60,
        metric: [
          { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", average_utilization: 70 } } },
        ],
        behavior: {
          scale_up: [
            {
              stabilization_window_seconds: 0,
              select_policy: "Max",
              policy: [
                { type: "Percent", value: 100, period_seconds: 15 },
                { type: "Pods", value: 4, period_seconds: 15 },
              ],
            },
          ],
          scale_down: [
            {
              stabilization_window_seconds: 300,
              select_policy: "Max",
              policy: [{ type: "Percent", value: 10, period_seconds: 60 }],
            },
          ],
        },
      },
    });
  });

  test.each(["kube-system", "gke-managed-system"])(
    "is refused in the namespace %s, which is not the users'",
    (namespace) => {
      expect(refused({ namespace })).toEqual([
        `namespace: got "${namespace}", expected a namespace that does not start with "kube-" or "gke-": those are of Kubernetes and of GKE`,
      ]);
    },
  );

  test("counts a StatefulSet's pods in a namespace", () => {
    const { metadata, spec } = autoscaler({
      namespace: "video",
      scaleTargetRef: { kind: "StatefulSet", name: "encoder" },
    });
    expect(metadata).toEqual({ name: "api", namespace: "video" });
    expect(spec.scale_target_ref).toEqual({ api_version: "apps/v1", kind: "StatefulSet", name: "encoder" });
  });

  test("keeps the defaults of what a rule leaves out", () => {
    const { behavior } = autoscaler({
      scaleUp: { policies: [{ type: "Pods", value: 2, periodSeconds: 60 }] },
      scaleDown: { selectPolicy: "Disabled" },
    }).spec;
    expect(behavior).toEqual({
      scale_up: [
        {
          stabilization_window_seconds: 0,
          select_policy: "Max",
          policy: [{ type: "Pods", value: 2, period_seconds: 60 }],
        },
      ],
      scale_down: [
        {
          stabilization_window_seconds: 300,
          select_policy: "Disabled",
          policy: [{ type: "Percent", value: 10, period_seconds: 60 }],
        },
      ],
    });
  });

  test("takes names and numbers that only Terraform knows", () => {
    const { metadata, spec } = autoscaler({
      namespace: unknownText("namespace"),
      scaleTargetRef: { name: unknownText("deployment") },
      minReplicas: Token.asNumber(variable("least")),
      maxReplicas: Token.asNumber(variable("most")),
      metrics: [
        Metric.pods("prometheus.googleapis.com|streams|gauge", { averageValue: Token.asNumber(variable("streams")) }),
        Metric.cpu(Token.asNumber(variable("cpu"))),
      ],
      scaleDown: { stabilizationWindowSeconds: Token.asNumber(variable("window")) },
    });
    expect(metadata.namespace).toBe(variable("namespace"));
    expect(spec.scale_target_ref.name).toBe(variable("deployment"));
    expect(spec.min_replicas).toBe(variable("least"));
    expect(spec.max_replicas).toBe(variable("most"));
    expect(spec.metric[0].pods.target.average_value).toBe(variable("streams"));
    expect(spec.metric[1].resource.target.average_utilization).toBe(variable("cpu"));
    expect(spec.behavior.scale_down[0].stabilization_window_seconds).toBe(variable("window"));
  });
});

describe("an autoscaler is refused", () => {
  test("with more pods at least than at most", () => {
    expect(refused({ minReplicas: 5, maxReplicas: 3 })).toEqual([
      "minReplicas: got 5, expected at most maxReplicas, which is 3",
    ]);
  });

  test("without pods, or with a part of one", () => {
    expect(refused({ minReplicas: 0 })).toEqual(["minReplicas: got 0, expected a whole number, 1 or more"]);
    expect(refused({ maxReplicas: 3.5 })).toEqual(["maxReplicas: got 3.5, expected a whole number, 1 or more"]);
  });

  test("without a metric", () => {
    expect(refused({ metrics: [] })).toEqual(["metrics: got [], expected at least one metric, such as Metric.cpu(70)"]);
  });

  test("with names that Kubernetes does not allow", () => {
    const key = "1 to 63 lower-case letters, digits and hyphens, a letter first and no hyphen last";
    expect(refused({ autoscalerName: "API", namespace: "my_space", scaleTargetRef: { name: "-" } })).toEqual([
      `autoscalerName: got "API", expected ${key}`,
      `namespace: got "my_space", expected ${key}`,
      `scaleTargetRef.name: got "-", expected ${key}`,
    ]);
  });

  test("with a way to choose a policy that Kubernetes does not have", () => {
    const scaleUp = { selectPolicy: "Average" as "Max" };
    expect(refused({ scaleUp })).toEqual(['scaleUp.selectPolicy: got "Average", expected "Max", "Min" or "Disabled"']);
  });

  test("with rules that Kubernetes does not allow", () => {
    const rules = {
      stabilizationWindowSeconds: 3601,
      policies: [{ type: "Pods" as const, value: 0, periodSeconds: 1801 }],
    };
    expect(refused({ scaleUp: rules, scaleDown: { policies: [] } })).toEqual([
      "scaleUp.stabilizationWindowSeconds: got 3601, expected a whole number of seconds from 0 to 3600",
      "scaleUp.policies.Pods.value: got 0, expected a whole number, 1 or more",
      "scaleUp.policies.Pods.periodSeconds: got 1801, expected a whole number of seconds from 1 to 1800",
      "scaleDown.policies: got [], expected at least one policy; to stop, selectPolicy: Disabled",
    ]);
  });
});
