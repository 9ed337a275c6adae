import { writeFileSync } from "node:fs";
import { Problems } from "../../core/problems";
import type { Bound } from "../../planning/bound";
import type { MeasuredData } from "../../planning/data/measured";
import type { Margin } from "../../planning/margin";
import type { AtHome, RoutingPlan } from "../../planning/plan-routing";
import { checkedPolicy, goneIn, goneText, PLAN_VERSION } from "../../planning/planned-routing";
import { ONLY_LAST_RESORT, type Route, type RoutingPolicy, type Tier } from "../../routing/routing-policy";
import { isObject } from "../output-folder";
import { packageVersion } from "../package-version";
import { readIfThere } from "../read-if-there";
import type { Input } from "./input";
import { type Saving, savingsOf } from "./money";
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
  /** The least share at home on the way to the target, where that is below the one of now. */
  readonly lowestAtHome?: number;
  /** The most that any policy can bring, in the unit of `atHome`, where it was asked for. */
  readonly bound?: Bound;
  /** How long the deployed policy, the next step and the target hold; missing where nothing is limited. */
  readonly margin: { readonly now?: Margin; readonly next?: Margin; readonly target?: Margin };
  /** What it saves each month, where prices are configured. */
  readonly saving?: Saving;
  /** The numbers that were made of metrics, and how sure they are. */
  readonly data?: MeasuredData;
  /** What was deployed before the step, the newest first: the way back. */
  readonly before?: readonly RoutingPolicy[];
}

export function planFileOf(
  plan: RoutingPlan,
  { inputs, data, options, prices }: Pick<Planning, "inputs" | "data" | "options" | "prices">,
  before: readonly RoutingPolicy[] = [],
): PlanFile {
  const { policy, target, steps, isReachable, atHome, lowestAtHome, bound, margin } = plan;
  const finite = (one: Margin) => (Number.isFinite(one.growth) ? one : undefined);
  const margins = { now: finite(margin.now), next: finite(margin.next), target: finite(margin.target) };
  return {
    version: PLAN_VERSION,
    madeBy: packageVersion(),
    inputs,
    policy,
    target,
    steps,
    isReachable,
    atHome,
    ...(lowestAtHome !== undefined && { lowestAtHome }),
    ...(bound && { bound }),
    margin: JSON.parse(JSON.stringify(margins)),
    ...(prices && { saving: savingsOf(options, prices, plan) }),
    ...(data && { data }),
    ...(before.length > 0 && { before }),
  };
}

/** The two policies of a file that was written before. */
export interface Policies {
  readonly policy: RoutingPolicy;
  readonly target: RoutingPolicy;
}

/** What a file that was written before says. */
export interface PlanBefore extends Policies {
  /** What was deployed before its step, the newest first. */
  readonly before: readonly RoutingPolicy[];
  /** The time of the newest value that it was planned with. */
  readonly dataTo: string | undefined;
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
  const policies = { policy: checkedPolicy(plan, "policy", file), target: checkedPolicy(plan, "target", file) };
  const { before, inputs } = plan as { readonly before?: unknown; readonly inputs?: unknown };
  const checked = (policy: unknown) => checkedPolicy({ version: PLAN_VERSION, policy }, "policy", file);
  return { ...policies, before: Array.isArray(before) ? before.map(checked) : [], dataTo: dataToOf(inputs) };
}

function dataToOf(inputs: unknown): string | undefined {
  const times = Array.isArray(inputs) ? inputs.map((input) => (isObject(input) ? input.to : undefined)) : [];
  return times
    .filter((time): time is string => typeof time === "string")
    .sort()
    .at(-1);
}

/** So many steps can be taken back one after the other. */
const MOST_BEFORE = 5;

/** What was deployed before the policy of a new plan: what is deployed now, and what the plan before knows of the time before that. */
export function policiesBefore(
  plan: PlanBefore | undefined,
  current: RoutingPolicy,
  next: RoutingPolicy,
): readonly RoutingPolicy[] {
  const isCurrent = (policy: RoutingPolicy | undefined) => policy !== undefined && isSamePolicy(policy, current);
  const known = [...(plan === undefined ? [] : [plan.policy]), ...(plan?.before ?? [])];
  const index = known.findIndex(isCurrent);
  // Where the deployed policy was written by hand since, what the plan has as deployed before it was deployed all the same.
  const earlier = index < 0 ? (plan?.before ?? []) : known.slice(index + 1);
  // Where nothing changes, the way back is that of the step that is deployed.
  return (isSamePolicy(current, next) ? earlier : [current, ...earlier]).slice(0, MOST_BEFORE);
}

