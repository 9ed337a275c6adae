import { ref, Token } from "cdktf";
import { HealthCheck, LoadBalancerMonitoring, type LoadBalancerMonitoringProps } from "../../lib/load-balancing";
import { type Block, refusalOf, resourceOf, resourcesOf } from "../support/synthesize";
import { reference, service, stackWith } from "./support";

const CHANNEL = "projects/acme-test/notificationChannels/1";
const PROPS: LoadBalancerMonitoringProps = {
  loadBalancerName: "acme",
  services: {
    api: service(),
    login: service({ paths: ["/login"] }),
    video: service({ hostName: "video.example.com" }),
  },
  notificationChannels: [CHANNEL],
};

const made = (props: Partial<LoadBalancerMonitoringProps> = {}) =>
  stackWith((stack) => {
    new LoadBalancerMonitoring(stack, "monitoring", { ...PROPS, ...props });
  });

const stack = made();
const LINES = 'monitored_resource="https_lb_rule",url_map_name="acme"';

function alertsOf(from: Block): Block[] {
  return Object.values(resourcesOf(from, "google_monitoring_alert_policy"));
}

function queryOf(from: Block, title: RegExp): string {
  const alert = alertsOf(from).find(({ display_name }) => title.test(display_name));
  return alert?.conditions[0].condition_prometheus_query_language.query;
}

