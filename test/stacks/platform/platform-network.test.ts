import { Testing } from "cdktf";
import { HybridPlatform, type HybridPlatformProps, NetworkStack } from "../../../index";
import { SMALL_NETWORK } from "../../support/network";
import { SMALL_PLATFORM } from "../../support/platform";
import { addressesOf, refusalOf, resourceOf, resourcesOf, synthesize } from "../../support/synthesize";
import { unknownNumber } from "../../support/tokens";

const web = SMALL_PLATFORM.clusters["europe-west1"];
const PLAN = SMALL_PLATFORM.network;

const networkOf = (change: Partial<HybridPlatformProps> = {}) =>
  synthesize((app) => new HybridPlatform(app, "test", { ...SMALL_PLATFORM, ...change })).stacks["test-network"] ?? {};

const servicesOf = (change: Partial<HybridPlatformProps>) =>
  Object.values(resourcesOf(networkOf(change), "google_project_service")).map(({ service }) =>
    service.replace(".googleapis.com", ""),
  );

describe("a platform's project", () => {
  test("has the APIs that the platform calls", () => {
    expect(servicesOf({})).toEqual([
      "binaryauthorization",
      "certificatemanager",
      "cloudresourcemanager",
      "compute",
      "container",
      "containersecurity",
      "iam",
      "logging",
      "monitoring",
    ]);
  });

  test("has those that parts of the network call when there are such parts, and those of the user", () => {
    const network = { ...PLAN, privateGoogleApis: true, privateServicesRange: "10.56.0.0/16", firewall: { iap: true } };
    const services = servicesOf({ network, projectServices: ["gkehub"] });
    expect(services).toEqual(expect.arrayContaining(["dns", "iap", "servicenetworking", "gkehub", "compute"]));
    expect(services).toHaveLength(13);
  });

  test("has those that the clusters' fleets and backups call", () => {
    const fleet = { "europe-west1": { ...web, fleetProject: "acme-test" } };
    expect(servicesOf({ clusters: fleet })).toContain("gkehub");
    const backup = { "europe-west1": { ...web, backup: { cronSchedule: "0 3 * * *" } } };
    expect(servicesOf({ clusters: backup })).toContain("gkebackup");
    expect(servicesOf({ clusters: fleet })).not.toContain("gkebackup");
  });

  test("has Cloud DNS for clusters that answer names by it", () => {
    const cloudDns = { "europe-west1": { ...web, cloudDns: { scope: "CLUSTER_SCOPE" } } } as const;
    expect(servicesOf({ clusters: cloudDns })).toContain("dns");
    expect(servicesOf({})).not.toContain("dns");
  });

  test("has the API of image streaming for a pool that streams images, and for one with a disk of them", () => {
    const withPool = (change: object) => {
      const [[name, pool] = ["", {}]] = Object.entries(web.nodePools);
      const nodePools = { other: pool, [name]: { ...pool, ...change } };
      return { clusters: { "europe-west1": { ...web, nodePools } } } as Partial<HybridPlatformProps>;
    };
    const disk = { image: "projects/acme-test/global/images/models", mode: "CONTAINER_IMAGE_CACHE" };
    expect(servicesOf(withPool({ imageStreaming: true }))).toContain("containerfilesystem");
    expect(servicesOf(withPool({ secondaryBootDisk: disk }))).toContain("containerfilesystem");
    expect(servicesOf(withPool({ imageStreaming: false }))).not.toContain("containerfilesystem");
    expect(servicesOf(withPool({}))).not.toContain("containerfilesystem");
  });

  test("has Identity-Aware Proxy for a service whose users log in", () => {
    const api = { ...SMALL_PLATFORM.services.api, iap: { members: ["group:staff@example.com"] } };
    expect(servicesOf({ services: { api } })).toContain("iap");
    expect(servicesOf({})).not.toContain("iap");
  });

  test("is left out with projectServices: false", () => {
    const network = networkOf({ projectServices: false });
    expect(network.resource).not.toHaveProperty("google_project_service");
    expect(resourceOf(network, "google_compute_network")).not.toHaveProperty("depends_on");
  });

  test("has its APIs before the network, and so before everything in it", () => {
    const network = networkOf({ network: { ...PLAN, nat: { addressCount: 1 } } });
    const services = addressesOf(network).filter((address) => address.startsWith("google_project_service."));
    expect(services).toHaveLength(9);
    expect([...resourceOf(network, "google_compute_network").depends_on].sort()).toEqual(services);
    expect([...resourceOf(network, "google_compute_address").depends_on].sort()).toEqual(services);
    const vpc = "google_compute_network.network.id";
    for (const type of ["subnetwork", "router", "firewall"]) {
      for (const resource of Object.values(resourcesOf(network, `google_compute_${type}`))) {
        expect(resource.network).toBe(`$\{${vpc}}`);
      }
    }
  });
});

