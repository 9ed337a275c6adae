import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const PYTHON = "/usr/bin/python3";
const FILES = join(__dirname, "../../formula/hybrid-kubernetes/files");
/** What other programs import, beside them. */
const MODULES = ["exabgp_process.py", "control_plane.py", "api_server_reads.py"];

const able = spawnSync(PYTHON, ["--version"]).status === 0;
if (!able) process.stdout.write("SKIPPED, not passed: the programs of servers are not run here, without python3\n");

/** Tests of a program of servers, each in a folder of its own. */
export function describeProgram(program: string, what: string, tests: (folder: ProgramFolder) => void): void {
  (able ? describe : describe.skip)(what, () => {
    const folder = new ProgramFolder(program);
    afterAll(() => folder.remove());
    tests(folder);
  });
}

/** A copy of a program that a server runs, with stand-ins for what it asks. */
export class ProgramFolder {
  private readonly folder: string;
  private running: ChildProcess[] = [];

  public constructor(private readonly program: string) {
    this.folder = mkdtempSync(join(tmpdir(), `${basename(program, ".py")}-`));
    for (const module of MODULES) cpSync(join(FILES, module), this.at(module));
    this.change({});
  }

  public at(name: string): string {
    return join(this.folder, name);
  }

  /** Replaces texts of the program, such as a path or a number of seconds, by what suits a test. */
  public change(texts: Readonly<Record<string, string>>, program = this.program): void {
    let text = readFileSync(join(FILES, program), "utf8");
    for (const [find, replacement] of Object.entries(texts)) {
      if (!text.includes(find)) throw new Error(`${program} has nothing like ${find}`);
      text = text.replace(find, () => replacement);
    }
    writeFileSync(this.at(program), text);
  }

  /** A stand-in for a command, as a shell script. */
  public standIn(command: string, script: string): void {
    writeFileSync(this.at(command), `#!/bin/sh\n${script}\n`);
    chmodSync(this.at(command), 0o755);
  }

  /** Another program in its folder, in Python. */
  public besides(name: string, text: string): void {
    writeFileSync(this.at(name), text);
  }

  public write(name: string, content: object): string {
    writeFileSync(this.at(name), JSON.stringify(content));
    return this.at(name);
  }

  /** Runs the program to its end. */
  public run(...args: readonly string[]): { readonly status: number | null; readonly said: string } {
    const { status, stdout, stderr } = spawnSync(PYTHON, [this.at(this.program), ...args], { encoding: "utf8" });
    return { status, said: (stdout + stderr).trim() };
  }

  /** Starts the program, or another one of servers, as a process of ExaBGP. */
  public start(args: readonly string[], options: SpawnOptions = {}, program = this.program): ChildProcess {
    const stdio = ["pipe" as const, "pipe" as const, "inherit" as const];
    return this.keep(spawn(PYTHON, [this.at(program), ...args], { stdio, ...options }));
  }

  /** Ends a process with the test, if it still runs then. */
  public keep(process: ChildProcess): ChildProcess {
    this.running.push(process);
    return process;
  }

  /** Ends all that was started, at once. */
  public end(): void {
    for (const process of this.running) process.kill("SIGKILL");
    this.running = [];
  }

  /** Removes files, if they are there. */
  public forget(...names: readonly string[]): void {
    for (const name of names) rmSync(this.at(name), { force: true });
  }

  public remove(): void {
    this.end();
    rmSync(this.folder, { recursive: true });
  }
}

/** The lines that a program writes, as they come. */
export function linesOf(program: ChildProcess): string[] {
  const lines: string[] = [];
  let rest = "";
  program.stdout?.setEncoding("utf8").on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
  });
  return lines;
}

/** Waits until something holds; `story` says what is there instead. */
export async function until(holds: () => boolean, story: () => string = () => "it does not hold"): Promise<void> {
  const end = Date.now() + 8000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`not within 8 s: ${story()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
