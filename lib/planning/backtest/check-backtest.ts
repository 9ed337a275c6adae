import { checkNumber } from "../../core/checks";
import type { Problems } from "../../core/problems";
import { checkDemand } from "../../routing/analysis/demand";
import { JUDGED_BY } from "../../routing/analysis/known-rate";
import { checkRoutingPolicy } from "../../routing/check-routing-policy";
import { checkPlanOptions } from "../check-options";
import { AN_HOUR } from "../gain/check-gain";
import { hourOf } from "../gain/times";
import type { BacktestOptions } from "./backtest-options";

/** The services that anything is asked of, sorted. */
export function servicesOf({ hours }: Pick<BacktestOptions, "hours">): readonly string[] {
  return [...new Set(hours.flatMap(({ demand }) => Object.keys(demand)))].sort();
}

/** What is out of range for a backtest. */
export function checkBacktest(problems: Problems, options: BacktestOptions): void {
  const { hours, policies, dataCenters, lastResort, failures, weights = {}, prices = {} } = options;
  if (!problems.known("hours", hours, JUDGED_BY)) return;
  const services = servicesOf(options);
  if (services.length === 0) problems.refuse("hours", hours.length, "at least one hour with the demand of a service");
  const known = new Set<number>();
  hours.forEach(({ time, demand }, index) => {
    const at = ["hours", String(index)];
    const hour = hourOf(time);
    if (!problems.known([...at, "time"], time, JUDGED_BY)) return;
    if (hour === undefined) problems.refuse([...at, "time"], time, AN_HOUR, "format");
    else if (known.has(hour)) problems.conflict([...at, "time"], `is ${time} again`);
    else known.add(hour);
    for (const [service, each] of Object.entries(demand)) checkDemand(problems, [...at, "demand", service], each);
  });
  if (Object.keys(policies).length === 0) problems.refuse("policies", policies, "at least one policy");
  for (const [name, policy] of Object.entries(policies)) {
    checkRoutingPolicy(problems.at(["policies", name]), policy, Object.keys(dataCenters));
  }
  const isService = (name: string) => services.includes(name);
  for (const [property, rates] of Object.entries({ weights, prices })) {
    for (const [service, rate] of Object.entries(rates)) {
      const path = [property, service];
      problems.check(path, service, isService, `a service: ${services.join(", ")}`, "one-of");
      if (!problems.known(path, rate, JUDGED_BY) || !checkNumber(problems, path, rate, [0])) continue;
      if (property === "weights") problems.check(path, rate, (one) => one > 0, "more than 0", "number");
    }
  }
  const named = Object.fromEntries(services.map((service) => [service, { demand: {} }]));
  if (services.length > 0)
    checkPlanOptions(problems, { services: named, dataCenters, lastResort, failures, latency: {} });
}
