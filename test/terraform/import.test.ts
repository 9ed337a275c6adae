import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transformSync } from "@swc/core";
import { App, TerraformStack } from "cdktf";
import { HybridPlatform, type HybridPlatformProps, Link, Secret } from "../../index";
import { importFiles } from "../../lib/cli/import";
import { SMALL_PLATFORM } from "../support/platform";
import { type Changes, Deployment } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { COMPANY } from "./existing-company";
import { gcloudOf } from "./gcloud-of";
import { testOfSteps } from "./test-of-steps";

const scratch = mkdtempSync(join(tmpdir(), "import-"));
const REGION = "europe-west1";
const preSharedKey = Secret.fromSecretManager({ secret: "vpn-paris" });

/** What the company wants to have: a platform `acme` with its cluster, its data centre and its host name. */
const wanted = (second: string): HybridPlatformProps => ({
  ...SMALL_PLATFORM,
  clusters: {
    [REGION]: {
      nodePools: {
        ...SMALL_PLATFORM.clusters[REGION].nodePools,
        [second]: { machineType: "n2-standard-8", autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 10 } },
      },
    },
  },
  dataCenters: {
    paris: {
      ...SMALL_PLATFORM.dataCenters.paris,
      privateRanges: ["10.128.0.0/13"],
      links: {
        vpn: Link.haVpn({
          region: REGION,
          asn: 64_512,
          peerAsn: 65_001,
          peerAddresses: ["203.0.113.17", "203.0.113.18"],
          tunnels: {
            first: { gatewayInterface: 0, peerAddress: "203.0.113.17", preSharedKey },
            second: { gatewayInterface: 1, peerAddress: "203.0.113.18", preSharedKey },
          },
        }),
      },
    },
  },
});

/** The platform, with what a printed program does to its stacks. */
const platform =
  (props: HybridPlatformProps, program = "") =>
  (app: App): void => {
    new HybridPlatform(app, "acme", props);
    const { code } = transformSync(program, {
      module: { type: "commonjs" },
      jsc: { parser: { syntax: "typescript" } },
    });
    const exported: Record<string, (stack: TerraformStack) => void> = {};
    new Function("require", "exports", code)(require, exported);
    const stacks = app.node.findAll().filter((one) => TerraformStack.isStack(one));
    for (const stack of stacks) {
      const name = stack.node.id.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
      exported[`takeOverIn${name}`]?.(stack);
      if (stack.node.id === "acme-dns") exported.recordsOfExampleCom?.(stack);
    }
  };

/** Writes what `cdktf synth` would write, for the command. */
function output(program: (app: App) => void): string {
  const outdir = mkdtempSync(join(scratch, "out-"));
  const app = new App({ outdir });
  program(app);
  app.synth();
  return outdir;
}

const blocksIn = (text: string) =>
  text
    .split("\n")
    .filter((line) => line.startsWith("    { to: "))
    .sort();

const losses = (changes: Readonly<Record<string, Changes>>) =>
  Object.values(changes)
    .flatMap((one) => Object.entries(one))
    .filter(([, action]) => action === "delete" || action === "replace");

describeWithTerraform("terraform, on a company that exists and becomes a platform,", () => {
  let deployment: Deployment;
  let state: string;
  let program: string;
  let stacks: readonly string[];

  beforeAll(async () => {
    deployment = await Deployment.ofProgram(platform(wanted("batch-2")));
    stacks = deployment.names;
    deployment.add("company", COMPANY);
  });
  afterAll(() => deployment.close());

  const plans = async () =>
    Object.fromEntries(await Promise.all(stacks.map(async (stack) => [stack, await deployment.plan(stack)] as const)));

  testOfSteps("takes it over without a destruction", {
    "has a company": async () => {
      await deployment.succeed("company", "init");
      await deployment.succeed("company", "apply", "-auto-approve");
      state = join(scratch, "terraform.tfstate");
      writeFileSync(state, await deployment.succeed("company", "state", "pull"));
    },

    "lists what cannot be kept, of a program that wants another account for a pool": async () => {
      const said = await importFiles([state], { into: output(platform(wanted("batch"))) });
      const lines = said.split("\n").filter((line) => line.startsWith("// Cannot be kept"));
      expect(lines).toEqual([
        "// Cannot be kept: node pool batch (acme-cluster-europe-west1, google_container_node_pool.cluster_batch): node_config.service_account default → acme-europe-west1-nodes@acme-test.iam.gserviceaccount.com: it would be replaced: its name is taken while it is there.",
      ]);
      expect(said).not.toContain("the-key-of-");
    },

    "prints the program for the rest": async () => {
      program = await importFiles([state], { into: output(platform(wanted("batch-2"))) });
      expect(program).not.toContain("Cannot be kept");
      expect(program.split("\n").filter((line) => line.startsWith("// Not taken over"))).toEqual([
        "// Not taken over: firewall rule allow-ssh: it stays as it is, beside the platform.",
        '// Not taken over: VPC legacy: keep it by network: { existing: { networkName: "legacy" } }.',
        "// Not taken over: node pool batch in europe-west1: the platform's is called batch-2: keep it by \"batch\" as a key of nodePools, or as the name of one, where its cluster is the platform's.",
      ]);
    },

    "finds the same by what gcloud prints": async () => {
      const files = gcloudOf(deployment.cloud, "acme-test").map((content, index) => {
        const file = join(scratch, `gcloud-${index}.json`);
        writeFileSync(file, JSON.stringify(content));
        return file;
      });
      const said = await importFiles(files, { into: output(platform(wanted("batch-2"))) });
      const ofTypes = (text: string) =>
        blocksIn(text).filter((line) => /google_compute_(network|subnetwork|router|router_\w+)\./.test(line));
      expect(ofTypes(said)).toEqual(ofTypes(program));
      expect(ofTypes(said)).toHaveLength(9);
    },

    "plans no destruction and no replacement after the import, where creating it all again would fail": async () => {
      await deployment.describe(platform(wanted("batch-2"), program));
      for (const stack of stacks) await deployment.succeed(stack, "init");
      expect(losses(await plans())).toEqual([]);
    },

    "applies it, and then has nothing to do": async () => {
      const before = new Set(deployment.cloud.ids);
      await deployment.inOrder(async (stack) => {
        if (stack !== "company") await deployment.succeed(stack, "apply", "-auto-approve");
      });
      expect(deployment.cloud.journal.filter(({ action }) => action === "delete")).toEqual([]);
      expect([...before].filter((id) => !deployment.cloud.ids.includes(id))).toEqual([]);
      expect(await plans()).toEqual(Object.fromEntries(stacks.map((stack) => [stack, {}])));
    },
  });
});
