import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { HybridPlatform } from "../../index";
import { readOutputFolder } from "../../lib/cli/output-folder";
import { stacksTable } from "../../lib/cli/stacks-table";
import { State } from "../../stacks";
import { SMALL_PLATFORM } from "../support/platform";

describe("the table of stacks", () => {
  const outdir = mkdtempSync(join(tmpdir(), "table-"));
  afterAll(() => rmSync(outdir, { recursive: true }));
  const app = new App({ outdir });
  new HybridPlatform(app, "test", { ...SMALL_PLATFORM, state: State.gcs({ bucket: "states" }) });
  app.synth();
  const lines = stacksTable(readOutputFolder(outdir)).split("\n");
  const line = (stack: string) => lines.find((text) => text.trim().startsWith(stack)) ?? "";

  test("has the stacks in the order in which they are deployed", () => {
    const stacks = lines.map((text) => text.trim().split(" ")[0]).filter((word) => word?.startsWith("test-"));
    expect(stacks).toEqual(["test-network", "test-cluster-europe-west1", "test-edge", "test-dns"]);
  });

  test("counts the resources by kind", () => {
    expect(line("test-network")).toContain("16: 3 firewall, 1 network, 1 router, 1");
    // In each family: 2 of the host name, 2 of the share, 2 of the chain.
    expect(line("test-dns")).toContain("14: 2 route53 health check, 12 route53");
  });

  test("says where the state is and what is waited for", () => {
    expect(line("test-dns")).toMatch(/ test-edge +gs:\/\/states\/terraform\/test-dns/);
    expect(line("test-network")).toMatch(/ - +gs:\/\/states\/terraform\/test-network/);
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
  expect(stacksTable(readOutputFolder(outdir))).toContain(place);
  rmSync(outdir, { recursive: true });
});

test("a folder that nobody wrote is an error with advice", () => {
  expect(() => readOutputFolder("nowhere")).toThrow('nowhere/manifest.json is not there: run "cdktf synth" first');
});
