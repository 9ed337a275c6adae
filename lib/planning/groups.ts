import { ownValue } from "../core/own-value";
import { continentOf, isCountryCode, SUBDIVISION_CODES } from "../routing/countries";
import { codesOf, placesOf, type Route, type RoutingPolicy, type Wave } from "../routing/routing-policy";
import type { PlannedService, RoutingPlanOptions } from "./planning-options";

const STATES: ReadonlySet<string> = new Set(SUBDIVISION_CODES);

/** Places that move together, before anything is known of their chains. */
export interface Group {
  readonly name: string;
  readonly codes: readonly string[];
  readonly wave?: string;
}

/** A group with what it asks for. */
export interface MeasuredGroup {
  readonly group: Group;
  /** For each service. */
  readonly demand: readonly number[];
  /** Its part of all that is asked for, weighted. */
  readonly weight: number;
  /** Whether a route may be found for it. */
  readonly isPlanned: boolean;
}

/** What groups ask for: each of them by itself, none of them planned. */
export function measuredOf(
  { current = {} }: RoutingPlanOptions,
  demands: readonly ReadonlyMap<string, number>[],
  worth: readonly number[],
): readonly MeasuredGroup[] {
  const groups = groupsOf(current, [...new Set(demands.flatMap((demand) => [...demand.keys()]))].sort());
  return groups.map((group) => measure(group, group.codes, demands, worth));
}

/**
 * The same for a plan: as many of the largest as may have a route of their own are planned. A state that is not, and has neither a route nor a
 * rule, is a part of its country and goes where that goes: without that it would need a route of its own.
 */
export function plannedOf(
  options: RoutingPlanOptions,
  demands: readonly ReadonlyMap<string, number>[],
  worth: readonly number[],
): readonly MeasuredGroup[] {
  const { current = {}, rules, limits = {} } = options;
  const measured = measuredOf(options, demands, worth);
  const routed = new Set(placesOf(current).flatMap(({ kind, code }) => (kind === "continent" ? [] : [code])));
  const isNew = ({ group }: MeasuredGroup) => !group.codes.every((code) => routed.has(code));
  const inherits = ({ group: { name } }: MeasuredGroup) => STATES.has(name) && !routed.has(name);
  const isRuled = ({ group: { name } }: MeasuredGroup) => ownValue(rules, name) !== undefined;
  // Of a state with a rule the country cannot decide: it needs its route before others get one.
  const isFirst = (one: MeasuredGroup) => Number(inherits(one) && isRuled(one));
  const most = limits.places ?? 99;
  let left = Math.max(0, most - placesOf(current).length);
  const planned = new Set<MeasuredGroup>();
  for (const one of [...measured].sort((a, b) => isFirst(b) - isFirst(a) || b.weight - a.weight)) {
    if (planned.size >= most || (isNew(one) && left === 0)) continue;
    if (isNew(one)) left--;
    planned.add(one);
  }
  const isCountry = ({ group }: MeasuredGroup) => group.codes.includes("US");
  const isPart = (one: MeasuredGroup) => !planned.has(one) && inherits(one) && !isRuled(one);
  const parts = measured.some(isCountry) ? measured.filter(isPart) : [];
  return measured
    .filter((one) => !parts.includes(one))
    .map((one) => {
      const states = isCountry(one) ? parts.map(({ group }) => group.name) : [];
      const { group } = one;
      return { ...measure(group, [...group.codes, ...states], demands, worth), isPlanned: planned.has(one) };
    });
}

function measure(
  group: Group,
  codes: readonly string[],
  demands: readonly ReadonlyMap<string, number>[],
  worth: readonly number[],
): MeasuredGroup {
  const demand = demands.map((some) => codes.reduce((sum, code) => sum + (some.get(code) ?? 0), 0));
  const weight = demand.reduce((sum, rate, service) => sum + rate * (worth[service] ?? 0), 0);
  return { group, demand, weight, isPlanned: false };
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
