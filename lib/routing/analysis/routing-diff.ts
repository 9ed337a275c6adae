import { validateParameters } from "../../core/options-shape";
import type { Answers, Question } from "../answers";
import { ALL_LOCATIONS, type Location, usersIn } from "../location";
import { Behaviours, type PlaceGroup } from "./behaviour";
import { comparedQuestions } from "./compared-questions";
import { failuresOf } from "./failures";
import { type DownTogether, type PlaceChange, placeChange } from "./place-diff";
import { replacedNames } from "./replaced-names";
import { chainText, downText, questionText, sharesText } from "./words";

/** What changes for users between two configurations. */
export interface RoutingChanges {
  /** What changes for the users of some names in some places. */
  readonly places: readonly RoutingChange[];
  /** Names that are new or gone, a block of lines each, and what changes for all users of a name. */
  readonly notes: readonly string[];
  /** What users ask for that is compared. */
  readonly compared: readonly Question[];
}

/** What changes for the users of some names in some places. */
export interface RoutingChange {
  /** The names with their types: `api.example.com (A)`. */
  readonly names: readonly string[];
  /** The places, in words. */
  readonly users: string;
  /** From what to what, in words: `frankfurt 25 % → 50 %`. */
  readonly change: string;
  /** The part of the users whose set of addresses changes while all is well, in percentage points. */
  readonly points: number;
}

/**
 * Everything that changes for users between two configurations: who answers, with which addresses, for how long they are kept, the
 * order of failover, what each failure of one endpoint, address, alarm, switch or health check does, and how long a failover takes.
 */
export function routingChanges(before: Answers, after: Answers): RoutingChanges {
  validateParameters("routingChanges", { before: [before, "Answers"], after: [after, "Answers"] });
  const from = sideOf(before);
  const to = sideOf(after);
  const failures = failuresOfBoth(before, after);
  const changes = new Map<string, PlacesChange & { names: string[] }>();
  const compared = comparedQuestions(before, after).map((question) => [questionText(question), question] as const);
  const common = compared.filter(([, question]) => before.isAnswered(question) && after.isAnswered(question));
  const names = new Map(compared);
  for (const [name, question] of compared) {
    for (const found of changesOf(question, from, to, failures)) {
      const users = usersIn(found.places);
      const key = `${found.change} ${users}`;
      changes.set(key, { ...found, names: [...(changes.get(key)?.names ?? []), name] });
    }
  }
  return {
    places: [...changes.values()].map(({ places, ...change }) => ({ ...change, users: usersIn(places) })),
    notes: [
      ...namesOnlyIn(to, names, "new"),
      ...namesOnlyIn(from, names, "gone"),
      ...replacedNames(before, after),
      ...failoverTimes(common, before, after),
    ],
    compared: compared.map(([, question]) => question),
  };
}

type PlacesChange = PlaceChange & { readonly places: readonly Location[] };

interface SideOfAll {
  readonly behaviours: Behaviours;
  readonly questions: ReadonlyMap<string, Question>;
}

function sideOf(answers: Answers): SideOfAll {
  const questions = new Map(answers.questions.map((question) => [questionText(question), question]));
  return { behaviours: Behaviours.among(answers), questions };
}

/** What can be down on either side, one at a time: endpoints, their parts, and what they depend on. */
function failuresOfBoth(before: Answers, after: Answers): readonly DownTogether[] {
  const sides = [before, after];
  const signals = new Map(sides.flatMap((answers) => [...answers.signals]));
  const endpoints = sides.flatMap((answers) => failuresOf(answers, 1)).filter(({ length }) => length === 1);
  const all = [...endpoints, ...[...signals.keys()].map((name) => [name])];
  return [...new Map(all.map((down) => [down.join(), { down, when: downText(down, signals) }])).values()];
}

/** What changes for one question: places with the same change together. */
function changesOf(
  question: Question,
  from: SideOfAll,
  to: SideOfAll,
  failures: readonly DownTogether[],
): Iterable<PlacesChange> {
  const changes = new Map<string, PlacesChange>();
  const compared = new Map<PlaceGroup, Map<PlaceGroup, PlaceChange | undefined>>();
  for (const place of ALL_LOCATIONS) {
    const [old, young] = [from, to].map(({ behaviours }) => behaviours.groupOf(question, place));
    if (old === undefined || young === undefined) continue;
    const known = compared.get(old) ?? new Map<PlaceGroup, PlaceChange | undefined>();
    compared.set(old, known);
    if (!known.has(young)) {
      const sides = [
        { behaviours: from.behaviours, group: old },
        { behaviours: to.behaviours, group: young },
      ] as const;
      known.set(young, placeChange(...sides, failures));
    }
    const change = known.get(young);
    if (change === undefined) continue;
    const places = changes.get(change.change)?.places ?? [];
    const points = Math.max(change.points, changes.get(change.change)?.points ?? 0);
    changes.set(change.change, { ...change, points, places: [...places, place] });
  }
  return changes.values();
}

/** A block of more lines than these is cut. */
const MOST_ROWS = 5;

/** The names that one side has alone: a line for the names, and for how their users are served at most five. */
function namesOnlyIn(
  side: SideOfAll,
  compared: ReadonlyMap<string, Question>,
  what: "new" | "gone",
): readonly string[] {
  const blocks = new Map<string, string[]>();
  for (const [name, question] of side.questions) {
    if (compared.has(name)) continue;
    const rows = rowsOf(side.behaviours, question);
    const shown = rows.length > MOST_ROWS ? [...rows.slice(0, MOST_ROWS - 1), "and others: see routing"] : rows;
    const block = shown.map((row) => `\n  ${row}`).join("");
    blocks.set(block, [...(blocks.get(block) ?? []), name]);
  }
  return [...blocks].map(([block, names]) => `${what}: ${names.join(", ")}${what === "new" ? block : ""}`);
}

function rowsOf(behaviours: Behaviours, question: Question): readonly string[] {
  const rows = new Map<string, Location[]>();
  for (const { places } of behaviours.groupsOf(question)) {
    const behaviour = behaviours.of(question, places[0]);
    if (behaviour === undefined) continue;
    const { well, chain } = behaviour;
    const order = chainText(chain);
    const text = well.length === 1 ? order : `${sharesText(well)}; ${order}`;
    rows.set(text, [...(rows.get(text) ?? []), ...places]);
  }
  return [...rows].map(([text, places]) => `${usersIn(places)}: ${text}`);
}

/** The names of which a failover takes another time. */
function failoverTimes(
  common: readonly (readonly [string, Question])[],
  before: Answers,
  after: Answers,
): readonly string[] {
  const times = new Map<string, string[]>();
  for (const [name, question] of common) {
    const [old, young] = [before, after].map((answers) => failoverTime(answers, question));
    if (old === young) continue;
    const change = `failover takes ${old} → ${young}`;
    times.set(change, [...(times.get(change) ?? []), name]);
  }
  return [...times].map(([change, names]) => `${change}: ${names.join(", ")}`);
}

function failoverTime(answers: Answers, question: Question): string {
  const seconds = answers.failoverSeconds(question);
  if (seconds === undefined) return "unknown";
  const unknown = answers.failoverUnknown(question);
  return unknown.length === 0 ? `${seconds} s` : `${seconds} s (unknown from ${unknown.join(" and ")})`;
}
