import { type ClusterOptions, HybridPlatform, type HybridPlatformProps } from "../../../index";
import { POOL } from "../../support/cluster";
import { expectGolden } from "../../support/golden";
import { SMALL_PLATFORM } from "../../support/platform";
import { addressesOf, type Block, refusalOf, resourcesOf, synthesize } from "../../support/synthesize";

const OURS = SMALL_PLATFORM.clusters["europe-west1"];
const GROUP = "k8s1-1a2b3c4d-default-api-80-5e6f7a8b";
const ZONES = ["us-east1-b", "us-east1-c"];

/** A cluster that exists beside one that the platform makes. */
const SHOP: NonNullable<ClusterOptions["existing"]> = { clusterName: "shop", networkName: "test", zones: ZONES };

const platform = (america: ClusterOptions, props: Partial<HybridPlatformProps> = {}): HybridPlatformProps => ({
  ...SMALL_PLATFORM,
  services: { ...SMALL_PLATFORM.services, web: { hostName: "web.example.com", maxRatePerEndpoint: 100 } },
  clusters: { "europe-west1": OURS, "us-east1": america },
  ...props,
});

function made(props: HybridPlatformProps) {
  let construct: HybridPlatform | undefined;
  const { stacks, manifest } = synthesize((app) => {
    construct = new HybridPlatform(app, "test", props);
  });
  const all = Object.values<{ annotations: { level: string; message: string }[] }>(manifest.stacks);
  const notes = all.flatMap(({ annotations }) => annotations).map(({ level, message }) => `${level}: ${message}`);
  return { stacks, notes, construct: construct as HybridPlatform };
}

const refused = (america: ClusterOptions, props: Partial<HybridPlatformProps> = {}) =>
  refusalOf(() => made(platform(america, props)));

const groupsOf = (stack: Block | undefined, service: string): string[] =>
  resourcesOf(stack ?? {}, "google_compute_backend_service")[`load_balancer_${service}_backend_service`]?.backend.map(
    ({ group }: Block) => group,
  );

const annotationsOf = (stack: Block | undefined): string[] =>
  Object.keys(stack?.output ?? {}).filter((name) => name.includes("_annotation"));

const EAST = (name: string) => `\${google_compute_network_endpoint_group.endpoint_group_${name}.id}`;

