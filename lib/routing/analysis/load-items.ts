import type { Answers, Question } from "../answers";
import type { Location } from "../location";
import { type Alike, type Behaviours, deciderOf, type PlaceGroup } from "./behaviour";
import type { Requests } from "./demand";

/** What may be deployed, when it is one of several versions that are not the same for some places. */
export interface Version {
  readonly answers: Answers;
  readonly behaviours: Behaviours;
  /** The same requests in all versions. */
  readonly requests: readonly Requests[];
}

/** Requests, and the groups of places that they may belong to, in any version. */
export interface Item {
  /** Its place among all items. */
  readonly index: number;
  readonly perSecond: number;
  readonly from: readonly Location[];
  /** All groups, of each question: only what is too much is told with them, and of many host names there are thousands. */
  readonly groups: () => readonly PlaceGroup[];
  /** Those that get the same answers together, by the first of the questions that do so everywhere. */
  readonly alike: readonly VersionedAlike[];
  /** What decides about its answers when it is down. */
  readonly dependsOn: ReadonlySet<string>;
}

/** Groups of places that get the same answers in one version, by its number. */
export interface VersionedAlike {
  readonly version: number;
  readonly alike: Alike;
}

/** The requests of places that get the same answers are counted together. */
export function itemsOf(versions: readonly [Version, ...Version[]]): readonly Item[] {
  const items = new Map<string, Item & { perSecond: number; from: Location[] }>();
  const numbers = new Map<PlaceGroup, number>();
  const numberOf = (group: PlaceGroup) => {
    const number = numbers.get(group) ?? numbers.size;
    numbers.set(group, number);
    return number;
  };
  const distinct = versions.map(({ behaviours }) => distinctAmong(behaviours));
  versions[0].requests.forEach(({ perSecond, from }, request) => {
    const ofVersions = versions.map(({ behaviours, requests }, version) => {
      const { places = [], questions = [] } = requests[request] ?? {};
      return groupsAsked(behaviours, places, distinct[version]?.(questions) ?? []);
    });
    const groups = ofVersions.flat();
    if (groups.length === 0) return;
    // No two demands are of one question, so that the first ones tell which it is.
    const key = groups.map(numberOf).join();
    const known = items.get(key);
    if (known !== undefined) {
      known.perSecond += perSecond;
      known.from.push(from);
      return;
    }
    const alike = ofVersions.flatMap((some, version) =>
      (versions[version]?.behaviours.alike(some) ?? []).map((alike) => ({ version, alike })),
    );
    const all = () =>
      versions.flatMap(({ behaviours, requests }) => {
        const { places = [], questions = [] } = requests[request] ?? {};
        return groupsAsked(behaviours, places, questions);
      });
    items.set(key, { index: items.size, perSecond, from: [from], groups: all, alike, dependsOn: allOf(alike) });
  });
  return [...items.values()];
}

/** The same for many requests, which are for the same questions. */
function distinctAmong(behaviours: Behaviours): (questions: readonly Question[]) => readonly Question[] {
  const known = new Map<readonly Question[], readonly Question[]>();
  return (questions) => {
    const distinct = known.get(questions) ?? behaviours.distinct(questions);
    known.set(questions, distinct);
    return distinct;
  };
}

function groupsAsked(
  behaviours: Behaviours,
  places: readonly Location[],
  questions: readonly Question[],
): readonly PlaceGroup[] {
  const all = new Set<PlaceGroup>();
  for (const question of questions) {
    for (const place of places) {
      const group = behaviours.groupOf(question, place);
      if (group !== undefined) all.add(group);
    }
  }
  return [...all];
}

/** What decides about any of these: a set that they share, where they do. */
function allOf(alike: readonly VersionedAlike[]): ReadonlySet<string> {
  const [first, ...others] = new Set(alike.map((one) => one.alike.dependsOn));
  if (first !== undefined && others.length === 0) return first;
  return new Set(alike.flatMap((one) => [...one.alike.dependsOn]));
}

/** The questions of these groups of an item: each once, though each version has questions of its own. */
export function questionsAsked({ groups }: Item, alike: readonly Alike[]): readonly Question[] {
  const deciders = new Set(alike.map((one) => deciderOf(one.groups[0])));
  const asked = groups().filter((group) => deciders.has(deciderOf(group)));
  return distinctQuestions(asked.map(({ question }) => question));
}

/** In the order in which they come first. */
export function distinctQuestions(questions: readonly Question[]): readonly Question[] {
  const found = new Map<string, Question>();
  for (const question of questions) {
    const key = `${question.type} ${question.name}`;
    if (!found.has(key)) found.set(key, question);
  }
  return [...found.values()];
}
