import type { Chain } from "./chains";
import { forEachLoad, rowOf } from "./change";
import { Loads } from "./loads";
import type { Rows } from "./rows";
import { BY_LAST_RESORT, type Unit, type World } from "./world";

/** A linear program: columns from 0 to 1, some of them 0 or 1 alone, and rows of them that have a largest value. */
export interface Program {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** A part of a unit on a chain; or a help for rows. */
export interface Column {
  readonly part?: { readonly unit: number; readonly chain: Chain };
  /** Whether it is 0 or 1, and nothing between. */
  readonly isWhole?: boolean;
}

/** What columns add up to, at most or exactly. */
export interface Row {
  readonly terms: Terms;
  readonly most: number;
  readonly isExact: boolean;
}

type Terms = readonly (readonly [column: number, factor: number])[];

/** Next to the largest factor of a row: rounding errors. */
const NEGLIGIBLE = 1e-12;

/**
 * All that a plan keeps to, but for whole percentages, and for one chain to a unit: what a site can take under each failure, and what the
 * last resort takes at once, which is the larger of two numbers. So no plan is better than the best of it.
 */
export function programOf(world: World, rows: Rows): Program {
  const { services, sites, failures, units, minNodes, targetUtilization = 1 } = world;
  const last = sites.length;
  const program = new Writer();
  const parts = units.flatMap((unit, index) => {
    const some = unit.isFrozen ? [] : chainsOf(unit).map((chain) => ({ unit: index, chain }));
    const columns = some.map((part) => program.column({ part }));
    program.row(
      columns.map((column) => [column, 1] as const),
      1,
    );
    return some;
  });
  // What is asked for while all that may change is at the last resort, and what each column changes of it.
  const base = new Loads(world, (unit) => (unit.isFrozen ? unit.now : BY_LAST_RESORT)).values;
  const changes = changesOf(world, parts);
  const ofRow = (row: number) => ({ terms: changes[row] ?? [], known: base[row] ?? 0 });
  services.forEach((_, service) => {
    const total = units.reduce((sum, { demand }) => sum + (demand[service] ?? 0), 0);
    // Nearly every column changes what the last resort is asked for: one row has all of them, and the others what a failure adds.
    const well = ofRow(rowOf(world, service, 0, last));
    const atLast = program.column({});
    program.row([...well.terms, [atLast, -total]], -well.known, true);
    const smallest = minNodes[service] ?? 0;
    const isByLoad = smallest > 0 && failures.some((_, failure) => rows.isJudgedAtOnce(failure));
    const byLoad = isByLoad ? program.column({ isWhole: true }) : undefined;
    failures.forEach((down, failure) => {
      for (let site = 0; site < last; site++) {
        const row = rowOf(world, service, failure, site);
        if (!down.includes(site)) program.row(ofRow(row).terms, rows.limit(row) - ofRow(row).known);
      }
      if (down.includes(last)) return;
      const row = rowOf(world, service, failure, last);
      const more = ofRow(row);
      const known = more.known - well.known;
      const terms: Terms = [...sumOf(more.terms, well.terms, -1), [atLast, total]];
      program.row(terms, rows.limit(row) - known);
      if (!rows.isJudgedAtOnce(failure)) return;
      const slack = rows.slack(service, failure) - known;
      // Either running nodes take it, or the smallest number of them does.
      const running: Terms = [...sumOf(more.terms, well.terms, -1), [atLast, total - total / targetUtilization]];
      if (byLoad === undefined) program.row(running, slack);
      else {
        program.row([...running, [byLoad, total]], slack + total);
        program.row([...terms, [byLoad, -Math.max(0, total - smallest)]], slack + smallest);
      }
    });
  });
  return program;
}

class Writer implements Program {
  private readonly written: { readonly columns: Column[]; readonly rows: Row[] } = { columns: [], rows: [] };

  public get columns(): readonly Column[] {
    return this.written.columns;
  }

  public get rows(): readonly Row[] {
    return this.written.rows;
  }

  public column(column: Column): number {
    return this.written.columns.push(column) - 1;
  }

  /** Factors near 1 are what a solver is exact for. */
  public row(terms: Terms, most: number, isExact = false): void {
    const scale = terms.reduce((largest, [, factor]) => Math.max(largest, Math.abs(factor)), 0);
    if (scale === 0 || most === Number.POSITIVE_INFINITY) return;
    const some = terms.filter(([, factor]) => Math.abs(factor) > scale * NEGLIGIBLE);
    this.written.rows.push({
      terms: some.map(([column, factor]) => [column, factor / scale]),
      most: most / scale,
      isExact,
    });
  }
}

/** All that a unit may be served by, in an order of its own: what is deployed, and where the plan before led to, may stay. */
function chainsOf({ chains, now, before }: Unit): readonly Chain[] {
  const own = [now, before].flatMap((served) => (served?.chain && served.percent > 0 ? [served.chain] : []));
  const all = [...new Map([...own, ...chains].map((chain) => [chain.key, chain])).values()];
  return all.sort((one, other) => (one.key < other.key ? -1 : 1));
}

/** How much more each row is asked for when a unit is on a chain and not at the last resort: by rows. */
function changesOf(world: World, parts: readonly { readonly unit: number; readonly chain: Chain }[]): Terms[] {
  const changes = Array.from(
    { length: world.services.length * world.failures.length * (world.sites.length + 1) },
    () => {
      return [] as (readonly [number, number])[];
    },
  );
  parts.forEach(({ unit: index, chain }, column) => {
    const unit = world.units[index];
    if (unit === undefined) return;
    const change = new Map<number, number>();
    const add = (sign: number) => (row: number, load: number) => change.set(row, (change.get(row) ?? 0) + sign * load);
    forEachLoad(world, unit, { chain, percent: 100 }, add(1));
    forEachLoad(world, unit, BY_LAST_RESORT, add(-1));
    for (const [row, load] of change) {
      if (load !== 0) changes[row]?.push([column, load]);
    }
  });
  return changes;
}

/** One sum, and so many times another. */
function sumOf(one: Terms, other: Terms, times: number): Terms {
  const terms = new Map(one);
  for (const [column, factor] of other) terms.set(column, (terms.get(column) ?? 0) + times * factor);
  return [...terms].filter(([, factor]) => factor !== 0);
}
