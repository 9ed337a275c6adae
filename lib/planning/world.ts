import type { Chain, Parts } from "./chains";
import type { Obstacle } from "./obstacle";

/** What a plan is made of: all by number, so that a search can try many thousands of policies. */
export interface World {
  readonly services: readonly string[];
  /** The data centres in alphabetical order. The last resort's number is how many there are. */
  readonly sites: readonly string[];
  readonly units: readonly Unit[];
  /** What is down at the same time, by number; the first is nothing. */
  readonly failures: readonly (readonly number[])[];
  /** Who gets what is not sent to a data centre, for each failure. */
  readonly others: readonly Parts[];
  /** What each site can take, for each service: all of it, and what is planned with. */
  readonly capacity: readonly (readonly number[])[];
  readonly planned: readonly (readonly number[])[];
  /** What is left as it is although it is more than is planned with: into half of the headroom. */
  readonly tolerated: readonly (readonly number[])[];
  /** The largest load of a step, for each service and site. */
  readonly served: readonly (readonly number[])[];
  /** What the last resort takes without a new node, for each service: the smallest number of nodes, and its target utilization. */
  readonly minNodes: readonly number[];
  readonly targetUtilization: number | undefined;
  readonly limits: Limits;
}

/** Limits with their defaults. */
export interface Limits {
  readonly largestStep: number;
  readonly largestStepOfCapacity: number;
  readonly leastGain: number;
  readonly worthOfMillisecond: number;
  readonly fewerDataCenters: boolean;
}

/** Places that move together: one place, or a wave. */
export interface Unit {
  readonly name: string;
  /** What it asks for, for each service. */
  readonly demand: readonly number[];
  /** Its part of all that is asked for, weighted. */
  readonly weight: number;
  /** The chains that it may have. */
  readonly chains: readonly Chain[];
  /** The keys of those of its chains that it may have only because they are deployed, or were planned before. */
  readonly unusual: ReadonlySet<string>;
  /** The data centres that are near enough to be the first, whatever is deployed: where others may be in its way. */
  readonly firsts: readonly number[];
  readonly now: Served;
  readonly before: Served | undefined;
  /** Of a place that a rule freezes: where the plan before led it. */
  readonly onceFree: Served | undefined;
  readonly isFrozen: boolean;
  /** Why it has no chain that anybody is served by, unless a rule freezes it. */
  readonly obstacle: Obstacle | undefined;
  readonly lastResortMilliseconds: number;
}

/** How a unit is served: by a chain of data centres, and how many percent of its users. */
export interface Served {
  readonly chain: Chain | undefined;
  readonly percent: number;
}

/** What everyone is served by who has no route. */
export const BY_LAST_RESORT: Served = { chain: undefined, percent: 0 };

/** Whether two are the same for users and for records. */
export function isSameServed(one: Served, other: Served): boolean {
  return one.percent === other.percent && (one.percent === 0 || one.chain?.key === other.chain?.key);
}

/** What a site is called; the last resort has the number after theirs. */
export function siteName({ sites }: Pick<World, "sites">, site: number): string {
  return sites[site] ?? LAST_RESORT_SITE;
}

/** What the last resort is called among sites. */
export const LAST_RESORT_SITE = "last-resort";

/** The part of all that is asked for which data centres serve by a policy, each service by its weight. */
export function atHome({ units }: World, policy: readonly Served[]): number {
  return units.reduce((sum, { weight }, index) => {
    const { chain, percent } = policy[index] ?? BY_LAST_RESORT;
    const parts = chain?.parts[0]?.reduce((all, [, part]) => all + part, 0) ?? 0;
    return sum + (weight * parts * percent) / 100;
  }, 0);
}
