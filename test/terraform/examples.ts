import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Deployment } from "./deployment";

const EXAMPLES = join(__dirname, "..", "..", "examples");

/** Every folder of `examples` that is a program. A new one is tested without being named anywhere. */
export const examples = readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, "main.ts")));

/** Runs the program of an example as it stands, and gives its stacks to Terraform. */
export async function deploymentOf(example: string): Promise<Deployment> {
  const outdir = mkdtempSync(join(tmpdir(), "example-"));
  process.env.CDKTF_OUTDIR = outdir;
  try {
    jest.isolateModules(() => require(join(EXAMPLES, example, "main.ts")));
    return await Deployment.ofFolder(outdir);
  } finally {
    delete process.env.CDKTF_OUTDIR;
    rmSync(outdir, { recursive: true });
  }
}
