import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { App } from "cdktf";
import { HybridPlatform, type HybridPlatformProps, type NodePoolOptions } from "../../index";
import { readOutputFolder } from "../../lib/cli/output-folder";
import { SMALL_PLATFORM } from "../support/platform";
import { describeWithTerraform } from "./describe-with-terraform";
import { StandIns } from "./stand-ins";
import { run, terraformBinary } from "./terraform";

const REPOSITORY = join(__dirname, "..", "..");
const SCRIPTS = join(REPOSITORY, "examples", "ci", "scripts");
const { web }: { web: NodePoolOptions } = SMALL_PLATFORM.clusters["europe-west1"].nodePools;

/** A platform with a second region, which is drained, and whose cluster may be deleted; or without it, and with Spot VMs. */
const DEPLOYED: HybridPlatformProps = {
  ...SMALL_PLATFORM,
  clusters: {
    "europe-west1": { nodePools: { web } },
    "us-east1": { nodePools: { web }, drain: true, deletionProtection: false },
  },
};
const NEXT: HybridPlatformProps = {
  ...SMALL_PLATFORM,
  clusters: { "europe-west1": { nodePools: { web: { ...web, spot: true } } } },
};

describeWithTerraform("a region that is given up", () => {
  let folder: string;
  let standIns: StandIns;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "removed-region-"));
    for (const name of ["bin", "locks", "deployed/locks"]) mkdirSync(join(folder, name), { recursive: true });
    // What a project installs is the command of this package.
    writeCommand("npx", `shift 3; exec ${tsx} "$@"`);
    // The scripts call it so; what is called so here may be OpenTofu.
    writeCommand("terraform", `PATH=$(printf %s "$PATH" | cut -d: -f2-) exec ${terraformBinary} "$@"`);
    synthesize("deployed/cdktf.out", DEPLOYED);
    synthesize("cdktf.out", NEXT);
    const stacks = readOutputFolder(join(folder, "deployed/cdktf.out"));
    standIns = await StandIns.start(stacks);
    for (const { name } of stacks) writeFileSync(join(folder, "deployed/locks", `${name}.terraform.lock.hcl`), "");
    for (const name of namesIn("cdktf.out")) writeFileSync(join(folder, "locks", `${name}.terraform.lock.hcl`), "");
    for (const output of ["deployed/cdktf.out", "cdktf.out"]) holdStates(output);
    await script("init-all.sh", "deployed/cdktf.out", "deployed/locks");
    for (const name of namesIn("deployed/cdktf.out")) expect(await apply("deployed/cdktf.out", name)).toBe(0);
    await script("init-all.sh", "cdktf.out", "locks");
    await script("removed-stacks.mjs", "deployed/cdktf.out", "cdktf.out", "removed.out");
    holdStates("removed.out");
    await script("init-all.sh", "removed.out", "removed.out/locks");
  });
  afterEach(async () => {
    await standIns.close();
    rmSync(folder, { recursive: true });
  });

  const tsx = `${process.execPath} --import ${join(REPOSITORY, "node_modules/tsx/dist/loader.mjs")} ${join(REPOSITORY, "lib/cli/main.ts")}`;

  function writeCommand(name: string, text: string): void {
    writeFileSync(join(folder, "bin", name), `#!/usr/bin/env bash\n${text}\n`);
    chmodSync(join(folder, "bin", name), 0o755);
  }

  function synthesize(outdir: string, props: HybridPlatformProps): void {
    const app = new App({ outdir: join(folder, outdir) });
    new HybridPlatform(app, "test", props);
    app.synth();
  }

  const namesIn = (output: string) => readOutputFolder(join(folder, output)).map(({ name }) => name);

  function holdStates(output: string): void {
    for (const name of namesIn(output)) standIns.holdState(name, join(folder, output, "stacks", name));
  }

  async function command(...words: string[]) {
    const path = `${join(folder, "bin")}${delimiter}${process.env.PATH}`;
    // The states are held by a stand-in, in place of the files that the program names.
    return run(words, folder, { ...standIns.environment, PATH: path, ALLOW_LOCAL_STATE: "1" });
  }

  /** Runs a script of the pipelines, which must succeed, and gives what it prints. */
  async function script(name: string, ...args: string[]): Promise<string> {
    const { status, stdout, stderr } = await command(join(SCRIPTS, name), ...args);
    if (status !== 0) throw new Error(`${name} ${args.join(" ")} ended with ${status}\n${stderr}${stdout}`);
    return stdout;
  }

  async function apply(output: string, name: string): Promise<number | null> {
    return (await command("terraform", `-chdir=${output}/stacks/${name}`, "apply", "-auto-approve")).status;
  }

  /** Nothing of the region is left, and nothing to do. */
  async function expectGone(): Promise<void> {
    expect(standIns.cloud.ids.filter((id) => id.includes("us-east1"))).toEqual([]);
    for (const name of namesIn("cdktf.out")) {
      const plan = await command("terraform", `-chdir=cdktf.out/stacks/${name}`, "plan", "-detailed-exitcode");
      expect([name, plan.status]).toEqual([name, 0]);
    }
  }

  test("is in use where the stacks are deployed in their own order", async () => {
    const [first = ""] = namesIn("cdktf.out");
    expect(first).toBe("test-network");
    const { status, stderr } = await command("terraform", `-chdir=cdktf.out/stacks/${first}`, "apply", "-auto-approve");
    expect(status).toBe(1);
    expect(stderr).toContain("is already being used by");
  });

  test("is reviewed by its plans, and goes by them in the order that was reviewed", async () => {
    await script("plan-all.sh", "cdktf.out", "plans", "removed.out");
    writeFileSync(join(folder, "plans", "steps"), await script("steps.sh", "deployed/cdktf.out", "cdktf.out", "plans"));
    expect(readFileSync(join(folder, "plans", "steps"), "utf8")).toBe(
      "destroy test-cluster-us-east1\ndeploy test-edge\ndeploy test-network\ndeploy test-cluster-europe-west1\n",
    );
    const comment = await script("review.sh", "deployed/cdktf.out", "cdktf.out", "plans");
    expect(comment).toContain(
      "Replaced: 1; removed: 12, with stack test-cluster-us-east1; new: 0; changed in place: 1.",
    );
    expect(comment).toContain(
      "- replaced, the old one goes first: node pool web (google_container_node_pool.cluster_web): 3 to 60 nodes; because of reservation, spot: false → true in cluster/web\n",
    );
    expect(comment).toContain("1. `npx cdktf destroy test-cluster-us-east1 --ignore-missing-stack-dependencies`");
    await script("apply-reviewed.sh", "cdktf.out", "cdktf.out", "plans", "removed.out");
    await expectGone();
  });

  test("goes before the rest is deployed, where each stack is planned anew", async () => {
    const ahead = await command("env", "AHEAD=1", join(SCRIPTS, "steps.sh"), "deployed/cdktf.out", "cdktf.out");
    expect(ahead.stdout).toBe("destroy test-cluster-us-east1\ndeploy test-edge\n");
    writeFileSync(join(folder, "ahead"), ahead.stdout);
    await script("deploy.sh", "cdktf.out", "removed.out", "ahead");
    await expectGone();
  });
});
