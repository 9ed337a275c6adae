import type { ComputeBackendServiceConfig } from "@cdktf/provider-google/lib/compute-backend-service";
import { checkWholeNumber, oneOf } from "../core/checks";
import { brand } from "../core/options-kinds";
import { validateShape } from "../core/options-shape";
import type { Problems } from "../core/problems";

/** How the load balancer chooses an endpoint inside a zone; which region it is in was decided before. */
export type LocalityPolicy = (typeof LOCALITY_POLICIES)[number];

export const LOCALITY_POLICIES = ["ROUND_ROBIN", "LEAST_REQUEST", "RANDOM", "RING_HASH", "MAGLEV"] as const;

/** The policies that send equal requests to the same endpoint. */
const HASHING: readonly LocalityPolicy[] = ["RING_HASH", "MAGLEV"];

/** Google's limit for the life of a cookie: two weeks. */
const MAX_COOKIE_SECONDS = 1_209_600;

/** Options of a session affinity by a cookie. */
export interface CookieAffinityProps {
  /**
   * How long the cookie lives, 0 to 1209600 seconds; 0 is until the browser is closed.
   *
   * @default 0
   */
  readonly ttlSeconds?: number;
}

/**
 * What keeps a user on the same endpoint, as long as that is healthy and not full.
 *
 * Source: https://cloud.google.com/load-balancing/docs/backend-service#session_affinity
 */
export class SessionAffinity {
  static {
    brand(SessionAffinity, "SessionAffinity");
  }

  /** By the user's address. All users behind one address count as one. */
  public static clientIp(): SessionAffinity {
    return new SessionAffinity({ sessionAffinity: "CLIENT_IP" });
  }

  /** By a cookie that Google sets. */
  public static generatedCookie(props: CookieAffinityProps = {}): SessionAffinity {
    validateShape("SessionAffinity.generatedCookie", props, "CookieAffinityProps");
    const { ttlSeconds = 0 } = props;
    return new SessionAffinity({ sessionAffinity: "GENERATED_COOKIE", affinityCookieTtlSec: ttlSeconds }, ttlSeconds);
  }

  /** By a cookie of this name; Google sets it for users without it. */
  public static cookie(name: string, props: CookieAffinityProps = {}): SessionAffinity {
    validateShape("SessionAffinity.cookie", props, "CookieAffinityProps");
    const { ttlSeconds = 0 } = props;
    const httpCookie = { name, ttl: { seconds: ttlSeconds } };
    return new SessionAffinity({ sessionAffinity: "HTTP_COOKIE", consistentHash: { httpCookie } }, ttlSeconds);
  }

  /** By a request header, such as a tenant's id. */
  public static header(name: string): SessionAffinity {
    return new SessionAffinity({ sessionAffinity: "HEADER_FIELD", consistentHash: { httpHeaderName: name } });
  }

  private constructor(
    private readonly config: Partial<ComputeBackendServiceConfig>,
    private readonly ttlSeconds?: number,
  ) {}

  /** The configuration of the backend service. A header or a named cookie needs a policy that hashes. */
  public bind(localityPolicy: LocalityPolicy | undefined): Partial<ComputeBackendServiceConfig> {
    const suited = this.hashes ? "MAGLEV" : undefined;
    return { ...this.config, localityLbPolicy: localityPolicy ?? suited };
  }

  /** @internal */
  public check(problems: Problems, localityPolicy: LocalityPolicy | undefined): void {
    if (this.ttlSeconds !== undefined) {
      const range = [0, MAX_COOKIE_SECONDS] as const;
      checkWholeNumber(problems.at("sessionAffinity"), "ttlSeconds", this.ttlSeconds, range, "of seconds");
    }
    if (!this.hashes || localityPolicy === undefined) return;
    const expected = `${oneOf(HASHING)}, since the session affinity is by a header or a cookie of your own`;
    problems.check("localityPolicy", localityPolicy, (policy) => HASHING.includes(policy), expected);
  }

  private get hashes(): boolean {
    return this.config.consistentHash !== undefined;
  }
}
