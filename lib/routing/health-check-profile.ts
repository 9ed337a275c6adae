import { checkAbsent, checkOneOf, checkPort, checkWholeNumber, oneOf } from "../core/checks";
import { checkHostName } from "../core/host-names";
import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";
import type { AddressFamily } from "./endpoint";

const PROTOCOLS = ["HTTPS", "HTTP", "TCP"] as const;
const INTERVALS = [10, 30] as const;
/** What edge servers answer while enough of their services do. */
const DEFAULT_PATH = "/healthz";

const MAX_LENGTH = 255;

/** The places that Route 53 can check from. Source: `HealthCheckRegion` of the Route 53 API. */
export const CHECKER_REGIONS = [
  "ap-northeast-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "eu-west-1",
  "sa-east-1",
  "us-east-1",
  "us-west-1",
  "us-west-2",
] as const;

/** Source: `HealthCheckRegionList` of the Route 53 API. */
const LEAST_REGIONS = 3;

/** How an endpoint's health is checked: `GET https://<address>:<port><path>` with a host name of its own. */
export interface HealthCheckProfile {
  /**
   * A request over HTTPS or HTTP, or a connection over TCP alone. TCP proves little: a broken service may still accept.
   *
   * @default "HTTPS"
   */
  readonly protocol?: "HTTPS" | "HTTP" | "TCP";

  /**
   * The `Host` header and TLS server name that the checkers send.
   *
   * It must not be a name that users ask for, whose answer would depend on the check. One check then serves all host names.
   * The checkers do not verify certificates.
   *
   * @default - `health.` and the name of the hosted zone
   */
  readonly hostName?: string;

  /**
   * The path that answers 2xx or 3xx while the endpoint is healthy: up to 255 characters, `/` first.
   *
   * @default "/healthz"
   */
  readonly path?: string;

  /**
   * A text that must be in the first 5,120 bytes of the answer: 1 to 255 characters, case-sensitive.
   *
   * @default - any answer of 2xx or 3xx will do
   */
  readonly searchString?: string;

  /**
   * The TCP port, 1 to 65535.
   *
   * @default 443, and 80 for HTTP
   */
  readonly port?: number;

  /**
   * Seconds between two requests of one checker: 10, or 30, for which AWS charges less.
   *
   * @default 10
   */
  readonly intervalSeconds?: 10 | 30;

  /**
   * How many requests in a row must fail before the endpoint is unhealthy, and succeed before it is healthy again: 1 to 10.
   *
   * @default 3
   */
  readonly failureThreshold?: number;

  /**
   * Where it is checked from: at least three of AWS's eight regions. An endpoint is healthy while more than 18 % of all checkers
   * can reach it, so a data centre that is cut off from its own users and seen from far away stays healthy: name the regions
   * near the users.
   *
   * Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
   *
   * @default - all eight
   */
  readonly checkerRegions?: readonly (typeof CHECKER_REGIONS)[number][];

  /**
   * The address family that is checked for both: half as many health checks, and a data centre whose other family alone is broken
   * stays healthy. It needs one address in each.
   *
   * @default - each family has health checks of its own
   */
  readonly checkedFamily?: AddressFamily;
}

/** A profile with nothing left open but what has no default. */
export type CompleteHealthCheckProfile = Required<
  Omit<HealthCheckProfile, "hostName" | "searchString" | "checkedFamily">
> &
  Pick<HealthCheckProfile, "hostName" | "searchString">;

/** Fills in the defaults, all but that of the host name, which needs a zone. */
export function completeHealthCheckProfile(profile: HealthCheckProfile): CompleteHealthCheckProfile {
  const { protocol = "HTTPS" } = profile;
  return {
    protocol,
    searchString: profile.searchString,
    hostName: profile.hostName,
    path: profile.path ?? DEFAULT_PATH,
    port: profile.port ?? (protocol === "HTTP" ? 80 : 443),
    intervalSeconds: profile.intervalSeconds ?? 10,
    failureThreshold: profile.failureThreshold ?? 3,
    checkerRegions: profile.checkerRegions ?? CHECKER_REGIONS,
  };
}

/** The host name that checks of the endpoints of a zone ask for when none is configured. */
export function healthCheckHostName(profile: HealthCheckProfile | undefined, zoneName: string): string {
  return profile?.hostName ?? `health.${zoneName}`;
}

/** Validates a profile against the limits of Route 53's `HealthCheckConfig`. */
export function checkHealthCheckProfile(problems: Problems, profile: HealthCheckProfile): void {
  const { protocol, hostName, path = DEFAULT_PATH, port, searchString, intervalSeconds, failureThreshold } = profile;
  checkOneOf(problems, "protocol", protocol, PROTOCOLS);
  if (hostName !== undefined) checkHostName(problems, "hostName", hostName);
  problems.check("path", path, isPath, `up to ${MAX_LENGTH} characters, "/" first`, "format");
  problems.check("searchString", searchString, isSearchString, `1 to ${MAX_LENGTH} characters`);
  if (protocol === "TCP") {
    checkAbsent(problems, "searchString", searchString, "with TCP, which has no answer to search in");
  }
  checkPort(problems, "port", port);
  checkOneOf(problems, "intervalSeconds", intervalSeconds, INTERVALS);
  checkWholeNumber(problems, "failureThreshold", failureThreshold, [1, 10]);
  checkOneOf(problems, "checkedFamily", profile.checkedFamily, ["ipv4", "ipv6"]);
  checkRegions(problems, profile.checkerRegions);
}

function checkRegions(problems: Problems, regions: HealthCheckProfile["checkerRegions"]): void {
  if (regions === undefined || isUnknown(regions)) return;
  for (const region of regions) checkOneOf(problems, "checkerRegions", region, CHECKER_REGIONS);
  const isEnough = new Set(regions).size >= LEAST_REGIONS && new Set(regions).size === regions.length;
  if (!isEnough) {
    problems.refuse("checkerRegions", regions, `${LEAST_REGIONS} or more, each once, of ${oneOf(CHECKER_REGIONS)}`);
  }
}

function isPath(path: string): boolean {
  return path.startsWith("/") && path.length <= MAX_LENGTH;
}

function isSearchString(text: string | undefined): boolean {
  return text === undefined || (text.length >= 1 && text.length <= MAX_LENGTH);
}
