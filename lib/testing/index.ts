/** Assertions for your own tests: who is served from where. */

export { NO_ANSWER } from "../routing/analysis/words";
export { LAST_RESORT } from "../routing/answers";
export {
  type AddressType,
  type AnswersOptions,
  answers,
  HostAnswers,
} from "./host-answers";
export { type ExpectedShares, PlaceAnswers } from "./place-answers";
export { type Place, UNKNOWN_PLACE } from "./places";
export type { RoutingSource } from "./routing-source";
