import { validateShape } from "../core/options-shape";
import { Problems } from "../core/problems";
import type { RoutingPolicy } from "../routing/routing-policy";
import { type Bound, boundOf } from "./bound";
import { checkPlanOptions } from "./check-options";
import { Loads } from "./loads";
import { worldOf } from "./make-world";
import { type Margin, marginOf } from "./margin";
import type { RoutingPlanOptions } from "./planning-options";
import { type Reason, reasonsOf } from "./reasons";
import { Rows } from "./rows";
import { bestPolicy, type SearchOptions } from "./search";
import { loadHighs } from "./solver";
import { startsBy } from "./starts";
import { stepsTo } from "./steps";
import { atHome, BY_LAST_RESORT, type Served, type World } from "./world";
import { policyOf } from "./write-policy";

/** What a place or a wave gets. */
export interface PlannedChange {
  /** The place's code, or the wave's name. */
  readonly place: string;
  /** Now, after the next step, and at the target: the data centres in their order, and the percentage. */
  readonly now: PlannedRoute;
  readonly next: PlannedRoute;
  readonly target: PlannedRoute;
  /** Why it gets no more with the next step. */
  readonly reason: Reason;
}

/** How a place is served. */
export interface PlannedRoute {
  /** The data centres in the order in which they are tried, several that share the users with `+` between them; empty for the last resort. */
  readonly serveFrom: readonly string[];
  readonly percent: number;
}

/** A share of all that is asked for which data centres serve, from 0 to 1: each service counts by its weight. */
export interface AtHome {
  readonly now: number;
  readonly next: number;
  readonly target: number;
}

/** A routing that is better than the deployed one, and how to get there. */
export interface RoutingPlan {
  /** The next step: what to deploy. */
  readonly policy: RoutingPolicy;
  /** Where it leads. Places that are frozen go on to where the plan before led them, once they may. */
  readonly target: RoutingPolicy;
  /** How many steps are safe one after the other, counted up to 200; 0 when nothing is to be done. */
  readonly steps: number;
  /** Whether steps lead to the target, but for what is frozen. If not, no safe step leads further: places have the reason `blocked`. */
  readonly isReachable: boolean;
  /** The policy after each step. */
  readonly policies: readonly RoutingPolicy[];
  readonly atHome: AtHome;

  /** The least share in data centres after any of the steps, where that is less than now: meanwhile the last resort serves users of countries that change their data centre. */
  readonly lowestAtHome?: number;
  /** The most that any policy can bring, where `bound` asks for it. */
  readonly bound?: Bound;
  /** Every place and wave, the largest first. */
  readonly places: readonly PlannedChange[];
  /** How long the deployed policy, the next step and the target hold when the demand grows. */
  readonly margin: { readonly now: Margin; readonly next: Margin; readonly target: Margin };
}

/**
 * Plans who should be served from where: the better routing, and safe steps that lead to it.
 *
 * - Under none of `failures` is a site asked for more than it can take, by the target or by any step, unless it is already; nor is one by
 *   any mixture of a step's old and new policy, place by place: resolvers answer with the old one for a while.
 * - What the last resort can take at once in a failure follows from what it serves: the more the data centres serve, the fewer nodes run.
 * - Percentages are whole numbers. Planned again from its target nothing changes; from a step, with `target`, the next step comes.
 * - The same options give the same plan, on any machine.
 *
 * DNS divides resolvers and not requests: what users really ask for after a step is for you to look at before the next one.
 *
 * @throws `ValidationError` for options that are out of their range, or that only Terraform knows
 */
export async function planRouting(options: RoutingPlanOptions): Promise<RoutingPlan> {
  const known = knownOf(options);
  if (!options.bound) return planFor(known, options);
  const highs = await loadHighs();
  const starts = highs && startsBy(highs);
  return { ...planFor(known, options, starts), bound: boundOf(known.world, known.rows, highs) };
}

/** The same at once, without a bound. */
export function planOf(options: RoutingPlanOptions): RoutingPlan {
  return planFor(knownOf(options), options);
}

/** A world, and what nobody in it is asked for more than. */
interface Known {
  readonly world: World;
  readonly rows: Rows;
}

function knownOf(options: RoutingPlanOptions): Known {
  validateShape("planRouting", options, "RoutingPlanOptions");
  Problems.of("planRouting", (problems) => checkPlanOptions(problems, options));
  const world = worldOf(options);
  return { world, rows: new Rows(world, new Loads(world, (unit) => unit.now)) };
}

function planFor(
  { world, rows }: Known,
  { current = {} }: RoutingPlanOptions,
  starts?: SearchOptions["starts"],
): RoutingPlan {
  const now = world.units.map((unit) => unit.now);
  const found = bestPolicy(world, rows, starts && { starts });
  const target = withFrozen(world, rows, found);
  const steps = stepsTo(world, found);
  const [next = now] = steps.policies;
  const reasons = reasonsOf(world, rows, target, steps);
  const lowest = Math.min(...steps.policies.map((policy) => atHome(world, policy)));
  const route = (served: Served | undefined) => routeOf(world, served);
  return {
    policy: policyOf(world, current, next),
    target: policyOf(world, current, target),
    steps: steps.policies.length,
    isReachable: !steps.isBlocked,
    policies: steps.policies.map((policy) => policyOf(world, current, policy)),
    atHome: { now: atHome(world, now), next: atHome(world, next), target: atHome(world, target) },
    ...(lowest < atHome(world, now) && { lowestAtHome: lowest }),
    places: world.units
      .map((unit, index) => ({ unit, index }))
      .sort((one, other) => other.unit.weight - one.unit.weight)
      .map(({ unit, index }) => ({
        place: unit.name,
        now: route(unit.now),
        next: route(next[index]),
        target: route(target[index]),
        reason: reasons[index] ?? { kind: "all" },
      })),
    margin: { now: marginOf(world, now), next: marginOf(world, next), target: marginOf(world, target) },
  };
}

/**
 * A target in which frozen places go where the plan before led them: their freeze ends one day. Where there is no room for that any more,
 * they stay as they are.
 */
function withFrozen(world: World, rows: Rows, target: readonly Served[]): readonly Served[] {
  const all = world.units.map(({ onceFree }, index) => onceFree ?? target[index] ?? BY_LAST_RESORT);
  return rows.passed(Loads.of(world, all)) === undefined ? all : target;
}

/** Whether a place's route is another one after the next step. */
export function isChanged({ now, next }: PlannedChange): boolean {
  return now.percent !== next.percent || now.serveFrom.join() !== next.serveFrom.join();
}

function routeOf({ sites }: World, served: Served | undefined): PlannedRoute {
  const tiers = served?.percent ? (served.chain?.tiers ?? []) : [];
  return {
    serveFrom: tiers.map((tier) => tier.map((site) => sites[site] ?? "").join("+")),
    percent: tiers.length === 0 ? 0 : (served?.percent ?? 0),
  };
}
