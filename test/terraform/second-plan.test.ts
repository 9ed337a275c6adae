import type { App } from "cdktf";
import { Accelerator, GlobalNetwork, type NodePoolOptions, PlatformStack, RegionalCluster } from "../../index";
import { synthesize } from "../support/synthesize";
import { type Changes, Deployment } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";

const REGION = "europe-west4";
const KEY = `projects/acme-keys/locations/${REGION}/keyRings/gke/cryptoKeys/secrets`;
const H100: Omit<NodePoolOptions, "autoscaling"> = {
  machineType: "a3-highgpu-8g",
  accelerator: Accelerator.H100,
  zones: [`${REGION}-b`],
};

/** What the examples do not show and a cloud answers otherwise than it was told. */
interface Settings {
  readonly keyOfOld?: string;
  readonly keyOfNew?: string;
  readonly pools: { readonly [name: string]: Partial<NodePoolOptions> };
}

const SETTINGS = {
  keyOfOld: undefined,
  keyOfNew: KEY,
  pools: {
    "built-in": { machineType: "c3-standard-8-lssd" },
    "built-in-z": { machineType: "z3-highmem-88" },
    raw: { machineType: "c3-standard-8-lssd", rawBlockLocalSsdCount: 2 },
    chosen: { machineType: "n2-standard-8", ephemeralLocalSsdCount: 2 },
    queued: { ...H100, queuedProvisioning: true },
    flexible: { ...H100, flexStart: true },
  },
} satisfies Settings;

class Clusters extends PlatformStack {
  constructor(scope: App, settings: Settings) {
    super(scope, "clusters", { google: { project: "acme" } });
    this.useGoogle();
    const range = { nodes: "10.0.0.0/20", pods: "10.64.0.0/16", services: "10.32.0.0/20" };
    const network = new GlobalNetwork(this, "network", { networkName: "acme", regions: { [REGION]: range } });
    const cluster = (clusterName: string, secretsKmsKeyName: string | undefined) =>
      new RegionalCluster(this, clusterName, {
        project: "acme",
        clusterName,
        subnet: network.subnet(REGION),
        secretsKmsKeyName,
      });
    cluster("old", settings.keyOfOld);
    const withPools = cluster("new", settings.keyOfNew);
    const autoscaling = { totalMinNodeCount: 0, totalMaxNodeCount: 3 };
    for (const [name, pool] of Object.entries(settings.pools)) {
      withPools.addNodePool(name, { machineType: "e2-standard-4", autoscaling, ...pool });
    }
  }
}

const program = (settings: Settings) => (app: App) => {
  new Clusters(app, settings);
};

describeWithTerraform("what a cloud answers otherwise than it was told", () => {
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = await Deployment.ofProgram(program(SETTINGS));
    await deployment.succeed("clusters", "init");
    await deployment.succeed("clusters", "apply", "-auto-approve");
  });
  afterAll(() => deployment.close());

  async function described<T>(settings: Partial<Settings>, act: () => Promise<T>): Promise<T> {
    const before = deployment.configurationOf("clusters");
    deployment.configure("clusters", synthesize(program({ ...SETTINGS, ...settings })).stacks.clusters ?? {});
    try {
      return await act();
    } finally {
      deployment.configure("clusters", before);
    }
  }

  const planned = (settings: Partial<Settings>): Promise<Changes> =>
    described(settings, () => deployment.plan("clusters"));
  const withPool = (name: keyof typeof SETTINGS.pools, changed: Partial<NodePoolOptions>) =>
    planned({ pools: { ...SETTINGS.pools, [name]: { ...SETTINGS.pools[name], ...changed } } });

  test("is no change in the next plan", async () => {
    expect(await deployment.plan("clusters")).toEqual({});
  });

  test("hides no count of local SSDs that is given", async () => {
    const chosen = { "google_container_node_pool.new_chosen": "replace" };
    expect(await withPool("chosen", { ephemeralLocalSsdCount: 1 })).toEqual(chosen);
    expect(await withPool("chosen", { ephemeralLocalSsdCount: 0 })).toEqual(chosen);
    expect(await withPool("chosen", { ephemeralLocalSsdCount: 0, rawBlockLocalSsdCount: 2 })).toEqual(chosen);
    const builtIn = { "google_container_node_pool.new_built-in": "replace" };
    expect(await withPool("built-in", { rawBlockLocalSsdCount: 2 })).toEqual(builtIn);
  });

  test("leaves the local SSDs of a pool whose counts are no longer given", async () => {
    expect(await withPool("chosen", { ephemeralLocalSsdCount: undefined })).toEqual({});
  });

  test("hides no end of a cluster's own key, and no other key", async () => {
    const cluster = { "google_container_cluster.new": "update" };
    expect(await planned({ keyOfNew: undefined })).toEqual(cluster);
    expect(await planned({ keyOfNew: `${KEY}-2` })).toEqual(cluster);
  });

  test("lets no key be given to a cluster that stands without one: Terraform would not switch it on", async () => {
    const { status, stderr } = await described({ keyOfOld: KEY }, () => deployment.terraform("clusters", "plan"));
    expect(status).toBe(1);
    expect(stderr.replace(/[│\s]+/g, " ")).toContain(
      `gcloud container clusters update old --project=acme --location=${REGION} --database-encryption-key=${KEY}`,
    );
  });
});
