import { ref, Token } from "cdktf";
import { HealthCheck, type LoadBalancedServiceOptions, SessionAffinity } from "../../lib/load-balancing";
import { refusalOf, resourceOf, resourcesOf } from "../support/synthesize";
import { backendServiceWith, balancer, EUROPE, reference, service } from "./support";

const refused = (options: Partial<LoadBalancedServiceOptions>) =>
  refusalOf(() => balancer({ api: service(options) })).map((line) => line.replace("stack/lb: services.api.", ""));

const DEFAULTS = {
  iap: { enabled: false },
  session_affinity: "NONE",
  name: "acme-api",
  load_balancing_scheme: "EXTERNAL_MANAGED",
  protocol: "HTTP",
  health_checks: [expect.stringContaining("google_compute_health_check")],
  backend: [
    {
      group: EUROPE.endpointGroupIds[0],
      balancing_mode: "RATE",
      max_rate_per_endpoint: 100,
      capacity_scaler: 1,
    },
  ],
  timeout_sec: 30,
  connection_draining_timeout_sec: 300,
  security_policy: expect.stringContaining("google_compute_security_policy"),
  log_config: { enable: true, sample_rate: 1 },
  lifecycle: { create_before_destroy: true, ignore_changes: ["iap[0].oauth2_client_id"] },
};

