import { Loads, Rows } from "./loads";
import { BY_LAST_RESORT, type Served, type Unit, type World } from "./world";

/** What moving users costs beside what it brings: plans that differ little do not follow the noise of the demand. */
const INERTIA = 0.1;

/** How much better a chain must be in failures to replace another one: as if who takes over were ten milliseconds nearer. */
const BETTER_IN_FAILURES = 0.001;

const EQUAL = 1e-12;

/**
 * The best policy that no row refuses, from the one that is deployed: one unit after the other, and then two at a time, until nothing is
 * better. It passes through allowed policies only, in a fixed order, without a clock or a random number.
 */
export function bestPolicy(world: World, rows: Rows): Loads {
  const search = new Search(world, rows);
  search.repair();
  do {
    while (search.fill() || search.shift());
    // Whom a data centre takes over is reserved for in failures: first who is served at all, then what is left. It may make room again.
  } while (search.takeOver());
  return search.loads;
}

class Search {
  public readonly loads: Loads;
  /** The largest first: small ones fill what is left. */
  private readonly order: readonly number[];

  constructor(
    private readonly world: World,
    private rows: Rows,
  ) {
    this.loads = new Loads(world, originOf);
    // Where the plan before led to may have become too much: then what is deployed is where to begin.
    if (rows.passed(this.loads) !== undefined) this.loads = new Loads(world, (unit) => unit.now);
    const movable = world.units.flatMap((unit, index) => (unit.isFrozen ? [] : [index]));
    this.order = movable.sort((one, other) => this.unit(other).weight - this.unit(one).weight || one - other);
  }

  /** Takes users from what is asked for too much, the largest unit first, as few percent as it takes. */
  public repair(): void {
    this.relieve();
    // What is no longer too much is not made so again.
    this.rows = new Rows(this.world, this.loads);
  }

  private relieve(): void {
    // Demand that differs a little is what the headroom is for: half of it may be used before anyone is moved.
    const strict = new Rows(this.world, undefined, this.world.tolerated);
    for (const index of this.order) {
      if (strict.passed(this.loads) === undefined) return;
      const { chain, percent } = this.loads.at(index);
      if (chain === undefined || percent === 0) continue;
      this.loads.set(index, BY_LAST_RESORT);
      const room = strict.room(this.loads, this.unit(index), chain, percent);
      this.loads.set(index, room === 0 ? BY_LAST_RESORT : { chain, percent: room });
      // It did not help: what is too much is elsewhere.
      if (this.rows.passed(this.loads) !== undefined) this.loads.set(index, { chain, percent });
    }
  }

  /** Gives each unit the best that there is room for. Whether anything became better. */
  public fill(): boolean {
    let isBetter = false;
    for (const index of this.order) {
      const was = this.loads.at(index);
      this.loads.set(index, BY_LAST_RESORT);
      const best = this.best(index, this.score(index, was));
      this.loads.set(index, best ?? was);
      isBetter ||= best !== undefined;
    }
    return isBetter;
  }

  /** Lets a unit have more where another one that is in its way goes elsewhere. Whether anything became better. */
  public shift(): boolean {
    let isBetter = false;
    for (const index of this.order) {
      const was = this.loads.at(index);
      if (was.percent === 100 && !this.isForbidden(index, was)) continue;
      const move = this.bestShift(index);
      if (move === undefined) continue;
      for (const [unit] of move) this.loads.set(unit, BY_LAST_RESORT);
      for (const [unit, served] of move) this.loads.set(unit, served);
      isBetter = true;
    }
    return isBetter;
  }

  /** Lets units fail over to data centres that have room for it. Whether anything became better. */
  public takeOver(): boolean {
    let isBetter = false;
    for (const index of this.order) {
      const was = this.loads.at(index);
      const { chain: now, percent } = was;
      if (now === undefined || percent === 0) continue;
      this.loads.set(index, BY_LAST_RESORT);
      let best = now;
      for (const chain of this.unit(index).chains) {
        const isSameFirst = chain.tiers[0]?.join() === now.tiers[0]?.join();
        const least = best === now ? BETTER_IN_FAILURES : 0;
        if (!isSameFirst || chain.inFailures <= best.inFailures + least) continue;
        const fits = this.rows.room(this.loads, this.unit(index), chain, percent) === percent;
        if (fits && this.isTaken(index, { chain, percent })) best = chain;
      }
      this.loads.set(index, { chain: best, percent });
      isBetter ||= best !== now;
    }
    return isBetter;
  }

