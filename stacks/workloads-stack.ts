import { DataGoogleClientConfig } from "@cdktf/provider-google/lib/data-google-client-config";
import { DataGoogleContainerCluster } from "@cdktf/provider-google/lib/data-google-container-cluster";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { Construct } from "constructs";
import { firstApply } from "../lib/core/first-apply";
import type { Problems } from "../lib/core/problems";
import { checked, validateProps } from "../lib/core/validate";
import { checkRegion } from "../lib/google/zones";
import { CustomMetricsAdapter } from "../lib/workloads/custom-metrics-adapter";
import {
  checkAutoscalerOptions,
  HorizontalPodAutoscaler,
  type HorizontalPodAutoscalerOptions,
} from "../lib/workloads/horizontal-pod-autoscaler";
import { checkName } from "../lib/workloads/kubernetes-values";
import { checkNegServiceOptions, NegService, type NegServiceOptions } from "../lib/workloads/neg-service";
import { checkPlatformStack, PlatformStack, type PlatformStackProps } from "./platform-stack";

export interface WorkloadsStackProps extends PlatformStackProps {
  /** The region of the cluster. */
  readonly region: string;

  /** The cluster's name: `production-europe-west1` in the platform `production`. */
  readonly clusterName: string;

  /**
   * The Kubernetes services behind the global load balancer, by the name that the load balancer has for them.
   *
   * @default - none
   */
  readonly services?: { readonly [serviceName: string]: NegServiceOptions };

  /**
   * The autoscalers, by name.
   *
   * @default - none
   */
  readonly autoscalers?: { readonly [name: string]: HorizontalPodAutoscalerOptions };

  /**
   * Whether the adapter for custom and external metrics is installed. Not beside KEDA or prometheus-adapter: a cluster has
   * one of each metrics API.
   *
   * @default true
   */
  readonly customMetrics?: boolean;
}

/**
 * What this platform needs inside the cluster of one region. Waits for the cluster, whose address it reads.
 *
 * Anything else of the Kubernetes provider can be added to the stack: it is connected to the cluster.
 */
export class WorkloadsStack extends PlatformStack {
  /** The services, by name. */
  public readonly services: ReadonlyMap<string, NegService>;
  /** The autoscalers, by name. */
  public readonly autoscalers: ReadonlyMap<string, HorizontalPodAutoscaler>;
  /** The adapter, unless it is left out. */
  public readonly customMetrics?: CustomMetricsAdapter;

  constructor(scope: Construct, id: string, props: WorkloadsStackProps) {
    super(scope, id, props);
    validateProps(this, "WorkloadsStackProps", props, checkWorkloadsStack);
    this.useGoogle();
    this.useKubernetes(props);
    const { clusterName, customMetrics = true } = props;
    if (customMetrics) {
      const { project } = props.google;
      this.customMetrics = new CustomMetricsAdapter(this, "custom_metrics", checked({ project, clusterName }));
    }
    const services = new Construct(this, "service");
    this.services = new Map(
      Object.entries(props.services ?? {}).map(([serviceName, options]) => {
        return [serviceName, new NegService(services, serviceName, checked({ ...options, serviceName, clusterName }))];
      }),
    );
    const autoscalers = new Construct(this, "autoscaler");
    this.autoscalers = new Map(
      Object.entries(props.autoscalers ?? {}).map(([name, options]) => {
        return [name, new HorizontalPodAutoscaler(autoscalers, name, checked({ ...options, autoscalerName: name }))];
      }),
    );
  }

  /**
   * Connects the Kubernetes provider to the cluster, as the one who runs Terraform.
   *
   * A data source would fail in the first plan, when there is no cluster yet; one that depends on a resource which is still
   * to be made is read while the stack is applied, and so after the cluster's stack.
   *
   * The control plane has only its DNS name. It presents a certificate of a public authority there, so none is configured.
   *
   * Source: https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation
   */
  private useKubernetes({ google, region, clusterName }: WorkloadsStackProps): void {
    const afterCluster = firstApply(this, "after_cluster");
    const cluster = new DataGoogleContainerCluster(this, "cluster", {
      name: clusterName,
      location: region,
      project: google.project,
      dependsOn: [afterCluster],
    });
    const { endpoint } = cluster.controlPlaneEndpointsConfig.get(0).dnsEndpointConfig.get(0);
    const { accessToken } = new DataGoogleClientConfig(this, "caller", {});
    new KubernetesProvider(this, "kubernetes", { host: `https://${endpoint}`, token: accessToken });
  }
}

function checkWorkloadsStack(problems: Problems, props: WorkloadsStackProps): void {
  checkPlatformStack(problems, props);
  checkRegion(problems, "region", props.region);
  if (problems.known("clusterName", props.clusterName)) checkName(problems, "clusterName", props.clusterName);
  for (const [name, options] of Object.entries(props.services ?? {})) {
    const below = problems.at(["services", name]);
    checkName(below, "", name);
    checkNegServiceOptions(below, options);
  }
  for (const [name, options] of Object.entries(props.autoscalers ?? {})) {
    const below = problems.at(["autoscalers", name]);
    checkName(below, "", name);
    checkAutoscalerOptions(below, options);
  }
}
