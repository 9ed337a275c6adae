import { type Location, NOWHERE } from "../../routing/location";
import { isFollowed } from "./cnames";
import type { DnsRecord } from "./dns-record";
import type { RecordSet } from "./record-set";

/** Where aliases lead to. */
export interface Aliases {
  target(record: DnsRecord): RecordSet | undefined;
  dependsOnPlace(set: RecordSet): boolean;
}

/** Which records of a set a question may lead to. */
export class Choices {
  private readonly everHealthy = new Map<RecordSet, boolean>();
  private readonly decidings = new Map<RecordSet, Map<Location, RecordSet>>();
  private readonly ordered = new Map<RecordSet, Map<Location, InOrder>>();

  constructor(private readonly aliases: Aliases) {}

  /**
   * The records of a set that a question from a place may lead to, whatever is down: those of larger places only while the records
   * of smaller ones can be unhealthy, and the secondary of a pair while its primary can. One that cannot be read may be for any place.
   */
  public of(set: RecordSet, location: Location): readonly DnsRecord[] {
    const inOrder = this.inOrder(set, location);
    return set.unread.length === 0 ? inOrder : [...inOrder, ...set.unread];
  }

  /** The same but for those that cannot be read. */
  public inOrder(set: RecordSet, location: Location): readonly DnsRecord[] {
    return set.isOrdered ? this.untilEverHealthy(set, location).records : set.records;
  }

  /** Whatever is down, it is the same, and so it is found once. */
  private untilEverHealthy(set: RecordSet, location: Location): InOrder {
    const from = this.aliases.dependsOnPlace(set) ? location : NOWHERE;
    const ofSet = this.ordered.get(set) ?? new Map<Location, InOrder>();
    this.ordered.set(set, ofSet);
    const known = ofSet.get(from);
    if (known !== undefined) return known;
    const candidates = set.candidates(location);
    const last = candidates.findIndex((record) => this.isEverHealthy(record, location));
    const found = { records: last < 0 ? candidates : candidates.slice(0, last + 1), isEverHealthy: last >= 0 };
    ofSet.set(from, found);
    return found;
  }

  /**
   * Who decides about the answers to a question from a place: a set with one record for it, which leads on whatever is down, leaves that to
   * the next one.
   */
  public deciding(set: RecordSet, location: Location): RecordSet {
    const ofSet = this.decidings.get(set) ?? new Map<Location, RecordSet>();
    this.decidings.set(set, ofSet);
    const known = ofSet.get(location);
    if (known !== undefined) return known;
    const next = this.only(set, location);
    const deciding = next === undefined ? set : this.deciding(next, location);
    ofSet.set(location, deciding);
    return deciding;
  }

  /** Where the only record for a place leads to; `undefined` where there are several, or where the record itself is in the answer. */
  private only(set: RecordSet, location: Location): RecordSet | undefined {
    const choices = this.of(set, location);
    const [record] = choices;
    if (record === undefined || choices.length > 1 || record.healthCheck !== undefined || isFollowed(record))
      return undefined;
    return this.aliases.target(record);
  }

  /** Whether nothing that is down can make a record unhealthy. */
  private isEverHealthy(record: DnsRecord, location: Location): boolean {
    if (record.healthCheck !== undefined) return false;
    if (!record.alias?.evaluateTargetHealth) return true;
    const target = this.aliases.target(record);
    return target === undefined || this.hasEverHealthy(target, location);
  }

  private hasEverHealthy(set: RecordSet, location: Location): boolean {
    if (set.isOrdered) return this.untilEverHealthy(set, location).isEverHealthy;
    const known = this.everHealthy.get(set);
    if (known !== undefined) return known;
    const healthy = set.records.some((one) => this.isEverHealthy(one, location));
    if (!this.aliases.dependsOnPlace(set)) this.everHealthy.set(set, healthy);
    return healthy;
  }
}

/** The records that the first healthy one is among, whatever is down. */
interface InOrder {
  readonly records: readonly DnsRecord[];
  /** Whether nothing can make the last of them unhealthy. */
  readonly isEverHealthy: boolean;
}