  private bestShift(index: number): readonly (readonly [unit: number, served: Served])[] | undefined {
    const wanted = new Set(this.unit(index).chains.flatMap(({ tiers }) => tiers[0] ?? []));
    const was = this.loads.at(index);
    // What a rule forbids may have to leave to where another one is in its way, which then goes first: anyone may be that.
    const isForbidden = this.isForbidden(index, was);
    let most = EQUAL;
    let move: readonly (readonly [number, Served])[] | undefined;
    for (const other of this.order) {
      const its = this.loads.at(other);
      const isInTheWay = isForbidden || its.chain?.tiers.some((tier) => tier.some((site) => wanted.has(site)));
      if (other === index || !isInTheWay) continue;
      const before = this.score(index, was) + this.score(other, its);
      this.loads.set(index, BY_LAST_RESORT);
      this.loads.set(other, BY_LAST_RESORT);
      const [one, two] = isForbidden ? [other, index] : [index, other];
      const first = this.best(one, Number.NEGATIVE_INFINITY);
      if (first !== undefined) this.loads.set(one, first);
      const second = first && this.best(two, Number.NEGATIVE_INFINITY);
      this.loads.set(index, was);
      this.loads.set(other, its);
      if (first === undefined || second === undefined) continue;
      const gain = this.score(one, first) + this.score(two, second) - before;
      if (gain > most) {
        most = gain;
        move = [
          [one, first],
          [two, second],
        ];
      }
    }
    return move;
  }

  /** What is better than a score, of all that there is room for; nothing if it is nothing. The unit must have no route. */
  private best(index: number, least: number): Served | undefined {
    const unit = this.unit(index);
    const usual = originOf(unit).percent;
    let best: Served | undefined;
    let most = least + EQUAL;
    const consider = (served: Served) => {
      const score = this.score(index, served);
      if (score <= most || !this.isTaken(index, served)) return;
      most = score;
      best = served;
    };
    for (const chain of unit.chains) {
      // Nothing on this chain can be better than all that there is room for while all is well: then there is no need to look at failures.
      const well = this.rows.roomWhileWell(this.loads, unit, chain);
      if ([well, Math.min(well, usual)].every((percent) => this.score(index, { chain, percent }) <= most)) continue;
      const room = this.rows.room(this.loads, unit, chain, well);
      if (room === 0) continue;
      consider({ chain, percent: room });
      // Where it is served so already, moving more of it may cost more than it brings.
      if (usual < room && usual > 0) consider({ chain, percent: usual });
    }
    consider(BY_LAST_RESORT);
    return best;
  }

  /** Whether those can take what is left over who are no part of the chain. */
  private isTaken(index: number, served: Served): boolean {
    this.loads.set(index, served);
    const isTaken = !this.rows.isTooMuchElsewhere(this.loads);
    this.loads.set(index, BY_LAST_RESORT);
    return isTaken;
  }

  /** Whether a rule forbids how a unit is served. */
  private isForbidden(index: number, { chain, percent }: Served): boolean {
    return percent > 0 && !this.unit(index).chains.some(({ key }) => key === chain?.key);
  }

  private score(index: number, served: Served): number {
    const unit = this.unit(index);
    const { weight, lastResortMilliseconds } = unit;
    const { worthOfMillisecond, leastGain } = this.world.limits;
    const { chain, percent } = served;
    // It is deployed, and a rule forbids it.
    if (this.isForbidden(index, served)) return Number.NEGATIVE_INFINITY;
    const slower = (chain?.milliseconds ?? lastResortMilliseconds) - lastResortMilliseconds;
    const perPoint = chain === undefined ? 0 : 1 - worthOfMillisecond * slower;
    const origin = originOf(unit);
    // Who takes over in a failure may change without a cost: no user moves.
    const moved = movedShare(served, origin);
    const cost = moved === 0 ? 0 : INERTIA * weight * moved + leastGain;
    return (weight * percent * perPoint) / 100 - cost;
  }

  private unit(index: number): Unit {
    const unit = this.world.units[index];
    if (unit === undefined) throw new Error("A unit of another world.");
    return unit;
  }
}

/** What a plan keeps unless there is something better: where the plan before led to, or what is deployed. */
function originOf({ before, now }: Unit): Served {
  return before ?? now;
}

/** The part of a unit's users who are served elsewhere. */
export function movedShare(one: Served, other: Served): number {
  const shares = new Map<number, number>();
  const add = ({ chain, percent }: Served, sign: number) => {
    for (const [site, part] of chain?.parts[0] ?? []) {
      shares.set(site, (shares.get(site) ?? 0) + (sign * part * percent) / 100);
    }
  };
  add(one, 1);
  add(other, -1);
  const sites = [...shares.values()];
  const last = -sites.reduce((sum, share) => sum + share, 0);
  return [...sites, last].reduce((sum, share) => sum + Math.max(0, share), 0);
}
