import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { HybridPlatform } from "../../index";
import { readOutputFolder } from "../../lib/cli/output-folder";
import { stacksInFull, stacksTable } from "../../lib/cli/stacks";
import { State } from "../../lib/state";
import { SMALL_PLATFORM } from "../support/platform";

describe("the table of stacks", () => {
  const outdir = mkdtempSync(join(tmpdir(), "table-"));
  afterAll(() => rmSync(outdir, { recursive: true }));
  const app = new App({ outdir });
  new HybridPlatform(app, "test", { ...SMALL_PLATFORM, state: State.gcs({ bucket: "states" }) });
  app.synth();
  const lines = stacksTable(readOutputFolder(outdir), "text").split("\n");
  const line = (stack: string) => lines.find((text) => text.trim().startsWith(stack)) ?? "";
  const inFull = (columns: number) => stacksInFull(readOutputFolder(outdir), "text", columns);
  const blockOf = (stack: string) =>
    inFull(80)
      .split("\n\n")
      .find((text) => text.startsWith(stack)) ?? "";

  test("has the stacks in the order in which they are deployed", () => {
    const stacks = lines.map((text) => text.split(" ")[0]).filter((word) => word?.startsWith("test-"));
    expect(stacks).toEqual(["test-network", "test-edge", "test-cluster-europe-west1", "test-dns"]);
  });

  test("is no wider than 80 columns, and has no blanks at the end of a line", () => {
    expect(lines.filter((text) => text.length > 80 || / $/.test(text))).toEqual([]);
  });

  test("counts the resources, in full by kind", () => {
    // With a router, its NAT and a subnet these are 7, and 9 APIs are switched on.
    expect(line("test-network")).toMatch(/^test-network +16 +-$/);
    expect(blockOf("test-network")).toContain("  resources: 16: 3 firewall, 1 network, 1 router, 1");
    // In each family: 2 of the host name, 2 of the share, 2 of the chain; and what makes places before others go.
    expect(blockOf("test-dns")).toContain("  resources: 16: 2 route53 health check, 12 route53");
  });

  test("names what is waited for, and in full where the state is", () => {
    expect(line("test-dns")).toMatch(/^test-dns +16 +test-cluster-europe-west1$/);
    expect(blockOf("test-dns")).toContain("  waits for: test-cluster-europe-west1, test-edge\n");
    expect(blockOf("test-dns")).toContain("  state: gs://states/terraform/test-dns");
    expect(blockOf("test-network")).not.toContain("waits for");
  });

  test.each([40, 80, 200])("is wrapped to %i columns in full, but for what is copied in one piece", (columns) => {
    const wide = inFull(columns)
      .split("\n")
      .filter((text) => text.length > columns);
    expect(wide.filter((text) => text.trim().includes(" ") && !text.startsWith("  state: "))).toEqual([]);
  });
});

test.each([
  [State.local(), "file terraform.test-dns.tfstate"],
  [State.s3({ bucket: "states", region: "eu-west-1" }), "s3://states/terraform/test-dns.tfstate"],
  [State.hcp({ organization: "acme" }), "HCP Terraform acme/test-dns"],
])("a state is named by its place", (state, place) => {
  const outdir = mkdtempSync(join(tmpdir(), "table-"));
  const app = new App({ outdir });
  new HybridPlatform(app, "test", { ...SMALL_PLATFORM, state });
  app.synth();
  expect(stacksInFull(readOutputFolder(outdir), "text", 80)).toContain(`  state: ${place}`);
  rmSync(outdir, { recursive: true });
});

test("a folder that is not there, or half written, is an error with advice", () => {
  expect(() => readOutputFolder("nowhere")).toThrow(
    'nowhere: manifest.json: there is no such file: run "cdktf synth" first',
  );
  const folder = mkdtempSync(join(tmpdir(), "broken-"));
  writeFileSync(join(folder, "manifest.json"), "{");
  expect(() => readOutputFolder(folder)).toThrow(/: manifest\.json: cannot be read \(.*\): run "cdktf synth" first$/);
});
