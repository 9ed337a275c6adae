import {
  Accelerator,
  ClusterKeys,
  type ClusterKeysProps,
  NodePool,
  type NodePoolProps,
  RegionalCluster,
  type RegionalClusterAttributes,
  type RegionalClusterProps,
  ResourceRole,
  type RoleInProjectOptions,
  WorkloadIdentity,
  type WorkloadIdentityProps,
} from "../../../index";
import { CLUSTER, POOL } from "../cluster";
import { inStack, type Sample } from "./sample";

const EXISTING: RegionalClusterAttributes = {
  project: "acme-test",
  region: "europe-west4",
  zones: ["europe-west4-a", "europe-west4-b"],
  clusterName: "existing",
  nodeServiceAccountEmail: "nodes@acme-test.iam.gserviceaccount.com",
};

const ZONAL: RegionalClusterAttributes = {
  project: "acme-test",
  region: "europe-west4",
  location: "europe-west4-b",
  clusterName: "zonal",
  nodeServiceAccountEmail: "nodes@acme-test.iam.gserviceaccount.com",
  workloadIdentity: false,
};

const KEY = "projects/acme-test/locations/europe-west4/keyRings/gke/cryptoKeys/control-plane";

const KEYS: ClusterKeysProps = { project: "acme-test", keyRingName: "acme", regions: ["europe-west4"] };

const WEEKEND = {
  startTime: "2026-01-03T00:00:00Z",
  endTime: "2026-01-03T09:00:00Z",
  recurrence: "FREQ=WEEKLY;BYDAY=SA,SU",
};

/** A cluster with everything that an option of its own can say. */
const FULL: RegionalClusterProps = {
  ...CLUSTER,
  ipEndpoint: { visibility: "PRIVATE", authorizedNetworks: { office: "203.0.113.0/24" } },
  cloudDns: { scope: "CLUSTER_SCOPE" },
  maintenance: {
    exclusions: { "black-friday": { startTime: "2030-11-20T00:00:00Z", endTime: "2030-11-30T00:00:00Z" } },
  },
  backup: {},
  secretsKmsKeyName: KEY,
  firstPool: { machineType: "n2d-standard-2", confidentialNodes: "SEV" },
  autoProvisioning: {
    cpuCores: { max: 64 },
    memoryGb: { max: 256 },
    gpus: [{ accelerator: Accelerator.T4, max: 4 }],
    upgrade: { strategy: "BLUE_GREEN", batchPercentage: 0.2 },
  },
  notifications: { topic: "projects/acme-test/topics/gke" },
};

const POOL_PROPS: NodePoolProps = {
  ...POOL,
  poolName: "web",
  cluster: RegionalCluster.fromRegionalClusterAttributes(EXISTING),
};

const pool = (change: Partial<NodePoolProps>): Sample =>
  inStack("NodePoolProps", { ...POOL_PROPS, ...change }, (stack, props) => new NodePool(stack, "pool", props));

const IDENTITY: WorkloadIdentityProps = {
  project: "acme-test",
  projectNumber: "123456789012",
  namespace: "video",
  serviceAccountName: "uploader",
};
const SOMEWHERE: RoleInProjectOptions = { role: "roles/acme.user", project: "acme-data" };

/** A role on a resource, as the only one of an identity. */
const role = <Options extends object>(type: string, options: Options, roleOf: (options: Options) => ResourceRole) =>
  inStack(
    type,
    options,
    (stack, given) => new WorkloadIdentity(stack, "identity", { ...IDENTITY, roles: { one: roleOf(given) } }),
  );

export const gkeSamples: readonly Sample[] = [
  inStack(
    "WorkloadIdentityProps",
    {
      ...IDENTITY,
      roles: { logs: ResourceRole.onBucket({ bucketName: "acme-logs", role: "roles/storage.objectUser" }) },
    },
    (stack, props) => new WorkloadIdentity(stack, "identity", props),
  ),
  role("BucketRoleOptions", { bucketName: "acme-logs", role: "roles/storage.objectUser" }, ResourceRole.onBucket),
  role("SecretRoleOptions", { ...SOMEWHERE, secretName: "token" }, ResourceRole.onSecret),
  role("TopicRoleOptions", { ...SOMEWHERE, topicName: "jobs" }, ResourceRole.onTopic),
  role("SubscriptionRoleOptions", { ...SOMEWHERE, subscriptionName: "jobs" }, ResourceRole.onSubscription),
  role("DatasetRoleOptions", { ...SOMEWHERE, datasetName: "views" }, ResourceRole.onDataset),
  role("KmsKeyRoleOptions", { kmsKeyName: KEY, role: "roles/cloudkms.cryptoKeyDecrypter" }, ResourceRole.onKmsKey),
  role("RoleInProjectOptions", SOMEWHERE, ResourceRole.inProject),
  inStack("ClusterKeysProps", KEYS, (stack, props) => new ClusterKeys(stack, "keys", props)),
  inStack("RegionalClusterProps", FULL, (stack, props) => new RegionalCluster(stack, "cluster", props)),
  inStack("RegionalClusterAttributes", EXISTING, (stack, props) => {
    const cluster = RegionalCluster.fromRegionalClusterAttributes(props);
    return new NodePool(stack, "pool", { ...POOL_PROPS, cluster });
  }),
  inStack("RegionalClusterAttributes", ZONAL, (stack, props) => {
    const cluster = RegionalCluster.fromRegionalClusterAttributes(props);
    return new NodePool(stack, "pool", { ...POOL_PROPS, cluster });
  }),
  inStack(
    "RegionalClusterProps",
    { ...CLUSTER, maintenance: { recurringWindow: WEEKEND }, userManagedKeys: { etcdBackupKmsKeyName: KEY } },
    (stack, props) => new RegionalCluster(stack, "cluster", props),
  ),
  pool({}),
  pool({ upgrade: { strategy: "SURGE", maxSurge: 2, maxUnavailable: 1 } }),
  pool({
    taints: [{ key: "acme.example/team", value: "video", effect: "NO_SCHEDULE" }],
    cluster: RegionalCluster.fromRegionalClusterAttributes({ ...EXISTING, multiNetworking: true }),
    additionalNetworks: [{ network: "gpu-1", subnetwork: "gpu-1-europe-west4" }],
  }),
  pool({ upgrade: { strategy: "BLUE_GREEN", batchPercentage: 0.2 } }),
  pool({
    machineType: "g2-standard-8",
    accelerator: Accelerator.L4,
    zones: ["europe-west4-a"],
    gpuSharing: { strategy: "TIME_SHARING", maxSharedClientsPerGpu: 4 },
  }),
  pool({ secondaryBootDisk: { image: "projects/acme-test/global/images/models-1" } }),
  pool({
    machineType: "ct5lp-hightpu-4t",
    accelerator: Accelerator.TPU_V5E,
    tpuTopology: "4x4",
    zones: ["europe-west4-b"],
    autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 4 },
  }),
];
