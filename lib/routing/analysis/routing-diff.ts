import { type Answers, compareAnswerers, type Question, type Share } from "../answers";
import { ALL_LOCATIONS, type Location, locationNames } from "../location";
import { type Behaviour, Behaviours } from "./behaviour";
import { answererName, chainText, percentText, questionText } from "./words";

/** What changes for the users of some names in some places. */
export interface RoutingChange {
  /** The names with their types: `api.example.com (A)`. */
  readonly names: readonly string[];
  /** The places, in words. */
  readonly users: string;
  /** From what to what, in words: `frankfurt 25 % → 50 %`. */
  readonly change: string;
  /** By how many percentage points the share of one endpoint changes at most. */
  readonly points: number;
}

/** What changes for users between two configurations: who answers when all is well, and the order of fail-over. */
export function routingChanges(before: Answers, after: Answers): readonly RoutingChange[] {
  const from = sideOf(before);
  const to = sideOf(after);
  const changes = new Map<string, PlacesChange & { names: string[] }>();
  for (const name of new Set([...from.names, ...to.names])) {
    for (const found of changesOf(name, from, to)) {
      const key = `${found.change} ${locationNames(found.places)}`;
      changes.set(key, { ...found, names: [...(changes.get(key)?.names ?? []), name] });
    }
  }
  return [...changes.values()].map(({ names, places, change, points }) => {
    const users = places.length === ALL_LOCATIONS.length ? "everyone" : locationNames(places);
    return { names, change, points, users };
  });
}

type Change = Pick<RoutingChange, "change" | "points">;
type PlacesChange = Change & { readonly places: readonly Location[] };

/** What changes for one name: places with the same change together. */
function changesOf(name: string, from: Side, to: Side): Iterable<PlacesChange> {
  const changes = new Map<string, PlacesChange>();
  for (const place of ALL_LOCATIONS) {
    const change = changeBetween(from.behaviourOf(name, place), to.behaviourOf(name, place));
    if (change === undefined) continue;
    const known = changes.get(change.change)?.places ?? [];
    changes.set(change.change, { ...change, places: [...known, place] });
  }
  return changes.values();
}

interface Side {
  readonly names: Iterable<string>;
  behaviourOf(name: string, place: Location): Behaviour | undefined;
}

function sideOf(answers: Answers): Side {
  const behaviours = new Behaviours(answers);
  const questions = new Map<string, Question>(answers.questions.map((question) => [questionText(question), question]));
  return {
    names: questions.keys(),
    behaviourOf: (name, place) => {
      const question = questions.get(name);
      return question && behaviours.of(question, place);
    },
  };
}

function changeBetween(from: Behaviour | undefined, to: Behaviour | undefined): Change | undefined {
  const moved = movesBetween(from?.well ?? [], to?.well ?? []).filter(
    ({ before, after }) => percentText(before) !== percentText(after),
  );
  const parts = moved.map(({ name, before, after }) => `${name} ${percentText(before)} → ${percentText(after)}`);
  const [old, young] = [from, to].map((side) => side && chainText(side.chain));
  if (old !== undefined && young !== undefined && old !== young) {
    parts.push(`order of fail-over ${old} becomes ${young}`);
  }
  if (parts.length === 0) return undefined;
  const points = Math.max(0, ...moved.map(({ before, after }) => Math.abs(after - before) * 100));
  return { change: parts.join(", "), points };
}

/** The share of everyone who answers before or after. */
function movesBetween(before: readonly Share[], after: readonly Share[]) {
  const answerers = [...before, ...after].map(({ answerer }) => answerer).sort(compareAnswerers);
  const shareOf = (name: string, shares: readonly Share[]) =>
    shares.find(({ answerer }) => answererName(answerer) === name)?.share ?? 0;
  return [...new Set(answerers.map(answererName))].map((name) => {
    return { name, before: shareOf(name, before), after: shareOf(name, after) };
  });
}
