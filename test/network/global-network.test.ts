import type { ComputeNetwork } from "@cdktf/provider-google/lib/compute-network";
import { TerraformStack, Testing } from "cdktf";
import { GlobalNetwork, type GlobalNetworkProps } from "../../index";
import { byId, networkWith, SMALL_NETWORK } from "../support/network";
import { addressesOf, refusalOf, resourceOf, resourcesOf, synthesizeStack } from "../support/synthesize";
import { interpolation, unknownList, unknownNumber, unknownText } from "../support/tokens";

const EUROPE = SMALL_NETWORK.regions["europe-west1"];
const subnetsOf = (change: Partial<GlobalNetworkProps> = {}) =>
  byId(resourcesOf(networkWith(change), "google_compute_subnetwork"));

describe("further ranges for pods", () => {
  const further = { "pods-3": "10.202.0.0/16", "pods-2": "10.201.0.0/16" };
  const regions = { "europe-west1": { ...EUROPE, additionalPodRanges: further } } as GlobalNetworkProps["regions"];

  test("follow those that there are, by their names, and move none of them", () => {
    expect(subnetsOf({ regions })["network_europe-west1_subnet"]?.secondary_ip_range).toEqual([
      { range_name: "pods", ip_cidr_range: "10.80.0.0/16" },
      { range_name: "services", ip_cidr_range: "10.34.0.0/19" },
      { range_name: "pods-2", ip_cidr_range: "10.201.0.0/16" },
      { range_name: "pods-3", ip_cidr_range: "10.202.0.0/16" },
    ]);
  });

  test("are let through by the firewall like the first", () => {
    const rules = Object.values(resourcesOf(networkWith({ regions }), "google_compute_firewall"));
    const internal = rules.find(({ name }) => name === "acme-europe-west1-internal");
    expect(internal?.source_ranges).toEqual(["10.4.0.0/18", "10.80.0.0/16", "10.202.0.0/16", "10.201.0.0/16"]);
  });

  test("share no address with another range of the network", () => {
    const own = { ...EUROPE, additionalPodRanges: { "pods-2": "10.80.128.0/17" } };
    expect(
      refusalOf(() => networkWith({ regions: { "europe-west1": own } as GlobalNetworkProps["regions"] }))[0],
    ).toContain(
      'regions.europe-west1.additionalPodRanges.pods-2: got "10.80.128.0/17", expected a range that shares no address with',
    );
  });
});

describe("a network by default", () => {
  test("is one VPC with global routing and no subnets of Google's choice", () => {
    expect(resourceOf(networkWith(), "google_compute_network")).toEqual({
      name: "acme",
      routing_mode: "GLOBAL",
      auto_create_subnetworks: false,
      delete_default_routes_on_create: false,
      mtu: 1460,
    });
  });

  test("has a subnet per region, with named ranges, private Google access and a tenth of the flows logged", () => {
    expect(subnetsOf()["network_europe-west1_subnet"]).toEqual({
      name: "acme-europe-west1",
      region: "europe-west1",
      network: expect.stringMatching(/^\$\{google_compute_network\.\w+\.id\}$/),
      ip_cidr_range: "10.4.0.0/18",
      secondary_ip_range: [
        { range_name: "pods", ip_cidr_range: "10.80.0.0/16" },
        { range_name: "services", ip_cidr_range: "10.34.0.0/19" },
      ],
      stack_type: "IPV4_ONLY",
      private_ip_google_access: true,
      log_config: { aggregation_interval: "INTERVAL_5_SEC", flow_sampling: 0.1, metadata: "INCLUDE_ALL_METADATA" },
    });
  });

  test("always has two secondary ranges, so that none is left behind when a list becomes empty", () => {
    for (const subnet of Object.values(subnetsOf())) expect(subnet.secondary_ip_range).toHaveLength(2);
  });

  test("has nothing that is not configured", () => {
    const configuration = networkWith();
    expect(Object.keys(configuration.resource).sort()).toEqual([
      "google_compute_firewall",
      "google_compute_network",
      "google_compute_router",
      "google_compute_router_nat",
      "google_compute_subnetwork",
    ]);
    expect(configuration.annotations ?? []).toEqual([]);
  });
});

