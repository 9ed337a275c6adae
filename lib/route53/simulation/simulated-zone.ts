import { brand } from "../../core/options-kinds";
import { isUnknown } from "../../core/tokens";
import {
  type Answerer,
  type Answers,
  compareAnswerers,
  type DanglingAlias,
  type EndpointPart,
  type Outage,
  type Places,
  type Question,
  type Reply,
  type Share,
  type SignalKind,
} from "../../routing/answers";
import { ALL_LOCATIONS, type Location, NOWHERE } from "../../routing/location";
import { AlikeSets } from "./alike-sets";
import type { Naming } from "./data-center-names";
import { Deciders } from "./deciders";
import type { DnsHealthCheck, DnsRecord } from "./dns-record";
import type { DnsZone } from "./dns-zone";
import { Endpoints } from "./endpoints";
import { failoverTime } from "./failover-time";
import type { RecordSet } from "./record-set";
import { Answer, Scenario } from "./scenario";
import { type Unreadable, type UnreadableRecord, unknownPlaces, unreadableIn, unreadableOf } from "./unreadable";

/** Probabilities add up to 1 but for this. */
const ROUNDING = 1e-9;

/** The places of a question that no record answers, which all get the same. */
const EVERYWHERE = ALL_LOCATIONS as Places;

/** How a zone is looked at. It answers the same, however that is. */
interface View extends Naming {
  /** What it is asked for alone; all that users ask for, if this is left out. */
  readonly only?: readonly Question[];
  /** Whether the names that lead to others by a CNAME are asked for, too. */
  readonly withCnames?: boolean;
}

/** Route 53, if a configuration were deployed. */
export class SimulatedZone implements Answers {
  static {
    brand(SimulatedZone, "SimulatedZone");
  }

  public readonly questions: readonly Question[];
  public readonly names: ReadonlySet<string>;
  public readonly endpoints: readonly string[];
  public readonly signals: ReadonlyMap<string, SignalKind>;
  /** All records, those that cannot be simulated included; those of the names that are looked at, where not all are. */
  public readonly records: readonly DnsRecord[];
  /** All health checks; none where not all names are looked at. */
  public readonly healthChecks: readonly DnsHealthCheck[];
  /** The records that cannot be simulated. */
  public readonly unreadable: readonly UnreadableRecord[];
  private readonly owners: Endpoints;
  private readonly unknown: ReadonlyMap<Question, ReadonlySet<Location>>;
  private readonly dependencies = new Map<RecordSet, ReadonlySet<string>>();
  private readonly sets = new WeakMap<Question, { readonly found: RecordSet | undefined }>();
  private readonly deciders: Deciders;
  private readonly alikeSets: AlikeSets;
  private dangling?: boolean;
  private readonly answerers = new Map<DnsRecord, { readonly answerer: Answerer; readonly key: string }>();
  private readonly alikePlaces = new Map<RecordSet, readonly Places[]>();

  /** @internal */
  constructor(
    private readonly zone: DnsZone,
    private readonly view: View = {},
  ) {
    const hosts = view.only && new Set(view.only.map(({ name }) => name));
    this.records = hosts === undefined ? zone.records : zone.records.filter(({ name }) => hosts.has(name));
    this.healthChecks = hosts === undefined ? zone.healthChecks : [];
    this.names = hosts ?? zone.existing;
    this.owners = new Endpoints(zone, view);
    const answererOf = (record: DnsRecord) => this.owners.answererOf(Answer.from(record));
    this.deciders = new Deciders(zone, answererOf);
    this.alikeSets = new AlikeSets(zone, answererOf);
    this.endpoints = this.owners.all;
    this.signals = this.owners.signals;
    const all = zone.roots(view.withCnames);
    this.unreadable = unreadableIn(zone, all);
    this.unknown = unknownPlaces(this.unreadable);
    const isAsked = ({ name, type }: Question) =>
      view.only === undefined || view.only.some((one) => one.name === name && one.type === type);
    const roots = all.filter(isAsked);
    this.questions = roots.filter((root) => this.unknownPlaces(root).length < ALL_LOCATIONS.length);
  }

  public partsOf(endpoint: string): readonly EndpointPart[] {
    return this.owners.partsOf(endpoint);
  }

  public isAnswered(question: Question): boolean {
    return this.setOf(question) !== undefined;
  }

  public placesAlike(question: Question): readonly Places[] {
    const set = this.answeringSet(question);
    if (set === undefined) return [EVERYWHERE];
    const unknown = this.unknownPlaces(question);
    if (unknown.length > 0) {
      const known = ALL_LOCATIONS.filter((place) => !unknown.includes(place));
      return this.zone.placesAlike(set, known);
    }
    const places = this.alikePlaces.get(set) ?? this.zone.placesAlike(set, ALL_LOCATIONS);
    this.alikePlaces.set(set, places);
    return places;
  }

