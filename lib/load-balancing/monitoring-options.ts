import { checkOneOf, checkWholeNumber, oneOf } from "../core/checks";
import { ownValue } from "../core/own-value";
import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";
import type { UrlRule } from "./url-rules";

/** Options of alerts and uptime checks. */
export interface MonitoringOptions {
  /** The notification channels: `projects/P/notificationChannels/C`. With none, alerts are only shown in the console. */
  readonly notificationChannels: readonly string[];

  /**
   * The share of a service's responses that may be errors (5xx), in percent, 1 to 100, over five minutes.
   *
   * @default 5
   */
  readonly maxErrorPercent?: number;

  /**
   * The 95th percentile of the latency, by the service's name, 1 to 86400000 milliseconds over ten minutes.
   *
   * @default - 2000 for a service that is not named
   */
  readonly maxLatencyMilliseconds?: { readonly [serviceName: string]: number };

  /**
   * The path that the uptime check of a service's host name requests, by the service's name, `/` first. It must answer 2xx
   * to users; behind Identity-Aware Proxy the redirect to sign in counts as well.
   *
   * @default - the path of the health check, if that probes the serving port; otherwise `/`, where any status but a 5xx
   * counts: a gRPC or TCP check, or one with a port of its own, has no path that users can reach
   */
  readonly uptimePaths?: { readonly [serviceName: string]: string };

  /**
   * How many endpoints of a zone may become unhealthy within five minutes, 1 to 10000. Some do while a version is rolled
   * out.
   *
   * @default 3
   */
  readonly maxUnhealthyEndpoints?: number;

  /**
   * Alert this many days before a certificate expires, 1 to 89. Google renews about 30 days before.
   *
   * @default 14
   */
  readonly certificateDays?: number;
}

/** The 95th percentile of the latency that a service may have. */
export function maxLatencyOf({ maxLatencyMilliseconds = {} }: MonitoringOptions, serviceName: string): number {
  return ownValue(maxLatencyMilliseconds, serviceName) ?? 2000;
}

/** Validates the options of monitoring. */
export function checkMonitoring(
  problems: Problems,
  options: MonitoringOptions,
  services: { readonly [serviceName: string]: Pick<UrlRule, "paths"> },
): void {
  const serviceNames = Object.keys(services);
  const { maxErrorPercent = 5, maxLatencyMilliseconds = {}, maxUnhealthyEndpoints = 3, certificateDays = 14 } = options;
  const { notificationChannels } = options;
  const isChannel = (name: string) => /^projects\/[^/]+\/notificationChannels\/[^/]+$/.test(name);
  for (const channel of isUnknown(notificationChannels) ? [] : notificationChannels) {
    problems.check("notificationChannels", channel, isChannel, '"projects/P/notificationChannels/C"', "name");
  }
  // No tokens: the numbers become a part of queries.
  const check = (below: Problems, property: string, value: number, max: number) =>
    below.known(property, value) && checkWholeNumber(below, property, value, [1, max]);
  check(problems, "maxErrorPercent", maxErrorPercent, 100);
  check(problems, "maxUnhealthyEndpoints", maxUnhealthyEndpoints, 10_000);
  check(problems, "certificateDays", certificateDays, 89);
  const latencies = problems.at("maxLatencyMilliseconds");
  for (const [name, milliseconds] of Object.entries(maxLatencyMilliseconds)) {
    checkOneOf(latencies, [name], name, serviceNames);
    check(latencies, name, milliseconds, 86_400_000);
  }
  checkUptimePaths(problems.at("uptimePaths"), options, services);
}

function checkUptimePaths(
  problems: Problems,
  { uptimePaths = {} }: MonitoringOptions,
  services: { readonly [serviceName: string]: Pick<UrlRule, "paths"> },
): void {
  const watched = Object.keys(services).filter((name) => services[name]?.paths === undefined);
  const expected = `${oneOf(watched)}: a service that answers for a whole host name`;
  for (const [name, path] of Object.entries(uptimePaths)) {
    if (problems.check([name], name, (one) => watched.includes(one), expected, "one-of")) {
      problems.check([name], path, (text) => text.startsWith("/"), '"/" first', "format");
    }
  }
}
