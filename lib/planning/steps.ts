import { forEachLoad, rowOf } from "./change";
import { Loads } from "./loads";
import { ROUNDING, Rows } from "./rows";
import { movedShare } from "./score";
import { BY_LAST_RESORT, isSameServed, type Served, type Unit, type World } from "./world";

/** More steps than these are not counted. */
const MOST_STEPS = 200;

/** No step asks a place for more than so many times what it has served well. */
const BEYOND_SERVED = 1.25;

/** How a target is reached. */
export interface Steps {
  /** The policy after each step, the last one at the target, or as near as is safe. */
  readonly policies: readonly (readonly Served[])[];
  /** Whether the last one is the target. */
  readonly isReached: boolean;
}

/**
 * Steps from what is deployed to a target. Resolvers still answer with the old policy for a while, and records change one by one: so under
 * every failure each place has enough for the old policy, the new one, and every mixture by unit.
 */
export function stepsTo(world: World, target: readonly Served[]): Steps {
  const policies: (readonly Served[])[] = [];
  let policy: readonly Served[] = world.units.map(({ now }) => now);
  let served = world.served;
  while (policies.length < MOST_STEPS) {
    const next = new Step(world, policy, served).towards(target);
    if (next.every((one, index) => isSameServed(one, policy[index] ?? BY_LAST_RESORT))) break;
    policies.push(next);
    policy = next;
    // What went well is what the next step may be measured by.
    const loads = Loads.of(world, next);
    served = served.map((some, service) => some.map((most, site) => Math.max(most, loads.of(service, 0, site))));
  }
  return {
    policies,
    isReached: target.every((one, index) => isSameServed(one, policy[index] ?? BY_LAST_RESORT)),
  };
}

class Step {
  /** The most that each site may be asked for while answers are mixed: the sum of each unit's larger load. */
  private readonly most: Float64Array;
  /** The same for what the last resort is asked for beyond what its running nodes take. */
  private readonly beyond: Float64Array;
  private moved = 0;
  private readonly next: Served[];
  private readonly limits: Float64Array;
  private readonly rows: Rows;

  constructor(
    private readonly world: World,
    private readonly old: readonly Served[],
    served: readonly (readonly number[])[],
  ) {
    const loads = Loads.of(world, old);
    const rows = new Rows(world, loads);
    this.rows = rows;
    this.most = loads.values;
    this.next = [...old];
    this.beyond = new Float64Array(world.services.length * world.failures.length);
    this.limits = this.most.map((load, row) => Math.max(load, rows.limit(row)));
    world.services.forEach((_, service) => {
      world.failures.forEach((_, failure) => {
        this.beyond[service * world.failures.length + failure] = this.surgeOf(loads.values, service, failure);
      });
      world.sites.forEach((_, site) => {
        const load = loads.of(service, 0, site);
        const more = world.limits.largestStepOfCapacity * (world.capacity[service]?.[site] ?? 0);
        const row = rowOf(world, service, 0, site);
        const proven = Math.max(load, BEYOND_SERVED * (served[service]?.[site] ?? Number.POSITIVE_INFINITY));
        this.limits[row] = Math.min(this.limits[row] ?? Number.POSITIVE_INFINITY, load + more, proven);
      });
    });
  }

  /** Who leaves first, and who comes then, the largest unit first. */
  public towards(target: readonly Served[]): readonly Served[] {
    const order = this.world.units
      .map((unit, index) => ({ unit, index, old: this.oldOf(index), aim: target[index] ?? BY_LAST_RESORT }))
      .filter(({ old, aim }) => !isSameServed(old, aim))
      .sort((one, other) => Number(isMore(one)) - Number(isMore(other)) || other.unit.weight - one.unit.weight);
    for (const { unit, index, old, aim } of order) {
      const found = candidates(old, aim).find((served) => this.take(unit, index, served));
      if (found !== undefined) this.next[index] = found;
    }
    return this.next;
  }

