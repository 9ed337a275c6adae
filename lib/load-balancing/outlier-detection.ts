import type { ComputeBackendServiceOutlierDetection } from "@cdktf/provider-google/lib/compute-backend-service";
import { checkWholeNumber } from "../core/checks";
import type { Problems } from "../core/problems";

/** When an endpoint that answers with errors gets no requests for a while, though its health check is good. */
export interface OutlierDetectionOptions {
  /**
   * Errors (5xx) in a row until an endpoint is left out: 1 to 1000.
   *
   * @default 5
   */
  readonly consecutiveErrors?: number;

  /**
   * How long an endpoint is left out the first time, 1 to 3600 seconds. Each time again is longer by as much.
   *
   * @default 30
   */
  readonly ejectionSeconds?: number;

  /**
   * The most endpoints that may be left out at a time, in percent, 1 to 100. When a dependency of all pods fails, they
   * all answer with errors, and the users are better off with all of them than with none.
   *
   * @default 10
   */
  readonly maxEjectionPercent?: number;

  /**
   * Seconds between two looks at who is to be left out, 1 to 3600.
   *
   * @default 10
   */
  readonly intervalSeconds?: number;
}

/** The configuration of a backend service. */
export function outlierDetectionConfig(options: OutlierDetectionOptions): ComputeBackendServiceOutlierDetection {
  const { consecutiveErrors = 5, ejectionSeconds = 30, maxEjectionPercent = 10, intervalSeconds = 10 } = options;
  return {
    consecutiveErrors,
    enforcingConsecutiveErrors: 100,
    baseEjectionTime: { seconds: ejectionSeconds },
    maxEjectionPercent,
    interval: { seconds: intervalSeconds },
  };
}

/** Checks what a user says of it. */
export function checkOutlierDetection(problems: Problems, options: OutlierDetectionOptions): void {
  const { consecutiveErrors = 5, ejectionSeconds = 30, maxEjectionPercent = 10, intervalSeconds = 10 } = options;
  checkWholeNumber(problems, "consecutiveErrors", consecutiveErrors, [1, 1000]);
  checkWholeNumber(problems, "ejectionSeconds", ejectionSeconds, [1, 3600], "of seconds");
  checkWholeNumber(problems, "maxEjectionPercent", maxEjectionPercent, [1, 100]);
  checkWholeNumber(problems, "intervalSeconds", intervalSeconds, [1, 3600], "of seconds");
}
