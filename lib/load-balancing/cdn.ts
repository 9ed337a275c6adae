import type { ComputeBackendServiceConfig } from "@cdktf/provider-google/lib/compute-backend-service";
import { checkAbsent, checkOneOf, checkWholeNumber } from "../core/checks";
import type { Problems } from "../core/problems";

/** What Cloud CDN caches: what the response allows, static content as well, or everything. */
export type CacheMode = (typeof CACHE_MODES)[number];

const CACHE_MODES = ["USE_ORIGIN_HEADERS", "CACHE_ALL_STATIC", "FORCE_CACHE_ALL"] as const;

/** A year: Google's limit for all times to live. */
const MAX_TTL_SECONDS = 31_622_400;

const STALE_SECONDS = 86_400;

/**
 * How Cloud CDN caches the responses of a service.
 *
 * Source: https://cloud.google.com/cdn/docs/caching
 */
export interface CdnOptions {
  /**
   * What is cached. `FORCE_CACHE_ALL` caches private responses, too: only for a service without any.
   *
   * @default "USE_ORIGIN_HEADERS", so that only what the service allows is cached
   */
  readonly cacheMode?: CacheMode;

  /**
   * How long a response without a time to live is cached, 0 to 31622400 seconds. Not with `USE_ORIGIN_HEADERS`.
   *
   * @default 3600
   */
  readonly defaultTtlSeconds?: number;

  /**
   * How long a response is cached at most, 0 to 31622400 seconds. With `CACHE_ALL_STATIC` only.
   *
   * @default 86400
   */
  readonly maxTtlSeconds?: number;

  /**
   * How long browsers cache a response at most, 0 to 31622400 seconds. Not with `USE_ORIGIN_HEADERS`.
   *
   * @default - as `defaultTtlSeconds`
   */
  readonly clientTtlSeconds?: number;

  /**
   * How long a stale response is served while a new one is fetched or the service fails, 0 to 604800 seconds.
   *
   * @default 86400
   */
  readonly serveWhileStaleSeconds?: number;

  /**
   * The query parameters in the cache key. Fewer of them mean more cache hits.
   *
   * @default - all
   */
  readonly cacheKeyQueryParameters?: readonly string[];

  /**
   * The request headers in the cache key.
   *
   * @default - none
   */
  readonly cacheKeyHeaders?: readonly string[];

  /**
   * Whether Google compresses responses for clients that support it.
   *
   * @default true
   */
  readonly compression?: boolean;
}

/** The configuration of a backend service. */
export function cdnConfig(cdn: CdnOptions): Partial<ComputeBackendServiceConfig> {
  const { cacheMode = "USE_ORIGIN_HEADERS", cacheKeyQueryParameters, cacheKeyHeaders } = cdn;
  return {
    enableCdn: true,
    compressionMode: (cdn.compression ?? true) ? "AUTOMATIC" : "DISABLED",
    cdnPolicy: {
      cacheMode,
      ...times(cdn, cacheMode),
      serveWhileStale: cdn.serveWhileStaleSeconds ?? STALE_SECONDS,
      negativeCaching: true,
      cacheKeyPolicy: {
        includeHost: true,
        includeProtocol: true,
        includeQueryString: true,
        queryStringWhitelist: cacheKeyQueryParameters && [...cacheKeyQueryParameters],
        includeHttpHeaders: cacheKeyHeaders && [...cacheKeyHeaders],
      },
    },
  };
}

function times({ defaultTtlSeconds = 3600, maxTtlSeconds = 86_400, clientTtlSeconds }: CdnOptions, mode: CacheMode) {
  if (mode === "USE_ORIGIN_HEADERS") return {};
  const some = { defaultTtl: defaultTtlSeconds, clientTtl: clientTtlSeconds ?? defaultTtlSeconds };
  return mode === "FORCE_CACHE_ALL" ? some : { ...some, maxTtl: maxTtlSeconds };
}

/** Validates the options of Cloud CDN. */
export function checkCdn(problems: Problems, cdn: CdnOptions): void {
  const { cacheMode = "USE_ORIGIN_HEADERS", defaultTtlSeconds, maxTtlSeconds, clientTtlSeconds } = cdn;
  if (!checkOneOf(problems, "cacheMode", cacheMode, CACHE_MODES)) return;
  for (const [property, seconds] of Object.entries({ defaultTtlSeconds, maxTtlSeconds, clientTtlSeconds })) {
    if (seconds === undefined) continue;
    checkWholeNumber(problems, property, seconds, [0, MAX_TTL_SECONDS], "of seconds");
    const used = property === "maxTtlSeconds" ? cacheMode === "CACHE_ALL_STATIC" : cacheMode !== "USE_ORIGIN_HEADERS";
    if (!used) checkAbsent(problems, property, seconds, `with ${cacheMode}, which does not use it`);
  }
  const { serveWhileStaleSeconds = STALE_SECONDS } = cdn;
  checkWholeNumber(problems, "serveWhileStaleSeconds", serveWhileStaleSeconds, [0, 604_800], "of seconds");
}
