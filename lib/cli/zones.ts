import { Problems } from "../core/problems";
import { notAnalysed } from "../route53/simulation/not-analysed";
import { type ReadResult, readRecords } from "../route53/simulation/read-terraform";
import { readOutputFolder } from "./output-folder";

/** The configurations with address records, by stack. */
export function zonesOf(folder: string): ReadonlyMap<string, ReadResult> {
  const zones = readOutputFolder(folder).map(({ name, configuration }) => {
    const read = Problems.of(name, (problems) => readRecords(problems, [configuration]));
    return [name, read] as const;
  });
  return new Map(
    zones.filter(([, { zone, unreadable }]) => zone.questions.length > 0 || notesOf(unreadable).length > 0),
  );
}

/** A line for each record that cannot be simulated, and a line break. */
export function notesOf(unreadable: ReadResult["unreadable"]): readonly string[] {
  return unreadable.flatMap((record) => {
    const note = notAnalysed(record);
    return note === undefined ? [] : `${note}.\n`;
  });
}
