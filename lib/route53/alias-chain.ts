import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";
import type { RoutedDataCenter } from "../routing/routed-data-center";
import { placesOf, propertyOf, type Route, type RoutingPolicy, tiersOf } from "../routing/routing-policy";
import { MAX_PLACES } from "./routing-tree";
import { isTooUneven } from "./weights";

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
    // What is no list is refused by the check of the policy, or the last resort's; and the places of a wave have one route.
    const known = places.filter(({ route: { serveFrom } }) => Array.isArray(serveFrom) && !isUnknown(serveFrom));
    const routes = new Map(known.map((place) => [propertyOf(place), place.route]));
    const isNested = places.length > MAX_PLACES;
    const hops = [...routes].map(([property, route]) => ({ property, hops: mostHops(route, isNested, dataCenters) }));
    const [first, ...others] = hops
      .filter(({ hops }) => hops > MAX_ALIAS_HOPS)
      .sort((one, other) => other.hops - one.hops);
    if (first === undefined) continue;
    const more = others.length === 0 ? "" : `, as do ${others.length} other routes of this policy`;
    const message =
      `makes ${first.hops} aliases in a row${more}, and AWS documents ${MAX_ALIAS_HOPS}: ` +
      "name fewer data centres, or test it before you rely on it";
    problems.warn(["policies", name, ...first.property.split("."), "serveFrom"], message);
  }
}

/** Host to share and share to chain, one more by way of a continent and for each further tier, and one from a tier to its group. */
function mostHops(route: Route, isNested: boolean, dataCenters: ByName<RoutedDataCenter>): number {
  const addresses = (name: string) => dataCenters[name]?.ingress.ipv4 ?? [];
  const hops = tiersOf(route).map((tier, index) => index + 2 + (tier.flatMap(addresses).length > 1 ? 1 : 0));
  return Math.max(1, ...hops) + (isNested ? 1 : 0);
}

/** Warns of data centres that share users and of which one is too small for a weight of its own. */
export function warnOfUnevenParts(
  problems: Problems,
  {
    policies,
    dataCenters,
  }: { readonly policies: ByName<RoutingPolicy>; readonly dataCenters: ByName<RoutedDataCenter> },
): void {
  const capacityOf = (name: string) => dataCenters[name]?.requestsPerSecond;
  for (const [name, policy] of Object.entries(policies)) {
    for (const place of placesOf(policy)) {
      const { serveFrom } = place.route;
      if (!Array.isArray(serveFrom) || isUnknown(serveFrom)) continue;
      for (const tier of tiersOf(place.route)) {
        const sizes = tier.map(capacityOf).filter((size): size is number => size !== undefined && !isUnknown(size));
        if (sizes.length < Math.max(2, tier.length) || !isTooUneven(sizes)) continue;
        const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
        const [small, large] = [tier[sizes.indexOf(least)], tier[sizes.indexOf(most)]];
        const times = Math.round((10 * most) / least) / 10;
        const message = `${small} gets more than its part: weights go from 1 to 255, and ${large} takes ${times} times as much`;
        problems.warn(["policies", name, ...propertyOf(place).split("."), "serveFrom"], message);
      }
    }
  }
}
