import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expectGolden } from "../support/golden";
import { addressesOf, resourceOf } from "../support/synthesize";

describe("the example single-cluster", () => {
  const outdir = mkdtempSync(join(tmpdir(), "single-cluster-"));
  afterAll(() => rmSync(outdir, { recursive: true }));

  test("keeps the address of every resource", () => {
    process.env.CDKTF_OUTDIR = outdir;
    jest.requireActual("../../examples/single-cluster/main");
    delete process.env.CDKTF_OUTDIR;
    const stack = JSON.parse(readFileSync(join(outdir, "stacks", "single-cluster", "cdk.tf.json"), "utf8"));
    expectGolden("single-cluster.addresses.txt", `${addressesOf(stack).join("\n")}\n`);
    expect(resourceOf(stack, "google_container_node_pool").name).toBe("web");
  });
});
