import type { ComputeBackendServiceOutlierDetection } from "@cdktf/provider-google/lib/compute-backend-service";
import { checkWholeNumber } from "../core/checks";
import type { Problems } from "../core/problems";

/** When an endpoint that answers with errors is ejected for a while, though its health check succeeds. */
export interface OutlierDetectionOptions {
  /**
   * Consecutive errors (5xx) until an endpoint is ejected: 1 to 1000.
   *
   * @default 5
   */
  readonly consecutiveErrors?: number;

  /**
   * How long an endpoint is ejected the first time, 1 to 3600 seconds. Each further time is longer by as much.
   *
   * @default 30
   */
  readonly ejectionSeconds?: number;

  /**
   * The most endpoints that may be ejected at a time, in percent, 1 to 100. When a dependency of all pods fails, they
   * all answer with errors, and the users are better off with all of them than with none.
   *
   * @default 10
   */
  readonly maxEjectionPercent?: number;

  /**
   * The interval of the analysis, 1 to 3600 seconds.
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

/** Validates the options of outlier detection. */
export function checkOutlierDetection(problems: Problems, options: OutlierDetectionOptions): void {
  const { consecutiveErrors = 5, ejectionSeconds = 30, maxEjectionPercent = 10, intervalSeconds = 10 } = options;
  checkWholeNumber(problems, "consecutiveErrors", consecutiveErrors, [1, 1000]);
  checkWholeNumber(problems, "ejectionSeconds", ejectionSeconds, [1, 3600], "of seconds");
  checkWholeNumber(problems, "maxEjectionPercent", maxEjectionPercent, [1, 100]);
  checkWholeNumber(problems, "intervalSeconds", intervalSeconds, [1, 3600], "of seconds");
}
