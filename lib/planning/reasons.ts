import { Loads } from "./loads";
import type { Obstacle } from "./obstacle";
import { type PassedRow, Rows } from "./rows";
import { isForbidden } from "./score";
import type { StepLimit } from "./step-limit";
import type { Steps } from "./steps";
import { rowInNames, type TooMuch } from "./too-much";
import { BY_LAST_RESORT, isSameServed, type Served, type Unit, type World } from "./world";

/** Why a place gets no more from data centres. */
export type Reason =
  | { readonly kind: "all" }
  /** At one point more, a site is asked for more than it can take; at one point less, where a rule forbids what is deployed. */
  | ({ readonly kind: "full"; readonly percent: number } & TooMuch)
  /** The target is more than one step away: what keeps it from going further now, and at the target. */
  | { readonly kind: "step"; readonly target: number; readonly by: StepLimit; readonly atTarget: Reason }
  /** No safe step leads to the target: on the way, something would be asked for too much, or for more than it has served well. */
  | { readonly kind: "blocked"; readonly target: number; readonly by: StepLimit; readonly atTarget: Reason }
  /** After a step: more users follow than percentages say, so that it has less than was planned. */
  | { readonly kind: "lowered"; readonly planned: number }
  /** A rule says that its route stays as it is. */
  | { readonly kind: "frozen" }
  /** More of it would cost more than it brings, up to the largest percentage that there is room for. */
  | { readonly kind: "gain"; readonly room: number }
  | Obstacle;

/** Why no unit gets more: first of the step, and then of the target. */
export function reasonsOf(world: World, rows: Rows, target: readonly Served[], steps: Steps): readonly Reason[] {
  const loads = Loads.of(world, target);
  // What is deployed may be too much, and the plan took it back: then it is no more than at the target, or than half of the headroom.
  const strict = [world.tolerated, world.planned].map((planned) => new Rows(world, Loads.of(world, target), planned));
  const passed = (index: number, served: Served) => {
    const aim = loads.at(index);
    loads.set(index, served);
    const found = [rows, ...strict].map((some) => some.passed(loads)).find((row) => row !== undefined);
    loads.set(index, aim);
    return found;
  };
  const last = steps.policies.at(-1) ?? world.units.map(({ now }) => now);
  const targetReason = (unit: Unit, index: number): Reason => {
    const aim = target[index] ?? BY_LAST_RESORT;
    if (aim.percent === 100) return { kind: "all" };
    if (unit.obstacle !== undefined) return unit.obstacle;
    if (isForbidden(unit, aim)) {
      const percent = aim.percent - 1;
      const row = passed(index, { ...aim, percent });
      if (row !== undefined) return fullOf(world, row, percent);
    }
    const chains = aim.percent > 0 && aim.chain !== undefined ? [aim.chain] : unit.chains;
    const tried = chains.map((chain) => ({ chain, row: passed(index, { chain, percent: aim.percent + 1 }) }));
    const free = tried.find(({ row }) => row === undefined)?.chain;
    const [full] = tried;
    if (free === undefined && full?.row !== undefined) return fullOf(world, full.row, aim.percent + 1);
    let room = aim.percent + 1;
    while (room < 100 && passed(index, { chain: free, percent: room + 1 }) === undefined) room++;
    return { kind: "gain", room };
  };
  return world.units.map((unit, index): Reason => {
    const aim = target[index] ?? BY_LAST_RESORT;
    if (unit.isFrozen) return unit.obstacle ?? { kind: "frozen" };
    const atTarget = targetReason(unit, index);
    const stopped = steps.isBlocked && !isSameServed(last[index] ?? BY_LAST_RESORT, aim);
    const by = stopped ? steps.last.get(index) : steps.first.get(index);
    return by === undefined ? atTarget : { kind: stopped ? "blocked" : "step", target: aim.percent, by, atTarget };
  });
}

function fullOf(world: World, row: PassedRow, percent: number): Reason {
  const { load, limit, isAtOnce } = row;
  return { kind: "full", percent, ...rowInNames(world, row), load, limit, atOnce: isAtOnce };
}
