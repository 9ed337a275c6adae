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
}

/** Requests, and the groups of places that they may belong to. */
interface Item {
  readonly perSecond: number;
  readonly from: readonly Location[];
  readonly groups: readonly PlaceGroup[];
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
}

/** The loads of everyone who answers, under each failure. */
export class Loads {
  private readonly items: readonly Item[];
  private readonly partOf = new Map<string, EndpointPart>();

  constructor(
    answers: Answers,
    private readonly behaviours: Behaviours,
    requests: readonly Requests[],
  ) {
    this.items = itemsOf(behaviours, requests);
    for (const part of answers.endpoints.flatMap((endpoint) => answers.partsOf(endpoint))) {
      for (const address of part.addresses) this.partOf.set(address, part);
    }
  }

  /** The loads while something is down. */
  public while(down: Failure): readonly Load[] {
    const sums = new Map<string, Sum>();
    for (const item of this.items) this.add(sums, item, down);
    return [...sums.values()].map(({ most, least, from, asking, ...sum }) => {
      const questions = [...new Set(asking.flat())];
      return {
        ...sum,
        from: from.flat(),
        requestsPerSecond: most,
        leastRequestsPerSecond: least,
        questions,
        isTogether: !asking.every((some) => some.length === questions.length),
      };
    });
  }

  /** Adds what everyone gets of some requests, when as many as can be ask for it. */
  private add(sums: Map<string, Sum>, { perSecond, from, groups }: Item, down: Failure): void {
    const worst = new Map<string, Worst>();
    for (const group of groups) {
      for (const [key, target] of this.targetsOf(this.behaviours.while(group, down))) note(worst, key, target, group);
    }
    for (const [key, { most, least, count, questions, target }] of worst) {
      const { answerer, name, part } = target;
      const sum = sums.get(key) ?? { answerer, name, part, most: 0, least: 0, from: [], asking: [] };
      sum.most += most * perSecond;
      // Who is not among the answers of a group gets nothing of it.
      sum.least += count < groups.length ? 0 : least * perSecond;
      sum.from.push(from);
      sum.asking.push(questions);
      sums.set(key, sum);
    }
  }

  /** Everyone who answers, and the parts of those that have several. */
  private targetsOf(shares: readonly Share[]): readonly (readonly [string, Target])[] {
    return shares.flatMap(({ answerer, share, replies }) => {
      const name = answererName(answerer);
      const targets = new Map<string, Target>([[`${answerer.kind} ${name}`, { answerer, name, share }]]);
      if (answerer.kind !== "endpoint" || this.partOf.size === 0) return [...targets];
      for (const reply of replies) {
        const part = this.partOf.get(reply.addresses[0] ?? "");
        if (part === undefined) continue;
        const before = targets.get(`part ${part.name}`)?.share ?? 0;
        targets.set(`part ${part.name}`, { answerer, name: part.name, part, share: before + reply.share });
      }
      return [...targets];
    });
  }
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
  most: number;
  least: number;
  count: number;
  questions: readonly Question[];
}

/** Shares that differ by less are equal. */
const ROUNDING = 1e-12;

function note(worst: Map<string, Worst>, key: string, target: Target, { question }: PlaceGroup): void {
  const { share } = target;
  const known = worst.get(key);
  if (known === undefined) {
    worst.set(key, { target, most: share, least: share, count: 1, questions: [question] });
    return;
  }
  known.count += 1;
  known.least = Math.min(known.least, share);
  if (share > known.most + ROUNDING) known.questions = [question];
  else if (share > known.most - ROUNDING && !known.questions.includes(question)) {
    known.questions = [...known.questions, question];
  }
  known.most = Math.max(known.most, share);
}

/** The requests of places that get the same answers are counted together. */
function itemsOf(behaviours: Behaviours, requests: readonly Requests[]): readonly Item[] {
  const items = new Map<string, Item & { perSecond: number; from: Location[] }>();
  const numbers = new Map<PlaceGroup, number>();
  const numberOf = (group: PlaceGroup) => {
    const number = numbers.get(group) ?? numbers.size;
    numbers.set(group, number);
    return number;
  };
  for (const { perSecond, from, places, questions } of requests) {
    const groups = [
      ...new Set(questions.flatMap((question) => places.flatMap((place) => behaviours.groupOf(question, place) ?? []))),
    ];
    if (groups.length === 0) continue;
    const key = groups.map(numberOf).join();
    const known = items.get(key);
    items.set(key, {
      groups,
      perSecond: (known?.perSecond ?? 0) + perSecond,
      from: [...(known?.from ?? []), from],
    });
  }
  return [...items.values()];
}
