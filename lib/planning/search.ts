import type { Chain } from "./chains";
import { Loads } from "./loads";
import { Rows } from "./rows";
import { costOf, isForbidden, originOf, totalOf, worthOf } from "./score";
import { BY_LAST_RESORT, isSameServed, type Served, type Unit, type World } from "./world";

/** How much better a chain must be in failures to replace another one: as if who takes over were ten milliseconds nearer. */
const BETTER_IN_FAILURES = 0.001;

/** What is no better: rounding errors, and what no reviewer would see. */
const EQUAL = 1e-9;

/** How often each unit and some of those in its way are divided anew, and among how many others at most. */
const DRAWS = 40;
const MOST_OTHERS = 10;

/** The moves of a search. */
export const MOVES = ["fill", "exchange", "takeOver"] as const;
export type Move = (typeof MOVES)[number];

/** What a search may be given beside the world. */
export interface SearchOptions {
  /** A move that is left out. */
  readonly without?: Move;
  /** Where else to begin: policies that no row refuses. */
  readonly starts?: (world: World, rows: Rows) => readonly (readonly Served[])[];
}

/**
 * The best policy that no row refuses, from the one that is deployed: one unit after the other, and then some at a time, until nothing is
 * better. It passes through allowed policies only, in a fixed order, without a clock.
 *
 * What was found is taken for deployed, and the search begins again, until nothing changes: so nothing changes either once it is deployed.
 * Each time it is better, for what moving costs is less to where it leads by way of what was found than straight from where it began.
 */
export function bestPolicy(world: World, rows: Rows, options: SearchOptions = {}): readonly Served[] {
  const found = bestOnce(world, rows, options);
  const deployed = deployedIn(world, found);
  const isSame = world.units.every(({ now }, index) => isSameServed(now, found[index] ?? BY_LAST_RESORT));
  return isSame ? found : bestPolicy(deployed, new Rows(deployed, Loads.of(deployed, found)), options);
}

function bestOnce(world: World, rows: Rows, { without, starts }: SearchOptions): readonly Served[] {
  const found = searched(new Search(world, rows, originOf), without);
  // Whatever is deployed, the same is found from a start: it is no other policy's neighbour that could be better once it is deployed.
  const others = (starts?.(world, rows) ?? []).map((start) =>
    searched(new Search(world, rows, undeployed, start), without),
  );
  const best = [...others, ...withoutExcess(world, rows, found, without)].reduce(
    (one, other) => (isBetter(world, other, one) ? other : one),
    found,
  );
  return best === found ? found : searched(new Search(world, rows, originOf, best), without);
}

/** Less of what is too much is better, whatever else a policy brings. */
function isBetter(world: World, one: readonly Served[], other: readonly Served[]): boolean {
  const strict = new Rows(world, undefined, world.tolerated);
  const less = strict.excess(Loads.of(world, other)) - strict.excess(Loads.of(world, one));
  return Math.abs(less) > EQUAL ? less > 0 : totalOf(world, one) > totalOf(world, other) + EQUAL;
}

/**
 * What is found as if nothing were deployed, where something is still too much: two places may have to move together, each of which would
 * ask for more by itself.
 */
function withoutExcess(
  world: World,
  rows: Rows,
  found: readonly Served[],
  without: Move | undefined,
): readonly (readonly Served[])[] {
  if (new Rows(world, undefined, world.tolerated).passed(Loads.of(world, found)) === undefined) return [];
  const start = world.units.map(undeployed);
  const anew = searched(new Search(world, new Rows(world, Loads.of(world, start)), undeployed, start), without);
  return rows.passed(Loads.of(world, anew)) === undefined ? [anew] : [];
}

/** The world once a policy is deployed in it: no place may get fewer data centres than it has got by then. */
function deployedIn(world: World, policy: readonly Served[]): World {
  const units = world.units.map((unit, index): Unit => {
    const served = policy[index] ?? BY_LAST_RESORT;
    if (unit.isFrozen) return unit;
    const { chain, percent } = served;
    const hasEnough = ({ standing }: Chain) => world.limits.fewerDataCenters || standing >= (chain?.standing ?? 0);
    // Who leaves keeps the route that it had, and with it what was deployed.
    const kept = percent === 0 ? unit.now.chain : chain;
    const isLeft = ({ key }: Chain) => unit.unusual.has(key) && key !== kept?.key;
    const chains = unit.chains.filter((one) => !isLeft(one) && (percent === 0 || hasEnough(one)));
    return { ...unit, now: percent === 0 ? { chain: kept, percent } : served, before: served, chains };
  });
  return { ...world, units };
}

