import { isDeepStrictEqual } from "node:util";
import type { Problems, PropertyPath } from "../core/problems";
import type { RoutingFacts } from "../routing/analysis/routing-facts";

/**
 * Refuses what a plan goes on from and no picture is drawn with, unless it is as it was synthesized, such as in a copy: a user who writes a
 * policy into a file would take the picture of the records for that of the policy.
 *
 * @param synthesized the facts of each version that is drawn
 */
export function refuseUnused(problems: Problems, given: RoutingFacts, synthesized: readonly RoutingFacts[]): void {
  const refuse = (path: PropertyPath, value: unknown, own: (facts: RoutingFacts) => unknown) => {
    if (value === undefined || synthesized.some((facts) => isDeepStrictEqual(own(facts), value))) return;
    problems.conflict(path, "is not drawn, as the records alone say it: leave it out, or as it was synthesized");
  };
  refuse("policies", given.policies, ({ policies }) => policies);
  refuse("ttlSeconds", given.ttlSeconds, ({ ttlSeconds }) => ttlSeconds);
  refuse(["lastResort", "fallBackTo"], given.lastResort?.fallBackTo, ({ lastResort }) => lastResort?.fallBackTo);
  for (const [name, site] of Object.entries(given.dataCenters ?? {}))
    refuse(
      ["dataCenters", name, "isDrained"],
      site?.isDrained,
      ({ dataCenters }) => dataCenters?.[name]?.isDrained ?? false,
    );
}
