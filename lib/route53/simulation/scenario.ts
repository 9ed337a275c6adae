import { type Location, NOWHERE } from "../../routing/location";
import { isFollowed } from "./cnames";
import type { DnsRecord } from "./dns-record";
import type { DnsZone } from "./dns-zone";
import type { RecordSet } from "./record-set";

/** One answer that a user may get. */
export class Answer {
  private constructor(
    /** @internal The record at the end of the path: the one with the values, or with an alias that leads out. */
    public readonly end: DnsRecord,
    /** The addresses, or the name of an alias that leads out of the configuration. */
    public readonly values: readonly string[],
    /** How long a resolver keeps it. */
    public readonly ttlSeconds: number | undefined,
    /** How likely it is, from 0 to 1. */
    public readonly probability: number,
    private readonly first: Step,
    /** All addresses that the answer has, where each of several records in it is an answer of its own here. */
    public readonly together?: readonly string[],
  ) {}

  /** The records that led to it. */
  public get path(): readonly DnsRecord[] {
    const path: DnsRecord[] = [];
    for (let step: Step | undefined = this.first; step !== undefined; step = step.next) path.push(step.record);
    return path;
  }

  /** @internal The answer of a record that leads to no other, when a part of those who ask get it. */
  public static from(record: DnsRecord, part = 1): Answer {
    const { alias, values, ttlSeconds } = record;
    return new Answer(record, alias === undefined ? values : [alias.name], ttlSeconds, part, { record });
  }

  /** @internal The same answer, by way of one record more, when a part of those who ask get it. */
  public through(record: DnsRecord, part = 1): Answer {
    const { end, values, probability, together } = this;
    // Resolvers ask for the target again when they forget either.
    const ttl = isFollowed(record) ? shorter(this.ttlSeconds, record.ttlSeconds) : this.ttlSeconds;
    return new Answer(end, values, ttl, probability * part, { record, next: this.first }, together);
  }

  /** @internal The same answer, in which others are as well. */
  public among(addresses: readonly string[]): Answer {
    return new Answer(this.end, this.values, this.ttlSeconds, this.probability, this.first, addresses);
  }
}

/** The shorter of two times; `undefined` when either is not known. */
function shorter(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : Math.min(one, other);
}

/** A path as a list of steps: an answer that passes another record shares the rest of its path. */
interface Step {
  readonly record: DnsRecord;
  readonly next?: Step;
}

/** What is beyond a record that leads to no other. */
const NOTHING_BEYOND: readonly Answer[] = [];

/** A record that Route 53 may choose, and how likely it does. */
interface Choice {
  readonly record: DnsRecord;
  readonly part: number;
}

/** Those of records that are chosen by their weights: most sets are asked about with all of theirs, whatever is down. */
const CHOICES = new WeakMap<readonly DnsRecord[], readonly Choice[]>();

/**
 * Route 53 while some endpoints are down: which record answers whom.
 *
 * The rules are those of the developer guide, "How Amazon Route 53 chooses records when health checking is configured" and
 * "How health checks work in complex configurations". Where the guide is silent, the comment says what is assumed.
 */
export class Scenario {
  private readonly healthOfChecks = new Map<string, boolean>();
  // Computed once, unless it depends on where the question comes from.
  private readonly healthOfSets = new Map<RecordSet, boolean>();
  private readonly answersOfSets = new Map<RecordSet, readonly Answer[]>();
  private readonly paths = new Map<DnsRecord, Map<readonly Answer[], readonly Answer[]>>();

  /**
   * @param unhealthy what is down: the addresses of endpoints, or health checks by their names in Terraform
   */
  constructor(
    private readonly zone: DnsZone,
    private readonly unhealthy: ReadonlySet<string>,
  ) {}

  /**
   * The answers to a question for a name and type, from a place. None for a name that is not there, and for a place that no
   * record of the name covers: Route 53 then says that there is no answer.
   */
  public answers(name: string, type: string, location: Location = NOWHERE): readonly Answer[] {
    const set = this.zone.find(name, type);
    return set === undefined ? [] : this.answersOf(set, location);
  }

  /** The same for the records of a name and type. */
  public answersOf(set: RecordSet, location: Location): readonly Answer[] {
    const known = this.answersOfSets.get(set);
    if (known !== undefined) return known;
    const answers = this.find(set, location);
    if (!this.zone.dependsOnPlace(set)) this.answersOfSets.set(set, answers);
    return answers;
  }

  private find(set: RecordSet, location: Location): readonly Answer[] {
    const candidates = this.zone.choices.inOrder(set, location);
    const kind = candidates[0]?.policy.kind;
    if (kind === "weighted" || kind === "multivalue") return this.mix(candidates, location);
    const first = this.firstHealthy(candidates, location);
    return first === undefined ? NOTHING_BEYOND : this.follow(first, location);
  }

