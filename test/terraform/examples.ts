import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Block } from "../support/synthesize";
import { BEFORE_EXISTING_COMPANY } from "./before-existing-company";
import { Deployment } from "./deployment";

const EXAMPLES = join(__dirname, "..", "..", "examples");

/** Every folder of `examples` that is a program. A new one is tested without being named anywhere. */
export const examples = readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, "main.ts")));

/** What was there before an example, made by somebody else. */
export const BEFORE: Readonly<Record<string, Block>> = { "existing-company": BEFORE_EXISTING_COMPANY };

/** Runs the program of an example as it stands, and gives its stacks to Terraform. */
export async function deploymentOf(example: string): Promise<Deployment> {
  return withOutputOf(example, {}, (outdir) => Deployment.ofFolder(outdir, undefined, BEFORE[example]));
}

/** The configuration of each stack of an example in Terraform's own language, as `cdktf synth --hcl` writes it. */
export async function hclOf(example: string): Promise<Readonly<Record<string, string>>> {
  // What the command sets for the program.
  return withOutputOf(example, { SYNTH_HCL_OUTPUT: "true" }, async (outdir) => {
    const stacks = readdirSync(join(outdir, "stacks"));
    return Object.fromEntries(
      stacks.map((stack) => [stack, readFileSync(join(outdir, "stacks", stack, "cdk.tf"), "utf8")]),
    );
  });
}

export async function withOutputOf<Result>(
  example: string,
  variables: Readonly<Record<string, string>>,
  read: (outdir: string) => Promise<Result>,
): Promise<Result> {
  const outdir = mkdtempSync(join(tmpdir(), "example-"));
  const all = { ...variables, CDKTF_OUTDIR: outdir };
  Object.assign(process.env, all);
  try {
    jest.isolateModules(() => require(join(EXAMPLES, example, "main.ts")));
    return await read(outdir);
  } finally {
    for (const name of Object.keys(all)) delete process.env[name];
    rmSync(outdir, { recursive: true });
  }
}
