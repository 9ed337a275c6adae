import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expectGolden } from "../support/golden";
import { addressesOf } from "../support/synthesize";

const REGIONS = ["europe-west1", "asia-southeast1", "us-east1"];

describe("the example of workloads", () => {
  const outdir = mkdtempSync(join(tmpdir(), "workloads-"));
  const read = (...path: string[]) => JSON.parse(readFileSync(join(outdir, ...path), "utf8"));
  beforeAll(() => {
    process.env.CDKTF_OUTDIR = outdir;
    jest.requireActual("../../examples/workloads/main");
  });
  afterAll(() => rmSync(outdir, { recursive: true }));

  test("has a stack beside each cluster's", () => {
    const { stacks } = read("manifest.json");
    for (const region of REGIONS) {
      expect(stacks[`production-workloads-${region}`].dependencies).toEqual([`production-cluster-${region}`]);
    }
  });

  test("keeps the address of every resource", () => {
    const listed = REGIONS.map((region) => {
      const name = `production-workloads-${region}`;
      const addresses = addressesOf(read("stacks", name, "cdk.tf.json"));
      return `${name}\n${addresses.map((address) => `  ${address}\n`).join("")}`;
    });
    expectGolden("workloads.addresses.txt", listed.join("\n"));
  });
});
