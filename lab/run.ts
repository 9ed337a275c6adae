import type { Check } from "./check";
import { CHECKS, START } from "./checks";
import { RunningDataCenter } from "./data-center";
import { writeDumps } from "./dumps";
import { comingBackAtOnce, type DataCenterFiles, forgettingFlaps, recoveringInAMinute } from "./files";
import { type Load, MachineLoad, tried, type Verdict } from "./load";
import { LabFailure, settled, TooLate } from "./measure";
import type { Line } from "./report";
import type { SpoilCase } from "./spoil-case";

/** The data centre that runs, for whoever ends the lab before its end. */
let running: RunningDataCenter | undefined;
let load: MachineLoad | undefined;

/** Takes away what runs. May be called at any time, and more than once. */
export function endLab(): void {
  running?.close();
  running = undefined;
  load?.close();
  load = undefined;
}

async function withDataCenter<T>(
  files: DataCenterFiles,
  spoil: SpoilCase | undefined,
  use: (dataCenter: RunningDataCenter, load: Load) => Promise<T>,
): Promise<T> {
  const dataCenter = new RunningDataCenter(files);
  running = dataCenter;
  load ??= new MachineLoad();
  try {
    await dataCenter.start(spoil === undefined ? [] : [spoil, ...(spoil.also ?? [])]);
    return await use(dataCenter, load);
  } finally {
    endLab();
  }
}

/** A check is about chance as well, such as which packet is on its way: one that fails twice on a quiet machine has failed. */
const QUIET_TRIES = 2;

async function lineOf(check: Check, dataCenter: RunningDataCenter, load: Load, quietTries?: number): Promise<Line> {
  const { name, bound } = check;
  const verdict = await tried(
    () => verdictOf(check, dataCenter),
    load,
    async ({ measured }) => {
      say("again", { name, measured });
      await settled(dataCenter, 60).catch(() => undefined);
    },
    quietTries,
  );
  return { name, bound, passed: verdict.passed, measured: verdict.measured };
}

async function verdictOf(check: Check, dataCenter: RunningDataCenter): Promise<Verdict> {
  try {
    return { passed: true, measured: await check.run(dataCenter) };
  } catch (error) {
    // Anything else is a fault of the lab, and ends it.
    if (!(error instanceof LabFailure)) throw error;
    return { passed: false, measured: error.message, tooLate: error instanceof TooLate };
  }
}

const say = (word: string, { name, measured }: Pick<Line, "name" | "measured">): void => {
  process.stdout.write(`${word.padEnd(7)} ${name}: ${measured}\n`);
};

/** Runs checks in one data centre, one after the other. */
export function runChecks(files: DataCenterFiles, checks: readonly Check[]): Promise<readonly Line[]> {
  return withDataCenter(recoveringInAMinute(forgettingFlaps(files)), undefined, async (dataCenter, load) => {
    const lines: Line[] = [];
    for (const check of [START, ...checks]) {
      const line = await lineOf(check, dataCenter, load, QUIET_TRIES);
      say(line.passed ? "ok" : "FAILED", line);
      lines.push(line);
      if (check === START && !line.passed) break;
      // The next one begins where all is well, if this can be had.
      if (!line.passed) await settled(dataCenter, 30).catch(() => undefined);
    }
    return lines;
  });
}

/** Writes what all routers and servers say once all routes are there. */
export function runDump(files: DataCenterFiles, folder: string): Promise<void> {
  return withDataCenter(files, undefined, async (dataCenter) => {
    await settled(dataCenter, 60);
    await writeDumps(dataCenter, folder);
  });
}

const ofSpoil = (files: DataCenterFiles, { slow = false }: SpoilCase): DataCenterFiles =>
  recoveringInAMinute(forgettingFlaps(slow ? files : comingBackAtOnce(files)));

/** Spoils one thing after the other, each in a data centre of its own: the check that is named must fail. */
export async function runSpoils(files: DataCenterFiles, cases: readonly SpoilCase[]): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const spoil of cases) {
    const check = CHECKS.find(({ name }) => name === spoil.noticedBy);
    if (check === undefined) throw new Error(`no check is called "${spoil.noticedBy}"`);
    const { passed, measured } = await withDataCenter(ofSpoil(files, spoil), spoil, async (dataCenter, load) => {
      // What is spoiled may keep routes away: then the check says so.
      await settled(dataCenter, 25).catch(() => undefined);
      return lineOf(check, dataCenter, load);
    });
    const line = { name: spoil.what, bound: "is noticed", passed: !passed, measured };
    say(passed ? "MISSED" : "noticed", line);
    lines.push(line);
  }
  return lines;
}
