import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";
import { HealthCheck } from "./health-check";

/** The protocol between Google and the endpoints: `HTTP2` is with TLS, for gRPC for example, and `H2C` is HTTP/2 without. */
export type BackendProtocol = (typeof BACKEND_PROTOCOLS)[number];

export const BACKEND_PROTOCOLS = ["HTTP", "HTTPS", "HTTP2", "H2C"] as const;

/** What of a service decides how its endpoints are probed. */
interface ProbeOptions {
  readonly protocol?: BackendProtocol;
  readonly healthCheck?: HealthCheck;
}

/**
 * The health check of a service: its own, or one in the service's protocol.
 *
 * No health check speaks HTTP/2 without TLS, and not every such server answers HTTP/1.1, so only a TCP check is safe. The
 * same holds for a protocol that is a token.
 * Source: https://cloud.google.com/load-balancing/docs/health-check-concepts#criteria-protocol-http
 */
export function healthCheckOf({ protocol = "HTTP", healthCheck }: ProbeOptions): HealthCheck {
  if (healthCheck !== undefined) return healthCheck;
  if (protocol === "HTTP") return HealthCheck.http();
  if (protocol === "HTTPS") return HealthCheck.https();
  return protocol === "HTTP2" ? HealthCheck.http2() : HealthCheck.tcp();
}

/** The kinds of checks that a port understands, by whether it speaks TLS. */
const WITH_TLS = ["https", "http2", "tcp"];
const WITHOUT_TLS = ["http", "grpc", "tcp"];

/** Validates that the serving port understands the health check, when the check probes that port. */
export function checkAskedProtocol(problems: Problems, { protocol = "HTTP", healthCheck }: ProbeOptions): void {
  if (healthCheck === undefined || healthCheck.port !== undefined || isUnknown(protocol)) return;
  const kinds = protocol === "HTTPS" || protocol === "HTTP2" ? WITH_TLS : WITHOUT_TLS;
  const [first, second, third] = kinds.map((kind) => `${kind}()`);
  const expected = `${first}, ${second} or ${third}, or a port of its own: the pods speak ${protocol} at the port that serves`;
  problems.check("healthCheck", healthCheck.kind, (kind) => kinds.includes(kind), expected);
}
