/** Assertions for your own tests: who is served from where. */

export {
  type AddressType,
  answers,
  HostAnswers,
  LAST_RESORT,
  NO_ANSWER,
  type Place,
  UNKNOWN_PLACE,
} from "./host-answers";
export { type ExpectedShares, PlaceAnswers } from "./place-answers";
export type { RoutingSource } from "./routing-source";
