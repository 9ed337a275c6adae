import type { GlobalNetworkProps } from "../../index";
import { byId, networkWith, SMALL_NETWORK } from "../support/network";
import { type Block, refusalOf, resourceOf, resourcesOf } from "../support/synthesize";
import { unknownText } from "../support/tokens";

const VPC = "projects/acme-host/global/networks/corporate";
const existing = { networkName: "corporate", project: "acme-host" };
const EUROPE = SMALL_NETWORK.regions["europe-west1"];
const subnet = { subnetName: "gke", podsRangeName: "gke-pods", servicesRangeName: "gke-services" };
/** One region with a subnet that is there, one with a subnet of ours. */
const regions: GlobalNetworkProps["regions"] = { ...SMALL_NETWORK.regions, "europe-west1": { ...EUROPE, subnet } };

const inVpc = (change: Partial<GlobalNetworkProps> = {}) => networkWith({ existing, regions, ...change });
const onlyExisting = (change: Partial<GlobalNetworkProps> = {}) =>
  inVpc({ regions: { "europe-west1": { ...EUROPE, subnet } }, ...change });
const refusalsOf = (make: () => void) => refusalOf(make).map((line) => line.replace("stack/network: ", ""));
const refusals = (change: Partial<GlobalNetworkProps>) => refusalsOf(() => inVpc(change));
const rulesOf = (configuration: Block) => byId(resourcesOf(configuration, "google_compute_firewall"));
const notesOf = (configuration: Block): string[] =>
  (configuration.annotations ?? []).map(({ level, message }: Block) => `${level}: ${message}`);

