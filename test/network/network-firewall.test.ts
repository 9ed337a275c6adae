import type { GlobalNetworkProps } from "../../index";
import { byId, networkWith, SMALL_NETWORK } from "../support/network";
import { refusalOf, resourcesOf } from "../support/synthesize";
import { unknownList } from "../support/tokens";

const rulesOf = (change: Partial<GlobalNetworkProps> = {}) =>
  byId(resourcesOf(networkWith(change), "google_compute_firewall"));

const network = expect.stringMatching(/^\$\{google_compute_network\.\w+\.id\}$/);
const ALL = [{ protocol: "all" }];
const LOGGED = { metadata: "INCLUDE_ALL_METADATA" };

describe("the firewall by default", () => {
  test("denies what no rule allows, and logs it", () => {
    expect(rulesOf().network_firewall_rules_deny_ingress).toEqual({
      name: "acme-deny-ingress",
      description: "What no other rule allows",
      network,
      direction: "INGRESS",
      priority: 65_534,
      deny: ALL,
      source_ranges: ["0.0.0.0/0"],
      log_config: LOGGED,
    });
  });

  test("lets nodes and pods of each region reach all others, one rule per region", () => {
    expect(rulesOf()["network_firewall_rules_europe-west1_internal"]).toEqual({
      name: "acme-europe-west1-internal",
      description: "Nodes and pods of europe-west1 to all nodes and pods",
      network,
      direction: "INGRESS",
      priority: 1000,
      allow: ALL,
      source_ranges: ["10.4.0.0/18", "10.80.0.0/16"],
    });
  });

  test("has no other rule", () => {
    expect(Object.keys(rulesOf()).sort()).toEqual([
      "network_firewall_rules_deny_ingress",
      "network_firewall_rules_europe-west1_internal",
      "network_firewall_rules_us-east1_internal",
    ]);
  });
});

describe("the firewall lets through", () => {
  test("Google's load balancers and health checks to the container ports, sorted and once each", () => {
    expect(rulesOf({ loadBalancerPorts: [9090, 8080, 9090] }).network_firewall_rules_google_front_ends).toEqual({
      name: "acme-google-front-ends",
      description: "Google's load balancers and their health checks to the pods",
      network,
      direction: "INGRESS",
      priority: 1000,
      source_ranges: ["35.191.0.0/16", "130.211.0.0/22"],
      allow: [{ protocol: "tcp", ports: ["8080", "9090"] }],
    });
  });

  test("Identity-Aware Proxy to SSH and Remote Desktop when asked, with a log", () => {
    expect(rulesOf({ firewall: { iap: true } }).network_firewall_rules_identity_aware_proxy).toMatchObject({
      direction: "INGRESS",
      source_ranges: ["35.235.240.0/20"],
      allow: [{ protocol: "tcp", ports: ["22", "3389"] }],
      log_config: LOGGED,
    });
  });

  test("each data centre's ranges to the chosen ports, one rule per data centre", () => {
    const dataCenterRanges = { paris: ["10.128.0.0/13", "192.168.0.0/20"], lyon: ["10.136.0.0/13"], nice: [] };
    const rules = rulesOf({ dataCenterRanges, firewall: { dataCenterPorts: [8080, 443] } });
    expect(rules.network_firewall_rules_data_center_paris_ingress).toMatchObject({
      name: "acme-data-center-paris-ingress",
      direction: "INGRESS",
      source_ranges: ["10.128.0.0/13", "192.168.0.0/20"],
      allow: [{ protocol: "tcp", ports: ["443", "8080"] }],
    });
    expect(Object.keys(rules).filter((id) => id.includes("data_center"))).toEqual([
      "network_firewall_rules_data_center_lyon_ingress",
      "network_firewall_rules_data_center_paris_ingress",
    ]);
    expect(Object.keys(rulesOf({ dataCenterRanges })).filter((id) => id.includes("data_center"))).toEqual([]);
  });

  test("the proxies of internal load balancers to the container ports", () => {
    const proxyOnlySubnets = { REGIONAL_MANAGED_PROXY: "10.60.0.0/23", GLOBAL_MANAGED_PROXY: "10.60.2.0/23" };
    const regions = { "europe-west1": { ...SMALL_NETWORK.regions["europe-west1"], proxyOnlySubnets } };
    expect(
      rulesOf({ regions, loadBalancerPorts: [8080] })["network_firewall_rules_europe-west1_proxies"],
    ).toMatchObject({
      source_ranges: ["10.60.0.0/23", "10.60.2.0/23"],
      allow: [{ protocol: "tcp", ports: ["8080"] }],
    });
    expect(rulesOf({ regions })).not.toHaveProperty("network_firewall_rules_europe-west1_proxies");
  });

  test("nothing between regions with internal: false", () => {
    expect(Object.keys(rulesOf({ firewall: { internal: false } }))).toEqual(["network_firewall_rules_deny_ingress"]);
  });
});

