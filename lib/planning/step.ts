import { forEachLoad, rowOf } from "./change";
import { Loads } from "./loads";
import { ROUNDING, Rows, runningNodes } from "./rows";
import { movedShare } from "./score";
import type { StepLimit } from "./step-limit";
import { rowInNames } from "./too-much";
import { BY_LAST_RESORT, isSameServed, type Served, type Unit, type World } from "./world";

/** No step asks a place for more than so many times what it has served well. */
const BEYOND_SERVED = 1.25;

/** What is refused of a step, by numbers. */
type Refused =
  | { readonly kind: "largestStep" }
  | { readonly kind: "load"; readonly row: number; readonly load: number }
  | {
      readonly kind: "atOnce";
      readonly service: number;
      readonly failure: number;
      readonly load: number;
      readonly limit: number;
    };

/**
 * One step from a policy to a target. Resolvers still answer with the old policy for a while, and records change one by one: so under every
 * failure each place has enough for the old policy, the new one, and every mixture by unit.
 */
export class Step {
  /** The most that each site may be asked for while answers are mixed: the sum of each unit's larger load. */
  private readonly most: Float64Array;
  /** The same for what the last resort is asked for beyond what its running nodes take. */
  private readonly beyond: Float64Array;
  private moved = 0;
  /** What the last resort's nodes take that run before the step, for each service. */
  private readonly running: readonly number[];
  /** What is asked for after the step, so far. */
  private readonly next: Loads;
  private readonly stops = new Map<number, StepLimit>();
  private readonly limits: Float64Array;
  /** Where it is not what a site can take that limits it in a step, what it is. */
  private readonly ownLimits = new Map<number, "servedWell" | "largestStepOfCapacity">();
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
    this.next = Loads.of(world, old);
    this.beyond = new Float64Array(world.services.length * world.failures.length);
    this.limits = this.most.map((load, row) => Math.max(load, rows.limit(row)));
    this.running = world.services.map((_, service) =>
      runningNodes(world, service, loads.of(service, 0, world.sites.length)),
    );
    world.services.forEach((_, service) => {
      world.failures.forEach((_, failure) => {
        this.beyond[service * world.failures.length + failure] = this.surgeOf(loads.values, service, failure);
      });
      world.sites.forEach((_, site) => {
        const load = loads.of(service, 0, site);
        const more = world.limits.largestStepOfCapacity * (world.capacity[service]?.[site] ?? 0);
        const row = rowOf(world, service, 0, site);
        const proven = Math.max(load, BEYOND_SERVED * (served[service]?.[site] ?? Number.POSITIVE_INFINITY));
        const most = this.limits[row] ?? Number.POSITIVE_INFINITY;
        this.limits[row] = Math.min(most, load + more, proven);
        // What can be taken at all counts first: a smaller step would not help.
        if (most <= Math.min(load + more, proven)) return;
        this.ownLimits.set(row, proven <= load + more ? "servedWell" : "largestStepOfCapacity");
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
      const some = candidates(old, aim);
      const shares = some.map((served) => movedShare(served, old)).filter((share) => share > 0);
      const least = unit.weight * (shares.at(-1) ?? 0);
      for (const served of some) {
        const refused = this.take(unit, index, served);
        if (refused === undefined) {
          this.next.set(index, served);
          break;
        }
        this.stops.set(index, this.limitOf(refused, least));
      }
    }
    return this.next.all;
  }

  /** What keeps a unit from going one percent further, by its number; nothing for one that is where it is to go. */
  public get stoppedBy(): ReadonlyMap<number, StepLimit> {
    return this.stops;
  }

  /** Takes a unit's next state, or says what is against it. */
  private take(unit: Unit, index: number, served: Served): Refused | undefined {
    const { world } = this;
    const moved = unit.weight * movedShare(served, this.oldOf(index));
    if (moved > 0 && this.moved + moved > world.limits.largestStep + ROUNDING && !this.isRelief(unit, index, served)) {
      return { kind: "largestStep" };
    }
    const before = valuesOf(world, unit, this.oldOf(index));
    const after = valuesOf(world, unit, served);
    const more = new Map<number, number>();
    for (const [row, load] of after) more.set(row, Math.max(0, load - (before.get(row) ?? 0)));
    const full = [...more].find(([row, load]) => {
      const limit = this.limits[row] ?? Number.POSITIVE_INFINITY;
      return load > 0 && (this.most[row] ?? 0) + load > limit + ROUNDING * Math.max(1, limit);
    });
    if (full !== undefined) return { kind: "load", row: full[0], load: (this.most[full[0]] ?? 0) + full[1] };
    const surges = this.surgesWith(more, before, after);
    if (!(surges instanceof Float64Array)) return surges;
    for (const [row, load] of more) this.most[row] = (this.most[row] ?? 0) + load;
    this.beyond.set(surges);
    this.moved += moved;
    return undefined;
  }

  /** What the last resort is asked for beyond its running nodes, in the worst mixture, or where that is too much. */
  private surgesWith(
    more: ReadonlyMap<number, number>,
    before: ReadonlyMap<number, number>,
    after: ReadonlyMap<number, number>,
  ): Float64Array | Refused {
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
        const minNodes = world.minNodes[service] ?? 0;
        const isEnough = (surges[key] ?? 0) <= slack || load <= minNodes + slack;
        const limit = Math.max(minNodes, load - (surges[key] ?? 0)) + this.rows.slack(service, failure);
        if (!isEnough) return { kind: "atOnce", service, failure, load, limit };
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

  /**
   * Whether it only takes users from a site that is asked for more than it can take while all is well: those fail already, so as many may
   * leave as it takes, and not one percent more, as long as the last resort's running nodes take them.
   */
  private isRelief(unit: Unit, index: number, { chain, percent }: Served): boolean {
    const old = this.oldOf(index);
    if (old.chain === undefined || percent >= old.percent || (percent > 0 && chain?.key !== old.chain.key))
      return false;
    const { capacity, failures, sites } = this.world;
    this.next.set(index, { chain: old.chain, percent });
    const isTaken = this.running.every(
      (running, service) => this.next.of(service, 0, sites.length) <= running * (1 + ROUNDING),
    );
    this.next.set(index, { chain: old.chain, percent: percent + 1 });
    let isRelief = false;
    forEachLoad(this.world, unit, old, (row, _, failure) => {
      if (failure > 0) return;
      const site = row % (sites.length + 1);
      const service = Math.floor(row / ((sites.length + 1) * failures.length));
      const limit = capacity[service]?.[site] ?? Number.POSITIVE_INFINITY;
      if ((this.next.values[row] ?? 0) > limit * (1 + ROUNDING)) isRelief = true;
    });
    this.next.set(index, old);
    return isRelief && isTaken;
  }

  /** The same in names. */
  private limitOf(refused: Refused, least: number): StepLimit {
    const { world } = this;
    if (refused.kind === "largestStep") return { kind: "largestStep", limit: world.limits.largestStep, least };
    const { load } = refused;
    if (refused.kind === "atOnce") {
      const { service, failure, limit } = refused;
      return {
        kind: "mixture",
        ...rowInNames(world, { service, failure, site: world.sites.length }),
        load,
        limit,
        atOnce: true,
      };
    }
    const { row } = refused;
    const all = world.sites.length + 1;
    const service = Math.floor(row / (all * world.failures.length));
    const failure = Math.floor(row / all) % world.failures.length;
    const { down, ...where } = rowInNames(world, { service, failure, site: row % all });
    const limit = this.limits[row] ?? 0;
    const kind = this.ownLimits.get(row) ?? "mixture";
    return kind === "mixture" ? { kind, ...where, down, load, limit, atOnce: false } : { kind, ...where, load, limit };
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
  const isSameFirst = old.chain?.tiers[0]?.join() === aim.chain?.tiers[0]?.join();
  // For another one behind the first it waits until the steps of others make room, and sends nobody away.
  if (!isSameChain && isSameFirst && aim.percent >= old.percent) {
    for (let percent = aim.percent; percent >= Math.max(1, old.percent); percent--) add({ chain: aim.chain, percent });
    return some;
  }
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