describe("a platform with a cluster that exists and one that it makes", () => {
  test("has these addresses", () => {
    const { stacks } = made(platform({ existing: { ...SHOP, endpointGroups: { api: { endpointGroupName: GROUP } } } }));
    const all = Object.entries(stacks).map(([name, stack]) => [`# ${name}`, ...addressesOf(stack)].join("\n"));
    expectGolden("existing-cluster.addresses.txt", `${all.join("\n\n")}\n`);
  });

  test("makes endpoint groups in its zones and subnet as in those of its own, and gives their annotations", () => {
    const { stacks, construct } = made(platform({ existing: SHOP }));
    const groups = resourcesOf(stacks["test-edge"] ?? {}, "google_compute_network_endpoint_group");
    expect(groups["endpoint_group_api_us-east1_b"]).toMatchObject({
      name: "shop-api",
      zone: "us-east1-b",
      description: "Made by Terraform, filled by GKE",
      network: "projects/acme-test/global/networks/test",
      subnetwork: "projects/acme-test/regions/us-east1/subnetworks/test-us-east1",
    });
    expect(groupsOf(stacks["test-edge"], "api")).toEqual([
      EAST("api_europe-west1_b"),
      EAST("api_europe-west1_c"),
      EAST("api_europe-west1_d"),
      EAST("api_us-east1_b"),
      EAST("api_us-east1_c"),
    ]);
    const stack = stacks["test-cluster-us-east1"] ?? {};
    expect(addressesOf(stack)).toEqual([]);
    expect(stack.output.neg_annotation_api.value).toBe('{"exposed_ports":{"80":{"name":"shop-api"}}}');
    expect([...construct.clusters.keys()]).toEqual(["europe-west1", "us-east1"]);
    expect(construct.clusters.get("us-east1")?.existingCluster?.clusterName).toBe("shop");
  });

  test("attaches the groups that exist of a service, and makes those of others", () => {
    const api = { endpointGroupName: GROUP };
    const { stacks } = made(platform({ existing: { ...SHOP, endpointGroups: { api } } }));
    const existing = ZONES.map((zone) => `projects/acme-test/zones/${zone}/networkEndpointGroups/${GROUP}`);
    expect(groupsOf(stacks["test-edge"], "api").slice(3)).toEqual(existing);
    expect(groupsOf(stacks["test-edge"], "web").slice(3)).toEqual([EAST("web_us-east1_b"), EAST("web_us-east1_c")]);
    // The Kubernetes Service of groups that exist has its annotation already: another one would take its endpoints away.
    expect(annotationsOf(stacks["test-cluster-us-east1"])).toEqual(["neg_annotation_web"]);
    const moving = made(platform({ existing: { ...SHOP, endpointGroups: { api: { ...api, movingOver: true } } } }));
    expect(groupsOf(moving.stacks["test-edge"], "api").slice(3)).toEqual([
      ...existing,
      EAST("api_us-east1_b"),
      EAST("api_us-east1_c"),
    ]);
    expect(annotationsOf(moving.stacks["test-cluster-us-east1"])).toEqual(["neg_annotation_api", "neg_annotation_web"]);
  });

  test("adds pools to it", () => {
    const nodeServiceAccountEmail = "nodes@acme-test.iam.gserviceaccount.com";
    const { stacks } = made(platform({ existing: { ...SHOP, nodeServiceAccountEmail }, nodePools: { batch: POOL } }));
    expect(addressesOf(stacks["test-cluster-us-east1"] ?? {})).toEqual(["google_container_node_pool.cluster_batch"]);
  });

  test("drains it, sends it a part of the load, and prefers it", () => {
    const scalers = (options: Partial<ClusterOptions>) => {
      const { stacks } = made(platform({ existing: SHOP, ...options }));
      const services = resourcesOf(stacks["test-edge"] ?? {}, "google_compute_backend_service");
      return services.load_balancer_api_backend_service?.backend
        .slice(3)
        .map(({ capacity_scaler, preference }: Block) => [capacity_scaler, preference]);
    };
    expect(scalers({ drain: true })).toEqual([
      [0, undefined],
      [0, undefined],
    ]);
    expect(scalers({ capacityPercent: 30, preferred: true })).toEqual([
      [0.3, "PREFERRED"],
      [0.3, "PREFERRED"],
    ]);
  });

  test("has its groups under the names of services whose keys are others", () => {
    const services = { frontend: { ...SMALL_PLATFORM.services.api, name: "api" } };
    const endpointGroups = { frontend: { endpointGroupName: GROUP, zones: ["us-east1-d"] } };
    const { stacks } = made(platform({ existing: { ...SHOP, endpointGroups } }, { services }));
    expect(groupsOf(stacks["test-edge"], "api").slice(3)).toEqual([
      `projects/acme-test/zones/us-east1-d/networkEndpointGroups/${GROUP}`,
    ]);
    const wrong = { frontend: { endpointGroupName: GROUP, zones: ["europe-west1-b"] } };
    expect(refused({ existing: { ...SHOP, endpointGroups: wrong } }, { services })).toEqual([
      'test: clusters.us-east1.existing.endpointGroups.frontend.zones: got "europe-west1-b", expected a zone of us-east1: "us-east1-b"',
    ]);
  });

  test("gives the annotations of the autoneg controller, and no groups of a service that it attaches", () => {
    const { web } = { web: { hostName: "web.example.com", maxRatePerEndpoint: 100, autoneg: true } };
    const services = { ...SMALL_PLATFORM.services, web };
    const { stacks } = made(platform({ existing: SHOP }, { services }));
    expect(annotationsOf(stacks["test-cluster-us-east1"])).toEqual(["autoneg_annotations_web", "neg_annotation_api"]);
    expect(
      refused({ existing: { ...SHOP, endpointGroups: { web: { endpointGroupName: GROUP } } } }, { services }),
    ).toEqual([
      'test: clusters.us-east1.existing.endpointGroups.web: got "web", expected a service whose endpoint groups Terraform attaches: "api"',
    ]);
  });
});

