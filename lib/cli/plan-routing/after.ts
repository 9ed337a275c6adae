import { Problems } from "../../core/problems";
import { type AfterStep, afterStep, type LoweredPlace } from "../../planning/after/after-step";
import { withPercents } from "../../planning/after/with-percents";
import { servedInHour } from "../../planning/data/hours";
import type { Series } from "../../planning/data/series";
import { hourText } from "../../planning/gain/times";
import { type PlannedChange, planOf, type RoutingPlan } from "../../planning/plan-routing";
import type { RoutingPlanOptions } from "../../planning/planning-options";
import { LAST_RESORT_SITE } from "../../planning/world";
import type { RoutingPolicy } from "../../routing/routing-policy";
import { type AskedHour, checkedHour } from "./asked-hour";
import type { Known } from "./known";
import { changedPlaces, type PlanBefore } from "./plan-file";
import type { AfterSettings } from "./planning";
import { suggestedReach } from "./suggested-reach";
import { newOverloads } from "./within";
import { reachOf } from "./words-settings";

/** What was observed after the last step, and what it makes of the next one. */
export interface StepJudged {
  /** The hour that was observed: `2026-11-27T17:00Z`. */
  readonly hour: string;
  readonly after: AfterStep;
  /** Percentages of the next step that are lower than planned. */
  readonly lowered: readonly LoweredPlace[];
  /** The reach that would have predicted it, of places of which fewer came. */
  readonly suggestedReach: { readonly [place: string]: number };
  /** The next step with these. */
  readonly plan: RoutingPlan;
  /** What would be asked for too much with these. */
  readonly overloads: readonly string[];
}

export interface StepToJudge {
  readonly known: Known;
  readonly options: RoutingPlanOptions;
  readonly plan: RoutingPlan;
  /** The file with the step, and what it has. */
  readonly out: string;
  readonly before: PlanBefore | undefined;
  readonly series: readonly Series[];
  readonly settings: AfterSettings;
  readonly asked: AskedHour;
}

/** Compares the step that is deployed with what was observed. */
export function judgeStep({ known, options, plan, out, before, series, settings, asked }: StepToJudge): StepJudged {
  const { ttlSeconds = 60 } = known.facts;
  const { hour, observed } = Problems.of("plan-routing", (problems) => {
    if (before === undefined) problems.conflict("--after", `${out} cannot be read: it has what the step predicted`);
    else {
      const changed = changedPlaces(before.policy, known.policy, frozenIn(options));
      if (changed.length > 0)
        problems.conflict(
          "--after",
          `${out} has another policy than what was synthesized, of ${changed.join(", ")}: deploy it, and wait an hour, or freeze by rules what is written by hand`,
        );
    }
    const planned = plannedOf(series, options);
    const hour = checkedHour(problems, planned, asked, { ttlSeconds, dataTo: before?.dataTo });
    const observed = hour === undefined ? {} : servedInHour(planned, hour);
    if (hour !== undefined && Object.keys(observed).length === 0)
      problems.conflict("--after", `nothing was measured in the hour of ${hourText(hour)}`);
    else if (hour !== undefined && !Object.values(observed).some((sites) => Object.hasOwn(sites, LAST_RESORT_SITE)))
      problems.conflict("--after", `nothing was measured at ${LAST_RESORT_SITE} in the hour of ${hourText(hour)}`);
    return { hour: hourText(hour ?? 0), observed };
  });
  const sites = Object.entries(options.dataCenters).map(([name, { capacity, drain }]) => {
    return [name, { capacity, ...(drain !== undefined && { drain }) }] as const;
  });
  const dataCenters = Object.fromEntries(sites);
  const reach = reachOf(settings, Object.keys(observed));
  const judging = { ...settings, reach, ttlSeconds };
  const after = afterStep({ ...judging, policy: known.policy, next: plan.policy, dataCenters, observed, file: out });
  const lowered = after.lowered.flatMap((one) => notBelowNow(one, plan.places));
  const suggested = suggestedReach(after.reach, reach, settings.tolerance);
  const judged = { hour, after, lowered, suggestedReach: suggested };
  if (lowered.length === 0) return { ...judged, plan, overloads: [] };
  const next = withPercents(plan.policy, lowered, { dataCenters, observed });
  return { ...judged, plan: planWith(options, plan, next, lowered), overloads: newOverloads(options, next) };
}

/** Of the services and sites that the plan knows: others are somebody else's. */
function plannedOf(series: readonly Series[], { services, dataCenters }: RoutingPlanOptions): readonly Series[] {
  return series.filter(
    ({ service, site }) =>
      Object.hasOwn(services, service) && (site === LAST_RESORT_SITE || Object.hasOwn(dataCenters, site)),
  );
}

/** Places and waves that stay as they are: their routes may be written by hand, after the plan. */
function frozenIn({ rules = {} }: RoutingPlanOptions): readonly string[] {
  return Object.entries(rules).flatMap(([name, { frozen }]) => (frozen === true ? [name] : []));
}

/** What is deployed stays: that it is off by less than what holds a step is how loads are from hour to hour. */
function notBelowNow({ place, from, to }: LoweredPlace, places: readonly PlannedChange[]): readonly LoweredPlace[] {
  const change = places.find((one) => one.place === place);
  const isSameRoute = change?.now.serveFrom.join() === change?.next.serveFrom.join();
  const least = Math.max(to, isSameRoute ? Math.min(from, change?.now.percent ?? 0) : 0);
  return least < from ? [{ place, from, to: least }] : [];
}

/** The plan with another next step: what it brings, how long it holds and the steps after it are planned anew, to the same target. */
function planWith(
  options: RoutingPlanOptions,
  plan: RoutingPlan,
  policy: RoutingPolicy,
  lowered: readonly LoweredPlace[],
): RoutingPlan {
  const rest = planOf({ ...options, current: policy, target: plan.target });
  const loweredAt = new Map(lowered.map((one) => [one.place, one]));
  const targets = new Map(rest.places.map(({ place, target }) => [place, target]));
  const { lowestAtHome: _, ...before } = plan;
  const lowest = Math.min(rest.atHome.now, rest.lowestAtHome ?? 1);
  return {
    ...before,
    ...(lowest < plan.atHome.now && { lowestAtHome: lowest }),
    policy,
    target: rest.target,
    steps: rest.steps + 1,
    isReachable: rest.isReachable,
    policies: [policy, ...rest.policies],
    atHome: { now: plan.atHome.now, next: rest.atHome.now, target: rest.atHome.target },
    margin: { now: plan.margin.now, next: rest.margin.now, target: rest.margin.target },
    places: plan.places.map((one) => {
      const { from, to } = loweredAt.get(one.place) ?? {};
      return {
        ...one,
        next: { ...one.next, percent: to ?? one.next.percent },
        target: targets.get(one.place) ?? one.target,
        reason: from === undefined ? one.reason : { kind: "lowered", planned: from },
      };
    }),
  };
}
