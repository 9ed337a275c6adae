import type { Chain } from "./chains";
import { BY_LAST_RESORT, type Served, type Unit, type World } from "./world";

/** What sites are asked for more, or less, with each percent of a unit's users on a chain and not at the last resort. */
export interface Change {
  /** The loads that change, by their numbers. */
  readonly rows: Int32Array;
  /** By how much, with each percent. */
  readonly perPoint: Float64Array;
  /** The same of the last resort alone, for each service and failure. */
  readonly atLast: Float64Array;
}

export function changeBy(world: World, unit: Unit, chain: Chain): Change {
  const { services, failures, sites } = world;
  const changes = new Map<number, number>();
  const add = (times: number) => (row: number, load: number) =>
    changes.set(row, (changes.get(row) ?? 0) + (times * load) / 100);
  forEachLoad(world, unit, { chain, percent: 100 }, add(1));
  forEachLoad(world, unit, BY_LAST_RESORT, add(-1));
  const some = [...changes].filter(([, load]) => load !== 0).sort(([one], [other]) => one - other);
  const atLast = services.flatMap((_, service) =>
    failures.map((_, failure) => changes.get(rowOf(world, service, failure, sites.length)) ?? 0),
  );
  return {
    rows: Int32Array.from(some, ([row]) => row),
    perPoint: Float64Array.from(some, ([, load]) => load),
    atLast: Float64Array.from(atLast),
  };
}

/** The number of a load among all. */
export function rowOf({ failures, sites }: World, service: number, failure: number, site: number): number {
  return (service * failures.length + failure) * (sites.length + 1) + site;
}

/** Calls with each load of a unit; with one load twice where its users and others come to the same site. */
export function forEachLoad(
  world: World,
  unit: Unit,
  { chain, percent }: Served,
  each: (row: number, load: number, failure: number) => void,
): void {
  unit.demand.forEach((demand, service) => {
    if (demand === 0) return;
    world.failures.forEach((_, failure) => {
      const parts = percent === 0 ? [] : (chain?.parts[failure] ?? []);
      let sent = 0;
      for (const [site, part] of parts) {
        sent += part;
        each(rowOf(world, service, failure, site), (demand * percent * part) / 100, failure);
      }
      const rest = 1 - (sent * percent) / 100;
      for (const [site, part] of world.others[failure] ?? []) {
        each(rowOf(world, service, failure, site), demand * rest * part, failure);
      }
    });
  });
}