describe("a network in a VPC that was there before", () => {
  test("makes no VPC, and a subnet only where there is none", () => {
    const configuration = inVpc();
    expect(configuration.resource).not.toHaveProperty("google_compute_network");
    const subnets = byId(resourcesOf(configuration, "google_compute_subnetwork"));
    expect(Object.keys(subnets)).toEqual(["network_us-east1_subnet"]);
    expect(subnets["network_us-east1_subnet"]).toMatchObject({ name: "acme-us-east1", network: VPC });
  });

  test("has Cloud NAT for subnets of its own alone", () => {
    const gateways = byId(resourcesOf(inVpc(), "google_compute_router_nat"));
    expect(Object.keys(gateways)).toEqual(["network_us-east1_nat"]);
    expect(gateways["network_us-east1_nat"]).toMatchObject({
      source_subnetwork_ip_ranges_to_nat: "LIST_OF_SUBNETWORKS",
      subnetwork: [
        {
          name: expect.stringMatching(/^\$\{google_compute_subnetwork\.network_us-east1_subnet_\w+\.id\}$/),
          source_ip_ranges_to_nat: ["ALL_IP_RANGES"],
        },
      ],
    });
  });

  test("denies nothing, and lets Google's load balancers to its own ranges alone", () => {
    const rules = rulesOf(inVpc({ loadBalancerPorts: [8080] }));
    expect(Object.keys(rules)).toEqual(["network_firewall_rules_google_front_ends"]);
    expect(rules.network_firewall_rules_google_front_ends).toEqual({
      name: "acme-google-front-ends",
      network: VPC,
      description: "Google's load balancers and their health checks to the pods",
      allow: [{ protocol: "tcp", ports: ["8080"] }],
      direction: "INGRESS",
      priority: 1000,
      source_ranges: ["35.191.0.0/16", "130.211.0.0/22"],
      destination_ranges: ["10.4.0.0/18", "10.80.0.0/16", "10.8.128.0/18", "10.98.0.0/16"],
    });
  });

  test("lets nodes and pods to each other where asked to, and to nobody else's machines", () => {
    const rules = rulesOf(inVpc({ firewall: { internal: true } }));
    expect(Object.keys(rules).sort()).toEqual([
      "network_firewall_rules_europe-west1_internal",
      "network_firewall_rules_us-east1_internal",
    ]);
    expect(rules["network_firewall_rules_europe-west1_internal"]).toMatchObject({
      allow: [{ protocol: "all" }],
      source_ranges: ["10.4.0.0/18", "10.80.0.0/16"],
      destination_ranges: ["10.4.0.0/18", "10.80.0.0/16", "10.8.128.0/18", "10.98.0.0/16"],
    });
  });

  test("has no rule with firewall: false, and neither has a network of its own", () => {
    expect(inVpc({ loadBalancerPorts: [8080], firewall: false }).resource).not.toHaveProperty(
      "google_compute_firewall",
    );
    expect(networkWith({ loadBalancerPorts: [8080], firewall: false }).resource).not.toHaveProperty(
      "google_compute_firewall",
    );
  });

  test("where all subnets are there, holds the load balancer's rule and nothing else", () => {
    expect(Object.keys(onlyExisting({ loadBalancerPorts: [8080] }).resource)).toEqual(["google_compute_firewall"]);
  });

  test("rules reach the IPv6 range of a subnet that has one", () => {
    const dual = { "europe-west1": { ...EUROPE, subnet: { ...subnet, ipv6Range: "2600:1900:4000:1::/64" } } };
    const rules = rulesOf(inVpc({ regions: dual, loadBalancerPorts: [8080], firewall: { internal: true } }));
    expect(rules.network_firewall_rules_google_front_ends_ipv6?.destination_ranges).toEqual(["2600:1900:4000:1::/64"]);
    expect(rules["network_firewall_rules_europe-west1_internal_ipv6"]).toMatchObject({
      source_ranges: ["2600:1900:4000:1::/64"],
      destination_ranges: ["2600:1900:4000:1::/64"],
    });
  });

  test("a region's subnet for proxies, private APIs and private services are made in it", () => {
    const configuration = onlyExisting({
      regions: {
        "europe-west1": { ...EUROPE, subnet, proxyOnlySubnets: { REGIONAL_MANAGED_PROXY: "10.60.0.0/23" } },
      },
      privateGoogleApis: true,
      privateServicesRange: "10.56.0.0/16",
    });
    expect(resourceOf(configuration, "google_compute_subnetwork")).toMatchObject({ network: VPC, role: "ACTIVE" });
    expect(resourceOf(configuration, "google_compute_route")).toMatchObject({ network: VPC });
    const [zone] = Object.values(resourcesOf(configuration, "google_dns_managed_zone"));
    expect(zone?.private_visibility_config).toEqual({ networks: [{ network_url: VPC }] });
    // One that is there already is not taken over: others' services are reached by it.
    const connection = resourceOf(configuration, "google_service_networking_connection");
    expect(connection).toMatchObject({ network: VPC });
    expect(connection).not.toHaveProperty("update_on_creation_fail");
  });

  test("takes a token for its own name and for a subnet's", () => {
    const vpc = { ...existing, networkName: unknownText };
    const configuration = inVpc({ existing: vpc, regions: { "us-east1": SMALL_NETWORK.regions["us-east1"] } });
    const made = resourceOf(configuration, "google_compute_subnetwork");
    expect(made.network).toMatch(/^projects\/acme-host\/global\/networks\/\$\{/);
  });
});

describe("a VPC that was there before refuses", () => {
  test("what takes effect only when a network is made, naming both", () => {
    expect(refusals({ mtuBytes: 1500, internetRoutes: true })).toEqual([
      "mtuBytes: got 1500, expected nothing beside existing: it takes effect only when the VPC is made",
      "internetRoutes: got true, expected nothing beside existing: it takes effect only when the VPC is made",
    ]);
  });

  test("rules that deny what others are allowed", () => {
    const expected =
      'expected "NONE" or nothing beside existing: the rule would deny what others in the VPC are allowed';
    for (const explicitDeny of ["INGRESS", "INGRESS_AND_EGRESS"] as const) {
      expect(refusals({ firewall: { explicitDeny }, privateGoogleApis: true })).toEqual([
        `firewall.explicitDeny: got "${explicitDeny}", ${expected}`,
      ]);
    }
    expect(rulesOf(inVpc({ firewall: { explicitDeny: "NONE" } }))).toEqual({});
  });

  test("Cloud NAT for subnets that are not of its own", () => {
    expect(refusals({ nat: { ownSubnetOnly: false } })).toEqual([
      "nat.ownSubnetOnly: got false, expected true or nothing beside existing: other subnets of the VPC are not served",
    ]);
    const own = { "europe-west1": { ...EUROPE, subnet, nat: { minPortsPerVm: 128 } } };
    expect(refusals({ regions: { ...regions, ...own } })).toEqual([
      'regions.europe-west1.nat: got {"minPortsPerVm":128}, expected nothing beside subnet: it is for a subnet that is made here',
    ]);
  });

  test("options of subnets where none is made", () => {
    expect(
      refusalsOf(() => onlyExisting({ nat: { minPortsPerVm: 128 }, flowLogs: { sampling: 1 }, ipv6: "EXTERNAL" })),
    ).toEqual([
      'nat: got {"minPortsPerVm":128}, expected nothing where each region has a subnet: it is for subnets that are made here',
      'flowLogs: got {"sampling":1}, expected nothing where each region has a subnet: it is for subnets that are made here',
      'ipv6: got "EXTERNAL", expected nothing where each region has a subnet: it is for subnets that are made here',
    ]);
    expect(onlyExisting({ nat: false, flowLogs: false }).resource ?? {}).toEqual({});
  });

  test("a subnet without it, naming both", () => {
    expect(refusalsOf(() => networkWith({ regions }))).toEqual([
      'regions.europe-west1.subnet: got {"subnetName":"gke","podsRangeName":"gke-pods","servicesRangeName":"gke-services"}, ' +
        "expected nothing without existing, the VPC that the subnet is in",
    ]);
  });

  test("a self link of another project or region, and one at all", () => {
    const link = (project: string, region: string) => `projects/${project}/regions/${region}/subnetworks/gke`;
    const named = (subnetName: string) =>
      refusals({ regions: { "europe-west1": { ...EUROPE, subnet: { subnetName } } } });
    const property = "regions.europe-west1.subnet.subnetName";
    expect(named(link("acme-other", "europe-west1"))).toEqual([
      `${property}: got "${link("acme-other", "europe-west1")}", expected a subnet of the VPC's project, acme-host`,
    ]);
    expect(named(`https://www.googleapis.com/compute/v1/${link("acme-host", "us-east1")}`)).toEqual([
      `${property}: got "https://www.googleapis.com/compute/v1/${link("acme-host", "us-east1")}", expected a subnet of the region, europe-west1`,
    ]);
    expect(named(link("acme-host", "europe-west1"))).toEqual([
      `${property}: got "${link("acme-host", "europe-west1")}", expected its name alone: "gke"`,
    ]);
    expect(refusals({ existing: { networkName: VPC, project: "acme-host" } })).toEqual([
      `existing.networkName: got "${VPC}", expected its name alone: "corporate"`,
    ]);
  });

  test("a project that is missing, none, or a token", () => {
    expect(refusals({ existing: { networkName: "corporate" } })).toEqual([
      "existing.project: got nothing, expected the project that owns the VPC",
    ]);
    expect(refusals({ existing: { networkName: "corporate", project: "Acme Host" } })).toEqual([
      'existing.project: got "Acme Host", expected the id of a project, 6 to 30 characters: "acme-production"',
    ]);
    expect(refusals({ existing: { networkName: "corporate", project: unknownText } })[0]).toContain(
      "existing.project: ",
    );
  });

  test("ranges that are missing where the subnet is to be made", () => {
    expect(refusals({ regions: { "us-east1": { nodes: "10.8.128.0/18" } } })).toEqual([
      'regions.us-east1.pods: got nothing, expected an IPv4 range, written with its first address: "10.4.0.0/18"',
      'regions.us-east1.services: got nothing, expected an IPv4 range, written with its first address: "10.4.0.0/18"',
    ]);
  });
});

describe("what others have of the VPC", () => {
  const otherRanges = { billing: ["10.8.128.0/20", "172.16.0.0/16"] };

  test("is not taken by a subnet that is planned", () => {
    expect(refusals({ existing: { ...existing, otherRanges } })).toEqual([
      'regions.us-east1.nodes: got "10.8.128.0/18", expected a range that shares no address with existing.otherRanges.billing, 10.8.128.0/20',
    ]);
  });

  test("includes the ranges of subnets that are there", () => {
    const us = { nodes: "10.80.0.0/20", pods: "10.98.0.0/16", services: "10.36.64.0/19" };
    expect(refusals({ regions: { "us-east1": us, "europe-west1": { ...EUROPE, subnet } } })).toEqual([
      'regions.us-east1.nodes: got "10.80.0.0/20", expected a range that shares no address with regions.europe-west1.pods, 10.80.0.0/16',
    ]);
  });

  test("is a range, each", () => {
    expect(refusals({ existing: { ...existing, otherRanges: { billing: ["10.0.0.1/8"] } } })).toEqual([
      'existing.otherRanges.billing: got "10.0.0.1/8", expected an IPv4 range, written with its first address: "10.128.0.0/12"',
    ]);
  });
});

describe("what is not known of the VPC", () => {
  test("is named, and nothing else", () => {
    expect(notesOf(inVpc())).toEqual([
      "@cdktf/info: The VPC corporate of acme-host: existing.otherRanges does not say which ranges others have in it, so whether a subnet that is made takes one of them is not judged.",
    ]);
    expect(notesOf(onlyExisting())).toEqual([]);
    expect(notesOf(inVpc({ existing: { ...existing, otherRanges: {} } }))).toEqual([]);
  });

  test("are the ranges of a subnet: no rule reaches it, and its addresses are not judged", () => {
    const unknown = { "europe-west1": { subnet }, "us-east1": SMALL_NETWORK.regions["us-east1"] };
    const configuration = inVpc({
      regions: unknown,
      existing: { ...existing, otherRanges: {} },
      loadBalancerPorts: [80],
    });
    expect(notesOf(configuration)).toEqual([
      "@cdktf/info: The subnet gke in europe-west1: its ranges for nodes, pods and services are not known, so overlaps and capacity are not judged by them, and no firewall rule that is made here is for those addresses.",
    ]);
    const rules = rulesOf(configuration);
    expect(rules.network_firewall_rules_google_front_ends?.destination_ranges).toEqual([
      "10.8.128.0/18",
      "10.98.0.0/16",
    ]);
  });

  test("may be one range of a subnet alone", () => {
    const { nodes, pods } = EUROPE;
    expect(notesOf(onlyExisting({ regions: { "europe-west1": { nodes, pods, subnet } } }))).toEqual([
      "@cdktf/info: The subnet gke in europe-west1: its range for services is not known, so overlaps and capacity are not judged by it.",
    ]);
  });
});
