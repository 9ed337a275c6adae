import { rmSync } from "node:fs";
import { join } from "node:path";
import type { App } from "cdktf";
import { HybridPlatform, State } from "../../../index";
import { nodeLines } from "../../../lib/cli/check/node";
import { CheckedProject, printing } from "../../support/checked-project";
import { expectSchema } from "../../support/json-schema";
import { SMALL_PLATFORM } from "../../support/platform";

const shared = (app: App) =>
  new HybridPlatform(app, "test", { ...SMALL_PLATFORM, state: State.gcs({ bucket: "states" }) });
const project = (program: (app: App) => void = shared) => new CheckedProject(program);
const linesOf = (stdout: string) => stdout.trimEnd().split("\n");

describe("check", () => {
  test("names each thing that is there, and ends with 0", () => {
    const { status, stdout, stderr } = project().run({}, "check");
    expect([status, stderr]).toEqual([0, ""]);
    expect(linesOf(stdout)).toEqual([
      `ok     Node: ${process.versions.node}, on which cdktf-cli 0.21.0 starts`,
      "ok     core: cdktf 0.21.0, in one copy",
      'ok     cdktf.json: runs "node main.js"',
      "ok     Terraform: 1.11.4",
      "ok     output: cdktf.out, with 4 stacks",
    ]);
  });

  test("tells what to do about all that is missing, and ends with 2", () => {
    const empty = new CheckedProject();
    const { status, stdout, stderr } = empty.run({ terraform: undefined }, "check", "nowhere.out");
    expect(status).toBe(2);
    expect(stderr).toBe("error: 2 of 5 lines are wrong\n");
    expect(linesOf(stdout).slice(3)).toEqual([
      "wrong  Terraform: there is no terraform on the PATH: cdktf needs it for all but synth",
      "       To do: install it, or name OpenTofu: export TERRAFORM_BINARY_NAME=tofu",
      'wrong  output: nowhere.out: manifest.json: there is no such file: run "cdktf synth" first',
      "       To do: cdktn synth, or cdktf synth",
    ]);
  });

  test("is JSON for programs", () => {
    const { status, stdout } = project((app) => new HybridPlatform(app, "test", SMALL_PLATFORM)).run(
      {},
      "check",
      "--json",
    );
    const output = JSON.parse(stdout);
    expectSchema("check", output);
    expect([status, output.isWell]).toEqual([0, true]);
    expect(output.lines.at(-1)).toEqual({
      about: "state",
      result: "note",
      what: "that of all stacks is kept in a file on one machine, and nobody else can deploy",
      todo: "state: State.gcs({ bucket: … }) in the options of the platform",
    });
  });

  test("reads the folder that cdktf.json names", () => {
    const other = new CheckedProject();
    other.write("cdktf.json", JSON.stringify({ app: "node main.js", output: "other.out" }));
    expect(other.run({}, "check").stdout).toContain("wrong  output: other.out: manifest.json: there is no such file");
  });

  test.each([
    ["{", /^wrong {2}cdktf\.json: cannot be read \(.*JSON.*\)$/m],
    ["{}", /^wrong {2}cdktf\.json: has no "app"$/m],
  ])("refuses a cdktf.json with %s", (text, line) => {
    const other = project();
    other.write("cdktf.json", text);
    const { status, stdout } = other.run({}, "check");
    expect([status, line.test(stdout)]).toEqual([2, true]);
  });

  test("says so in a folder that is no project", () => {
    const other = project();
    rmSync(join(other.folder, "cdktf.json"));
    const { status, stdout } = other.run({}, "check");
    expect([status, stdout]).toEqual([2, expect.stringContaining("wrong  cdktf.json: is not in this folder\n")]);
  });
});

describe("the output", () => {
  test("is stale when a source is newer, and not when a test or a note is", () => {
    const stale = project();
    stale.write("main.test.js", "");
    stale.write("notes.md", "");
    stale.write("test/routing.js", "");
    stale.write("plans/test-dns.json", "{}");
    for (const file of ["main.test.js", "notes.md", "test/routing.js", "plans/test-dns.json"]) stale.touch(file);
    expect(stale.run({}, "check").status).toBe(0);
    stale.write("environments/production.js", "");
    stale.touch("environments/production.js");
    const { status, stdout } = stale.run({}, "check");
    expect([status, stdout]).toEqual([
      2,
      expect.stringContaining("output: cdktf.out is older than environments/production.js\n"),
    ]);
  });

  test("is stale when a file is newer that a source reads", () => {
    const stale = project();
    stale.write("percentages.json", "{}");
    stale.touch("percentages.json");
    expect(stale.run({}, "check").status).toBe(0);
    stale.write("main.js", 'require("./percentages.json");');
    stale.synthesize(shared);
    stale.touch("percentages.json");
    expect(stale.run({}, "check").stdout).toContain("output: cdktf.out is older than percentages.json\n");
  });

  test("in HCL is refused", () => {
    const hcl = project();
    hcl.write(
      "cdktf.out/manifest.json",
      JSON.stringify({ stacks: { dns: { dependencies: [], synthesizedStackPath: "cdk.tf" } } }),
    );
    hcl.write("cdktf.out/cdk.tf", "terraform {");
    expect(hcl.run({}, "check").stdout).toContain(
      'cdk.tf: cannot be read (it is HCL): run "cdktf synth" without --hcl\n',
    );
  });
});

