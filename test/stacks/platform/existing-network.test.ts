import {
  HybridPlatform,
  type HybridPlatformProps,
  Link,
  NetworkStack,
  type NetworkStackProps,
  Secret,
  type TunnelOptions,
} from "../../../index";
import { VPN } from "../../links/support";
import { expectGolden } from "../../support/golden";
import { SMALL_NETWORK } from "../../support/network";
import { SMALL_PLATFORM } from "../../support/platform";
import { addressesOf, type Block, refusalOf, resourceOf, resourcesOf, synthesize } from "../../support/synthesize";
import { unknownText } from "../../support/tokens";

const VPC = "projects/acme-host/global/networks/corporate";
const GKE = "projects/acme-host/regions/europe-west1/subnetworks/gke";
const web = SMALL_PLATFORM.clusters["europe-west1"];
const subnet = { subnetName: "gke", podsRangeName: "gke-pods", servicesRangeName: "gke-services" };
const ranges = { nodes: "10.200.0.0/22", pods: "10.201.0.0/16", services: "10.202.0.0/20" };
const existing = { networkName: "corporate", project: "acme-host" };
const INGRESS = { addresses: ["10.128.0.10"], zone: "europe-west1-b", maxRatePerEndpoint: 2000 };

const STORED = {
  ...VPN.tunnels["edge-2"],
  preSharedKey: Secret.fromSecretManager({ secret: "paris" }),
} as TunnelOptions;

/** A company with a Shared VPC: one region in a subnet that is there, one in a subnet of ours, and a link to a data centre. */
const COMPANY: HybridPlatformProps = {
  ...SMALL_PLATFORM,
  network: { ...SMALL_PLATFORM.network, existing: { ...existing, otherRanges: { billing: ["172.16.0.0/16"] } } },
  clusters: { "europe-west1": { ...web, subnet, ranges }, "us-east1": web },
  dataCenters: {
    paris: {
      ...SMALL_PLATFORM.dataCenters.paris,
      privateRanges: ["10.128.0.0/12"],
      privateIngress: INGRESS,
      links: { vpn: Link.haVpn({ ...VPN, region: "europe-west1", tunnels: { ...VPN.tunnels, "edge-2": STORED } }) },
    },
  },
  services: { api: { ...SMALL_PLATFORM.services.api, dataCenters: ["paris"] } },
};

const written = (change: Partial<HybridPlatformProps> = {}) =>
  synthesize((app) => new HybridPlatform(app, "acme", { ...COMPANY, ...change }));
const stacksOf = (change: Partial<HybridPlatformProps> = {}) => written(change).stacks;
const refusals = (change: Partial<HybridPlatformProps>) =>
  refusalOf(() => written(change)).map((line) => line.replace("acme: ", ""));
const onlyExisting: Partial<HybridPlatformProps> = {
  network: { existing },
  clusters: { "europe-west1": { ...web, subnet, ranges } },
};
const projectOf = (stack: Block | undefined) => stack?.provider.google?.[0].project;

test("the resources of a company with a Shared VPC keep their addresses", () => {
  const lines = Object.entries(stacksOf()).flatMap(([name, stack]) =>
    addressesOf(stack).map((address) => `${name} ${address}`),
  );
  expectGolden("addresses-existing-network.txt", `${lines.join("\n")}\n`);
});

