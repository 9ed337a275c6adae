import { ref, Token } from "cdktf";
import { ClusterStack, type ClusterStackProps } from "../../index";
import { POOL } from "../support/cluster";
import { addressesOf, type Block, refusalOf, resourceOf, synthesize } from "../support/synthesize";

const EXISTING = {
  zones: ["europe-west1-b", "europe-west1-c"],
  nodeServiceAccountEmail: "nodes@acme-test.iam.gserviceaccount.com",
};

const PROPS: ClusterStackProps = {
  google: { project: "acme-test" },
  region: "europe-west1",
  clusterName: "shop",
  networkName: "test",
  existing: EXISTING,
  servicePorts: { api: 80 },
};

function made(props: Partial<ClusterStackProps> = {}): { stack: Block; construct: ClusterStack; texts: string[] } {
  let construct: ClusterStack | undefined;
  const { stacks, manifest } = synthesize((app) => {
    construct = new ClusterStack(app, "cluster", { ...PROPS, ...props });
  });
  const texts = manifest.stacks.cluster.annotations.map(({ level, message }: Block) => `${level}: ${message}`);
  return { stack: stacks.cluster ?? {}, construct: construct as ClusterStack, texts };
}

const refused = (props: Partial<ClusterStackProps>) => refusalOf(() => made(props));

describe("the stack of a cluster that exists", () => {
  test("has outputs alone, and no provider, where no pool is added", () => {
    const { stack, construct } = made();
    expect(Object.keys(stack).filter((key) => key !== "//")).toEqual(["output", "terraform"]);
    expect(stack.terraform.required_providers).toBeUndefined();
    expect(Object.keys(stack.output)).toEqual([
      "cluster_name",
      "location",
      "neg_annotation_api",
      "project",
      "workload_pool",
    ]);
    expect(stack.output).toMatchObject({
      neg_annotation_api: { value: '{"exposed_ports":{"80":{"name":"shop-api"}}}' },
    });
    expect(construct.cluster).toBeUndefined();
    expect(construct.existingCluster?.clusterId).toBe("projects/acme-test/locations/europe-west1/clusters/shop");
  });

  test("has the added pools, at the addresses of those of a cluster that is made here, and nothing else", () => {
    const { stack, construct } = made({ nodePools: { batch: POOL } });
    expect(addressesOf(stack)).toEqual(["google_container_node_pool.cluster_batch"]);
    expect(resourceOf(stack, "google_container_node_pool")).toMatchObject({
      name: "batch",
      project: "acme-test",
      cluster: "projects/acme-test/locations/europe-west1/clusters/shop",
      location: "europe-west1",
      node_locations: ["europe-west1-b", "europe-west1-c"],
      node_config: {
        service_account: "nodes@acme-test.iam.gserviceaccount.com",
        workload_metadata_config: { mode: "GKE_METADATA" },
      },
    });
    expect([...construct.nodePools.keys()]).toEqual(["batch"]);
  });

  test("adds pools to a zonal cluster where that is", () => {
    const { nodeServiceAccountEmail } = EXISTING;
    const { stack } = made({
      existing: { location: "europe-west1-d", nodeServiceAccountEmail },
      nodePools: { batch: POOL },
    });
    expect(resourceOf(stack, "google_container_node_pool")).toMatchObject({
      cluster: "projects/acme-test/locations/europe-west1-d/clusters/shop",
      location: "europe-west1-d",
      node_locations: ["europe-west1-d"],
    });
  });

  test("names what it does not know where pools are added, and is silent where it is known", () => {
    const note =
      "@cdktf/info: existing.workloadIdentity is not configured: it is not judged whether Google takes the added pools, which it refuses where Workload Identity is off";
    expect(made().texts).toEqual([]);
    expect(made({ nodePools: { batch: POOL } }).texts).toEqual([note]);
    expect(made({ existing: { ...EXISTING, workloadIdentity: true }, nodePools: { batch: POOL } }).texts).toEqual([]);
  });

  test("leaves Workload Identity out of the pools of a cluster without it, and warns", () => {
    const { stack, texts } = made({ existing: { ...EXISTING, workloadIdentity: false }, nodePools: { batch: POOL } });
    expect(resourceOf(stack, "google_container_node_pool").node_config.workload_metadata_config).toBeUndefined();
    expect(texts).toEqual([
      "@cdktf/warn: cluster.workloadIdentity: without it, pods have the roles of the account of their nodes",
    ]);
  });

  test("refuses each option of a cluster that is made here, naming both, also one that only Terraform knows", () => {
    const line = (property: string, advice: string) =>
      `cluster: ${property}: configures a cluster that is made here, and beside it stands existing: ${advice}`;
    const unchanged = "nothing of a cluster that exists is changed";
    expect(
      refused({
        deletionProtection: false,
        maintenance: { dailyWindowStart: "02:00" },
        releaseChannel: "STABLE",
        zones: ["europe-west1-b"],
        fleetProject: Token.asString(ref("var.x")),
      }),
    ).toEqual([
      line("zones", "of a cluster that exists, write it into existing.zones"),
      line("releaseChannel", "of a cluster that exists, write it into existing.releaseChannel"),
      line("maintenance", unchanged),
      line("fleetProject", unchanged),
      line("deletionProtection", unchanged),
    ]);
    expect(refused({ backup: {}, defaultMaxPodsPerNode: 32 })).toEqual([
      line("defaultMaxPodsPerNode", unchanged),
      line("backup", unchanged),
    ]);
  });

  test("refuses a cluster that contradicts itself", () => {
    expect(refused({ existing: {} })).toEqual([
      "cluster: existing.zones: got nothing, expected the zones of its nodes, unless location is the zone of a zonal cluster",
    ]);
    expect(refused({ existing: { location: "us-east1-b", zones: ["us-east1-b"] } })).toEqual([
      'cluster: existing.location: got "us-east1-b", expected europe-west1, or for a zonal cluster a zone of it: "europe-west1-b"',
      'cluster: existing.zones: got "us-east1-b", expected a zone of europe-west1: "europe-west1-b"',
    ]);
  });

  test("refuses pools without an account, which is not needed where each has its own", () => {
    const { zones } = EXISTING;
    expect(refused({ existing: { zones }, nodePools: { batch: POOL } })).toEqual([
      "cluster: existing.nodeServiceAccountEmail: got nothing, expected the address of the service account of its nodes: nodePools.batch names none of its own in serviceAccount",
    ]);
    const serviceAccount = "batch@acme-test.iam.gserviceaccount.com";
    const { stack } = made({ existing: { zones }, nodePools: { batch: { ...POOL, serviceAccount } } });
    expect(resourceOf(stack, "google_container_node_pool").node_config.service_account).toBe(serviceAccount);
  });

  test("takes what only Terraform knows of it", () => {
    const token = Token.asString(ref("var.x"));
    const { stack } = made({
      existing: { zones: EXISTING.zones, location: token, nodeServiceAccountEmail: token },
      nodePools: { batch: POOL },
    });
    expect(resourceOf(stack, "google_container_node_pool")).toMatchObject({
      cluster: "projects/acme-test/locations/${var.x}/clusters/shop",
    });
  });

  test("judges a pool by what is known of the cluster", () => {
    const nodePools = { batch: { ...POOL, autoUpgrade: false } };
    expect(refused({ nodePools })).toEqual([
      'cluster: nodePools.batch.autoUpgrade: got false, expected true in the release channel REGULAR; for false the cluster\'s is "UNSPECIFIED"',
    ]);
    expect(() => made({ existing: { ...EXISTING, releaseChannel: "UNSPECIFIED" }, nodePools })).not.toThrow();
  });
});
