import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readOutputFolder, type SynthesizedStack } from "../../lib/cli/output-folder";
import { resourceAddressesOf } from "../terraform/deployment";
import { describeWithTerraform } from "../terraform/describe-with-terraform";
import { StandIns } from "../terraform/stand-ins";
import { environment, type Run, run } from "../terraform/terraform";
import { testOfSteps } from "../terraform/test-of-steps";

const REPOSITORY = join(__dirname, "..", "..");

/** The app of `cdktf.json`, from its sources: what is built may be built anew by another test at any moment. */
const APP = "node --import tsx examples/video-platform/main.ts";

/** The states of the folder are held in memory, so it is not made again; a stand-in has no package to be locked. */
const AS_SYNTHESIZED = ["--skip-synth", "--skip-provider-lock"];

describeWithTerraform("the command cdktf, in the repository as it stands,", () => {
  const folder = mkdtempSync(join(tmpdir(), "cdktf-cli-"));
  const output = join(folder, "cdktf.out");
  let stacks: readonly SynthesizedStack[];
  let standIns: StandIns;

  const cdktf = (env: NodeJS.ProcessEnv, ...args: string[]): Promise<Run> =>
    run(["npx", "cdktf", ...args, "-o", output, "-a", APP], REPOSITORY, {
      ...env,
      CI: "true",
      // The example imports the package by its name: here the name means the sources.
      TSX_TSCONFIG_PATH: join(folder, "tsconfig.json"),
    });

  beforeAll(async () => {
    const paths = { "cdktf-hybrid-kubernetes": [join(REPOSITORY, "index.ts")] };
    const config = { extends: join(REPOSITORY, "tsconfig.json"), compilerOptions: { paths } };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const { status, stderr } = await cdktf(environment([]), "synth");
    if (status !== 0) throw new Error(stderr);
    stacks = readOutputFolder(output);
    standIns = await StandIns.start(stacks);
    for (const { name } of stacks) standIns.holdState(name, join(output, "stacks", name));
  });
  afterAll(async () => {
    await standIns.close();
    rmSync(folder, { recursive: true });
  });

  test("lists each stack", async () => {
    const { status, stdout } = await cdktf(environment([]), "list");
    expect(status).toBe(0);
    // The table breaks long names and paths into lines: a name's beginning stands once.
    const environments = stdout.match(/^ *(production|staging)-/gm);
    expect(environments).toHaveLength(stacks.length);
  });

  testOfSteps("shows and then deploys", {
    "shows what a stack would change": async () => {
      const { stdout, status } = await cdktf(standIns.environment, "diff", "staging-network", ...AS_SYNTHESIZED);
      const { configuration = {} } = stacks.find(({ name }) => name === "staging-network") ?? {};
      const count = resourceAddressesOf(configuration).length;
      expect(stdout).toContain(`Plan: ${count} to add, 0 to change, 0 to destroy.`);
      expect(status).toBe(0);
      expect(standIns.cloud.ids).toEqual([]);
    },

    "deploys all stacks, each after those that it waits for": async () => {
      const { status } = await cdktf(standIns.environment, "deploy", "*", "--auto-approve", ...AS_SYNTHESIZED);
      expect(status).toBe(0);
      for (const { name, configuration } of stacks) {
        const recorded = standIns.states.read(name).map(({ address }) => address);
        expect(recorded.sort()).toEqual(resourceAddressesOf(configuration));
      }
      expect(standIns.cloud.ids).toEqual(standIns.states.ids);
    },
  });
});
