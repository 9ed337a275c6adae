import { routeOf } from "../../planning/make-world";
import type { RoutingPlanOptions } from "../../planning/planning-options";
import { SUBDIVISION_CODES } from "../../routing/countries";
import { type RoutingPolicy, tiersOf } from "../../routing/routing-policy";
import type { Prices } from "./settings";

/** What a policy saves each month next to the deployed one, if nodes scale in fully; less than 0 when it costs more. */
export function savingOf(options: RoutingPlanOptions, prices: Prices, policy: RoutingPolicy): number {
  return Object.entries(prices.lastResort).reduce((sum, [service, price]) => {
    const more = homeOf(options, service, policy) - homeOf(options, service, options.current ?? {});
    return sum + more * price;
  }, 0);
}

/** How much of a service the data centres are asked for under a policy. */
function homeOf({ services, dataCenters }: RoutingPlanOptions, service: string, policy: RoutingPolicy): number {
  const demand = Object.entries<number | undefined>(services[service]?.demand ?? {});
  const states = demand.filter(([place]) => (SUBDIVISION_CODES as readonly string[]).includes(place));
  const inStates = states.reduce((sum, [, rate]) => sum + (rate ?? 0), 0);
  return demand.reduce((sum, [place, rate = 0]) => {
    const route = routeOf(policy, { codes: [place] });
    const isServed =
      route !== undefined &&
      tiersOf(route)
        .flat()
        .some((name) => dataCenters[name]?.drain !== true);
    const own = place === "US" ? rate - inStates : rate;
    return sum + (isServed ? (own * (route.percent ?? 100)) / 100 : 0);
  }, 0);
}
