import { inPromQl, logMetric, METRICS, MONITORED } from "../google/metrics";
import { REGION_OF_ZONE } from "../google/zones";

/**
 * Queries of Cloud Monitoring, in PromQL.
 *
 * Source: https://cloud.google.com/load-balancing/docs/https/https-logging-monitoring#monitoring_metrics_for
 */

const REQUESTS = inPromQl(METRICS.requests);
const LATENCIES = `${inPromQl(METRICS.latencies)}_bucket`;

/** The label for a backend service. */
export const BY_SERVICE = "backend_target_name";

/** The label for the country of the user. */
export const BY_COUNTRY = "client_country";

/** Zones are shown as their regions: where a backend is, not which machine. */
const BY_REGION = `"region", "$1", "backend_scope", "${REGION_OF_ZONE}"`;

/** Requests per second by a label. */
export function requestRate(urlMap: string, label: string): string {
  return `sum by (${label}) (rate(${REQUESTS}{${lines(urlMap)}}[5m]))`;
}

/** Requests per second by the region that answered. */
export function requestRateByRegion(urlMap: string): string {
  return `sum by (region) (label_replace(rate(${REQUESTS}{${lines(urlMap)}}[5m]), ${BY_REGION}))`;
}

/** The share of responses that are errors, 0 to 1, by service. */
export function errorShare(urlMap: string): string {
  const errors = `sum by (${BY_SERVICE}) (rate(${REQUESTS}{${lines(urlMap)},response_code_class="500"}[5m]))`;
  return `${errors} / ${requestRate(urlMap, BY_SERVICE)}`;
}

/** The 95th percentile of the latency in milliseconds, by service. */
export function latency(urlMap: string): string {
  return `histogram_quantile(0.95, sum by (le, ${BY_SERVICE}) (rate(${LATENCIES}{${lines(urlMap)}}[5m])))`;
}

/** The 95th percentile of the latency of one service, in milliseconds. */
export function latencyOfService(urlMap: string, backendService: string): string {
  const selector = `${lines(urlMap)},${BY_SERVICE}="${backendService}"`;
  return `histogram_quantile(0.95, sum by (le) (rate(${LATENCIES}{${selector}}[10m])))`;
}

/** The 95th percentile of the latency in milliseconds, by the region that answered. */
export function latencyByRegion(urlMap: string): string {
  const rate = `label_replace(rate(${LATENCIES}{${lines(urlMap)}}[5m]), ${BY_REGION})`;
  return `histogram_quantile(0.95, sum by (le, region) (${rate}))`;
}

/** Endpoints that became unhealthy within five minutes, by zone, as a metric of the log counts them. */
export function unhealthyEndpoints(metric: string): string {
  const counter = `${inPromQl(logMetric(metric))}{monitored_resource="${MONITORED.endpointGroup}"}`;
  return `sum by (zone) (increase(${counter}[5m]))`;
}

/** The share of an uptime check's requests that succeeded, 0 to 1. */
export function uptime(checkId: string): string {
  return `avg(avg_over_time(${inPromQl(METRICS.checkPassed)}{${check(checkId)}}[5m]))`;
}

/** Days until a certificate expires. */
export function certificateDaysLeft(checkId: string): string {
  return `min(${inPromQl(METRICS.timeUntilCertificateExpires)}{${check(checkId)}})`;
}

function lines(urlMap: string): string {
  return `monitored_resource="${MONITORED.loadBalancer}",url_map_name="${urlMap}"`;
}

function check(checkId: string): string {
  return `monitored_resource="${MONITORED.url}",check_id="${checkId}"`;
}
