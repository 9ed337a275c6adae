import { type Answers, LAST_RESORT, type Outage, type Places, type Question, type Share } from "../answers";
import type { Location } from "../location";
import type { Chain } from "./chain";

/** What the users of a place get. */
export interface Behaviour {
  /** Who answers when all is well. */
  readonly well: readonly Share[];
  /** Who answers next. */
  readonly chain: Chain;
  /** Who answers while one endpoint is down, by its name. */
  readonly without: ReadonlyMap<string, readonly Share[]>;
}

/** Places that get the same answers to a question, whatever is down. */
export interface PlaceGroup {
  readonly question: Question;
  readonly places: Places;
  /** What decides about the answers when it is down: endpoints and parts of them, by name. */
  readonly dependsOn: ReadonlySet<string>;
}

/** Groups of places, of any questions, that get the same answers, whatever is down. */
export interface Alike {
  readonly groups: readonly [PlaceGroup, ...PlaceGroup[]];
  readonly dependsOn: ReadonlySet<string>;
}

/** What is known of all groups that the same decides about. */
interface Known {
  readonly dependsOn: ReadonlySet<string>;
  /** The answers by what is down of all that decides about them. */
  readonly answers: Map<string, readonly Share[]>;
}

/** What is down of all that decides about some places. */
interface Deciding {
  readonly key: string;
  readonly outage: Outage;
}

interface KnownGroup extends PlaceGroup {
  readonly known: Known;
}

/** The groups of places that some questions have in common, which get the same answers to each of them. */
interface Common {
  readonly knowns: readonly { readonly places: Places; readonly known: Known }[];
  /** The index of each place's group. */
  readonly indexes: ReadonlyMap<string, number>;
}

/** By the answers: who forgets them forgets what was asked of them. */
const KNOWN = new WeakMap<Answers, Behaviours>();

/** Finds what users get under each failure. Most failures change nothing for most places, and nothing is asked twice. */
export class Behaviours {
  private readonly outages = new Map<string, Outage>();
  /** By what is down, as a list, and by what places depend on: the list that was asked about last, and all others. */
  private down: readonly string[] = [];
  private ofDown = new Map<ReadonlySet<string>, Deciding>();
  private readonly ofLists = new WeakMap<readonly string[], Map<ReadonlySet<string>, Deciding>>();
  private readonly groups = new Map<Question, readonly KnownGroup[]>();
  private readonly decided = new Map<string, Known>();
  private readonly behaviours = new Map<Known, Behaviour>();
  /** By the groups of places, which host names of one policy share. */
  private readonly common = new Map<readonly Places[], Common>();
  private readonly commonOf = new Map<Question, Common>();

  /** Those of answers, which whoever asks shares: the analysis, the tables and the rules ask for much the same. */
  public static among(answers: Answers): Behaviours {
    const known = KNOWN.get(answers) ?? new Behaviours(answers);
    KNOWN.set(answers, known);
    return known;
  }

  private constructor(private readonly answers: Answers) {}

  /** The places whose answers to a question are known, in groups with the same answers. */
  public groupsOf(question: Question): readonly PlaceGroup[] {
    return this.knownGroups(question);
  }

  /** These groups, those together that get the same answers: of host names with one policy. */
  public alike(groups: readonly PlaceGroup[]): readonly Alike[] {
    const found = new Map<Known, Alike & { groups: [PlaceGroup, ...PlaceGroup[]] }>();
    for (const group of groups) {
      const { known, dependsOn } = group as KnownGroup;
      const same = found.get(known);
      if (same === undefined) found.set(known, { groups: [group], dependsOn });
      else same.groups.push(group);
    }
    return [...found.values()];
  }

  /** Some questions, of those whose places are in the same groups with the same answers the first one alone. */
  public distinct(questions: readonly Question[]): readonly Question[] {
    const found = new Map<Common, Question>();
    for (const question of questions) {
      const common = this.commonTo(question);
      if (!found.has(common)) found.set(common, question);
    }
    return [...found.values()];
  }

  /** What the users of a place get who ask a question; `undefined` when it is not known. */
  public of(question: Question, place: Location): Behaviour | undefined {
    const group = this.groupOf(question, place);
    if (group === undefined) return undefined;
    const { known } = group as KnownGroup;
    const before = this.behaviours.get(known);
    if (before !== undefined) return before;
    const behaviour: Behaviour = {
      well: this.while(group, []),
      chain: this.chain(group),
      without: new Map(this.answers.endpoints.map((name) => [name, this.while(group, [name])])),
    };
    this.behaviours.set(known, behaviour);
    return behaviour;
  }

