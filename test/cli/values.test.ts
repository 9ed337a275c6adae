import { Accelerator, HybridPlatform } from "../../index";
import { hybridKubernetes, outputFolder } from "../support/command-line";
import { expectSchema } from "../support/json-schema";
import { SMALL_PLATFORM } from "../support/platform";

const { web } = SMALL_PLATFORM.clusters["europe-west1"].nodePools;
const video = {
  machineType: "g2-standard-24",
  accelerator: Accelerator.L4,
  acceleratorCount: 2,
  autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 8 },
  nodeLabels: { team: "video" },
  taints: [{ key: "team", value: "video", effect: "NO_EXECUTE" as const }],
};

const folder = outputFolder((app) => {
  new HybridPlatform(app, "test", {
    ...SMALL_PLATFORM,
    clusters: { "europe-west1": { nodePools: { web, video } }, "us-east1": { nodePools: { web } } },
    services: {
      api: { hostName: "api.example.com", maxRatePerEndpoint: 100, servicePort: 443 },
      shop: { hostName: "shop.example.com", maxRatePerEndpoint: 100, autoneg: true },
    },
  });
});

function valuesOf(...args: string[]) {
  const { stdout, stderr, status } = hybridKubernetes("values", folder, ...args);
  expect([stderr, status]).toEqual(["", 0]);
  return JSON.parse(stdout);
}

describe("the values of clusters", () => {
  test("are what a GitOps tool must know of one, and no more", () => {
    expect(valuesOf("--cluster", "test-europe-west1")).toEqual({
      project: "acme-test",
      location: "europe-west1",
      clusterName: "test-europe-west1",
      workloadPool: "acme-test.svc.id.goog",
      services: {
        api: {
          annotations: { "cloud.google.com/neg": '{"exposed_ports":{"443":{"name":"test-europe-west1-api"}}}' },
        },
        shop: {
          annotations: {
            "cloud.google.com/neg": '{"exposed_ports":{"80":{}}}',
            "controller.autoneg.dev/neg": expect.stringContaining('"test-shop-autoneg"'),
            "controller.autoneg.dev/sync": '{"capacity_scaler":true}',
          },
        },
      },
      nodePools: {
        video: {
          nodeSelector: { "cloud.google.com/gke-nodepool": "video" },
          labels: { team: "video" },
          tolerations: [
            { key: "nvidia.com/gpu", operator: "Equal", value: "present", effect: "NoSchedule" },
            { key: "team", operator: "Equal", value: "video", effect: "NoExecute" },
          ],
          accelerator: { type: "nvidia-l4", count: 2 },
        },
        web: { nodeSelector: { "cloud.google.com/gke-nodepool": "web" }, labels: {}, tolerations: [] },
      },
    });
  });

  test("are of every cluster by its name without one", () => {
    const all = valuesOf();
    expectSchema("values", all);
    expect(Object.keys(all.clusters)).toEqual(["test-europe-west1", "test-us-east1"]);
    expect(all.clusters["test-us-east1"]).toEqual(valuesOf("--cluster", "test-us-east1"));
    expect(all.clusters["test-us-east1"].services.api.annotations["cloud.google.com/neg"]).toContain(
      "test-us-east1-api",
    );
  });

  test("name the clusters that there are when another one is asked for", () => {
    expect(hybridKubernetes("values", folder, "--cluster", "test-asia-east1")).toMatchObject({
      status: 1,
      stderr: 'error: values: cluster: got "test-asia-east1", expected "test-europe-west1" or "test-us-east1"\n',
    });
  });
});
