import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";
import { HealthCheck } from "./health-check";

/** What Google speaks to the endpoints: `HTTP2` with TLS, which gRPC needs, `H2C` is HTTP/2 without. */
export type BackendProtocol = (typeof BACKEND_PROTOCOLS)[number];

export const BACKEND_PROTOCOLS = ["HTTP", "HTTPS", "HTTP2", "H2C"] as const;

/** A service as its health check sees it. */
interface AskedService {
  readonly protocol?: BackendProtocol;
  readonly healthCheck?: HealthCheck;
}

/**
 * How a service is asked for its health: as it says, or in its own protocol.
 *
 * No kind of check speaks HTTP/2 without TLS, and not every server of it answers HTTP/1.1: only a connection is sure. The
 * same holds for a protocol that is a token.
 * Source: https://cloud.google.com/load-balancing/docs/health-check-concepts#criteria-protocol-http
 */
export function healthCheckOf({ protocol = "HTTP", healthCheck }: AskedService): HealthCheck {
  if (healthCheck !== undefined) return healthCheck;
  if (protocol === "HTTP") return HealthCheck.http();
  if (protocol === "HTTPS") return HealthCheck.https();
  return protocol === "HTTP2" ? HealthCheck.http2() : HealthCheck.tcp();
}

/** The kinds of checks that a port understands, by whether it speaks TLS. */
const WITH_TLS = ["https", "http2", "tcp"];
const WITHOUT_TLS = ["http", "grpc", "tcp"];

/** Checks that the port which serves requests can understand the health check, if that is the port that is asked. */
export function checkAskedProtocol(problems: Problems, { protocol = "HTTP", healthCheck }: AskedService): void {
  if (healthCheck === undefined || healthCheck.port !== undefined || isUnknown(protocol)) return;
  const kinds = protocol === "HTTPS" || protocol === "HTTP2" ? WITH_TLS : WITHOUT_TLS;
  const [first, second, third] = kinds.map((kind) => `${kind}()`);
  const expected = `${first}, ${second} or ${third}, or a port of its own: the pods speak ${protocol} at the port that serves`;
  problems.check("healthCheck", healthCheck.kind, (kind) => kinds.includes(kind), expected);
}
