import { ownValue } from "../core/own-value";
import { continentOf, isCountryCode, SUBDIVISION_CODES } from "../routing/countries";
import { codesOf, placesOf, type Route, type RoutingPolicy, tiersOf, type Wave } from "../routing/routing-policy";
import { answering, type Chain, type ChainMaker, chainOf, chainsFor, nearest, type Parts } from "./chains";
import { estimated, type LatencyPerPlace } from "./latency-by-distance";
import { type Obstacle, obstacleOf } from "./obstacle";
import type { PlannedService, RoutingPlanOptions } from "./planning-options";
import { BY_LAST_RESORT, LAST_RESORT_SITE, type Served, type Unit, type World } from "./world";

/** Places that move together, before anything is known of their chains. */
export interface Group {
  readonly name: string;
  readonly codes: readonly string[];
  readonly wave?: string;
}

/** The world of a plan, from options that were checked. */
export function worldOf(options: RoutingPlanOptions): World {
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
  const ofCode = (code: string) => demands.map((demand) => demand.get(code) ?? 0);
  const weigh = (demand: readonly number[]) => demand.reduce((sum, rate, index) => sum + rate * (worth[index] ?? 0), 0);
  const groups = groupsOf(current, [...new Set(demands.flatMap((demand) => [...demand.keys()]))].sort());
  const measured = groups.map((group) => {
    const demand = services.map((_, service) =>
      group.codes.reduce((sum, code) => sum + (ofCode(code)[service] ?? 0), 0),
    );
    return { group, demand, weight: weigh(demand) };
  });
  const planned = new Set(
    [...measured]
      .sort((one, other) => other.weight - one.weight)
      .slice(0, limits.places ?? 99)
      .map(({ group }) => group),
  );
  const byDistance = distancesOf(options);
  const units = measured.map(({ group, demand, weight }): Unit => {
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
    const isSmall = !planned.has(group) || weight === 0;
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
    const chains = isFrozen || isSmall ? [] : uniqueChains([...chainsFor(toSites, least, near, maker), ...own]);
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

/** The demand of each place by itself: of the United States, what is in no state. */
export function demandByPlace(service: Pick<PlannedService, "demand"> | undefined): ReadonlyMap<string, number> {
  const demand = new Map(
    Object.entries<number | undefined>(service?.demand ?? {}).map(([code, rate]) => [code, rate ?? 0]),
  );
  const inStates = SUBDIVISION_CODES.reduce((sum, state) => sum + (demand.get(state) ?? 0), 0);
  if (demand.has("US")) demand.set("US", (demand.get("US") ?? 0) - inStates);
  return demand;
}

/** The waves of a policy, and each other place that is asked for, or has a route, by itself. */
export function groupsOf(policy: RoutingPolicy, asking: readonly string[]): readonly Group[] {
  const waves = Object.entries(policy.waves ?? {}).map(([name, wave]): Group => {
    const codes = [...codesOf(wave, "country"), ...codesOf(wave, "subdivision"), ...onContinents(wave, policy, asking)];
    return { name, codes: codes.sort(), wave: name };
  });
  const inWaves = new Set(waves.flatMap(({ codes }) => codes));
  const routed = placesOf(policy).filter(({ kind, wave }) => kind !== "continent" && wave === undefined);
  const own = new Set([...asking, ...routed.map(({ code }) => code)].filter((code) => !inWaves.has(code)));
  return [...waves, ...[...own].sort().map((code) => ({ name: code, codes: [code] }))];
}

/** The places of a wave's continents that have no route of their own. */
function onContinents(wave: Wave, policy: RoutingPolicy, asking: readonly string[]): readonly string[] {
  const own = new Set(placesOf(policy).flatMap(({ kind, code }) => (kind === "country" ? [code] : [])));
  const isOn = (code: string) => isCountryCode(code) && codesOf(wave, "continent").includes(continentOf(code));
  return asking.filter((code) => isOn(code) && !own.has(code));
}

/** The route of a group's places: their own, that of their country, or that of their continent. */
export function routeOf(policy: RoutingPolicy, group: Pick<Group, "codes" | "wave">): Route | undefined {
  return routesBy(policy)(group);
}

/** The same for many groups. */
export function routesBy(policy: RoutingPolicy): (group: Pick<Group, "codes" | "wave">) => Route | undefined {
  const routes = new Map(placesOf(policy).map(({ kind, code, route }) => [`${kind} ${code}`, route]));
  return ({ codes: [code = ""], wave }) => {
    if (wave !== undefined) return ownValue(policy.waves, wave);
    const country = code.startsWith("US-") ? "US" : code;
    const own = code === country ? undefined : routes.get(`subdivision ${code}`);
    const ofContinent = isCountryCode(country) ? routes.get(`continent ${continentOf(country)}`) : undefined;
    return own ?? routes.get(`country ${country}`) ?? ofContinent;
  };
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
