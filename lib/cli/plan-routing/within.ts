import { backtest } from "../../planning/backtest/backtest";
import { movedBetween } from "../../planning/moved";
import { isChanged, type RoutingPlan } from "../../planning/plan-routing";
import type { RoutingPlanOptions } from "../../planning/planning-options";
import { percentText } from "../../routing/analysis/words";
import type { RoutingPolicy } from "../../routing/routing-policy";
import { dayIn, type StepLimits } from "./limits";
import { routeText } from "./plan-text";
import { siteText } from "./site-text";

/** A number that two sums reach in another order is the same number. */
const ROUNDING = 1e-9;

/** Why somebody has to look at a step; nothing where it is small. */
export function beyondLimits(
  options: RoutingPlanOptions,
  plan: RoutingPlan,
  limits: StepLimits,
  now: number,
): readonly string[] {
  if (plan.steps === 0) return [];
  const { movedShare, pointsOfPlace, leastMargin } = limits;
  const { places, services } = movedBetween(options, options.current ?? {}, plan.policy);
  const isOne = services.size === 1;
  const holds = plan.margin.next.growth;
  return [
    ...freezesAt(limits, now),
    ...[...services].flatMap(([name, share]) =>
      share > movedShare + ROUNDING
        ? [
            `${percentText(share)} of all ${isOne ? "requests" : name} would move, and at most ${percentText(movedShare)} may`,
          ]
        : [],
    ),
    ...[...places].flatMap(([place, share]) =>
      100 * share > pointsOfPlace + ROUNDING
        ? [`${place}: ${percentText(share)} of its users would move, and at most ${pointsOfPlace} % may`]
        : [],
    ),
    ...(limits.otherDataCenters ? [] : otherDataCenters(plan)),
    ...(holds < leastMargin - ROUNDING
      ? [`${holdsText(holds)}, and at least +${percentText(leastMargin)} is wanted`]
      : []),
    ...newOverloads(options, plan.policy),
  ];
}

function holdsText(growth: number): string {
  return growth < 0
    ? "more is asked for than can be taken, even with today's demand"
    : `it would hold until the demand is +${percentText(growth)}`;
}

function freezesAt({ freezes }: StepLimits, now: number): readonly string[] {
  return freezes.flatMap(({ from, to, timeZone, reason }) => {
    const day = dayIn(timeZone, now);
    if (day < from || day > to) return [];
    return [
      `nothing changes by itself from ${from} to ${to} (${timeZone})${(reason ?? "").trim() === "" ? "" : `: ${reason}`}`,
    ];
  });
}

function otherDataCenters({ places }: RoutingPlan): readonly string[] {
  return places
    .filter(isChanged)
    .flatMap(({ place, now, next }) =>
      now.serveFrom.join() === next.serveFrom.join()
        ? []
        : [`${place}: from "${routeText(now)}" to "${routeText(next)}" is more than another percentage`],
    );
}

/** Sites that are asked for more than they can take, and were not, or for more than before. */
export function newOverloads(options: RoutingPlanOptions, policy: RoutingPolicy): readonly string[] {
  const { services, dataCenters, lastResort, current = {} } = options;
  const failures = options.failures ?? Object.keys(dataCenters).map((name) => [name]);
  const demand = Object.fromEntries(Object.entries(services).map(([name, one]) => [name, one.demand]));
  const hours = [{ time: "1970-01-01T00:00Z", demand }];
  const { policies } = backtest({ hours, policies: { current, policy }, dataCenters, lastResort, failures });
  const keyOf = ({ site, service, down }: { site: string; service: string; down: readonly string[] }) =>
    JSON.stringify([site, service, down]);
  const before = new Map((policies.current?.overCapacity ?? []).map((over) => [keyOf(over), over.worst.load]));
  return (policies.policy?.overCapacity ?? []).flatMap((over) => {
    const was = before.get(keyOf(over)) ?? 0;
    if (over.worst.load <= was * (1 + ROUNDING)) return [];
    const when =
      over.down.length === 0 ? "" : ` while ${over.down.join(" and ")} ${over.down.length === 1 ? "is" : "are"} down`;
    const site = siteText(over.site);
    return [`${site} would be asked for more of ${over.service} than it can take${when}`];
  });
}