  /** Takes a unit's next state if there is enough for it. */
  private take(unit: Unit, index: number, served: Served): boolean {
    const { world } = this;
    const moved = unit.weight * movedShare(served, this.oldOf(index));
    // Who leaves a place that is asked for too much may do so at once.
    if (this.moved + moved > world.limits.largestStep + ROUNDING && !this.isRelief(unit, index, served)) return false;
    const before = valuesOf(world, unit, this.oldOf(index));
    const after = valuesOf(world, unit, served);
    const more = new Map<number, number>();
    for (const [row, load] of after) more.set(row, Math.max(0, load - (before.get(row) ?? 0)));
    const isFull = [...more].some(([row, load]) => {
      const limit = this.limits[row] ?? Number.POSITIVE_INFINITY;
      return load > 0 && (this.most[row] ?? 0) + load > limit + ROUNDING * Math.max(1, limit);
    });
    const surges = this.surgesWith(more, before, after);
    if (isFull || surges === undefined) return false;
    for (const [row, load] of more) this.most[row] = (this.most[row] ?? 0) + load;
    this.beyond.set(surges);
    this.moved += moved;
    return true;
  }

  /** What the last resort is asked for beyond its running nodes, in the worst mixture; nothing when that is too much. */
  private surgesWith(
    more: ReadonlyMap<number, number>,
    before: ReadonlyMap<number, number>,
    after: ReadonlyMap<number, number>,
  ): Float64Array | undefined {
    const { world } = this;
    const surges = this.beyond.slice();
    for (let service = 0; service < world.services.length; service++) {
      for (let failure = 1; failure < world.failures.length; failure++) {
        if (!this.rows.isJudgedAtOnce(failure)) continue;
        const key = service * world.failures.length + failure;
        const change = this.surgeOf(after, service, failure) - this.surgeOf(before, service, failure);
        surges[key] = (surges[key] ?? 0) + Math.max(0, change);
        const row = rowOf(world, service, failure, world.sites.length);
        const load = (this.most[row] ?? 0) + (more.get(row) ?? 0);
        const slack = this.rows.slack(service, failure) + ROUNDING * Math.max(1, load);
        const isEnough = (surges[key] ?? 0) <= slack || load <= (world.minNodes[service] ?? 0) + slack;
        if (!isEnough) return undefined;
      }
    }
    return surges;
  }

  private surgeOf(values: Float64Array | ReadonlyMap<number, number>, service: number, failure: number): number {
    const { world } = this;
    const at = (row: number) => (values instanceof Float64Array ? values[row] : values.get(row)) ?? 0;
    const last = world.sites.length;
    const well = at(rowOf(world, service, 0, last)) / (world.targetUtilization ?? 1);
    return at(rowOf(world, service, failure, last)) - well;
  }

  /** Whether it only takes users from a site that is asked for too much. */
  private isRelief(unit: Unit, index: number, served: Served): boolean {
    const old = this.oldOf(index);
    if (old.chain === undefined || served.percent >= old.percent) return false;
    let isRelief = false;
    forEachLoad(this.world, unit, old, (row, _, failure) => {
      const site = row % (this.world.sites.length + 1);
      const service = Math.floor(row / ((this.world.sites.length + 1) * this.world.failures.length));
      const limit = this.world.planned[service]?.[site] ?? Number.POSITIVE_INFINITY;
      const isDown = this.world.failures[failure]?.includes(site);
      if (!isDown && (this.most[row] ?? 0) > limit * (1 + ROUNDING)) isRelief = true;
    });
    return isRelief;
  }

  private oldOf(index: number): Served {
    return this.old[index] ?? BY_LAST_RESORT;
  }
}

/** What a unit may become on its way, what is nearest to the target first. */
function candidates(old: Served, aim: Served): readonly Served[] {
  const some: Served[] = [];
  const add = (served: Served) => {
    if (!isSameServed(served, old)) some.push(served);
  };
  const isSameChain = old.chain?.key === aim.chain?.key;
  const [low, high] = [Math.min(old.percent, aim.percent), Math.max(old.percent, aim.percent)];
  if (aim.percent >= old.percent || !isSameChain) {
    for (let percent = aim.percent; percent > (isSameChain ? low : 0); percent--) add({ chain: aim.chain, percent });
  }
  // It leaves the data centre that it has, as far as it must.
  if (!isSameChain || aim.percent < old.percent) {
    const last = isSameChain || aim.percent === 0 ? aim.percent : 0;
    for (let percent = last; percent < high; percent++) {
      if (percent < old.percent) add({ chain: old.chain, percent });
    }
  }
  return some;
}

function isMore({ old, aim }: { readonly old: Served; readonly aim: Served }): boolean {
  return aim.percent > old.percent || (aim.percent > 0 && aim.chain?.key !== old.chain?.key);
}

function valuesOf(world: World, unit: Unit, served: Served): ReadonlyMap<number, number> {
  const values = new Map<number, number>();
  forEachLoad(world, unit, served, (row, load) => values.set(row, (values.get(row) ?? 0) + load));
  return values;
}