function searched(search: Search, without: Move | undefined): readonly Served[] {
  const move = (name: Move) => name !== without && search[name]();
  do {
    search.relieve();
    do {
      while (move("fill") || move("exchange"));
      // Whom a data centre takes over is reserved for in failures: first who is served at all, then what is left. It may make room again.
    } while (move("takeOver"));
    // Who has left may have been in the way of others.
  } while (search.relieve());
  return search.loads.all;
}

/** As if nothing were deployed, but for what stays. */
function undeployed({ isFrozen, now }: Unit): Served {
  return isFrozen ? now : BY_LAST_RESORT;
}

class Search {
  public readonly loads: Loads;
  /** The largest first: small ones fill what is left. */
  private readonly order: readonly number[];

  constructor(
    private readonly world: World,
    private rows: Rows,
    private readonly originOf: (unit: Unit) => Served,
    start?: readonly Served[],
  ) {
    this.loads = start ? Loads.of(world, start) : new Loads(world, originOf);
    // Where the plan before led to may have become too much: then what is deployed is where to begin.
    if (rows.passed(this.loads) !== undefined) this.loads = new Loads(world, (unit) => unit.now);
    const movable = world.units.flatMap((unit, index) => (unit.isFrozen ? [] : [index]));
    this.order = movable.sort((one, other) => this.unit(other).weight - this.unit(one).weight || one - other);
  }

  /** Takes users from what is asked for too much, the largest unit first, as few percent as it takes. Whether anyone has left. */
  public relieve(): boolean {
    // Demand that differs a little is what the headroom is for: half of it may be used before anyone is moved.
    const strict = new Rows(this.world, undefined, this.world.tolerated);
    let isBetter = false;
    for (const index of this.order) {
      if (strict.passed(this.loads) === undefined) break;
      const was = this.loads.at(index);
      const { chain, percent } = was;
      if (chain === undefined || percent === 0) continue;
      const excess = strict.excess(this.loads);
      this.loads.set(index, BY_LAST_RESORT);
      const change = this.loads.changeOf(index, chain);
      const room = strict.roomAtOnce(this.loads, change, strict.room(this.loads, change, percent));
      this.loads.set(index, room === 0 ? BY_LAST_RESORT : { chain, percent: room });
      // What is too much is elsewhere: whoever leaves for nothing would come back, and leave again without an end.
      const helps = strict.excess(this.loads) < excess - EQUAL && this.rows.passed(this.loads) === undefined;
      if (helps) isBetter = true;
      else this.loads.set(index, was);
    }
    // What is no longer too much is not made so again.
    this.rows = new Rows(this.world, this.loads);
    return isBetter;
  }

  /** Gives each unit the best that there is room for. Whether anything became better. */
  public fill(): boolean {
    let isBetter = false;
    for (const index of this.order) {
      const was = this.loads.at(index);
      const origin = this.originOf(this.unit(index));
      const least = isForbidden(this.unit(index), was) ? Number.NEGATIVE_INFINITY : this.score(index, was, origin);
      this.loads.set(index, BY_LAST_RESORT);
      const best = this.best(index, origin, [origin.percent, was.percent], least + EQUAL);
      this.loads.set(index, best ?? was);
      isBetter ||= best !== undefined;
    }
    return isBetter;
  }

  /** Lets units go elsewhere that are in the way of another one. Whether anything became better. */
  public exchange(): boolean {
    let isBetter = false;
    // Among few units there are few groups.
    const draws = Math.min(DRAWS, this.order.length);
    for (const index of this.order) {
      for (let draw = 0; draw < draws; draw++) isBetter = this.divideAnew(this.drawn(index, draw)) || isBetter;
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
      const tooMuch = this.rows.tooMuch(this.loads);
      let best = now;
      for (const chain of this.unit(index).chains) {
        const isSameFirst = chain.tiers[0]?.join() === now.tiers[0]?.join();
        const least = best === now ? BETTER_IN_FAILURES : 0;
        if (!isSameFirst || chain.inFailures <= best.inFailures + least) continue;
        const change = this.loads.changeOf(index, chain);
        const fits = this.rows.room(this.loads, change, percent) === percent;
        if (fits && this.rows.isKept(this.loads, change, percent, tooMuch)) best = chain;
      }
      this.loads.set(index, { chain: best, percent });
      isBetter ||= best !== now;
    }
    return isBetter;
  }