describe("monitoring of a load balancer", () => {
  test("requests each host name over HTTPS once per minute, and verifies the certificate", () => {
    const checks = Object.values(resourcesOf(stack, "google_monitoring_uptime_check_config"));
    expect(checks.map(({ monitored_resource }) => monitored_resource.labels.host)).toEqual([
      "api.example.com",
      "video.example.com",
    ]);
    expect(checks[0]).toEqual({
      display_name: "acme: api.example.com",
      period: "60s",
      timeout: "10s",
      http_check: {
        path: "/healthz",
        port: 443,
        use_ssl: true,
        validate_ssl: true,
        accepted_response_status_codes: [{ status_class: "STATUS_CLASS_2XX" }],
      },
      monitored_resource: { type: "uptime_url", labels: { host: "api.example.com" } },
      lifecycle: { create_before_destroy: true },
    });
  });

  test("keeps what an alert queries until the alert is gone", () => {
    expect(resourceOf(stack, "google_logging_metric").lifecycle).toEqual({ create_before_destroy: true });
  });

  const askedOf = (options: Parameters<typeof service>[0], uptimePaths?: Record<string, string>) => {
    const watched = made({ services: { api: service(options) }, uptimePaths });
    const { path, accepted_response_status_codes } = resourceOf(
      watched,
      "google_monitoring_uptime_check_config",
    ).http_check;
    return [path, accepted_response_status_codes.map((code: Block) => code.status_class)];
  };
  const GOOD = ["STATUS_CLASS_2XX"];
  const AN_ANSWER = ["STATUS_CLASS_2XX", "STATUS_CLASS_3XX", "STATUS_CLASS_4XX"];

  test("requests the path of a health check that probes the serving port", () => {
    expect(askedOf({ healthCheck: HealthCheck.http({ path: "/ready" }) })).toEqual(["/ready", GOOD]);
    expect(askedOf({ protocol: "HTTPS" })).toEqual(["/healthz", GOOD]);
    expect(askedOf({ protocol: "HTTP2", healthCheck: HealthCheck.https({ path: "/up" }) })).toEqual(["/up", GOOD]);
  });

  test.each([
    ["a health check with a port of its own", { healthCheck: HealthCheck.http({ path: "/ready", port: 9000 }) }],
    ["one over gRPC", { healthCheck: HealthCheck.grpc(), protocol: "H2C" }],
    ["one over TCP", { healthCheck: HealthCheck.tcp() }],
    ["HTTP/2 without TLS", { protocol: "H2C" }],
  ] as const)("accepts any status but a 5xx where %s has no path that users can reach", (_, options) => {
    expect(askedOf(options)).toEqual(["/", AN_ANSWER]);
  });

  test("takes the page of a login for an answer", () => {
    expect(askedOf({ iap: { members: ["group:staff@example.com"] } })).toEqual(["/healthz", AN_ANSWER]);
  });

  test("requests the configured path, whatever the health check probes", () => {
    const separate = { healthCheck: HealthCheck.http({ path: "/ready", port: 9000 }) };
    expect(askedOf(separate, { api: "/status" })).toEqual(["/status", GOOD]);
    expect(askedOf({ protocol: "H2C" }, { api: "/status" })).toEqual(["/status", GOOD]);
    const behindLogin = { iap: { members: ["group:staff@example.com"] } };
    expect(askedOf(behindLogin, { api: "/status" })).toEqual(["/status", AN_ANSWER]);
    expect(askedOf({}, { api: Token.asString(ref("var.path")) })).toEqual([reference("var.path"), GOOD]);
  });

  test("refuses a path of a service that it does not watch, and one without a slash", () => {
    const uptimePaths = { api: "status", login: "/login", nothing: "/" };
    const lines = refusalOf(() => made({ uptimePaths })).map((line) =>
      line.replace("stack/monitoring: uptimePaths.", ""),
    );
    const watched = 'expected "api" or "video": a service that answers for a whole host name';
    expect(lines).toEqual([
      'api: got "status", expected "/" first',
      `login: got "login", ${watched}`,
      `nothing: got "nothing", ${watched}`,
    ]);
  });

  test("alerts when a service answers with errors", () => {
    const requests = (labels: string) =>
      `sum by (backend_target_name) (rate(loadbalancing_googleapis_com:https_request_count{${labels}}[5m]))`;
    expect(queryOf(stack, /answers are errors/)).toBe(
      `${requests(`${LINES},response_code_class="500"`)} / ${requests(LINES)} > 5 / 100`,
    );
    expect(queryOf(made({ maxErrorPercent: 1 }), /answers are errors/)).toMatch(/> 1 \/ 100$/);
  });

  test("alerts when a service is slow, each by its own threshold", () => {
    const slow = made({ maxLatencyMilliseconds: { video: 60_000 } });
    const query = (name: string) =>
      `histogram_quantile(0.95, sum by (le) (rate(loadbalancing_googleapis_com:https_total_latencies_bucket{${LINES},backend_target_name="acme-${name}"}[10m])))`;
    expect(queryOf(slow, /: api takes longer/)).toBe(`${query("api")} > 2000`);
    expect(queryOf(slow, /: video takes longer/)).toBe(`${query("video")} > 60000`);
  });

  test("alerts when endpoints become unhealthy, by the log of health checks", () => {
    expect(resourceOf(stack, "google_logging_metric")).toMatchObject({
      name: "acme_unhealthy_endpoints",
      filter:
        'log_id("compute.googleapis.com/healthchecks") AND resource.type="gce_network_endpoint_group" AND ' +
        'jsonPayload.healthCheckProbeResult.healthState="UNHEALTHY"',
      metric_descriptor: { metric_kind: "DELTA", value_type: "INT64" },
    });
    expect(queryOf(stack, /became unhealthy/)).toBe(
      'sum by (zone) (increase(logging_googleapis_com:user_acme_unhealthy_endpoints{monitored_resource="gce_network_endpoint_group"}[5m])) > 3',
    );
    const alert = alertsOf(stack).find(({ display_name }) => /became unhealthy/.test(display_name));
    expect(alert?.depends_on).toEqual([expect.stringContaining("google_logging_metric")]);
  });

  test("alerts when a host name does not answer, and two weeks before its certificate expires", () => {
    expect(queryOf(stack, /video\.example\.com does not answer/)).toMatch(
      /^avg\(avg_over_time\(monitoring_googleapis_com:uptime_check_check_passed\{monitored_resource="uptime_url",check_id="\$\{google_monitoring_uptime_check_config\..*video.*\.uptime_check_id\}"\}\[5m\]\)\) < 0\.5$/,
    );
    expect(queryOf(stack, /certificate of api\.example\.com/)).toMatch(
      /^min\(monitoring_googleapis_com:uptime_check_time_until_ssl_cert_expires\{.*api.*\}\) < 14$/,
    );
  });

  test("sends all alerts to the given channels, and waits for no metric that is still to come", () => {
    // errors, backends, three latencies, and two for each of two host names
    expect(alertsOf(stack)).toHaveLength(9);
    for (const alert of alertsOf(stack)) {
      expect(alert.notification_channels).toEqual([CHANNEL]);
      expect(alert.documentation.content).not.toBe("");
      expect(alert.conditions[0].condition_prometheus_query_language).toMatchObject({
        disable_metric_validation: true,
      });
    }
  });

  test("takes tokens for channels, one or all of them", () => {
    const watched = made({ notificationChannels: [Token.asString(ref("var.channel"))] });
    expect(alertsOf(watched)[0]?.notification_channels).toEqual([reference("var.channel")]);
    const all = made({ notificationChannels: Token.asList(ref("var.channels")) });
    expect(alertsOf(all)[0]?.notification_channels).toBe(reference("var.channels"));
  });

  test("shows requests, errors, latency and backend region on one dashboard", () => {
    const dashboard = JSON.parse(resourceOf(stack, "google_monitoring_dashboard").dashboard_json);
    expect(dashboard).toMatchObject({ displayName: "Load balancer acme", mosaicLayout: { columns: 12 } });
    const { tiles } = dashboard.mosaicLayout;
    expect(tiles.map(({ widget }: Block) => widget.title)).toEqual([
      "Requests by service",
      "Errors (5xx) by service",
      "Latency by service, 95th percentile",
      "Latency by backend region, 95th percentile",
      "Requests by backend region",
      "Requests by the user's country",
    ]);
    // Zeros are left out, as the API leaves them out.
    expect(tiles.map(({ xPos, yPos }: Block) => [xPos, yPos])).toEqual([
      [undefined, undefined],
      [6, undefined],
      [undefined, 4],
      [6, 4],
      [undefined, 8],
      [6, 8],
    ]);
    const query = tiles[4].widget.xyChart.dataSets[0].timeSeriesQuery.prometheusQuery;
    expect(query).toContain('"region", "$1", "backend_scope", "([a-z]+-[a-z]+[0-9]+).*"');
    expect(/([a-z]+-[a-z]+[0-9]+).*/.exec("europe-west1-b")?.[1]).toBe("europe-west1");
  });

  test("is refused with numbers out of range, unknown services, and tokens", () => {
    const refused = (props: Partial<LoadBalancerMonitoringProps>) =>
      refusalOf(() => made(props)).map((line) => line.replace("stack/monitoring: ", ""));
    expect(
      refused({
        maxErrorPercent: 0,
        maxUnhealthyEndpoints: 0,
        certificateDays: 90,
        maxLatencyMilliseconds: { web: 0 },
      }),
    ).toEqual([
      "maxErrorPercent: got 0, expected a whole number from 1 to 100",
      "maxUnhealthyEndpoints: got 0, expected a whole number from 1 to 10000",
      "certificateDays: got 90, expected a whole number from 1 to 89",
      'maxLatencyMilliseconds.web: got "web", expected "api", "login" or "video"',
      "maxLatencyMilliseconds.web: got 0, expected a whole number from 1 to 86400000",
    ]);
    expect(refused({ notificationChannels: ["oncall@example.com"] })).toEqual([
      'notificationChannels: got "oncall@example.com", expected "projects/P/notificationChannels/C"',
    ]);
    expect(refused({ maxErrorPercent: Token.asNumber(ref("var.x")) })[0]).toContain("maxErrorPercent: got a token");
  });
});
