import type { Demand } from "../../routing/analysis/demand";
import type { RoutingPolicy } from "../../routing/routing-policy";
import type { PlannedDataCenter, PlannedLastResort, RatePerService } from "../planning-options";

/** What users asked for in one hour. */
export interface DemandHour {
  /** When it begins, in UTC: `"2026-11-03T17:00Z"`. */
  readonly time: string;
  /** For each service, what each place asked for, in the service's unit. Give the hour's peak: an hour has one number. */
  readonly demand: { readonly [service: string]: Demand };
}

/** What policies are replayed over. */
export interface BacktestOptions {
  /** The hours that were, in any order. */
  readonly hours: readonly DemandHour[];

  /** The policies by names of yours: `{ deployed, planned }`. */
  readonly policies: { readonly [name: string]: RoutingPolicy };

  /** The data centres, by their names, and what they can take: all of it, the headroom too. */
  readonly dataCenters: { readonly [name: string]: PlannedDataCenter };

  /**
   * What the last resort can take.
   *
   * @default - as much as it is asked for
   */
  readonly lastResort?: PlannedLastResort;

  /**
   * What is asked as well: how it would have been, had this been down in each of the hours.
   *
   * @default - none: only with all well
   */
  readonly failures?: readonly (readonly string[])[];

  /**
   * How much it counts that a share of a service is served by data centres, next to the other services: any number of more than 0.
   *
   * @default - 1 for each
   */
  readonly weights?: RatePerService;

  /**
   * What an hour of nodes at the last resort costs, in any currency, for what they can take of one unit of each service.
   *
   * @default - not known: no cost is said
   */
  readonly prices?: RatePerService;
}
