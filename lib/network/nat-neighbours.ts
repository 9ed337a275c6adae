import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Problems } from "../core/problems";
import { resolvedIn } from "../core/resolved-in";
import type { NatSubnet } from "./nat-subnets";

interface Gateway {
  readonly path: string;
  /** The router, in Terraform's words: two tokens for one router are two texts. */
  readonly router: string;
  readonly subnets?: readonly NatSubnet[];
}

/** The gateways of one stack, by region. Those of other stacks have routers of their own here. */
const GATEWAYS = new WeakMap<TerraformStack, Map<string, Gateway[]>>();

/**
 * Checks that no other gateway of the router serves the same subnets, and notes which ones this one does.
 *
 * Source: https://cloud.google.com/nat/docs/nat-gateway-ip-addresses#subnet-ranges
 */
export function checkNatNeighbours(
  problems: Problems,
  construct: Construct,
  {
    region,
    routerName,
    subnets,
  }: { readonly region: string; readonly routerName: string; readonly subnets?: readonly NatSubnet[] },
): void {
  const stack = TerraformStack.of(construct);
  const regions = GATEWAYS.get(stack) ?? new Map<string, Gateway[]>();
  GATEWAYS.set(stack, regions);
  const gateway = { path: construct.node.path, router: String(resolvedIn(stack, routerName)), subnets };
  const others = (regions.get(region) ?? []).filter(({ router }) => router === gateway.router);
  regions.set(region, [...(regions.get(region) ?? []), gateway]);
  for (const other of others) checkApart(problems, gateway, other);
}

function checkApart(problems: Problems, { subnets }: Gateway, { path, subnets: taken }: Gateway): void {
  if (subnets === undefined) {
    problems.refuse("subnets", subnets, `subnets that ${path} does not serve: it is a gateway of the same router`);
  } else if (taken === undefined) {
    problems.refuse(
      "subnets",
      subnets,
      `nothing beside ${path}, which serves all subnets of the router's network: give it subnets, too`,
    );
  } else {
    const both = subnets.filter(({ subnetId }) => taken.some((other) => other.subnetId === subnetId));
    const expected = `subnets that ${path} does not serve`;
    problems.check(
      "subnets",
      both.map(({ subnetId }) => subnetId),
      ({ length }) => length === 0,
      expected,
    );
  }
}
