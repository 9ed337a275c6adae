import { spawnSync } from "node:child_process";

/** What one run of a program took. */
export interface Sample {
  /** Milliseconds of processor time of all threads: what others do on the machine hardly changes it. */
  readonly cpu: number;
  /** Milliseconds by the clock. */
  readonly wall: number;
  readonly peakMegabytes: number;
}

/** A program that is run again and again. */
export interface Case {
  readonly name: string;
  /** The arguments of Node. */
  readonly args: readonly string[];
  /** Where it writes its output, which `cdktf` reads from the environment. */
  readonly outdir: string;
}

/** All runs of a case. */
export class Samples {
  constructor(private readonly all: readonly Sample[]) {}

  /** Those of several cases as if they were one. */
  public static together(all: readonly Samples[]): Samples {
    return new Samples(all.flatMap((samples) => samples.all));
  }

  public median(key: keyof Sample): number {
    const sorted = this.sorted(key);
    const middle = sorted.length >> 1;
    const upper = sorted[middle] as number;
    return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] as number)) / 2;
  }

  /** The least and the most. */
  public spread(key: keyof Sample): readonly [number, number] {
    const sorted = this.sorted(key);
    return [sorted[0] as number, sorted[sorted.length - 1] as number];
  }

  private sorted(key: keyof Sample): readonly number[] {
    return this.all.map((sample) => sample[key]).sort((one, other) => one - other);
  }
}

/** Runs all cases in turn, as often as there are rounds, so that a slow minute of the machine is everybody's. */
export function measure(cases: readonly Case[], rounds: number): ReadonlyMap<string, Samples> {
  const samples = cases.map(({ name }): [string, Sample[]] => [name, []]);
  for (let round = 1; round <= rounds; round++) {
    process.stderr.write(`round ${round} of ${rounds}\n`);
    cases.forEach((one, index) => {
      samples[index]?.[1].push(run(one));
    });
  }
  return new Map(samples.map(([name, all]) => [name, new Samples(all)]));
}

function run({ name, args, outdir }: Case): Sample {
  const env = { ...process.env, CDKTF_OUTDIR: outdir, NODE_OPTIONS: "" };
  const child = spawnSync(process.execPath, args, { env, stdio: ["ignore", "ignore", "pipe", "pipe"] });
  if (child.status !== 0) throw new Error(`${name}: ${child.stderr.toString()}`);
  return JSON.parse(child.output[3]?.toString() ?? "");
}

/** Milliseconds of processor time that a program prints of itself, each time in a process of its own. */
export function printedSeconds(args: readonly string[], cwd: string, rounds: number): Samples {
  const once = (): Sample => {
    const child = spawnSync(process.execPath, args, { cwd, encoding: "utf8" });
    if (child.status !== 0) throw new Error(`${args.join(" ")}: ${child.stderr}`);
    return { cpu: Number(child.stdout), wall: Number.NaN, peakMegabytes: Number.NaN };
  };
  return new Samples(Array.from({ length: rounds }, once));
}

/** Milliseconds of a command by the clock: the median of some runs after one that is not counted. */
export function commandSeconds(command: string, args: readonly string[], cwd: string, rounds: number): Samples {
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", CI: "1" };
  const once = (): Sample => {
    const start = performance.now();
    const child = spawnSync(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    if (child.status !== 0) throw new Error(`${command} ${args.join(" ")}: ${child.stderr}${child.stdout}`);
    return { cpu: Number.NaN, wall: performance.now() - start, peakMegabytes: Number.NaN };
  };
  once();
  return new Samples(Array.from({ length: rounds }, once));
}
