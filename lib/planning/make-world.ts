import { ownValue } from "../core/own-value";
import { type Route, type RoutingPolicy, tiersOf } from "../routing/routing-policy";
import { answering, type Chain, type ChainMaker, chainOf, chainsFor, nearest, type Parts } from "./chains";
import { demandByPlace, type measuredOf, plannedOf, routeOf } from "./groups";
import { estimated, type LatencyPerPlace } from "./latency-by-distance";
import { type Obstacle, obstacleOf } from "./obstacle";
import type { RoutingPlanOptions } from "./planning-options";
import { BY_LAST_RESORT, LAST_RESORT_SITE, type Served, type Unit, type World } from "./world";

/**
 * The world of a plan, from options that were checked.
 *
 * @param measured which groups there are, and whether they are planned
 */
export function worldOf(options: RoutingPlanOptions, measured: typeof measuredOf = plannedOf): World {
  const { limits = {}, lastResort = {}, current = {} } = options;
  const services = Object.keys(options.services).sort();
  const sites = Object.keys(options.dataCenters).sort();
  const numberOf = (site: string) => (site === LAST_RESORT_SITE ? sites.length : sites.indexOf(site));
  const named = options.failures ?? sites.filter((site) => !options.dataCenters[site]?.drain).map((site) => [site]);
  const failures = [[], ...named.map((names) => names.map(numberOf).sort((one, other) => one - other))];
  const rates = (of: (site: string) => { readonly [service: string]: number } | undefined, rest: number) =>
    services.map((service) => sites.map((site) => ownValue(of(site), service) ?? rest));
  const capacity = rates((site) => options.dataCenters[site]?.capacity, 0);
  const atLastResort = services.map((service) => ownValue(lastResort.capacity, service) ?? Number.POSITIVE_INFINITY);
  const drained = new Set(sites.flatMap((site, index) => (options.dataCenters[site]?.drain ? [index] : [])));
  // Who share users do so by what they can take of the first service: the records know one number.
  const shares = sites.map((_, site) => capacity[0]?.[site] || 1);
  const fallBack = (lastResort.fallBackTo ?? []).map((tier) =>
    (typeof tier === "string" ? [tier] : tier).map(numberOf),
  );
  const last: Parts = [[sites.length, 1]];
  const others = failures.map((down): Parts => {
    if (!down.includes(sites.length)) return last;
    const instead = answering(fallBack, (site) => down.includes(site) || drained.has(site), shares);
    return instead.length > 0 ? instead : last;
  });
  const demands = services.map((service) => demandByPlace(options.services[service]));
  const totals = demands.map((demand) => [...demand.values()].reduce((sum, rate) => sum + rate, 0));
  const weights = services.map((service) => options.services[service]?.weight ?? 1);
  const all = weights.reduce((sum, weight, index) => sum + (totals[index] ? weight : 0), 0);
  const worth = weights.map((weight, index) => (totals[index] ? weight / all / (totals[index] ?? 1) : 0));
  const byDistance = distancesOf(options);
  const units = measured(options, demands, worth).map(({ group, demand, weight, isPlanned }): Unit => {
    const rule = options.rules?.[group.name] ?? {};
    const milliseconds = (site: string) =>
      meanOf(group.codes.map((code) => options.latency?.[code]?.[site] ?? byDistance[code]?.[site]));
    const toSites = sites.map(milliseconds);
    const toLast = milliseconds(LAST_RESORT_SITE) ?? 0;
    const isAllowed = (site: number) => rule.allowed?.includes(sites[site] ?? "") ?? true;
    const may = (site: number) =>
      !drained.has(site) &&
      isAllowed(site) &&
      demand.every((rate, service) => rate === 0 || (capacity[service]?.[site] ?? 0) > 0);
    const maker: ChainMaker = { failures, drained, shares, may };
    const served = (policy: RoutingPolicy) =>
      servedBy(routeOf(policy, group), numberOf, (tiers) => chainOf(tiers, toSites, maker));
    const now = served(current);
    const isSmall = !isPlanned || weight === 0;
    // A rule holds for places that are too small to be planned, too: what it forbids goes to the last resort.
    const isForbidden = now.percent > 0 && !now.chain?.tiers.flat().every(isAllowed);
    const isFrozen = rule.frozen === true || (isSmall && !isForbidden);
    const least = limits.fewerDataCenters ? 0 : (now.chain?.standing ?? 0);
    const earlier = options.target && served(options.target);
    const aim = isFrozen ? undefined : earlier;
    const before = aim?.chain && aim.percent > 0 && aim.chain.standing < least ? undefined : aim;
    const near = {
      first: Math.max(limits.fastEnoughMilliseconds ?? 40, toLast + (limits.slowerMilliseconds ?? 15)),
      later: limits.failoverMilliseconds ?? 120,
    };
    const own = [now.chain, before?.chain].flatMap((chain) =>
      chain?.tiers.every((tier) => tier.every(isAllowed)) ? [chain] : [],
    );
    // In the same order whatever is deployed: which of two that are equal is taken must not follow from that.
    const usual = chainsFor(toSites, least, near, maker);
    const chains = isFrozen || isSmall ? [] : uniqueChains([...usual, ...own]);
    const unusual = new Set(own.flatMap(({ key }) => (usual.some((one) => one.key === key) ? [] : [key])));
    const firsts = chains.length === 0 ? [] : nearest(toSites, near.first, maker);
    const onceFree = rule.frozen === true ? earlier : undefined;
    const obstacle = (): Obstacle | undefined => {
      if (rule.frozen === true || chains.some(({ parts: [well = []] }) => well.length > 0)) return undefined;
      const limit = near.first;
      const choice = { sites, services, demand, capacity, milliseconds: toSites, limit, drained, isAllowed, least };
      return isSmall ? { kind: "small" } : obstacleOf(choice);
    };
    return {
      name: group.name,
      firsts,
      demand,
      weight,
      chains,
      unusual,
      now,
      before,
      onceFree,
      isFrozen,
      obstacle: obstacle(),
      lastResortMilliseconds: toLast,
    };
  });
  const withHeadroom = (part: number) =>
    capacity.map((some, service) => [
      ...some.map((rate, site) => rate * (1 - part * (options.dataCenters[sites[site] ?? ""]?.headroom ?? 0.1))),
      atLastResort[service] ?? 0,
    ]);
  return {
    services,
    sites,
    units,
    failures,
    others,
    capacity: capacity.map((some, service) => [...some, atLastResort[service] ?? 0]),
    planned: withHeadroom(1),
    tolerated: withHeadroom(0.5),
    served: rates((site) => options.dataCenters[site]?.servedWell, Number.POSITIVE_INFINITY),
    minNodes: services.map((service) => ownValue(lastResort.minNodesCapacity, service) ?? 0),
    targetUtilization: lastResort.targetUtilization,
    limits: {
      largestStep: limits.largestStep ?? 0.1,
      largestStepOfCapacity: limits.largestStepOfCapacity ?? 0.25,
      leastGain: limits.leastGain ?? 0.0002,
      worthOfMillisecond: limits.worthOfMillisecond ?? 0.003,
      fewerDataCenters: limits.fewerDataCenters ?? false,
    },
  };
}

/** What is known of latency without a measurement. */
function distancesOf({ dataCenters, lastResort }: RoutingPlanOptions): LatencyPerPlace {
  const known = Object.entries(dataCenters).flatMap(([name, { location }]) => (location ? [[name, location]] : []));
  return estimated({ ...Object.fromEntries(known), [LAST_RESORT_SITE]: lastResort?.locations ?? [] });
}

function servedBy(
  route: Route | undefined,
  numberOf: (site: string) => number,
  chain: (tiers: readonly (readonly number[])[]) => Chain,
): Served {
  const tiers = route === undefined ? [] : tiersOf(route).map((tier) => tier.map(numberOf));
  if (route === undefined || tiers.length === 0) return BY_LAST_RESORT;
  return { chain: chain(tiers), percent: route.percent ?? 100 };
}

function uniqueChains(chains: readonly Chain[]): readonly Chain[] {
  return [...new Map(chains.map((chain) => [chain.key, chain])).values()];
}

function meanOf(numbers: readonly (number | undefined)[]): number | undefined {
  const known = numbers.filter((number) => number !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, number) => sum + number, 0) / known.length;
}
