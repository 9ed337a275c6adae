import { markdownTable } from "../core/markdown-table";
import { readTerraform } from "../route53/simulation/read-terraform";
import { type RoutingChange, routingChanges } from "../routing/analysis/routing-diff";
import { questionText } from "../routing/analysis/words";
import type { Question } from "../routing/answers";
import { environmentsOf, inEnvironment } from "./environments";
import { type LostName, lostNames, questionsOf } from "./lost-names";
import { type MovedNames, movedNames, movedNote, only } from "./moved-names";
import { withMoves } from "./moved-resources";
import { otherRecordChanges } from "./other-records";
import { otherResourceChanges } from "./other-resources";
import { perhapsOtherZones } from "./other-zones";
import { readOutputFolder, type SynthesizedStack } from "./output-folder";
import { recordChanges } from "./record-diff";
import type { Refusal } from "./refusal";
import { signedZoneRefusals } from "./signed-zones";
import type { TableFormat } from "./table-format";
import { inTwoApplies } from "./two-applies";
import { notesOf, type ReadZone, stacksApart, zonesOfStacks } from "./zones";

/** How a difference is written. */
export type DiffFormat = Exclude<TableFormat, "json">;

/** What changes for users between two folders. */
export function routingDiff(differences: readonly Difference[], format: DiffFormat): string {
  const sections = differences.map((difference) => {
    const { stack, notAnalysed } = difference;
    return [`### ${stack}\n`, formats[format](difference), ...notAnalysed].join("\n");
  });
  return sections.join("\n");
}

/** What is different in one stack. */
export interface Difference {
  readonly stack: string;
  /** How many users may move at once, in percent: in the one version and in the other, by what users ask for. */
  readonly largestSteps: readonly [before: LargestSteps, after: LargestSteps];
  readonly changes: readonly RoutingChange[];
  /** What changes beside who is answered with what: names that are new or gone, times, health checks, and what is for two applies. */
  readonly notes: readonly string[];
  /** What is for two applies. */
  readonly detours: readonly Refusal[];
  /** How many names are compared; nothing where names are new or gone: each line has its names then. */
  readonly compared?: number;
  /** What is not analysed, and why. */
  readonly notAnalysed: readonly string[];
  /** The names in both versions that cannot be compared. */
  readonly lost: readonly LostName[];
}

/** @param environment this one alone; all, when it is left out */
export function differencesBetween(before: string, after: string, environment?: string): readonly Difference[] {
  const all = [before, after].map(readOutputFolder) as [Stacks, Stacks];
  const known = environmentsOf(all.flat());
  const [old, next] = all.map((stacks) => inEnvironment(stacks, environment, known)) as [Stacks, Stacks];
  return differencesOf(withMoves(old, next), next);
}

type Stacks = readonly SynthesizedStack[];

function differencesOf(deployed: Stacks, next: Stacks): readonly Difference[] {
  const apart = new Set([deployed, next].flatMap((stacks) => [...stacksApart(stacks)]));
  const [old, young] = [deployed, next].map((stacks) => zonesToCompare(stacks, apart)) as [Zones, Zones];
  const nothing = {
    ...readTerraform({}),
    largestSteps: new Map<string, number>(),
    blocks: {},
    privateZones: new Set<string>(),
    hasAddresses: false,
  };
  const differences = [...new Set([...old.keys(), ...young.keys()])].map((stack) =>
    differenceOf(stack, old.get(stack) ?? nothing, young.get(stack) ?? nothing),
  );
  const moved = movedNames(old, young).map(differenceOfMoved);
  const others = otherDifferences(deployed, next);
  // A stack without addresses is of interest where its other records change.
  const isOfInterest = ({ stack, notes, changes }: Difference) =>
    notes.length + changes.length > 0 || [old, young].some((stacks) => stacks.get(stack)?.hasAddresses);
  return [...joined(differences, others).filter(isOfInterest), ...moved];
}

/** What changes of stacks beside their records. */
function otherDifferences(old: readonly SynthesizedStack[], young: readonly SynthesizedStack[]): readonly Difference[] {
  const signed = signedZoneRefusals(old, young);
  const names = new Set([...old, ...young].map(({ name }) => name));
  return [...names].flatMap((stack): Difference[] => {
    const [was, is] = [old, young].map((stacks) => stacks.find(({ name }) => name === stack));
    const detours = signed.get(stack) ?? [];
    const notes = [...otherResourceChanges([was, is], [...old, ...young]), ...detours.map(({ message }) => message)];
    return notes.length === 0 ? [] : [{ ...NOTHING, stack, notes, detours }];
  });
}