  /** A unit, and some of those that a data centre serves, or would serve in a failure, which it could have: the same for the same policy. */
  private drawn(index: number, draw: number): readonly number[] {
    const random = randomOf(index * DRAWS + draw);
    const { firsts } = this.unit(index);
    const site = firsts[random(firsts.length)] ?? -1;
    const inTheWay = this.order.filter((other) => {
      const { chain, percent } = this.loads.at(other);
      return other !== index && percent > 0 && chain?.tiers.some((tier) => tier.includes(site));
    });
    const group = [index];
    for (let others = 1 + (draw % MOST_OTHERS); others > 0 && inTheWay.length > 0; others--) {
      const [other = index] = inTheWay.splice(random(inTheWay.length), 1);
      group.splice(random(group.length + 1), 0, other);
    }
    return group;
  }

  /** Serves some units as if each were new, one after the other, and keeps it if it is better. */
  private divideAnew(group: readonly number[]): boolean {
    const was = group.map((index) => this.loads.at(index));
    for (const index of group) this.loads.set(index, BY_LAST_RESORT);
    let gain = 0;
    const isServed = group.every((index, place) => {
      const before = was[place] ?? BY_LAST_RESORT;
      const isLast = place === group.length - 1;
      const best = this.best(index, before, [before.percent], Number.NEGATIVE_INFINITY, isLast);
      if (best === undefined) return false;
      this.loads.set(index, best);
      const origin = this.originOf(this.unit(index));
      gain += this.score(index, best, origin) - this.score(index, before, origin);
      if (isForbidden(this.unit(index), before)) gain = Number.POSITIVE_INFINITY;
      return true;
    });
    if (isServed && gain > EQUAL) return true;
    group.forEach((index, place) => {
      this.loads.set(index, was[place] ?? BY_LAST_RESORT);
    });
    return false;
  }

  /**
   * What is better than a score, of all that there is room for; nothing if it is nothing. The unit must have no route.
   *
   * @param origin what moving it costs from
   * @param usual percentages that may be better than more
   * @param isLast whether nobody comes after it who takes what is still too much
   */
  private best(
    index: number,
    origin: Served,
    usual: readonly number[],
    least: number,
    isLast = true,
  ): Served | undefined {
    const unit = this.unit(index);
    const tooMuch = isLast ? this.rows.tooMuch(this.loads) : [];
    let best: Served | undefined;
    let most = least;
    for (const chain of unit.chains) {
      // Nothing on this chain is better than all of it without a cost.
      if (worthOf(this.world, unit, { chain, percent: 100 }) <= most) continue;
      const change = this.loads.changeOf(index, chain);
      const room = this.rows.roomAtOnce(this.loads, change, this.rows.room(this.loads, change, 100));
      for (let each = -1; each < usual.length; each++) {
        const percent = Math.min(room, usual[each] ?? room);
        if (percent === 0) continue;
        const served = { chain, percent };
        const score = this.score(index, served, origin);
        if (score <= most || (isLast && !this.rows.isKept(this.loads, change, percent, tooMuch))) continue;
        best = served;
        most = score;
      }
    }
    const isBetter = this.score(index, BY_LAST_RESORT, origin) > most;
    return isBetter && (!isLast || this.rows.isKept(this.loads, undefined, 0, tooMuch)) ? BY_LAST_RESORT : best;
  }

  private score(index: number, served: Served, origin: Served): number {
    const unit = this.unit(index);
    return worthOf(this.world, unit, served) - costOf(this.world, unit, origin, served);
  }

  private unit(index: number): Unit {
    const unit = this.world.units[index];
    if (unit === undefined) throw new Error("A unit of another world.");
    return unit;
  }
}

/** Whole numbers below others, the same for a seed on any machine (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}
