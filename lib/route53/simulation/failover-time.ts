import { isFollowed } from "./cnames";
import type { DnsHealthCheck, DnsRecord } from "./dns-record";
import type { DnsZone } from "./dns-zone";
import type { RecordSet } from "./record-set";

/** How long one attempt of a checker takes to fail: 4 s to connect and 2 s for the reply, 2 s more to search in it. */
const TIMEOUT_SECONDS: Readonly<Record<string, number>> = { TCP: 10, HTTP_STR_MATCH: 8, HTTPS_STR_MATCH: 8 };
const HTTP_TIMEOUT_SECONDS = 6;

/** How long a failover takes. */
export interface FailoverTime {
  /** Seconds; 0 for a name without a health check; `undefined` when it is known of no endpoint. */
  readonly seconds: number | undefined;
  /** The records of which it is not known. */
  readonly unknown: readonly DnsRecord[];
}

/**
 * How long users of a name may be sent to an endpoint that went down: until its check has failed often enough, and until
 * resolvers forget the answer. AWS publishes no bound for the time between the two, and some resolvers forget late.
 *
 * It is not known of an endpoint when only Terraform knows a part of it, and where an alarm, a switch or a health check that is made
 * elsewhere decides alone. The others have a time all the same.
 */
export function failoverTime(zone: DnsZone, root: RecordSet): FailoverTime {
  const watched = [...zone.beyond(root)].filter(({ healthCheck }) => healthCheck !== undefined);
  const times = watched.map((record) => ({ record, seconds: secondsOf(zone, record) }));
  const known = times.flatMap(({ seconds }) => seconds ?? []);
  const isUnknown = watched.length > 0 && known.length === 0;
  return {
    seconds: isUnknown ? undefined : Math.max(0, ...known),
    unknown: times.flatMap(({ record, seconds }) => (seconds === undefined ? [record] : [])),
  };
}

function secondsOf(zone: DnsZone, record: DnsRecord): number | undefined {
  const check = zone.healthCheck(record.healthCheck ?? "");
  const detected = check && detectionSeconds(zone, check);
  const remembered = rememberedSeconds(zone, record);
  return detected === undefined || remembered === undefined ? undefined : detected + remembered;
}

/** Of several that a calculated check counts, those of an address tell that it went down. */
function detectionSeconds(zone: DnsZone, check: DnsHealthCheck): number | undefined {
  const { type, intervalSeconds, failureThreshold } = check;
  if (check.follows !== undefined) return undefined;
  if (type === "CALCULATED") {
    const children = check.children.flatMap((child) => zone.healthCheck(child) ?? []);
    const probing = children.filter(({ follows }) => follows === undefined);
    const times = probing.map((child) => detectionSeconds(zone, child));
    if (times.length === 0 || times.includes(undefined)) return undefined;
    return Math.max(...times.map((seconds) => seconds ?? 0));
  }
  if (intervalSeconds === undefined || failureThreshold === undefined) return undefined;
  return intervalSeconds * failureThreshold + (TIMEOUT_SECONDS[type] ?? HTTP_TIMEOUT_SECONDS);
}

/** An alias has no time to live: resolvers keep what it leads to, for the time of that. */
function rememberedSeconds(zone: DnsZone, record: DnsRecord): number | undefined {
  if (record.alias === undefined) return record.ttlSeconds;
  const target = zone.target(record);
  if (target === undefined && isFollowed(record)) return record.ttlSeconds;
  const answers = target === undefined ? [] : [...zone.beyond(target)].filter(({ alias }) => alias === undefined);
  const times = answers.map(({ ttlSeconds }) => ttlSeconds);
  return times.includes(undefined) ? undefined : Math.max(0, ...times.map((seconds) => seconds ?? 0));
}
