import type { RoutingPlanOptions } from "../../planning/planning-options";
import { LAST_RESORT_SITE } from "../../planning/world";
import { LAST_RESORT } from "../../routing/answers";

/** Which failures a plan covers: under no other is it known that nothing is asked for too much. */
export function coveredText({ failures, dataCenters }: Pick<RoutingPlanOptions, "failures" | "dataCenters">): string {
  if (failures === undefined) {
    const isDrained = Object.values(dataCenters).map(({ drain }) => drain === true);
    if (isDrained.every(Boolean)) return "no failure: there is no data centre that serves";
    return `each data centre down by itself${isDrained.includes(true) ? ", but for those that are drained" : ""}`;
  }
  if (failures.length === 0) return "no failure: failures is empty";
  const alone = Object.keys(dataCenters).filter((name) =>
    failures.some((down) => down.length === 1 && down[0] === name),
  );
  const isEach = alone.length > 1 && alone.length === Object.keys(dataCenters).length;
  const named = isEach ? failures.filter((down) => !(down.length === 1 && alone.includes(down[0] ?? ""))) : failures;
  const names = (down: readonly string[]) =>
    down.map((site) => (site === LAST_RESORT_SITE ? `the ${LAST_RESORT}` : site)).join(" and ");
  const sets = named.map((down) => `${names(down)} down${down.length > 1 ? " together" : ""}`);
  return [...(isEach ? ["each data centre down by itself"] : []), ...sets].join("; ");
}
