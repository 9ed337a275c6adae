import { HostSteps } from "./host-steps";
import { Cloud } from "./stand-in/cloud";
import type { ValueObject } from "./stand-in/values";

const GLOBAL = "projects/p/global";
const id = (collection: string, name: string) => `${GLOBAL}/${collection}/${name}`;
const MAP = "projects/p/global/certificateMaps/m";

/** A load balancer with one service, in one cluster and one data centre, and a certificate. */
const RESOURCES: readonly (readonly [type: string, resource: ValueObject])[] = [
  [
    "google_compute_network_endpoint_group",
    { id: "projects/p/zones/z/networkEndpointGroups/pods", name: "pods", zone: "z" },
  ],
  [
    "google_compute_network_endpoint_group",
    {
      id: "projects/p/zones/z/networkEndpointGroups/paris",
      name: "paris",
      zone: "z",
      network_endpoint_type: "NON_GCP_PRIVATE_IP_PORT",
    },
  ],
  ["google_compute_network_endpoint", { id: "e", network_endpoint_group: "paris", zone: "z" }],
  ["google_compute_backend_service", { id: id("backendServices", "api"), name: "api", backend: [backend("pods")] }],
  ["google_certificate_manager_certificate", { id: id("certificates", "c") }],
  ["google_certificate_manager_certificate_map", { id: MAP, name: "m" }],
  [
    "google_certificate_manager_certificate_map_entry",
    { id: "entry", map: "m", hostname: "api.example.com", certificates: [id("certificates", "c")] },
  ],
  ["google_compute_url_map", urlMap("api")],
  [
    "google_compute_target_https_proxy",
    {
      id: id("targetHttpsProxies", "t"),
      url_map: id("urlMaps", "u"),
      certificate_map: `//certificatemanager.googleapis.com/${MAP}`,
    },
  ],
  [
    "google_compute_global_forwarding_rule",
    { id: "rule", name: "https-ipv4", port_range: "443", target: id("targetHttpsProxies", "t") },
  ],
];

function backend(group: string, capacity_scaler = 1): ValueObject {
  return { group: `projects/p/zones/z/networkEndpointGroups/${group}`, capacity_scaler };
}

function urlMap(service: string, matcher = "all"): ValueObject {
  return {
    id: id("urlMaps", "u"),
    host_rule: [{ hosts: ["api.example.com"], path_matcher: "all" }],
    path_matcher: [
      {
        name: matcher,
        default_service: id("backendServices", service),
        path_rule: [{ paths: ["/login"], service: id("backendServices", service) }],
      },
    ],
  };
}

const API = "https-ipv4 api.example.com";

/** What is seen while a load balancer that works is changed by some operations, and ends as it was. */
function seen(...operations: readonly ((cloud: Cloud) => void)[]): readonly string[] {
  const cloud = new Cloud();
  for (const [type, resource] of RESOURCES) cloud.write("create", type, resource, "p");
  const steps = new HostSteps(cloud);
  expect(steps.answered).toEqual([API, `${API}/login`]);
  cloud.watch = (operation) => steps.see(operation);
  for (const act of operations) act(cloud);
  for (const [type, resource] of RESOURCES) {
    cloud.write(cloud.has(type, String(resource.id)) ? "update" : "create", type, resource, "p");
  }
  return steps.end();
}

const written = (type: string, resource: ValueObject) => (cloud: Cloud) => cloud.write("update", type, resource, "p");
const service = (...backends: readonly ValueObject[]) =>
  written("google_compute_backend_service", { id: id("backendServices", "api"), name: "api", backend: [...backends] });
const deleted = (type: string, one: string) => (cloud: Cloud) => cloud.lose(type, one);
const noticed = (after: string, missing: string) => [
  `after ${after}: ${API}: ${missing}`,
  `after ${after}: ${API}/login: ${missing}`,
];

describe("whoever watches the host names", () => {
  test("has nothing to say while everything is there", () => {
    expect(seen(service(backend("pods"), backend("paris")), service(backend("paris")))).toEqual([]);
  });

  test.each<[string, (cloud: Cloud) => void, string[]]>([
    ["no backend", service(), noticed(`update ${id("backendServices", "api")}`, "no backend that takes requests")],
    [
      "drained backends",
      service(backend("pods", 0)),
      noticed(`update ${id("backendServices", "api")}`, "no backend that takes requests"),
    ],
    [
      "another path matcher than that of the host",
      written("google_compute_url_map", urlMap("api", "other")),
      [
        `after update ${id("urlMaps", "u")}: ${API}: no backend service`,
        `after update ${id("urlMaps", "u")}: ${API}/login: is gone`,
      ],
    ],
    [
      "a certificate of another host name",
      written("google_certificate_manager_certificate_map_entry", { id: "entry", map: "m", hostname: "example.com" }),
      noticed("update entry", "no entry in the certificate map"),
    ],
  ])("sees %s on the way", (_, operation, outages) => {
    expect(seen(operation)).toEqual(outages);
  });

  test("sees a data centre's group without an address", () => {
    const [onlyParis, noAddress] = [service(backend("paris")), deleted("google_compute_network_endpoint", "e")];
    const outages = seen(onlyParis, noAddress, service(backend("paris")));
    expect(outages).toEqual(noticed(`update ${id("backendServices", "api")}`, "no backend that takes requests"));
  });

  test("takes no certificate for issued that was made a moment ago", () => {
    const fresh = (cloud: Cloud) => {
      cloud.write("create", "google_certificate_manager_certificate", { id: id("certificates", "new") }, "p");
      const entry = { id: "entry", map: "m", hostname: "api.example.com", certificates: [id("certificates", "new")] };
      cloud.write("update", "google_certificate_manager_certificate_map_entry", entry, "p");
    };
    expect(seen(fresh)).toEqual(noticed("update entry", "no certificate that is issued"));
  });
});
