import type { TooMuch } from "./too-much";

/** What keeps a place from going one percent of its users further in a step. */
export type StepLimit =
  /** No more of all that is asked for may move in one step: `limits.largestStep`. */
  | {
      readonly kind: "largestStep";
      readonly limit: number;
      /** The part of all that is asked for which the smallest move of this place is: where it is more than the limit, the place can never move. */
      readonly least: number;
    }
  /**
   * A data centre would be asked for more of its capacity than it may get in one step, `limits.largestStepOfCapacity`; or for more than 1.25
   * times what it has served well, `servedWell`.
   */
  | ({ readonly kind: "largestStepOfCapacity" | "servedWell" } & Pick<TooMuch, "site" | "service" | "load" | "limit">)
  /** While some records are changed and others are not, a site could be asked for more than it can take. */
  | ({ readonly kind: "mixture" } & TooMuch);
