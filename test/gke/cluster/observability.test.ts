import { Token } from "cdktf";
import { Accelerator, type ObservabilityOptions } from "../../../index";
import { clusterRefusal, clusterWith, later, POOL } from "../../support/cluster";

const gpus = { video: { ...POOL, machineType: "g2-standard-8", accelerator: Accelerator.L4 } };

describe("what is seen of a cluster", () => {
  test("is the logs of system, workloads and control plane", () => {
    expect(clusterWith({}).logging_config).toEqual({
      enable_components: ["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"],
    });
  });

  test("is the metrics of system, control plane and what GKE has by default, with Managed Prometheus", () => {
    expect(clusterWith({}).monitoring_config).toEqual({
      enable_components: [
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
        "CADVISOR",
        "KUBELET",
      ],
      managed_prometheus: { enabled: true },
    });
  });

  test("is what is asked for and nothing else", () => {
    const options: ObservabilityOptions = {
      loggingComponents: ["SYSTEM_COMPONENTS", "KCP_SSHD"],
      monitoringComponents: ["SYSTEM_COMPONENTS", "CADVISOR"],
      costAllocation: false,
    };
    expect(clusterWith(options, gpus)).toMatchObject({
      logging_config: { enable_components: ["SYSTEM_COMPONENTS", "KCP_SSHD"] },
      monitoring_config: { enable_components: ["SYSTEM_COMPONENTS", "CADVISOR"] },
      cost_management_config: { enabled: false },
    });
  });

  test("can be nothing at all", () => {
    expect(clusterWith({ loggingComponents: [], monitoringComponents: [] })).toMatchObject({
      logging_config: { enable_components: [] },
      monitoring_config: { enable_components: [] },
    });
  });

  test("has no metrics of GPUs without Managed Prometheus, which collects them", () => {
    expect(clusterWith({ managedPrometheus: false }, gpus).monitoring_config).toEqual({
      enable_components: ["SYSTEM_COMPONENTS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"],
      managed_prometheus: { enabled: false },
    });
  });

  test("has the metrics of GPUs that GKE provisions itself", () => {
    const limits = { cpuCores: { max: 100 }, memoryGb: { max: 400 }, gpus: [{ accelerator: Accelerator.L4, max: 8 }] };
    expect(clusterWith({ autoProvisioning: limits }).monitoring_config.enable_components).toContain("DCGM");
  });

  test("allocates cost to namespaces", () => {
    expect(clusterWith({}).cost_management_config).toEqual({ enabled: true });
  });

  test("notifies a Pub/Sub topic of all events, or of some", () => {
    const topic = "projects/acme-test/topics/gke";
    expect(clusterWith({ notifications: { topic } }).notification_config).toEqual({ pubsub: { enabled: true, topic } });
    const events = ["SECURITY_BULLETIN_EVENT"] as const;
    expect(clusterWith({ notifications: { topic, events } }).notification_config).toEqual({
      pubsub: { enabled: true, topic, filter: { event_type: ["SECURITY_BULLETIN_EVENT"] } },
    });
  });

  test("is refused when it is not known, or lacks the system that all else needs", () => {
    const options: ObservabilityOptions = {
      loggingComponents: ["WORKLOADS"],
      monitoringComponents: ["SYSTEM_COMPONENTS", "GPU" as "DCGM"],
      notifications: { topic: "gke", events: ["UPGRADE" as "UPGRADE_EVENT"] },
    };
    expect(clusterRefusal(options)).toEqual([
      'loggingComponents: got ["WORKLOADS"], expected SYSTEM_COMPONENTS with all others: Google refuses them without it',
      'monitoringComponents: got "GPU", expected "SYSTEM_COMPONENTS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER", "STORAGE", "HPA", "POD", "DAEMONSET", "DEPLOYMENT", "STATEFULSET", "KUBELET", "CADVISOR", "DCGM" or "JOBSET"',
      'notifications.topic: got "gke", expected a Pub/Sub topic: "projects/P/topics/T"',
      'notifications.events: got "UPGRADE", expected "UPGRADE_AVAILABLE_EVENT", "UPGRADE_EVENT", "UPGRADE_INFO_EVENT" or "SECURITY_BULLETIN_EVENT"',
    ]);
  });

  test("is refused when nothing is to be notified of", () => {
    const notifications = { topic: "projects/acme-test/topics/gke", events: [] };
    expect(clusterRefusal({ notifications })).toEqual([
      "notifications.events: got [], expected at least one, or nothing for all",
    ]);
  });

  test("must be known at synthesis", () => {
    const loggingComponents = Token.asList(later("components")) as "WORKLOADS"[];
    expect(clusterRefusal({ loggingComponents })).toEqual([
      "loggingComponents: got a token, expected a value that is known at synthesis: it decides which resources there are",
    ]);
  });
});
