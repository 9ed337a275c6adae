import type { Answerer, EndpointPart, Question, Share } from "../answers";
import type { Location } from "../location";
import type { Alike } from "./behaviour";
import { Bundles } from "./bundles";
import type { Failure } from "./failures";
import { distinctQuestions, type Item, itemsOf, questionsAsked, type Version, type VersionedAlike } from "./load-items";
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

/** What somebody is asked for by some items. */
interface Sum {
  readonly target: Target;
  most: number;
  least: number;
  askers: Asker[];
}

/** What of an item somebody is asked for. */
interface Asker {
  readonly item: Item;
  /** Its place among all that are asked for some of the item. */
  readonly rank: number;
  /** The groups that ask for the most. */
  readonly alike: readonly Alike[];
  /** The one version in which it is the most; -1 where all are the same. */
  readonly version: number;
}

/** The loads of everyone who answers, under each failure: each place as in the version in which it asks for the most. */
export class Loads {
  private readonly sums: Bundles<Item, ReadonlyMap<string, Sum>>;
  private readonly partOf = new Map<string, EndpointPart>();

  constructor(private readonly versions: readonly [Version, ...Version[]]) {
    this.sums = new Bundles(itemsOf(versions), (items, deciding) => this.sumsOf(items, deciding));
    const [{ answers }] = versions;
    for (const endpoint of answers.endpoints) {
      for (const part of answers.partsOf(endpoint)) {
        for (const address of part.addresses) this.partOf.set(partKey(endpoint, address), part);
      }
    }
  }

  /** The loads while something is down. */
  public while(down: Failure): readonly Load[] {
    const all = new Map<string, Sum[]>();
    this.sums.while(down).forEach((sums) => {
      sums.forEach((sum, key) => {
        const known = all.get(key);
        if (known === undefined) all.set(key, [sum]);
        else known.push(sum);
      });
    });
    const loads = [...all.values()].map((sums) => ({ first: firstOf(sums), load: this.loadOf(sums) }));
    return loads.sort((one, other) => compareAskers(one.first, other.first)).map(({ load }) => load);
  }

  /** Only what is too much is told with the places and the questions that it comes from, and there are hundreds. */
  private loadOf(sums: readonly Sum[]): Load {
    const { versions } = this;
    const { answerer, name, part } = (sums[0] as Sum).target;
    const askers = () => sums.flatMap(({ askers }) => askers).sort(compareAskers);
    const asking = () => askers().map(({ item, alike }) => questionsAsked(item, alike));
    return {
      answerer,
      name,
      part,
      requestsPerSecond: sums.reduce((total, { most }) => total + most, 0),
      leastRequestsPerSecond: sums.reduce((total, { least }) => total + least, 0),
      get from() {
        return askers().flatMap(({ item }) => item.from);
      },
      get questions() {
        return distinctQuestions(asking().flat());
      },
      get isTogether() {
        const all = asking();
        const { length } = distinctQuestions(all.flat());
        return !all.every((some) => some.length === length);
      },
      get decided() {
        const all = askers();
        return versions.map((_, index) => all.flatMap(({ item, version }) => (version === index ? item.from : [])));
      },
    };
  }

  /** What everyone gets of some items, when as many as can be ask for it. */
  private sumsOf(items: readonly Item[], deciding: Failure): ReadonlyMap<string, Sum> {
    const sums = new Map<string, Sum>();
    items.forEach((item) => {
      let rank = 0;
      this.worstOf(item, deciding).forEach((worst, key) => {
        const known = sums.get(key);
        const sum = known ?? { target: worst.target, most: 0, least: 0, askers: [] };
        if (known === undefined) sums.set(key, sum);
        this.add(sum, worst, item, rank);
        rank += 1;
      });
    });
    return sums;
  }

  private add(sum: Sum, { most, least, count, alike, byVersion }: Worst, item: Item, rank: number): void {
    sum.most += most * item.perSecond;
    // Who is not among the answers of a group gets nothing of it.
    sum.least += count < item.alike.length ? 0 : least * item.perSecond;
    sum.askers.push({ item, rank, alike, version: this.decisive(byVersion, most) });
  }

  /** The first version of those in which there is the most, if it is not in all. */
  private decisive(byVersion: readonly number[], most: number): number {
    const isWorst = this.versions.map((_, version) => (byVersion[version] ?? 0) > most - ROUNDING);
    return isWorst.every(Boolean) ? -1 : isWorst.indexOf(true);
  }

  private worstOf(item: Item, deciding: Failure): ReadonlyMap<string, Worst> {
    const worst = new Map<string, Worst>();
    item.alike.forEach((one) => {
      const shares = this.versions[one.version]?.behaviours.while(one.alike.groups[0], deciding);
      shares?.forEach((share) => {
        this.noteShare(worst, share, one);
      });
    });
    return worst;
  }

  /** Notes who answers, and the parts of it where it has several. */
  private noteShare(worst: Map<string, Worst>, { answerer, share, replies }: Share, one: VersionedAlike): void {
    const name = answererName(answerer);
    note(worst, `${answerer.kind} ${name}`, { answerer, name, share }, one);
    if (answerer.kind !== "endpoint" || this.partOf.size === 0) return;
    const parts = new Map<string, Target>();
    for (const reply of replies) {
      const part = this.partOf.get(partKey(name, reply.addresses[0] ?? ""));
      if (part === undefined) continue;
      const before = parts.get(part.name)?.share ?? 0;
      parts.set(part.name, { answerer, name: part.name, part, share: before + reply.share });
    }
    for (const [part, target] of parts) note(worst, `part ${part}`, target, one);
  }
}

/** In the order of the items, and of those who are asked for some of each. */
function compareAskers(one: Asker, other: Asker): number {
  return one.item.index - other.item.index || one.rank - other.rank;
}

/** Each sum has its first one in front. */
function firstOf(sums: readonly Sum[]): Asker {
  const [first, ...others] = sums.map(({ askers }) => askers[0] as Asker) as [Asker, ...Asker[]];
  return others.reduce((before, one) => (compareAskers(before, one) > 0 ? one : before), first);
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
  byVersion: number[];
  most: number;
  least: number;
  count: number;
  alike: Alike[];
}

/** Shares that differ by less are equal. */
const ROUNDING = 1e-12;

function note(worst: Map<string, Worst>, key: string, target: Target, { version, alike }: VersionedAlike): void {
  const { share } = target;
  const known = worst.get(key);
  if (known === undefined) {
    const byVersion: number[] = [];
    byVersion[version] = share;
    worst.set(key, { target, byVersion, most: share, least: share, count: 1, alike: [alike] });
    return;
  }
  known.count += 1;
  known.least = Math.min(known.least, share);
  known.byVersion[version] = Math.max(known.byVersion[version] ?? 0, share);
  if (share > known.most + ROUNDING) known.alike = [alike];
  else if (share > known.most - ROUNDING) known.alike.push(alike);
  known.most = Math.max(known.most, share);
}
