import { ref, Token } from "cdktf";
import { firewallPorts, HealthCheck } from "../../lib/load-balancing";
import { refusalOf, resourceOf } from "../support/synthesize";
import { balancer, service } from "./support";

const made = (healthCheck?: HealthCheck) =>
  resourceOf(balancer({ api: service({ healthCheck }) }), "google_compute_health_check");

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
  test("asks /healthz over HTTP on the port that serves, and writes down changes, when nothing is said", () => {
    const expected = { ...COMMON, http_health_check: { ...SERVING, request_path: "/healthz" } };
    expect(made()).toEqual(expected);
    expect(made(HealthCheck.http())).toEqual(expected);
  });

  test("asks over HTTP, HTTPS, HTTP/2, gRPC or TCP, each with its own settings and no other's", () => {
    const http = { ...SERVING, request_path: "/ready", host: "api.example.com" };
    const props = { path: "/ready", host: "api.example.com" };
    expect(made(HealthCheck.http(props))).toEqual({ ...COMMON, http_health_check: http });
    expect(made(HealthCheck.https(props))).toEqual({ ...COMMON, https_health_check: http });
    expect(made(HealthCheck.http2(props))).toEqual({ ...COMMON, http2_health_check: http });
    expect(made(HealthCheck.grpc({ grpcService: "video.v1.Encoder" }))).toEqual({
      ...COMMON,
      grpc_health_check: { ...SERVING, grpc_service_name: "video.v1.Encoder" },
    });
    expect(made(HealthCheck.tcp())).toEqual({ ...COMMON, tcp_health_check: SERVING });
  });

  test("asks another port when it is given one", () => {
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

  test("opens the firewall for the ports that serve and for those that it asks, each once", () => {
    const port9000 = HealthCheck.http({ port: 9000 });
    const services = [
      { containerPort: 8080 },
      { containerPort: 8080, healthCheck: port9000 },
      { containerPort: 8090, healthCheck: HealthCheck.tcp() },
    ];
    expect(firewallPorts(services)).toEqual([8080, 9000, 8090]);
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
        "port: given 70000, allowed is a whole number from 1 to 65535",
        "timeoutSeconds: given 11, allowed is a whole number of seconds, at most intervalSeconds, from 1 to 10",
        "healthyThreshold: given 0, allowed is a whole number from 1 to 10",
        "unhealthyThreshold: given 11, allowed is a whole number from 1 to 10",
        'path: given "healthz", allowed is "/" first',
      ],
    );
    expect(refusalOf(() => made(HealthCheck.tcp({ port: Token.asNumber(ref("var.port")) })))[0]).toContain(
      'port: given "a token"',
    );
  });
});
