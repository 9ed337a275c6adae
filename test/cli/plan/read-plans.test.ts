import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hybridKubernetes } from "../../support/command-line";
import { writePlans } from "../../support/stack-plan";
import type { Block } from "../../support/synthesize";
import { writtenOutput } from "../../support/written-output";
import { lost, ofStack, review, section } from "./reviews";

const thing = (more: Block = {}): Block => ({ resource: { own_thing: { one: { name: "one", ...more } } } });
const [old, young] = [thing(), thing({ size: 2 })].map((configuration) => writtenOutput({ own: { configuration } }));
if (old === undefined || young === undefined) throw new Error("there are no two versions");

/** A folder with the plan of the change, of which something is otherwise. */
function plansWith(change: (plan: Block) => Block): string {
  const plans = writePlans(old as string, young as string);
  const file = join(plans, "own.json");
  writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, "utf8")))));
  return plans;
}

describe("a plan that is not whole", () => {
  const ofPlan = (change: Block) => review(old, young, { plans: plansWith((plan) => ({ ...plan, ...change })) });

  test("is one that failed, though Terraform wrote it: nobody knows what an apply would do", () => {
    // What Terraform 1.11 writes where a precondition failed.
    const { stdout } = ofPlan({ errored: true, complete: false, resource_changes: [] });
    expect(lost(stdout)).toBe("replacement: not known: its plan failed\n");
  });

  test.each([
    [
      "some of it is put off to the next",
      { deferred_changes: [{ reason: "provider_config_unknown" }], complete: true },
    ],
    ["it was made for some of the resources", { complete: false, errored: false }],
  ])("is named where %s", (_, change) => {
    expect(lost(ofPlan(change).stdout)).toBe(
      "replacement: not known: its plan is of a part of what changes: plan it without -target and again after the next apply\n",
    );
  });

  test("is named of a stack that both versions have alike, too: it may have changed outside", () => {
    const plans = writePlans(old, old);
    writeFileSync(join(plans, "own.json"), JSON.stringify({ format_version: "1.2", configuration: {}, errored: true }));
    expect(lost(review(old, old, { plans }).stdout)).toBe("replacement: not known: its plan failed\n");
  });

  test("is otherwise read as it is", () => {
    const { stdout } = ofPlan({ errored: false, complete: true, deferred_changes: [] });
    expect(stdout).toContain("Replaced: 0; removed: 0; new: 0; changed in place: 1.\n");
  });
});

describe("a plan that this version cannot read", () => {
  const errorOf = (change: (plan: Block) => Block) => {
    const { status, stderr } = hybridKubernetes("review", old, young, "--plans", plansWith(change));
    expect(status).toBe(1);
    return stderr.replace(/^error: \S+plans-\w+: /, "");
  };

  test("is one of another format", () => {
    expect(errorOf((plan) => ({ ...plan, format_version: "2.0" }))).toBe(
      "own.json: has the format 2.0, and can be read only in the format 1 [unreadable]\n",
    );
  });

  test.each<[string, Block]>([
    ["no actions", { address: "own_thing.one", mode: "managed", type: "own_thing", change: {} }],
    ["no change", { address: "own_thing.one", mode: "managed", type: "own_thing" }],
    ["no address", { mode: "managed", type: "own_thing", change: { actions: ["update"] } }],
    ["no type", { address: "own_thing.one", mode: "managed", change: { actions: ["update"] } }],
  ])("is one of whose changes one has %s", (_, change) => {
    expect(errorOf((plan) => ({ ...plan, resource_changes: [change] }))).toBe(
      'own.json: is not a plan: write one by "terraform show -json plan > own.json" [unreadable]\n',
    );
  });
});