describe("the core", () => {
  test("in two copies is refused, with both of them", () => {
    const twice = project();
    twice.install("@cdktf/provider-aws", { version: "1.0.0" });
    twice.install("@cdktf/provider-aws/node_modules/cdktf", { name: "cdktf", version: "0.20.0" });
    const { status, stdout } = twice.run({}, "check");
    expect(status).toBe(2);
    expect(stdout).toMatch(
      /^wrong {2}core: 2 copies, and .*: cdktf 0\.21\.0 in .*, cdktf 0\.20\.0 in node_modules\/@cdktf\/provider-aws\/node_modules\/cdktf$/m,
    );
  });

  test("is the one behind a package that only passes it on", () => {
    const passed = project();
    passed.install("@cdktf/provider-aws", { version: "1.0.0" });
    passed.install("@cdktf/provider-aws/node_modules/cdktf", {
      name: "cdktf",
      version: "0.24.0",
      peerDependencies: { cdktn: "0.24.0" },
    });
    passed.install("cdktn", { version: "0.24.0" });
    expect(passed.run({}, "check").stdout).toContain("cdktn 0.24.0 in node_modules/cdktn");
  });
});

describe("Node", () => {
  const withCli = (name: string, version: string) => {
    const folder = new CheckedProject();
    if (name !== "cdktf-cli") folder.install(name, { version });
    return folder.folder;
  };

  test.each([
    ["cdktf-cli", "20.9.0", "ok"],
    ["cdktf-cli", "22.22.0", "ok"],
    ["cdktf-cli", "24.1.0", "wrong"],
    ["cdktn-cli", "20.19.0", "wrong"],
    ["cdktn-cli", "22.18.0", "wrong"],
    ["cdktn-cli", "22.19.0", "ok"],
    ["cdktn-cli", "24.1.0", "ok"],
    ["cdktf-cli", "18.20.0", "wrong"],
    ["cdktf-cli", "20.8.1", "wrong"],
  ])("with %s on %s is %s, as the table of releases has it", (cli, node, result) => {
    expect(nodeLines(withCli(cli, "0.24.0"), node).map((line) => line.result)).toEqual([result]);
  });

  test("may run cdktf-cli with a module for terminals that was built here", () => {
    const built = new CheckedProject();
    built.install("@cdktf/node-pty-prebuilt-multiarch", { version: "0.10.2" });
    built.write("node_modules/@cdktf/node-pty-prebuilt-multiarch/build/Release/pty.node", "");
    expect(nodeLines(built.folder, "24.1.0").map((line) => line.result)).toEqual(["ok"]);
  });
});

describe("Terraform", () => {
  const s3 = (app: App) =>
    new HybridPlatform(app, "test", { ...SMALL_PLATFORM, state: State.s3({ bucket: "states", region: "eu-west-1" }) });

  test("is refused where it is older than what the stacks need", () => {
    const old = { terraform: printing({ terraform_version: "1.9.8" }) };
    expect(project().run(old, "check").status).toBe(0);
    const { status, stdout } = project(s3).run(old, "check");
    expect(status).toBe(2);
    expect(stdout).toMatch(
      /^wrong {2}Terraform: 1\.9\.8, and the lock of the state of test-\w+ needs 1\.10 or later$/m,
    );
    expect(project().run({ terraform: printing({ terraform_version: "1.1.9" }) }, "check").stdout).toContain(
      "1.1.9, and cdktf needs 1.2 or later",
    );
  });

  test("may be OpenTofu, where the environment names it", () => {
    process.env.TERRAFORM_BINARY_NAME = "tofu";
    try {
      const { stdout } = project().run({ tofu: printing({ terraform_version: "1.10.2" }) }, "check");
      expect(stdout).toContain("ok     OpenTofu: 1.10.2\n");
    } finally {
      delete process.env.TERRAFORM_BINARY_NAME;
    }
  });
});