/** Nothing is planned in it, and so it has no numbers. */
function planBack(policy: RoutingPolicy, before: readonly RoutingPolicy[]): object {
  const rest = before.length > 0 ? { before } : {};
  return { version: PLAN_VERSION, madeBy: packageVersion(), inputs: [], policy, target: policy, ...rest };
}

/**
 * Writes a file with what was deployed before its step.
 *
 * @param dataCenters those of the program, where it is known
 * @throws `ValidationError` where that is not known
 */
export function writePlanBefore(file: string, dataCenters: readonly string[] | undefined): void {
  const plan = readPlan(file);
  Problems.of("plan-routing", (problems) => {
    const [policy = {}, ...before] = plan?.before ?? [];
    const gone = dataCenters === undefined ? [] : goneIn(policy, dataCenters);
    if (plan === undefined) problems.conflict("--back", `${file} cannot be read`);
    else if (plan.before.length === 0)
      problems.conflict(
        "--back",
        `${file} does not have what was deployed before its step: take an earlier commit of it, or delete it where the program then has the policy that is written by hand`,
      );
    else if (gone.length > 0)
      problems.conflict("--back", `what ${file} has as deployed before its step ${goneText(gone)}`);
    else writeText(problems, file, planBack(policy, before));
  });
}

/** The target of the plan before, and the names of data centres that were taken out of it. */
export interface EarlierTarget {
  readonly target: RoutingPolicy;
  readonly gone: readonly string[];
}

/**
 * The target of the plan before. A data centre that is gone is taken out of its routes; a route of which nothing is left is the one that is
 * deployed. All other routes stay: that one data centre is gone is no reason to lead others elsewhere.
 */
export function targetOf(
  before: PlanBefore | undefined,
  dataCenters: readonly string[],
  current: RoutingPolicy,
): EarlierTarget | undefined {
  if (before === undefined) return undefined;
  const gone = goneIn(before.target, dataCenters);
  if (gone.length === 0) return { target: before.target, gone };
  const deployed = routesOf(current);
  const kinds = Object.entries(before.target).map(([kind, routes]) => {
    const left = Object.entries(routes ?? {}).flatMap(([place, route]) => {
      const kept = withoutSites(route as Route, gone) ?? deployed.get(`${kind}/${place}`);
      return kept === undefined ? [] : [[place, kept] as const];
    });
    return [kind, Object.fromEntries(left)] as const;
  });
  return { target: Object.fromEntries(kinds), gone };
}

/** A route without some data centres; nothing where none is left. */
function withoutSites(route: Route, gone: readonly string[]): Route | undefined {
  if (route.serveFrom === ONLY_LAST_RESORT) return route;
  const serveFrom = route.serveFrom.flatMap((tier): readonly Tier[] => {
    const left = [tier].flat().filter((name) => !gone.includes(name));
    const [only] = left;
    return only === undefined ? [] : [left.length === 1 ? only : left];
  });
  return serveFrom.length === 0 ? undefined : { ...route, serveFrom };
}

/** Whether a plan says the same as the one before: its policies, however they are written. */
export function isSamePlan(before: Policies, { policy, target }: Policies): boolean {
  return isSamePolicy(before.policy, policy) && isSamePolicy(before.target, target);
}

/** The names under which two policies have other routes, but for those that may. */
export function changedPlaces(
  one: RoutingPolicy,
  other: RoutingPolicy,
  but: readonly string[] = [],
): readonly string[] {
  const [routes, others] = [routesOf(one), routesOf(other)];
  const names = [...new Set([...routes.keys(), ...others.keys()])];
  const changed = names.filter((key) => ordered(routes.get(key)) !== ordered(others.get(key)));
  return [...new Set(changed.map((key) => key.slice(key.indexOf("/") + 1)))]
    .filter((name) => !but.includes(name))
    .sort();
}

/** Routes by where they stand: `countries/FR`. */
function routesOf(policy: RoutingPolicy): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(policy).flatMap(([kind, routes]) =>
      Object.entries(routes ?? {}).map(([place, route]) => [`${kind}/${place}`, route] as const),
    ),
  );
}

export function isSamePolicy(one: RoutingPolicy, other: RoutingPolicy): boolean {
  return ordered(one) === ordered(other);
}

export function writePlan(file: string, plan: PlanFile): void {
  Problems.of("plan-routing", (problems) => writeText(problems, file, plan));
}

function writeText(problems: Problems, file: string, plan: object): void {
  try {
    writeFileSync(file, `${JSON.stringify(plan, undefined, 2)}\n`);
  } catch (error) {
    problems.conflict("--out", `${file} cannot be written (${(error as Error).message})`);
  }
}

/** The same for objects that differ in the order of their keys alone. */
function ordered(value: unknown): string {
  return JSON.stringify(value, (_, one) =>
    typeof one === "object" && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([key], [other]) => (key < other ? -1 : 1)))
      : one,
  );
}