describe("what an apply left behind half-way", () => {
  const cluster = { resource: { google_container_cluster: { one: { name: "one", deletion_protection: true } } } };
  const left: Block = {
    address: "google_container_cluster.one",
    deposed: "1a2b3c4d",
    mode: "managed",
    type: "google_container_cluster",
    change: { actions: ["delete"], before: { name: "one", deletion_protection: true }, after: null },
  };
  const live = { ...left, deposed: undefined, change: { actions: ["no-op"], before: {}, after: {} } };

  test("is no removal of what is live: nothing is lost, and nothing refused", () => {
    const found = ofStack(cluster, cluster, { others: [live, left] });
    expect(found).toMatchObject({ status: 0, stderr: "" });
    expect(lost(found.stdout)).toBe(
      "deleted: what an apply left behind half-way of cluster one (google_container_cluster.one)\n",
    );
    expect(found.stdout).toContain(
      "Replaced: 0; removed: 0; new: 0; changed in place: 0; left behind and deleted now: 1.\n",
    );
  });

  test("does not hide what becomes of what is live", () => {
    const settings = { name: "pool", cluster: "${google_container_cluster.one.id}" };
    const both = (location: string) => ({
      resource: {
        google_container_cluster: { one: { name: "one", location } },
        google_container_node_pool: { pool: settings },
      },
    });
    const replacing = (address: string, path: string): Block => ({
      address,
      mode: "managed",
      type: address.split(".")[0],
      change: { actions: ["delete", "create"], before: {}, after: {}, replace_paths: [[path]] },
    });
    const others = [
      replacing("google_container_cluster.one", "location"),
      replacing("google_container_node_pool.pool", "cluster"),
      left,
    ];
    expect(lost(ofStack(both("x"), both("y"), { others }).stdout)).toContain("; because cluster one is replaced\n");
  });
});

describe("a mark of Terraform on a secret inside a list", () => {
  const of = (tokens: readonly string[]): Block => ({
    resource: { own_thing: { one: { name: "one", words: tokens, block: [{ word: tokens[0] }] } } },
  });
  test.each([
    ["words", [["words"]], { words: [true] }],
    ["block.word", [["block", 0, "word"]], { block: [{ word: true }] }],
  ])("is seen at %s", (_, paths, marks) => {
    const says = { replaced: { "own_thing.one": { paths } } };
    const marked = { ...says, sensitive: { "own_thing.one": marks } };
    expect(lost(ofStack(of(["alpha"]), of(["beta"]), says).stdout)).toContain("alpha → beta");
    expect(ofStack(of(["alpha"]), of(["beta"]), marked).stdout).not.toContain("alpha");
  });
});

describe("a value that Terraform marks", () => {
  const ADDRESS = "google_compute_global_address.left";
  const address = (name: string) => ({ resource: { google_compute_global_address: { left: { name } } } });
  const left = (marks: Block): Block => ({
    address: ADDRESS,
    mode: "managed",
    type: "google_compute_global_address",
    change: {
      actions: ["delete"],
      before: { name: "the-name", address: "203.0.113.99" },
      after: null,
      before_sensitive: marks,
    },
  });

  test("is in no line about what is lost, whether the deployed version has the resource or not", () => {
    const marks = { name: true, address: true };
    for (const version of [{}, address("the-name")]) {
      const open = ofStack(version, {}, { others: [left({})] });
      expect(lost(open.stdout)).toContain("removed: reserved address the-name (");
      expect(lost(open.stdout)).toContain(": 203.0.113.99 is released");
      for (const options of [{}, { format: "json" as const }]) {
        const { stdout } = ofStack(version, {}, { others: [left(marks)] }, options);
        expect(stdout).not.toMatch(/the-name|203\.0\.113\.99/);
        expect(stdout).toContain("the address itself is released");
      }
    }
  });

  test("is in no line about what another resource is replaced for", () => {
    const of = (name: string) => ({
      resource: {
        ...address(name).resource,
        own_thing: { one: { name: "one", of: "${google_compute_global_address.left.id}" } },
      },
    });
    const replaced = { [ADDRESS]: { paths: [["name"]] }, "own_thing.one": { paths: [["of"]] } };
    const says = { replaced, sensitive: { [ADDRESS]: { name: true } } };
    const { stdout } = ofStack(of("alpha"), of("beta"), says);
    expect(stdout).not.toMatch(/alpha|beta/);
    expect(stdout).toContain("own thing one (own_thing.one); because reserved address left is replaced");
  });

  test("is in no refusal, and no sum of nodes", () => {
    const pool = { name: "secret-pool", node_count: 3, node_config: { machine_type: "m", spot: true } };
    const cluster = { name: "secret-cluster", deletion_protection: true };
    const old = {
      resource: { google_container_cluster: { one: cluster }, google_container_node_pool: { one: pool } },
    };
    const sensitive = {
      "google_container_cluster.one": { name: true },
      "google_container_node_pool.one": { name: true, node_config: [{ machine_type: true }] },
    };
    const { stdout, stderr } = ofStack(old, {}, { sensitive });
    expect(lost(stdout)).toContain("node pool one (google_container_node_pool.one): 3 nodes\n");
    expect(stderr).toContain("deletion protection of cluster one is on");
    expect(`${section(stdout, "Replaced or lost")}${stderr}`).not.toContain("secret-");
  });
});
