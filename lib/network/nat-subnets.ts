import type { ComputeRouterNatConfig, ComputeRouterNatSubnetwork } from "@cdktf/provider-google/lib/compute-router-nat";
import type { Problems } from "../core/problems";

/** A subnet whose nodes go out through a NAT gateway. */
export interface NatSubnet {
  /** The subnet: `projects/P/regions/R/subnetworks/S`. */
  readonly subnetId: string;

  /**
   * Whether addresses of nodes are translated: the subnet's primary range. GKE gives pods the address of their node on the
   * way to the Internet, unless its own SNAT is off.
   *
   * @default true
   */
  readonly nodes?: boolean;

  /**
   * The names of the secondary ranges whose addresses are translated, such as `["pods"]`.
   *
   * @default - all of them
   */
  readonly secondaryRanges?: readonly string[];
}

const ALL = "ALL_IP_RANGES";
const NODES = "PRIMARY_IP_RANGE";
const SECONDARY = "LIST_OF_SECONDARY_IP_RANGES";

/** Which subnets a gateway serves, for the provider: all of the network's in the region unless some are listed. */
export function natSubnetsConfig(
  subnets: readonly NatSubnet[] | undefined,
): Pick<ComputeRouterNatConfig, "sourceSubnetworkIpRangesToNat" | "subnetwork"> {
  if (subnets === undefined) return { sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES" };
  return { sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS", subnetwork: subnets.map(subnetConfig) };
}

function subnetConfig({ subnetId, nodes = true, secondaryRanges }: NatSubnet): ComputeRouterNatSubnetwork {
  if (nodes && secondaryRanges === undefined) return { name: subnetId, sourceIpRangesToNat: [ALL] };
  const someSecondary = secondaryRanges === undefined || secondaryRanges.length > 0;
  return {
    name: subnetId,
    sourceIpRangesToNat: [...(nodes ? [NODES] : []), ...(someSecondary ? [SECONDARY] : [])],
    secondaryIpRangeNames: secondaryRanges && secondaryRanges.length > 0 ? [...secondaryRanges] : undefined,
  };
}

/** Validates the subnets that a gateway serves. */
export function checkNatSubnets(problems: Problems, subnets: readonly NatSubnet[]): void {
  // Not a token: each subnet is a block of its own.
  if (!problems.known("subnets", subnets)) return;
  problems.check("subnets", subnets, ({ length }) => length > 0, "at least one subnet, or leave it out");
  const ids = subnets.map(({ subnetId }) => subnetId);
  problems.check("subnets", ids, (all) => new Set(all).size === all.length, "each subnet once");
  for (const [index, { nodes = true, secondaryRanges }] of subnets.entries()) {
    const below = problems.at(["subnets", `${index}`]);
    if (!below.known("nodes", nodes) || nodes) continue;
    const expected = "the names of ranges: with nodes false, nothing else is left to translate";
    below.check("secondaryRanges", secondaryRanges, (names) => (names ?? []).length > 0, expected);
  }
}
