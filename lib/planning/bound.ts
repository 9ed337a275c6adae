import { Loads } from "./loads";
import { type Program, programOf } from "./program";
import type { Rows } from "./rows";
import { type Highs, solutionOf } from "./solver";
import { atHome, BY_LAST_RESORT, type Served, type World } from "./world";

/** The most that any policy can bring, or why it is not known. */
export interface Bound {
  /** A share of all that is asked for which no policy brings to data centres more than, in the unit of `atHome`. */
  readonly atHome?: number;
  /** Why it is not known, in words. */
  readonly unknown?: string;
}

/** Why nothing is known without the optional package. */
const NOT_INSTALLED = "the optional package highs is not installed: npm install highs";

/** Bounds are told in hundred thousandths, upwards: what a solver's arithmetic may be wrong by does not make them too small. */
const PRECISION = 100_000;

/** The most that any policy can bring under the same rows as the plan: each part of a percentage counts, so it is never less than a plan. */
export function boundOf(world: World, rows: Rows, highs: Highs | undefined): Bound {
  if (highs === undefined) return { unknown: NOT_INSTALLED };
  const fixed = atHome(world, new Loads(world, ({ isFrozen, now }) => (isFrozen ? now : BY_LAST_RESORT)).all);
  const program = programOf(world, rows);
  const sent = worths(program, world, (unit, { chain }) => {
    return unit.weight * (chain?.parts[0]?.reduce((sum, [, share]) => sum + share, 0) ?? 0);
  });
  if (sent.every((one) => one === 0)) return { atHome: fixed };
  const solution = solutionOf(highs, program, sent);
  if (solution === undefined) return { unknown: "the linear program was not solved" };
  return { atHome: Math.min(1, Math.ceil((fixed + solution.most) * PRECISION + 0.01) / PRECISION) };
}

/** What each column of a program is worth when it is whole. */
export function worths(
  { columns }: Program,
  { units }: World,
  worth: (unit: World["units"][number], served: Served) => number,
): readonly number[] {
  return columns.map(({ part }) => {
    const unit = part && units[part.unit];
    return unit === undefined ? 0 : worth(unit, { chain: part?.chain, percent: 100 });
  });
}
