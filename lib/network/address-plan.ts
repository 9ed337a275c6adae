import { isRange, overlap, partOf, prefixLength } from "../core/address-ranges";
import { SLOT_BITS, slotOf } from "../core/google-regions";
import type { Problems } from "../core/validation-error";

/** The private IPv4 ranges of one region. */
export interface RegionRanges {
  /** Nodes: the subnet's primary range. `10.4.0.0/18` holds 16,380 nodes. */
  readonly nodes: string;
  /** Pods: a node takes a block of it, a /24 at 110 pods a node. `10.80.0.0/16` holds 256 such nodes. */
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
  /** For pods, /18 or larger: `10.64.0.0/10` gives each region a /16, which is 256 nodes at 110 pods a node. */
  readonly pods: string;
  /** For services, /20 or larger: `10.32.0.0/13` gives each region a /19. */
  readonly services: string;
}

/** A range with the words that name it in an error: `network.nodes`. */
export interface NamedRange {
  readonly name: string;
  readonly range: string;
}

const KINDS = ["nodes", "pods", "services"] as const;

/** The longest prefix of each big range: 64 parts of it are still of use (a subnet is at least a /29). */
const LONGEST_PREFIX = { nodes: 22, pods: 18, services: 20 } as const;

/** The ranges of a region, or `undefined` for one that has no part in the plan because this version does not know it. */
export function planRegion(plan: AddressPlan, region: string): RegionRanges | undefined {
  const slot = slotOf(region);
  if (slot === undefined) return undefined;
  return {
    nodes: partOf(plan.nodes, SLOT_BITS, slot),
    pods: partOf(plan.pods, SLOT_BITS, slot),
    services: partOf(plan.services, SLOT_BITS, slot),
  };
}

/** Checks the big ranges themselves: real ranges, and large enough. */
export function checkAddressPlan(problems: Problems, plan: AddressPlan): boolean {
  const sound = KINDS.map((kind) => {
    const range = plan[kind];
    return (
      problems.known(kind, range) &&
      problems.check(kind, range, isRange(range), 'an IPv4 range, written with its first address: "10.0.0.0/12"') &&
      problems.check(
        kind,
        range,
        prefixLength(range) <= LONGEST_PREFIX[kind],
        `a range of /${LONGEST_PREFIX[kind]} or larger, so that each region's 64th is large enough`,
      )
    );
  });
  return sound.every(Boolean);
}

/** Checks the explicit ranges of one region. */
export function checkRegionRanges(problems: Problems, ranges: RegionRanges): boolean {
  const sound = KINDS.map((kind) =>
    problems.check(kind, ranges[kind], () => isRange(ranges[kind]), 'an IPv4 range: "10.4.0.0/18"'),
  );
  return sound.every(Boolean);
}

/** A node takes twice as many addresses as it may have pods: 256 for GKE's default of 110. */
const POD_BLOCK_PREFIX = 24;

/** Google keeps four addresses of each subnet. */
const RESERVED_ADDRESSES = 4;

/**
 * Checks that a region's ranges hold this many nodes.
 *
 * Source: https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips#cluster_sizing
 */
export function checkCapacity(problems: Problems, property: string, nodes: number, ranges: RegionRanges): void {
  const places = {
    nodes: 2 ** (32 - prefixLength(ranges.nodes)) - RESERVED_ADDRESSES,
    pods: 2 ** Math.max(0, POD_BLOCK_PREFIX - prefixLength(ranges.pods)),
  };
  for (const kind of ["nodes", "pods"] as const) {
    const allowed = `nodes in all pools, one more in each while it is upgraded: up to ${places[kind]}, which is what its range for ${kind}, ${ranges[kind]}, holds`;
    problems.check(property, nodes, nodes <= places[kind], allowed);
  }
}

/** The ranges of a plan or a region, named for `checkOverlaps`. */
export function namedRanges(property: string, ranges: RegionRanges): readonly NamedRange[] {
  return KINDS.map((kind) => ({ name: `${property}.${kind}`, range: ranges[kind] }));
}

/** Notes every pair of ranges that share an address: each user of the platform's network needs its own. */
export function checkOverlaps(problems: Problems, ranges: readonly NamedRange[]): void {
  ranges.forEach((one, index) => {
    for (const other of ranges.slice(0, index)) {
      problems.check(
        one.name,
        one.range,
        () => !overlap(one.range, other.range),
        `a range that shares no address with ${other.name}, ${other.range}`,
      );
    }
  });
}