describe("a cluster that exists, with its zones and groups alone", () => {
  const groups = { api: { endpointGroupName: GROUP }, web: { endpointGroupName: "web-of-gke" } };
  const network = { existing: { networkName: "corp" } };
  const alone = (endpointGroups: NonNullable<ClusterOptions["existing"]>["endpointGroups"]) => ({
    "us-east1": { existing: { clusterName: "shop", zones: ZONES, endpointGroups } },
  });

  test("is enough for the load balancer and for DNS: nothing is made in its region", () => {
    const { stacks } = made(platform({}, { network, clusters: alone(groups) }));
    const ids = ZONES.map((zone) => `projects/acme-test/zones/${zone}/networkEndpointGroups/web-of-gke`);
    expect(groupsOf(stacks["test-edge"], "web")).toEqual(ids);
    const all = Object.values(stacks).flatMap((stack) => addressesOf(stack));
    expect(
      all.filter((address) => /^google_(container|compute_(subnetwork|router|network_endpoint_group))/.test(address)),
    ).toEqual([]);
    expect(Object.keys(stacks)).toContain("test-dns");
  });

  test("needs a subnet for what is made in it: groups of a service, and nothing else is asked for", () => {
    expect(refusalOf(() => made(platform({}, { network, clusters: alone({ api: groups.api }) })))).toContain(
      "test: clusters.us-east1.subnet: got nothing, expected the subnet of existing, shop: GKE fills endpoint groups of its own subnet alone",
    );
  });
});

describe("a cluster that exists is refused", () => {
  test("where it is in another network than the platform's, or in nobody knows which", () => {
    const advice = "for a cluster in another one, configure network.existing";
    expect(refused({ existing: { ...SHOP, networkName: "default" } })).toEqual([
      `test: clusters.us-east1.existing.networkName: got "default", expected "test", the network that the platform makes; ${advice}`,
    ]);
    expect(refused({ existing: { clusterName: "shop", zones: ZONES } })).toEqual([
      `test: clusters.us-east1.existing.networkName: got nothing, expected "test", the network that the platform makes; ${advice}`,
    ]);
  });

  test("where network.existing is another network than its own, or nobody knows its subnet", () => {
    const network = { existing: { networkName: "corporate", project: "acme-host" } };
    const clusters = (america: ClusterOptions) => ({ "us-east1": america });
    const existing = { clusterName: "shop", zones: ZONES };
    const wrong = { ...existing, networkName: "default" };
    const ranges = { nodes: "10.160.0.0/20", pods: "10.168.0.0/18", services: "10.170.0.0/20" };
    expect(refused({}, { network, clusters: clusters({ existing: wrong, ranges }) })).toEqual([
      "test: clusters.us-east1.subnet: got nothing, expected the subnet of existing, shop: GKE fills endpoint groups of its own subnet alone",
      'test: clusters.us-east1.existing.networkName: got "default", expected "corporate", which network.existing names: the cluster must be in the platform\'s network',
    ]);
    const { stacks } = made(platform({}, { network, clusters: clusters({ existing, subnet: { subnetName: "gke" } }) }));
    const groups = resourcesOf(stacks["test-edge"] ?? {}, "google_compute_network_endpoint_group");
    expect(groups["endpoint_group_api_us-east1_b"]).toMatchObject({
      network: "projects/acme-host/global/networks/corporate",
      subnetwork: "projects/acme-host/regions/us-east1/subnetworks/gke",
    });
    // Nothing is added to a subnet that is not the platform's.
    expect(
      addressesOf(stacks["test-network"] ?? {}).filter((one) => /subnetwork|_nat|network\.network/.test(one)),
    ).toEqual([]);
  });

  test("beside options of a cluster that is made, and without zones", () => {
    expect(refused({ existing: { clusterName: "Shop", networkName: "test" }, releaseChannel: "STABLE" })).toEqual([
      'test: clusters.us-east1.existing.clusterName: got "Shop", expected 1 to 40 lower-case letters, digits and hyphens, a letter first and no hyphen last',
      "test: clusters.us-east1.releaseChannel: configures a cluster that is made here, and beside it stands existing: of a cluster that exists, write it into existing.releaseChannel",
      "test: clusters.us-east1.existing.zones: got nothing, expected the zones of its nodes, unless location is the zone of a zonal cluster",
    ]);
  });

  test("with numbers that it cannot have", () => {
    const numbers = { maxNodes: -1, defaultMaxPodsPerNode: 300, requestsPerSecond: -1 };
    expect(refused({ existing: { ...SHOP, ...numbers } })).toEqual([
      "test: clusters.us-east1.existing.maxNodes: got -1, expected a whole number, 0 or more",
      "test: clusters.us-east1.existing.defaultMaxPodsPerNode: got 300, expected a whole number from 8 to 256",
      "test: clusters.us-east1.existing.requestsPerSecond: got -1, expected a number of requests per second, 0 or more",
    ]);
  });

  test("with groups where no load balancer is", () => {
    const existing = { ...SHOP, endpointGroups: { api: { endpointGroupName: GROUP } } };
    const { hostedZone, anycastAddresses, ...alone } = platform({ existing });
    expect(
      refusalOf(() => made({ ...alone, services: undefined, routing: undefined, dataCenters: undefined })),
    ).toEqual([
      'test: clusters.us-east1.existing.endpointGroups: got {"api":{"endpointGroupName":"k8s1-1a2b3c4d-default-api-80-5e6f7a8b"}}, expected nothing without a load balancer, which they would be attached to',
    ]);
  });

  test("while one that is made needs a pool", () => {
    expect(refused({})).toEqual(["test: clusters.us-east1.nodePools: got nothing, expected at least one node pool"]);
  });
});

