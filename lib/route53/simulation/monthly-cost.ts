import { validateParameters } from "../../core/options-shape";
import type { DnsHealthCheck } from "./dns-record";
import type { SimulatedZone } from "./simulated-zone";

/**
 * Prices in US dollars per month, for health checks of endpoints outside AWS and for the first billion queries.
 *
 * A check that counts others, or follows an alarm or a switch, is taken for one of these as well, without options: no text of AWS was found
 * that names its price, and a check of an endpoint inside AWS is 0.50 and not 0.75. So the sum may be too large by 0.25 for each. What
 * CloudWatch takes for an alarm, and Application Recovery Controller for the cluster of a switch, is not in it.
 *
 * Source: https://aws.amazon.com/route53/pricing, as known in 2025, by what others cite of it: check it before you rely on the sum.
 */
const PRICES = { healthCheck: 0.75, option: 2, millionGeoQueries: 0.7, millionOtherQueries: 0.4 } as const;

/** What Route 53 costs per month. */
export interface MonthlyCost {
  /** All health checks with their options. */
  readonly healthChecksUsd: number;
  /** The queries. */
  readonly queriesUsd: number;
}

/** What Route 53 costs per month for the health checks of a configuration, and for this many million queries to its names. */
export function monthlyCost(zone: SimulatedZone, millionQueries: number): MonthlyCost {
  validateParameters("monthlyCost", {
    zone: [zone, "instance<SimulatedZone>"],
    millionQueries: [millionQueries, "number"],
  });
  const geo = zone.records.some(({ policy }) => policy.kind === "geolocation");
  return {
    healthChecksUsd: zone.healthChecks.reduce((sum, check) => sum + priceOf(check), 0),
    queriesUsd: millionQueries * (geo ? PRICES.millionGeoQueries : PRICES.millionOtherQueries),
  };
}

/** HTTPS, a string in the answer, and an interval of 10 seconds are options, each with the same price. */
function priceOf({ type, intervalSeconds }: DnsHealthCheck): number {
  const options = [type.startsWith("HTTPS"), type.endsWith("_STR_MATCH"), intervalSeconds === 10].filter(
    Boolean,
  ).length;
  return PRICES.healthCheck + options * PRICES.option;
}
