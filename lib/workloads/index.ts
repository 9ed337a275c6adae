/** Services behind the global load balancer, and pods whose number follows the traffic. */
export type { AdapterIdentity } from "./adapter-identity";
export type { AdapterPermissions } from "./adapter-permissions";
export { CustomMetricsAdapter, type CustomMetricsAdapterProps } from "./custom-metrics-adapter";
export {
  HorizontalPodAutoscaler,
  type HorizontalPodAutoscalerOptions,
  type HorizontalPodAutoscalerProps,
  type ScaleTargetRef,
} from "./horizontal-pod-autoscaler";
export { type ExternalMetricOptions, type LoadBalancerRequestsOptions, Metric, type PodMetricOptions } from "./metric";
export { NegService, type NegServiceOptions, type NegServiceProps } from "./neg-service";
export type { ScalingPolicy, ScalingRules } from "./scaling-rules";
