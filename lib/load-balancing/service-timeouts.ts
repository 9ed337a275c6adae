import type { ComputeBackendServiceConfig } from "@cdktf/provider-google/lib/compute-backend-service";
import { checkWholeNumber } from "../core/checks";
import type { Problems } from "../core/problems";

/** How long requests of a service may take. */
export interface ServiceTimeoutOptions {
  /**
   * The longest time until the last byte of a response, 1 to 86400 seconds: at least the longest request of a GPU. A
   * WebSocket is closed after it, too.
   *
   * @default 30
   */
  readonly timeoutSeconds?: number;

  /**
   * How long requests in flight may take to end when a pod stops or a region is drained, 0 to 3600 seconds.
   *
   * @default 300, Google's own
   */
  readonly drainingSeconds?: number;
}

/** The options with their defaults. */
export function completeTimeouts(options: ServiceTimeoutOptions): Required<ServiceTimeoutOptions> {
  return { timeoutSeconds: options.timeoutSeconds ?? 30, drainingSeconds: options.drainingSeconds ?? 300 };
}

/** Validates how long requests may take. */
export function checkTimeouts(problems: Problems, { timeoutSeconds, drainingSeconds }: ServiceTimeoutOptions): void {
  checkWholeNumber(problems, "timeoutSeconds", timeoutSeconds, [1, 86_400], "of seconds");
  checkWholeNumber(problems, "drainingSeconds", drainingSeconds, [0, 3600], "of seconds");
}

/** How long requests may take, for the provider. */
export function timeoutsConfig(
  options: ServiceTimeoutOptions,
): Pick<ComputeBackendServiceConfig, "timeoutSec" | "connectionDrainingTimeoutSec"> {
  const { timeoutSeconds, drainingSeconds } = completeTimeouts(options);
  return { timeoutSec: timeoutSeconds, connectionDrainingTimeoutSec: drainingSeconds };
}
