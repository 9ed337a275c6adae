import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hybridKubernetes } from "../../support/command-line";
import { writePlans } from "../../support/stack-plan";
import type { Block } from "../../support/synthesize";
import { type WrittenStack, writtenOutput } from "../../support/written-output";
import { ofStack, platform, review, SPOT, section, web } from "./reviews";

const CLUSTER = "google_container_cluster.cluster";
const before = platform();
const spot = platform({ ...web, spot: true });

describe("what an apply would be refused for", () => {
  const cluster = (protection: boolean, more: Block = {}): WrittenStack => ({
    configuration: {
      resource: { google_container_cluster: { cluster: { name: "one", deletion_protection: protection, ...more } } },
    },
  });
  const refusal =
    "error: own: this apply will be refused: deletion protection of cluster one is on; set deletionProtection: false and deploy that first [deletion-protection]\n";

  test("is told before, of a stack that is gone and of what a plan replaces", () => {
    const gone = review(writtenOutput({ own: cluster(true), other: cluster(false) }), writtenOutput({}));
    expect(gone).toMatchObject({ status: 2, stderr: refusal });
    const replaced = ofStack(cluster(true).configuration, cluster(true, { location: "x" }).configuration, {
      replaced: { [CLUSTER]: { paths: [["location"]] } },
    });
    expect(replaced).toMatchObject({ status: 2, stderr: refusal });
  });

  test("is what the state has, since the provider asks that: not what is only written", () => {
    const replaced = { [CLUSTER]: { paths: [["location"]] } };
    const young = cluster(false, { location: "x" }).configuration;
    expect(ofStack(cluster(true).configuration, young, { replaced }).stderr).toBe(refusal);
    const before = { [CLUSTER]: { deletion_protection: false } };
    expect(ofStack(cluster(true).configuration, young, { replaced, before })).toMatchObject({ status: 0, stderr: "" });
  });

  test("is prevent_destroy in a stack that is destroyed as it was", () => {
    const held = cluster(false, { lifecycle: { prevent_destroy: true } });
    expect(review(writtenOutput({ own: held }), writtenOutput({}))).toMatchObject({
      status: 2,
      stderr:
        "error: own: this apply will be refused: prevent_destroy of cluster one is set; take it away in the deployed version first [deletion-protection]\n",
    });
    // A stack that stays no longer has the block in which it was set.
    expect(review(writtenOutput({ own: held }), writtenOutput({ own: { configuration: {} } })).status).toBe(0);
  });
});

describe("a folder of plans", () => {
  test("has no use for a plan of a stack that is gone, unless it is of its end", () => {
    const [old, gone] = [
      writtenOutput({ own: { configuration: { resource: { own_thing: { one: {} } } } } }),
      writtenOutput({}),
    ];
    for (const plans of [writePlans(old, old), writePlans(old, gone)])
      expect(review(old, gone, { plans }).stdout).toContain("removed: stack own with 1 resource\n");
  });

  const changed = () => writePlans(before, spot, SPOT);

  test("names a plan that is missing, one that failed, and one of another configuration", () => {
    const missing = changed();
    rmSync(join(missing, "test-cluster-europe-west1.json"));
    const failed = changed();
    writeFileSync(join(failed, "test-cluster-europe-west1.code"), "1\n");
    // What terraform show had written when it failed.
    writeFileSync(join(failed, "test-cluster-europe-west1.json"), "{");
    for (const [plans, why] of [
      [missing, "there is no plan of it"],
      [failed, "its plan failed"],
      [writePlans(before, before), "its plan is of another configuration: plan it again"],
    ] as const) {
      const { stdout, status } = review(before, spot, { plans });
      expect(status).toBe(0);
      expect(stdout).toContain("Replaced: not known of each stack; removed: ");
      expect(section(stdout, "Replaced or lost")).toBe(
        `### test-cluster-europe-west1\n\nreplacement: not known: ${why}\n`,
      );
    }
  });

  test("needs none of a stack that does not change", () => {
    const plans = changed();
    rmSync(join(plans, "test-edge.json"));
    expect(review(before, spot, { plans }).stdout).not.toContain("not known");
  });

  test("names a file that is of no stack", () => {
    const plans = changed();
    writeFileSync(join(plans, "older.json"), JSON.stringify({ format_version: "1.2", configuration: {} }));
    expect(section(review(before, spot, { plans }).stdout, "Replaced or lost")).toMatch(
      /^older\.json: neither version has a stack of this name\n/,
    );
  });

  test("cannot be compared when it is not there, or has a file that is not a plan", () => {
    const plans = changed();
    writeFileSync(join(plans, "test-dns.json"), "{}");
    writeFileSync(join(plans, "test-edge.json"), "{");
    const { status, stderr } = hybridKubernetes("review", before, spot, "--plans", plans);
    expect(status).toBe(1);
    expect(stderr).toContain('test-dns.json: is not a plan: write one by "terraform show -json plan > test-dns.json"');
    expect(stderr).toMatch(/test-edge\.json: cannot be read \(.*JSON.*\)/);
    expect(hybridKubernetes("review", before, spot, "--plans", "nowhere")).toMatchObject({
      status: 1,
      stderr: "error: nowhere: --plans: there is no such folder [unreadable]\n",
    });
  });
});
