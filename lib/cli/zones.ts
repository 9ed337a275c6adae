import { Problems } from "../core/problems";
import { largestStepsIn } from "../route53/largest-step";
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

/** What is known of the records of a stack, and which steps its rules allow. */
export interface ReadZone extends ReadResult {
  /** How many of a place's users may move at once, in percent, by host name. */
  readonly largestSteps: ReadonlyMap<string, number>;
  /** The records as Terraform has them, by their names in Terraform. */
  readonly blocks: Readonly<Record<string, unknown>>;
}

/** The configurations with address records, by stack. */
export function zonesOf(folder: string): ReadonlyMap<string, ReadZone> {
  return new Map(
    withRecords(readOutputFolder(folder)).map(({ name, read, configuration }) => [
      name,
      {
        ...read,
        largestSteps: largestStepsIn(configuration),
        blocks: configuration.resource?.aws_route53_record ?? {},
      },
    ]),
  );
}

/** A line for each record that cannot be simulated, and a line break. */
export function notesOf(unreadable: ReadResult["unreadable"]): readonly string[] {
  return unreadable.flatMap((record) => {
    const note = notAnalysed(record);
    return note === undefined ? [] : `${note}.\n`;
  });
}
