import { type AcceptanceRegion, acceptanceRegion } from "./binomial";
import type { Expectation } from "./expectation";

/** How often the first look may take right shares for others. It says nothing yet: what seems to be another share is drawn again. */
export const FIRST_LOOK_CHANCE = 0.01;

/** How often something may be called wrong by chance alone, in a whole run over a zone that is right. */
const RUN_CHANCE = 0.01;

/**
 * How often the second look may, of which new draws decide alone. A right question is called wrong when both looks take it for another
 * one: the product of the two, so many times as there are questions, is no more than the run may have.
 *
 * @param judged for how many questions of the run chance decides
 */
export function secondLookChance(judged: number): number {
  return Math.min(FIRST_LOOK_CHANCE, RUN_CHANCE / FIRST_LOOK_CHANCE / judged);
}

/** Whether chance decides which answer comes. */
export function isByChance({ length }: Expectation): boolean {
  return length > 1;
}

/**
 * How many of so many draws an answer may be. Of two answers one is what the other is not, so that one test judges both; of more, each is
 * a test of its own, and has its part of the chance.
 */
export function regionOf({ length }: Expectation, draws: number, share: number, chance: number): AcceptanceRegion {
  return acceptanceRegion(draws, share, length > 2 ? chance / length : chance);
}
