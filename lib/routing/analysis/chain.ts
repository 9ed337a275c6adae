import type { Answerer } from "../answers";

/** The order of failover. */
export interface Chain {
  /**
   * Endpoints, by name: those of a tier answer together, while all of the tiers before are down. The last resort is one of them where
   * data centres answer behind it.
   */
  readonly tiers: readonly (readonly string[])[];
  /** Who answers while all of these are down. */
  readonly end: Answerer;
}
