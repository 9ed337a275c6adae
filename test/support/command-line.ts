import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";

const REPOSITORY = join(__dirname, "..", "..");

/** Writes what `cdktf synth` would write, for as long as the tests of a file run. */
export function outputFolder(program: (app: App) => void): string {
  const outdir = mkdtempSync(join(tmpdir(), "output-"));
  afterAll(() => rmSync(outdir, { recursive: true }));
  const app = new App({ outdir });
  program(app);
  app.synth();
  return outdir;
}

/** Runs the command of the package, from its sources. */
export function hybridKubernetes(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const main = join(REPOSITORY, "lib", "cli", "main.ts");
  return spawnSync(process.execPath, ["--import", "tsx", main, ...args], { cwd: REPOSITORY, encoding: "utf8" });
}
