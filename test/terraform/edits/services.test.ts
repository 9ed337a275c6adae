import { HealthCheck, SessionAffinity } from "../../../index";
import { PLATFORM, type SERVICES } from "../running-platform";
import { renamed, reversed, service, together, without } from "./changing";
import type { Edit, Edits } from "./edited-platform";
import { testOfEdits } from "./test-of-edits";

const services =
  (change: (services: typeof SERVICES) => typeof SERVICES): Edit =>
  ({ services }) => ({ services: change(services) });

const BACKEND_SERVICE = "google_compute_backend_service";
const BACKEND_SERVICES = "projects/acme-prod/global/backendServices";

const EDITS: Edits = {
  "there is a new service, with a host name of its own": services((all) => ({
    ...all,
    shop: { hostName: "shop.example.com", maxRatePerEndpoint: 10 },
  })),
  "the new service is called otherwise, and the services are in another order": services((all) =>
    reversed(renamed(all, "shop", "store")),
  ),
  "a service answers at another host name": service("store", { hostName: "store.example.com" }),
  "a service that was behind a login is taken away": services((all) => without(all, "staff")),
  "a service has another path, and one less": service("login", { paths: ["/login", "/sso/*"] }),
  "the service of some paths is called otherwise": services((all) => renamed(all, "login", "sign-in")),
  "the paths go to the service that answers all else": services((all) => without(all, "sign-in")),
  "some paths go to a service of their own again": services((all) => ({
    ...all,
    login: { hostName: "api.example.com", paths: ["/login"], maxRatePerEndpoint: 50 },
  })),
  "a service goes over to the autoneg controller, which attaches it, and another back to Terraform": {
    edit: together(service("video", { autoneg: true }), service("bot", { autoneg: false })),
    behind: (cloud) => {
      const { backend = [] } = cloud.read(BACKEND_SERVICE, `${BACKEND_SERVICES}/production-api`) ?? {};
      cloud.change(BACKEND_SERVICE, `${BACKEND_SERVICES}/production-video-autoneg`, { backend });
    },
  },
  "both go back": together(service("video", { autoneg: false }), service("bot", { autoneg: true })),
  "the pods of a service speak HTTP/2, and listen on another port": service("api", {
    protocol: "HTTP2",
    containerPort: 8443,
    servicePort: 443,
  }),
  "they speak it without TLS": service("api", { protocol: "H2C" }),
  "they speak plain HTTP again": service("api", {
    protocol: undefined,
    containerPort: undefined,
    servicePort: undefined,
  }),
  "a service is probed every 10 seconds, at a port and a path of its own": service("api", {
    healthCheck: HealthCheck.http({ intervalSeconds: 10, path: "/ready", port: 9000 }),
  }),
  "it is probed by TCP": service("api", { healthCheck: HealthCheck.tcp({ unhealthyThreshold: 5 }) }),
  "it is probed as all others are": service("api", { healthCheck: undefined }),
  "users stay at a pod by a cookie": service("api", {
    sessionAffinity: SessionAffinity.generatedCookie({ ttlSeconds: 600 }),
  }),
  "users stay at a pod by a header": service("api", { sessionAffinity: SessionAffinity.header("X-User") }),
  "users no longer stay at a pod": service("api", { sessionAffinity: undefined }),
  "pods that answer with errors are ejected, and requests take a minute": service("api", {
    outlierDetection: { consecutiveErrors: 3 },
    localityPolicy: "LEAST_REQUEST",
    timeoutSeconds: 60,
    drainingSeconds: 120,
    logSampleRate: 0.5,
    requestHeaders: { "X-Client-Region": "{client_region}" },
    responseHeaders: { "X-Frame-Options": "DENY" },
  }),
  "none of that holds any more": service("api", {
    outlierDetection: undefined,
    localityPolicy: undefined,
    timeoutSeconds: undefined,
    drainingSeconds: undefined,
    logSampleRate: undefined,
    requestHeaders: undefined,
    responseHeaders: undefined,
  }),
  "what is static is cached for an hour": service("video", { cdn: { cacheMode: "CACHE_ALL_STATIC" } }),
  "what the service allows is cached, by fewer parameters": service("video", {
    cdn: { cacheKeyQueryParameters: ["id"], compression: false },
  }),
  "nothing is cached, and users sign in": service("video", {
    cdn: undefined,
    iap: { members: ["domain:example.com"] },
  }),
  "others may sign in": service("video", { iap: { members: ["group:editors@example.com"] } }),
  "nobody signs in any more": service("video", { iap: undefined }),
  "a service is in one data centre less": service("api", { dataCenters: ["frankfurt"] }),
  "it is in none": service("api", { dataCenters: [] }),
  "a pod may take more": service("api", { maxRatePerEndpoint: 500 }),
  "the first service is called otherwise": services((all) => renamed(all, "api", "core")),
};

testOfEdits("the services", PLATFORM, EDITS);
