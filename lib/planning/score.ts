import type { Chain } from "./chains";
import { BY_LAST_RESORT, type Served, type Unit, type World } from "./world";

/** What moving users costs beside what it brings: plans that differ little do not follow the noise of the demand. */
const INERTIA = 0.1;

/** What it brings that a unit is served so, in parts of all that is asked for, without what it costs to move it. */
export function worthOf(world: World, unit: Unit, { chain, percent }: Served): number {
  return chain === undefined ? 0 : (unit.weight * percent * worthOfChain(world, unit, chain)) / 100;
}

/** The same of all of a unit's users, as a part of what they ask for. */
function worthOfChain({ limits }: World, { lastResortMilliseconds }: Unit, { parts, milliseconds }: Chain): number {
  const sent = (parts[0] ?? []).reduce((sum, [, part]) => sum + part, 0);
  const slower = (milliseconds ?? lastResortMilliseconds) - lastResortMilliseconds;
  return sent * (1 - limits.worthOfMillisecond * slower);
}

/** What it costs to move a unit. Who takes over in a failure may change without a cost: no user moves. */
export function costOf({ limits }: World, { weight }: Unit, from: Served, to: Served): number {
  const moved = movedShare(to, from);
  return moved === 0 ? 0 : INERTIA * weight * moved + limits.leastGain;
}

/** What a policy brings, with what it costs to move to it. */
export function totalOf(world: World, policy: readonly Served[]): number {
  return world.units.reduce((sum, unit, index) => {
    const served = policy[index] ?? BY_LAST_RESORT;
    if (isForbidden(unit, served)) return Number.NEGATIVE_INFINITY;
    return sum + worthOf(world, unit, served) - costOf(world, unit, originOf(unit), served);
  }, 0);
}

/** What a plan keeps unless there is something better: where the plan before led to, or what is deployed. */
export function originOf({ before, now }: Unit): Served {
  return before ?? now;
}

/** Whether a rule forbids how a unit is served: it is deployed, and no chain of the unit is like it. */
export function isForbidden({ chains }: Unit, { chain, percent }: Served): boolean {
  return percent > 0 && !chains.some((one) => one === chain || one.key === chain?.key);
}

/** The part of a unit's users who are served elsewhere. */
export function movedShare(one: Served, other: Served): number {
  const ones = partsOf(one);
  const others = partsOf(other);
  let more = 0;
  let left = 0;
  for (const [site, part] of ones) {
    const difference = (part * one.percent - partAt(others, site) * other.percent) / 100;
    more += Math.max(0, difference);
    left += difference;
  }
  for (const [site, part] of others) {
    const isKnown = ones.some(([known]) => known === site);
    if (!isKnown) left -= (part * other.percent) / 100;
  }
  return more + Math.max(0, -left);
}

type WellParts = Chain["parts"][number];

function partsOf({ chain, percent }: Served): WellParts {
  return percent === 0 ? [] : (chain?.parts[0] ?? []);
}

function partAt(parts: WellParts, site: number): number {
  return parts.find(([one]) => one === site)?.[1] ?? 0;
}
