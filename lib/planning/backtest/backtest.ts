import { validateShape } from "../../core/options-shape";
import { Problems } from "../../core/problems";
import type { RoutingPolicy } from "../../routing/routing-policy";
import { hourOf, hourText } from "../gain/times";
import { askedOf, demandsOf, type PolicyShares, sharesOf } from "../policy-shares";
import { ROUNDING } from "../rows";
import { siteName, type World } from "../world";
import type { BacktestOptions } from "./backtest-options";
import { checkBacktest, servicesOf } from "./check-backtest";

/** A site that was asked for more of a service than it can take. */
export interface OverCapacity {
  /** The data centre, or `"last-resort"`. */
  readonly site: string;
  readonly service: string;
  /** What is down; nothing while all is well. */
  readonly down: readonly string[];
  /** How long: an hour whose number is too large counts as a whole one. */
  readonly minutes: number;
  /** The worst hour, what it was asked for then, and what it can take. */
  readonly worst: { readonly time: string; readonly load: number; readonly capacity: number };
}

/** What nodes of the last resort cost over all hours. */
export interface ReplayedCost {
  /** When nodes are scaled in each hour to what it needs. */
  readonly least: number;
  /** When they are never scaled in: those of the busiest hour run all the time. */
  readonly most: number;
}

/** What one policy would have done. */
export interface ReplayedPolicy {
  /** The share of all that was asked for which data centres serve, from 0 to 1: each service counts by its weight. */
  readonly atHome: number;
  /** How many minutes any site was asked for more than it can take, while all is well. */
  readonly minutesOver: number;
  /** Each site and service that is asked for too much, under each failure; the longest first. */
  readonly overCapacity: readonly OverCapacity[];
  /** With `prices` alone. */
  readonly cost?: ReplayedCost;
}

/** What policies would have done over the same hours. */
export interface Backtest {
  /** The first and the last hour, how many there are, and how many in between have no data. */
  readonly from: string;
  readonly to: string;
  readonly hours: number;
  readonly missingHours: number;
  /** By the names of the options. */
  readonly policies: { readonly [name: string]: ReplayedPolicy };
}

/**
 * Replays policies over hours that were: how long anything would have been asked for more than it can take, which share data centres would
 * have served, and what the last resort would have cost.
 *
 * Loads are those of the planner: exact percentages, and each failure for all of the time. What users really ask for differs from minute to
 * minute, since DNS divides resolvers and not requests.
 *
 * @throws `ValidationError` for what is out of range
 */
export function backtest(options: BacktestOptions): Backtest {
  validateShape("backtest", options, "BacktestOptions");
  Problems.of("backtest", (problems) => checkBacktest(problems, options));
  const hours = [...options.hours].sort((one, other) => numberOf(one.time) - numberOf(other.time));
  const [first = 0, last = 0] = [hours[0], hours.at(-1)].map((hour) => numberOf(hour?.time ?? ""));
  const sorted = { ...options, hours };
  const policies = Object.entries(options.policies).map(([name, policy]) => [name, replayed(policy, sorted)] as const);
  return {
    from: hourText(first),
    to: hourText(last),
    hours: hours.length,
    missingHours: last - first + 1 - hours.length,
    policies: Object.fromEntries(policies),
  };
}

function replayed(policy: RoutingPolicy, options: BacktestOptions): ReplayedPolicy {
  const { hours, dataCenters, lastResort, failures = [], weights = {}, prices } = options;
  const services = servicesOf(options);
  const places = [...new Set(hours.flatMap(({ demand }) => Object.values(demand).flatMap(Object.keys)))];
  const shares = sharesOf(policy, places, services, { dataCenters, lastResort, failures });
  const { world } = shares;
  const over = new Map<string, OverCapacity>();
  const total = services.map(() => 0);
  const home = services.map(() => 0);
  const nodes = services.map((): number[] => []);
  let minutesOver = 0;
  for (const { time, demand } of hours) {
    let isOver = false;
    loadsOf(shares, demand).forEach((ofService, service) => {
      const [well = []] = ofService;
      const all = well.reduce((sum, load) => sum + load, 0);
      const cloud = well[world.sites.length] ?? 0;
      total[service] = (total[service] ?? 0) + all;
      home[service] = (home[service] ?? 0) + all - cloud;
      nodes[service]?.push(Math.max(world.minNodes[service] ?? 0, cloud / (world.targetUtilization ?? 1)));
      ofService.forEach((loads, failure) => {
        loads.forEach((load, site) => {
          const capacity = world.capacity[service]?.[site] ?? 0;
          if (world.failures[failure]?.includes(site) || load <= capacity * (1 + ROUNDING)) return;
          isOver ||= failure === 0;
          const key = [service, failure, site].join();
          const before = over.get(key);
          const worst = before !== undefined && before.worst.load >= load ? before.worst : { time, load, capacity };
          over.set(key, { ...namesOf(world, service, failure, site), minutes: (before?.minutes ?? 0) + 60, worst });
        });
      });
    });
    if (isOver) minutesOver += 60;
  }
  // A service that nobody asked for counts for nothing.
  const counted = services.map((service, index) => (total[index] ? (weights[service] ?? 1) : 0));
  const atHome = mean(
    services.map((_, index) => (home[index] ?? 0) / (total[index] || 1)),
    counted,
  );
  const overCapacity = [...over.values()].sort((one, other) => other.minutes - one.minutes);
  const costs =
    prices === undefined
      ? {}
      : {
          cost: costOf(
            nodes,
            services.map((service) => prices[service] ?? 0),
          ),
        };
  return { atHome, minutesOver, overCapacity, ...costs };
}

/** What each site is asked for: for each service, failure and site, the last resort last. */
function loadsOf(
  { world, units }: PolicyShares,
  demand: BacktestOptions["hours"][number]["demand"],
): readonly (readonly (readonly number[])[])[] {
  const demands = demandsOf(world, demand);
  const loads = world.services.map(() => world.failures.map(() => world.sites.map(() => 0).concat(0)));
  for (const unit of units) {
    askedOf(unit, demands).forEach((asked, service) => {
      if (asked === 0) return;
      unit.parts.forEach((parts, failure) => {
        const row = loads[service]?.[failure] ?? [];
        parts.forEach((part, site) => {
          row[site] = (row[site] ?? 0) + asked * part;
        });
      });
    });
  }
  return loads;
}

function namesOf(world: World, service: number, failure: number, site: number) {
  const down = (world.failures[failure] ?? []).map((one) => siteName(world, one));
  return { site: siteName(world, site), service: world.services[service] ?? "", down };
}

function costOf(nodes: readonly (readonly number[])[], prices: readonly number[]): ReplayedCost {
  const sum = (of: (hours: readonly number[]) => number) =>
    nodes.reduce((all, hours, service) => all + of(hours) * (prices[service] ?? 0), 0);
  return {
    least: sum((hours) => hours.reduce((all, running) => all + running, 0)),
    most: sum((hours) => hours.reduce((most, running) => Math.max(most, running), 0) * hours.length),
  };
}

function mean(values: readonly number[], weights: readonly number[]): number {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return values.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0) / (all || 1);
}

const numberOf = (time: string) => hourOf(time) ?? 0;
