import { checkOneOf, checkPort, checkWholeNumber } from "../core/checks";
import type { Problems } from "../core/problems";

/** How Route 53 asks an endpoint whether it is alive: `GET https://<address>:<port><path>` with a host name of its own. */
export interface HealthCheckProfile {
  /**
   * How it asks: a request over HTTPS or HTTP, or a connection over TCP alone. TCP says little: a dead service may accept.
   *
   * @default "HTTPS"
   */
  readonly protocol?: "HTTPS" | "HTTP" | "TCP";

  /**
   * The `Host` header and TLS server name that the checkers send.
   *
   * Best a name of the platform's own and not one that users ask for, so that one check speaks for all host names.
   * Certificates are not verified by the checkers.
   *
   * @default - `health.` and the name of the hosted zone
   */
  readonly hostName?: string;

  /**
   * The path that answers 2xx or 3xx while the endpoint can take users: up to 255 characters, `/` first.
   *
   * @default "/healthz"
   */
  readonly path?: string;

  /**
   * A text that must be in the first 5,120 bytes of the answer, up to 255 characters, upper and lower case as written.
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
   * Seconds between two requests of one checker: 10, or 30 for about a third of the price.
   *
   * @default 10
   */
  readonly intervalSeconds?: 10 | 30;

  /**
   * How many requests in a row must fail before the endpoint counts as dead, and succeed before it is back: 1 to 10.
   *
   * @default 3
   */
  readonly failureThreshold?: number;
}

/** A profile with nothing left open but what has no default. */
export type CompleteHealthCheckProfile = Required<Omit<HealthCheckProfile, "hostName" | "searchString">> &
  Pick<HealthCheckProfile, "hostName" | "searchString">;

/** Fills in the defaults, all but that of the host name, which needs a zone. */
export function completeHealthCheckProfile(profile: HealthCheckProfile): CompleteHealthCheckProfile {
  const { protocol = "HTTPS" } = profile;
  return {
    protocol,
    searchString: profile.searchString,
    hostName: profile.hostName,
    path: profile.path ?? "/healthz",
    port: profile.port ?? (protocol === "HTTP" ? 80 : 443),
    intervalSeconds: profile.intervalSeconds ?? 10,
    failureThreshold: profile.failureThreshold ?? 3,
  };
}

/** The host name that checks of the endpoints of a zone ask for when the user names none. */
export function healthCheckHostName(profile: HealthCheckProfile | undefined, zoneName: string): string {
  return profile?.hostName ?? `health.${zoneName}`;
}

/** Checks a profile against the limits of Route 53's `HealthCheckConfig`. */
export function checkHealthCheckProfile(problems: Problems, profile: HealthCheckProfile): void {
  const {
    hostName = "",
    path,
    port,
    intervalSeconds,
    failureThreshold,
    protocol,
    searchString,
  } = completeHealthCheckProfile(profile);
  checkOneOf(problems, "protocol", protocol, ["HTTPS", "HTTP", "TCP"]);
  const isShort = searchString === undefined || (searchString.length >= 1 && searchString.length <= 255);
  problems.check("searchString", searchString, () => isShort, "1 to 255 characters");
  const canSearch = searchString === undefined || protocol !== "TCP";
  problems.check("searchString", searchString, () => canSearch, "nothing with TCP, which has no answer to search in");
  problems.check("hostName", hostName, (hostName) => hostName.length <= 255, "up to 255 characters");
  problems.check("path", path, (path) => path.startsWith("/") && path.length <= 255, 'up to 255 characters, "/" first');
  checkPort(problems, "port", port);
  checkOneOf(problems, "intervalSeconds", intervalSeconds, [10, 30]);
  checkWholeNumber(problems, "failureThreshold", failureThreshold, [1, 10]);
}
