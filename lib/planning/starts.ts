import { worths } from "./bound";
import { Loads } from "./loads";
import { type Program, programOf, type Row } from "./program";
import type { Rows } from "./rows";
import { worthOf } from "./score";
import { type Highs, type Solution, solutionOf } from "./solver";
import { BY_LAST_RESORT, type Served, type World } from "./world";

/** What a solver calls a whole number. */
const WHOLE = 1e-6;

/** How many units that a solver divides get one chain before it is asked again. */
const AT_A_TIME = 4;

/** Starts by a solver. It is asked once for each program: what is deployed changes few of them. */
export function startsBy(highs: Highs): (world: World, rows: Rows) => readonly (readonly Served[])[] {
  const known = new Map<string, readonly Solution[]>();
  return (world, rows) => {
    const program = programOf(world, rows);
    const worth = worths(program, world, (unit, served) => worthOf(world, unit, served));
    const asked = JSON.stringify([
      program.columns.map(({ part, isWhole }) => [part?.unit, isWhole]),
      program.rows,
      worth,
    ]);
    const solutions = known.get(asked) ?? solutionsOf(world, program, worth, highs);
    known.set(asked, solutions);
    return solutions
      .map((solution) => largestOf(world, program, solution))
      .filter((policy) => rows.passed(Loads.of(world, policy)) === undefined);
  };
}

/**
 * The best of the program, and what is left when the solver is asked again and again, each time with the largest of the units that it divides
 * on one chain alone. Nothing where nothing is solved.
 */
function solutionsOf(world: World, program: Program, worth: readonly number[], highs: Highs): readonly Solution[] {
  const first = solutionOf(highs, program, worth);
  if (first === undefined) return [];
  const whole = undivided(world, program, first, (more) =>
    solutionOf(highs, { columns: program.columns, rows: [...program.rows, ...more] }, worth),
  );
  return [first, ...(whole === undefined || whole === first ? [] : [whole])];
}

function undivided(
  { units }: World,
  { columns }: Program,
  first: Solution,
  solve: (more: readonly Row[]) => Solution | undefined,
): Solution | undefined {
  const parts = units.map((_, unit) => columns.flatMap(({ part }, column) => (part?.unit === unit ? [column] : [])));
  const order = units
    .map((_, unit) => unit)
    .sort((one, other) => (units[other]?.weight ?? 0) - (units[one]?.weight ?? 0));
  const more: Row[] = [];
  let solution: Solution | undefined = first;
  while (solution !== undefined) {
    const { values } = solution;
    const used = (unit: number) => (parts[unit] ?? []).filter((column) => (values[column] ?? 0) > WHOLE);
    const divided = order.filter((unit) => used(unit).length > 1).slice(0, AT_A_TIME);
    if (divided.length === 0) return solution;
    for (const unit of divided) {
      const [largest] = used(unit).sort((one, other) => (values[other] ?? 0) - (values[one] ?? 0));
      for (const column of parts[unit] ?? []) {
        if (column !== largest) more.push({ terms: [[column, 1]], most: 0, isExact: true });
      }
    }
    solution = solve(more);
  }
  return solution;
}

/** Of each unit's parts the largest, in whole percent. */
function largestOf({ units }: World, { columns }: Program, { values }: Solution): readonly Served[] {
  const largest = units.map(({ isFrozen, now }): Served => (isFrozen ? now : BY_LAST_RESORT));
  columns.forEach(({ part }, column) => {
    if (part === undefined) return;
    const percent = Math.floor(100 * (values[column] ?? 0) + WHOLE);
    if (percent > (largest[part.unit]?.percent ?? 0)) largest[part.unit] = { chain: part.chain, percent };
  });
  return largest;
}
