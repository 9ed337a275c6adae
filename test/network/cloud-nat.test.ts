import { CloudNat, type CloudNatOptions } from "../../index";
import { refusalOf, resourceOf, resourcesOf, synthesizeStack } from "../support/synthesize";
import { unknownNumber } from "../support/tokens";

const PLACE = { natName: "acme-europe-west1", region: "europe-west1", routerName: "acme-europe-west1" };
const make = (options: CloudNatOptions = {}) =>
  synthesizeStack((stack) => new CloudNat(stack, "nat", { ...PLACE, ...options }));
const natOf = (options?: CloudNatOptions) => resourceOf(make(options), "google_compute_router_nat");

describe("Cloud NAT", () => {
  test("takes addresses as needed, gives ports on demand and logs what fails", () => {
    expect(natOf()).toEqual({
      name: "acme-europe-west1",
      region: "europe-west1",
      router: "acme-europe-west1",
      nat_ip_allocate_option: "AUTO_ONLY",
      source_subnetwork_ip_ranges_to_nat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
      enable_dynamic_port_allocation: true,
      enable_endpoint_independent_mapping: false,
      min_ports_per_vm: 64,
      max_ports_per_vm: 65_536,
      log_config: { enable: true, filter: "ERRORS_ONLY" },
    });
    expect(make().resource).not.toHaveProperty("google_compute_address");
  });

  test("reserves static addresses by count", () => {
    const configuration = make({ addressCount: 2 });
    const addresses = resourcesOf(configuration, "google_compute_address");
    const common = { region: "europe-west1", address_type: "EXTERNAL", lifecycle: { create_before_destroy: true } };
    expect(Object.values(addresses)).toEqual([
      { ...common, name: "acme-europe-west1-nat-1" },
      { ...common, name: "acme-europe-west1-nat-2" },
    ]);
    expect(resourceOf(configuration, "google_compute_router_nat")).toMatchObject({
      nat_ip_allocate_option: "MANUAL_ONLY",
      nat_ips: Object.keys(addresses).map((id) => `$\{google_compute_address.${id}.self_link}`),
    });
  });

  test("keeps the addresses that there are when the count grows", () => {
    const two = resourcesOf(make({ addressCount: 2 }), "google_compute_address");
    expect(resourcesOf(make({ addressCount: 3 }), "google_compute_address")).toMatchObject(two);
  });

  test("uses addresses that were reserved elsewhere", () => {
    const addresses = ["projects/acme/regions/europe-west1/addresses/one"];
    expect(natOf({ addresses })).toMatchObject({ nat_ip_allocate_option: "MANUAL_ONLY", nat_ips: addresses });
  });

  test("has other numbers of ports", () => {
    const ports = { minPortsPerVm: 1024, maxPortsPerVm: 4096 };
    expect(natOf(ports)).toMatchObject({ min_ports_per_vm: 1024, max_ports_per_vm: 4096 });
  });

  test("logs more, or nothing", () => {
    expect(natOf({ logFilter: "ALL" }).log_config).toEqual({ enable: true, filter: "ALL" });
    expect(natOf({ logFilter: "NONE" }).log_config).toEqual({ enable: false, filter: "ERRORS_ONLY" });
  });
});

describe("Cloud NAT refuses", () => {
  test.each<[string, CloudNatOptions, string]>([
    ["no address", { addressCount: 0 }, "addressCount: got 0, expected a whole number from 1 to 300"],
    [
      "a count that only Terraform knows",
      { addressCount: unknownNumber },
      "addressCount: got a token, expected a value that is known at synthesis: it decides which resources there are",
    ],
    [
      "addresses of both kinds",
      { addressCount: 1, addresses: ["projects/acme/regions/europe-west1/addresses/one"] },
      "addressCount: got 1, expected nothing beside addresses",
    ],
    ["an empty list", { addresses: [] }, "addresses: got [], expected at least one address, or leave it out"],
    ["100 ports", { minPortsPerVm: 100 }, "minPortsPerVm: got 100, expected a power of two from 32 to 32768"],
    ["16 ports", { minPortsPerVm: 16 }, "minPortsPerVm: got 16, expected a power of two from 32 to 32768"],
    [
      "a high maximum",
      { maxPortsPerVm: 131_072 },
      "maxPortsPerVm: got 131072, expected a power of two from 64 to 65536",
    ],
    [
      "a maximum that is the minimum",
      { minPortsPerVm: 256, maxPortsPerVm: 256 },
      "maxPortsPerVm: got 256, expected more than minPortsPerVm, which is 256",
    ],
    [
      "a maximum below the minimum's default",
      { maxPortsPerVm: 64 },
      "maxPortsPerVm: got 64, expected more than minPortsPerVm, which is 64",
    ],
    [
      "an unknown filter",
      { logFilter: "SOME" as "ALL" },
      'logFilter: got "SOME", expected "NONE", "ERRORS_ONLY", "TRANSLATIONS_ONLY" or "ALL"',
    ],
  ])("%s", (_, options, message) => {
    expect(refusalOf(() => make(options))).toEqual([`stack/nat: ${message}`]);
  });
});
