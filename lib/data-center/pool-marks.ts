import { ACCELERATOR_LABEL, GPU_TAINT, NODE_POOL_LABEL } from "../core/node-labels";
import type { PlannedServer, SitePlan } from "./site-plan";
import { WORKER_TAINT_EFFECTS, type WorkerTaint } from "./worker-pool";

/** The labels and taints of a server's pool, in the form of the kubelet's arguments. */
export function poolMarks(
  { options }: Pick<SitePlan, "options">,
  { options: { pool: name } }: PlannedServer,
): { readonly labels: readonly string[]; readonly taints: readonly string[] } {
  if (name === undefined) return { labels: [], taints: [] };
  const { accelerator, nodeLabels = {}, taints = [] } = options.workerPools?.[name] ?? {};
  const gpu = accelerator === undefined ? [] : [`${ACCELERATOR_LABEL}=${accelerator}`];
  const own = Object.entries(nodeLabels).map(([key, value]) => `${key}=${value}`);
  const all: readonly WorkerTaint[] = accelerator === undefined ? taints : [GPU_TAINT, ...taints];
  return {
    labels: [`${NODE_POOL_LABEL}=${name}`, ...gpu, ...own],
    taints: all.map(({ key, value, effect }) => `${key}=${value}:${WORKER_TAINT_EFFECTS[effect]}`),
  };
}
