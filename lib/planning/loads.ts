import type { Chain } from "./chains";
import { BY_LAST_RESORT, type Served, type Unit, type World } from "./world";

/** Rounding errors of sums, relative to what a site can take. */
export const ROUNDING = 1e-9;

/** What every site is asked for under every failure, for every service, by one policy. */
export class Loads {
  /** A number for each service, failure and site, the last resort last. */
  public readonly values: Float64Array;
  private readonly served: Served[];

  constructor(
    private readonly world: World,
    start: (unit: Unit, index: number) => Served,
  ) {
    this.values = new Float64Array(world.services.length * world.failures.length * (world.sites.length + 1));
    this.served = world.units.map(start);
    world.units.forEach((unit, index) => {
      addTo(this.values, world, unit, this.at(index), 1);
    });
  }

  /** The loads of a policy, by the numbers of the units. */
  public static of(world: World, policy: readonly Served[]): Loads {
    return new Loads(world, (_, index) => policy[index] ?? BY_LAST_RESORT);
  }

  /** How a unit is served now. */
  public at(unit: number): Served {
    return this.served[unit] ?? unknownUnit();
  }

  /** All units, in their order. */
  public get all(): readonly Served[] {
    return this.served;
  }

  public set(index: number, served: Served): void {
    const unit = this.world.units[index] ?? unknownUnit();
    addTo(this.values, this.world, unit, this.at(index), -1);
    this.served[index] = served;
    addTo(this.values, this.world, unit, served, 1);
  }

  /** What a site is asked for. */
  public of(service: number, failure: number, site: number): number {
    return this.values[rowOf(this.world, service, failure, site)] ?? 0;
  }
}

/** The number of a load among all. */
export function rowOf({ failures, sites }: World, service: number, failure: number, site: number): number {
  return (service * failures.length + failure) * (sites.length + 1) + site;
}

