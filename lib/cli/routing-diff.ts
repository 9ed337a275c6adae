import { markdownTable } from "../core/markdown-table";
import { type ReadResult, readTerraform } from "../route53/simulation/read-terraform";
import { type RoutingChange, routingChanges } from "../routing/analysis/routing-diff";
import { questionText } from "../routing/analysis/words";
import { locationName } from "../routing/location";
import { notesOf, zonesOf } from "./zones";

/** How a difference is written. */
export type DiffFormat = "text" | "markdown";

/** What changes for users between two folders. */
export function routingDiff(before: string, after: string, format: DiffFormat): string {
  const sections = differencesBetween(before, after).map(({ stack, changes, notes }) =>
    [`### ${stack}\n`, formats[format](changes, restOf(changes, notes.length === 0)), ...notes].join("\n"),
  );
  return sections.join("\n");
}

/**
 * The changes of more than so many percentage points at once, in words; and the names that cannot be compared, since one of the
 * two versions cannot be simulated.
 */
export function jumps(before: string, after: string, largestStep: number): readonly string[] {
  return differencesBetween(before, after).flatMap(({ stack, changes, lost }) => [
    ...changes
      .filter(({ points }) => Math.round(points) > largestStep)
      .map(({ users, change }) => `${stack}: ${users}: ${change}: more than ${largestStep} points in one step`),
    ...lost.map((name) => `${stack}: ${name} cannot be compared: it is not analysed in one of the versions`),
  ]);
}

/** What is different in one stack. */
interface Difference {
  readonly stack: string;
  readonly changes: readonly RoutingChange[];
  /** What is not analysed, and why. */
  readonly notes: readonly string[];
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
  const lost = lostNames(old, young);
  const changes = routingChanges(old.zone, young.zone).map(({ names, ...change }) => {
    return { ...change, names: names.filter((name) => !lost.includes(name)) };
  });
  return {
    stack,
    changes: changes.filter(({ names }) => names.length > 0),
    notes: [...new Set([...notesOf(old.unreadable), ...notesOf(young.unreadable)])],
    lost,
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

const formats: Readonly<Record<DiffFormat, (changes: readonly RoutingChange[], rest: string) => string>> = {
  text: (changes, rest) => `${[...changes.map(({ users, change }) => `${users}: ${change}`), rest].join("\n")}\n`,
  markdown: (changes, rest) => {
    const rows = changes.map(({ users, change, names }) => [users, change, names.join(", ")]);
    const table = changes.length === 0 ? "" : `${markdownTable(["Users", "Change", "Names"], rows)}\n\n`;
    return `${table}${rest}\n`;
  },
};

function restOf(changes: readonly RoutingChange[], isAll: boolean): string {
  const others = changes.length === 0 ? "anybody" : "anybody else";
  return `Nothing changes for ${others}${isAll ? "" : " who is analysed"}.`;
}
