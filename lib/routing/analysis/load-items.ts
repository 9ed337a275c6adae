import type { Answers, Question } from "../answers";
import type { Location } from "../location";
import type { Alike, Behaviours, PlaceGroup } from "./behaviour";
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
  readonly groups: readonly PlaceGroup[];
  /** The same groups, those together that get the same answers. */
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
  versions[0].requests.forEach(({ perSecond, from }, request) => {
    const ofVersions = versions.map(({ behaviours, requests }) => groupsAsked(behaviours, requests[request]));
    const groups = ofVersions.flat();
    if (groups.length === 0) return;
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
    const dependsOn = new Set(alike.flatMap(({ alike }) => [...alike.dependsOn]));
    items.set(key, { index: items.size, perSecond, from: [from], groups, alike, dependsOn });
  });
  return [...items.values()];
}

function groupsAsked(behaviours: Behaviours, requests: Requests | undefined): readonly PlaceGroup[] {
  const { places = [], questions = [] } = requests ?? {};
  const all = new Set<PlaceGroup>();
  for (const question of questions) {
    for (const place of places) {
      const group = behaviours.groupOf(question, place);
      if (group !== undefined) all.add(group);
    }
  }
  return [...all];
}

/** The questions of these groups of an item: each once, though each version has questions of its own. */
export function questionsAsked({ groups }: Item, alike: readonly Alike[]): readonly Question[] {
  const some = new Set(alike.flatMap((one) => one.groups));
  return distinctQuestions(groups.filter((group) => some.has(group)).map(({ question }) => question));
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
