import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { readOutputFolder } from "../lib/cli/output-folder";
import { markdownTable } from "../lib/core/markdown-table";
import { run } from "../test/terraform/terraform";

/**
 * Measures what a runner must have to plan all stacks of an environment of the example: `examples/ci/scripts/plan-all.sh` as it stands, with real
 * Terraform, and the real providers where a mirror that `TF_CLI_CONFIG_FILE` names has them; on this machine stand APIs behind these, and
 * stand-ins in the place of the others, whose memory is not counted. On Linux.
 *
 *     npm run bench:pipeline
 */
const REPOSITORY = join(__dirname, "..");
const SCRIPTS = join(REPOSITORY, "examples", "ci", "scripts");
const ENVIRONMENT = process.argv[2] ?? "production";

const MEBIBYTE = 1024;
/** So often memory is looked at, in milliseconds. */
const EVERY = 100;

interface Process {
  readonly name: string;
  /** In KiB: its own, and its share of what it has in common with others. */
  readonly share: number;
  /** In KiB: all of it. */
  readonly resident: number;
}

main().catch((error: unknown) => {
  process.exitCode = 1;
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
});

/** The real providers that are here. What is below them reads when it is loaded what was found, which is for another process in tests. */
function realProvidersHere() {
  const found = "../test/acceptance/real-providers/found";
  (require(found) as typeof import("../test/acceptance/real-providers/found")).findRealProviders();
  delete require.cache[require.resolve(found)];
  const { realProviders } = require(found) as typeof import("../test/acceptance/real-providers/found");
  const outside =
    require("../test/acceptance/real-providers/real-outside") as typeof import("../test/acceptance/real-providers/real-outside");
  const other =
    require("../test/acceptance/real-providers/of-another-version") as typeof import("../test/acceptance/real-providers/of-another-version");
  return { realProviders, ...outside, ...other };
}

async function main(): Promise<void> {
  const outdir = mkdtempSync(join(tmpdir(), "pipeline-"));
  const { realProviders, RealOutside, knownHere } = realProvidersHere();
  const env = { ...process.env, CDKTF_OUTDIR: outdir };
  execFileSync(process.execPath, ["--import", "tsx", "examples/video-platform/main.ts"], { cwd: REPOSITORY, env });
  const stacks = readOutputFolder(outdir)
    .filter(({ name }) => name.startsWith(`${ENVIRONMENT}-`))
    .map(knownHere);
  const outside = await RealOutside.startReal(stacks);
  try {
    // Memory is collected, as in a pipeline.
    const { GOGC: _, ...environment } = outside.environment;
    for (const { name, configuration } of stacks) {
      const folder = join(outdir, "stacks", name);
      writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(configuration));
      outside.holdState(name, folder, configuration);
      const { status, stderr } = await run(["terraform", "init"], folder, environment);
      if (status !== 0) throw new Error(`${name}: ${stderr}`);
    }
    const plans = join(outdir, "plans");
    const { seconds, seen, text, status } = await watched(["bash", join(SCRIPTS, "plan-all.sh"), outdir, plans], {
      ...environment,
      ENVIRONMENT,
    });
    if (status !== 0) throw new Error(text);
    const sum = (processes: readonly Process[]) => processes.reduce((total, { share }) => total + share, 0);
    const names = [...new Set(seen.flat().map(({ name }) => name))].sort();
    const rows = names.map((name) => {
      const of = seen.map((processes) => processes.filter((one) => one.name === name));
      const largest = Math.max(...of.flat().map(({ resident }) => resident));
      return [
        name,
        String(Math.max(...of.map(({ length }) => length))),
        megabytes(largest),
        megabytes(Math.max(...of.map(sum))),
      ];
    });
    const versions = Object.entries(realProviders.versions).map(([name, version]) => `${name} ${version}`);
    process.stdout.write(`${text}\n${stacks.length} stacks, real providers: ${versions.join(", ") || "none"}\n\n`);
    process.stdout.write(`${markdownTable(["Program", "At once", "The largest", "All together"], rows)}\n\n`);
    process.stdout.write(
      `${seconds.toFixed(0)} s by the clock, ${megabytes(Math.max(...seen.map(sum)))} at the peak\n`,
    );
  } finally {
    await outside.close();
    rmSync(outdir, { recursive: true });
  }
}

const megabytes = (kibibytes: number) => `${Math.round(kibibytes / MEBIBYTE)} MB`;

/** Runs a command, and looks at the memory of all that it starts. */
async function watched(command: readonly string[], env: NodeJS.ProcessEnv) {
  const [program = "", ...args] = command;
  const start = performance.now();
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  const seen: (readonly Process[])[] = [];
  const timer = setInterval(() => seen.push(startedBy(child.pid ?? 0)), EVERY);
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (more) => (text += more));
  const status = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  clearInterval(timer);
  return { seconds: (performance.now() - start) / 1000, seen, text, status };
}

/** The programs of Terraform below a process that run now. */
function startedBy(root: number): readonly Process[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const [, parent] = /\) \S (\d+)/.exec(readOf(name, "stat")) ?? [];
    if (parent !== undefined) children.set(Number(parent), [...(children.get(Number(parent)) ?? []), Number(name)]);
  }
  const below = (pid: number): readonly number[] => (children.get(pid) ?? []).flatMap((one) => [one, ...below(one)]);
  return below(root).flatMap((pid) => {
    const name = basename(readOf(String(pid), "cmdline").split("\0")[0] ?? "").replace(/_v.*/, "");
    if (!name.startsWith("terraform")) return [];
    const rollup = readOf(String(pid), "smaps_rollup");
    const field = (label: string) => Number(new RegExp(`^${label}:\\s+(\\d+)`, "m").exec(rollup)?.[1] ?? 0);
    return [{ name, share: field("Pss"), resident: field("Rss") }];
  });
}

/** Nothing, of one that has ended. */
function readOf(pid: string, file: string): string {
  try {
    return readFileSync(join("/proc", pid, file), "utf8");
  } catch {
    return "";
  }
}
