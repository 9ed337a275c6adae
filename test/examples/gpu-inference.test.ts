import { GpuInference } from "../../examples/gpu-inference/gpu-inference";
import { expectGolden } from "../support/golden";
import { addressesOf, resourcesOf, synthesize } from "../support/synthesize";

const output = synthesize((app) => {
  new GpuInference(app, "gpu-inference", { google: { project: "acme-inference" } });
});
const stack = output.stacks["gpu-inference"] ?? {};

describe("the example gpu-inference", () => {
  test("keeps the address of every resource", () => {
    expectGolden("gpu-inference.addresses.txt", `${addressesOf(stack).join("\n")}\n`);
  });

  test("costs nothing for GPUs while nobody asks", () => {
    const pools = Object.values(resourcesOf(stack, "google_container_node_pool"));
    const gpuPools = pools.filter(({ node_config }) => node_config.guest_accelerator[0].count > 0);
    expect(gpuPools.map(({ name }) => name).sort()).toEqual(["large-models", "small-models"]);
    for (const { autoscaling, initial_node_count } of gpuPools) {
      expect([autoscaling.total_min_node_count, initial_node_count]).toEqual([0, 0]);
    }
  });

  test("warns of nothing", () => {
    expect(output.manifest.stacks["gpu-inference"].annotations).toEqual([]);
  });
});
