import { demandByPlace, routeOf } from "../../planning/make-world";
import type { RoutingPlanOptions } from "../../planning/planning-options";
import { type RoutingPolicy, tiersOf } from "../../routing/routing-policy";
import type { Prices } from "./planning";

/** What a policy saves each month next to the deployed one, if nodes scale in fully; less than 0 when it costs more. */
export function savingOf(options: RoutingPlanOptions, prices: Prices, policy: RoutingPolicy): number {
  return Object.entries(prices.lastResort).reduce((sum, [service, price]) => {
    const more = homeOf(options, service, policy) - homeOf(options, service, options.current ?? {});
    return sum + more * price;
  }, 0);
}

/** What is saved each month at most, by the next step and by the target: less than 0 is a cost. */
export interface Saving {
  readonly currency: string;
  readonly next: number;
  readonly target: number;
}

export function savingsOf(
  options: RoutingPlanOptions,
  prices: Prices,
  { policy, target }: { readonly policy: RoutingPolicy; readonly target: RoutingPolicy },
): Saving {
  const [next, last] = [policy, target].map((one) => Math.round(savingOf(options, prices, one)));
  return { currency: prices.currency, next: next ?? 0, target: last ?? 0 };
}

/** How much of a service the data centres are asked for under a policy. */
function homeOf({ services, dataCenters }: RoutingPlanOptions, service: string, policy: RoutingPolicy): number {
  return [...demandByPlace(services[service])].reduce((sum, [place, rate]) => {
    const route = routeOf(policy, { codes: [place] });
    const isServed =
      route !== undefined &&
      tiersOf(route)
        .flat()
        .some((name) => dataCenters[name]?.drain !== true);
    return sum + (isServed ? (rate * (route.percent ?? 100)) / 100 : 0);
  }, 0);
}
