import type { Coordinates } from "../coordinates";
import type { CountryCode } from "../countries";
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
}

/** What is known of a data centre. */
export interface DataCenterFacts {
  /** What it can take. */
  readonly requestsPerSecond?: number;
  readonly country?: CountryCode;
  /** Where it stands, in degrees to the north and to the east. */
  readonly latitude?: number;
  readonly longitude?: number;
}

/** What is known of the last resort. */
export interface LastResortFacts {
  /** What it can take once it has scaled up. */
  readonly requestsPerSecond?: number;
  /** How many requests per second it can take at once, beside those that it has. */
  readonly atOnce?: number;
}

/** Where a data centre stands, as far as that is known. */
export interface DataCenterSite {
  readonly country?: CountryCode;
  readonly location?: Coordinates;
}

/** The facts that a routing is judged by, and drawn with. */
export function routingFacts(
  options: FailureAnalysisOptions,
  sites: ReadonlyMap<string, DataCenterSite>,
  hostNames: readonly string[],
): RoutingFacts {
  const { demand, demandPerHostName, capacity = {}, lastResortRequestsPerSecond: most } = options;
  const names = [...new Set([...Object.keys(capacity), ...sites.keys()])].sort();
  const dataCenters = names.map((name): readonly [string, DataCenterFacts] => {
    const { country, location } = sites.get(name) ?? {};
    return [name, { requestsPerSecond: capacity[name], country, ...location }];
  });
  return {
    version: 1,
    ...(demand && { demand }),
    ...(demandPerHostName && { demandPerHostName }),
    hostNames: [...hostNames].sort(),
    dataCenters: Object.fromEntries(dataCenters),
    ...(most !== undefined && { lastResort: { requestsPerSecond: most } }),
  };
}
