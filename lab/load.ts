import { type ChildProcess, spawn } from "node:child_process";
import { programOf } from "./pods";

/**
 * From then on, a failure proves nothing about the data centre. Users and health checks wait one second for an answer; this is how long a
 * program that needs some ten milliseconds took.
 */
const TOO_LONG = 500;

/** How often a check is tried on a machine that is too busy. */
const TRIES = 3;

/** How busy the machine is: what else runs on it must not look like a fault of the data centre. */
export interface Load {
  /** Begins to watch. */
  readonly begin: () => void;
  /** The most milliseconds that a small program took since then. */
  readonly worst: () => number;
}

/** Watches this machine, by a process of its own. */
export class MachineLoad implements Load {
  private readonly beats: ChildProcess;
  private most = 0;

  public constructor() {
    const [node = "", ...args] = programOf("pulse.ts");
    this.beats = spawn(node, args, { stdio: ["ignore", "pipe", "inherit"] });
    this.beats.stdout?.setEncoding("utf8").on("data", (text: string) => {
      for (const beat of text.split("\n")) this.most = Math.max(this.most, Number(beat));
    });
  }

  public begin(): void {
    this.most = 0;
  }

  public worst(): number {
    return this.most;
  }

  public close(): void {
    this.beats.kill("SIGKILL");
  }
}

/** What a check found: what it measured, or how it failed. */
export interface Verdict {
  readonly passed: boolean;
  readonly measured: string;
  /** Whether it failed since it could not look in time: that proves nothing about what it looks at. */
  readonly tooLate?: boolean;
}

/**
 * Tries a check, and again where it failed on a machine that was too busy for its bounds. What is broken fails every time; a failure
 * that others on the machine made does not. One that stays counts as a failure, and says how busy the machine was.
 *
 * @param quietTries how often it is tried on a machine that has time: what passes then says how it failed before
 */
export async function tried(
  check: () => Promise<Verdict>,
  load: Load,
  again: (verdict: Verdict) => Promise<unknown>,
  quietTries = 1,
): Promise<Verdict> {
  const failures: string[] = [];
  while (true) {
    load.begin();
    const verdict = await check();
    const busy = load.worst();
    if (verdict.passed) return { ...verdict, measured: [verdict.measured, ...failures].join("; before that: ") };
    const hasStood = busy >= TOO_LONG;
    const isBusy = hasStood || verdict.tooLate === true;
    const measured = hasStood
      ? `${verdict.measured}; the machine is busy: what takes 10 ms took ${busy} ms`
      : verdict.measured;
    failures.push(measured);
    if (failures.length >= (isBusy ? TRIES : quietTries)) return { passed: false, measured };
    await again({ passed: false, measured });
  }
}
