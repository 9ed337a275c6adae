/**
 * How many nodes, pods and services fit into a range.
 *
 * Source: https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips#cluster_sizing
 */
import { prefixLength } from "../core/address-ranges";

/** GKE's own default of the most pods per node. */
export const DEFAULT_MAX_PODS_PER_NODE = 110;

/** The fewest and the most pods that GKE lets a node have. */
export const PODS_PER_NODE = [8, 256] as const;

/** Whether a range can be planned for nodes with this many pods. */
export function isPodsPerNode(pods: number = DEFAULT_MAX_PODS_PER_NODE): boolean {
  const [least, most] = PODS_PER_NODE;
  return Number.isInteger(pods) && pods >= least && pods <= most;
}

/** Google keeps four addresses of each subnet for itself. */
const RESERVED_ADDRESSES = 4;

/** The smallest ranges that Google takes: a subnet of /29, a secondary range for pods of /24, one for services of /28. */
const SMALLEST = { nodes: 29, pods: 24, services: 28 } as const;

/** How many nodes a subnet holds. */
export function nodesInSubnet(range: string): number {
  return 2 ** (32 - prefixLength(range)) - RESERVED_ADDRESSES;
}

/** The prefix of the smallest subnet that holds this many nodes. */
export function subnetPrefixFor(nodes: number): number {
  return Math.min(SMALLEST.nodes, 32 - bitsFor(nodes + RESERVED_ADDRESSES));
}

/**
 * The prefix of the block of pod addresses that each node takes: /24 for 110 pods.
 *
 * It has at least twice as many addresses as the node may have pods, so that a new pod need not take the address that
 * the last one has just left.
 */
export function podBlockPrefix(maxPodsPerNode: number): number {
  return 31 - bitsFor(maxPodsPerNode);
}

/** How many nodes have a block in a range for pods. */
export function nodesInPodRange(range: string, maxPodsPerNode: number): number {
  return Math.floor(2 ** (podBlockPrefix(maxPodsPerNode) - prefixLength(range)));
}

/** The prefix of the smallest range for pods with a block for each of this many nodes. */
export function podRangePrefixFor(nodes: number, maxPodsPerNode: number): number {
  return Math.min(SMALLEST.pods, podBlockPrefix(maxPodsPerNode) - bitsFor(nodes));
}

/** How many services a range holds. */
export function servicesInRange(range: string): number {
  return 2 ** (32 - prefixLength(range));
}

/** The prefix of the smallest range that holds this many services. */
export function serviceRangePrefixFor(services: number): number {
  return Math.min(SMALLEST.services, 32 - bitsFor(services));
}

/** The bits that number this many things: 7 for 110. */
function bitsFor(count: number): number {
  return Math.ceil(Math.log2(count));
}
