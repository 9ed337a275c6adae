import { type Location, NOWHERE } from "../location";
import type { DnsRecord, DnsZone } from "./dns-zone";
import type { RecordSet } from "./record-set";

/** One answer that a user may get. */
export interface Answer {
  /** The addresses, or the name of an alias that leads out of the configuration. */
  readonly values: readonly string[];
  /** How likely it is, from 0 to 1. */
  readonly probability: number;
  /** How long a resolver keeps it. */
  readonly ttlSeconds?: number;
  /** The records that led to it. */
  readonly path: readonly DnsRecord[];
}

/** A record that Route 53 may choose, and how likely it does. */
type Choice = readonly [record: DnsRecord, probability: number];

/**
 * Route 53 while some endpoints are dead: which record answers whom.
 *
 * The rules are those of the developer guide, "How Amazon Route 53 chooses records when health checking is configured" and
 * "How health checks work in complex configurations". Where the guide is silent, the comment says what is assumed.
 */
export class Scenario {
  private readonly healthOfChecks = new Map<string, boolean>();
  private readonly healthOfSets = new Map<RecordSet, boolean>();
  private readonly answersOfSets = new Map<RecordSet, readonly Answer[]>();
  private readonly answersOfRecords = new Map<DnsRecord, readonly Answer[]>();
  private readonly byLocation = new Map<RecordSet, boolean>();

  /**
   * @param unhealthy what is dead: the addresses of endpoints, or health checks by their names in Terraform
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

  private answersOf(set: RecordSet, location: Location): readonly Answer[] {
    return this.remember(this.answersOfSets, set, set, () => {
      const choices = this.choose(set, location);
      const [only, ...others] = choices;
      if (only !== undefined && others.length === 0) return this.follow(only[0], location);
      return choices.flatMap(([record, part]) =>
        this.follow(record, location).map((answer) => ({ ...answer, probability: answer.probability * part })),
      );
    });
  }

  /** The answers by way of one record. */
  private follow(record: DnsRecord, location: Location): readonly Answer[] {
    const target = this.zone.target(record);
    return this.remember(this.answersOfRecords, record, target, () => {
      const { values, ttlSeconds, alias } = record;
      if (alias === undefined) return [{ values, ttlSeconds, probability: 1, path: [record] }];
      if (target === undefined) return [{ values: [alias.name], probability: 1, path: [record] }];
      return this.answersOf(target, location).map((answer) => ({ ...answer, path: [record, ...answer.path] }));
    });
  }

  private choose(set: RecordSet, location: Location): readonly Choice[] {
    const candidates = set.candidates(location);
    const healthy = candidates.filter((record) => this.isHealthy(record, location));
    // When all are dead, Route 53 takes all for healthy, because any answer may be better than none.
    const among = healthy.length > 0 ? healthy : candidates;
    const [first] = among;
    if (first === undefined) return [];
    switch (first.policy.kind) {
      case "weighted":
        return byWeight(among);
      case "multivalue":
        // Up to eight at random; each is in the answer, so each is an answer of its own here.
        return among.map((record) => [record, 1 / among.length]);
      // Of a failover pair the primary is first, and of places the smallest.
      default:
        return [[first, 1]];
    }
  }

  private isHealthy(record: DnsRecord, location: Location): boolean {
    if (record.healthCheck !== undefined && !this.isGood(record.healthCheck)) return false;
    if (!record.alias?.evaluateTargetHealth) return true;
    const target = this.zone.target(record);
    return target === undefined || this.hasHealthy(target, location);
  }

  /**
   * Whether a set that an alias leads to has a healthy record. If not, Route 53 backs out of the branch. That is documented
   * for weighted records, and assumed for all.
   */
  private hasHealthy(set: RecordSet, location: Location): boolean {
    return this.remember(this.healthOfSets, set, set, () =>
      set.candidates(location).some((record) => this.isHealthy(record, location)),
    );
  }

  private isGood(address: string): boolean {
    const known = this.healthOfChecks.get(address);
    if (known !== undefined) return known;
    const good = this.evaluate(address);
    this.healthOfChecks.set(address, good);
    return good;
  }

  private evaluate(address: string): boolean {
    const check = this.zone.healthCheck(address);
    if (check === undefined) return !this.unhealthy.has(address);
    if (check.disabled) return !check.inverted;
    const isDead =
      this.unhealthy.has(address) || (check.ipAddress !== undefined && this.unhealthy.has(check.ipAddress));
    const children = check.children.filter((child) => this.isGood(child)).length;
    const good = !isDead && (check.type !== "CALCULATED" || children >= check.childThreshold);
    return good !== check.inverted;
  }

  /** Computed once, unless the set that it leads to depends on where the question comes from. */
  private remember<Key, Value>(
    memory: Map<Key, Value>,
    key: Key,
    set: RecordSet | undefined,
    compute: () => Value,
  ): Value {
    const known = memory.get(key);
    if (known !== undefined) return known;
    const value = compute();
    if (set === undefined || !this.dependsOnLocation(set)) memory.set(key, value);
    return value;
  }

  private dependsOnLocation(set: RecordSet): boolean {
    const known = this.byLocation.get(set);
    if (known !== undefined) return known;
    const targets = set.records.map((record) => this.zone.target(record));
    const depends = set.isByPlace || targets.some((target) => target !== undefined && this.dependsOnLocation(target));
    this.byLocation.set(set, depends);
    return depends;
  }
}

/** A weight of 0 answers only when no other is healthy; when all are 0, they are equal. */
function byWeight(records: readonly DnsRecord[]): readonly Choice[] {
  const weights = records.map(({ policy }) => (policy.kind === "weighted" ? policy.weight : 0));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return records
    .map((record, index): Choice => [record, sum === 0 ? 1 / records.length : (weights[index] ?? 0) / sum])
    .filter(([, probability]) => probability > 0);
}
