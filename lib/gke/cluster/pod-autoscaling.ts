import type { ContainerClusterConfig } from "@cdktf/provider-google/lib/container-cluster";
import { checkOneOf } from "../../core/checks";
import type { Problems } from "../../core/problems";

const HPA_PROFILES = ["NONE", "PERFORMANCE"] as const;

/** How the number and the size of pods follow their load. */
export interface PodAutoscalingOptions {
  /**
   * Whether there is vertical pod autoscaling: a `VerticalPodAutoscaler` sets what its pods request, or only recommends it.
   *
   * @default false
   * @see https://cloud.google.com/kubernetes-engine/docs/concepts/verticalpodautoscaler
   */
  readonly verticalPodAutoscaling?: boolean;

  /**
   * How horizontal pod autoscaling works: `PERFORMANCE` takes metrics of the kubelets more often and many more autoscalers per cluster;
   * `NONE` is the usual way. `PERFORMANCE` needs GKE 1.31 or later. Taken away, the cluster keeps the profile that it has.
   *
   * @default - the one that GKE has for the version of the cluster
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/horizontal-pod-autoscaling
   */
  readonly hpaProfile?: (typeof HPA_PROFILES)[number];
}

/** Validates how pods follow their load. */
export function checkPodAutoscaling(problems: Problems, { hpaProfile }: PodAutoscalingOptions): void {
  checkOneOf(problems, "hpaProfile", hpaProfile, HPA_PROFILES);
}

/** How pods follow their load, for the provider. */
export function podAutoscalingConfig({
  verticalPodAutoscaling = false,
  hpaProfile,
}: PodAutoscalingOptions): Partial<ContainerClusterConfig> {
  return {
    // Written as off: what is left out would stay as it was.
    verticalPodAutoscaling: { enabled: verticalPodAutoscaling },
    podAutoscaling: hpaProfile === undefined ? undefined : { hpaProfile },
  };
}
