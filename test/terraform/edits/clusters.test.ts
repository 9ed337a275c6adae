import { Accelerator, type NodePoolOptions } from "../../../index";
import { PLATFORM } from "../running-platform";
import { cluster, pool, pools, renamed, reversed, without } from "./changing";
import type { Edits } from "./edited-platform";
import { testOfEdits } from "./test-of-edits";

const autoscaling = { totalMinNodeCount: 0, totalMaxNodeCount: 4 };
const BATCH: NodePoolOptions = { machineType: "n2-standard-16", autoscaling };
const GPUS: NodePoolOptions = { machineType: "g2-standard-8", accelerator: Accelerator.L4, autoscaling };

const EDITS: Edits = {
  "there are a pool for batches and one with GPUs": pools((all) => ({ ...all, batch: BATCH, gpus: GPUS })),
  "the pool for batches is called otherwise, and the pools are in another order": {
    edit: pools((all) => reversed(renamed(all, "batch", "jobs"))),
    poolsGone: ["batch"],
  },
  "it is for those only that tolerate it, at the lowest price": {
    edit: pool("jobs", {
      spot: true,
      taints: [{ key: "jobs", value: "only", effect: "NO_SCHEDULE" }],
    }),
    poolsGone: ["jobs"],
  },
  "it has another taint, and no longer that price": {
    edit: pool("jobs", {
      spot: undefined,
      taints: [{ key: "jobs", value: "first", effect: "PREFER_NO_SCHEDULE" }],
    }),
    poolsGone: ["jobs"],
  },
  "everybody may use it": pool("jobs", {
    taints: undefined,
    nodeLabels: { kind: "jobs" },
    resourceLabels: { cost: "1" },
  }),
  "its nodes have another label": pool("jobs", { nodeLabels: { kind: "any" }, resourceLabels: undefined }),
  "it is taken away": { edit: pools((all) => without(all, "jobs")), poolsGone: ["jobs"] },
  "nodes are larger, and there are more of them": pool("web", {
    machineType: "n2-standard-16",
    autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 30, locationPolicy: "ANY" },
    diskSizeGb: 200,
    networkTags: ["web"],
    upgrade: { strategy: "BLUE_GREEN", batchPercentage: 0.25 },
  }),
  "they are upgraded three at a time, with another disk": pool("web", {
    upgrade: { strategy: "SURGE", maxSurge: 3, maxUnavailable: 0 },
    diskType: "pd-ssd",
    networkTags: undefined,
  }),
  "there are fewer, and smaller ones": pool("web", {
    machineType: "n2-standard-4",
    autoscaling: { totalMinNodeCount: 1, totalMaxNodeCount: 3 },
    upgrade: undefined,
  }),
  "the GPUs are others": {
    edit: pool("gpus", { machineType: "a2-highgpu-1g", accelerator: Accelerator.A100 }),
    poolsGone: ["gpus"],
  },
  "the GPUs are shared": {
    edit: pool("gpus", { gpuSharing: { strategy: "TIME_SHARING", maxSharedClientsPerGpu: 4 } }),
    poolsGone: ["gpus"],
  },
  "that pool has no GPUs any more": {
    edit: pool("gpus", {
      machineType: "n2-standard-8",
      accelerator: undefined,
      gpuSharing: undefined,
    }),
    poolsGone: ["gpus"],
  },
  "the cluster has another zone as well": cluster({ zones: ["europe-west1-b", "europe-west1-c"] }),
  "a zone is taken from the cluster, and another added": cluster({ zones: ["europe-west1-c", "europe-west1-d"] }),
  "the zones are in another order, and half of its capacity is used": cluster({
    zones: ["europe-west1-d", "europe-west1-c"],
    capacityPercent: 50,
  }),
  "it is filled before the data centres": cluster({ capacityPercent: undefined, preferred: true }),
  "it takes no requests: the data centres do": (now) => ({
    ...cluster({ preferred: undefined, drain: true })(now),
    services: { api: now.services.api ?? { hostName: "api.example.com", maxRatePerEndpoint: 1 } },
  }),
  "it takes them again, and all services are back": (now) => ({
    ...cluster({ drain: undefined })(now),
    services: PLATFORM.services,
  }),
  "the endpoint groups are of two generations": cluster({ endpointGroupGenerations: [1, 2] }),
  "they are of the second": cluster({ endpointGroupGenerations: [2] }),
  "they are of the first again, with the second beside it": cluster({ endpointGroupGenerations: [2, 1] }),
  "the cluster follows the slow channel, at weekends, and never at Christmas": cluster({
    endpointGroupGenerations: undefined,
    releaseChannel: "STABLE",
    maintenance: {
      recurringWindow: {
        startTime: "2027-01-02T02:00:00Z",
        endTime: "2027-01-02T14:00:00Z",
        recurrence: "FREQ=WEEKLY;BYDAY=SA,SU",
      },
      exclusions: { christmas: { startTime: "2026-12-23T00:00:00Z", endTime: "2026-12-27T00:00:00Z" } },
    },
  }),
  "it follows the usual one, at night": cluster({
    releaseChannel: undefined,
    maintenance: { dailyWindowStart: "01:00" },
  }),
  "it is backed up, and makes pools by itself": cluster({
    maintenance: undefined,
    backup: { retainDays: 30 },
    autoProvisioning: { cpuCores: { max: 100 }, memoryGb: { max: 400 } },
    autoscalingProfile: "OPTIMIZE_UTILIZATION",
  }),
  "it is backed up for longer, and has labels": cluster({ backup: { retainDays: 60 }, resourceLabels: { cost: "1" } }),
  "it is not backed up, and makes no pools": cluster({
    backup: undefined,
    resourceLabels: undefined,
    autoProvisioning: undefined,
    autoscalingProfile: undefined,
  }),
  "the office reaches the control plane by its address, and a topic has its news": cluster({
    ipEndpoint: { visibility: "PUBLIC", authorizedNetworks: { office: "203.0.113.0/24" } },
    notifications: { topic: "projects/acme-prod/topics/gke" },
  }),
  "it is reached by its name alone, and costs are not told apart": cluster({
    ipEndpoint: undefined,
    notifications: undefined,
    costAllocation: false,
    nodeLocalDns: false,
    filestoreCsiDriver: true,
    gatewayApi: false,
    intranodeVisibility: false,
    securityPosture: "DISABLED",
    binaryAuthorization: false,
    managedPrometheus: false,
    loggingComponents: ["SYSTEM_COMPONENTS"],
  }),
  "there is one pool again": { edit: pools((all) => without(all, "gpus")), poolsGone: ["gpus"] },
};

testOfEdits("the clusters", PLATFORM, EDITS);
