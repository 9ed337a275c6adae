import {
  ClusterKeys,
  type ClusterKeysProps,
  GlobalNetwork,
  HybridPlatform,
  type HybridPlatformProps,
  RegionalCluster,
} from "../../../index";
import { SMALL_PLATFORM } from "../../support/platform";
import { type Block, refusalOf, resourceOf, resourcesOf, synthesize, synthesizeStack } from "../../support/synthesize";

const KEYS: ClusterKeysProps = { project: "acme-test", keyRingName: "acme", regions: ["europe-west1", "us-east1"] };
const make = (change: Partial<ClusterKeysProps> = {}) =>
  synthesizeStack((stack) => new ClusterKeys(stack, "keys", { ...KEYS, ...change }));

describe("the keys of clusters", () => {
  test("are two in each region, in a ring of the region", () => {
    const rings = Object.values(resourcesOf(make(), "google_kms_key_ring"));
    expect(rings.map(({ name, location, project }) => `${project} ${location} ${name}`)).toEqual([
      "acme-test europe-west1 acme",
      "acme-test us-east1 acme",
    ]);
    const keys = Object.values(resourcesOf(make(), "google_kms_crypto_key"));
    expect(keys.map(({ name }) => name).sort()).toEqual(["boot-disks", "boot-disks", "secrets", "secrets"]);
  });

  test("are rotated each 90 days, or as is said, in seconds", () => {
    const periods = (configuration: Block) => [
      ...new Set(Object.values(resourcesOf(configuration, "google_kms_crypto_key")).map((key) => key.rotation_period)),
    ];
    expect(periods(make())).toEqual(["7776000s"]);
    expect(periods(make({ rotationDays: 30 }))).toEqual(["2592000s"]);
  });

  test("are never destroyed by Terraform, nor are their rings", () => {
    const made = make();
    for (const type of ["google_kms_key_ring", "google_kms_crypto_key"]) {
      for (const { lifecycle } of Object.values(resourcesOf(made, type)))
        expect(lifecycle).toEqual({ prevent_destroy: true });
    }
  });

  test("may each be used by the agent that encrypts by it, and by nobody else", () => {
    const made = make();
    const grants = Object.values(resourcesOf(made, "google_kms_crypto_key_iam_member"));
    const keys = resourcesOf(made, "google_kms_crypto_key");
    const rings = resourcesOf(made, "google_kms_key_ring");
    const named = (all: Record<string, Block>, reference: string) => all[reference.split(".")[1] ?? ""] ?? {};
    const lines = grants.map(({ crypto_key_id, role, member }) => {
      const key = named(keys, crypto_key_id);
      return `${named(rings, key.key_ring).location} ${key.name} ${role} ${member.replace(/\$\{[^}]+\.number\}/, "1")}`;
    });
    const role = "roles/cloudkms.cryptoKeyEncrypterDecrypter";
    const gke = `${role} serviceAccount:service-1@container-engine-robot.iam.gserviceaccount.com`;
    const compute = `${role} serviceAccount:service-1@compute-system.iam.gserviceaccount.com`;
    expect(lines.sort()).toEqual([
      `europe-west1 boot-disks ${compute}`,
      `europe-west1 secrets ${gke}`,
      `us-east1 boot-disks ${compute}`,
      `us-east1 secrets ${gke}`,
    ]);
    expect(made.resource).not.toHaveProperty("google_kms_key_ring_iam_member");
  });

  test("are handed to a cluster in the same stack, which waits until the agents may use them", () => {
    const region = "us-east1";
    const made = synthesizeStack((stack) => {
      const keys = new ClusterKeys(stack, "keys", KEYS);
      const ranges = { nodes: "10.0.0.0/20", pods: "10.64.0.0/16", services: "10.32.0.0/20" };
      const network = new GlobalNetwork(stack, "network", { networkName: "shop", regions: { [region]: ranges } });
      const subnet = network.subnet(region);
      const options = { project: "acme-test", clusterName: "shop", subnet, ...keys.forCluster(region) };
      const cluster = new RegionalCluster(stack, "cluster", options);
      const size = { totalMinNodeCount: 3, totalMaxNodeCount: 6 };
      cluster.addNodePool("web", { machineType: "n2-standard-4", autoscaling: size });
    });
    const grant = (key: string) => {
      const ofKey = (name: string) => name.startsWith(`keys_${region}_${key}_agent`);
      const [name] = Object.keys(resourcesOf(made, "google_kms_crypto_key_iam_member")).filter(ofKey);
      return `\${google_kms_crypto_key_iam_member.${name}.crypto_key_id}`;
    };
    const { database_encryption, node_config } = resourceOf(made, "google_container_cluster");
    expect(database_encryption).toEqual({ key_name: grant("secrets"), state: "ENCRYPTED" });
    expect(node_config.boot_disk_kms_key).toBe(grant("boot-disks"));
    const pool = resourceOf(made, "google_container_node_pool");
    expect(pool.node_config.boot_disk_kms_key).toBe(grant("boot-disks"));
  });

  test("are refused for a region that has none", () => {
    expect(
      refusalOf(() => synthesizeStack((stack) => new ClusterKeys(stack, "keys", KEYS).forCluster("asia-east1"))),
    ).toEqual(['stack/keys: region: got "asia-east1", expected a region of these keys: "europe-west1" or "us-east1"']);
  });

  test("are refused where Google would refuse them", () => {
    const wrong = { rotationDays: 0, keyRingName: "a b", regions: ["Europe"] };
    expect(refusalOf(() => make(wrong))).toEqual([
      "stack/keys: rotationDays: got 0, expected a whole number from 1 to 36500",
      'stack/keys: keyRingName: got "a b", expected 1 to 63 letters, digits, hyphens and underscores',
      'stack/keys: regions: got "Europe", expected regions of Google Cloud: "europe-west1"',
    ]);
  });
});

