import { markdownTable } from "../core/markdown-table";
import { type ReadResult, readTerraform } from "../route53/simulation/read-terraform";
import { isAbove } from "../routing/analysis/rounding";
import { type RoutingChange, routingChanges } from "../routing/analysis/routing-diff";
import { questionText } from "../routing/analysis/words";
import { locationName } from "../routing/location";
import { recordChanges } from "./record-diff";
import { notesOf, zonesOf } from "./zones";

/** How a difference is written. */
export type DiffFormat = "text" | "markdown";

/** What changes for users between two folders. */
export function routingDiff(before: string, after: string, format: DiffFormat): string {
  const sections = differencesBetween(before, after).map((difference) => {
    const { stack, notAnalysed } = difference;
    return [`### ${stack}\n`, formats[format](difference), ...notAnalysed].join("\n");
  });
  return sections.join("\n");
}

/**
 * The changes of more than so many percentage points at once, in words; and the names that cannot be compared, since one of the
 * two versions cannot be simulated.
 */
export function jumps(before: string, after: string, largestStep: number): readonly string[] {
  return differencesBetween(before, after).flatMap(({ stack, changes, lost }) => [
    ...changes
      .filter(({ points }) => isAbove(points, largestStep))
      .map(({ users, change }) => `${stack}: ${users}: ${change}: more than ${largestStep} points in one step`),
    ...lost.map((name) => `${stack}: ${name} cannot be compared: it is not analysed in one of the versions`),
  ]);
}

/** What is different in one stack. */
interface Difference {
  readonly stack: string;
  readonly changes: readonly RoutingChange[];
  /** What changes beside who is answered with what: names that are new or gone, times, health checks. */
  readonly notes: readonly string[];
  /** How many names are compared. */
  readonly compared: number;
  /** What is not analysed, and why. */
  readonly notAnalysed: readonly string[];
  /** The names that are analysed in one version alone, though they are in both. */
  readonly lost: readonly string[];
}

function differencesBetween(before: string, after: string): readonly Difference[] {
  const old = zonesOf(before);
  const young = zonesOf(after);
  const nothing = readTerraform({});
  return [...new Set([...old.keys(), ...young.keys()])].map((stack) =>
    differenceOf(stack, old.get(stack) ?? nothing, young.get(stack) ?? nothing),
  );
}

function differenceOf(stack: string, old: ReadResult, young: ReadResult): Difference {
  const { places, notes } = routingChanges(old.zone, young.zone);
  const names = new Set(old.zone.questions.map(questionText));
  return {
    stack,
    changes: places,
    notes: [...notes, ...recordChanges(old.zone, young.zone)],
    compared: young.zone.questions.filter((question) => names.has(questionText(question))).length,
    notAnalysed: [...new Set([...notesOf(old.unreadable), ...notesOf(young.unreadable)])],
    lost: lostNames(old, young),
  };
}

/** The names of both versions of which not the same places are analysed. */
function lostNames(old: ReadResult, young: ReadResult): readonly string[] {
  const before = hiddenPlaces(old);
  const after = hiddenPlaces(young);
  return [...before].flatMap(([name, places]) => ((after.get(name) ?? places) !== places ? [name] : []));
}

/** The places of each name that are not analysed. */
function hiddenPlaces({ zone, unreadable }: ReadResult): ReadonlyMap<string, string> {
  const all = [...zone.questions, ...unreadable.flatMap(({ questions }) => questions)];
  return new Map(
    all.map((question) => [questionText(question), zone.unknownPlaces(question).map(locationName).sort().join()]),
  );
}

const formats: Readonly<Record<DiffFormat, (difference: Difference) => string>> = {
  text: (difference) => {
    const { changes, notes, compared } = difference;
    // Who asks for all names alike is named without them.
    const lines = changes.map(({ names, users, change }) =>
      names.length === compared ? `${users}: ${change}` : `${users}, for ${names.join(", ")}: ${change}`,
    );
    return `${[...notes, ...lines, restOf(difference)].join("\n")}\n`;
  },
  markdown: (difference) => {
    const { changes, notes } = difference;
    const rows = changes.map(({ users, change, names }) => [users, change, names.join(", ")]);
    const table = changes.length === 0 ? "" : `${markdownTable(["Users", "Change", "Names"], rows)}\n\n`;
    // What is indented below a name is a list of its own.
    const list = notes.map((note) => `- ${note.replaceAll("\n  ", "\n  - ")}\n`).join("");
    return `${table}${list === "" ? "" : `${list}\n`}${restOf(difference)}\n`;
  },
};

function restOf({ changes, notes, notAnalysed }: Difference): string {
  const who = notAnalysed.length === 0 ? "" : " who is analysed";
  if (changes.length === 0)
    return notes.length === 0
      ? `Nothing changes for anybody${who}.`
      : `Nothing else changes${who && " for anybody who is analysed"}.`;
  return `Nothing changes for anybody else${who}.`;
}
