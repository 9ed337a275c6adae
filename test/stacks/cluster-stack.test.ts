import { Token } from "cdktf";
import { Accelerator, ClusterStack, type ClusterStackProps, HybridPlatform } from "../../index";
import { SMALL_PLATFORM } from "../support/platform";
import { addressesOf, type Block, refusalOf, resourceOf, resourcesOf, synthesize } from "../support/synthesize";

const PROPS: ClusterStackProps = {
  google: { project: "acme-test" },
  region: "europe-west1",
  clusterName: "test-europe-west1",
  networkName: "test",
  nodePools: SMALL_PLATFORM.clusters["europe-west1"].nodePools,
  servicePorts: { api: 80 },
};

function stackWith(props: Partial<ClusterStackProps>): Block {
  const { stacks } = synthesize((app) => {
    new ClusterStack(app, "cluster", { ...PROPS, ...props });
  });
  return stacks.cluster ?? {};
}

describe("a cluster stack", () => {
  test("has readable addresses, by the users' own names", () => {
    expect(addressesOf(stackWith({}))).toEqual([
      "google_container_cluster.cluster",
      "google_container_node_pool.cluster_web",
      "google_project_iam_member.cluster_node_account_gke",
      "google_project_iam_member.cluster_node_account_images",
      "google_service_account.cluster_node_account",
    ]);
  });

  test("refuses an invalid region by the stack's own name for it", () => {
    expect(refusalOf(() => stackWith({ region: "Europe" }))).toEqual([
      'cluster: region: got "Europe", expected a region of Google Cloud: "europe-west1"',
    ]);
  });

  test("passes every option of a cluster on", () => {
    const stack = stackWith({ releaseChannel: "STABLE", backup: {}, fleetProject: "acme-fleet" });
    expect(resourceOf(stack, "google_container_cluster")).toMatchObject({
      release_channel: { channel: "STABLE" },
      fleet: { project: "acme-fleet" },
    });
    expect(addressesOf(stack)).toContain("google_gke_backup_backup_plan.cluster_backup_plan");
  });

  test("names the network by what is known at synthesis, so that it can be planned alone", () => {
    const { network, subnetwork } = resourceOf(stackWith({}), "google_container_cluster");
    expect(network).toBe("projects/acme-test/global/networks/test");
    expect(subnetwork).toBe("projects/acme-test/regions/europe-west1/subnetworks/test-europe-west1");
  });

  test("has the annotations of each service, which it prints, for programs that make the services", () => {
    const autoneg = { "controller.autoneg.dev/neg": "{}" };
    const made: ClusterStack[] = [];
    synthesize((app) => {
      made.push(new ClusterStack(app, "cluster", { ...PROPS, autonegAnnotations: { shop: autoneg } }));
    });
    expect(Object.fromEntries(made[0]?.serviceAnnotations ?? [])).toEqual({
      api: { "cloud.google.com/neg": '{"exposed_ports":{"80":{"name":"test-europe-west1-api"}}}' },
      shop: autoneg,
    });
  });

  test("prints what kubectl needs: the cluster, its DNS name, and the command by that name", () => {
    const { output } = stackWith({});
    const valuesOf = (names: readonly string[]) => names.map((name) => output[name]?.value);
    expect(valuesOf(["project", "location", "cluster_name", "workload_pool"])).toEqual([
      "acme-test",
      "europe-west1",
      "test-europe-west1",
      "acme-test.svc.id.goog",
    ]);
    expect(output.get_credentials.value).toBe(
      "gcloud container clusters get-credentials test-europe-west1 --location europe-west1 --project acme-test --dns-endpoint",
    );
    expect(output.dns_endpoint.value).toBe(
      "${google_container_cluster.cluster.control_plane_endpoints_config[0].dns_endpoint_config[0].endpoint}",
    );
    expect(output).not.toHaveProperty("get_credentials_by_fleet");
  });

  test.each([
    ["PRIVATE", " --internal-ip"],
    ["PUBLIC", ""],
  ] as const)("prints the command by a %s address where there is no DNS name", (visibility, flag) => {
    const { output } = stackWith({
      dnsEndpoint: false,
      ipEndpoint: { visibility, authorizedNetworks: { office: "203.0.113.0/24" } },
    });
    expect(output.get_credentials.value).toBe(
      `gcloud container clusters get-credentials test-europe-west1 --location europe-west1 --project acme-test${flag}`,
    );
    expect(output).not.toHaveProperty("dns_endpoint");
  });

  test("prefers the address where only Terraform knows whether there is a DNS name", () => {
    const dnsEndpoint = Token.asAny("${var.dns}") as unknown as boolean;
    const ipEndpoint = { visibility: "PRIVATE", authorizedNetworks: { office: "203.0.113.0/24" } } as const;
    expect(stackWith({ dnsEndpoint, ipEndpoint }).output.get_credentials.value).toMatch(/ --internal-ip$/);
  });

  test("prints of a cluster that exists what is known of it, and not how it is reached", () => {
    const existing = { location: "europe-west1-b", workloadIdentity: false };
    const { output } = stackWith({ existing, nodePools: undefined });
    expect(Object.keys(output).sort()).toEqual(["cluster_name", "location", "neg_annotation_api", "project"]);
    expect(output.location.value).toBe("europe-west1-b");
  });

  test("prints the command by the Connect gateway for a member of a fleet", () => {
    const membership = "google_container_cluster.cluster.fleet[0]";
    expect(stackWith({ fleetProject: "acme-fleet" }).output.get_credentials_by_fleet.value).toBe(
      `gcloud container fleet memberships get-credentials \${${membership}.membership_id} ` +
        `--location \${${membership}.membership_location} --project acme-fleet`,
    );
  });

  test("has each pool by its name", () => {
    const { web } = SMALL_PLATFORM.clusters["europe-west1"].nodePools;
    const video = { ...web, machineType: "g2-standard-8", accelerator: Accelerator.L4 };
    const pools = resourcesOf(stackWith({ nodePools: { web, video } }), "google_container_node_pool");
    expect(Object.keys(pools)).toEqual(["cluster_video", "cluster_web"]);
  });
});

