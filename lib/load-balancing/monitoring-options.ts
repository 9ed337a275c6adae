import { checkWholeNumber } from "../core/checks";
import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";

/** What is watched, and who is told. */
export interface MonitoringOptions {
  /** Who is told: `projects/P/notificationChannels/C`. With none, what is wrong is only shown in the console. */
  readonly notificationChannels: readonly string[];

  /**
   * The share of a service's answers that may be errors (5xx), in percent, 1 to 100, over five minutes.
   *
   * @default 5
   */
  readonly maxErrorPercent?: number;

  /**
   * How long 95 of 100 answers may take, by the service's name, 1 to 86400000: over ten minutes, in milliseconds.
   *
   * @default - 2000 for a service that is not named
   */
  readonly maxLatencyMilliseconds?: { readonly [serviceName: string]: number };

  /**
   * How many endpoints of a zone may become unhealthy within five minutes, 1 to 10000. Some do while a version is rolled
   * out.
   *
   * @default 3
   */
  readonly maxUnhealthyEndpoints?: number;

  /**
   * How many days before a certificate ends somebody is told, 1 to 89. Google renews about 30 days before.
   *
   * @default 14
   */
  readonly certificateDays?: number;
}

/** How long 95 of 100 answers of a service may take. */
export function maxLatencyOf({ maxLatencyMilliseconds = {} }: MonitoringOptions, serviceName: string): number {
  return maxLatencyMilliseconds[serviceName] ?? 2000;
}

/** Checks what a user says of monitoring. */
export function checkMonitoring(problems: Problems, options: MonitoringOptions, serviceNames: readonly string[]): void {
  const { maxErrorPercent = 5, maxLatencyMilliseconds = {}, maxUnhealthyEndpoints = 3, certificateDays = 14 } = options;
  const { notificationChannels } = options;
  for (const channel of isUnknown(notificationChannels) ? [] : notificationChannels) {
    const ok = /^projects\/[^/]+\/notificationChannels\/[^/]+$/.test(channel);
    problems.check("notificationChannels", channel, () => ok, '"projects/P/notificationChannels/C"');
  }
  // No tokens: the numbers become a part of queries.
  const check = (below: Problems, property: string, value: number, max: number) =>
    below.known(property, value) && checkWholeNumber(below, property, value, [1, max]);
  check(problems, "maxErrorPercent", maxErrorPercent, 100);
  check(problems, "maxUnhealthyEndpoints", maxUnhealthyEndpoints, 10_000);
  check(problems, "certificateDays", certificateDays, 89);
  const latencies = problems.at("maxLatencyMilliseconds");
  for (const [name, milliseconds] of Object.entries(maxLatencyMilliseconds)) {
    latencies.check(name, name, (name) => serviceNames.includes(name), `the services ${serviceNames.join(", ")}`);
    check(latencies, name, milliseconds, 86_400_000);
  }
}
