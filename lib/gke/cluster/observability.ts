import type {
  ContainerClusterConfig,
  ContainerClusterMonitoringConfig,
} from "@cdktf/provider-google/lib/container-cluster";
import { checkOneOf } from "../../core/checks";
import type { Problems } from "../../core/problems";
import { isUnknown } from "../../core/tokens";

const LOGGING_COMPONENTS = [
  "SYSTEM_COMPONENTS",
  "WORKLOADS",
  "APISERVER",
  "CONTROLLER_MANAGER",
  "SCHEDULER",
  "KCP_CONNECTION",
  "KCP_SSHD",
  "KCP_HPA",
] as const;

const MONITORING_COMPONENTS = [
  "SYSTEM_COMPONENTS",
  "APISERVER",
  "CONTROLLER_MANAGER",
  "SCHEDULER",
  "STORAGE",
  "HPA",
  "POD",
  "DAEMONSET",
  "DEPLOYMENT",
  "STATEFULSET",
  "KUBELET",
  "CADVISOR",
  "DCGM",
  "JOBSET",
] as const;

const EVENTS = ["UPGRADE_AVAILABLE_EVENT", "UPGRADE_EVENT", "UPGRADE_INFO_EVENT", "SECURITY_BULLETIN_EVENT"] as const;

/** What writes logs to Cloud Logging. The names with `KCP_` are the control plane's SSH, connections and autoscaler. */
export type LoggingComponent = (typeof LOGGING_COMPONENTS)[number];

/** What writes metrics to Cloud Monitoring. `DCGM` is NVIDIA's word for the metrics of GPUs. */
export type MonitoringComponent = (typeof MONITORING_COMPONENTS)[number];

/** What GKE sends notifications of. */
export type ClusterEvent = (typeof EVENTS)[number];

/** Where GKE sends notifications of upgrades and security bulletins. */
export interface NotificationOptions {
  /** The Pub/Sub topic, in the cluster's project: `projects/P/topics/T`. */
  readonly topic: string;

  /**
   * The events to notify of.
   *
   * @default - everything
   */
  readonly events?: readonly ClusterEvent[];
}

/** Logs, metrics and notifications of a cluster. */
export interface ObservabilityOptions {
  /**
   * What writes logs. An empty list turns them off.
   *
   * @default - the system, the workloads and the control plane: API server, controller manager and scheduler
   */
  readonly loggingComponents?: readonly LoggingComponent[];

  /**
   * What writes metrics. An empty list turns them off.
   *
   * @default - the system, the control plane, and with `managedPrometheus` what GKE has by default besides: storage, pods and what makes
   * them, autoscalers, kubelets and containers; and the GPUs once a pool has some
   */
  readonly monitoringComponents?: readonly MonitoringComponent[];

  /**
   * Whether Google runs Prometheus for the cluster: collectors, storage and queries.
   *
   * @default true
   */
  readonly managedPrometheus?: boolean;

  /**
   * Whether bills show the cost per namespace and label.
   *
   * @default true
   */
  readonly costAllocation?: boolean;

  /**
   * Where GKE sends notifications of upgrades and security bulletins.
   *
   * @default - nowhere
   */
  readonly notifications?: NotificationOptions;
}

/**
 * What GKE writes of a new cluster by default beside its system. A list that leaves them out turns them off. The collectors of Managed
 * Prometheus are what reads them.
 *
 * Source: https://cloud.google.com/kubernetes-engine/docs/how-to/configure-metrics
 */
const WORKLOAD_METRICS = [
  "STORAGE",
  "HPA",
  "POD",
  "DAEMONSET",
  "DEPLOYMENT",
  "STATEFULSET",
  "CADVISOR",
  "KUBELET",
] as const;

const CONTROL_PLANE = ["APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"] as const;

/** Validates the options of logs, metrics and notifications. */
export function checkObservability(problems: Problems, options: ObservabilityOptions): void {
  checkComponents(problems, "loggingComponents", options.loggingComponents, LOGGING_COMPONENTS);
  checkComponents(problems, "monitoringComponents", options.monitoringComponents, MONITORING_COMPONENTS);
  const { notifications } = options;
  if (notifications === undefined) return;
  const { topic, events } = notifications;
  const allowed = 'a Pub/Sub topic: "projects/P/topics/T"';
  problems.check(
    "notifications.topic",
    topic,
    (name) => /^projects\/[^/]+\/topics\/[^/]+$/.test(name),
    allowed,
    "name",
  );
  if (events === undefined || isUnknown(events)) return;
  problems.check("notifications.events", events, ({ length }) => length > 0, "at least one, or nothing for all");
  for (const event of events) checkOneOf(problems, "notifications.events", event, EVENTS);
}

/** Logs, metrics and notifications of a cluster, for the provider. */
export function observabilityConfig(options: ObservabilityOptions): Partial<ContainerClusterConfig> {
  const { loggingComponents = ["SYSTEM_COMPONENTS", "WORKLOADS", ...CONTROL_PLANE], notifications } = options;
  return {
    loggingConfig: { enableComponents: [...loggingComponents] },
    monitoringConfig: monitoringConfig(options, []),
    costManagementConfig: { enabled: options.costAllocation ?? true },
    notificationConfig: {
      pubsub: {
        enabled: notifications !== undefined,
        topic: notifications?.topic,
        filter: notifications?.events && { eventType: [...notifications.events] },
      },
    },
  };
}

/** The metrics of a cluster, with those of its accelerators, for the provider. */
export function monitoringConfig(
  options: ObservabilityOptions,
  ofAccelerators: readonly MonitoringComponent[],
): ContainerClusterMonitoringConfig {
  const { managedPrometheus = true } = options;
  // The collectors of Managed Prometheus are what reads the workloads and the accelerators.
  const collected = managedPrometheus ? [...WORKLOAD_METRICS, ...ofAccelerators] : [];
  const { monitoringComponents = ["SYSTEM_COMPONENTS", ...CONTROL_PLANE, ...collected] } = options;
  return { enableComponents: [...monitoringComponents], managedPrometheus: { enabled: managedPrometheus } };
}

function checkComponents(
  problems: Problems,
  property: string,
  components: readonly string[] | undefined,
  allowed: readonly string[],
): void {
  if (components === undefined || !problems.known(property, components)) return;
  for (const component of components) checkOneOf(problems, property, component, allowed);
  const isComplete = (names: readonly string[]) => names.length === 0 || names.includes("SYSTEM_COMPONENTS");
  const expected = "SYSTEM_COMPONENTS with all others: Google refuses them without it";
  problems.check(property, components, isComplete, expected);
}