  /** Who answers a place while these endpoints, or parts of them, are down; `undefined` when it is not known. */
  public shares(question: Question, place: Location, down: readonly string[]): readonly Share[] | undefined {
    const group = this.groupOf(question, place);
    // What is down is compared as a list, and whoever asks may change theirs.
    return group && this.while(group, [...down]);
  }

  /** Who answers the places of a group while these endpoints, or parts of them, are down. */
  public while(group: PlaceGroup, down: readonly string[]): readonly Share[] {
    const { dependsOn, question, places, known: ofGroup } = group as KnownGroup;
    const { key, outage } = this.decidingOf(down, dependsOn);
    const known = ofGroup.answers.get(key);
    if (known !== undefined) return known;
    const shares = outage.shares(question, places[0]);
    ofGroup.answers.set(key, shares);
    return shares;
  }

  /** One text for all that may be down with the same answers for a group. */
  public stateOf({ dependsOn }: PlaceGroup, down: readonly string[]): string {
    return this.decidingOf(down, dependsOn).key;
  }

  private decidingOf(down: readonly string[], dependsOn: ReadonlySet<string>): Deciding {
    if (down !== this.down) {
      this.down = down;
      const known = this.ofLists.get(down);
      this.ofDown = known ?? new Map();
      if (known === undefined) this.ofLists.set(down, this.ofDown);
    }
    const known = this.ofDown.get(dependsOn);
    if (known !== undefined) return known;
    const names = down.filter((name) => dependsOn.has(name));
    const key = names.sort().join();
    const outage = this.outages.get(key) ?? this.answers.whileDown(names);
    this.outages.set(key, outage);
    const deciding = { key, outage };
    this.ofDown.set(dependsOn, deciding);
    return deciding;
  }

  /** Takes down who answers, until nobody answers who could go down. */
  public chain(group: PlaceGroup, before: readonly string[] = []): Chain {
    const tiers: string[][] = [];
    for (;;) {
      const down = [...before, ...tiers.flat()];
      const answering = this.while(group, down).map(({ answerer }) => answerer);
      const tier = answering.flatMap((answerer) => (answerer.kind === "endpoint" ? answerer.name : []));
      const next = tier.filter((name) => !down.includes(name));
      const isLast = next.length === 0 && !this.leadsOn(group, down);
      if (isLast) return { tiers, end: answering[0] ?? { kind: "nobody" } };
      tiers.push(next.length === 0 ? [LAST_RESORT] : next);
    }
  }

  /** Whether somebody answers who could go down, when the last resort goes down as well. Nothing can where nobody checks it. */
  private leadsOn(group: PlaceGroup, down: readonly string[]): boolean {
    if (down.includes(LAST_RESORT) || !this.answers.endpoints.includes(LAST_RESORT)) return false;
    const answering = this.while(group, [...down, LAST_RESORT]);
    return answering.some(({ answerer }) => answerer.kind === "endpoint" && !down.includes(answerer.name));
  }

  private knownGroups(question: Question): readonly KnownGroup[] {
    const before = this.groups.get(question);
    if (before !== undefined) return before;
    const groups = this.commonTo(question).knowns.map(({ places, known }): KnownGroup => {
      return { question, places, dependsOn: known.dependsOn, known };
    });
    this.groups.set(question, groups);
    return groups;
  }

  private commonTo(question: Question): Common {
    const before = this.commonOf.get(question);
    if (before !== undefined) return before;
    const alike = this.answers.placesAlike(question);
    const common = this.common.get(alike) ?? this.commonOfPlaces(question, alike);
    this.common.set(alike, common);
    this.commonOf.set(question, common);
    return common;
  }

  private commonOfPlaces(question: Question, alike: readonly Places[]): Common {
    const knowns = alike.map((places) => {
      const decided = this.answers.decidedBy(question, places[0]);
      const known = this.decided.get(decided) ?? {
        dependsOn: this.answers.dependsOn(question, places[0]),
        answers: new Map(),
      };
      this.decided.set(decided, known);
      return { places, known };
    });
    return { knowns, indexes: indexOf(alike) };
  }

  /** The group of a place; `undefined` when its answers are not known. */
  public groupOf(question: Question, place: Location): PlaceGroup | undefined {
    const index = this.commonTo(question).indexes.get(keyOf(place));
    return index === undefined ? undefined : this.knownGroups(question)[index];
  }
}

/** What decides about the answers of a group: one object for all groups that get the same, whatever is down. */
export function deciderOf(group: PlaceGroup): object {
  return (group as KnownGroup).known;
}

function indexOf(alike: readonly Places[]): ReadonlyMap<string, number> {
  const indexes = new Map<string, number>();
  alike.forEach((places, index) => {
    for (const place of places) indexes.set(keyOf(place), index);
  });
  return indexes;
}

function keyOf({ continent, country, subdivision }: Location): string {
  return subdivision ?? country ?? `continent ${continent}`;
}
