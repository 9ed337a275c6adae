import type { Demand } from "../routing/analysis/demand";
import { SUBDIVISION_CODES } from "../routing/countries";
import type { RoutingPolicy } from "../routing/routing-policy";
import { forEachLoad, rowOf } from "./change";
import { demandByPlace, groupsOf, measuredOf } from "./groups";
import { worldOf } from "./make-world";
import type { RoutingPlanOptions } from "./planning-options";
import type { Served, Unit, World } from "./world";

/** What a policy is replayed among. */
export interface Sites extends Pick<RoutingPlanOptions, "dataCenters" | "lastResort"> {
  readonly failures: readonly (readonly string[])[];
}

/** A place or a wave, and which part of its users each site serves. */
export interface UnitShares {
  readonly unit: Unit;
  readonly codes: readonly string[];
  /** For each failure, and first while all is well: for each site, the last resort last. */
  readonly parts: readonly (readonly number[])[];
}

/** Who a policy sends where, whatever they ask for. */
export interface PolicyShares {
  readonly world: World;
  readonly units: readonly UnitShares[];
}

/** The shares of a policy, as the planner counts them, for some places. */
export function sharesOf(
  policy: RoutingPolicy,
  places: readonly string[],
  services: readonly string[],
  { dataCenters, lastResort, failures }: Sites,
): PolicyShares {
  const demand: Demand = Object.fromEntries(askingPlaces(places).map((place) => [place, 1]));
  const named = Object.fromEntries(services.map((service) => [service, { demand }]));
  const options = { services: named, dataCenters, lastResort, failures, current: policy, latency: {} };
  const world = worldOf(options, measuredOf);
  const groups = groupsOf(policy, askingPlaces(places));
  const units = world.units.map((unit, index) => ({
    unit,
    codes: groups[index]?.codes ?? [],
    parts: partsOf(world, unit, unit.now),
  }));
  return { world, units };
}

/** What a unit asks for: for each service of the world, of a demand for each place. */
export function askedOf({ codes }: UnitShares, demands: readonly ReadonlyMap<string, number>[]): readonly number[] {
  return demands.map((demand) => codes.reduce((sum, code) => sum + (demand.get(code) ?? 0), 0));
}

/** The demand of each place by itself, for each service in the order of the world. */
export function demandsOf(
  { services }: World,
  demand: { readonly [service: string]: Demand },
): readonly ReadonlyMap<string, number>[] {
  return services.map((service) => demandByPlace({ demand: demand[service] ?? {} }));
}

function partsOf(world: World, unit: Unit, served: Served): readonly (readonly number[])[] {
  const parts = world.failures.map(() => world.sites.map(() => 0).concat(0));
  const rows = new Map(
    parts.flatMap((some, failure) => some.map((_, site) => [rowOf(world, 0, failure, site), [failure, site] as const])),
  );
  forEachLoad(world, { ...unit, demand: [1] }, served, (row, load) => {
    const [failure = 0, site = 0] = rows.get(row) ?? [];
    const some = parts[failure] ?? [];
    some[site] = (some[site] ?? 0) + load;
  });
  return parts;
}

/** Sorted, each once; a country of states that ask asks as well, in none of them. */
function askingPlaces(places: readonly string[]): readonly string[] {
  const isState = (place: string) => SUBDIVISION_CODES.some((state) => state === place);
  return [...new Set(places.some(isState) ? [...places, "US"] : places)].sort();
}
