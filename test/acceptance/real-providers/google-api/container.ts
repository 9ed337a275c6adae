import type { Block } from "../../../support/synthesize";
import { ApiError, type Call, collectionOf } from "./call";
import { TIME } from "./constants";
import { answered, refusalOf } from "./habits";

/** The API of GKE: what is wished for in an update has other names than what is there. */
export function container(call: Call): Block {
  const { method, path, told, store } = call;
  const [, location = "", , name = ""] = /^projects\/[^/]+\/locations\/([^/]+)\/(clusters)\/([^/:]+)/.exec(path) ?? [];
  const cluster = `container/${path.split(/\/(nodePools|operations)\b/)[0]?.split(":")[0]}`;
  const operation = (): Block => ({ name: `operation-${store.next()}`, status: "DONE", location });
  if (/\/operations\//.test(path)) return operation();
  const refusal = method === "GET" ? undefined : refusalOf(collectionOf(call), call);
  if (refusal !== undefined) throw new ApiError(400, "badRequest", refusal);
  if (method === "GET") return read(call, cluster);
  if (method === "DELETE") {
    store.delete(`container/${path}`);
    return operation();
  }
  const [target = "", verb] = path.split(":");
  const key = `container/${target}`;
  if (method === "POST" && verb === undefined) {
    if (told.cluster !== undefined) createCluster(call, told.cluster);
    else createPool(call, cluster, told.nodePool);
    return operation();
  }
  if (verb !== undefined) {
    const held = store.read(key);
    const { name: _, clusterApiVersion: __, labelFingerprint, ...rest } = told;
    if (verb === "setResourceLabels" && labelFingerprint !== held.labelFingerprint) {
      throw new ApiError(412, "conditionNotMet", "Labels fingerprint either invalid or resource labels have changed");
    }
    store.change(key, { ...held, ...rest });
    return operation();
  }
  if (key.includes("/nodePools/")) updatePool(call, key);
  else update(call, key, told.update, name);
  return operation();
}

function read({ path, store }: Call, cluster: string): Block {
  const key = `container/${path}`;
  if (path.includes("/nodePools/")) return answered("container/nodePools", store.read(key), store);
  const pools = store.below(`${cluster}/nodePools`).map(([, pool]) => answered("container/nodePools", pool, store));
  // Version 7 of the provider reads a pool from the list of all.
  if (path.endsWith("/nodePools")) return { nodePools: pools };
  return answered("container/clusters", { ...store.read(key), nodePools: pools }, store);
}

function createCluster(
  { path, store }: Call,
  { nodePools = [], nodeConfig, initialNodeCount, ...cluster }: Block,
): void {
  const key = `container/${path}/${cluster.name}`;
  store.create(key, {
    ...cluster,
    initialNodeCount,
    labelFingerprint: "a9dc16a7",
    createTime: TIME,
    location: path.split("/").at(-2),
  });
  const pools = nodePools.length > 0 ? nodePools : [{ name: "default-pool", initialNodeCount, config: nodeConfig }];
  for (const pool of pools) store.create(`${key}/nodePools/${pool.name}`, pool);
}

function createPool({ store }: Call, cluster: string, pool: Block): void {
  store.read(cluster);
  store.create(`${cluster}/nodePools/${pool.name}`, pool);
}

/** What an update of a cluster calls otherwise than the cluster. */
const WISHES: Readonly<Record<string, string>> = {
  desiredMasterVersion: "currentMasterVersion",
  desiredMonitoringService: "monitoringService",
  desiredLoggingService: "loggingService",
  desiredClusterAutoscaling: "autoscaling",
  desiredLocations: "locations",
};

function update({ store }: Call, key: string, wishes: Block, _name: string): void {
  const held = structuredClone(store.read(key));
  if (wishes.desiredNodePoolId !== undefined) {
    const pool = `${key}/nodePools/${wishes.desiredNodePoolId}`;
    store.change(pool, { ...store.read(pool), autoscaling: wishes.desiredNodePoolAutoscaling });
    return;
  }
  for (const [wish, value] of Object.entries(wishes)) {
    if (wish === "additionalPodRangesConfig" || wish === "removedAdditionalPodRangesConfig") continue;
    const to = WISHES[wish] ?? wish.replace(/^desired(.)/, (_, letter) => letter.toLowerCase());
    held[to] = to === "addonsConfig" ? { ...held[to], ...value } : value;
  }
  store.change(key, withPodRanges(held, wishes));
}

/** Ranges for pods are added and taken away, never told as a whole. */
function withPodRanges(cluster: Block, wishes: Block): Block {
  const { additionalPodRangesConfig: added, removedAdditionalPodRangesConfig: removed } = wishes;
  if (added === undefined && removed === undefined) return cluster;
  const { ipAllocationPolicy: { additionalPodRangesConfig, ...policy } = {} as Block } = cluster;
  const held: string[] = additionalPodRangesConfig?.podRangeNames ?? [];
  const gone = new Set(removed?.podRangeNames);
  const podRangeNames = [...held.filter((name) => !gone.has(name)), ...(added?.podRangeNames ?? [])];
  const config = podRangeNames.length > 0 ? { additionalPodRangesConfig: { podRangeNames } } : {};
  return { ...cluster, ipAllocationPolicy: { ...policy, ...config } };
}

/** What an update of a node pool gives beside what is in its configuration. */
const OF_THE_POOL = ["upgradeSettings", "locations", "management", "queuedProvisioning", "nodeNetworkConfig"];

function updatePool({ told, store }: Call, key: string): void {
  const { name: _, nodePoolId: __, clusterId: ___, ...rest } = told;
  const held = structuredClone(store.read(key));
  for (const [field, value] of Object.entries(rest)) {
    if (OF_THE_POOL.includes(field)) held[field] = value;
    else if (field === "labels" || field === "taints") held.config = { ...held.config, [field]: value[field] };
    else if (field === "tags") held.config = { ...held.config, tags: value.tags };
    else held.config = { ...held.config, [field]: value };
  }
  store.change(key, held);
}
