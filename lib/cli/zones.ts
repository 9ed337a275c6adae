import { Problems } from "../core/problems";
import { notAnalysed } from "../route53/simulation/not-analysed";
import { type ReadResult, readRecords } from "../route53/simulation/read-terraform";
import { readOutputFolder, type SynthesizedStack } from "./output-folder";

/** A stack with address records. */
export interface StackWithRecords extends SynthesizedStack {
  readonly read: ReadResult;
}

/** The stacks with address records. */
export function withRecords(stacks: readonly SynthesizedStack[]): readonly StackWithRecords[] {
  return stacks
    .map((stack) => {
      const read = Problems.of(stack.name, (problems) => readRecords(problems, [stack.configuration]));
      return { ...stack, read };
    })
    .filter(({ read: { zone, unreadable } }) => zone.questions.length > 0 || notesOf(unreadable).length > 0);
}

/** The configurations with address records, by stack. */
export function zonesOf(folder: string): ReadonlyMap<string, ReadResult> {
  return new Map(withRecords(readOutputFolder(folder)).map(({ name, read }) => [name, read]));
}

/** A line for each record that cannot be simulated, and a line break. */
export function notesOf(unreadable: ReadResult["unreadable"]): readonly string[] {
  return unreadable.flatMap((record) => {
    const note = notAnalysed(record);
    return note === undefined ? [] : `${note}.\n`;
  });
}
