import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { countResources, expectSameTerraform } from "../../bench/same-terraform";
import { twinOf } from "../../bench/twin";
import { HybridPlatform } from "../../index";
import { outputFolder } from "../support/command-line";
import { SMALL_PLATFORM } from "../support/platform";

const ours = outputFolder((app) => new HybridPlatform(app, "test", SMALL_PLATFORM));
const twin = twinOf(ours, "deep");

const folder = mkdtempSync(join(tmpdir(), "twin-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a twin, which writes to the folder that the environment names, as under `cdktf synth`. */
function run(program: string, name: string): string {
  const outdir = join(folder, name);
  process.env.CDKTF_OUTDIR = outdir;
  try {
    new Function("require", program)(require);
  } finally {
    delete process.env.CDKTF_OUTDIR;
  }
  return outdir;
}

test("a twin makes the same Terraform, with the provider's classes and nothing of this library", () => {
  const outdir = run(twin, "same");
  expectSameTerraform(ours, outdir);
  expect(countResources(outdir)).toBeGreaterThan(30);
  expect(twin).not.toContain("hybrid-kubernetes");
});

test("a twin refers to other resources by their attributes, as a person would", () => {
  expect(twin).toMatch(/network: elements\[\d+\]\.id/);
  expect(twin).not.toContain("${");
});

test("a twin that differs in one value is noticed", () => {
  const outdir = run(twin, "differs");
  const file = join(outdir, "stacks", "test-network", "cdk.tf.json");
  writeFileSync(file, readFileSync(file, "utf8").replace('"GLOBAL"', '"REGIONAL"'));
  expect(() => expectSameTerraform(ours, outdir)).toThrow();
});

test("a twin with barrel imports loads no module of its own for a resource", () => {
  const required = [...twinOf(ours, "barrel").matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name);
  expect([...new Set(required)].sort()).toEqual(["@cdktf/provider-aws", "@cdktf/provider-google", "cdktf"]);
});