describe("a platform", () => {
  const refused = (cluster: object) =>
    refusalOf(() =>
      synthesize((app) => {
        const clusters = { "europe-west1": { ...SMALL_PLATFORM.clusters["europe-west1"], ...cluster } };
        new HybridPlatform(app, "test", { ...SMALL_PLATFORM, clusters });
      }),
    );

  test("names what is wrong with a cluster in the user's own words", () => {
    expect(refused({ dnsEndpoint: false, backup: { retainDays: 0 } })).toEqual([
      "test: clusters.europe-west1.dnsEndpoint: got false, expected true without ipEndpoint: nobody could reach the cluster",
      "test: clusters.europe-west1.backup.retainDays: got 0, expected a whole number from 1 to 365",
    ]);
  });

  test("judges a pool by its cluster", () => {
    const web = { ...SMALL_PLATFORM.clusters["europe-west1"].nodePools.web, autoUpgrade: false };
    expect(refused({ releaseChannel: "RAPID", nodePools: { web } })).toEqual([
      'test: clusters.europe-west1.nodePools.web.autoUpgrade: got false, expected true in the release channel RAPID; for false the cluster\'s is "UNSPECIFIED"',
    ]);
  });

  test("counts the nodes that upgrades add: a blue-green one doubles the pool", () => {
    const web = { machineType: "n2-standard-8", autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 130 } };
    const upgrade = { strategy: "BLUE_GREEN", batchNodeCount: 1 };
    expect(refused({ nodePools: { web: { ...web, upgrade } } })).toEqual([
      expect.stringContaining("clusters.europe-west1.nodePools: got 260, expected"),
    ]);
    const flexible = { ...web, machineType: "a3-highgpu-8g", accelerator: Accelerator.H100, zones: ["europe-west1-b"] };
    const autoscaling = { totalMinNodeCount: 0, totalMaxNodeCount: 256 };
    // They are not upgraded beside each other, so no node is added.
    for (const how of [{ flexStart: true }, { queuedProvisioning: true }]) {
      const most = (totalMaxNodeCount: number) => ({ ...autoscaling, totalMaxNodeCount });
      expect(() => refused({ nodePools: { web: { ...flexible, ...how, autoscaling } } })).toThrow(
        "nothing was refused",
      );
      expect(refused({ nodePools: { web: { ...flexible, ...how, autoscaling: most(257) } } })).toEqual([
        expect.stringContaining("clusters.europe-west1.nodePools: got 257, expected"),
      ]);
    }
    expect(refused({ nodePools: { web: { ...flexible, autoscaling } } })).toEqual([
      expect.stringContaining("clusters.europe-west1.nodePools: got 257, expected"),
    ]);
    const surge = { strategy: "SURGE", maxSurge: 127, maxUnavailable: 0 };
    expect(refused({ nodePools: { web: { ...web, upgrade: surge } } })).toEqual([
      expect.stringContaining("clusters.europe-west1.nodePools: got 257, expected"),
    ]);
  });
});
