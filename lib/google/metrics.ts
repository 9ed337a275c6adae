import { apiHost } from "./hosts";

/**
 * The metrics of Cloud Monitoring that alerts, dashboards and autoscalers read, by their own names.
 *
 * Source: https://cloud.google.com/monitoring/api/metrics_gcp
 */
export const METRICS = {
  requests: `${apiHost("loadbalancing")}/https/request_count`,
  latencies: `${apiHost("loadbalancing")}/https/total_latencies`,
  backendRequests: `${apiHost("loadbalancing")}/https/backend_request_count`,
  checkPassed: `${apiHost("monitoring")}/uptime_check/check_passed`,
  timeUntilCertificateExpires: `${apiHost("monitoring")}/uptime_check/time_until_ssl_cert_expires`,
} as const;

/** A metric of the project's own that counts entries of logs. */
export function logMetric(name: string): string {
  return `${apiHost("logging")}/user/${name}`;
}

/**
 * What metrics are measured of.
 *
 * Source: https://cloud.google.com/monitoring/api/resources
 */
export const MONITORED = {
  loadBalancer: "https_lb_rule",
  endpointGroup: "gce_network_endpoint_group",
  url: "uptime_url",
} as const;

/** A metric in PromQL. Source: https://cloud.google.com/monitoring/promql/promql-mapping */
export function inPromQl(metric: string): string {
  return metric.replace("/", ":").replaceAll(/[^A-Za-z0-9:]/g, "_");
}

/** A metric for the autoscaler of pods, whose names have no slash. Source: https://cloud.google.com/kubernetes-engine/docs/tutorials/autoscaling-metrics */
export function forAutoscaler(metric: string): string {
  return metric.replaceAll("/", "|");
}
