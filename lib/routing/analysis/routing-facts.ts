import { isUnknown } from "../../core/tokens";
import type { Coordinates } from "../coordinates";
import type { CountryCode } from "../countries";
import type { RoutingPolicy, Tier } from "../routing-policy";
import type { Demand } from "./demand";
import type { FailureAnalysisOptions } from "./failure-analysis-options";

/** What is known of a routing and is in no record of DNS: `routing-facts.json` beside the Terraform. */
export interface RoutingFacts {
  readonly version: 1;
  /** Requests per second at peak, by country and state, to all host names together that have none of their own. */
  readonly demand?: Demand;
  readonly demandPerHostName?: { readonly [hostName: string]: Demand };
  /** The host names that the demand is of; all, if it is left out. */
  readonly hostNames?: readonly string[];
  readonly dataCenters?: { readonly [name: string]: DataCenterFacts };
  readonly lastResort?: LastResortFacts;
  /** The policies by their names, with the host names that each routes; without those of which only Terraform knows a part. */
  readonly policies?: { readonly [name: string]: PolicyFacts };
  /** How long a resolver keeps an answer. */
  readonly ttlSeconds?: number;
}

/** A policy and the host names that it routes. */
export interface PolicyFacts extends RoutingPolicy {
  readonly hostNames: readonly string[];
}

/** What is known of a data centre. */
export interface DataCenterFacts {
  /** What it can take. */
  readonly requestsPerSecond?: number;
  readonly country?: CountryCode;
  /** Where it stands, in degrees to the north and to the east. */
  readonly latitude?: number;
  readonly longitude?: number;
  /** Whether no users are sent there. */
  readonly isDrained?: boolean;
}

/** What is known of the last resort. */
export interface LastResortFacts {
  /** What it can take once it has scaled up. */
  readonly requestsPerSecond?: number;
  /** How many requests per second it can take at once, beside those that it has. */
  readonly atOnce?: number;
  /** Who serves its users while it is down. */
  readonly fallBackTo?: readonly Tier[];
}

/** Where a data centre stands, as far as that is known. */
export interface DataCenterSite {
  readonly country?: CountryCode;
  readonly location?: Coordinates;
}

/** What a routing is, beside what it is judged by. */
export interface FactsOfRouting {
  readonly sites: ReadonlyMap<string, DataCenterSite & { readonly drain?: boolean }>;
  readonly policies: { readonly [name: string]: PolicyFacts };
  readonly ttlSeconds?: number;
  readonly fallBackTo?: readonly Tier[];
}

/** The facts that a routing is judged by, drawn with and planned from. */
export function routingFacts(
  options: FailureAnalysisOptions,
  { sites, policies, ttlSeconds, fallBackTo }: FactsOfRouting,
): RoutingFacts {
  const { demand, demandPerHostName, capacity = {}, lastResortRequestsPerSecond: most } = options;
  const names = [...new Set([...Object.keys(capacity), ...sites.keys()])].sort();
  const dataCenters = names.map((name): readonly [string, DataCenterFacts] => {
    const { country, location, drain } = sites.get(name) ?? {};
    return [
      name,
      { requestsPerSecond: capacity[name], country, ...location, ...(drain === true && { isDrained: true }) },
    ];
  });
  const known = Object.entries(policies).filter(([, policy]) => isKnown(policy));
  const last = {
    ...(most !== undefined && { requestsPerSecond: most }),
    ...(fallBackTo !== undefined && isKnown(fallBackTo) && { fallBackTo }),
  };
  return {
    version: 1,
    ...(demand && { demand }),
    ...(demandPerHostName && { demandPerHostName }),
    hostNames: Object.values(policies)
      .flatMap((policy) => policy.hostNames)
      .sort(),
    dataCenters: Object.fromEntries(dataCenters),
    ...(Object.keys(last).length > 0 && { lastResort: last }),
    policies: Object.fromEntries(known),
    ...(ttlSeconds !== undefined && !isUnknown(ttlSeconds) && { ttlSeconds }),
  };
}

/** Whether Terraform need not be asked for any part of a value. */
function isKnown(value: unknown): boolean {
  if (isUnknown(value)) return false;
  return typeof value !== "object" || value === null || Object.values(value).every(isKnown);
}
