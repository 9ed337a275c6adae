import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, DataResource, TerraformStack } from "cdktf";
import { Deployment } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { deploymentOf, examples, hclOf } from "./examples";
import { run } from "./terraform";
import { testOfSteps } from "./test-of-steps";

/** A file's text by its path below a folder. */
type Files = Readonly<Record<string, string>>;

const PAGE = readFileSync(join(__dirname, "..", "..", "docs", "leaving.md"), "utf8");

/** The program of the page that mends what cdktf writes, to the letter. */
const MENDING = /^```js\n([\s\S]*?)^```$/m.exec(PAGE)?.[1] ?? "";

/** What Terraform says of the mistakes that the page names. */
const KNOWN = [
  "Invalid replace_triggered_by expression",
  "Missing newline after argument",
  "Invalid character",
  "Unsupported argument",
];

/** Runs the program of the page over what both syntheses wrote, and reads the files of each stack. */
async function mended(json: Files, hcl: Files): Promise<Readonly<Record<string, Files>>> {
  const folder = mkdtempSync(join(tmpdir(), "leaving-"));
  const write = (output: string, stack: string, file: string, text: string) => {
    mkdirSync(join(folder, output, "stacks", stack), { recursive: true });
    writeFileSync(join(folder, output, "stacks", stack, file), text);
  };
  try {
    writeFileSync(join(folder, "mend-hcl.mjs"), MENDING);
    for (const [stack, text] of Object.entries(json)) write("cdktf.out", stack, "cdk.tf.json", text);
    for (const [stack, text] of Object.entries(hcl)) write("hcl.out", stack, "cdk.tf", text);
    expect(await run(["node", "mend-hcl.mjs"], folder)).toEqual({ status: 0, stdout: "", stderr: "" });
    const filesOf = (stack: string) => {
      const below = join(folder, "hcl.out", "stacks", stack);
      return Object.fromEntries(readdirSync(below).map((file) => [file, readFileSync(join(below, file), "utf8")]));
    };
    return Object.fromEntries(Object.keys(hcl).map((stack) => [stack, filesOf(stack)]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describeWithTerraform.each(examples)("who leaves with the HCL of the example %s", (example) => {
  let deployment: Deployment;
  let hcl: Files;
  beforeAll(async () => {
    deployment = await deploymentOf(example);
    hcl = await hclOf(example);
  });
  afterAll(() => deployment.close());

  testOfSteps("has the same resources, after the mending of the page", {
    "deploys what the program wrote": async () => {
      await deployment.inOrder(async (stack) => {
        await deployment.succeed(stack, "init");
        await deployment.succeed(stack, "apply", "-auto-approve");
      });
    },

    "finds no other mistake in the HCL than those of the page, and these": async () => {
      expect(Object.keys(hcl).sort()).toEqual([...deployment.names].sort());
      const mistakes = await deployment.each(async (stack) => {
        deployment.replaceConfiguration(stack, { "cdk.tf": hcl[stack] ?? "" });
        const { stdout, stderr } = await deployment.terraform(stack, "validate");
        return [...(stdout + stderr).matchAll(/Error: (.*)/g)].map(([, mistake]) => mistake);
      });
      const all = Object.values(mistakes).flat();
      const isIn = Object.values(hcl).some((text) => text.includes("replace_triggered_by"));
      expect(all.includes(KNOWN[0])).toBe(isIn);
      expect(all.filter((one = "") => !KNOWN.includes(one))).toEqual([]);
    },

    "plans nothing on the states that are there": async () => {
      const json = Object.fromEntries(
        deployment.names.map((stack) => [stack, JSON.stringify(deployment.configurationOf(stack))]),
      );
      const files = await mended(json, hcl);
      const changes = await deployment.each(async (stack) => {
        deployment.replaceConfiguration(stack, files[stack] ?? {});
        await deployment.succeed(stack, "init");
        await deployment.succeed(stack, "validate");
        return deployment.plan(stack);
      });
      expect(changes).toEqual(Object.fromEntries(deployment.names.map((stack) => [stack, {}])));
    },
  });
});

describeWithTerraform("who leaves after taking over what was there", () => {
  /** What `import` writes, on a resource of Terraform's own. */
  const takingOver = (app: App) => {
    const stack = new TerraformStack(app, "taken");
    new DataResource(stack, "thing", { input: { size: "as we want it" } }).overrideLogicalId("thing");
    new DataResource(stack, "other", { input: { size: "1" } }).importFrom("there-by-itself");
    new DataResource(stack, "made", { input: { size: "1" } });
    stack.addOverride("import", [{ to: "terraform_data.thing", id: "there-before" }]);
    stack.addOverride("resource.terraform_data.thing.lifecycle.ignore_changes", ["input"]);
  };

  test("has what stack.addOverride wrote, after the mending of the page", async () => {
    const deployment = await Deployment.ofProgram(takingOver);
    try {
      await deployment.succeed("taken", "init");
      const before = await deployment.plan("taken");
      expect(before).toMatchObject({ "terraform_data.thing": "import", "terraform_data.made": "create" });
      const json = { taken: JSON.stringify(deployment.configurationOf("taken")) };
      const hcl = { taken: hclOfProgram(takingOver) };
      deployment.replaceConfiguration("taken", (await mended(json, hcl)).taken ?? {});
      await deployment.succeed("taken", "init");
      expect(await deployment.plan("taken")).toEqual(before);
    } finally {
      await deployment.close();
    }
  });
});

/** The only stack of a program, as `cdktf synth --hcl` writes it. */
function hclOfProgram(program: (app: App) => void): string {
  const outdir = mkdtempSync(join(tmpdir(), "leaving-hcl-"));
  try {
    process.env.SYNTH_HCL_OUTPUT = "true";
    const app = new App({ outdir });
    program(app);
    app.synth();
    return readFileSync(join(outdir, "stacks", "taken", "cdk.tf"), "utf8");
  } finally {
    delete process.env.SYNTH_HCL_OUTPUT;
    rmSync(outdir, { recursive: true });
  }
}
