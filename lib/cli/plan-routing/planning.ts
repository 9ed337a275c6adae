import type { MeasuredData } from "../../planning/data/measured";
import type { RoutingPlanOptions } from "../../planning/planning-options";
import type { Settings } from "../output-folder";
import type { Input } from "./input";

/** What requests are called among the services: the one that the program knows of. */
export const REQUESTS = "requests";

/** What is planned with: options of `planRouting`, and what only words are made of. */
export interface Planning {
  readonly options: RoutingPlanOptions;
  /** The file of what is known beside the program, and what of it are options of a plan. */
  readonly file: string | undefined;
  readonly settings: Settings;
  /** The unit of each service. */
  readonly units: { readonly [service: string]: string };
  readonly prices: Prices | undefined;
  readonly inputs: readonly Input[];
  /** How what was observed after a step is judged. */
  readonly after: AfterSettings;
  /** What was measured. */
  readonly data: MeasuredData | undefined;
}

/** What the reach of all places without one of their own is called. */
export const DEFAULT_REACH = "default";

/** The least reach: with 0 nothing is expected, so that nothing holds a step any more. */
export const LEAST_REACH = 0.5;

/** What is known of how percentages are followed. */
export interface AfterSettings {
  /** Which part of the users percentages reach: by place, and of all others as `default`. */
  readonly reach: { readonly [place: string]: number };
  readonly tolerance?: number;
  readonly negligible?: number;
}

/** What one more unit of a service at the last resort costs each month. */
export interface Prices {
  readonly currency: string;
  readonly lastResort: { readonly [service: string]: number };
}
