import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";
import type { RoutedDataCenter } from "../routing/routed-data-center";
import { membersOf, type Place, placesOf, propertyOf, type RoutingPolicy } from "../routing/routing-policy";
import { MAX_PLACES } from "./routing-tree";

/** Aliases that a query may follow: beyond it, AWS speaks of "up to three levels of recursion". */
const MAX_ALIAS_HOPS = 3;

type ByName<Value> = { readonly [name: string]: Value };

/** Warns of places whose users follow more aliases in a row than AWS documents. */
export function warnOfLongChains(
  problems: Problems,
  {
    policies,
    dataCenters,
  }: { readonly policies: ByName<RoutingPolicy>; readonly dataCenters: ByName<RoutedDataCenter> },
): void {
  for (const [name, policy] of Object.entries(policies)) {
    const places = placesOf(policy);
    // What only Terraform knows is refused by the check of the policy.
    for (const place of places.filter(({ route }) => !isUnknown(route.serveFrom))) {
      const hops = hopsTo(place, places.length > MAX_PLACES, dataCenters);
      if (hops <= MAX_ALIAS_HOPS) continue;
      const message =
        `makes ${hops} aliases in a row, and AWS documents ${MAX_ALIAS_HOPS}: ` +
        "name fewer data centres, or test it before you rely on it";
      problems.warn(["policies", name, ...propertyOf(place).split("."), "serveFrom"], message);
    }
  }
}

/** Host to share and share to chain, one more by way of a continent, for each further tier, and to a group. */
function hopsTo({ route }: Place, isNested: boolean, dataCenters: ByName<RoutedDataCenter>): number {
  const tiers = route.serveFrom.map(membersOf);
  const addresses = (name: string) => dataCenters[name]?.ingress.ipv4 ?? [];
  const hasGroup = tiers.some((tier) => tier.flatMap(addresses).length > 1);
  return 1 + (isNested ? 1 : 0) + tiers.length + (hasGroup ? 1 : 0);
}