describe("a platform's network", () => {
  test("has the options that the user gives beside the big ranges", () => {
    const network = networkOf({
      network: { ...PLAN, mtuBytes: 1500, ipv6: "INTERNAL", flowLogs: false, nat: { logFilter: "ALL" } },
    });
    expect(resourceOf(network, "google_compute_network")).toMatchObject({ mtu: 1500, enable_ula_internal_ipv6: true });
    expect(resourceOf(network, "google_compute_subnetwork")).not.toHaveProperty("log_config");
    expect(resourceOf(network, "google_compute_router_nat").log_config.filter).toBe("ALL");
  });

  test("has ranges of the size that a region asks for, and the region's own NAT and proxies", () => {
    const regionalNetwork = {
      maxNodes: 100,
      maxServices: 1000,
      nat: { addressCount: 2 },
      proxyOnlySubnets: { GLOBAL_MANAGED_PROXY: "10.60.0.0/23" },
    };
    const network = networkOf({ clusters: { "europe-west1": { ...web, defaultMaxPodsPerNode: 32, regionalNetwork } } });
    const subnets = resourcesOf(network, "google_compute_subnetwork");
    expect(subnets["network_europe-west1_subnet"]).toMatchObject({
      ip_cidr_range: "10.4.0.0/25",
      secondary_ip_range: [
        { range_name: "pods", ip_cidr_range: "10.80.0.0/19" },
        { range_name: "services", ip_cidr_range: "10.34.0.0/22" },
      ],
    });
    expect(subnets["network_europe-west1_global_proxies"]?.ip_cidr_range).toBe("10.60.0.0/23");
    expect(Object.keys(resourcesOf(network, "google_compute_address"))).toEqual([
      "network_europe-west1_nat_address_1",
      "network_europe-west1_nat_address_2",
    ]);
  });

  test("opens the chosen ports to the data centres' private ranges", () => {
    const paris = { ...SMALL_PLATFORM.dataCenters.paris, privateRanges: ["10.128.0.0/13"] };
    const network = networkOf({
      dataCenters: { paris },
      network: { ...PLAN, firewall: { dataCenterPorts: [443] } },
    });
    const rules = resourcesOf(network, "google_compute_firewall");
    expect(rules.network_firewall_rules_data_center_paris_ingress?.source_ranges).toEqual(["10.128.0.0/13"]);
  });
});

test("a network with everything in it has an address for each resource", () => {
  const network = networkOf({
    network: {
      ...PLAN,
      ipv6: "INTERNAL",
      privateServicesRange: "10.56.0.0/16",
      privateGoogleApis: true,
      nat: { addressCount: 1 },
      firewall: { explicitDeny: "INGRESS_AND_EGRESS", iap: true, dataCenterPorts: [443] },
    },
    dataCenters: { paris: { ...SMALL_PLATFORM.dataCenters.paris, privateRanges: ["10.128.0.0/13"] } },
  });
  expect(addressesOf(network)).toEqual(
    expect.arrayContaining([
      "google_compute_firewall.network_firewall_rules_private_services",
      "google_service_networking_connection.network_private_services",
    ]),
  );
});

