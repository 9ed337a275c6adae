import { isUnknown } from "../../lib/core/tokens";
import {
  KINDS,
  membersOf,
  PLACE_KINDS,
  type Route,
  type RoutingPolicy,
  type Tier,
} from "../../lib/routing/routing-policy";

/** The options that name data centres which DNS sends users to. */
export interface ServingOptions {
  readonly routing?: RoutingPolicy;
  readonly services?: { readonly [name: string]: { readonly routing?: RoutingPolicy } };
  readonly lastResort?: { readonly fallBackTo?: readonly Tier[] };
}

/** What sends users to each data centre: the first option that names it. */
export function placesServedFrom(props: ServingOptions): ReadonlyMap<string, string> {
  const policies: readonly (readonly [string, RoutingPolicy | undefined])[] = [
    ["routing", props.routing],
    ...Object.entries(props.services ?? {}).map(
      ([name, { routing }]) => [`services.${name}.routing`, routing] as const,
    ),
  ];
  const places = policies.flatMap(([where, policy]) => (policy === undefined ? [] : routesOf(where, policy)));
  const fallBack = namesIn(props.lastResort?.fallBackTo).map((name) => [name, "lastResort.fallBackTo"] as const);
  return new Map([...places, ...fallBack].reverse());
}

function routesOf(where: string, policy: RoutingPolicy): readonly (readonly [dataCenter: string, where: string])[] {
  return [...PLACE_KINDS.map((kind) => KINDS[kind].property), "waves" as const].flatMap((property) => {
    const routes: { readonly [place: string]: Route | undefined } = policy[property] ?? {};
    return Object.entries(routes).flatMap(([place, route]) =>
      namesIn(route?.serveFrom).map((name) => [name, `${where}.${property}.${place}`] as const),
    );
  });
}

/** What only Terraform knows, or what is not valid, is refused in its own part. */
function namesIn(tiers: readonly Tier[] | string | undefined): readonly string[] {
  if (isUnknown(tiers) || !Array.isArray(tiers)) return [];
  return tiers.flatMap((tier: Tier) => (isUnknown(tier) ? [] : membersOf(tier)));
}
