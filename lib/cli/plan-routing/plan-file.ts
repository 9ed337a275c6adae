import { writeFileSync } from "node:fs";
import type { Bound } from "../../planning/bound";
import type { MeasuredData } from "../../planning/data/measured";
import type { Margin } from "../../planning/margin";
import type { AtHome, RoutingPlan } from "../../planning/plan-routing";
import { checkedPolicy, namesIn, PLAN_VERSION } from "../../planning/planned-routing";
import type { RoutingPolicy } from "../../routing/routing-policy";
import { packageVersion } from "../package-version";
import { readIfThere } from "../read-if-there";
import type { Input } from "./input";
import type { Planning } from "./planning";

/** `routing-plan.json`. */
export interface PlanFile {
  readonly version: typeof PLAN_VERSION;
  /** The version of this package. */
  readonly madeBy: string;
  readonly inputs: readonly Input[];
  /** The next step, which the program imports. */
  readonly policy: RoutingPolicy;
  readonly target: RoutingPolicy;
  readonly steps: number;
  readonly isReachable: boolean;
  readonly atHome: AtHome;
  /** The most that any policy can bring, in the unit of `atHome`, where it was asked for. */
  readonly bound?: Bound;
  /** How long the next step and the target hold; missing where nothing is limited. */
  readonly margin: { readonly next?: Margin; readonly target?: Margin };
  /** The numbers that were made of metrics, and how sure they are. */
  readonly data?: MeasuredData;
}

export function planFileOf(plan: RoutingPlan, { inputs, data }: Pick<Planning, "inputs" | "data">): PlanFile {
  const { policy, target, steps, isReachable, atHome, bound, margin } = plan;
  const finite = (one: Margin) => (Number.isFinite(one.growth) ? one : undefined);
  const margins = { next: finite(margin.next), target: finite(margin.target) };
  return {
    version: PLAN_VERSION,
    madeBy: packageVersion(),
    inputs,
    policy,
    target,
    steps,
    isReachable,
    atHome,
    ...(bound && { bound }),
    margin: JSON.parse(JSON.stringify(margins)),
    ...(data && { data }),
  };
}

/** The two policies of a file that was written before. */
export interface PlanBefore {
  readonly policy: RoutingPolicy;
  readonly target: RoutingPolicy;
}

/**
 * Reads the plan before.
 *
 * @throws `ValidationError` for a file that holds no plan
 */
export function readPlan(file: string): PlanBefore | undefined {
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  let plan: unknown = text;
  try {
    plan = JSON.parse(text);
  } catch {
    // What is no JSON is refused as what it is: a text.
  }
  return { policy: checkedPolicy(plan, "policy"), target: checkedPolicy(plan, "target") };
}

/** The target of the plan before, unless it names a data centre that is gone. */
export function targetOf(before: PlanBefore | undefined, dataCenters: readonly string[]): RoutingPolicy | undefined {
  if (before === undefined || !namesIn(before.target).every((name) => dataCenters.includes(name))) return undefined;
  return before.target;
}

/** Whether a plan says the same as the one before: its policies, however they are written. */
export function isSamePlan(before: PlanBefore, { policy, target }: PlanBefore): boolean {
  return ordered(before.policy) === ordered(policy) && ordered(before.target) === ordered(target);
}

export function writePlan(file: string, plan: PlanFile): void {
  writeFileSync(file, `${JSON.stringify(plan, undefined, 2)}\n`);
}

/** The same for objects that differ in the order of their keys alone. */
function ordered(value: unknown): string {
  return JSON.stringify(value, (_, one) =>
    typeof one === "object" && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([key], [other]) => (key < other ? -1 : 1)))
      : one,
  );
}
