import type { Block } from "../../../support/synthesize";
import { encryptionState, LOCAL_SSDS, SHORT_LIVED, SOURCES } from "../../../terraform/stand-in/known-habits";
import type { Call } from "./call";
import type { ApiHabit } from "./habits";

const RPC = "https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters";

const nameIn = (path: unknown) => String(path).split("/").at(-1);

/** The path of a network, as it is said in another form. */
const pathOf = (link: unknown) => String(link).slice(String(link).indexOf("projects/"));

export const HABITS_OF_GKE: readonly ApiHabit[] = [
  {
    of: "container/clusters",
    source: `${RPC}#Cluster, the fields that are output only`,
    answer: (held) => ({
      ...held,
      status: "RUNNING",
      endpoint: "192.0.2.1",
      selfLink: `https://container.googleapis.com/v1/projects/p/locations/${held.location}/clusters/${held.name}`,
      currentMasterVersion: "1.33.5-gke.1000000",
      initialClusterVersion: "1.33.5-gke.1000000",
      ...(held.network === undefined
        ? {}
        : {
            network: nameIn(held.network),
            subnetwork: nameIn(held.subnetwork),
            networkConfig: {
              ...held.networkConfig,
              network: pathOf(held.network),
              subnetwork: pathOf(held.subnetwork),
            },
          }),
      masterAuth: { clusterCaCertificate: "Y2VydGlmaWNhdGU=", ...held.masterAuth },
    }),
  },
  {
    of: "container/nodePools",
    source: `${RPC}.nodePools#NodePool, the fields that are output only`,
    answer: (held) => ({ ...held, status: "RUNNING", version: "1.33.5-gke.1000000" }),
  },
  {
    of: "container/nodePools",
    source: `${RPC}.nodePools#NodeConfig, "if unspecified", and a pool of GKE 1.33 as gcloud describes it`,
    answer: (held) => ({ ...held, config: filled(held.config) }),
  },
  {
    of: "container/clusters",
    source: SOURCES.encryptionState,
    answer: ({ databaseEncryption, ...held }) => ({
      ...held,
      ...(databaseEncryption && {
        databaseEncryption: { ...databaseEncryption, state: encryptionState(databaseEncryption.state) },
      }),
    }),
  },
  {
    of: "container/nodePools",
    source: SOURCES.shortLived,
    answer: (held) =>
      held.queuedProvisioning?.enabled || held.config.flexStart
        ? { ...held, upgradeSettings: { strategy: SHORT_LIVED } }
        : held,
  },
  {
    of: "container/nodePools",
    source: SOURCES.builtInDisks,
    answer: (held) => {
      const localSsdCount = LOCAL_SSDS[held.config.machineType];
      const { ephemeralStorageLocalSsdConfig, localNvmeSsdBlockConfig } = held.config;
      if (localSsdCount === undefined || ephemeralStorageLocalSsdConfig || localNvmeSsdBlockConfig) return held;
      return { ...held, config: { ...held.config, ephemeralStorageLocalSsdConfig: { localSsdCount } } };
    },
  },
  {
    // "constraints/gcp.restrictNonCmekServices", of the pool that a cluster begins with as of every other.
    of: "container/clusters",
    source: "https://cloud.google.com/kms/docs/cmek-org-policy",
    refuse: ({ method, told, store }) => {
      if (method !== "POST" || !store.demandsKeys || told.cluster === undefined) return undefined;
      const { nodePools = [], nodeConfig } = told.cluster;
      const configs: Block[] =
        nodePools.length > 0 ? nodePools.map(({ config }: Block) => config ?? {}) : [nodeConfig ?? {}];
      return configs.every(({ bootDiskKmsKey }) => bootDiskKmsKey)
        ? undefined
        : "Constraint constraints/gcp.restrictNonCmekServices violated: a node pool has no key";
    },
  },
  {
    // "Pod secondary range … not found in subnet"
    of: "container/nodePools",
    source: "https://cloud.google.com/kubernetes-engine/docs/how-to/multi-pod-cidr",
    refuse: (call) =>
      call.method === "POST" ? refusalOfRange(call, call.told.nodePool?.networkConfig?.podRange) : undefined,
  },
  {
    of: "container/clusters",
    source: "https://cloud.google.com/kubernetes-engine/docs/how-to/alias-ips",
    refuse: (call) => {
      const { told } = call;
      const wished = told.update?.additionalPodRangesConfig?.podRangeNames ?? [];
      const policy = told.cluster?.ipAllocationPolicy ?? {};
      const first = [policy.clusterSecondaryRangeName, policy.servicesSecondaryRangeName];
      return [...wished, ...first].map((name) => refusalOfRange(call, name)).find((refusal) => refusal !== undefined);
    },
  },
];

/** A secondary range that the cluster's subnet does not have. */
function refusalOfRange({ path, told, store }: Call, name: string | undefined): string | undefined {
  const cluster = `container/${path.replace(/\/nodePools.*$/, "")}`;
  const { subnetwork } = told.cluster ?? (store.has(cluster) ? store.read(cluster) : {});
  const key = `compute/${pathOf(subnetwork)}`;
  if (name === undefined || name === "" || !store.has(key)) return undefined;
  const ranges: Block[] = store.read(key).secondaryIpRanges ?? [];
  return ranges.some(({ rangeName }) => rangeName === name)
    ? undefined
    : `Pod secondary range "${name}" not found in subnet "${nameIn(subnetwork)}"`;
}

/** What GKE says of nodes that nobody said anything of. */
function filled(config: Block = {}): Block {
  const { diskType = "pd-balanced", diskSizeGb = 100, metadata, shieldedInstanceConfig, resourceLabels } = config;
  const { spot, flexStart, reservationAffinity } = config;
  const model = spot ? "spot" : flexStart ? "flex-start" : reservationAffinity?.values ? "reservation" : "on-demand";
  return {
    imageType: "COS_CONTAINERD",
    serviceAccount: "default",
    ...config,
    diskType,
    diskSizeGb,
    bootDisk: { diskType, sizeGb: String(diskSizeGb), ...config.bootDisk },
    effectiveCgroupMode: "EFFECTIVE_CGROUP_MODE_V2",
    metadata: { "disable-legacy-endpoints": "true", ...metadata },
    shieldedInstanceConfig: { enableIntegrityMonitoring: true, ...shieldedInstanceConfig },
    resourceLabels: { ...resourceLabels, "goog-gke-node-pool-provisioning-model": model },
    windowsNodeConfig: {},
  };
}
