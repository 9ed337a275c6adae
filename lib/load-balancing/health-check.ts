import type { ComputeHealthCheckConfig } from "@cdktf/provider-google/lib/compute-health-check";
import { checkPort, checkWholeNumber } from "../core/checks";
import { brand } from "../core/options-kinds";
import { validateShape } from "../core/options-shape";
import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";

/** Options of every kind of health check. */
export interface HealthCheckProps {
  /**
   * The TCP port that is probed, 1 to 65535. The firewall is opened for it as well.
   *
   * @default - the port that serves requests
   */
  readonly port?: number;

  /**
   * The check interval, 1 to 300 seconds. Google probes from several places at once, so an endpoint is probed more often.
   *
   * @default 5
   */
  readonly intervalSeconds?: number;

  /**
   * How long to wait for a response, in seconds: at most `intervalSeconds`.
   *
   * @default - 5, or the interval where that is shorter
   */
  readonly timeoutSeconds?: number;

  /**
   * Consecutive successes until an endpoint is healthy: 1 to 10.
   *
   * @default 2
   */
  readonly healthyThreshold?: number;

  /**
   * Consecutive failures until an endpoint is unhealthy: 1 to 10.
   *
   * @default 2
   */
  readonly unhealthyThreshold?: number;

  /**
   * Whether each change from healthy to unhealthy and back is logged; the alert on backends reads the log.
   *
   * @default true
   */
  readonly logging?: boolean;
}

/** Options of a health check over HTTP, HTTPS or HTTP/2. */
export interface HttpHealthCheckProps extends HealthCheckProps {
  /**
   * The path that answers 200 while an endpoint can take requests, `/` first. Anything else, a redirect too, is a failure.
   *
   * @default "/healthz"
   */
  readonly path?: string;

  /**
   * The `Host` header.
   *
   * @default - the address that is probed
   */
  readonly host?: string;
}

/** Options of a health check over gRPC. */
export interface GrpcHealthCheckProps extends HealthCheckProps {
  /**
   * The name of the service in the gRPC health checking protocol.
   *
   * @default - the server as a whole
   */
  readonly grpcService?: string;
}

/** The protocol of a health check, by the name of the method that makes it. */
export type HealthCheckKind = "http" | "https" | "http2" | "grpc" | "tcp";

/**
 * A health check of the load balancer: how Google finds out whether an endpoint can take requests.
 *
 * Its protocol need not be that of the requests: `tcp()` checks less, but works with every server. Without a `port` of its own
 * it must fit the service's `protocol`: with TLS or without, like the requests.
 * Source: https://cloud.google.com/load-balancing/docs/health-check-concepts
 */
export class HealthCheck {
  static {
    brand(HealthCheck, "HealthCheck");
  }

  /** `GET` over HTTP/1.1. */
  public static http(props: HttpHealthCheckProps = {}): HealthCheck {
    return HealthCheck.overHttp("http", props);
  }

  /** `GET` over HTTPS; the certificate is not verified. */
  public static https(props: HttpHealthCheckProps = {}): HealthCheck {
    return HealthCheck.overHttp("https", props);
  }

  /** `GET` over HTTP/2 with TLS. */
  public static http2(props: HttpHealthCheckProps = {}): HealthCheck {
    return HealthCheck.overHttp("http2", props);
  }

  /** The gRPC health checking protocol, without TLS. */
  public static grpc(props: GrpcHealthCheckProps = {}): HealthCheck {
    validateShape("HealthCheck.grpc", props, "GrpcHealthCheckProps");
    return new HealthCheck("grpc", props, undefined, {
      grpcHealthCheck: { ...portOf(props), grpcServiceName: props.grpcService },
    });
  }

  /** Whether a connection can be opened. */
  public static tcp(props: HealthCheckProps = {}): HealthCheck {
    validateShape("HealthCheck.tcp", props, "HealthCheckProps");
    return new HealthCheck("tcp", props, undefined, { tcpHealthCheck: portOf(props) });
  }

  private static overHttp(kind: "http" | "https" | "http2", props: HttpHealthCheckProps): HealthCheck {
    validateShape(`HealthCheck.${kind}`, props, "HttpHealthCheckProps");
    const path = props.path ?? "/healthz";
    const request = { ...portOf(props), requestPath: path, host: props.host };
    return new HealthCheck(kind, props, path, { [`${kind}HealthCheck`]: request });
  }

  private constructor(
    /** Its protocol. */
    public readonly kind: HealthCheckKind,
    private readonly props: HttpHealthCheckProps,
    /** The path that is requested, of the kinds that have one. */
    public readonly path: string | undefined,
    private readonly request: Partial<ComputeHealthCheckConfig>,
  ) {}

  /** The port that is probed, or `undefined` when it is the serving port. */
  public get port(): number | undefined {
    return this.props.port;
  }

  /** The `Host` header, or `undefined` when it is the address that is probed. */
  public get host(): string | undefined {
    return this.props.host;
  }

  /** The configuration of the health check of this name. */
  public bind(name: string): ComputeHealthCheckConfig {
    const { intervalSeconds, timeoutSeconds } = completeTimes(this.props);
    return {
      name,
      checkIntervalSec: intervalSeconds,
      timeoutSec: timeoutSeconds,
      healthyThreshold: this.props.healthyThreshold ?? 2,
      unhealthyThreshold: this.props.unhealthyThreshold ?? 2,
      logConfig: { enable: this.props.logging ?? true },
      ...this.request,
    };
  }

  /** @internal */
  public check(problems: Problems): void {
    const { intervalSeconds, timeoutSeconds } = completeTimes(this.props);
    const { port, healthyThreshold = 2, unhealthyThreshold = 2 } = this.props;
    // Not a token: the firewall's ports are sorted.
    if (port !== undefined && problems.known("port", port)) checkPort(problems, "port", port);
    const sound = checkWholeNumber(problems, "intervalSeconds", intervalSeconds, [1, 300], "of seconds");
    const longest = sound && !isUnknown(intervalSeconds) ? intervalSeconds : 300;
    checkWholeNumber(problems, "timeoutSeconds", timeoutSeconds, [1, longest], "of seconds, at most intervalSeconds,");
    checkWholeNumber(problems, "healthyThreshold", healthyThreshold, [1, 10]);
    checkWholeNumber(problems, "unhealthyThreshold", unhealthyThreshold, [1, 10]);
    problems.check("path", this.path, (path) => path === undefined || path.startsWith("/"), '"/" first', "format");
  }
}

function portOf({ port }: HealthCheckProps): { readonly portSpecification: string; readonly port?: number } {
  return port === undefined ? { portSpecification: "USE_SERVING_PORT" } : { portSpecification: "USE_FIXED_PORT", port };
}

function completeTimes({ intervalSeconds = 5, timeoutSeconds }: HealthCheckProps) {
  return { intervalSeconds, timeoutSeconds: timeoutSeconds ?? (intervalSeconds < 5 ? intervalSeconds : 5) };
}