  private mix(candidates: readonly DnsRecord[], location: Location): readonly Answer[] {
    const choices = this.choose(candidates, location);
    const answers: Answer[] = [];
    choices.forEach(({ record, part }) => {
      this.beyond(record, location, part, answers);
    });
    if (choices.length === 1 || candidates[0]?.policy.kind !== "multivalue") return answers;
    const together = answers.flatMap(({ values }) => values);
    return answers.map((answer) => answer.among(together));
  }

  /** The answers by way of one record: the same list for the same answers, whatever place asked. */
  private follow(record: DnsRecord, location: Location): readonly Answer[] {
    const target = this.zone.target(record);
    const beyond = target === undefined ? NOTHING_BEYOND : this.answersOf(target, location);
    const known = this.paths.get(record)?.get(beyond);
    if (known !== undefined) return known;
    const answers: Answer[] = [];
    this.beyond(record, location, 1, answers);
    this.paths.set(record, (this.paths.get(record) ?? new Map()).set(beyond, answers));
    return answers;
  }

  /** Adds the answers by way of one record, when a part of those who ask are led there. */
  private beyond(record: DnsRecord, location: Location, part: number, answers: Answer[]): void {
    const target = this.zone.target(record);
    if (target !== undefined) {
      this.answersOf(target, location).forEach((answer) => {
        answers.push(answer.through(record, part));
      });
      return;
    }
    // What Route 53 answers then is not documented. Assumed is the worst: that it chooses the record and has no answer.
    if (this.zone.missing(record) === "nothing") return;
    answers.push(Answer.from(record, part));
  }

  /** Of a failover pair the primary is first, and of places the smallest. When all are unhealthy, Route 53 takes all for healthy. */
  private firstHealthy(candidates: readonly DnsRecord[], location: Location): DnsRecord | undefined {
    if (candidates.length > 1) for (const record of candidates) if (this.isHealthy(record, location)) return record;
    return candidates[0];
  }

  private choose(candidates: readonly DnsRecord[], location: Location): readonly Choice[] {
    const isHealthy = (record: DnsRecord) => this.isHealthy(record, location);
    const healthy = candidates.every(isHealthy) ? candidates : candidates.filter(isHealthy);
    // When all are unhealthy, Route 53 takes all for healthy, because any answer may be better than none.
    const among = healthy.length > 0 ? healthy : candidates;
    const known = CHOICES.get(among);
    if (known !== undefined) return known;
    // Up to eight at random; each is in the answer, so each is an answer of its own here.
    const choices =
      among[0]?.policy.kind === "weighted"
        ? byWeight(among)
        : among.map((record) => ({ record, part: 1 / among.length }));
    CHOICES.set(among, choices);
    return choices;
  }

  private isHealthy(record: DnsRecord, location: Location): boolean {
    if (record.healthCheck !== undefined && !this.isCheckHealthy(record.healthCheck)) return false;
    if (!record.alias?.evaluateTargetHealth) return true;
    const target = this.zone.target(record);
    return target === undefined || this.hasHealthy(target, location);
  }

  /**
   * Whether a set that an alias leads to has a healthy record. If not, Route 53 backs out of the branch. That is documented
   * for weighted records, and assumed for all.
   */
  private hasHealthy(set: RecordSet, location: Location): boolean {
    const known = this.healthOfSets.get(set);
    if (known !== undefined) return known;
    const healthy = set.candidates(location).some((record) => this.isHealthy(record, location));
    if (!this.zone.dependsOnPlace(set)) this.healthOfSets.set(set, healthy);
    return healthy;
  }

  private isCheckHealthy(address: string): boolean {
    const known = this.healthOfChecks.get(address);
    if (known !== undefined) return known;
    const healthy = this.evaluate(address);
    this.healthOfChecks.set(address, healthy);
    return healthy;
  }

  private evaluate(address: string): boolean {
    const check = this.zone.healthCheck(address);
    if (check === undefined) return !this.unhealthy.has(address);
    if (check.disabled) return !check.inverted;
    const isDown =
      this.unhealthy.has(address) || (check.ipAddress !== undefined && this.unhealthy.has(check.ipAddress));
    const children = check.children.filter((child) => this.isCheckHealthy(child)).length;
    const healthy = !isDown && (check.type !== "CALCULATED" || children >= check.childThreshold);
    return healthy !== check.inverted;
  }
}

/** A weight of 0 answers only when no other is healthy; when all are 0, they are equal. */
function byWeight(records: readonly DnsRecord[]): readonly Choice[] {
  const weights = records.map(({ policy }) => (policy.kind === "weighted" ? policy.weight : 0));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return records
    .map((record, index) => ({ record, part: sum === 0 ? 1 / records.length : (weights[index] ?? 0) / sum }))
    .filter(({ part }) => part > 0);
}