describe("a service", () => {
  test("has exactly these settings by default", () => {
    expect(backendServiceWith({})).toEqual(DEFAULTS);
  });

  test("is destroyed, like its health check, only when nothing refers to it any more", () => {
    const stack = balancer({ api: service() });
    for (const type of ["google_compute_backend_service", "google_compute_health_check"]) {
      expect(resourceOf(stack, type).lifecycle).toMatchObject({ create_before_destroy: true });
    }
  });

  test("lets a long request of a GPU end: a timeout and a draining time", () => {
    const settings = backendServiceWith({ timeoutSeconds: 900, drainingSeconds: 3600 });
    expect(settings).toEqual({ ...DEFAULTS, timeout_sec: 900, connection_draining_timeout_sec: 3600 });
  });

  test("logs a share of its requests, or none", () => {
    expect(backendServiceWith({ logSampleRate: 0.05 }).log_config).toEqual({ enable: true, sample_rate: 0.05 });
    expect(backendServiceWith({ logSampleRate: 0 }).log_config).toEqual({ enable: false });
  });

  test("adds headers to requests and responses", () => {
    const settings = backendServiceWith({
      requestHeaders: { "X-Client-Region": "{client_region}" },
      responseHeaders: { "Strict-Transport-Security": "max-age=31536000" },
    });
    expect(settings.custom_request_headers).toEqual(["X-Client-Region: {client_region}"]);
    expect(settings.custom_response_headers).toEqual(["Strict-Transport-Security: max-age=31536000"]);
  });

  test("keeps a user on one pod by address, by Google's cookie, by a cookie or by a header", () => {
    const pick = (sessionAffinity: SessionAffinity) => {
      const { session_affinity, affinity_cookie_ttl_sec, consistent_hash, locality_lb_policy } = backendServiceWith({
        sessionAffinity,
      });
      return [session_affinity, affinity_cookie_ttl_sec, consistent_hash, locality_lb_policy];
    };
    expect(pick(SessionAffinity.clientIp())).toEqual(["CLIENT_IP", undefined, undefined, undefined]);
    expect(pick(SessionAffinity.generatedCookie({ ttlSeconds: 60 }))).toEqual([
      "GENERATED_COOKIE",
      60,
      undefined,
      undefined,
    ]);
    expect(pick(SessionAffinity.cookie("room", { ttlSeconds: 60 }))).toEqual([
      "HTTP_COOKIE",
      undefined,
      { http_cookie: { name: "room", ttl: { seconds: 60 } } },
      "MAGLEV",
    ]);
    expect(pick(SessionAffinity.header("X-Tenant"))).toEqual([
      "HEADER_FIELD",
      undefined,
      { http_header_name: "X-Tenant" },
      "MAGLEV",
    ]);
  });

  test("chooses a pod inside a zone by the configured policy", () => {
    expect(backendServiceWith({ localityPolicy: "LEAST_REQUEST" }).locality_lb_policy).toBe("LEAST_REQUEST");
    const both = { sessionAffinity: SessionAffinity.header("X-Tenant"), localityPolicy: "RING_HASH" } as const;
    expect(backendServiceWith(both).locality_lb_policy).toBe("RING_HASH");
  });

  test("refuses a locality policy that would undo an affinity by header or cookie", () => {
    const sessionAffinity = SessionAffinity.header("X-Tenant");
    expect(refused({ sessionAffinity, localityPolicy: "ROUND_ROBIN" })).toEqual([
      'localityPolicy: got "ROUND_ROBIN", expected "RING_HASH" or "MAGLEV", since the session affinity is by a header or a cookie of your own',
    ]);
    expect(refused({ sessionAffinity: SessionAffinity.generatedCookie({ ttlSeconds: -1 }) })).toEqual([
      "sessionAffinity.ttlSeconds: got -1, expected a whole number of seconds from 0 to 1209600",
    ]);
  });

  test("leaves out a pod that answers with errors, a tenth of all at most", () => {
    const all = { consecutive_errors: 5, enforcing_consecutive_errors: 100, max_ejection_percent: 10 };
    expect(backendServiceWith({ outlierDetection: {} }).outlier_detection).toEqual({
      ...all,
      base_ejection_time: { seconds: 30 },
      interval: { seconds: 10 },
    });
    expect(refused({ outlierDetection: { maxEjectionPercent: 0 } })).toEqual([
      "outlierDetection.maxEjectionPercent: got 0, expected a whole number from 1 to 100",
    ]);
  });

  test("speaks what the pods speak", () => {
    for (const protocol of ["HTTP", "HTTPS", "HTTP2", "H2C"] as const) {
      expect(backendServiceWith({ protocol }).protocol).toBe(protocol);
    }
  });

  test("is cached by Cloud CDN in the way that its mode allows", () => {
    const policy = (cdn: LoadBalancedServiceOptions["cdn"]) => backendServiceWith({ cdn }).cdn_policy;
    const shared = {
      serve_while_stale: 86400,
      negative_caching: true,
      cache_key_policy: { include_host: true, include_protocol: true, include_query_string: true },
    };
    expect(backendServiceWith({ cdn: {} })).toMatchObject({ enable_cdn: true, compression_mode: "AUTOMATIC" });
    expect(policy({})).toEqual({ ...shared, cache_mode: "USE_ORIGIN_HEADERS" });
    expect(policy({ cacheMode: "FORCE_CACHE_ALL", defaultTtlSeconds: 60 })).toEqual({
      ...shared,
      cache_mode: "FORCE_CACHE_ALL",
      default_ttl: 60,
      client_ttl: 60,
    });
    expect(
      policy({ cacheMode: "CACHE_ALL_STATIC", cacheKeyQueryParameters: ["v"], cacheKeyHeaders: ["Accept"] }),
    ).toEqual({
      serve_while_stale: 86400,
      negative_caching: true,
      cache_mode: "CACHE_ALL_STATIC",
      default_ttl: 3600,
      client_ttl: 3600,
      max_ttl: 86400,
      cache_key_policy: {
        include_host: true,
        include_protocol: true,
        include_query_string: true,
        query_string_whitelist: ["v"],
        include_http_headers: ["Accept"],
      },
    });
  });

  test("refuses times to live that its cache mode does not use", () => {
    expect(refused({ cdn: { defaultTtlSeconds: 60 } })).toEqual([
      "cdn.defaultTtlSeconds: got 60, expected nothing with USE_ORIGIN_HEADERS, which does not use it",
    ]);
    expect(refused({ cdn: { cacheMode: "FORCE_CACHE_ALL", maxTtlSeconds: 60, clientTtlSeconds: -1 } })).toEqual([
      "cdn.maxTtlSeconds: got 60, expected nothing with FORCE_CACHE_ALL, which does not use it",
      "cdn.clientTtlSeconds: got -1, expected a whole number of seconds from 0 to 31622400",
    ]);
  });

  test("requires users to sign in with Google and grants access to the members", () => {
    const secret = Token.asString(ref("var.secret"));
    const iap = { members: ["group:staff@example.com"], oauth2Client: { clientId: "id", clientSecret: secret } };
    const stack = balancer({ api: service({ iap }) });
    expect(resourceOf(stack, "google_compute_backend_service").iap).toEqual({
      enabled: true,
      oauth2_client_id: "id",
      oauth2_client_secret: reference("var.secret"),
    });
    expect(resourceOf(stack, "google_iap_web_backend_service_iam_binding")).toEqual({
      web_backend_service: expect.stringContaining("google_compute_backend_service"),
      role: "roles/iap.httpsResourceAccessor",
      members: ["group:staff@example.com"],
    });
    expect(backendServiceWith({ iap: { members: ["domain:example.com"] } }).iap).toEqual({ enabled: true });
  });

  test("compares the name of a client of one's own, and not the space that Google answers for its own", () => {
    const secret = Token.asString(ref("var.secret"));
    const members = ["domain:example.com"];
    const own = backendServiceWith({ iap: { members, oauth2Client: { clientId: "id", clientSecret: secret } } });
    expect(own.lifecycle).toEqual({ create_before_destroy: true });
    expect(backendServiceWith({ iap: { members } }).lifecycle).toEqual(DEFAULTS.lifecycle);
  });

  test("changes over as its service load balancing policy says", () => {
    const serviceLbPolicy = "projects/acme-test/locations/global/serviceLbPolicies/drain";
    expect(backendServiceWith({ serviceLbPolicy }).service_lb_policy).toBe(
      `//networkservices.googleapis.com/${serviceLbPolicy}`,
    );
    expect(refused({ serviceLbPolicy: "drain" })).toEqual([
      'serviceLbPolicy: got "drain", expected a policy: "projects/P/locations/global/serviceLbPolicies/N"',
    ]);
  });

  test("writes off what is off and would stay on when it is left out: the login, and the affinity", () => {
    expect(backendServiceWith({})).toMatchObject({ iap: { enabled: false }, session_affinity: "NONE" });
  });

  test("refuses Identity-Aware Proxy with a cache, without members, and with a secret written out", () => {
    expect(refused({ cdn: {}, iap: { members: ["user:a@example.com"] } })).toEqual([
      "cdn: cannot be combined with iap: Cloud CDN would serve what it caches to everybody",
    ]);
    expect(refused({ iap: { members: [] } })).toEqual([
      "iap.members: got [], expected at least one member, otherwise nobody gets in",
    ]);
    const open = { members: ["staff"], oauth2Client: { clientId: "id", clientSecret: "hunter2" } };
    expect(refused({ iap: open })).toEqual([
      'iap.members: got "staff", expected a user, group, domain or service account: "group:staff@example.com"',
      "iap.oauth2Client.clientSecret: is written out, and would be in the synthesized files: use a sensitive variable or a data source that Terraform reads",
    ]);
  });

  test("refuses a rate of 0 or below, and times beyond Google's limits", () => {
    for (const maxRatePerEndpoint of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(refused({ maxRatePerEndpoint })[0]).toMatch(
        /^maxRatePerEndpoint: got ((0|-1|NaN), expected more than 0|Infinity, expected a finite number of) requests per second$/,
      );
    }
    expect(refused({ timeoutSeconds: 0, drainingSeconds: 3601, logSampleRate: 1.1 })).toEqual([
      "timeoutSeconds: got 0, expected a whole number of seconds from 1 to 86400",
      "drainingSeconds: got 3601, expected a whole number of seconds from 0 to 3600",
      "logSampleRate: got 1.1, expected a number from 0 to 1",
    ]);
  });

  test("refuses headers that Google reserves, and more than 16", () => {
    const allowed = "expected a name of letters, digits and hyphens that Google does not reserve";
    expect(refused({ requestHeaders: { Host: "x", "X Y": "x" } })).toEqual([
      `requestHeaders.Host: got "Host", ${allowed}`,
      `requestHeaders.X Y: got "X Y", ${allowed}`,
    ]);
    const many = Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`X-${index}`, "x"]));
    expect(refused({ responseHeaders: many })).toEqual(["responseHeaders: got 17, expected up to 16 headers"]);
  });

  test("takes tokens for every number and for values of headers", () => {
    const token = Token.asNumber(ref("var.x"));
    const settings = backendServiceWith({
      maxRatePerEndpoint: token,
      timeoutSeconds: token,
      drainingSeconds: token,
      logSampleRate: token,
      requestHeaders: { "X-Key": Token.asString(ref("var.key")) },
      outlierDetection: { consecutiveErrors: token },
      cdn: { cacheMode: "CACHE_ALL_STATIC", defaultTtlSeconds: token, maxTtlSeconds: token, clientTtlSeconds: token },
      healthCheck: HealthCheck.http({
        intervalSeconds: token,
        timeoutSeconds: token,
        path: Token.asString(ref("var.p")),
      }),
    });
    expect(settings).toMatchObject({
      timeout_sec: reference("var.x"),
      connection_draining_timeout_sec: reference("var.x"),
      log_config: { enable: true, sample_rate: reference("var.x") },
      custom_request_headers: [`X-Key: ${reference("var.key")}`],
      outlier_detection: { consecutive_errors: reference("var.x") },
      cdn_policy: { default_ttl: reference("var.x"), max_ttl: reference("var.x"), client_ttl: reference("var.x") },
    });
    expect(settings.backend[0].max_rate_per_endpoint).toBe(reference("var.x"));
  });
});