const region = (change: object) => ({ clusters: { "europe-west1": { ...web, ...change } } });

describe("a platform refuses, in the user's own words,", () => {
  test.each<[string, Partial<HybridPlatformProps>, string]>([
    [
      "a size that does not fit into the region's part",
      region({ regionalNetwork: { maxNodes: 500 } }),
      "clusters.europe-west1.regionalNetwork.maxNodes: got 500, expected what fits into the region's part of network.pods, 10.80.0.0/16; it needs a /15 and there is room for it in a network.pods of /9",
    ],
    [
      "a range for fewer nodes than the pools need",
      region({ regionalNetwork: { maxNodes: 40 } }),
      "clusters.europe-west1.nodePools: got 61, expected nodes in all pools, one more in each while it is upgraded: up to 60, which is what its range for nodes, 10.4.0.0/26, holds",
    ],
    [
      "a size beside explicit ranges",
      region({
        ranges: { nodes: "172.20.0.0/20", pods: "172.24.0.0/16", services: "172.20.16.0/20" },
        regionalNetwork: { maxServices: 100 },
      }),
      "clusters.europe-west1.regionalNetwork.maxServices: got 100, expected nothing beside ranges, which say how large the region is",
    ],
    [
      "a cluster with IPv6 in a network without",
      region({ stackType: "IPV4_IPV6" }),
      'clusters.europe-west1.stackType: got "IPV4_IPV6", expected "IPV4", or network.ipv6 beside it: the subnet must have both',
    ],
    [
      "a size for a number of pods that only Terraform knows",
      region({ defaultMaxPodsPerNode: unknownNumber, regionalNetwork: { maxNodes: 100 } }),
      "clusters.europe-west1.defaultMaxPodsPerNode: got a token, expected a value that is known at synthesis: it decides which resources there are",
    ],
    [
      "proxies in a big range",
      region({ regionalNetwork: { proxyOnlySubnets: { REGIONAL_MANAGED_PROXY: "10.64.0.0/23" } } }),
      'clusters.europe-west1.regionalNetwork.proxyOnlySubnets.REGIONAL_MANAGED_PROXY: got "10.64.0.0/23", expected a range that shares no address with network.pods, 10.64.0.0/10',
    ],
    [
      "private services in a big range",
      { network: { ...PLAN, privateServicesRange: "10.32.0.0/16" } },
      'network.privateServicesRange: got "10.32.0.0/16", expected a range that shares no address with network.services, 10.32.0.0/13',
    ],
    [
      "a big range that Google prohibits",
      { network: { ...PLAN, services: "169.254.0.0/16" } },
      'network.services: got "169.254.0.0/16", expected a range that shares no address with link-local addresses, 169.254.0.0/16',
    ],
    [
      "NAT without a route to the Internet",
      { network: { ...PLAN, internetRoutes: false, privateGoogleApis: true } },
      "network.nat: got nothing, expected false where internetRoutes is false: it has no way out",
    ],
    [
      "an API by its whole address",
      { projectServices: ["gkehub.googleapis.com"] },
      'projectServices: got "gkehub.googleapis.com", expected names of APIs without ".googleapis.com": "compute"',
    ],
  ])("%s", (_, change, message) => {
    expect(refusalOf(() => networkOf(change))).toEqual([`test: ${message}`]);
  });

  const withPods = (podRange: string | undefined, change: object = {}) => {
    const pool = (options: object) => ({
      ...web.nodePools.web,
      autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 200 },
      ...options,
    });
    return region({
      nodePools: { web: pool({}), batch: pool({ podRange }) },
      regionalNetwork: { additionalPodRanges: { "pods-2": "10.200.0.0/17" } },
      ...change,
    });
  };

  test("pools that outgrow the range for pods, and counts each further range where it is used", () => {
    const expected = "expected nodes in all pools, one more in each while it is upgraded: up to";
    // 402 nodes of 256 addresses each: 256 in a /16 and 128 in a /17.
    expect(refusalOf(() => networkOf(withPods(undefined)))).toEqual([
      `test: clusters.europe-west1.nodePools: got 402, ${expected} 384, which is what its ranges for pods, 10.80.0.0/16, 10.200.0.0/17, hold`,
    ]);
    expect(refusalOf(() => networkOf(withPods("pods-2")))).toEqual([
      `test: clusters.europe-west1.nodePools: got 201, ${expected} 128, which is what pods-2, 10.200.0.0/17, holds`,
    ]);
    const larger = { regionalNetwork: { additionalPodRanges: { "pods-2": "10.200.0.0/16" } } };
    expect(() => networkOf(withPods("pods-2", larger))).not.toThrow();
    expect(() => networkOf(withPods(undefined, larger))).not.toThrow();
  });

  test("a range that pools and the rest of the cluster share, which counts once", () => {
    const expected = "expected nodes in all pools, one more in each while it is upgraded: up to";
    const pools = (most: number, podRange: string) => ({
      additionalPodRanges: ["pods-2"],
      nodePools: Object.fromEntries(
        [undefined, podRange].map((range, index) => {
          const autoscaling = { totalMinNodeCount: 0, totalMaxNodeCount: index === 0 ? most : 99 };
          return [`pool-${index}`, { ...web.nodePools.web, autoscaling, podRange: range }];
        }),
      ),
    });
    // 100 nodes of the one pool beside 284 of the other are all that the /16 and the /17 hold together.
    expect(() => networkOf(withPods(undefined, pools(283, "pods-2")))).not.toThrow();
    expect(refusalOf(() => networkOf(withPods(undefined, pools(284, "pods-2"))))).toEqual([
      `test: clusters.europe-west1.nodePools: got 385, ${expected} 384, which is what its ranges for pods, 10.80.0.0/16, 10.200.0.0/17, hold`,
    ]);
  });

  test("pools that ask for the cluster's first range by its name, and get no other", () => {
    const expected = "expected nodes in all pools, one more in each while it is upgraded: up to";
    const named = (totalMaxNodeCount: number) => ({
      nodePools: {
        web: { ...web.nodePools.web, autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount }, podRange: "pods" },
      },
    });
    expect(() => networkOf(withPods(undefined, named(255)))).not.toThrow();
    expect(refusalOf(() => networkOf(withPods(undefined, named(256))))).toEqual([
      `test: clusters.europe-west1.nodePools: got 257, ${expected} 256, which is what pods, 10.80.0.0/16, holds`,
    ]);
  });

  test("pools of nodes with more and with fewer pods, by the addresses that they take", () => {
    const pool = (totalMaxNodeCount: number, maxPodsPerNode: number) => ({
      ...web.nodePools.web,
      autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount },
      maxPodsPerNode,
    });
    // 101 x 512 + 101 x 64 are 58,176 of 65,536 addresses; 121 x 512 + 101 x 64 are 68,416.
    expect(() => networkOf(region({ nodePools: { big: pool(100, 256), small: pool(100, 32) } }))).not.toThrow();
    expect(refusalOf(() => networkOf(region({ nodePools: { big: pool(120, 256), small: pool(100, 32) } })))).toEqual([
      "test: clusters.europe-west1.nodePools: got 68416, expected addresses for the pods of all nodes, of which each takes a block: up to 65536, which is what its range for pods, 10.80.0.0/16, holds",
    ]);
  });

  test("further ranges for pods that are not there, or not sound", () => {
    expect(
      refusalOf(() =>
        networkOf(
          withPods("pods-3", {
            additionalPodRanges: ["pods-4"],
            nodePools: { web: { ...web.nodePools.web, podRange: "pods-3" } },
          }),
        ),
      ),
    ).toEqual([
      'test: clusters.europe-west1.additionalPodRanges: got "pods-4", expected a range of regionalNetwork.additionalPodRanges: "pods-2"',
      'test: clusters.europe-west1.nodePools.web.podRange: got "pods-3", expected a range of regionalNetwork.additionalPodRanges: "pods-2"',
    ]);
    const further = (additionalPodRanges: object) =>
      refusalOf(() => networkOf(region({ regionalNetwork: { additionalPodRanges } })));
    const place = "test: clusters.europe-west1.regionalNetwork.additionalPodRanges";
    expect(further({ pods: "10.200.0.0/16" })).toEqual([
      `${place}.pods: got "pods", expected another name: the subnet has a range of this one`,
    ]);
    expect(further({ more: "10.200.0.0/25" })).toEqual([
      `${place}.more: got "10.200.0.0/25", expected a range of /24 or larger`,
    ]);
    expect(further({ more: "10.80.0.0/20" })[0]).toContain(
      `${place}.more: got "10.80.0.0/20", expected a range that shares no address with`,
    );
  });

  test("more pods per node count as fewer nodes in the range for pods", () => {
    const change = region({
      nodePools: { web: { ...web.nodePools.web, autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 200 } } },
      defaultMaxPodsPerNode: 256,
    });
    expect(refusalOf(() => networkOf(change))).toEqual([
      "test: clusters.europe-west1.nodePools: got 201, expected nodes in all pools, one more in each while it is upgraded: up to 128, which is what its range for pods, 10.80.0.0/16, holds",
    ]);
  });
});

