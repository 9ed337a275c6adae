import type { Chain } from "./chains";
import { type Change, changeBy, forEachLoad, rowOf } from "./change";
import { BY_LAST_RESORT, type Served, type Unit, type World } from "./world";

/** What every site is asked for under every failure, for every service, by one policy. */
export class Loads {
  /** A number for each service, failure and site, the last resort last. */
  public readonly values: Float64Array;
  private readonly served: Served[];
  private readonly changes = new WeakMap<Chain, Change>();

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
    const old = this.at(index);
    this.served[index] = served;
    this.add(index, old, -1);
    this.add(index, served, 1);
  }

  /** What a unit changes with each percent on a chain. */
  public changeOf(index: number, chain: Chain): Change {
    const known = this.changes.get(chain);
    if (known !== undefined) return known;
    const change = changeBy(this.world, this.world.units[index] ?? unknownUnit(), chain);
    this.changes.set(chain, change);
    return change;
  }

  private add(index: number, { chain, percent }: Served, times: number): void {
    if (chain === undefined || percent === 0) return;
    const { rows, perPoint } = this.changeOf(index, chain);
    for (let each = 0; each < rows.length; each++) {
      const row = rows[each] as number;
      this.values[row] = (this.values[row] as number) + (perPoint[each] as number) * percent * times;
    }
  }

  /** What a site is asked for. */
  public of(service: number, failure: number, site: number): number {
    return this.values[rowOf(this.world, service, failure, site)] ?? 0;
  }
}

/** Adds what a unit asks for, as often as `times`. */
function addTo(values: Float64Array, world: World, unit: Unit, served: Served, times: number): void {
  forEachLoad(world, unit, served, (row, load) => {
    values[row] = (values[row] ?? 0) + times * load;
  });
}

function unknownUnit(): never {
  throw new Error("A unit of another world.");
}