describe("a platform in a VPC that was there before", () => {
  test("has network and links in the host project, and the rest in its own", () => {
    const stacks = stacksOf();
    expect(Object.fromEntries(Object.entries(stacks).map(([name, stack]) => [name, projectOf(stack)]))).toEqual({
      "acme-network": "acme-host",
      "acme-links": "acme-host",
      "acme-edge": "acme-test",
      "acme-cluster-europe-west1": "acme-test",
      "acme-cluster-us-east1": "acme-test",
      "acme-dns": undefined,
    });
  });

  test("names the network of the host project, and no network of its own project, in every stack", () => {
    const texts = Object.values(written().texts).join("\n");
    expect(texts).not.toMatch(/projects\/acme-test\/(global\/networks|regions\/[a-z0-9-]+\/subnetworks)/);
    const stacks = stacksOf();
    expect(resourceOf(stacks["acme-links"] ?? {}, "google_compute_ha_vpn_gateway").network).toBe(VPC);
    expect(resourceOf(stacks["acme-links"] ?? {}, "google_compute_router").network).toBe(VPC);
    expect(resourceOf(stacks["acme-network"] ?? {}, "google_compute_subnetwork").network).toBe(VPC);
  });

  test("has its clusters and endpoint groups in the subnets of the host project", () => {
    const stacks = stacksOf();
    const cluster = resourceOf(stacks["acme-cluster-europe-west1"] ?? {}, "google_container_cluster");
    expect(cluster).toMatchObject({ project: "acme-test", network: VPC, subnetwork: GKE });
    expect(cluster.ip_allocation_policy).toEqual({
      cluster_secondary_range_name: "gke-pods",
      services_secondary_range_name: "gke-services",
      stack_type: "IPV4",
    });
    const own = "projects/acme-host/regions/us-east1/subnetworks/acme-us-east1";
    expect(resourceOf(stacks["acme-cluster-us-east1"] ?? {}, "google_container_cluster").subnetwork).toBe(own);
    const groups = resourcesOf(stacks["acme-edge"] ?? {}, "google_compute_network_endpoint_group");
    expect(new Set(Object.values(groups).map(({ network, subnetwork = "" }) => `${network} ${subnetwork}`))).toEqual(
      new Set([`${VPC} ${GKE}`, `${VPC} ${own}`, `${VPC} `]),
    );
  });

  test("enables in the host project what the network calls, and in its own what the platform calls", () => {
    const services = Object.values(resourcesOf(stacksOf()["acme-network"] ?? {}, "google_project_service"));
    const of = (project: string | undefined) =>
      services.filter((one) => one.project === project).map(({ service }) => service.replace(".googleapis.com", ""));
    expect(of(undefined)).toEqual(["compute", "container", "secretmanager"]);
    expect(of("acme-test")).toContain("certificatemanager");
    const access = { ...COMPANY.network, privateGoogleApis: true, privateServicesRange: "10.203.0.0/16" };
    const more = Object.values(
      resourcesOf(stacksOf({ network: access })["acme-network"] ?? {}, "google_project_service"),
    ).filter(({ project }) => project === undefined);
    expect(more.map(({ service }) => service)).toEqual(
      expect.arrayContaining(["dns.googleapis.com", "servicenetworking.googleapis.com"]),
    );
  });

  test("needs no Secret Manager for keys that are variables", () => {
    const vpn = Link.haVpn({ ...VPN, region: "europe-west1" });
    const dataCenters = {
      paris: { ...COMPANY.dataCenters?.paris, links: { vpn } },
    } as HybridPlatformProps["dataCenters"];
    const services = Object.values(
      resourcesOf(stacksOf({ dataCenters })["acme-network"] ?? {}, "google_project_service"),
    );
    expect(services.map(({ service }) => service)).not.toContain("secretmanager.googleapis.com");
  });

  test("waits for the APIs of the host project in everything that is made there", () => {
    const network = stacksOf()["acme-network"] ?? {};
    const apis = addressesOf(network).filter((one) => one.startsWith("google_project_service.host_project_services"));
    expect(apis).toHaveLength(3);
    for (const type of ["google_compute_subnetwork", "google_compute_router", "google_compute_firewall"]) {
      for (const one of Object.values(resourcesOf(network, type))) expect([...one.depends_on].sort()).toEqual(apis);
    }
  });

  test("in its own project is made there, with one list of APIs", () => {
    const stacks = stacksOf({ network: { ...SMALL_PLATFORM.network, existing: { networkName: "corporate" } } });
    const network = stacks["acme-network"] ?? {};
    expect(projectOf(network)).toBe("acme-test");
    expect(addressesOf(network).some((one) => one.includes("host_project_services"))).toBe(false);
    expect(network).not.toHaveProperty("output");
    expect(resourceOf(network, "google_compute_subnetwork").network).toBe(
      "projects/acme-test/global/networks/corporate",
    );
  });

  test("needs no plan where all subnets are there, and makes nothing but APIs and the load balancer's rule", () => {
    const network = stacksOf(onlyExisting)["acme-network"] ?? {};
    expect(Object.keys(network.resource).sort()).toEqual(["google_compute_firewall", "google_project_service"]);
    expect(resourceOf(network, "google_compute_firewall").destination_ranges).toEqual([ranges.nodes, ranges.pods]);
  });

  test("takes tokens for the names of the VPC and of a subnet", () => {
    const stacks = stacksOf({
      network: { existing: { ...existing, networkName: unknownText } },
      clusters: { "europe-west1": { ...web, subnet: { subnetName: unknownText }, ranges } },
    });
    const cluster = resourceOf(stacks["acme-cluster-europe-west1"] ?? {}, "google_container_cluster");
    expect(cluster.subnetwork).toMatch(/^projects\/acme-host\/regions\/europe-west1\/subnetworks\/\$\{/);
  });
});

describe("what a Shared VPC needs", () => {
  const robot = "serviceAccount:service-123456789012@container-engine-robot.iam.gserviceaccount.com";
  const apis = "serviceAccount:123456789012@cloudservices.gserviceaccount.com";
  const shared = { projectNumber: "123456789012", grantRoles: true, attachProject: true };
  const networkWith = (sharedVpc: NetworkStackProps["sharedVpc"]) =>
    stacksOf({ network: { ...COMPANY.network, sharedVpc } })["acme-network"] ?? {};

  test("is made with grantRoles and attachProject: two agents in each subnet, and GKE's in the host project", () => {
    const network = networkWith(shared);
    expect(resourceOf(network, "google_compute_shared_vpc_service_project")).toMatchObject({
      host_project: "acme-host",
      service_project: "acme-test",
    });
    expect(resourceOf(network, "google_project_iam_member")).toMatchObject({
      project: "acme-host",
      role: "roles/container.hostServiceAgentUser",
      member: robot,
    });
    const members = Object.values(resourcesOf(network, "google_compute_subnetwork_iam_member"));
    const inSubnet = (region: string, subnetwork: unknown) =>
      [apis, robot].map((member) =>
        expect.objectContaining({
          project: "acme-host",
          region,
          subnetwork,
          role: "roles/compute.networkUser",
          member,
        }),
      );
    expect(members).toHaveLength(4);
    expect(members).toEqual(
      expect.arrayContaining([
        ...inSubnet("europe-west1", GKE),
        ...inSubnet("us-east1", "${google_compute_subnetwork.network_us-east1_subnet.id}"),
      ]),
    );
    expect(network).not.toHaveProperty("output");
  });

  const commandsOf = (sharedVpc: NetworkStackProps["sharedVpc"]) =>
    networkWith(sharedVpc).output.shared_vpc_commands.value;

  test("is printed as commands otherwise, which ask for the project's number unless it is there", () => {
    const user = (name: string, region: string, member: string) =>
      `gcloud compute networks subnets add-iam-policy-binding ${name} --project=acme-host --region=${region} --member="${member}" --role=roles/compute.networkUser`;
    const all = (agents: readonly [string, string]) => [
      "gcloud compute shared-vpc associated-projects add acme-test --host-project=acme-host",
      `gcloud projects add-iam-policy-binding acme-host --member="${agents[0]}" --role=roles/container.hostServiceAgentUser`,
      ...agents.map((agent) => user("gke", "europe-west1", agent)),
      ...agents.map((agent) => user("acme-us-east1", "us-east1", agent)),
    ];
    const number = "$(gcloud projects describe acme-test --format='value(projectNumber)')";
    expect(commandsOf(undefined)).toEqual(
      all([robot, apis].map((member) => member.replace("123456789012", number)) as [string, string]),
    );
    expect(commandsOf({ projectNumber: "123456789012" })).toEqual(all([robot, apis]));
    expect(commandsOf({ ...shared, attachProject: false })).toEqual(all([robot, apis]).slice(0, 1));
  });

  test("is named by an annotation, as long as something is left to do", () => {
    const notesOf = (sharedVpc: NetworkStackProps["sharedVpc"]): string[] => {
      const { manifest } = written({ network: { ...COMPANY.network, sharedVpc } });
      return (manifest.stacks["acme-network"].annotations ?? []).map(({ message }: Block) => message);
    };
    expect(notesOf({ ...shared, grantRoles: true, attachProject: false })).toEqual([
      "acme-test needs from the network team of acme-host: gcloud compute shared-vpc associated-projects add acme-test --host-project=acme-host",
    ]);
    expect(notesOf(shared)).toEqual([]);
  });

  test("is refused where the VPC is of the project itself, and with a wrong number", () => {
    const own = { ...SMALL_PLATFORM.network, existing: { networkName: "corporate" }, sharedVpc: shared };
    const got = '{"projectNumber":"123456789012","grantRoles":true,"attachProject":true}';
    expect(refusals({ network: own })).toEqual([
      `network.sharedVpc: got ${got}, expected nothing without existing.project, the host project of the Shared VPC`,
    ]);
    expect(refusals({ network: { ...COMPANY.network, sharedVpc: { projectNumber: "acme-test" } } })).toEqual([
      'network.sharedVpc.projectNumber: got "acme-test", expected the number of a project: "123456789012"',
    ]);
  });
});

describe("a platform in a VPC that was there before refuses", () => {
  test("a subnet without the VPC, naming both", () => {
    expect(refusals({ network: SMALL_PLATFORM.network })).toEqual([
      'clusters.europe-west1.subnet: got {"subnetName":"gke","podsRangeName":"gke-pods","servicesRangeName":"gke-services"}, ' +
        "expected nothing without network.existing, the VPC that the subnet is in",
    ]);
  });

  test("a plan that is missing where a subnet is planned", () => {
    const expected = "expected a range of which each region has a part: us-east1 has neither ranges nor a subnet";
    expect(refusals({ network: { existing: COMPANY.network?.existing, nodes: "10.0.0.0/12" } })).toEqual([
      `network.pods: got nothing, ${expected}`,
      `network.services: got nothing, ${expected}`,
    ]);
  });

  test("a part of the plan that others have, and not the plan for what others have of the rest of it", () => {
    const others = (range: string) => ({
      network: { ...COMPANY.network, existing: { ...existing, otherRanges: { billing: [range] } } },
    });
    expect(refusals(others("10.8.128.0/24"))).toEqual([
      'network.nodes: got "10.0.0.0/12", expected a range whose part for us-east1, 10.8.128.0/18, shares no address with ' +
        "network.existing.otherRanges.billing, 10.8.128.0/24; or clusters.us-east1.ranges",
    ]);
    expect(() => written(others("10.0.0.0/18"))).not.toThrow();
  });

  test("ranges of others or of a subnet in a data centre, and in private services", () => {
    const others = { billing: ["10.128.4.0/24"] };
    expect(refusals({ network: { ...COMPANY.network, existing: { ...existing, otherRanges: others } } })).toEqual([
      'dataCenters.paris.privateRanges: got "10.128.0.0/12", expected a range that shares no address with ' +
        "network.existing.otherRanges.billing, 10.128.4.0/24",
    ]);
    expect(refusals({ network: { ...COMPANY.network, privateServicesRange: "10.201.0.0/16" } })).toEqual([
      'network.privateServicesRange: got "10.201.0.0/16", expected a range that shares no address with ' +
        "clusters.europe-west1.ranges.pods, 10.201.0.0/16",
    ]);
  });

  test("more nodes than a subnet that is there holds", () => {
    const small = { ...ranges, nodes: "10.200.0.0/28" };
    expect(refusals({ clusters: { "europe-west1": { ...web, subnet, ranges: small } } })[0]).toBe(
      "clusters.europe-west1.nodePools: got 61, expected nodes in all pools, one more in each while it is upgraded: up to 12, which is what its range for nodes, 10.200.0.0/28, holds",
    );
  });

  test("sizes of a subnet that is there, and options of subnets in a region without one", () => {
    const own = { ...web, subnet, ranges: undefined, regionalNetwork: { maxNodes: 10, nat: { minPortsPerVm: 128 } } };
    expect(refusals({ clusters: { "europe-west1": own } })).toEqual([
      "clusters.europe-west1.regionalNetwork.maxNodes: got 10, expected nothing beside subnet, which is as large as it is",
      'clusters.europe-west1.regionalNetwork.nat: got {"minPortsPerVm":128}, expected nothing beside subnet: it is for a subnet that is made here',
    ]);
  });

  test("a dual-stack cluster in a subnet without an IPv6 range", () => {
    const dual = { ...web, subnet, ranges, stackType: "IPV4_IPV6" } as const;
    expect(refusals({ clusters: { "europe-west1": dual } })).toEqual([
      'clusters.europe-west1.stackType: got "IPV4_IPV6", expected "IPV4", or subnet.ipv6Range beside it: the subnet must have both',
    ]);
    const ipv6Range = "2600:1900:4000:1::/64";
    expect(() =>
      written({ clusters: { "europe-west1": { ...dual, subnet: { ...subnet, ipv6Range } } } }),
    ).not.toThrow();
  });

  test("options that take effect only when the VPC is made", () => {
    expect(refusals({ network: { ...COMPANY.network, mtuBytes: 1500 } })).toEqual([
      "network.mtuBytes: got 1500, expected nothing beside existing: it takes effect only when the VPC is made",
    ]);
  });
});

test("a stack of a network fills in its project, and refuses what a platform refuses", () => {
  const stack = (change: Partial<NetworkStackProps>) =>
    synthesize(
      (app) => new NetworkStack(app, "network", { google: { project: "acme-test" }, ...SMALL_NETWORK, ...change }),
    );
  const { stacks } = stack({ existing: { networkName: "corporate" } });
  const subnets = Object.values(resourcesOf(stacks.network ?? {}, "google_compute_subnetwork"));
  const vpc = "projects/acme-test/global/networks/corporate";
  expect(subnets.map(({ network }) => network)).toEqual([vpc, vpc]);
  expect(refusalOf(() => stack({ sharedVpc: { projectNumber: "123456789012" } }))).toEqual([
    'network: sharedVpc: got {"projectNumber":"123456789012"}, expected nothing without existing.project, the host project of the Shared VPC',
  ]);
});

describe("further ranges for pods in a subnet that was there before", () => {
  const autoscaling = { totalMinNodeCount: 0, totalMaxNodeCount: 200 };
  const withRanges = (more: object) => ({
    ...onlyExisting,
    clusters: {
      "europe-west1": { ...web, subnet, ranges, nodePools: { web: { ...web.nodePools.web, autoscaling } }, ...more },
    },
  });
  const batch = (podRange: string) => ({ nodePools: { batch: { ...web.nodePools.web, autoscaling, podRange } } });
  const notes = (change: Partial<HybridPlatformProps>) =>
    (written(change).manifest.stacks["acme-cluster-europe-west1"].annotations ?? []).map(
      ({ message }: Block) => message,
    );
  const NOT_KNOWN =
    "which addresses it has is not in regionalNetwork.additionalPodRanges: it is not judged whether it holds their pods, and no firewall rule is made for them";

  test("are those that it has, by any name: a pool's own", () => {
    const stack = stacksOf(withRanges(batch("gke-batch")))["acme-cluster-europe-west1"] ?? {};
    const pool = resourcesOf(stack, "google_container_node_pool").cluster_batch;
    expect(pool?.network_config.pod_range).toBe("gke-batch");
    expect(notes(withRanges(batch("gke-batch")))).toEqual([`clusters.europe-west1: the range gke-batch: ${NOT_KNOWN}`]);
    expect(notes(withRanges(batch("gke-pods")))).toEqual([]);
  });

  test("are the cluster's, and then whether all pods fit is not judged", () => {
    const most = { ...autoscaling, totalMaxNodeCount: 500 };
    const large = { nodePools: { web: { ...web.nodePools.web, autoscaling: most } } };
    expect(refusals(withRanges(large))).toEqual([expect.stringContaining("which is what its range for pods")]);
    const further = withRanges({ ...large, additionalPodRanges: ["gke-more"] });
    expect(notes(further)).toEqual([`clusters.europe-west1: the range gke-more: ${NOT_KNOWN}`]);
  });

  test("are judged where their addresses are configured", () => {
    const additionalPodRanges = { "gke-batch": "10.210.0.0/20" };
    const known = withRanges({ ...batch("gke-batch"), regionalNetwork: { additionalPodRanges } });
    expect(refusals(known)).toEqual([expect.stringContaining("which is what gke-batch, 10.210.0.0/20, holds")]);
    const larger = { additionalPodRanges: { "gke-batch": "10.210.0.0/16" } };
    expect(notes(withRanges({ ...batch("gke-batch"), regionalNetwork: larger }))).toEqual([]);
  });
});