describe("a network's choices", () => {
  test("default routes are deleted with internetRoutes: false", () => {
    const change = { internetRoutes: false, nat: false, privateGoogleApis: true } as const;
    expect(resourceOf(networkWith(change), "google_compute_network").delete_default_routes_on_create).toBe(true);
  });

  test("the largest packet can be larger", () => {
    expect(resourceOf(networkWith({ mtuBytes: 8896 }), "google_compute_network").mtu).toBe(8896);
  });

  test.each([
    ["INTERNAL", true],
    ["EXTERNAL", undefined],
  ] as const)("IPv6 %s is beside IPv4 in all subnets", (ipv6, ownPrefix) => {
    expect(resourceOf(networkWith({ ipv6 }), "google_compute_network").enable_ula_internal_ipv6).toBe(ownPrefix);
    for (const subnet of Object.values(subnetsOf({ ipv6 }))) {
      expect(subnet).toMatchObject({ stack_type: "IPV4_IPV6", ipv6_access_type: ipv6 });
    }
  });

  test("flow logs can be finer, coarser, or off", () => {
    const flowLogs = { sampling: 1, aggregationInterval: "INTERVAL_10_MIN", metadata: false } as const;
    expect(subnetsOf({ flowLogs })["network_us-east1_subnet"]?.log_config).toEqual({
      aggregation_interval: "INTERVAL_10_MIN",
      flow_sampling: 1,
      metadata: "EXCLUDE_ALL_METADATA",
    });
    expect(subnetsOf({ flowLogs: false })["network_us-east1_subnet"]).not.toHaveProperty("log_config");
  });

  test("a region has subnets for the proxies of internal load balancers", () => {
    const proxyOnlySubnets = { REGIONAL_MANAGED_PROXY: "10.60.0.0/23", GLOBAL_MANAGED_PROXY: "10.60.2.0/23" };
    const subnets = subnetsOf({ regions: { "europe-west1": { ...EUROPE, proxyOnlySubnets } } });
    const common = { region: "europe-west1", network: expect.any(String), role: "ACTIVE" };
    expect(subnets["network_europe-west1_regional_proxies"]).toEqual({
      ...common,
      name: "acme-europe-west1-regional-proxies",
      ip_cidr_range: "10.60.0.0/23",
      purpose: "REGIONAL_MANAGED_PROXY",
    });
    expect(subnets["network_europe-west1_global_proxies"]).toEqual({
      ...common,
      name: "acme-europe-west1-global-proxies",
      ip_cidr_range: "10.60.2.0/23",
      purpose: "GLOBAL_MANAGED_PROXY",
    });
  });

  test("the network is off the Internet with nat: false, as a whole or in one region", () => {
    expect(networkWith({ nat: false }).resource).not.toHaveProperty("google_compute_router_nat");
    expect(networkWith({ nat: false }).resource).not.toHaveProperty("google_compute_router");
    const regions = { ...SMALL_NETWORK.regions, "europe-west1": { ...EUROPE, nat: false } } as const;
    const gateways = byId(resourcesOf(networkWith({ regions }), "google_compute_router_nat"));
    expect(Object.keys(gateways)).toEqual(["network_us-east1_nat"]);
  });

  test("a region's NAT takes the place of the network's", () => {
    const regions = { ...SMALL_NETWORK.regions, "europe-west1": { ...EUROPE, nat: { minPortsPerVm: 256 } } };
    const change = { nat: { minPortsPerVm: 1024 }, regions };
    const gateways = byId(resourcesOf(networkWith(change), "google_compute_router_nat"));
    expect(gateways["network_europe-west1_nat"]?.min_ports_per_vm).toBe(256);
    expect(gateways["network_us-east1_nat"]?.min_ports_per_vm).toBe(1024);
  });

  test("the network waits for its dependencies", () => {
    const configuration = synthesizeStack((stack) => {
      const first = new GlobalNetwork(stack, "first", { networkName: "first", regions: {} });
      const nat = { addressCount: 1 };
      new GlobalNetwork(stack, "second", { ...SMALL_NETWORK, nat, dependsOn: [first.network as ComputeNetwork] });
    });
    const [, second] = Object.values(resourcesOf(configuration, "google_compute_network"));
    const waits = [expect.stringMatching(/^google_compute_network\.first/)];
    expect(second?.depends_on).toEqual(waits);
    for (const { depends_on } of Object.values(resourcesOf(configuration, "google_compute_address"))) {
      expect(depends_on).toEqual(waits);
    }
  });
});