  public unknownPlaces(question: Question): readonly Location[] {
    return [...(this.unknown.get(this.setOf(question) ?? question) ?? [])];
  }

  public dependsOn(question: Question, place: Location): ReadonlySet<string> {
    const set = this.answeringSet(question);
    return set === undefined ? new Set() : this.dependenciesOf(this.zone.choices.deciding(set, place), place);
  }

  public decidedBy(question: Question, place: Location): string {
    const set = this.answeringSet(question);
    return set === undefined ? "" : this.deciders.of(set, place);
  }

  public whileDown(down: readonly string[]): Outage {
    const scenario = this.scenarioWhileDown(down);
    // A scenario gives the same list for the same answers, so most places have been counted already.
    const counted = new WeakMap<readonly Answer[], readonly Share[]>();
    return {
      shares: (question, place) => {
        const set = this.answeringSet(question);
        const answers = set === undefined ? [] : scenario.answersOf(this.zone.choices.deciding(set, place), place);
        const shares = counted.get(answers) ?? this.count(answers);
        counted.set(answers, shares);
        return shares;
      },
    };
  }

  public danglingAliases(question: Question): readonly DanglingAlias[] {
    if (!this.mayDangle) return [];
    return this.recordsOf(question).flatMap((record) => {
      const missing = this.zone.missing(record);
      if (record.alias === undefined || missing === undefined || missing === "elsewhere") return [];
      // A name that only Terraform knows is not judged.
      if (isUnknown(record.alias.name)) return [];
      return { record: record.address, target: record.alias.name, isCertain: missing === "nothing" };
    });
  }

  public failoverSeconds(question: Question): number | undefined {
    const set = this.setOf(question);
    return set === undefined ? 0 : failoverTime(this.zone, set).seconds;
  }

  public failoverUnknown(question: Question): readonly string[] {
    const set = this.setOf(question);
    const unknown = set === undefined ? [] : failoverTime(this.zone, set).unknown;
    return [...new Set(unknown.map((record) => this.owners.nameOf(record) ?? record.address))].sort();
  }

  /** The endpoints that are sent no users on purpose: all health checks of their records are forced to fail. */
  public get drained(): readonly string[] {
    const checks = new Map<string | undefined, string[]>();
    for (const record of this.zone.records) {
      if (!record.healthCheck) continue;
      const name = this.owners.nameOf(record);
      const own = checks.get(name);
      if (own === undefined) checks.set(name, [record.healthCheck]);
      else own.push(record.healthCheck);
    }
    return this.endpoints.filter((name) => {
      const own = checks.get(name) ?? [];
      return own.length > 0 && own.every((check) => isForcedDown(this.zone.healthCheck(check)));
    });
  }

  /** @internal The names that data centres of several routings have. */
  public get namesApart(): ReadonlySet<string> {
    return this.owners.namesApart;
  }

  /** @internal The same zone with other names for data centres that have one name in several routings. */
  public named(naming: Naming): SimulatedZone {
    return new SimulatedZone(this.zone, { ...this.view, ...naming });
  }

  /** @internal The same zone, of which only some questions are looked at: it answers as the whole does, and is asked for less. */
  public about(questions: readonly Question[]): SimulatedZone {
    return new SimulatedZone(this.zone, { ...this.view, only: questions });
  }

  /** @internal The same zone, of which the names that lead to others by a CNAME are asked for as well. */
  public withCnames(): SimulatedZone {
    return new SimulatedZone(this.zone, { ...this.view, withCnames: true });
  }

  /** @internal The endpoint behind a record with addresses that a health check watches. */
  public endpointOf(record: DnsRecord): string | undefined {
    return this.owners.nameOf(record);
  }

  /** @internal All records that a question may reach. */
  public recordsOf(question: Question): readonly DnsRecord[] {
    const set = this.setOf(question);
    return set === undefined ? [] : [...this.zone.beyond(set)];
  }

  /** @internal All records that a question may reach from the places whose answers are not known, by their names in Terraform. */
  public unknownRecordsOf(question: Question): ReadonlySet<string> {
    const set = this.setOf(question);
    const places = set === undefined ? [] : this.unknownPlaces(question);
    const found = places.flatMap((place) => (set === undefined ? [] : [...this.zone.beyondFrom(set, place)]));
    return new Set(found.map(({ address }) => address));
  }

  /** @internal The records that a question from a place may reach and that cannot be simulated. */
  public unreadableOf(question: Question, place: Location = NOWHERE): readonly Unreadable[] {
    const set = this.setOf(question);
    const reached = set === undefined ? [] : [...this.zone.beyondFrom(set, place)];
    return reached.flatMap((record) => unreadableOf(this.zone, record));
  }

