import { ComputeRouter } from "@cdktf/provider-google/lib/compute-router";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Problems } from "../core/problems";
import { resolvedIn } from "../core/resolved-in";
import type { NatSubnet } from "./nat-subnets";

interface Gateway {
  readonly path: string;
  /** The network, in Terraform's words, where the router is made in the same stack; the router otherwise. */
  readonly place: string;
  readonly subnets?: readonly NatSubnet[];
}

/** The gateways of one stack, by region. Whether those of other stacks are in the same network cannot be known here. */
const GATEWAYS = new WeakMap<TerraformStack, Map<string, Gateway[]>>();

/**
 * Checks that no other gateway of the network serves the same addresses, and notes which ones this one does.
 *
 * Source: https://cloud.google.com/nat/docs/nat-product-interactions and the field `sourceSubnetworkIpRangesToNat` of
 * https://cloud.google.com/compute/docs/reference/rest/v1/routers
 */
export function checkNatNeighbours(
  problems: Problems,
  construct: Construct,
  options: { readonly region: string; readonly routerName: string; readonly subnets?: readonly NatSubnet[] },
): void {
  const { region, routerName, subnets } = options;
  const stack = TerraformStack.of(construct);
  const regions = GATEWAYS.get(stack) ?? new Map<string, Gateway[]>();
  GATEWAYS.set(stack, regions);
  const gateway = { path: construct.node.path, place: placeOf(stack, routerName), subnets };
  const others = (regions.get(region) ?? []).filter(({ place }) => place === gateway.place);
  regions.set(region, [...(regions.get(region) ?? []), gateway]);
  for (const other of others) checkApart(problems, stack, gateway, other);
}

/** Where a router is: two tokens for one of them are two texts, and two routers of one network one place. */
function placeOf(stack: TerraformStack, routerName: string): string {
  const router = String(resolvedIn(stack, routerName));
  const id = /^\$\{google_compute_router\.([\w-]+)\.name\}$/.exec(router)?.[1];
  const isIt = (one: unknown): one is ComputeRouter => one instanceof ComputeRouter && one.friendlyUniqueId === id;
  const made = id === undefined ? undefined : stack.node.findAll().find(isIt);
  return made?.networkInput === undefined ? router : String(resolvedIn(stack, made.networkInput));
}

function checkApart(problems: Problems, stack: TerraformStack, { subnets }: Gateway, other: Gateway): void {
  const { path, subnets: taken } = other;
  if (subnets === undefined) {
    problems.refuse("subnets", subnets, `subnets that ${path} does not serve: it is a gateway of the same network`);
  } else if (taken === undefined) {
    const expected = `nothing beside ${path}, which serves all subnets of the network in this region: give it subnets, too`;
    problems.refuse("subnets", subnets, expected);
  } else {
    const both = subnets.filter((one) => taken.some((its) => share(stack, one, its))).map(({ subnetId }) => subnetId);
    problems.check("subnets", both, ({ length }) => length === 0, `addresses that ${path} does not serve`);
  }
}

/** Whether two gateways serve addresses of one range. */
function share(stack: TerraformStack, one: NatSubnet, other: NatSubnet): boolean {
  if (subnetOf(stack, one) !== subnetOf(stack, other)) return false;
  const [ofOne, ofOther] = [one.secondaryRanges, other.secondaryRanges];
  const isShared = (names: readonly string[]) =>
    names.length > 0 && (ofOther ?? names).some((name) => names.includes(name));
  const secondary = ofOne === undefined ? ofOther === undefined || ofOther.length > 0 : isShared(ofOne);
  return secondary || ((one.nodes ?? true) && (other.nodes ?? true));
}

/** A subnet, by its path or by its address: one text for both. */
function subnetOf(stack: TerraformStack, { subnetId }: NatSubnet): string {
  return String(resolvedIn(stack, subnetId))
    .replace(/^https:\/\/[^/]+\/compute\/[^/]+\//, "")
    .replace(/\.self_link\}$/, ".id}");
}
