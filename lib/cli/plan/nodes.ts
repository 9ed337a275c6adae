import type { Settings } from "../output-folder";
import { blocksOf, shownValue, valueAt } from "./blocks";

/** At least and at most so many. */
export interface Amount {
  readonly least: number;
  readonly most: number;
}

/** What a node pool, or several, may have; of GPUs by their type. */
export interface NodeCapacity {
  readonly nodes: Amount;
  readonly gpus: ReadonlyMap<string, Amount>;
}

/** The nodes of a `google_container_node_pool`; nothing where the configuration does not say how many. */
export function nodeCapacity(pool: Settings): NodeCapacity | undefined {
  const nodes = nodesOf(pool);
  if (nodes === undefined) return undefined;
  const [node] = blocksOf(pool, "node_config");
  const gpus = new Map<string, Amount>();
  for (const { type, count } of blocksOf(node, "guest_accelerator").filter(({ count }) => count !== 0)) {
    const known = gpus.get(String(type)) ?? { least: 0, most: 0 };
    gpus.set(String(type), sum(known, times(nodes, Number(count))));
  }
  return { nodes, gpus };
}

/** All nodes of several pools. */
export function allNodes(pools: readonly Settings[]): NodeCapacity {
  const gpus = new Map<string, Amount>();
  let nodes: Amount = { least: 0, most: 0 };
  for (const capacity of pools.flatMap((pool) => nodeCapacity(pool) ?? [])) {
    nodes = sum(nodes, capacity.nodes);
    for (const [type, amount] of capacity.gpus) gpus.set(type, sum(gpus.get(type) ?? { least: 0, most: 0 }, amount));
  }
  return { nodes, gpus };
}

/** In words: `3 to 60 nodes`, `0 to 24 nodes, 0 to 24 GPUs (nvidia-l4)`; of what kind the nodes are, where that is given. */
export function nodesText({ nodes, gpus }: NodeCapacity, kind = "nodes"): string {
  const ofGpus = [...gpus].map(([type, amount]) => `${amountText(amount)} GPUs (${type})`);
  const one = kind.replace(/nodes/, nodes.least === 1 && nodes.most === 1 ? "node" : "nodes");
  return [`${amountText(nodes)} ${one}`, ...ofGpus].join(", ");
}

/** What kind of nodes a pool has: `Spot nodes of g2-standard-8`. */
export function kindOfNodes(pool: Settings): string {
  const [node] = blocksOf(pool, "node_config");
  const machine = shownValue(node?.machine_type);
  return `${node?.spot === true ? "Spot nodes" : "nodes"}${machine === undefined ? "" : ` of ${machine}`}`;
}

function amountText({ least, most }: Amount): string {
  return least === most ? String(most) : `${least} to ${most}`;
}

function nodesOf(pool: Settings): Amount | undefined {
  const [autoscaling] = blocksOf(pool, "autoscaling");
  const zones = (pool.node_locations as readonly unknown[] | undefined)?.length ?? 1;
  const amount = (least: unknown, most: unknown, of: number): Amount | undefined =>
    typeof most === "number" ? { least: Number(least ?? 0) * of, most: most * of } : undefined;
  // Of a plan, counts that are not used are zero.
  if (autoscaling && valueAt(autoscaling, "total_max_node_count"))
    return amount(autoscaling.total_min_node_count, autoscaling.total_max_node_count, 1);
  if (autoscaling) return amount(autoscaling.min_node_count, autoscaling.max_node_count, zones);
  return amount(pool.node_count, pool.node_count, zones);
}

function times({ least, most }: Amount, factor: number): Amount {
  return { least: least * factor, most: most * factor };
}

function sum(one: Amount, other: Amount): Amount {
  return { least: one.least + other.least, most: one.most + other.most };
}
