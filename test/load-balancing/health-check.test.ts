import { ref, Token } from "cdktf";
import { type BackendProtocol, HealthCheck } from "../../lib/load-balancing";
import { firewallPorts } from "../../lib/load-balancing/firewall-ports";
import { refusalOf, resourceOf } from "../support/synthesize";
import { balancer, service } from "./support";

const made = (healthCheck?: HealthCheck, protocol?: BackendProtocol) =>
  resourceOf(balancer({ api: service({ healthCheck, protocol }) }), "google_compute_health_check");

const COMMON = {
  name: "acme-api",
  check_interval_sec: 5,
  timeout_sec: 5,
  healthy_threshold: 2,
  unhealthy_threshold: 2,
  log_config: { enable: true },
  lifecycle: { create_before_destroy: true },
};
const SERVING = { port_specification: "USE_SERVING_PORT" };

describe("a health check", () => {
  test("requests /healthz over HTTP on the serving port, and logs changes, by default", () => {
    const expected = { ...COMMON, http_health_check: { ...SERVING, request_path: "/healthz" } };
    expect(made()).toEqual(expected);
    expect(made(HealthCheck.http())).toEqual(expected);
  });

  test("follows the protocol of the service by default", () => {
    const asked = (protocol: BackendProtocol) =>
      resourceOf(balancer({ api: service({ protocol }) }), "google_compute_health_check");
    const http = { ...SERVING, request_path: "/healthz" };
    expect(asked("HTTP")).toEqual({ ...COMMON, http_health_check: http });
    expect(asked("HTTPS")).toEqual({ ...COMMON, https_health_check: http });
    expect(asked("HTTP2")).toEqual({ ...COMMON, http2_health_check: http });
    // No kind of check speaks HTTP/2 without TLS, and a server of gRPC alone answers no GET of HTTP/1.1.
    expect(asked("H2C")).toEqual({ ...COMMON, tcp_health_check: SERVING });
    expect(asked(Token.asString(ref("var.protocol")) as "HTTP")).toEqual({ ...COMMON, tcp_health_check: SERVING });
  });

  test("probes over HTTP, HTTPS, HTTP/2, gRPC or TCP, each with its own settings and no other's", () => {
    const http = { ...SERVING, request_path: "/ready", host: "api.example.com" };
    const props = { path: "/ready", host: "api.example.com" };
    expect(made(HealthCheck.http(props))).toEqual({ ...COMMON, http_health_check: http });
    expect(made(HealthCheck.https(props), "HTTPS")).toEqual({ ...COMMON, https_health_check: http });
    expect(made(HealthCheck.http2(props), "HTTP2")).toEqual({ ...COMMON, http2_health_check: http });
    expect(made(HealthCheck.grpc({ grpcService: "video.v1.Encoder" }))).toEqual({
      ...COMMON,
      grpc_health_check: { ...SERVING, grpc_service_name: "video.v1.Encoder" },
    });
    expect(made(HealthCheck.tcp())).toEqual({ ...COMMON, tcp_health_check: SERVING });
  });

  test("probes another port when one is configured", () => {
    const fixed = { port_specification: "USE_FIXED_PORT", port: 9000 };
    expect(made(HealthCheck.tcp({ port: 9000 })).tcp_health_check).toEqual(fixed);
    expect(made(HealthCheck.grpc({ port: 9000 })).grpc_health_check).toEqual(fixed);
    expect(made(HealthCheck.http({ port: 9000 })).http_health_check).toEqual({ ...fixed, request_path: "/healthz" });
  });

  test("takes times, thresholds and silence", () => {
    const props = { intervalSeconds: 3, healthyThreshold: 1, unhealthyThreshold: 4, logging: false };
    expect(made(HealthCheck.tcp(props))).toEqual({
      name: "acme-api",
      check_interval_sec: 3,
      timeout_sec: 3,
      healthy_threshold: 1,
      unhealthy_threshold: 4,
      log_config: { enable: false },
      lifecycle: { create_before_destroy: true },
      tcp_health_check: SERVING,
    });
  });

  test("opens the firewall for the ports that serve and for those that it probes, each once", () => {
    const port9000 = HealthCheck.http({ port: 9000 });
    const services = [
      { containerPort: 8080 },
      { containerPort: 8080, healthCheck: port9000 },
      { containerPort: 8090, healthCheck: HealthCheck.tcp() },
    ];
    expect(firewallPorts(services)).toEqual([8080, 9000, 8090]);
  });

  test.each([
    ["HTTPS", HealthCheck.http(), "http", "https(), http2() or tcp()"],
    ["HTTP2", HealthCheck.http({ path: "/ready" }), "http", "https(), http2() or tcp()"],
    ["HTTP2", HealthCheck.grpc(), "grpc", "https(), http2() or tcp()"],
    ["HTTP", HealthCheck.https(), "https", "http(), grpc() or tcp()"],
    ["HTTP", HealthCheck.http2(), "http2", "http(), grpc() or tcp()"],
    ["H2C", HealthCheck.http2(), "http2", "http(), grpc() or tcp()"],
  ] as const)(
    "of a service that speaks %s is refused at its port where it cannot be understood",
    (protocol, check, kind, allowed) => {
      const speaks = `the pods speak ${protocol} at the port that serves`;
      const expected = `services.api.healthCheck: got "${kind}", expected ${allowed}, or a port of its own: ${speaks}`;
      expect(refusalOf(() => made(check, protocol))).toEqual([`stack/lb: ${expected}`]);
      // Nothing is HTTP.
      if (protocol === "HTTP") expect(refusalOf(() => made(check))).toEqual([`stack/lb: ${expected}`]);
    },
  );

  test("may have any protocol at a port of its own, and where the service's protocol is a token", () => {
    const port = 9000;
    const other = { port_specification: "USE_FIXED_PORT", port, request_path: "/healthz" };
    expect(made(HealthCheck.http({ port }), "HTTPS")).toEqual({ ...COMMON, http_health_check: other });
    expect(made(HealthCheck.https({ port }), "HTTP")).toEqual({ ...COMMON, https_health_check: other });
    expect(made(HealthCheck.grpc({ port }), "HTTP2").grpc_health_check).toMatchObject({ port });
    expect(made(HealthCheck.tcp(), "HTTPS")).toEqual({ ...COMMON, tcp_health_check: SERVING });
    expect(made(HealthCheck.http(), "H2C").http_health_check).toMatchObject(SERVING);
    const token = Token.asString(ref("var.protocol")) as "HTTP";
    expect(made(HealthCheck.http(), token).http_health_check).toMatchObject(SERVING);
    expect(made(HealthCheck.https(), token).https_health_check).toMatchObject(SERVING);
  });

  test("is refused beyond Google's limits", () => {
    const check = HealthCheck.http({
      port: 70_000,
      intervalSeconds: 10,
      timeoutSeconds: 11,
      healthyThreshold: 0,
      unhealthyThreshold: 11,
      path: "healthz",
    });
    expect(refusalOf(() => made(check)).map((line) => line.replace("stack/lb: services.api.healthCheck.", ""))).toEqual(
      [
        "port: got 70000, expected a whole number from 1 to 65535",
        "timeoutSeconds: got 11, expected a whole number of seconds, at most intervalSeconds, from 1 to 10",
        "healthyThreshold: got 0, expected a whole number from 1 to 10",
        "unhealthyThreshold: got 11, expected a whole number from 1 to 10",
        'path: got "healthz", expected "/" first',
      ],
    );
    expect(refusalOf(() => made(HealthCheck.tcp({ port: Token.asNumber(ref("var.port")) })))[0]).toContain(
      "port: got a token",
    );
  });
});
