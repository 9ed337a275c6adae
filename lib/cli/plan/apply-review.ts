import { environmentsOf, inEnvironment } from "../environments";
import { readOutputFolder } from "../output-folder";
import type { Refusal } from "../refusal";
import { type CapacityChange, capacityChanges } from "./capacity";
import { commandsOf, type StepCommand, stepsAhead } from "./commands";
import { type DefaultServiceChange, defaultServiceChanges } from "./default-services";
import { strayPlans } from "./known-plans";
import { movedStates } from "./moved-states";
import { notDrained } from "./not-drained";
import type { Step } from "./order";
import { protectedFromIt } from "./protection";
import { readPlans } from "./read-plans";
import { type StackChange, stackChanges } from "./resource-changes";
import { type StackReport, stackReports } from "./stack-report";
import { type Steps, stepsOf } from "./steps";
import { type Unserved, unserved } from "./unserved";

/** What an apply of a change does to what exists. */
export interface ApplyReview {
  readonly hasPlans: boolean;
  readonly changes: readonly StackChange[];
  readonly stacks: readonly StackReport[];
  readonly capacity: readonly CapacityChange[];
  /** Requests that nobody answers afterwards. */
  readonly unserved: readonly Unserved[];
  /** Load balancers at which another service answers host names that no service has. */
  readonly defaultServices: readonly DefaultServiceChange[];
  readonly steps: Steps;
  readonly commands: readonly StepCommand[];
  /** What is done one by one before one `cdktf deploy` does the rest. */
  readonly ahead: readonly Step[];
  /** Files among the plans that are of no stack. */
  readonly strayPlans: readonly string[];
  readonly refusals: readonly Refusal[];
  /** Regions that are destroyed under load: for two applies, first the drain. */
  readonly notDrained: readonly Refusal[];
}

/**
 * Reads two folders that `cdktf synth` wrote, and the plans of the stacks, where there are any.
 *
 * @param environment this one alone; all, when it is left out. Commands name no stack of another one.
 * @throws `ValidationError` for a folder, or a plan, that cannot be read
 */
export function reviewApply(before: string, after: string, plansFolder?: string, environment?: string): ApplyReview {
  const [old, young] = [readOutputFolder(before), readOutputFolder(after)];
  const known = environmentsOf([...old, ...young]);
  const [oldHere, youngHere] = [inEnvironment(old, environment, known), inEnvironment(young, environment, known)];
  const plans = plansFolder === undefined ? undefined : readPlans(plansFolder);
  const changes = stackChanges(oldHere, youngHere, plans);
  const ordered = stepsOf(changes);
  const sending = notDrained(changes);
  const why = [...movedStates(changes), ...sending, ...ordered.why];
  // A part of what cannot be done in any order would end half-way.
  const steps = { ...ordered, why, ...(ordered.impossible.length > 0 && { steps: [], isOneDeploy: false }) };
  const impossible = steps.impossible.map(
    (text): Refusal => ({ code: "no-order", message: `${text}: ${TWO_CHANGES}` }),
  );
  return {
    hasPlans: plans !== undefined,
    changes,
    stacks: stackReports(changes),
    capacity: capacityChanges(oldHere, youngHere),
    unserved: unserved(changes),
    defaultServices: defaultServiceChanges(changes),
    steps,
    commands: commandsOf(steps, old, young),
    ahead: stepsAhead(steps, young),
    strayPlans: strayPlans(plans, new Set([...old, ...young].map(({ name }) => name))),
    refusals: [...protectedFromIt(changes), ...impossible],
    notDrained: sending.map((message): Refusal => ({ code: "not-drained", message })),
  };
}

const TWO_CHANGES = "make two changes of it, first what is new, and then what goes";
