import type { RoutingPlanOptions } from "../../lib/planning";
import type { Route, RoutingPolicy } from "../../lib/routing";

/** Which part of a place's users each site serves: written anew from what the records do, without a line of the planner. */
export type Answered = ReadonlyMap<string, number>;

/**
 * Worlds of the tests: places have a route of their own, or none, and then a state has that of its country; each tier is one data centre.
 */
export function answered(
  policy: RoutingPolicy,
  place: string,
  down: readonly string[],
  options: RoutingPlanOptions,
): Answered {
  const route = routeAt(policy, place);
  const isDown = (name: string) => down.includes(name) || options.dataCenters[name]?.drain === true;
  const first = (tiers: readonly unknown[]) => (tiers as readonly string[]).find((name) => !isDown(name));
  const last = down.includes("last-resort")
    ? (first(options.lastResort?.fallBackTo ?? []) ?? "last-resort")
    : "last-resort";
  const served = new Map<string, number>();
  const add = (site: string, share: number) => served.set(site, (served.get(site) ?? 0) + share);
  const sent = route === undefined || route.serveFrom === "last-resort" ? 0 : (route.percent ?? 100) / 100;
  const site = route === undefined || route.serveFrom === "last-resort" ? undefined : first(route.serveFrom);
  add(site ?? last, sent);
  add(last, 1 - sent);
  return served;
}

export function routeAt({ countries, subdivisions }: RoutingPolicy, place: string): Route | undefined {
  if (!place.startsWith("US-")) return countries?.[place as "FR"];
  return subdivisions?.[place as "US-CA"] ?? countries?.US;
}

/** What is asked for too much: by how much at most, as a part of what can be taken; 0 when nothing is. */
export interface Overload {
  readonly site: string;
  readonly service: string;
  readonly down: readonly string[];
  readonly load: number;
  readonly limit: number;
}

/** Each overload, when each place may be answered by a policy of its own. */
export function overloadsOf(
  policyOf: (place: string) => RoutingPolicy,
  options: RoutingPlanOptions,
): readonly Overload[] {
  const { services, dataCenters, lastResort = {} } = options;
  const failures = options.failures ?? Object.keys(dataCenters).map((name) => [name]);
  return Object.keys(services).flatMap((service) => {
    const loadsWhile = (down: readonly string[]) => loadsOf(policyOf, options, service, down);
    const well = loadsWhile([]).get("last-resort") ?? 0;
    return [[], ...failures].flatMap((down) => {
      const loads = loadsWhile(down);
      return [...loads].flatMap(([site, load]): readonly Overload[] => {
        if (down.includes(site)) return [];
        const capacity = dataCenters[site]?.capacity[service];
        const limits = [
          site === "last-resort"
            ? (lastResort.capacity?.[service] ?? Infinity)
            : (capacity ?? 0) * (1 - (dataCenters[site]?.headroom ?? 0.1)),
        ];
        if (site === "last-resort" && down.length > 0 && lastResort.targetUtilization !== undefined) {
          limits.push(Math.max(lastResort.minNodesCapacity?.[service] ?? 0, well / lastResort.targetUtilization));
        }
        const limit = Math.min(...limits);
        return load > limit + 1e-9 * Math.max(1, limit) ? [{ site, service, down, load, limit }] : [];
      });
    });
  });
}

/** What each site is asked for of a service. */
export function loadsOf(
  policyOf: (place: string) => RoutingPolicy,
  options: RoutingPlanOptions,
  service: string,
  down: readonly string[],
): ReadonlyMap<string, number> {
  const loads = new Map<string, number>();
  const demand = Object.entries<number | undefined>(options.services[service]?.demand ?? {});
  // What a country asks for holds what its states do.
  const inStates = demand.reduce((sum, [place, rate = 0]) => sum + (place.startsWith("US-") ? rate : 0), 0);
  for (const [place, all = 0] of demand) {
    const rate = place === "US" ? all - inStates : all;
    for (const [site, share] of answered(policyOf(place), place, down, options)) {
      loads.set(site, (loads.get(site) ?? 0) + share * rate);
    }
  }
  return loads;
}