describe("a platform refuses once, and plans nothing with,", () => {
  const wrong = [-1, 0, 7, 257, 1e12, 8.5, Number.NaN, Number.POSITIVE_INFINITY];
  const sizes = [undefined, { maxNodes: 200 }, { maxServices: 100 }];

  test.each(wrong.flatMap((pods) => sizes.map((size) => [pods, size] as const)))(
    "%d pods per node, with a size of %j",
    (pods, size) => {
      const change = region({ defaultMaxPodsPerNode: pods, regionalNetwork: size });
      expect(refusalOf(() => networkOf(change))).toEqual([
        `test: clusters.europe-west1.defaultMaxPodsPerNode: got ${pods}, expected a whole number from 8 to 256`,
      ]);
    },
  );

  test.each([0, 2.5, Number.NaN, Number.POSITIVE_INFINITY])("at most %d nodes in a pool", (most) => {
    const autoscaling = { totalMinNodeCount: 0, totalMaxNodeCount: most };
    const change = region({ nodePools: { web: { ...web.nodePools.web, autoscaling } } });
    expect(refusalOf(() => networkOf(change))).toEqual([
      `test: clusters.europe-west1.nodePools.web.autoscaling.totalMaxNodeCount: got ${most}, expected a whole number, 1 or more`,
    ]);
  });
});

test("a platform lets pass a number of pods that only Terraform knows, where it decides about no range", () => {
  expect(() => networkOf(region({ defaultMaxPodsPerNode: unknownNumber }))).not.toThrow();
});

test("a cluster has IPv6 in a network with IPv6", () => {
  const change = { ...region({ stackType: "IPV4_IPV6" }), network: { ...PLAN, ipv6: "INTERNAL" } } as const;
  expect(() => networkOf(change)).not.toThrow();
});

test("the stack can be used alone", () => {
  const stack = new NetworkStack(Testing.app(), "network", {
    ...SMALL_NETWORK,
    google: { project: "acme-test" },
    projectServices: false,
  });
  expect(stack.projectServices).toBeUndefined();
  expect([...stack.network.regions.keys()]).toEqual(["europe-west1", "us-east1"]);
});