describe("a cluster that exists is judged", () => {
  const email = { nodeServiceAccountEmail: "nodes@acme-test.iam.gserviceaccount.com", workloadIdentity: true };
  const [nodes, requests] = [
    "@cdktf/info: clusters.us-east1.existing.maxNodes is not configured: it is not judged whether the region's ranges hold its nodes and those of nodePools together",
    "@cdktf/info: clusters.us-east1.existing.requestsPerSecond is not configured: Google Cloud as the last resort is not checked for overload",
  ];

  const dataCenters = { paris: { ...SMALL_PLATFORM.dataCenters.paris, requestsPerSecond: 1000 } };

  test("by its own nodes beside those that are added, in the ranges of the region", () => {
    // A /18 for pods holds 64 nodes of 110 pods; upgrades add one node to the pool.
    const ranges = { nodes: "10.160.0.0/20", pods: "10.168.0.0/18", services: "10.170.0.0/20" };
    const pool = (count: number) => ({
      batch: { ...POOL, autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: count } },
    });
    const existing = { ...SHOP, ...email, maxNodes: 40 };
    expect(() => made(platform({ existing, ranges, nodePools: pool(23) }))).not.toThrow();
    expect(refused({ existing, ranges, nodePools: pool(24) })).toEqual([
      expect.stringContaining("test: clusters.us-east1.nodePools: got 65, expected"),
    ]);
    expect(() =>
      made(platform({ existing: { ...existing, defaultMaxPodsPerNode: 32 }, ranges, nodePools: pool(24) })),
    ).not.toThrow();
  });

  test("by none that nobody knows, which is named", () => {
    expect(made(platform({ existing: { ...SHOP, ...email }, nodePools: { batch: POOL } })).notes).toEqual([nodes]);
    expect(made(platform({ existing: { ...SHOP, ...email, maxNodes: 3 }, nodePools: { batch: POOL } })).notes).toEqual(
      [],
    );
    expect(made(platform({ existing: SHOP })).notes).toEqual([]);
  });

  test("by what it can take as the last resort, or is named where nobody knows", () => {
    const analysis = { requestsPerSecondPerNode: { web: 10 }, demand: { FR: 1000, US: 300 } };
    const judged = { analysis, dataCenters };
    // The 60 nodes of the other cluster take 600, and with Paris down all 1300 come.
    const overload = "when paris is down";
    expect(made(platform({ existing: { ...SHOP, requestsPerSecond: 700 } }, judged)).notes).toEqual([]);
    expect(refused({ existing: { ...SHOP, requestsPerSecond: 699 } }, judged)).toEqual([
      expect.stringContaining(overload),
    ]);
    expect(made(platform({ existing: SHOP }, judged)).notes).toEqual([requests]);
  });

  test("by that alone where no cluster is made", () => {
    const analysis = { demand: { FR: 1000, US: 300 } };
    const only = (requestsPerSecond: number): HybridPlatformProps => ({
      ...platform({}, { analysis, dataCenters }),
      clusters: { "us-east1": { existing: { ...SHOP, requestsPerSecond } } },
    });
    expect(made(only(1300)).notes).toEqual([]);
    expect(refusalOf(() => made(only(1299)))).toEqual([expect.stringContaining("when paris is down")]);
  });

  test("by the country of its region", () => {
    const routing = {
      ...SMALL_PLATFORM.routing,
      rules: { residency: { gdpr: { usersIn: ["FR" as const], servedFrom: ["FR" as const, "BE" as const] } } },
    };
    const dataCenters = { paris: { ...SMALL_PLATFORM.dataCenters.paris, country: "FR" as const } };
    expect(refused({ existing: SHOP }, { routing, dataCenters })).toEqual([expect.stringContaining("US")]);
  });
});