test("another region adds resources and changes none", () => {
  const change = {
    ipv6: "INTERNAL",
    loadBalancerPorts: [8080],
    firewall: { explicitDeny: "INGRESS_AND_EGRESS" },
  } as const;
  const asia = { nodes: "10.2.0.0/18", pods: "10.72.0.0/16", services: "10.33.0.0/19" };
  const before = networkWith({ ...change, privateGoogleApis: true });
  const regions = { "asia-southeast1": asia, ...SMALL_NETWORK.regions };
  const after = networkWith({ ...change, privateGoogleApis: true, regions });
  for (const type of Object.keys(before.resource)) {
    expect(resourcesOf(after, type)).toEqual(expect.objectContaining(resourcesOf(before, type)));
  }
  const added = addressesOf(after).filter((address) => !addressesOf(before).includes(address));
  expect(added.length).toBeGreaterThan(0);
  expect(added.filter((address) => !address.includes("asia-southeast1"))).toEqual([]);
});

test("a subnet is found by its region, and a region without one is refused", () => {
  const network = new GlobalNetwork(new TerraformStack(Testing.app(), "stack"), "network", SMALL_NETWORK);
  expect(network.subnet("us-east1")).toMatchObject({
    region: "us-east1",
    podsRangeName: "pods",
    servicesRangeName: "services",
  });
  expect(refusalOf(() => network.subnet("us-west1"))).toEqual([
    'stack/network: subnet: got "us-west1", expected a region of this network: "europe-west1" or "us-east1"',
  ]);
});

const region = (change: object) => ({ regions: { "europe-west1": { ...EUROPE, ...change } } });

