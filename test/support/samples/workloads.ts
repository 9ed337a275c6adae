import {
  CustomMetricsAdapter,
  type ExternalMetricOptions,
  HorizontalPodAutoscaler,
  type HorizontalPodAutoscalerProps,
  type LoadBalancerRequestsOptions,
  Metric,
  NegService,
  type NegServiceProps,
  type PodMetricOptions,
  WorkloadsStack,
  type WorkloadsStackProps,
} from "../../../workloads";
import { inApp, inStack, type Sample } from "./sample";

const AUTOSCALER: HorizontalPodAutoscalerProps = {
  autoscalerName: "api",
  scaleTargetRef: { name: "api" },
  minReplicas: 3,
  maxReplicas: 60,
  metrics: [Metric.cpu(70)],
  scaleDown: { policies: [{ type: "Pods", value: 1, periodSeconds: 60 }] },
};

const { autoscalerName: _, ...OPTIONS } = AUTOSCALER;
const STACK: WorkloadsStackProps = {
  google: { project: "acme-test" },
  region: "europe-west1",
  clusterName: "production-europe-west1",
  services: { api: { selector: { app: "api" } } },
  autoscalers: { api: OPTIONS },
};

const REQUESTS: LoadBalancerRequestsOptions = { clusterName: "acme", serviceName: "api", requestsPerSecondPerPod: 50 };
const SERVICE: NegServiceProps = { clusterName: "acme", serviceName: "api", selector: { app: "api" } };

export const workloadsSamples: readonly Sample[] = [
  inApp("WorkloadsStackProps", STACK, (app, props) => new WorkloadsStack(app, "workloads", props)),
  inStack(
    "HorizontalPodAutoscalerProps",
    AUTOSCALER,
    (stack, props) => new HorizontalPodAutoscaler(stack, "api", props),
  ),
  inStack("LoadBalancerRequestsOptions", REQUESTS, (stack, props) => {
    new HorizontalPodAutoscaler(stack, "api", { ...AUTOSCALER, metrics: [Metric.loadBalancerRequests(props)] });
  }),
  inStack("PodMetricOptions", { averageValue: 12 } as PodMetricOptions, (stack, props) => {
    const metrics = [Metric.pods("prometheus.googleapis.com|requests|counter", props)];
    new HorizontalPodAutoscaler(stack, "api", { ...AUTOSCALER, metrics });
  }),
  inStack("ExternalMetricOptions", { value: 20 } as ExternalMetricOptions, (stack, props) => {
    const metrics = [Metric.external("pubsub.googleapis.com|subscription|num_undelivered_messages", props)];
    new HorizontalPodAutoscaler(stack, "api", { ...AUTOSCALER, metrics });
  }),
  inStack("NegServiceProps", SERVICE, (stack, props) => new NegService(stack, "api", props)),
  inStack("CustomMetricsAdapterProps", { project: "acme-test", clusterName: "acme" }, (stack, props) => {
    new CustomMetricsAdapter(stack, "metrics", props);
  }),
];