/** Adds what a unit asks for, as often as `times`. */
export function addTo(values: Float64Array, world: World, unit: Unit, served: Served, times: number): void {
  forEachLoad(world, unit, served, (row, load) => {
    values[row] = (values[row] ?? 0) + times * load;
  });
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

/** A limit that was passed before is not passed further. */
export class Rows {
  private readonly most: Float64Array;
  /** How far the last resort is asked for more at once than it takes, for each service and failure. */
  private readonly beyond: Float64Array;

  /**
   * @param allowed what may be asked for as well, although it is too much: what is deployed
   * @param planned what each site may be asked for, for each service
   */
  constructor(
    private readonly world: World,
    allowed: Loads | undefined,
    planned = world.planned,
  ) {
    const { services, failures, sites } = world;
    this.most = new Float64Array(services.length * failures.length * (sites.length + 1));
    this.beyond = new Float64Array(services.length * failures.length);
    services.forEach((_, service) => {
      failures.forEach((_, failure) => {
        for (let site = 0; site <= sites.length; site++) {
          const limit = planned[service]?.[site] ?? Number.POSITIVE_INFINITY;
          this.most[rowOf(world, service, failure, site)] = Math.max(limit, allowed?.of(service, failure, site) ?? 0);
        }
        if (allowed === undefined) return;
        this.beyond[service * failures.length + failure] = Math.max(0, this.surge(allowed, service, failure));
      });
    });
  }

  /** The most that a site may be asked for. */
  public limit(row: number): number {
    return this.most[row] ?? Number.POSITIVE_INFINITY;
  }

  /** What was passed before at the last resort. */
  public slack(service: number, failure: number): number {
    return this.beyond[service * this.world.failures.length + failure] ?? 0;
  }

  /** Whether it is judged what the last resort takes at once in a failure. */
  public isJudgedAtOnce(failure: number): boolean {
    const { targetUtilization, failures, sites } = this.world;
    return targetUtilization !== undefined && failure > 0 && !failures[failure]?.includes(sites.length);
  }

  /** The first row that a policy passes: what, and by how much; nothing when it passes none. */
  public passed(loads: Loads): PassedRow | undefined {
    const { services, failures, sites } = this.world;
    let worst: PassedRow | undefined;
    const consider = (found: PassedRow) => {
      if (found.by > ROUNDING && (worst === undefined || found.by > worst.by)) worst = found;
    };
    services.forEach((_, service) => {
      failures.forEach((down, failure) => {
        for (let site = 0; site <= sites.length; site++) {
          const limit = this.limit(rowOf(this.world, service, failure, site));
          const load = loads.of(service, failure, site);
          if (limit === Number.POSITIVE_INFINITY || down.includes(site)) continue;
          const by = limit > 0 ? load / limit - 1 : load > 0 ? load : 0;
          consider({ service, failure, site, isAtOnce: false, load, limit, by });
        }
        if (!this.isJudgedAtOnce(failure)) return;
        const over = this.surge(loads, service, failure) - this.slack(service, failure);
        const load = loads.of(service, failure, sites.length);
        const limit = load - over;
        if (over > ROUNDING * Math.max(1, load)) {
          consider({
            service,
            failure,
            site: sites.length,
            isAtOnce: true,
            load,
            limit,
            by: over / Math.max(1, limit),
          });
        }
      });
    });
    return worst;
  }

  /** Whether the last resort, or who serves its users while it is down, is asked for too much under any failure. */
  public isTooMuchElsewhere(loads: Loads): boolean {
    const { services, failures, sites, others } = this.world;
    const isFull = (service: number, failure: number, site: number) => {
      const most = this.limit(rowOf(this.world, service, failure, site));
      return !failures[failure]?.includes(site) && loads.of(service, failure, site) > most * (1 + ROUNDING) + ROUNDING;
    };
    return services.some((_, service) =>
      failures.some((_, failure) => {
        if (others[failure]?.some(([site]) => isFull(service, failure, site))) return true;
        const load = loads.of(service, failure, sites.length);
        return this.surge(loads, service, failure) - this.slack(service, failure) > ROUNDING * Math.max(1, load);
      }),
    );
  }

  /** By how much the last resort is asked for more in a failure than nodes take that run while all is well. */
  private surge(loads: Loads, service: number, failure: number): number {
    if (!this.isJudgedAtOnce(failure)) return 0;
    const { minNodes, targetUtilization = 1, sites } = this.world;
    const running = Math.max(minNodes[service] ?? 0, loads.of(service, 0, sites.length) / targetUtilization);
    return loads.of(service, failure, sites.length) - running;
  }

  /** The largest whole percentage, and at most `most`, that a unit can have on a chain. The unit must have no route in `loads`. */
  public room(loads: Loads, unit: Unit, chain: Chain, most: number): number {
    const { failures } = this.world;
    let room = most;
    for (let again = true; again && room > 0; ) {
      const before = room;
      for (let service = 0; service < unit.demand.length && room > 0; service++) {
        const demand = (unit.demand[service] ?? 0) / 100;
        if (demand === 0) continue;
        for (let failure = 0; failure < failures.length && room > 0; failure++) {
          room = this.roomInRow(loads, { service, failure, demand, chain }, room);
        }
      }
      again = room < before;
    }
    return Math.max(0, room);
  }

  /** The same while nothing is down: never less than under failures. */
  public roomWhileWell(loads: Loads, unit: Unit, chain: Chain): number {
    let room = 100;
    for (let service = 0; service < unit.demand.length; service++) {
      const demand = (unit.demand[service] ?? 0) / 100;
      if (demand > 0) room = this.roomInRow(loads, { service, failure: 0, demand, chain }, room);
    }
    return Math.max(0, room);
  }

  private roomInRow(
    loads: Loads,
    { service, failure, demand, chain }: { service: number; failure: number; demand: number; chain: Chain },
    most: number,
  ): number {
    const { world } = this;
    let room = most;
    const sent = sumOfParts(chain, failure);
    for (const [site, part] of chain.parts[failure] ?? []) {
      const row = rowOf(world, service, failure, site);
      const share = world.others[failure]?.find(([other]) => other === site)?.[1] ?? 0;
      // With each point, fewer of its users come as the last resort's, where these come here, too.
      const perPoint = demand * (part - sent * share);
      if (perPoint <= 0) continue;
      const left = this.limit(row) - (loads.values[row] ?? 0);
      room = Math.min(room, Math.floor(left / perPoint + ROUNDING));
    }
    if (!this.isJudgedAtOnce(failure)) return room;
    // While all is well the last resort is asked for less with each point, and so has fewer nodes when the data centre is down.
    const { minNodes, targetUtilization = 1, sites } = world;
    const well = sumOfParts(chain, 0) * demand;
    const slack = this.slack(service, failure);
    const down = loads.of(service, failure, sites.length) - slack;
    const isEnough = (points: number) => down - points * sent * demand <= (minNodes[service] ?? 0);
    const slope = well / targetUtilization - sent * demand;
    if (slope <= 0 || isEnough(room)) return room;
    const running = loads.of(service, 0, sites.length) / targetUtilization;
    return Math.min(room, Math.floor((running - down) / slope + ROUNDING));
  }
}

/** A limit that is passed. */
export interface PassedRow {
  readonly service: number;
  readonly failure: number;
  readonly site: number;
  /** Whether it is what the last resort takes at once. */
  readonly isAtOnce: boolean;
  readonly load: number;
  readonly limit: number;
  /** As a part of the limit. */
  readonly by: number;
}

function sumOfParts(chain: Chain, failure: number): number {
  return (chain.parts[failure] ?? []).reduce((sum, [, part]) => sum + part, 0);
}

function unknownUnit(): never {
  throw new Error("A unit of another world.");
}
