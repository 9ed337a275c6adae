import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type TestFile, withProbes } from "./coverage";
import { CONFIG, type Sandbox } from "./sandbox";

/** How a run of tests ended: all passed, one failed, or it was ended because it took too long. */
export type Outcome = "passed" | "failed" | "timed out";

/** How a mutant's tests ended, and the file of them that failed. */
export interface Judgement {
  readonly outcome: Outcome;
  readonly failed?: TestFile;
}

/**
 * Runs the tests whose path has a pattern, once, on sources with probes, and says what each test file enters. Those that fail for
 * the probes alone read the sources as text: they would notice any mutant, and are left out. It throws when another fails.
 */
export async function findCoverage(
  sandbox: Sandbox,
  files: readonly string[],
  pattern: string,
  seed: number,
): Promise<TestFile[]> {
  const originals = files.map((file) => [file, readFileSync(join(sandbox.root, file), "utf8")] as const);
  for (const [file, source] of originals) sandbox.write(file, withProbes(file, source));
  const folder = join(sandbox.root, ".entered");
  const file = join(sandbox.root, ".report.json");
  const args = ["--json", `--outputFile=${file}`, `--seed=${seed}`, "--maxWorkers=100%", pattern];
  const outcome = await jest(sandbox, args, { MUTANTS_ENTERED: folder });
  if (!existsSync(file)) throw new Error(`jest wrote no report: ${args.join(" ")}`);
  const report: Report = JSON.parse(readFileSync(file, "utf8"));
  for (const [original, source] of originals) sandbox.write(original, source);
  const failed = report.testResults.filter(({ status }) => status === "failed").map(({ name }) => name);
  const isForProbes = failed.length > 0 && (await runTests(sandbox, failed, seed)) === "passed";
  if (outcome !== "passed" && !isForProbes) {
    throw new Error(`without any mutant the tests do not pass:\n${failuresIn(report)}`);
  }
  const notes = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
  const enteredBy = new Map<string, string[]>(notes.map(({ testPath, entered }) => [testPath, entered]));
  const used = report.testResults.filter(({ name }) => !failed.includes(name));
  return used.map(({ name, startTime, endTime }) => ({
    path: name.slice(sandbox.root.length + 1),
    seconds: (endTime - startTime) / 1000,
    entered: new Set(enteredBy.get(name)),
    startsProcesses: /node:child_process|support\/command-line/.test(readFileSync(name, "utf8")),
  }));
}

/** Runs some test files in their order, until one fails. */
export async function judgeByTests(sandbox: Sandbox, tests: readonly TestFile[], seed: number): Promise<Judgement> {
  const paths = tests.map(({ path }) => join(sandbox.root, path));
  const usual = tests.reduce((sum, { seconds }) => sum + seconds, 0);
  const file = join(sandbox.temporary, "report.json");
  rmSync(file, { force: true });
  const outcome = await runTests(sandbox, paths, seed, 60 + 10 * usual, ["--json", `--outputFile=${file}`]);
  if (outcome !== "failed" || !existsSync(file)) return { outcome };
  const { testResults }: Report = JSON.parse(readFileSync(file, "utf8"));
  const name = testResults.find(({ status }) => status === "failed")?.name;
  return { outcome, failed: tests.find((_test, index) => paths[index] === name) };
}

async function runTests(
  sandbox: Sandbox,
  paths: readonly string[],
  seed: number,
  limitSeconds?: number,
  options: readonly string[] = [],
): Promise<Outcome> {
  if (paths.length === 0) return "passed";
  const args = ["--runInBand", "--bail", `--seed=${seed}`, ...options, "--runTestsByPath", ...paths];
  return jest(sandbox, args, { MUTANTS_ORDER: JSON.stringify(paths) }, limitSeconds);
}

/** Whether the compiler takes the sources as they are in a sandbox. */
export async function compiles(sandbox: Sandbox): Promise<boolean> {
  return (await run(sandbox, ["node_modules/typescript/bin/tsc", "--noEmit"], {})) === "passed";
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly status: string;
    readonly message: string;
  }[];
}

const failuresIn = ({ testResults }: Report): string =>
  testResults
    .filter(({ status }) => status === "failed")
    .map(({ message }) => message.split("\n").slice(0, 30).join("\n"))
    .join("\n");

const jest = (sandbox: Sandbox, args: readonly string[], env: NodeJS.ProcessEnv, limitSeconds?: number) =>
  run(sandbox, ["node_modules/jest/bin/jest.js", `--config=${CONFIG}`, ...args], env, limitSeconds);

function endGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself in the meantime.
  }
}

/** Processes that run now. They are groups of their own, which end with this process only if it ends them. */
const running = new Set<number>();
process.on("exit", () => running.forEach(endGroup));

async function run(
  { root, temporary }: Sandbox,
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  limitSeconds?: number,
): Promise<Outcome> {
  // A group of its own, so that what a test started ends with it.
  const options = {
    cwd: root,
    env: { ...process.env, TMPDIR: temporary, ...env },
    stdio: "ignore",
    detached: true,
  } as const;
  const child = spawn(process.execPath, command, options);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command.join(" ")} does not start`);
  running.add(pid);
  let isLate = false;
  const end = () => {
    isLate = true;
    endGroup(pid);
  };
  const timer = limitSeconds === undefined ? undefined : setTimeout(end, limitSeconds * 1000);
  try {
    const [status, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) =>
      child.on("error", reject).on("close", (...ended) => resolve(ended)),
    );
    if (isLate) return "timed out";
    // Not a mutant's doing, as running out of memory may be.
    if (signal === "SIGTERM") throw new Error(`somebody ended ${command.join(" ")}`);
    return status === 0 ? "passed" : "failed";
  } finally {
    clearTimeout(timer);
    running.delete(pid);
  }
}
