import type { DnsHealthCheck, DnsZone } from "./dns-zone";
import type { RecordSet } from "./record-set";

/** How long one attempt of a checker takes to fail: 4 s to connect and 2 s for the reply, 2 s more to search in it. */
const TIMEOUT_SECONDS: Readonly<Record<string, number>> = { TCP: 10, HTTP_STR_MATCH: 8, HTTPS_STR_MATCH: 8 };
const HTTP_TIMEOUT_SECONDS = 6;

/**
 * How long users of a name may be sent to an endpoint that has died: until its check fails often enough, and until
 * resolvers forget the answer. AWS publishes no bound for the time between the two, and some resolvers forget late.
 *
 * @returns seconds; 0 for a name without a health check
 */
export function failoverSeconds(zone: DnsZone, root: RecordSet): number {
  let longest = 0;
  for (const record of zone.beyond(root)) {
    const check = record.healthCheck === undefined ? undefined : zone.healthCheck(record.healthCheck);
    if (check !== undefined) longest = Math.max(longest, detectionSeconds(check) + (record.ttlSeconds ?? 0));
  }
  return longest;
}

function detectionSeconds({ type, intervalSeconds, failureThreshold }: DnsHealthCheck): number {
  return intervalSeconds * failureThreshold + (TIMEOUT_SECONDS[type] ?? HTTP_TIMEOUT_SECONDS);
}
