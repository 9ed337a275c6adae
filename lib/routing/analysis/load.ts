import type { Answerer, Answers, EndpointPart, Question, Share } from "../answers";
import type { Location } from "../location";
import type { Behaviours, PlaceGroup } from "./behaviour";
import type { Requests } from "./demand";
import type { Failure } from "./failures";
import { answererName } from "./words";

/** What one of those who answer, or a part of it, is asked for. */
export interface Load {
  readonly answerer: Answerer;
  /** Its name, or that of the part. */
  readonly name: string;
  /** The part, when it is one. */
  readonly part?: EndpointPart;
  /**
   * The most that there can be, exactly: all host names together. Where it is not known which name or state requests are for, those
   * that ask for the most.
   */
  readonly requestsPerSecond: number;
  /** The least: the same as the most where nothing is left open. */
  readonly leastRequestsPerSecond: number;
  /** Where they come from. */
  readonly from: readonly Location[];
  /** What is asked for when it is the most. */
  readonly questions: readonly Question[];
  /** Whether it takes all the questions at once; if not, any of them alone is enough. */
  readonly isTogether: boolean;
  /**
   * Of each version that there may be, the places that ask for more in it than in another one. None where there is one version, or
   * where all are the same.
   */
  readonly decided: readonly (readonly Location[])[];
}

/** What may be deployed, when it is one of several versions that are not the same for some places. */
export interface Version {
  readonly answers: Answers;
  readonly behaviours: Behaviours;
  /** The same requests in all versions. */
  readonly requests: readonly Requests[];
}

/** Requests, and the groups of places that they may belong to, in any version. */
interface Item {
  readonly perSecond: number;
  readonly from: readonly Location[];
  readonly groups: readonly VersionedGroup[];
  /** What decides about its answers when it is down. */
  readonly dependsOn: ReadonlySet<string>;
  /** Who gets how much of it, by what is down of that: most failures change nothing for most places. */
  readonly known: Map<string, ReadonlyMap<string, Worst>>;
}

/** A group of places in one version, by its number. */
interface VersionedGroup {
  readonly version: number;
  readonly group: PlaceGroup;
}

interface Sum {
  readonly answerer: Answerer;
  readonly name: string;
  readonly part?: EndpointPart;
  most: number;
  least: number;
  readonly from: (readonly Location[])[];
  /** For each item, the questions that ask for the most. */
  readonly asking: (readonly Question[])[];
  decided: readonly (readonly Location[])[];
}

/** The loads of everyone who answers, under each failure: each place as in the version in which it asks for the most. */
export class Loads {
  private readonly items: readonly Item[];
  private readonly partOf = new Map<string, EndpointPart>();
  /** For each version, no places. */
  private readonly nowhere: readonly (readonly Location[])[];

  constructor(private readonly versions: readonly [Version, ...Version[]]) {
    this.nowhere = versions.map(() => []);
    this.items = itemsOf(versions);
    const [{ answers }] = versions;
    for (const endpoint of answers.endpoints) {
      for (const part of answers.partsOf(endpoint)) {
        for (const address of part.addresses) this.partOf.set(partKey(endpoint, address), part);
      }
    }
  }

  /** The loads while something is down. */
  public while(down: Failure): readonly Load[] {
    const sums = new Map<string, Sum>();
    for (const item of this.items) this.add(sums, item, down);
    return [...sums.values()].map(({ most, least, from, asking, ...sum }) => {
      // Only what is too much is told with the places and the questions that it comes from, and there are hundreds.
      return {
        ...sum,
        get from() {
          return from.flat();
        },
        requestsPerSecond: most,
        leastRequestsPerSecond: least,
        get questions() {
          return distinct(asking);
        },
        get isTogether() {
          const { length } = distinct(asking);
          return !asking.every((some) => some.length === length);
        },
      };
    });
  }

  /** Adds what everyone gets of some requests, when as many as can be ask for it. */
  private add(sums: Map<string, Sum>, item: Item, down: Failure): void {
    const { perSecond, from, groups } = item;
    for (const [key, { most, least, count, questions, target, byVersion }] of this.worstOf(item, down)) {
      const { answerer, name, part } = target;
      const sum = sums.get(key) ?? {
        answerer,
        name,
        part,
        most: 0,
        least: 0,
        from: [],
        asking: [],
        decided: this.nowhere,
      };
      sum.most += most * perSecond;
      // Who is not among the answers of a group gets nothing of it.
      sum.least += count < groups.length ? 0 : least * perSecond;
      sum.from.push(from);
      sum.asking.push(questions);
      sums.set(key, sum);
      // Of one version nothing is decided by another.
      if (this.versions.length === 1) continue;
      const isWorst = this.versions.map((_, version) => (byVersion.get(version) ?? 0) > most - ROUNDING);
      const decisive = isWorst.every(Boolean) ? -1 : isWorst.indexOf(true);
      sum.decided = sum.decided.map((some, version) => (version === decisive ? [...some, ...from] : some));
    }
  }

