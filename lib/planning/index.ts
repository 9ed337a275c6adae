/** A routing that is planned from demand, capacity and latency. Pure TypeScript, without cdktf. */

export type { AfterStepOptions, ObservedPlace } from "./after/after-options";
export {
  type AfterStep,
  afterStep,
  type Compared,
  type LoweredPlace,
  type PlaceAfterStep,
  type SiteAfterStep,
} from "./after/after-step";
export type { WayBack } from "./after/way-back";
export {
  type Backtest,
  backtest,
  type OverCapacity,
  type ReplayedCost,
  type ReplayedPolicy,
} from "./backtest/backtest";
export type { BacktestOptions, DemandHour } from "./backtest/backtest-options";
export type { Bound } from "./bound";
export type { Estimate } from "./gain/estimate";
export type {
  Days,
  GainRegistration,
  MeasuredHour,
  MeasuredSide,
  MeasureGainOptions,
  MovedPlace,
  ToleratedHarm,
} from "./gain/gain-options";
export {
  type Gain,
  type GainMethod,
  type HarmKind,
  type JudgedHarm,
  measureGain,
  type PlaceGain,
} from "./gain/measure-gain";
export { type LatencyPerPlace, latencyByDistance } from "./latency-by-distance";
export type { Margin } from "./margin";
export type { Obstacle } from "./obstacle";
export { type AtHome, type PlannedChange, type PlannedRoute, planRouting, type RoutingPlan } from "./plan-routing";
export { plannedRouting } from "./planned-routing";
export type {
  PlaceRule,
  PlanLimits,
  PlannedDataCenter,
  PlannedLastResort,
  PlannedService,
  RatePerService,
  RoutingPlanOptions,
} from "./planning-options";
export type { Reason } from "./reasons";
export type { StepLimit } from "./step-limit";
export type { TooMuch } from "./too-much";
