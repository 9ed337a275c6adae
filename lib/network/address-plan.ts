import { partOf, prefixLength, resized } from "../core/address-ranges";
import { checkRange, checkWholeNumber } from "../core/checks";
import type { Problems } from "../core/problems";
import { SLOT_BITS, slotOf } from "../google/regions";
import type { NamedRange } from "./range-checks";
import {
  DEFAULT_MAX_PODS_PER_NODE,
  nodesInPodRange,
  nodesInSubnet,
  PODS_PER_NODE,
  podRangePrefixFor,
  serviceRangePrefixFor,
  servicesInRange,
  subnetPrefixFor,
} from "./range-sizes";

/** The private IPv4 ranges of one region. */
export interface RegionRanges {
  /** Nodes: the subnet's primary range. `10.4.0.0/18` holds 16,380 nodes. */
  readonly nodes: string;
  /** Pods: a node takes a block of it, a /24 at 110 pods per node. `10.80.0.0/16` holds 256 such nodes. */
  readonly pods: string;
  /** Services: one address each. `10.34.0.0/19` holds 8,192 services. */
  readonly services: string;
}

/**
 * The big private ranges of a platform. Each is divided into 64 equal parts, and every Google region has a part of its
 * own for ever: adding, removing or reordering regions never moves another region's addresses.
 */
export interface AddressPlan {
  /** For nodes, /22 or larger: `10.0.0.0/12` gives each region a /18. */
  readonly nodes: string;
  /** For pods, /18 or larger: `10.64.0.0/10` gives each region a /16, which is 256 nodes at 110 pods per node. */
  readonly pods: string;
  /** For services, /20 or larger: `10.32.0.0/13` gives each region a /19. */
  readonly services: string;
}

/**
 * What a region must hold. Its ranges start where its part of the plan starts and are as large as this needs; what is
 * left of the part stays free.
 *
 * Be generous: Google expands a subnet's range for nodes in place, but neither shrinks it nor changes a range for pods or
 * services that a cluster uses. Source: https://cloud.google.com/vpc/docs/create-modify-vpc-networks#expand-subnet
 */
export interface RegionSize {
  /**
   * The most nodes, in all pools and with those that are added while a pool is upgraded: 1 or more.
   *
   * @default - as many as the region's part of the plan holds
   */
  readonly maxNodes?: number;

  /**
   * The most pods of one node, 8 to 256. The fewer, the more nodes a range holds; the cluster must have the same number.
   *
   * @default 110
   */
  readonly maxPodsPerNode?: number;

  /**
   * The most Kubernetes services, 1 to 65536.
   *
   * @default - as many as the region's part of the plan holds, 65,536 at most
   */
  readonly maxServices?: number;
}

/** What a region has ranges for. */
export const RANGE_KINDS = ["nodes", "pods", "services"] as const;

/** The longest prefix of each big range: 64 parts of it are still of use (a subnet is at least a /29). */
const LONGEST_PREFIX = { nodes: 22, pods: 18, services: 20 } as const;

/** GKE takes no range for services that is larger. */
const LARGEST_SERVICE_RANGE = 16;

/** The largest private range there is, 10.0.0.0/8. */
const LARGEST_PRIVATE_RANGE = 8;

const EXAMPLES = { nodes: "10.0.0.0/12", pods: "10.64.0.0/10", services: "10.32.0.0/13" } as const;

/** The ranges of a region, or `undefined` for one that has no part in the plan because this version does not know it. */
export function planRegion(plan: AddressPlan, region: string, size: RegionSize = {}): RegionRanges | undefined {
  const part = partOfPlan(plan, region);
  if (part === undefined) return undefined;
  const { maxNodes, maxPodsPerNode = DEFAULT_MAX_PODS_PER_NODE, maxServices } = size;
  const services = maxServices === undefined ? prefixLength(part.services) : serviceRangePrefixFor(maxServices);
  return {
    nodes: maxNodes === undefined ? part.nodes : resized(part.nodes, subnetPrefixFor(maxNodes)),
    pods: maxNodes === undefined ? part.pods : resized(part.pods, podRangePrefixFor(maxNodes, maxPodsPerNode)),
    services: resized(part.services, Math.max(LARGEST_SERVICE_RANGE, services)),
  };
}

