import { counted } from "../core/counted";
import { ownValue } from "../core/own-value";
import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";
import type { LastResort } from "../routing/last-resort";
import type { RoutedDataCenter } from "../routing/routed-data-center";
import { membersOf, placesOf, propertyOf, type RoutingPolicy, tiersOf } from "../routing/routing-policy";
import { MAX_PLACES } from "./routing-tree";
import { isTooUneven } from "./weights";

/** Aliases that a query may follow: beyond it, AWS speaks of "up to three levels of recursion". */
const MAX_ALIAS_HOPS = 3;

type ByName<Value> = { readonly [name: string]: Value };

type Tiers = readonly (readonly string[])[];

/** What decides how many aliases a query follows. */
interface Routed {
  readonly policies: ByName<RoutingPolicy>;
  readonly dataCenters: ByName<RoutedDataCenter>;
  readonly lastResort?: Partial<LastResort>;
}

/** Warns of places whose users follow more aliases in a row than AWS documents. */
export function warnOfLongChains(problems: Problems, routed: Routed): void {
  const { policies, lastResort: { fallBackTo } = {} } = routed;
  const behind = hopsBehindLastResort(routed);
  const remedy = "name fewer data centres, or test it before you rely on it";
  const documented = `and AWS documents ${MAX_ALIAS_HOPS}: ${remedy}`;
  for (const [name, policy] of Object.entries(policies)) {
    const places = placesOf(policy);
    // What is not a list is refused by the check of the policy, or the last resort's; and the places of a wave have one route.
    const known = places.filter(({ route: { serveFrom } }) => Array.isArray(serveFrom) && !isUnknown(serveFrom));
    const routes = new Map(known.map((place) => [propertyOf(place), place.route]));
    const nested = places.length > MAX_PLACES ? 1 : 0;
    const hops = [...routes].map(([property, route]) => {
      return { property, hops: nested + mostHops(tiersOf(route), routed.dataCenters, behind) };
    });
    const [first, ...others] = hops
      .filter(({ hops }) => hops > MAX_ALIAS_HOPS)
      .sort((one, other) => other.hops - one.hops);
    if (first === undefined) continue;
    const more =
      others.length === 0
        ? ""
        : `, as ${others.length > 1 ? "do" : "does"} ${counted(others.length, "other route")} of this policy`;
    const withThose = fallBackTo === undefined ? "" : ", with those of lastResort.fallBackTo";
    const message = `makes ${first.hops} aliases in a row${withThose}${more}, ${documented}`;
    problems.warn(["policies", name, ...first.property.split("."), "serveFrom"], message);
  }
  const nested = Object.values(policies).some((policy) => placesOf(policy).length > MAX_PLACES) ? 1 : 0;
  const ofEveryoneElse = nested + 1 + behind;
  if (behind === 0 || ofEveryoneElse <= MAX_ALIAS_HOPS) return;
  problems.warn(
    ["lastResort", "fallBackTo"],
    `makes ${ofEveryoneElse} aliases in a row for everyone else, ${documented}`,
  );
}

/** From the pair that the last resort is while it is checked: to its addresses, or to the data centres behind it. */
function hopsBehindLastResort({ dataCenters, lastResort: { fallBackTo } = {} }: Routed): number {
  if (!Array.isArray(fallBackTo) || isUnknown(fallBackTo)) return 0;
  return Math.max(...hopsTo(fallBackTo.map(membersOf), dataCenters), 0);
}

/**
 * Host to share and share to chain, one more for each further tier, and one from a tier to its group; and from the last chain to
 * the last resort, where that is checked.
 */
function mostHops(tiers: Tiers, dataCenters: ByName<RoutedDataCenter>, behindLastResort: number): number {
  const toLastResort = behindLastResort === 0 ? 0 : tiers.length + 2 + behindLastResort;
  return Math.max(toLastResort, ...hopsTo(tiers, dataCenters).map((hops) => hops + 1));
}

/** From what leads to the chain of these tiers: to each of them, and one more where it is a group. */
function hopsTo(tiers: Tiers, dataCenters: ByName<RoutedDataCenter>): readonly number[] {
  const addresses = (name: string) => ownValue(dataCenters, name)?.ingress.ipv4 ?? [];
  return tiers.map((tier, index) => index + 1 + (tier.flatMap(addresses).length > 1 ? 1 : 0));
}

/** Warns of data centres that share users and of which one is too small for a weight of its own. */
export function warnOfUnevenParts(
  problems: Problems,
  {
    policies,
    dataCenters,
  }: { readonly policies: ByName<RoutingPolicy>; readonly dataCenters: ByName<RoutedDataCenter> },
): void {
  const capacityOf = (name: string) => ownValue(dataCenters, name)?.requestsPerSecond;
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
