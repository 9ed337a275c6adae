import type { HorizontalPodAutoscalerV2SpecMetric } from "@cdktf/provider-kubernetes/lib/horizontal-pod-autoscaler-v2";
import { checkWholeNumber } from "../core/checks";
import { brand } from "../core/options-kinds";
import { validateShape } from "../core/options-shape";
import type { Problems } from "../core/problems";
import { apiHost } from "../google/hosts";
import { forAutoscaler, METRICS, MONITORED } from "../google/metrics";
import { groupName } from "../load-balancing/endpoint-group-names";
import { checkName } from "./kubernetes-values";
import { checkQuantity, quantity } from "./quantity";

/** The labels that the adapter passes on to Cloud Monitoring; it fails a query with any other. */
const EXTERNAL_LABEL = /^((metric|resource)\.labels|metadata\.(system|user)_labels)\..+$|^resource\.type$|^reducer$/;
const POD_LABEL = /^metric\.labels\..+$|^reducer$/;

export interface PodMetricOptions {
  /** The value that a pod should have, as the average over all pods. A counter is read as its rate per second. */
  readonly averageValue: number;

  /**
   * Labels that the metric must have: `metric.labels.NAME`.
   *
   * @default - none
   */
  readonly matchLabels?: { readonly [label: string]: string };
}

export interface ExternalMetricOptions {
  /**
   * The value for each pod: the metric's sum is divided by it. Set either this or `value`.
   *
   * @default - none
   */
  readonly averageValue?: number;

  /**
   * The value that the metric's sum should have, however many pods there are. Set either this or `averageValue`.
   *
   * @default - none
   */
  readonly value?: number;

  /**
   * Labels that the metric must have: `resource.type`, `resource.labels.NAME`, `metric.labels.NAME`.
   *
   * @default - none: all of the project
   */
  readonly matchLabels?: { readonly [label: string]: string };
}

export interface LoadBalancerRequestsOptions {
  /** The cluster's name, as `RegionalCluster` has it. */
  readonly clusterName: string;
  /** The service's name, as the load balancer has it. */
  readonly serviceName: string;
  /**
   * The target request rate per pod, in requests per second. Keep it below `maxRatePerEndpoint`, from where on the load balancer
   * sends requests to other regions: pods should be added first.
   */
  readonly requestsPerSecondPerPod: number;
  /**
   * Which generation of endpoint groups the pods fill.
   *
   * @default 1
   */
  readonly generation?: number;
}

/** What the number of pods follows. */
export class Metric {
  static {
    brand(Metric, "Metric");
  }

  /**
   * A metric that the pods themselves report, such as requests, queue length or the use of a GPU.
   *
   * @param name Cloud Monitoring's name with `|` for each `/`: `prometheus.googleapis.com|http_requests_total|counter`
   */
  public static pods(name: string, options: PodMetricOptions): Metric {
    validateShape("Metric.pods", options, "PodMetricOptions");
    const { averageValue, matchLabels } = options;
    const target = { type: "AverageValue", averageValue: quantity(averageValue) };
    return new Metric({ type: "Pods", pods: { metric: named(name, matchLabels), target } }, (problems) => {
      checkMetric(problems, name, matchLabels, POD_LABEL, "metric.labels.NAME or reducer");
      checkQuantity(problems, "averageValue", averageValue);
    });
  }

  /**
   * A metric of something outside the cluster, such as a queue's length.
   *
   * It is the same in all clusters, unless `matchLabels` picks out one cluster's part.
   *
   * @param name Cloud Monitoring's name with `|` for each `/`:
   * `pubsub.googleapis.com|subscription|num_undelivered_messages`
   */
  public static external(name: string, options: ExternalMetricOptions): Metric {
    validateShape("Metric.external", options, "ExternalMetricOptions");
    const { averageValue, value, matchLabels } = options;
    const target =
      averageValue === undefined
        ? { type: "Value", value: quantity(value ?? 0) }
        : { type: "AverageValue", averageValue: quantity(averageValue) };
    return new Metric({ type: "External", external: { metric: named(name, matchLabels), target } }, (problems) => {
      const allowed = "resource.type, resource.labels.NAME, metric.labels.NAME, metadata.*_labels.NAME or reducer";
      checkMetric(problems, name, matchLabels, EXTERNAL_LABEL, allowed);
      const targets = { averageValue, value };
      const isOne = (averageValue === undefined) !== (value === undefined);
      if (!isOne) problems.refuse("target", targets, "either averageValue or value");
      for (const [property, number] of Object.entries(targets)) {
        if (number !== undefined) checkQuantity(problems, property, number);
      }
    });
  }

  /**
   * The requests that the global load balancer sends to this cluster's pods of a service.
   *
   * Only to this cluster: without the endpoint group's name, each region would grow for the traffic of the whole world.
   *
   * Source: https://cloud.google.com/load-balancing/docs/metrics
   */
  public static loadBalancerRequests(options: LoadBalancerRequestsOptions): Metric {
    validateShape("Metric.loadBalancerRequests", options, "LoadBalancerRequestsOptions");
    const { clusterName, serviceName, requestsPerSecondPerPod } = options;
    const name = forAutoscaler(METRICS.backendRequests);
    const matchLabels = {
      "resource.type": MONITORED.loadBalancer,
      "resource.labels.backend_name": groupName(options),
    };
    const target = { type: "AverageValue", averageValue: quantity(requestsPerSecondPerPod) };
    return new Metric({ type: "External", external: { metric: named(name, matchLabels), target } }, (problems) => {
      checkName(problems, "clusterName", clusterName);
      checkName(problems, "serviceName", serviceName);
      checkQuantity(problems, "requestsPerSecondPerPod", requestsPerSecondPerPod);
    });
  }

  /** The processor time of the pods, in percent of what they request: 1 or more. Needs no adapter. */
  public static cpu(averageUtilizationPercent: number): Metric {
    return Metric.resource("cpu", averageUtilizationPercent);
  }

  /** The memory of the pods, in percent of what they request: 1 or more. Needs no adapter. */
  public static memory(averageUtilizationPercent: number): Metric {
    return Metric.resource("memory", averageUtilizationPercent);
  }

  private static resource(name: "cpu" | "memory", averageUtilization: number): Metric {
    const target = { type: "Utilization", averageUtilization };
    return new Metric({ type: "Resource", resource: { name, target } }, (problems) => {
      checkWholeNumber(problems, "averageUtilizationPercent", averageUtilization, [1], "of percent");
    });
  }

  private constructor(
    private readonly config: HorizontalPodAutoscalerV2SpecMetric,
    /** @internal Notes what is wrong with the metric. */
    public readonly check: (problems: Problems) => void,
  ) {}

  /** The metric, for the provider. */
  public bind(): HorizontalPodAutoscalerV2SpecMetric {
    return this.config;
  }
}

function named(name: string, matchLabels: { readonly [label: string]: string } | undefined) {
  return matchLabels === undefined ? { name } : { name, selector: [{ matchLabels: { ...matchLabels } }] };
}

function checkMetric(
  problems: Problems,
  name: string,
  matchLabels: { readonly [label: string]: string } | undefined,
  label: RegExp,
  allowed: string,
): void {
  const example = `"${apiHost("prometheus")}|http_requests_total|counter"`;
  problems.check(
    "name",
    name,
    (text) => /^[^/\s]+$/.test(text),
    `Cloud Monitoring's name with | for each /: ${example}`,
    "name",
  );
  for (const key of Object.keys(matchLabels ?? {})) {
    problems.check(`matchLabels.${key}`, key, (text) => label.test(text), allowed, "name");
  }
}
