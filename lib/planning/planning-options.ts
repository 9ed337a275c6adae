import type { Demand } from "../routing/analysis/demand";
import type { Coordinates } from "../routing/coordinates";
import type { RoutingPolicy, Tier } from "../routing/routing-policy";

/** A rate for each service, by its name, in the service's own unit. */
export type RatePerService = { readonly [service: string]: number };

/** A service whose users are divided among the data centres. All services share one routing. */
export interface PlannedService {
  /**
   * What the users of each country, and of each state of the United States, ask for at peak, in any unit: requests per second, Gbit/s, streams. What
   * `US` has beyond its states is asked for by addresses that Route 53 places in no state.
   */
  readonly demand: Demand;

  /**
   * How much it counts that a share of this service is served by data centres, next to the other services: any number of more than 0.
   *
   * @default 1
   */
  readonly weight?: number;
}

/** A data centre that users may be sent to. */
export interface PlannedDataCenter {
  /** What it can take of each service, in the service's unit. A service that is left out is not served there. */
  readonly capacity: RatePerService;

  /**
   * The largest load of each service that it has served well in the last 60 days. No step asks for more than 1.25 times as much.
   *
   * @default - not known: a step may ask for all that it can take
   */
  readonly servedWell?: RatePerService;

  /**
   * Where it stands: the distance is the latency to it where `latency` has none.
   *
   * @default - not known: `latency` must have what is to be planned
   */
  readonly location?: Coordinates;

  /**
   * How much of its capacity is kept free, as a part of 1, for what the load differs from minute to minute: DNS divides resolvers and not
   * requests.
   *
   * @default 0.1
   */
  readonly headroom?: number;

  /**
   * Whether no users may be sent there.
   *
   * @default false
   */
  readonly drain?: boolean;
}

/** The global load balancer, which serves everyone else. */
export interface PlannedLastResort {
  /**
   * What it can take of each service once it has scaled up.
   *
   * @default - as much as it is asked for
   */
  readonly capacity?: RatePerService;

  /**
   * What the smallest number of nodes can take of each service. Without it, nodes that run are those that the load needs.
   *
   * @default - nothing
   */
  readonly minNodesCapacity?: RatePerService;

  /**
   * The utilization that its autoscaling aims at, as a part of 1: what is left above it can be taken at once, while new nodes start.
   *
   * @default - not known: what it takes at once is not limited
   */
  readonly targetUtilization?: number;

  /**
   * Where its clusters run: the distance to the nearest is the latency to it where `latency` has none.
   *
   * @default - not known
   */
  readonly locations?: readonly Coordinates[];

  /**
   * The data centres that serve its users while it is down: `lastResort.fallBackTo` of the routing. Such a failure is planned for where
   * `failures` names `"last-resort"`.
   *
   * @default - none
   */
  readonly fallBackTo?: readonly Tier[];
}

/** How far, and how fast, a plan may go. */
export interface PlanLimits {
  /**
   * How much of all that users ask for may move in one step, as a part of 1. Who must leave a data centre that is asked for more than it can take
   * may be more.
   *
   * @default 0.1
   */
  readonly largestStep?: number;

  /**
   * How much more a data centre may be asked for after one step, as a part of its capacity.
   *
   * @default 0.25
   */
  readonly largestStepOfCapacity?: number;

  /**
   * How much of all that users ask for a changed place must bring to data centres, as a part of 1: smaller changes are not worth a
   * reviewer's time.
   *
   * @default 0.0002
   */
  readonly leastGain?: number;

  /**
   * A data centre may serve a place within so many milliseconds, be the last resort faster or not.
   *
   * @default 40
   */
  readonly fastEnoughMilliseconds?: number;

  /**
   * By how many milliseconds a data centre may be slower than the last resort, where it is not fast enough.
   *
   * @default 15
   */
  readonly slowerMilliseconds?: number;

  /**
   * Within how many milliseconds a data centre may serve a place while the one before it is down.
   *
   * @default 120
   */
  readonly failoverMilliseconds?: number;

  /**
   * Whether a place may get fewer data centres than it has: an order that is planned has at least as many as the one that is deployed, so that
   * as many stand behind a place as before. Those that are drained, that `rules` do not allow, or that can take nothing of what it asks for
   * do not count. The percentage may be lower all the same, and where there is no room for any it is the last resort that serves it.
   *
   * @default false
   */
  readonly fewerDataCenters?: boolean;

  /**
   * What a millisecond is worth: with 0.003, a hundred more cost as much as to serve 30 % fewer users in data centres.
   *
   * @default 0.003
   */
  readonly worthOfMillisecond?: number;

  /**
   * The most places that have a route of their own, those of waves among them: those with the largest demand. All others stay as they are, and
   * states without a route are planned with their country. Where more are deployed already, none is added.
   *
   * @default 99
   */
  readonly places?: number;
}

/** What a place's users may be served by. */
export interface PlaceRule {
  /**
   * The data centres that may serve it, whether all is well or not; none of them leaves it to the last resort.
   *
   * @default - all
   */
  readonly allowed?: readonly string[];

  /**
   * Whether its route stays as it is.
   *
   * @default false
   */
  readonly frozen?: boolean;
}

/** What a routing is planned from. */
export interface RoutingPlanOptions {
  /** The services, by their names. */
  readonly services: { readonly [name: string]: PlannedService };

  /** The data centres, by their names. */
  readonly dataCenters: { readonly [name: string]: PlannedDataCenter };

  /**
   * The milliseconds that were measured from each place to each data centre, and to `"last-resort"`. A data centre with neither a number nor
   * a location serves no users of that place, unless it does so now.
   *
   * @default - the distance, by `latencyByDistance`: then each data centre and the last resort must have a location
   */
  readonly latency?: { readonly [place: string]: { readonly [site: string]: number } };

  /**
   * What the last resort can take.
   *
   * @default - as much as it is asked for
   */
  readonly lastResort?: PlannedLastResort;

  /**
   * The routing that is deployed.
   *
   * @default - everyone is served by the last resort
   */
  readonly current?: RoutingPolicy;

  /**
   * Where the plan before led to. It is kept, unless there is something better by `leastGain`, so that steps follow one another.
   *
   * @default - none
   */
  readonly target?: RoutingPolicy;

  /**
   * What may be down at the same time: data centres, and `"last-resort"`. No place is asked for more than it can take under any of them. Each
   * set has at least one name. With no sets, `[]`, a plan covers no failure.
   *
   * @default - each data centre by itself, unless it is drained
   */
  readonly failures?: readonly (readonly string[])[];

  /**
   * What holds for a place, by its code, or for a wave, by its name.
   *
   * @default - any data centre may serve any place
   */
  readonly rules?: { readonly [place: string]: PlaceRule };

  /**
   * Whether a solver of linear programs helps: the plan says how much any policy can bring at most, `RoutingPlan.bound`, and is searched for
   * from the solver's answer as well, which may be better. Needs the package `highs`: `npm install highs`; without it the plan is the same as
   * without this option.
   *
   * @default false
   */
  readonly bound?: boolean;

  /**
   * How far, and how fast, the plan may go.
   *
   * @default - the default of each limit
   */
  readonly limits?: PlanLimits;
}