const NOTHING: Omit<Difference, "stack"> = {
  largestSteps: [new Map(), new Map()],
  changes: [],
  notes: [],
  detours: [],
  notAnalysed: [],
  lost: [],
};

/** Of one stack, both; a stack that is divided by its zones has what is of no zone in a section of its own. */
function joined(differences: readonly Difference[], others: readonly Difference[]): readonly Difference[] {
  const stacks = new Set(differences.map(({ stack }) => stack));
  const otherOf = (stack: string) => others.find((other) => other.stack === stack) ?? NOTHING;
  const all = differences.map((difference) => {
    const { notes, detours } = otherOf(difference.stack);
    return { ...difference, notes: [...difference.notes, ...notes], detours: [...difference.detours, ...detours] };
  });
  return [...all, ...others.filter(({ stack }) => !stacks.has(stack))];
}

type Zones = ReadonlyMap<string, ReadZone>;

/** With the names that lead to others by a CNAME: who asks for them moves as well. */
function zonesToCompare(stacks: readonly SynthesizedStack[], apart: ReadonlySet<string>): Zones {
  return new Map(
    [...zonesOfStacks(stacks, apart, "any")].map(([name, read]) => {
      const zone = read.zone.withCnames();
      return [name, { ...read, zone, unreadable: zone.unreadable }];
    }),
  );
}

function differenceOfMoved(moved: MovedNames): Difference {
  const { from, to, questions } = moved;
  const found = differenceOf(`${from} → ${to}`, only(moved.old, questions), only(moved.young, questions));
  return { ...found, notes: [...movedNote(moved), ...found.notes] };
}

function differenceOf(stack: string, one: ReadZone, other: ReadZone): Difference {
  const [old, young] = namedAlike(one, other);
  const { places, notes, compared } = routingChanges(old.zone, young.zone);
  const questions = [...compared, ...questionsOf(old), ...questionsOf(young)];
  const detours = inTwoApplies(old.zone, young.zone);
  return {
    stack,
    largestSteps: [stepsOf(old, questions), stepsOf(young, questions)],
    changes: places,
    notes: [
      ...notes,
      ...recordChanges(old.zone, young.zone),
      ...otherRecordChanges(old, young),
      ...perhapsOtherZones(old.zone, young.zone),
      ...detours.map(({ message }) => message),
    ],
    detours,
    compared: haveSameNames(old, young) ? compared.length : undefined,
    notAnalysed: [...new Set([...notesOf(old.unreadable), ...notesOf(young.unreadable)])],
    lost: lostNames(old, young),
  };
}

function haveSameNames({ zone: old }: ReadZone, { zone: young }: ReadZone): boolean {
  const names = new Set(old.questions.map(questionText));
  return names.size === young.questions.length && young.questions.every((one) => names.has(questionText(one)));
}

/** Two versions in which each data centre has one name, though one of them alone may have several data centres of a name. */
function namedAlike(old: ReadZone, young: ReadZone): readonly [ReadZone, ReadZone] {
  const apart = new Set([old, young].flatMap(({ zone }) => [...zone.namesApart]));
  if (apart.size === 0) return [old, young];
  return [
    { ...old, zone: old.zone.named({ apart }) },
    { ...young, zone: young.zone.named({ apart }) },
  ];
}

type LargestSteps = ReadonlyMap<string, number>;

/** The rules for host names, by what users ask for: `api.example.com (A)`. A name that a wildcard stands in for has the wildcard's. */
function stepsOf({ zone, largestSteps }: ReadZone, questions: readonly Question[]): LargestSteps {
  return new Map(
    questions.flatMap((question) => {
      const most = largestSteps.get(zone.answeringName(question) ?? wildcardAbove(question.name, largestSteps));
      return most === undefined ? [] : [[questionText(question), most] as const];
    }),
  );
}

/** The nearest wildcard with a rule, which would stand in for a name if it did not exist. */
function wildcardAbove(name: string, largestSteps: LargestSteps): string {
  const labels = name.split(".");
  const wildcards = labels.map((_, depth) => ["*", ...labels.slice(depth + 1)].join("."));
  return wildcards.find((wildcard) => largestSteps.has(wildcard)) ?? "";
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
