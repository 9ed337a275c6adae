import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Check } from "./check";
import { RunningDataCenter } from "./data-center";
import { EDGE_CHECKS } from "./edge-checks";
import { FAULT_CHECKS } from "./fault-list";
import { comingBackAtOnce, type DataCenterFiles, readDataCenter } from "./files";
import { LabFailure, settled } from "./measure";
import { sweep } from "./network";
import { type Line, printTable } from "./report";
import { THIS_HOST, whyNot } from "./requirements";
import { ROUTING_CHECKS } from "./routing-checks";
import { LAB_SITE, writeSite } from "./site";
import { type SpoilCase, spoilCases } from "./spoils";
import { TRAFFIC_CHECKS } from "./traffic-checks";

const CHECKS: readonly Check[] = [...TRAFFIC_CHECKS, ...EDGE_CHECKS, ...ROUTING_CHECKS, ...FAULT_CHECKS];

/** The data centre that runs, for whoever ends the lab before its end. */
let running: RunningDataCenter | undefined;

async function withDataCenter<T>(
  files: DataCenterFiles,
  spoil: SpoilCase | undefined,
  use: (dataCenter: RunningDataCenter) => Promise<T>,
): Promise<T> {
  running = new RunningDataCenter(files);
  try {
    await running.start(spoil);
    return await use(running);
  } finally {
    running.close();
    running = undefined;
  }
}

async function lineOf(check: Check, dataCenter: RunningDataCenter): Promise<Line> {
  const { name, bound } = check;
  try {
    return { name, bound, passed: true, measured: await check.run(dataCenter) };
  } catch (error) {
    // Anything else is a fault of the lab, and ends it.
    if (!(error instanceof LabFailure)) throw error;
    return { name, bound, passed: false, measured: error.message };
  }
}

const START: Check = {
  name: "all routes are there after the start",
  bound: "40 s",
  run: async (dataCenter) => `${(await settled(dataCenter)).toFixed(1)} s`,
};

/** Runs all checks that are asked for, and says how many failed. */
function runChecks(files: DataCenterFiles, checks: readonly Check[]): Promise<readonly Line[]> {
  return withDataCenter(files, undefined, async (dataCenter) => {
    const lines: Line[] = [];
    for (const check of [START, ...checks]) {
      const line = await lineOf(check, dataCenter);
      process.stdout.write(`${line.passed ? "ok     " : "FAILED "} ${line.name}: ${line.measured}\n`);
      lines.push(line);
      if (check === START && !line.passed) break;
      // The next one begins where all is well, if this can be had.
      if (!line.passed) await settled(dataCenter, 30).catch(() => undefined);
    }
    return lines;
  });
}

/** Spoils one thing after the other: the check that is named must fail each time. */
async function runSpoils(files: DataCenterFiles, cases: readonly SpoilCase[]): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const spoil of cases) {
    const check = CHECKS.find(({ name }) => name === spoil.noticedBy);
    if (check === undefined) throw new Error(`no check is called "${spoil.noticedBy}"`);
    const { passed, measured } = await withDataCenter(files, spoil, async (dataCenter) => {
      // What is spoiled may keep routes away: then the check says so.
      await settled(dataCenter, 20).catch(() => undefined);
      return lineOf(check, dataCenter);
    });
    const line = { name: spoil.what, bound: "is noticed", passed: !passed, measured };
    process.stdout.write(`${line.passed ? "noticed" : "MISSED "} ${line.name}: ${measured}\n`);
    lines.push(line);
  }
  return lines;
}

async function main(args: readonly string[]): Promise<void> {
  const reason = whyNot(THIS_HOST);
  if (reason !== undefined) {
    process.stdout.write(`SKIPPED: the lab of the data centre does not run here: ${reason}\n`);
    return;
  }
  const option = (name: string): string | undefined => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  const only = option("--only");
  const wanted = <T>(list: readonly T[], textOf: (item: T) => string): readonly T[] =>
    list.filter((item) => only === undefined || textOf(item).includes(only));
  sweep();
  const files = filesOf(option("--files"));
  const lines = args.includes("--spoil")
    ? await runSpoils(
        comingBackAtOnce(files),
        wanted(spoilCases(files), ({ what }) => what),
      )
    : await runChecks(
        files,
        wanted(CHECKS, ({ name }) => name),
      );
  printTable(lines);
  process.exitCode = lines.some(({ passed }) => !passed) ? 1 : 0;
}

/** The files of a folder that was synthesized, or of the lab's own data centre. */
function filesOf(folder: string | undefined): DataCenterFiles {
  if (folder !== undefined) return readDataCenter(resolve(folder));
  const own = mkdtempSync(join(tmpdir(), "hklab-site-"));
  process.on("exit", () => rmSync(own, { recursive: true, force: true }));
  writeSite(LAB_SITE, own);
  return readDataCenter(own);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    running?.close();
    process.exit(130);
  });
}
process.on("exit", () => running?.close());
main(process.argv.slice(2)).catch((error) => {
  running?.close();
  process.stderr.write(`${error.stack ?? error}\n`);
  process.exitCode = 2;
});