  /** @internal While these are unhealthy: addresses of endpoints, or health checks by their names in Terraform. */
  public scenario(unhealthy: ReadonlySet<string>): Scenario {
    return new Scenario(this.zone, unhealthy);
  }

  /** @internal While these endpoints, or parts of them, are down, by name. */
  public scenarioWhileDown(down: readonly string[]): Scenario {
    return this.scenario(this.owners.addressesOf(down));
  }

  /** @internal Who is behind an answer. */
  public answererOf(answer: Answer): Answerer {
    return this.owners.answererOf(answer);
  }

  /** @internal The zones that answer a question, where several have the name, or a wildcard that stands in for it. */
  public zonesOf({ name, type }: Question): readonly string[] {
    return this.zone.zonesOf(name, type);
  }

  /** @internal The name whose records answer a question: the wildcard's, where they stand in for it. */
  public answeringName(question: Question): string | undefined {
    return this.setOf(question)?.name;
  }

  /** Whether any alias leads to what is not here: else nobody need look for it behind each host name. */
  private get mayDangle(): boolean {
    this.dangling ??= [...this.zone.records, ...this.zone.cnames].some((record) => {
      const missing = this.zone.missing(record);
      return missing !== undefined && missing !== "elsewhere";
    });
    return this.dangling;
  }

  private setOf(question: Question): RecordSet | undefined {
    const known = this.sets.get(question) ?? { found: this.zone.find(question.name, question.type) };
    this.sets.set(question, known);
    return known.found;
  }

  /** The set whose answers a question gets: its own, or one that stands for it. */
  private answeringSet(question: Question): RecordSet | undefined {
    const set = this.setOf(question);
    return set && this.alikeSets.standInFor(set);
  }

  /** The endpoints and parts on whose health a set depends: computed once, unless the place decides. */
  private dependenciesOf(set: RecordSet, place: Location): ReadonlySet<string> {
    const known = this.dependencies.get(set);
    if (known !== undefined) return known;
    const names = this.zone.choices.of(set, place).reduce<ReadonlySet<string>>((before, record) => {
      const target = this.zone.target(record);
      const own = union(before, this.watching(record));
      return target === undefined ? own : union(own, this.dependenciesOf(target, place));
    }, NOTHING);
    if (!this.zone.dependsOnPlace(set)) this.dependencies.set(set, names);
    return names;
  }

  /** The endpoints and parts of which each makes a record unhealthy by itself. */
  private watching(record: DnsRecord): ReadonlySet<string> {
    if (record.healthCheck === undefined) return NOTHING;
    return new Set(this.zone.watchedBy(record).flatMap((unhealthy) => this.owners.downWith(unhealthy)));
  }

  private count(answers: readonly Answer[]): readonly Share[] {
    const shares = new Map<string, Counted>();
    answers.forEach((answer) => {
      this.addTo(shares, answer);
    });
    const all: Share[] = [...shares.values()];
    const rest = 1 - answers.reduce((sum, { probability }) => sum + probability, 0);
    if (rest > ROUNDING) all.push({ answerer: { kind: "nobody" }, share: rest, replies: [] });
    return all.length < 2 ? all : all.sort((one, other) => compareAnswerers(one.answerer, other.answerer));
  }

  private addTo(shares: Map<string, Counted>, answer: Answer): void {
    const { values: addresses, ttlSeconds, probability: share, together } = answer;
    const { answerer, key } = this.answererAt(answer);
    const reply = { addresses, ttlSeconds, share, together };
    const known = shares.get(key);
    if (known === undefined) shares.set(key, { answerer, share, replies: [reply] });
    else {
      known.share += share;
      known.replies.push(reply);
    }
  }

  /** The record at the end decides who is behind an answer: hundreds of answers end in one. */
  private answererAt(answer: Answer): { readonly answerer: Answerer; readonly key: string } {
    const known = this.answerers.get(answer.end);
    if (known !== undefined) return known;
    const answerer = this.owners.answererOf(answer);
    const found = { answerer, key: Object.values(answerer).join(" ") };
    this.answerers.set(answer.end, found);
    return found;
  }
}

/** A share that is being added up. */
interface Counted {
  readonly answerer: Answerer;
  share: number;
  replies: Reply[];
}

const NOTHING: ReadonlySet<string> = new Set();

/** One of two sets itself, where the other one is empty: most places depend on what they lead to alone, and share it. */
function union(one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> {
  if (other.size === 0) return one;
  return one.size === 0 ? other : new Set([...one, ...other]);
}

function isForcedDown(check: DnsHealthCheck | undefined): boolean {
  return check?.disabled === true && check.inverted;
}
