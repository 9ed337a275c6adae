import type { SiteChanges } from "./data-centers";
import type { ApplyReview } from "./plan/apply-review";
import { sumsOf } from "./plan/sums";
import type { Refusal } from "./refusal";
import type { Difference } from "./routing-diff";

/** All that is compared. */
export interface Found {
  readonly apply: ApplyReview;
  readonly differences: readonly Difference[];
  readonly sites: readonly SiteChanges[];
}

/** A review for programs. The schema of it is docs/schemas/review.schema.json. */
export function reviewJson({ apply, differences, sites }: Found, refusals: readonly Refusal[]): string {
  const { usersMoved, replaced, ...sums } = sumsOf(apply.changes, differences);
  const routing = differences.map(({ stack, changes, notes, notAnalysed }) => ({
    stack,
    changes,
    notes,
    notAnalysed: notAnalysed.map((note) => note.trimEnd()),
  }));
  const { steps, isOneDeploy, why } = apply.steps;
  const commands = apply.commands.map(({ command, version }) => ({ command, version }));
  const whole = {
    refusals,
    summary: { replaced: replaced ?? null, ...sums, usersMoved: usersMoved ?? null },
    stacks: apply.stacks,
    strayPlans: apply.strayPlans,
    routing,
    capacity: apply.capacity,
    unserved: apply.unserved,
    defaultServices: apply.defaultServices,
    order: { isOneDeploy, why, steps, ahead: apply.ahead, commands },
    dataCenters: sites.map(({ name, comparison }) => ({ name, changes: comparison.changes })),
  };
  return JSON.stringify(whole, undefined, 2);
}