/** The region's whole part of the plan. */
function partOfPlan(plan: AddressPlan, region: string): RegionRanges | undefined {
  const slot = slotOf(region);
  if (slot === undefined) return undefined;
  return {
    nodes: partOf(plan.nodes, SLOT_BITS, slot),
    pods: partOf(plan.pods, SLOT_BITS, slot),
    services: partOf(plan.services, SLOT_BITS, slot),
  };
}

/** Checks the big ranges themselves, those that there are: real ranges, and large enough. */
export function checkAddressPlan(problems: Problems, plan: Partial<AddressPlan>): boolean {
  const sound = RANGE_KINDS.map((kind) => {
    const range = plan[kind];
    if (range === undefined) return true;
    return (
      problems.known(kind, range) &&
      checkRange(problems, kind, range, EXAMPLES.nodes) &&
      problems.check(
        kind,
        range,
        (text) => prefixLength(text) <= LONGEST_PREFIX[kind],
        `a range of /${LONGEST_PREFIX[kind]} or larger, so that each region's 64th is large enough`,
        "range",
      )
    );
  });
  return sound.every(Boolean);
}

/**
 * Checks the explicit ranges of one region.
 *
 * @param kinds which must be there
 */
export function checkRegionRanges(
  problems: Problems,
  ranges: Partial<RegionRanges>,
  kinds: readonly (typeof RANGE_KINDS)[number][] = RANGE_KINDS,
): boolean {
  const sound = kinds.map((kind) => checkRange(problems, kind, ranges[kind], "10.4.0.0/18"));
  return sound.every(Boolean);
}

/** Checks the numbers of a size. They decide about ranges, so they must be known. */
export function checkRegionSize(problems: Problems, size: RegionSize): boolean {
  const limits = { maxNodes: [1, 2 ** 24], maxPodsPerNode: PODS_PER_NODE, maxServices: [1, 65_536] } as const;
  const sound = Object.entries(limits).map(([property, limit]) => {
    const value = size[property as keyof RegionSize];
    return problems.known(property, value) && checkWholeNumber(problems, property, value, limit);
  });
  return sound.every(Boolean);
}

/** Checks that a size fits into the region's part of the plan. Plan and size are sound, and the region is known. */
export function checkFits(problems: Problems, plan: AddressPlan, region: string, size: RegionSize): boolean {
  const part = partOfPlan(plan, region);
  const planned = planRegion(plan, region, size);
  if (part === undefined || planned === undefined) return true;
  const sound = RANGE_KINDS.map((kind) => {
    const property = kind === "services" ? "maxServices" : "maxNodes";
    const needed = prefixLength(planned[kind]);
    const bigRange = needed - SLOT_BITS;
    const advice =
      bigRange >= LARGEST_PRIVATE_RANGE
        ? `it needs a /${needed} and there is room for it in a network.${kind} of /${bigRange}`
        : `it needs a /${needed}, which no private range has 64 times, so give the region ranges of its own`;
    const expected = `what fits into the region's part of network.${kind}, ${part[kind]}; ${advice}`;
    return needed >= prefixLength(part[kind]) || problems.refuse(property, size[property], expected);
  });
  return sound.every(Boolean);
}

/** How much a region's ranges hold. */
export interface RegionCapacity {
  /** Nodes that have an address. */
  readonly nodes: number;
  /** Nodes that have a block of addresses for their pods. */
  readonly nodesWithPods: number;
  /** Services. */
  readonly services: number;
}

/** How much a region's ranges hold. */
export function capacityOf(ranges: RegionRanges, maxPodsPerNode = DEFAULT_MAX_PODS_PER_NODE): RegionCapacity {
  return {
    nodes: nodesInSubnet(ranges.nodes),
    nodesWithPods: nodesInPodRange(ranges.pods, maxPodsPerNode),
    services: servicesInRange(ranges.services),
  };
}

/** The ranges of a plan or a region, named for `checkOverlaps`. */
export function namedRanges(property: string, ranges: Partial<RegionRanges>): readonly NamedRange[] {
  return RANGE_KINDS.flatMap((kind) => {
    const range = ranges[kind];
    return range === undefined ? [] : [{ name: `${property}.${kind}`, range }];
  });
}
