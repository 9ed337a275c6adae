import { Loads } from "./loads";
import { Step } from "./step";
import type { StepLimit } from "./step-limit";
import { BY_LAST_RESORT, isSameServed, type Served, type World } from "./world";

/** More steps than these are not counted. */
const MOST_STEPS = 200;

/** How a target is reached. */
export interface Steps {
  /** The policy after each step, the last one at the target, or as near as is safe. */
  readonly policies: readonly (readonly Served[])[];
  /** Whether no safe step leads to the target. More steps than are counted may. */
  readonly isBlocked: boolean;
  /** What keeps units from going further, by their numbers: in the first step, and where no step leads further. */
  readonly first: ReadonlyMap<number, StepLimit>;
  readonly last: ReadonlyMap<number, StepLimit>;
}

/** Steps from what is deployed to a target, each of them safe. */
export function stepsTo(world: World, target: readonly Served[]): Steps {
  const policies: (readonly Served[])[] = [];
  let policy: readonly Served[] = world.units.map(({ now }) => now);
  let served = world.served;
  let [first, last]: (ReadonlyMap<number, StepLimit> | undefined)[] = [];
  const isAt = (other: readonly Served[]) =>
    other.every((one, index) => isSameServed(one, policy[index] ?? BY_LAST_RESORT));
  while (!isAt(target) && policies.length < MOST_STEPS) {
    const step = new Step(world, policy, served);
    const next = step.towards(target);
    first ??= step.stoppedBy;
    if (isAt(next)) {
      last = step.stoppedBy;
      break;
    }
    policies.push(next);
    policy = next;
    // What went well is what the next step may be measured by.
    const loads = Loads.of(world, next);
    served = served.map((some, service) => some.map((most, site) => Math.max(most, loads.of(service, 0, site))));
  }
  return { policies, isBlocked: last !== undefined, first: first ?? new Map(), last: last ?? new Map() };
}
