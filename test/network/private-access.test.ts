import { byId, networkWith } from "../support/network";
import { refusalOf, resourceOf, resourcesOf } from "../support/synthesize";
import { interpolation } from "../support/tokens";

const network = expect.stringMatching(/^\$\{google_compute_network\.\w+\.id\}$/);

test("private services have a range, and a connection that names it", () => {
  const configuration = networkWith({ privateServicesRange: "10.56.0.0/16" });
  expect(resourceOf(configuration, "google_compute_global_address")).toEqual({
    name: "acme-private-services-10-56-0-0-16",
    address_type: "INTERNAL",
    purpose: "VPC_PEERING",
    network,
    address: "10.56.0.0",
    prefix_length: 16,
    lifecycle: { create_before_destroy: true },
  });
  const [range] = Object.keys(resourcesOf(configuration, "google_compute_global_address"));
  expect(resourceOf(configuration, "google_service_networking_connection")).toEqual({
    network,
    service: "servicenetworking.googleapis.com",
    reserved_peering_ranges: [`$\{google_compute_global_address.${range}.name}`],
    update_on_creation_fail: true,
  });
});

describe("private services refuse", () => {
  test.each([
    ["10.56.0.0/25", '"10.56.0.0/25", expected a range of /24 or larger: each service takes a /24'],
    ["10.56.0.1/16", '"10.56.0.1/16", expected an IPv4 range, written with its first address: "10.56.0.0/16"'],
    [interpolation, "a token, expected a value that is known at synthesis: it decides which resources there are"],
  ])("%s", (range, message) => {
    expect(refusalOf(() => networkWith({ privateServicesRange: range }))).toEqual([
      `stack/network: privateServicesRange: got ${message}`,
    ]);
  });
});

describe("Google's APIs at private addresses", () => {
  const configuration = networkWith({ privateGoogleApis: true });
  const zones = resourcesOf(configuration, "google_dns_managed_zone");
  const records = Object.values(resourcesOf(configuration, "google_dns_record_set"));

  test("are reached by a route that needs no default route", () => {
    expect(resourceOf(configuration, "google_compute_route")).toEqual({
      name: "acme-private-google-apis",
      network,
      dest_range: "199.36.153.8/30",
      next_hop_gateway: "default-internet-gateway",
    });
  });

  test("have private zones for the APIs, both registries and control planes", () => {
    const names = Object.values(zones).map(({ dns_name }) => dns_name);
    expect(names.sort()).toEqual(["gcr.io.", "gke.goog.", "googleapis.com.", "pkg.dev."]);
    for (const zone of Object.values(zones)) {
      expect(zone).toMatchObject({
        visibility: "private",
        private_visibility_config: { networks: [{ network_url: network }] },
      });
    }
    expect(Object.keys(byId(zones))).toContain("network_private_google_apis_pkg_zone");
  });

  test("answer every name of the four domains with the four private addresses", () => {
    const answers = Object.fromEntries(records.map(({ name, type, rrdatas }) => [`${type} ${name}`, rrdatas]));
    const addresses = ["199.36.153.8", "199.36.153.9", "199.36.153.10", "199.36.153.11"];
    expect(answers).toEqual({
      "A private.googleapis.com.": addresses,
      "CNAME *.googleapis.com.": ["private.googleapis.com."],
      "A gcr.io.": addresses,
      "CNAME *.gcr.io.": ["gcr.io."],
      "A pkg.dev.": addresses,
      "CNAME *.pkg.dev.": ["pkg.dev."],
      "A gke.goog.": addresses,
      "CNAME *.gke.goog.": ["gke.goog."],
    });
  });
});
