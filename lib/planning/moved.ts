import type { RoutingPolicy } from "../routing/routing-policy";
import type { RoutingPlanOptions } from "./planning-options";
import { demandsOf, type PolicyShares, sharesOf } from "./policy-shares";

/** Who changes sides between two policies while all is well. */
export interface Moved {
  /** Which part of each place's users, from 0 to 1, by its code. Places that stay are left out. */
  readonly places: ReadonlyMap<string, number>;
  /** Which part of all that is asked for, by the name of the service. */
  readonly services: ReadonlyMap<string, number>;
}

export function movedBetween(
  { services, dataCenters, lastResort }: Pick<RoutingPlanOptions, "services" | "dataCenters" | "lastResort">,
  before: RoutingPolicy,
  after: RoutingPolicy,
): Moved {
  const names = Object.keys(services).sort();
  const codes = names.flatMap((name) => Object.keys(services[name]?.demand ?? {}));
  const sites = { dataCenters, lastResort, failures: [] };
  const [old, next] = [before, after].map((policy) => sharesOf(policy, codes, names, sites));
  const were = partsByCode(old);
  const moved = new Map<string, number>();
  for (const [code, parts] of partsByCode(next)) {
    const was = were.get(code) ?? [];
    const share = parts.reduce((sum, part, site) => sum + Math.max(0, part - (was[site] ?? 0)), 0);
    if (share > 0) moved.set(code, share);
  }
  const demand = Object.fromEntries(names.map((name) => [name, services[name]?.demand ?? {}]));
  const rates = next === undefined ? [] : demandsOf(next.world, demand);
  const shares = (next?.world.services ?? []).map((name, index): [string, number] => {
    const all = [...(rates[index] ?? [])];
    const total = all.reduce((sum, [, rate]) => sum + rate, 0);
    return [name, all.reduce((sum, [code, rate]) => sum + rate * (moved.get(code) ?? 0), 0) / (total || 1)];
  });
  return { places: moved, services: new Map(shares) };
}

/** For each place, which part of its users each site serves while all is well. */
function partsByCode(shares: PolicyShares | undefined): ReadonlyMap<string, readonly number[]> {
  return new Map(
    (shares?.units ?? []).flatMap(({ codes, parts: [parts = []] }) => codes.map((code) => [code, parts] as const)),
  );
}
