import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HybridPlatform } from "../../index";
import { hybridKubernetes, outputFolder } from "../support/command-line";
import { expectSchema } from "../support/json-schema";
import { SMALL_PLATFORM } from "../support/platform";

const folder = outputFolder((app) => new HybridPlatform(app, "test", SMALL_PLATFORM));
const scratch = mkdtempSync(join(tmpdir(), "json-"));

/** A folder with these files. */
function folderOf(name: string, files: Record<string, string>): string {
  const path = join(scratch, name);
  mkdirSync(path);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}

describe("output for programs", () => {
  test("has the stacks", () => {
    const { stdout, status } = hybridKubernetes("stacks", folder, "--json");
    expect(status).toBe(0);
    const output = JSON.parse(stdout);
    expectSchema("stacks", output);
    expect(output.stacks.map(({ name }: { name: string }) => name)).toEqual([
      "test-network",
      "test-edge",
      "test-cluster-europe-west1",
      "test-dns",
    ]);
    expect(output.stacks[3]).toMatchObject({
      waitsFor: ["test-cluster-europe-west1", "test-edge"],
      resources: { aws_route53_health_check: 2 },
    });
  });

  test("has the failover of the load balancer", () => {
    const output = JSON.parse(hybridKubernetes("failover", folder, "--json").stdout);
    expectSchema("failover", output);
    expect(output.services).toMatchObject([{ stack: "test-edge", sites: [{ name: "europe-west1", whenGone: [] }] }]);
  });
});

describe("the command", () => {
  test("has a version, the package's", () => {
    const { version } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8"));
    expect(hybridKubernetes("--version")).toMatchObject({ status: 0, stdout: `${version}\n` });
  });

  test("says so where there is nothing", () => {
    const empty = folderOf("empty", { "manifest.json": JSON.stringify({ stacks: {} }) });
    expect(hybridKubernetes("stacks", empty)).toMatchObject({ status: 0, stdout: "There are no stacks.\n" });
    expect(hybridKubernetes("review", empty, empty)).toMatchObject({
      status: 0,
      stdout: "Neither version has address records of Route 53 or a data centre, and no stack changes.\n",
    });
    expect(hybridKubernetes("routing", empty)).toMatchObject({
      status: 1,
      stderr: `error: routing: folder: ${empty} holds no address records of Route 53\n`,
    });
  });

  test.each([
    [
      "of AWS CDK",
      { "manifest.json": JSON.stringify({ version: "36.0.0", artifacts: {} }) },
      "manifest.json: is not what cdktf synth wrote, but another program, such as AWS CDK",
    ],
    [
      "with broken JSON",
      { "manifest.json": '{"stacks": {"dns": ' },
      /^manifest\.json: cannot be read \(.*JSON.*\): run "cdktf synth" first$/,
    ],
    [
      "with a stack that is broken",
      {
        "manifest.json": JSON.stringify({ stacks: { dns: { dependencies: [], synthesizedStackPath: "dns.tf.json" } } }),
        "dns.tf.json": "terraform {",
      },
      /^dns\.tf\.json: cannot be read \(.*JSON.*\): run "cdktf synth" first$/,
    ],
    [
      "in HCL",
      {
        "manifest.json": JSON.stringify({ stacks: { dns: { dependencies: [], synthesizedStackPath: "cdk.tf" } } }),
        "cdk.tf": "terraform {",
      },
      'cdk.tf: cannot be read (it is HCL): run "cdktf synth" without --hcl',
    ],
  ])("says what is wrong with a folder %s", (name, files, reason) => {
    const path = folderOf(name.replaceAll(" ", "-"), files as unknown as Record<string, string>);
    const { status, stderr } = hybridKubernetes("routing", path);
    expect(status).toBe(1);
    const [, said] = stderr.trimEnd().split(`error: ${path}: `);
    if (typeof reason === "string") expect(said).toBe(reason);
    else expect(said).toMatch(reason);
  });
});
