import { demandByPlace, routeOf } from "../../planning/groups";
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

/** What is saved each month: one end is where nodes scale in fully, and 0 is where their number stays. Less than 0 is a cost. */
export interface SavingRange {
  readonly least: number;
  readonly most: number;
}

/** What the next step and the target save. */
export interface Saving {
  readonly currency: string;
  readonly next: SavingRange;
  readonly target: SavingRange;
}

export function savingsOf(
  options: RoutingPlanOptions,
  prices: Prices,
  { policy, target }: { readonly policy: RoutingPolicy; readonly target: RoutingPolicy },
): Saving {
  const rangeOf = (one: RoutingPolicy) => savingRange(savingOf(options, prices, one));
  return { currency: prices.currency, next: rangeOf(policy), target: rangeOf(target) };
}

/** The range of what is saved if nodes scale in fully. */
export function savingRange(saved: number): SavingRange {
  const whole = Math.round(saved);
  return { least: Math.min(0, whole), most: Math.max(0, whole) };
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
