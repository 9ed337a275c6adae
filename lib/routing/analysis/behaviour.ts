import type { Answerer, Answers, Outage, Question, Share } from "../answers";
import type { Location } from "../location";

/** What the users of a place get. */
export interface Behaviour {
  /** Who answers when all is well. */
  readonly well: readonly Share[];
  /** Who answers next. */
  readonly chain: Chain;
  /** Who answers while one endpoint is down, by its name. */
  readonly without: ReadonlyMap<string, readonly Share[]>;
}

/** The order of fail-over. */
export interface Chain {
  /** Endpoints, by name: those of a tier answer together, while all of the tiers before are down. */
  readonly tiers: readonly (readonly string[])[];
  /** Who answers while all of these are down. */
  readonly end: Answerer;
}

/** Finds what users get under each single failure. One outage serves all questions and places. */
export class Behaviours {
  private readonly outages = new Map<string, Outage>();

  constructor(private readonly answers: Answers) {}

  /** What the users of a place get who ask a question. */
  public of(question: Question, place: Location): Behaviour {
    const { endpoints } = this.answers;
    return {
      well: this.shares(question, place, []),
      chain: this.chain(question, place),
      without: new Map(endpoints.map((name) => [name, this.shares(question, place, [name])])),
    };
  }

  /** Who answers while these endpoints are down. */
  public shares(question: Question, place: Location, down: readonly string[]): readonly Share[] {
    const key = [...down].sort().join();
    const outage = this.outages.get(key) ?? this.answers.whileDown(down);
    this.outages.set(key, outage);
    return outage.shares(question, place);
  }

  /** Takes down who answers, until nobody answers who could go down. */
  private chain(question: Question, place: Location): Chain {
    const tiers: string[][] = [];
    for (;;) {
      const down = tiers.flat();
      const answering = this.shares(question, place, down).map(({ answerer }) => answerer);
      const tier = answering.flatMap((answerer) => (answerer.kind === "endpoint" ? answerer.name : []));
      const next = tier.filter((name) => !down.includes(name));
      if (next.length === 0) return { tiers, end: answering[0] ?? { kind: "nobody" } };
      tiers.push(next);
    }
  }
}
