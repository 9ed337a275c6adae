/** Assertions for your own tests: who is served from where. */

export { LAST_RESORT, NO_ANSWER } from "../routing/analysis/words";
export {
  type AddressType,
  answers,
  HostAnswers,
} from "./host-answers";
export { type ExpectedShares, PlaceAnswers } from "./place-answers";
export { type Place, UNKNOWN_PLACE } from "./places";
export type { RoutingSource } from "./routing-source";
