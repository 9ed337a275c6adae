import { validateParameters } from "../../core/options-shape";
import type { DnsHealthCheck } from "./dns-record";
import type { SimulatedZone } from "./simulated-zone";
import { isTrue } from "./terraform-block";

/**
 * Prices in US dollars per month, for health checks of endpoints outside AWS and for the first billion queries.
 *
 * A check that counts others, or follows an alarm or a switch, is taken for one of these as well, without options. No text of AWS was found
 * that names its price. AWS has an additional charge for endpoints outside AWS ("Values that you specify when you create or update health
 * checks" in its developer guide), so it should be the price without that: 0.50, as inside AWS. So the sum may be too large by 0.25 for
 * each. What CloudWatch takes for an alarm, and Application Recovery Controller for the cluster of a switch, is not in it.
 *
 * Source: https://aws.amazon.com/route53/pricing, as known in 2025, by what others cite of it: Infracost, which reads AWS's price list, has
 * these prices and options, and none by what a check counts or follows. Check it before you rely on the sum.
 */
const PRICES = { healthCheck: 0.75, option: 2, millionGeoQueries: 0.7, millionOtherQueries: 0.4 } as const;

/** Queries beyond these cost half. */
const MILLIONS_AT_FULL_PRICE = 1000;

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
    queriesUsd: fullyPaid(millionQueries) * (geo ? PRICES.millionGeoQueries : PRICES.millionOtherQueries),
  };
}

/** As many million queries at the full price cost the same. */
function fullyPaid(millionQueries: number): number {
  return Math.min(millionQueries, MILLIONS_AT_FULL_PRICE) + Math.max(0, millionQueries - MILLIONS_AT_FULL_PRICE) / 2;
}

/** HTTPS, a string in the answer, an interval of 10 seconds, and measured latency are options, each with the same price. */
function priceOf({ type, intervalSeconds, settings }: DnsHealthCheck): number {
  const isMeasured = isTrue(settings.measure_latency);
  const isOption = [type.startsWith("HTTPS"), type.endsWith("_STR_MATCH"), intervalSeconds === 10, isMeasured];
  const options = isOption.filter(Boolean).length;
  return PRICES.healthCheck + options * PRICES.option;
}
