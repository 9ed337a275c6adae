import { isRange, prefixLength } from "../core/address-ranges";
import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";
import {
  DEFAULT_MAX_PODS_PER_NODE,
  isPodsPerNode,
  nodesInPodRange,
  nodesInSubnet,
  podBlockPrefix,
} from "./range-sizes";

/** Nodes that take their addresses from the same ranges. */
export interface NodesToPlace {
  /** How many there are at most. */
  readonly count: number;
  /** @default - GKE's: 110 */
  readonly maxPodsPerNode?: number;
}

/** Ranges with the words for them. */
export interface RangesForNodes {
  /** In words that follow "what": `its range for pods, 10.80.0.0/16, holds`. */
  readonly words: string;
  readonly ranges: readonly string[];
}

const NODES = "nodes in all pools, one more in each while it is upgraded";

/** Checks that a subnet holds the nodes of all pools. What is unknown or invalid is skipped: its own check refuses it. */
export function checkNodesFit(
  problems: Problems,
  property: string,
  nodes: readonly NodesToPlace[],
  range: string,
): void {
  if (!areKnown([range], nodes)) return;
  const most = nodesInSubnet(range);
  const allowed = `${NODES}: up to ${most}, which is what its range for nodes, ${range}, holds`;
  problems.check(property, sumOf(nodes), (count) => count <= most, allowed);
}

/**
 * Checks that ranges hold the pods of these nodes, each of which takes a block of one of them. What is unknown or invalid is skipped.
 */
export function checkPodsFit(
  problems: Problems,
  property: string,
  nodes: readonly NodesToPlace[],
  { words, ranges }: RangesForNodes,
): void {
  if (!areKnown(ranges, nodes)) return;
  const sizes = [...new Set(nodes.map(blockOf))];
  if (sizes.length === 1) {
    const most = ranges.reduce(
      (sum, range) => sum + nodesInPodRange(range, nodes[0]?.maxPodsPerNode ?? DEFAULT_MAX_PODS_PER_NODE),
      0,
    );
    problems.check(property, sumOf(nodes), (count) => count <= most, `${NODES}: up to ${most}, which is what ${words}`);
    return;
  }
  const taken = nodes.reduce((sum, one) => sum + one.count * blockOf(one), 0);
  const most = ranges.reduce((sum, range) => sum + 2 ** (32 - prefixLength(range)), 0);
  const allowed = `addresses for the pods of all nodes, of which each takes a block: up to ${most}, which is what ${words}`;
  problems.check(property, taken, (addresses) => addresses <= most, allowed);
}

function areKnown(ranges: readonly string[], nodes: readonly NodesToPlace[]): boolean {
  const isSound = ({ count, maxPodsPerNode }: NodesToPlace) =>
    Number.isInteger(count) && !isUnknown(maxPodsPerNode) && isPodsPerNode(maxPodsPerNode);
  return nodes.length > 0 && nodes.every(isSound) && ranges.every((range) => !isUnknown(range) && isRange(range));
}

function sumOf(nodes: readonly NodesToPlace[]): number {
  return nodes.reduce((sum, { count }) => sum + count, 0);
}

/** How many addresses a node takes. */
function blockOf({ maxPodsPerNode = DEFAULT_MAX_PODS_PER_NODE }: NodesToPlace): number {
  return 2 ** (32 - podBlockPrefix(maxPodsPerNode));
}