/** What is wrong, the change that makes it so, and what the line says after the construct's path. */
const REFUSALS: readonly [string, Partial<GlobalNetworkProps>, string][] = [
  [
    "an invalid name",
    { networkName: "Acme" },
    'networkName: got "Acme", expected 1 to 63 lower-case letters, digits and hyphens, a letter first and no hyphen last',
  ],
  [
    "a name that only Terraform knows",
    { networkName: unknownText },
    "networkName: got a token, expected a value that is known at synthesis: it decides which resources there are",
  ],
  ["packets that are too large", { mtuBytes: 9000 }, "mtuBytes: got 9000, expected a whole number from 1300 to 8896"],
  ["IPv6 of another kind", { ipv6: "PRIVATE" as "INTERNAL" }, 'ipv6: got "PRIVATE", expected "INTERNAL" or "EXTERNAL"'],
  [
    "a sample of nothing",
    { flowLogs: { sampling: 0 } },
    "flowLogs.sampling: got 0, expected a share, more than 0 and up to 1; for no logs at all, flowLogs: false",
  ],
  [
    "an interval of no flow log",
    { flowLogs: { aggregationInterval: "INTERVAL_2_MIN" as "INTERVAL_1_MIN" } },
    'flowLogs.aggregationInterval: got "INTERVAL_2_MIN", expected "INTERVAL_5_SEC", "INTERVAL_30_SEC", "INTERVAL_1_MIN", "INTERVAL_5_MIN", "INTERVAL_10_MIN" or "INTERVAL_15_MIN"',
  ],
  [
    "static addresses of one region for all regions",
    { nat: { addresses: ["projects/acme-test/regions/us-east1/addresses/a"] } },
    'nat.addresses: got ["projects/acme-test/regions/us-east1/addresses/a"], expected nothing here: a static address is of one region, so give it to the region',
  ],
  [
    "NAT without a route to the Internet",
    { internetRoutes: false, privateGoogleApis: true },
    "nat: got nothing, expected false where internetRoutes is false: it has no way out",
  ],
  [
    "a region's NAT without a route to the Internet",
    { internetRoutes: false, privateGoogleApis: true, nat: false, ...region({ nat: {} }) },
    "regions.europe-west1.nat: got {}, expected false where internetRoutes is false: it has no way out",
  ],
  [
    "no way to Google's APIs",
    { internetRoutes: false, nat: false },
    "privateGoogleApis: got nothing, expected true where internetRoutes is false: nodes find Google's APIs there, and nowhere else",
  ],
  [
    "denied traffic to Google's APIs",
    { firewall: { explicitDeny: "INGRESS_AND_EGRESS" } },
    'privateGoogleApis: got nothing, expected true where firewall.explicitDeny is "INGRESS_AND_EGRESS": nodes reach Google\'s APIs there',
  ],
  [
    "a range that starts in the middle",
    region({ pods: "10.80.0.1/16" }),
    'regions.europe-west1.pods: got "10.80.0.1/16", expected an IPv4 range, written with its first address: "10.4.0.0/18"',
  ],
  [
    "ranges of two regions that overlap",
    {
      regions: { ...SMALL_NETWORK.regions, "us-west1": { ...EUROPE, nodes: "10.20.0.0/18", services: "10.21.0.0/19" } },
    },
    'regions.us-west1.pods: got "10.80.0.0/16", expected a range that shares no address with regions.europe-west1.pods, 10.80.0.0/16',
  ],
  [
    "a range of a data centre",
    { dataCenterRanges: { paris: ["10.80.128.0/24"] } },
    'dataCenterRanges.paris: got "10.80.128.0/24", expected a range that shares no address with regions.europe-west1.pods, 10.80.0.0/16',
  ],
  [
    "an invalid range of a data centre",
    { dataCenterRanges: { paris: ["10.128.0.0"] } },
    'dataCenterRanges.paris: got "10.128.0.0", expected an IPv4 range, written with its first address: "10.128.0.0/12"',
  ],
  [
    "proxies in the pods' range",
    region({ proxyOnlySubnets: { REGIONAL_MANAGED_PROXY: "10.80.2.0/23" } }),
    'regions.europe-west1.proxyOnlySubnets.REGIONAL_MANAGED_PROXY: got "10.80.2.0/23", expected a range that shares no address with regions.europe-west1.pods, 10.80.0.0/16',
  ],
  [
    "too few addresses for proxies",
    region({ proxyOnlySubnets: { GLOBAL_MANAGED_PROXY: "10.60.0.0/27" } }),
    'regions.europe-west1.proxyOnlySubnets.GLOBAL_MANAGED_PROXY: got "10.60.0.0/27", expected a range of /26 or larger',
  ],
  [
    "proxies of another purpose",
    region({ proxyOnlySubnets: { PRIVATE: "10.60.0.0/23" } }),
    'regions.europe-west1.proxyOnlySubnets.PRIVATE: got "PRIVATE", expected "REGIONAL_MANAGED_PROXY" or "GLOBAL_MANAGED_PROXY"',
  ],
  [
    "private services in the nodes' range",
    { privateServicesRange: "10.4.0.0/20" },
    'privateServicesRange: got "10.4.0.0/20", expected a range that shares no address with regions.europe-west1.nodes, 10.4.0.0/18',
  ],
  ["an invalid port", { loadBalancerPorts: [0] }, "loadBalancerPorts: got 0, expected a whole number from 1 to 65535"],
];

describe("a network refuses", () => {
  test.each(REFUSALS)("%s", (_, change, message) => {
    const lines = refusalOf(() => networkWith(change));
    expect(lines).toEqual([`stack/network: ${message}`]);
  });
});

test("a network lets values pass that only Terraform knows", () => {
  expect(() =>
    networkWith({
      mtuBytes: unknownNumber,
      flowLogs: { sampling: unknownNumber },
      nat: { minPortsPerVm: unknownNumber, maxPortsPerVm: unknownNumber },
      firewall: { dataCenterPorts: [unknownNumber] },
      loadBalancerPorts: [unknownNumber],
      dataCenterRanges: { paris: [interpolation] },
      regions: {
        "europe-west1": {
          nodes: unknownText,
          pods: interpolation,
          services: unknownText,
          nat: { addresses: unknownList },
        },
        "us-east1": { ...SMALL_NETWORK.regions["us-east1"], proxyOnlySubnets: { REGIONAL_MANAGED_PROXY: unknownText } },
      },
    }),
  ).not.toThrow();
});
