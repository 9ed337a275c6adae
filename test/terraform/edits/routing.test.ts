import { PLATFORM } from "../running-platform";
import { dataCenter, service, together } from "./changing";
import type { Edit, Edits } from "./edited-platform";
import { testOfEdits } from "./test-of-edits";

type Routing = NonNullable<typeof PLATFORM.routing>;

const routing =
  (changed: Routing): Edit =>
  () => ({ routing: changed });
const FR = { serveFrom: ["paris", "frankfurt"] };
const DE = { serveFrom: ["frankfurt"] };

const EDITS: Edits = {
  "a country is added": routing({ countries: { FR, DE, IT: { serveFrom: ["paris"] } } }),
  "a country is another one, and they are in another order": routing({
    countries: { ES: { serveFrom: ["paris"] }, DE, FR },
  }),
  "a quarter of a country is moved": routing({ countries: { FR, DE: { ...DE, percent: 25 } } }),
  "three quarters of it are, and another country is served by both": routing({
    countries: { FR: { serveFrom: [["paris", "frankfurt"]] }, DE: { ...DE, percent: 75 } },
  }),
  "a continent and a province have rules of their own": routing({
    countries: { FR, DE },
    continents: { EU: { serveFrom: ["frankfurt"] } },
    subdivisions: { "US-CA": { serveFrom: ["paris"] } },
  }),
  "some countries move together": routing({
    countries: { FR, DE },
    waves: { south: { countries: ["IT", "ES"], serveFrom: ["paris"], percent: 10 } },
  }),
  "they move under another name, and are others": routing({
    countries: { FR, DE },
    waves: { alps: { countries: ["IT", "AT"], serveFrom: ["paris"], percent: 20 } },
  }),
  "a service has a routing of its own": together(
    routing({ countries: { FR, DE } }),
    service("video", { routing: { countries: { FR: { serveFrom: ["frankfurt"] } } } }),
  ),
  "it has that of the platform again, and another one has its own": together(
    service("video", { routing: undefined }),
    service("staff", { routing: { countries: { DE: { serveFrom: ["frankfurt", "paris"] } } } }),
  ),
  "no service has one": service("staff", { routing: undefined }),
  "data centres are checked less often, at another path": dataCenter("paris", {
    healthCheck: { intervalSeconds: 30, path: "/ready", failureThreshold: 5 },
  }),
  "a data centre is checked by TCP": dataCenter("paris", { healthCheck: { protocol: "TCP", port: 443 } }),
  "a data centre has another address, and a second one": together(
    dataCenter("paris", { healthCheck: undefined }),
    dataCenter("frankfurt", { ingress: { ipv4: ["203.0.113.21", "203.0.113.22"] } }),
  ),
  "data centres have IPv6 as well": together(
    dataCenter("paris", { ingress: { ipv4: "203.0.113.10", ipv6: "2001:db8:1::10" } }),
    dataCenter("frankfurt", { ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" } }),
  ),
  "a data centre is drained, and answers are kept for half as long": together(
    dataCenter("paris", { drain: true }),
    () => ({ ttlSeconds: 30 }),
  ),
  "it is back, and the load balancer is watched itself": together(dataCenter("paris", { drain: undefined }), () => ({
    ttlSeconds: undefined,
    lastResort: { healthCheck: { path: "/healthz" }, fallBackTo: ["frankfurt"] },
    anycastAddresses: { ipv4: "198.51.100.1", ipv6: "2001:db8::1" },
  })),
  "nobody is served by data centres": () => ({
    lastResort: undefined,
    anycastAddresses: undefined,
    routing: undefined,
  }),
};

testOfEdits("the routing", PLATFORM, EDITS);