  private worstOf({ groups, dependsOn, known }: Item, down: Failure): ReadonlyMap<string, Worst> {
    const deciding = down.filter((name) => dependsOn.has(name)).join();
    const before = known.get(deciding);
    if (before !== undefined) return before;
    const worst = new Map<string, Worst>();
    for (const one of groups) {
      const shares = this.versions[one.version]?.behaviours.while(one.group, down) ?? [];
      for (const [key, target] of this.targetsOf(shares)) note(worst, key, target, one);
    }
    known.set(deciding, worst);
    return worst;
  }

  /** Everyone who answers, and the parts of those that have several. */
  private targetsOf(shares: readonly Share[]): readonly (readonly [string, Target])[] {
    return shares.flatMap(({ answerer, share, replies }) => {
      const name = answererName(answerer);
      const targets = new Map<string, Target>([[`${answerer.kind} ${name}`, { answerer, name, share }]]);
      if (answerer.kind !== "endpoint" || this.partOf.size === 0) return [...targets];
      for (const reply of replies) {
        const part = this.partOf.get(partKey(name, reply.addresses[0] ?? ""));
        if (part === undefined) continue;
        const before = targets.get(`part ${part.name}`)?.share ?? 0;
        targets.set(`part ${part.name}`, { answerer, name: part.name, part, share: before + reply.share });
      }
      return [...targets];
    });
  }
}

/** Two endpoints may have an address in common. */
function partKey(endpoint: string, address: string): string {
  return `${endpoint} ${address}`;
}

interface Target {
  readonly answerer: Answerer;
  readonly name: string;
  readonly part?: EndpointPart;
  readonly share: number;
}

/** The groups whose answers name someone the most and the least. */
interface Worst {
  readonly target: Target;
  /** The most in each version. */
  readonly byVersion: Map<number, number>;
  most: number;
  least: number;
  count: number;
  questions: readonly Question[];
}

/** Shares that differ by less are equal. */
const ROUNDING = 1e-12;

function note(worst: Map<string, Worst>, key: string, target: Target, { version, group }: VersionedGroup): void {
  const { share } = target;
  const { question } = group;
  const known = worst.get(key);
  if (known === undefined) {
    const byVersion = new Map([[version, share]]);
    worst.set(key, { target, byVersion, most: share, least: share, count: 1, questions: [question] });
    return;
  }
  known.count += 1;
  known.least = Math.min(known.least, share);
  known.byVersion.set(version, Math.max(known.byVersion.get(version) ?? 0, share));
  if (share > known.most + ROUNDING) known.questions = [question];
  else if (share > known.most - ROUNDING && !known.questions.some((one) => isSameQuestion(one, question))) {
    known.questions = [...known.questions, question];
  }
  known.most = Math.max(known.most, share);
}

/** In the order in which they come first. Most have been met already: the same list is not looked through twice. */
function distinct(asking: readonly (readonly Question[])[]): readonly Question[] {
  const found: Question[] = [];
  for (const questions of new Set(asking)) {
    for (const one of questions) if (!found.some((same) => isSameQuestion(same, one))) found.push(one);
  }
  return found;
}

/** Each version has questions of its own. */
function isSameQuestion(one: Question, other: Question): boolean {
  return one.name === other.name && one.type === other.type;
}

/** The requests of places that get the same answers are counted together. */
function itemsOf(versions: readonly [Version, ...Version[]]): readonly Item[] {
  const items = new Map<string, Item & { perSecond: number; from: Location[] }>();
  const numbers = new Map<PlaceGroup, number>();
  const numberOf = ({ group }: VersionedGroup) => {
    const number = numbers.get(group) ?? numbers.size;
    numbers.set(group, number);
    return number;
  };
  versions[0].requests.forEach(({ perSecond, from }, index) => {
    const groups = versions.flatMap((one, version) => {
      const { places = [], questions = [] } = one.requests[index] ?? {};
      const all = questions.flatMap((question) =>
        places.flatMap((place) => one.behaviours.groupOf(question, place) ?? []),
      );
      return [...new Set(all)].map((group) => ({ version, group }));
    });
    if (groups.length === 0) return;
    const key = groups.map(numberOf).join();
    const known = items.get(key);
    items.set(key, {
      groups,
      dependsOn: known?.dependsOn ?? new Set(groups.flatMap(({ group }) => [...group.dependsOn])),
      known: known?.known ?? new Map(),
      perSecond: (known?.perSecond ?? 0) + perSecond,
      from: [...(known?.from ?? []), from],
    });
  });
  return [...items.values()];
}
