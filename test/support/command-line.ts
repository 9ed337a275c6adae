import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";

/** Writes what `cdktf synth` would write, for as long as the tests of a file run. */
export function outputFolder(program: (app: App) => void): string {
  const outdir = mkdtempSync(join(tmpdir(), "output-"));
  afterAll(() => rmSync(outdir, { recursive: true }));
  const app = new App({ outdir });
  program(app);
  app.synth();
  return outdir;
}

/** What ends a process, in place of it. */
class Exit extends Error {
  public constructor(public readonly status: number) {
    super(`exit ${status}`);
  }
}

/**
 * Runs the command of the package, from its sources, in this process: one of its own takes a second. The outputs in the docs are
 * compared with what the command prints as a process.
 */
export function hybridKubernetes(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const said = { stdout: "", stderr: "" };
  const { argv } = process;
  const spies = [
    ...(["stdout", "stderr"] as const).map((stream) =>
      jest.spyOn(process[stream], "write").mockImplementation((text) => {
        said[stream] += text;
        return true;
      }),
    ),
    jest.spyOn(process, "exit").mockImplementation((status) => {
      throw new Exit(Number(status ?? 0));
    }),
  ];
  process.argv = [process.execPath, "main.ts", ...args];
  try {
    jest.isolateModules(() => jest.requireActual("../../lib/cli/main"));
    return { status: 0, ...said };
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    return { status: error.status, ...said };
  } finally {
    process.argv = argv;
    for (const spy of spies) spy.mockRestore();
  }
}
