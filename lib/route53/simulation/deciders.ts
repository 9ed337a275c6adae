import type { Answerer } from "../../routing/answers";
import type { Location } from "../../routing/location";
import { isFollowed } from "./cnames";
import type { DnsRecord } from "./dns-record";
import type { DnsZone } from "./dns-zone";
import type { RecordSet } from "./record-set";

/**
 * What decides about the answers of a set of records: those of places alone decide nothing but where they lead to. So all host names of
 * a policy, whose records lead to the same shares, have one decider in each place.
 */
export class Deciders {
  private readonly numbers = new Map<RecordSet, number>();
  private readonly known = new Map<RecordSet, Map<Location, string>>();

  /**
   * @param answererOf who is behind the addresses of a record
   */
  constructor(
    private readonly zone: DnsZone,
    private readonly answererOf: (record: DnsRecord) => Answerer,
  ) {}

  /** One text for all sets and places that get the same answers, whatever is down. */
  public of(set: RecordSet, location: Location): string {
    const ofSet = this.known.get(set) ?? new Map<Location, string>();
    this.known.set(set, ofSet);
    const decider = ofSet.get(location) ?? this.find(set, location);
    ofSet.set(location, decider);
    return decider;
  }

  private find(set: RecordSet, location: Location): string {
    const choices = set.isByPlace ? this.zone.choices.of(set, location) : [];
    const isPlain = choices.length > 0 && choices.every((record) => this.isPlain(record));
    return isPlain
      ? choices.map((record) => this.ofRecord(record, location)).join(" else ")
      : this.numberOf(set, location);
  }

  /** Whether nothing of the record itself is in what users get, but its own addresses. */
  private isPlain(record: DnsRecord): boolean {
    const isLost = record.alias !== undefined && this.zone.target(record) === undefined;
    return record.policy.kind === "geolocation" && !isFollowed(record) && !isLost;
  }

  /** Who is led on by an alias; else the addresses, and how long they are kept. What makes the record unhealthy is a part of both. */
  private ofRecord(record: DnsRecord, location: Location): string {
    const { alias, healthCheck, values, ttlSeconds } = record;
    const target = this.zone.target(record);
    if (target === undefined) return JSON.stringify([this.answererOf(record), values, ttlSeconds, healthCheck]);
    return JSON.stringify([this.of(target, location), alias?.evaluateTargetHealth, healthCheck]);
  }

  /** The set itself; with the place, where what is beyond it depends on that. */
  private numberOf(set: RecordSet, { continent, country, subdivision }: Location): string {
    const number = this.numbers.get(set) ?? this.numbers.size;
    this.numbers.set(set, number);
    return this.zone.dependsOnPlace(set) ? `${number} from ${continent} ${country} ${subdivision}` : `${number}`;
  }
}
