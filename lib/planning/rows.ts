import { type Change, rowOf } from "./change";
import type { Loads } from "./loads";
import type { World } from "./world";

/** Rounding errors of sums, relative to what a site can take. */
export const ROUNDING = 1e-9;

/** A limit that was passed before is not passed further. */
export class Rows {
  private readonly most: Float64Array;
  /** How far the last resort is asked for more at once than it takes, for each service and failure. */
  private readonly beyond: Float64Array;
  /** The loads that have a limit, and the failures in which it is judged what the last resort takes at once. */
  private readonly judged: readonly number[];
  private readonly atOnce: readonly number[];

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
    this.atOnce = failures.flatMap((_, failure) => (this.isJudgedAtOnce(failure) ? [failure] : []));
    this.judged = services.flatMap((_, service) =>
      failures.flatMap((down, failure) =>
        [...sites, ""].flatMap((_, site) => {
          const row = rowOf(world, service, failure, site);
          return down.includes(site) || this.limit(row) === Number.POSITIVE_INFINITY ? [] : [row];
        }),
      ),
    );
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

  /** The row that a policy passes by most: what, and by how much; nothing when it passes none. */
  public passed(loads: Loads): PassedRow | undefined {
    return this.allPassed(loads).reduce<PassedRow | undefined>(
      (worst, row) => (worst === undefined || row.by > worst.by ? row : worst),
      undefined,
    );
  }

  /**
   * By how much a policy passes rows, all together, in parts of what all ask for. A search that passes no row further than one policy has no
   * more of it than that policy.
   */
  public excess(loads: Loads): number {
    return this.allPassed(loads).reduce(
      (sum, { service, load, limit }) => sum + (load - limit) / this.asked(service),
      0,
    );
  }

  private asked(service: number): number {
    return Math.max(
      1,
      this.world.units.reduce((sum, { demand }) => sum + (demand[service] ?? 0), 0),
    );
  }

  private allPassed(loads: Loads): readonly PassedRow[] {
    const { services, failures, sites } = this.world;
    const passed: PassedRow[] = [];
    const consider = (found: PassedRow) => {
      if (found.by > ROUNDING) passed.push(found);
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
    return passed;
  }

  /** By how much the last resort is asked for more in a failure than nodes take that run while all is well. */
  private surge(loads: Loads, service: number, failure: number): number {
    if (!this.isJudgedAtOnce(failure)) return 0;
    const last = this.world.sites.length;
    return loads.of(service, failure, last) - runningNodes(this.world, service, loads.of(service, 0, last));
  }

  /** The loads that are too much, by their numbers. */
  public tooMuch(loads: Loads): readonly number[] {
    const rows: number[] = [];
    for (const row of this.judged) {
      const limit = this.limit(row);
      if ((loads.values[row] as number) > limit + ROUNDING * Math.max(1, limit)) rows.push(row);
    }
    return rows;
  }

  /**
   * The largest whole percentage, and at most `most`, by which no load becomes too much. The unit must have no route in `loads`. What the last
   * resort takes at once may still be too little.
   */
  public room(loads: Loads, { rows, perPoint }: Change, most: number): number {
    let room = most;
    for (let each = 0; each < rows.length && room > 0; each++) {
      const more = perPoint[each] as number;
      if (more <= 0) continue;
      const row = rows[each] as number;
      const left = (this.most[row] as number) - (loads.values[row] as number);
      if (left < more * room) room = Math.min(room, Math.floor(left / more + ROUNDING));
    }
    return Math.max(0, room);
  }

  /** The same where the last resort takes what comes to it at once. */
  public roomAtOnce(loads: Loads, { atLast }: Change, most: number): number {
    const { services, failures, sites, minNodes, targetUtilization = 1 } = this.world;
    let room = most;
    for (let before = Number.NaN; room !== before && room > 0; ) {
      before = room;
      for (let service = 0; service < services.length; service++) {
        const first = service * failures.length;
        const running = loads.of(service, 0, sites.length) / targetUtilization;
        for (const failure of this.atOnce) {
          const down = loads.of(service, failure, sites.length) - this.slack(service, failure);
          const more = atLast[first + failure] as number;
          // While all is well the last resort is asked for less with each point, and so has fewer nodes when the data centre is down.
          const slope = more - (atLast[first] as number) / targetUtilization;
          if (slope <= 0 || down + more * room <= (minNodes[service] ?? 0)) continue;
          room = Math.min(room, Math.floor((running - down) / slope + ROUNDING));
        }
      }
    }
    return Math.max(0, room);
  }

  /** Whether nothing is too much with so many percent of a unit: neither what was too much without it, nor what is taken at once. */
  public isKept(loads: Loads, change: Change | undefined, percent: number, tooMuch: readonly number[]): boolean {
    const { services, failures, sites } = this.world;
    for (const row of tooMuch) {
      const more = (change?.perPoint[change.rows.indexOf(row)] ?? 0) * percent;
      const limit = this.limit(row);
      if ((loads.values[row] as number) + more > limit + ROUNDING * Math.max(1, limit)) return false;
    }
    for (let service = 0; service < services.length; service++) {
      const first = service * failures.length;
      const well = loads.of(service, 0, sites.length) + (change?.atLast[first] ?? 0) * percent;
      const running = runningNodes(this.world, service, well);
      for (const failure of this.atOnce) {
        const down = loads.of(service, failure, sites.length) + (change?.atLast[first + failure] ?? 0) * percent;
        if (down - running > this.slack(service, failure) + ROUNDING * Math.max(1, down)) return false;
      }
    }
    return true;
  }
}

/** What the last resort's nodes take that run while it is asked for so much; without an end where that is not limited. */
export function runningNodes({ minNodes, targetUtilization }: World, service: number, load: number): number {
  return targetUtilization === undefined
    ? Number.POSITIVE_INFINITY
    : Math.max(minNodes[service] ?? 0, load / targetUtilization);
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
