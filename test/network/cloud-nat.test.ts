import { ComputeRouter } from "@cdktf/provider-google/lib/compute-router";
import {
  CloudNat,
  type CloudNatOptions,
  type CloudNatProps,
  GlobalNetwork,
  type NatSubnet,
  type NetworkNatOptions,
} from "../../index";
import { SMALL_NETWORK } from "../support/network";
import { refusalOf, resourceOf, resourcesOf, synthesizeStack } from "../support/synthesize";
import { unknownNumber } from "../support/tokens";

const PLACE = { natName: "acme-europe-west1", region: "europe-west1", routerName: "acme-europe-west1" };
const make = (options: Partial<CloudNatProps> = {}) =>
  synthesizeStack((stack) => new CloudNat(stack, "nat", { ...PLACE, ...options }));
const natOf = (options?: Partial<CloudNatProps>) => resourceOf(make(options), "google_compute_router_nat");

describe("Cloud NAT", () => {
  test("takes addresses as needed, gives ports on demand and logs what fails", () => {
    expect(natOf()).toEqual({
      name: "acme-europe-west1",
      region: "europe-west1",
      router: "acme-europe-west1",
      nat_ip_allocate_option: "AUTO_ONLY",
      // Written as none: left out, the provider sends those that were there, which are gone by then.
      nat_ips: [],
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

const OWN = "projects/acme/regions/europe-west1/subnetworks/acme";
const OTHER = "projects/acme/regions/europe-west1/subnetworks/other";

describe("the subnets of Cloud NAT", () => {
  const servedBy = (subnet: Omit<NatSubnet, "subnetId">) =>
    natOf({ subnets: [{ subnetId: OWN, ...subnet }] }).subnetwork;

  test("are those in the list, each with all of its ranges or with some", () => {
    expect(natOf({ subnets: [{ subnetId: OWN }] })).toMatchObject({
      source_subnetwork_ip_ranges_to_nat: "LIST_OF_SUBNETWORKS",
      subnetwork: [{ name: OWN, source_ip_ranges_to_nat: ["ALL_IP_RANGES"] }],
    });
    expect(servedBy({ secondaryRanges: [] })).toEqual([{ name: OWN, source_ip_ranges_to_nat: ["PRIMARY_IP_RANGE"] }]);
    expect(servedBy({ nodes: false, secondaryRanges: ["pods"] })).toEqual([
      { name: OWN, source_ip_ranges_to_nat: ["LIST_OF_SECONDARY_IP_RANGES"], secondary_ip_range_names: ["pods"] },
    ]);
    expect(servedBy({ secondaryRanges: ["pods"] })).toEqual([
      {
        name: OWN,
        source_ip_ranges_to_nat: ["PRIMARY_IP_RANGE", "LIST_OF_SECONDARY_IP_RANGES"],
        secondary_ip_range_names: ["pods"],
      },
    ]);
  });

  test.each<[string, readonly NatSubnet[], string]>([
    ["none", [], "subnets: got [], expected at least one subnet, or leave it out"],
    [
      "one twice",
      [{ subnetId: OWN }, { subnetId: OWN }],
      `subnets: got ["${OWN}","${OWN}"], expected each subnet once`,
    ],
    [
      "no range",
      [{ subnetId: OWN, nodes: false }],
      "subnets.0.secondaryRanges: got nothing, expected the names of ranges: with nodes false, nothing else is left to translate",
    ],
  ])("are refused: %s", (_, subnets, message) => {
    expect(refusalOf(() => make({ subnets }))).toEqual([`stack/nat: ${message}`]);
  });
});

describe("a second gateway of Cloud NAT", () => {
  const both = (first: Partial<CloudNatProps>, second: Partial<CloudNatProps>) => () =>
    synthesizeStack((stack) => {
      new CloudNat(stack, "first", { ...PLACE, ...first });
      new CloudNat(stack, "second", { ...PLACE, natName: "second", ...second });
    });

  test("stands beside one of other subnets, of other ranges, of another region or of another network", () => {
    const [own, other] = [{ subnets: [{ subnetId: OWN }] }, { subnets: [{ subnetId: OTHER }] }];
    const nats = Object.values(resourcesOf(both(own, other)(), "google_compute_router_nat"));
    expect(nats.map(({ name }) => name)).toEqual(["acme-europe-west1", "second"]);
    const ofNodes = { subnets: [{ subnetId: OWN, secondaryRanges: [] }] };
    const ofPods = { subnets: [{ subnetId: OWN, nodes: false, secondaryRanges: ["pods"] }] };
    const ofMore = { subnets: [{ subnetId: OWN, nodes: false, secondaryRanges: ["pods-2"] }] };
    expect(both(ofNodes, ofPods)).not.toThrow();
    expect(both(ofPods, ofMore)).not.toThrow();
    expect(both({}, { region: "us-east1" })).not.toThrow();
    // Of a router that is made elsewhere, nobody knows the network.
    expect(both({}, { routerName: "another" })).not.toThrow();
  });

  test("is refused where the first serves the same addresses, or either of them serves all", () => {
    const own = { subnets: [{ subnetId: OWN }] };
    const byAddress = {
      subnets: [{ subnetId: `https://www.googleapis.com/compute/v1/${OWN}`, secondaryRanges: ["pods"] }],
    };
    const ofPods = { subnets: [{ subnetId: OWN, nodes: false, secondaryRanges: ["pods"] }] };
    const expected = "expected addresses that stack/first does not serve";
    expect(refusalOf(both(own, own))).toEqual([`stack/second: subnets: got ["${OWN}"], ${expected}`]);
    expect(refusalOf(both(own, ofPods))).toEqual([`stack/second: subnets: got ["${OWN}"], ${expected}`]);
    expect(refusalOf(both(ofPods, byAddress))[0]).toContain(expected);
    expect(refusalOf(both(own, {}))).toEqual([
      "stack/second: subnets: got nothing, expected subnets that stack/first does not serve: it is a gateway of the same network",
    ]);
    expect(refusalOf(both({}, own))).toEqual([
      `stack/second: subnets: got [{"subnetId":"${OWN}"}], expected nothing beside stack/first, which serves all subnets of the network in this region: give it subnets, too`,
    ]);
  });

  test("is refused beside a network's own on a second router of the network", () => {
    const program = () =>
      synthesizeStack((stack) => {
        const network = new GlobalNetwork(stack, "network", SMALL_NETWORK);
        const [region = ""] = Object.keys(SMALL_NETWORK.regions);
        const router = new ComputeRouter(stack, "router", { name: "second", region, network: network.networkId });
        new CloudNat(stack, "second", { natName: "second", region, routerName: router.name });
      });
    expect(refusalOf(program)[0]).toContain("it is a gateway of the same network");
  });

  test("stands beside that of a network that serves its own subnet only", () => {
    const withNat = (nat: NetworkNatOptions) => () =>
      synthesizeStack((stack) => {
        const network = new GlobalNetwork(stack, "network", { ...SMALL_NETWORK, nat });
        const { region, router } = network.subnet(Object.keys(SMALL_NETWORK.regions)[0] as string);
        const subnets = [{ subnetId: OTHER }];
        new CloudNat(stack, "second", {
          natName: "second",
          region,
          routerName: (router as ComputeRouter).name,
          subnets,
        });
      });
    const nats = Object.values(resourcesOf(withNat({ ownSubnetOnly: true })(), "google_compute_router_nat"));
    expect(nats.map(({ source_subnetwork_ip_ranges_to_nat: source }) => source)).toEqual(
      nats.map(() => "LIST_OF_SUBNETWORKS"),
    );
    expect(nats[0]?.subnetwork[0].name).toMatch(/^\$\{google_compute_subnetwork\..*\.id\}$/);
    expect(refusalOf(withNat({}))[0]).toContain("which serves all subnets of the network in this region");
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
