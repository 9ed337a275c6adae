import type { App } from "cdktf";
import { Accelerator, GlobalNetwork, type NodePoolOptions, PlatformStack, RegionalCluster } from "../../index";

export const REGION = "europe-west4";
export const KEY = `projects/acme-keys/locations/${REGION}/keyRings/gke/cryptoKeys/secrets`;
const H100: Omit<NodePoolOptions, "autoscaling"> = {
  machineType: "a3-highgpu-8g",
  accelerator: Accelerator.H100,
  zones: [`${REGION}-b`],
};

/** What the examples do not show and a cloud answers otherwise than it was told. */
export interface Settings {
  readonly keyOfOld?: string;
  readonly keyOfNew?: string;
  readonly pools: { readonly [name: string]: Partial<NodePoolOptions> };
}

export const SETTINGS = {
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

export const program = (settings: Settings) => (app: App) => {
  new Clusters(app, settings);
};
