import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { Command } from "commander";
import { planRoutingCommand } from "../../lib/cli/commands/plan-routing";
import { run } from "../../lib/cli/program";

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
  const { argv } = process;
  const { said, restore } = recorded();
  process.argv = [process.execPath, "main.ts", ...args];
  try {
    run();
    return { status: 0, ...said };
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    return { status: error.status, ...said };
  } finally {
    process.argv = argv;
    restore();
  }
}

/** The same of `plan-routing`, which may wait for a solver. */
export async function planRoutingCommandLine(
  ...args: string[]
): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const { said, restore } = recorded();
  const program = new Command("cdktf-hybrid-kubernetes");
  planRoutingCommand(program);
  try {
    await program.parseAsync(["plan-routing", ...args], { from: "user" });
    return { status: 0, ...said };
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    return { status: error.status, ...said };
  } finally {
    restore();
  }
}

/** What is written, and not shown; what ends a process is thrown. */
function recorded() {
  const said = { stdout: "", stderr: "" };
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
  const restore = () => {
    for (const spy of spies) spy.mockRestore();
  };
  return { said, restore };
}
