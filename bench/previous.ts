import { execFileSync } from "node:child_process";
import { cpSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { markdownTable } from "../lib/core/markdown-table";
import { type Measured, samplesOf, seconds } from "./report";

/**
 * Unpacks a package as `npm pack` makes it, and copies the programs into it that are measured: there they find it by its name.
 *
 * @param folder an empty one, outside of the programs
 * @param programs the folder of the compiled programs
 * @returns the same folder of programs, within what was unpacked
 */
export function unpackPrevious(tarball: string, folder: string, repository: string, programs: string): string {
  execFileSync("tar", ["-xzf", resolve(tarball), "-C", folder]);
  const root = join(folder, "package");
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"), "dir");
  const copied = join(root, "bench-programs");
  cpSync(programs, copied, { recursive: true });
  return copied;
}

/** A subject by this version and by the previous one. */
export interface Compared {
  readonly name: string;
  readonly previous: string;
  readonly ours: string;
  /** How many times of the previous one this version takes. */
  readonly processorTime: number;
  readonly peakMemory: number;
}

/** Each subject's medians of this version beside those of the previous one. */
export function againstPrevious(subjects: readonly string[], measured: Measured): readonly Compared[] {
  return subjects.map((name) => {
    const [ours, previous] = [samplesOf(measured, `${name}: ours`), samplesOf(measured, `${name}: previous`)];
    return {
      name,
      previous: seconds(previous, "cpu"),
      ours: seconds(ours, "cpu"),
      processorTime: ours.median("cpu") / previous.median("cpu"),
      peakMemory: ours.median("peakMegabytes") / previous.median("peakMegabytes"),
    };
  });
}

export function previousTable(compared: readonly Compared[]): string {
  const rows = compared.map(({ name, previous, ours, processorTime, peakMemory }) => {
    return [name, previous, ours, `${processorTime.toFixed(2)}×`, `${peakMemory.toFixed(2)}×`];
  });
  const head = ["Against the previous version", "Its processor time", "Now", "to it", "Peak memory to it"];
  return markdownTable(head, rows);
}

/** What takes more than so many times of what it took by the previous version. */
export function beyond(compared: readonly Compared[], most: number): readonly string[] {
  return compared.flatMap(({ name, processorTime, peakMemory }) =>
    (
      [
        ["processor time", processorTime],
        ["memory", peakMemory],
      ] as const
    ).flatMap(([what, ratio]) =>
      ratio > most
        ? [
            `${name} takes ${ratio.toFixed(2)} times the ${what} of the previous version, expected at most ${most} times`,
          ]
        : [],
    ),
  );
}
