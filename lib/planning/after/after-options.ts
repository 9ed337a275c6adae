import type { RoutingPolicy } from "../../routing/routing-policy";
import type { PlannedDataCenter, RatePerService } from "../planning-options";

/** What each site served of one place, in one full hour after the step: data centres by their names, and `"last-resort"`. */
export interface ObservedPlace {
  readonly [site: string]: RatePerService;
}

/** What `afterStep` compares. */
export interface AfterStepOptions {
  /** The routing of the step, which is deployed. */
  readonly policy: RoutingPolicy;

  /** The data centres, by their names. */
  readonly dataCenters: { readonly [name: string]: Pick<PlannedDataCenter, "capacity" | "drain"> };

  /**
   * What was served, by the code of the place: a full hour that began when the time to live was over. What a place asked for is the sum.
   */
  readonly observed: { readonly [place: string]: ObservedPlace };

  /**
   * The next step. Where more users came than its percentage says, it is lowered.
   *
   * @default - the policy of the step
   */
  readonly next?: RoutingPolicy;

  /**
   * Which part of a place's users these percentages reach, from 0 to 1, as earlier steps have shown: less is expected by so much.
   *
   * @default - 1 for each place
   */
  readonly reach?: { readonly [place: string]: number };

  /**
   * How far observed may be from predicted, as a part of it.
   *
   * @default 0.1
   */
  readonly tolerance?: number;

  /**
   * What is too little to be looked at: a difference of less than this part of all that is asked for of the service.
   *
   * @default 0.001
   */
  readonly negligible?: number;

  /**
   * How long resolvers may keep an answer.
   *
   * @default 60
   */
  readonly ttlSeconds?: number;

  /**
   * The file that the plan is in, as the way back names it.
   *
   * @default "routing-plan.json"
   */
  readonly file?: string;
}