describe("a platform with keys of its own", () => {
  const platform = (change: Partial<HybridPlatformProps>) =>
    synthesize((app) => new HybridPlatform(app, "test", { ...SMALL_PLATFORM, ...change } as HybridPlatformProps));
  const [pool] = Object.entries(SMALL_PLATFORM.clusters["europe-west1"].nodePools);
  const PATH = "projects/acme-test/locations/europe-west1/keyRings/test/cryptoKeys";

  test("encrypts secrets and all boot disks by them: of the first pool and of the others", () => {
    const { stacks } = platform({ encryptionKeys: {} });
    const cluster = stacks["test-cluster-europe-west1"] ?? {};
    const { database_encryption, node_config } = resourceOf(cluster, "google_container_cluster");
    expect(database_encryption).toEqual({ key_name: `${PATH}/secrets`, state: "ENCRYPTED" });
    expect(node_config.boot_disk_kms_key).toBe(`${PATH}/boot-disks`);
    for (const one of Object.values(resourcesOf(cluster, "google_container_node_pool"))) {
      expect(one.node_config.boot_disk_kms_key).toBe(`${PATH}/boot-disks`);
    }
    const keys = Object.values(resourcesOf(stacks["test-keys"] ?? {}, "google_kms_key_ring"));
    expect(keys.map(({ location, name }) => `${location}/${name}`)).toEqual(["europe-west1/test"]);
  });

  test("switches on their API, and orders the stacks: APIs, keys, clusters", () => {
    const { stacks, manifest } = platform({ encryptionKeys: {} });
    const services = Object.values(resourcesOf(stacks["test-network"] ?? {}, "google_project_service"));
    expect(services.map(({ service }) => service)).toContain("cloudkms.googleapis.com");
    expect(manifest.stacks["test-keys"].dependencies).toEqual(["test-network"]);
    expect(manifest.stacks["test-cluster-europe-west1"].dependencies).toContain("test-keys");
    const without = platform({}).stacks;
    expect(Object.keys(without)).not.toContain("test-keys");
    const others = Object.values(resourcesOf(without["test-network"] ?? {}, "google_project_service"));
    expect(others.map(({ service }) => service)).not.toContain("cloudkms.googleapis.com");
  });

  test("encrypts only what is wanted, by a ring of another name, and keeps a cluster's own key", () => {
    const own = "projects/acme-vault/locations/europe-west1/keyRings/k/cryptoKeys/c";
    const { stacks } = platform({
      encryptionKeys: { bootDisks: false, keyRingName: "second" },
      clusters: {
        "europe-west1": { nodePools: Object.fromEntries([pool ?? []]), secretsKmsKeyName: own },
        "us-east1": { nodePools: Object.fromEntries([pool ?? []]) },
      },
    });
    const keyOf = (region: string) =>
      resourceOf(stacks[`test-cluster-${region}`] ?? {}, "google_container_cluster").database_encryption.key_name;
    expect(keyOf("europe-west1")).toBe(own);
    expect(keyOf("us-east1")).toBe("projects/acme-test/locations/us-east1/keyRings/second/cryptoKeys/secrets");
    const { node_config } = resourceOf(stacks["test-cluster-us-east1"] ?? {}, "google_container_cluster");
    expect(node_config.boot_disk_kms_key).toBeUndefined();
  });

  test("keeps the keys of a region whose cluster is gone", () => {
    const { stacks } = platform({ encryptionKeys: { formerRegions: ["us-east1"] } });
    const rings = Object.values(resourcesOf(stacks["test-keys"] ?? {}, "google_kms_key_ring"));
    expect(rings.map(({ location }) => location)).toEqual(["europe-west1", "us-east1"]);
  });

  test("is refused with keys that would encrypt nothing, and with wrong ones, by the user's own names", () => {
    expect(refusalOf(() => platform({ encryptionKeys: { bootDisks: false, secrets: false } }))[0]).toContain(
      "test: encryptionKeys: got",
    );
    expect(
      refusalOf(() => platform({ encryptionKeys: { rotationDays: 1.5, keyRingName: "a b", formerRegions: ["us"] } })),
    ).toEqual([
      "test: encryptionKeys.rotationDays: got 1.5, expected a whole number from 1 to 36500",
      'test: encryptionKeys.keyRingName: got "a b", expected 1 to 63 letters, digits, hyphens and underscores',
      'test: encryptionKeys.formerRegions: got "us", expected regions of Google Cloud: "europe-west1"',
    ]);
  });
});