describe("several services on one address", () => {
  test("have a backend service and a health check each, and share the front end", () => {
    const stack = balancer({ api: service(), video: service({ hostName: "video.example.com" }) });
    const names = (type: string) => Object.values(resourcesOf(stack, type)).map(({ name }) => name);
    expect(names("google_compute_backend_service")).toEqual(["acme-api", "acme-video"]);
    expect(names("google_compute_health_check")).toEqual(["acme-api", "acme-video"]);
    expect(names("google_compute_target_https_proxy")).toEqual(["acme"]);
  });

  test("keep their addresses when one comes or goes", () => {
    const both = balancer({ api: service(), video: service({ hostName: "video.example.com" }) });
    const one = balancer({ video: service({ hostName: "video.example.com" }) });
    const video = (stack: typeof both) =>
      Object.entries(resourcesOf(stack, "google_compute_backend_service")).find(
        ([, { name }]) => name === "acme-video",
      );
    expect(video(one)).toEqual(video(both));
  });

  test("are refused without any", () => {
    expect(refusalOf(() => balancer({}))).toEqual(["stack/lb: services: got {}, expected at least one service"]);
  });

  test("refuses another service whose resources would have the same names", () => {
    const services = (api: Partial<LoadBalancedServiceOptions>, other: string) => () =>
      balancer({
        api: service({ ...api, ...(api.autoneg === true && { backends: [] }) }),
        [other]: service({ hostName: "other.example.com" }),
      });
    expect(refusalOf(services({ edgeSecurityPolicy: { denyRanges: ["192.0.2.0/24"] } }, "api-edge"))).toEqual([
      "stack/lb: services.api-edge: its resources would have the names of those of api: give it another name",
    ]);
    expect(refusalOf(services({ autoneg: true }, "api-autoneg"))).toEqual([
      "stack/lb: services.api-autoneg: its resources would have the names of those of api: give it another name",
    ]);
    expect(services({}, "api-edge")).not.toThrow();
  });
});
