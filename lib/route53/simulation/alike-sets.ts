import type { Answerer } from "../../routing/answers";
import { isFollowed } from "./cnames";
import type { DnsRecord } from "./dns-record";
import type { DnsZone } from "./dns-zone";
import { placeOf, type RecordSet } from "./record-set";

/**
 * Sets whose records lead each place to the same, as those of all host names of a policy do: one is asked for all of them. Only the records'
 * own names differ, and no user gets these.
 */
export class AlikeSets {
  private readonly standIns = new Map<RecordSet, RecordSet>();
  private readonly byTargets = new Map<string, RecordSet>();
  private readonly numbers = new Map<RecordSet, number>();

  /**
   * @param answererOf who is behind the addresses of a record
   */
  constructor(
    private readonly zone: DnsZone,
    private readonly answererOf: (record: DnsRecord) => Answerer,
  ) {}

  /** The set that stands for this one and all that are like it: itself, where none is known yet. */
  public standInFor(set: RecordSet): RecordSet {
    const known = this.standIns.get(set);
    if (known !== undefined) return known;
    const targets = this.targetsOf(set);
    const standIn = (targets === undefined ? undefined : this.byTargets.get(targets)) ?? set;
    if (targets !== undefined) this.byTargets.set(targets, standIn);
    this.standIns.set(set, standIn);
    return standIn;
  }

  /** Where each place is led to, and what makes that unhealthy; `undefined` where something else of a record is in the answer. */
  private targetsOf({ records }: RecordSet): string | undefined {
    const targets: string[] = [];
    for (const record of records) {
      if (record.policy.kind !== "geolocation" || isFollowed(record)) return undefined;
      const target = this.targetOf(record);
      if (target === undefined) return undefined;
      targets.push(`${placeOf(record)} ${target} ${record.healthCheck}`);
    }
    return targets.join("\n");
  }

  /** Whoever an alias leads to, or the addresses and how long they are kept; `undefined` for an alias that leads out. */
  private targetOf(record: DnsRecord): string | undefined {
    const { alias, values, ttlSeconds } = record;
    if (alias === undefined) return JSON.stringify([this.answererOf(record), values, ttlSeconds]);
    const target = this.zone.target(record);
    if (target === undefined) return undefined;
    const number = this.numbers.get(target) ?? this.numbers.size;
    this.numbers.set(target, number);
    return `${number} ${alias.evaluateTargetHealth}`;
  }
}
