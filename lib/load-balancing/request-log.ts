import type { ComputeBackendServiceLogConfig } from "@cdktf/provider-google/lib/compute-backend-service";
import { checkNumber } from "../core/checks";
import type { Problems } from "../core/problems";

/** Options of a service's log of requests. */
export interface RequestLogOptions {
  /**
   * The share of requests that are logged, 0 to 1.
   *
   * @default 1, so that errors can be investigated afterwards; log less of a busy service, since logs are billed by their size
   */
  readonly logSampleRate?: number;
}

/** Validates the options of a log of requests. */
export function checkRequestLog(problems: Problems, { logSampleRate }: RequestLogOptions): void {
  checkNumber(problems, "logSampleRate", logSampleRate, [0, 1]);
}

/** The log of requests, for the provider. */
export function requestLogConfig({ logSampleRate = 1 }: RequestLogOptions): ComputeBackendServiceLogConfig {
  return logSampleRate === 0 ? { enable: false } : { enable: true, sampleRate: logSampleRate };
}