test.each([
  ["INTERNAL", "internal_ipv6_prefix"],
  ["EXTERNAL", "external_ipv6_prefix"],
] as const)("in a network with IPv6 %s, each rule has a twin: a rule cannot mix families", (ipv6, prefix) => {
  const rules = rulesOf({ ipv6, loadBalancerPorts: [8080] });
  expect(rules.network_firewall_rules_deny_ingress_ipv6).toMatchObject({
    source_ranges: ["::/0"],
    deny: ALL,
    priority: 65_534,
  });
  expect(rules.network_firewall_rules_google_front_ends_ipv6).toMatchObject({
    source_ranges: ["2600:2d00:1:1::/64", "2600:2d00:1:b029::/64"],
    allow: [{ protocol: "tcp", ports: ["8080"] }],
  });
  const [range] = rules["network_firewall_rules_us-east1_internal_ipv6"]?.source_ranges ?? [];
  expect(range).toMatch(new RegExp(`^\\$\\{google_compute_subnetwork\\.network_us-east1_subnet_\\w+\\.${prefix}\\}$`));
  for (const { source_ranges } of Object.values(rules)) {
    const families = new Set(source_ranges.map((one: string) => one.includes(":") || one.includes("ipv6")));
    expect(families.size).toBe(1);
  }
});

describe("an explicit denial", () => {
  test("is left out with NONE: the VPC denies by itself, without a trace", () => {
    expect(rulesOf({ firewall: { explicitDeny: "NONE" } })).not.toHaveProperty("network_firewall_rules_deny_ingress");
  });

  test("of outgoing traffic leaves the ways inside, to data centres, private services and Google's APIs", () => {
    const rules = rulesOf({
      ipv6: "INTERNAL",
      privateGoogleApis: true,
      privateServicesRange: "10.56.0.0/16",
      dataCenterRanges: { paris: ["10.128.0.0/13"] },
      firewall: { explicitDeny: "INGRESS_AND_EGRESS" },
    });
    const outgoing = Object.entries(rules).filter(([, { direction }]) => direction === "EGRESS");
    const summary = outgoing.map(([id, { allow, deny, destination_ranges: to }]) => [id, deny ? "deny" : allow, to]);
    expect(Object.fromEntries(summary.map(([id, ...rest]) => [id, rest]))).toEqual({
      network_firewall_rules_deny_egress: ["deny", ["0.0.0.0/0"]],
      network_firewall_rules_deny_egress_ipv6: ["deny", ["::/0"]],
      network_firewall_rules_google_apis: [[{ protocol: "tcp", ports: ["443"] }], ["199.36.153.8/30"]],
      network_firewall_rules_private_services: [ALL, ["10.56.0.0/16"]],
      network_firewall_rules_data_center_paris_egress: [ALL, ["10.128.0.0/13"]],
      "network_firewall_rules_europe-west1_internal_egress": [ALL, ["10.4.0.0/18", "10.80.0.0/16"]],
      "network_firewall_rules_europe-west1_internal_egress_ipv6": [
        ALL,
        [expect.stringContaining("internal_ipv6_prefix")],
      ],
      "network_firewall_rules_us-east1_internal_egress": [ALL, ["10.8.128.0/18", "10.98.0.0/16"]],
      "network_firewall_rules_us-east1_internal_egress_ipv6": [ALL, [expect.stringContaining("internal_ipv6_prefix")]],
    });
    for (const [, rule] of outgoing) expect(rule).not.toHaveProperty("source_ranges");
    expect(rules.network_firewall_rules_deny_egress).toMatchObject({ priority: 65_534, log_config: LOGGED });
  });
});

describe("the firewall refuses", () => {
  test.each([
    [
      { explicitDeny: "EGRESS" as "NONE" },
      'explicitDeny: got "EGRESS", expected "NONE", "INGRESS" or "INGRESS_AND_EGRESS"',
    ],
    [{ dataCenterPorts: [443, 70_000] }, "dataCenterPorts: got 70000, expected a whole number from 1 to 65535"],
    [
      { dataCenterPorts: unknownList as unknown as number[] },
      "dataCenterPorts: got a token, expected a value that is known at synthesis: it decides which resources there are",
    ],
  ])("%j", (firewall, message) => {
    expect(refusalOf(() => networkWith({ firewall }))).toEqual([`stack/network: firewall.${message}`]);
  });
});
