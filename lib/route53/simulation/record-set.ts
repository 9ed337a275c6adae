import type { Location } from "../../routing/location";
import type { DnsRecord } from "./dns-record";

/** The records of one name and type, which Route 53 chooses from. */
export class RecordSet {
  public readonly name: string;
  public readonly type: string;
  /** The records, of a failover pair the primary first. */
  public readonly records: readonly DnsRecord[];
  /** Whether the place of a question decides. */
  public readonly isByPlace: boolean;
  /** Whether the first that is healthy answers, so that those behind it wait for it to fail. */
  public readonly isOrdered: boolean;
  /** Those for a place that cannot be read: each may be for any. */
  public readonly unread: readonly DnsRecord[];
  private readonly byPlace: ReadonlyMap<string, DnsRecord>;

  constructor(records: readonly [DnsRecord, ...DnsRecord[]]) {
    const [{ name, type, policy }] = records;
    this.name = name;
    this.type = type;
    this.records = [...records].sort((one, other) => rank(one) - rank(other));
    this.isByPlace = policy.kind === "geolocation";
    this.isOrdered = this.isByPlace || records.every((record) => record.policy.kind === "failover");
    this.unread = this.isByPlace ? records.filter(({ policy }) => policy.kind === "unreadable") : [];
    this.byPlace = new Map(records.map((record) => [placeOf(record), record]));
  }

  /** The records that a question may reach, in the order in which Route 53 prefers them: the smallest place first. */
  public candidates({ continent, country, subdivision }: Location): readonly DnsRecord[] {
    if (!this.isByPlace) return this.records;
    const found: DnsRecord[] = [];
    const add = (place: string) => {
      const record = this.byPlace.get(place);
      if (record !== undefined) found.push(record);
    };
    if (subdivision !== undefined) add(subdivision);
    if (country !== undefined) add(country);
    if (continent !== undefined) add(`continent ${continent}`);
    add("*");
    return found;
  }
}

/** The place that a record is for: `FR`, `US-CA`, `continent EU`; empty where no place decides. */
export function placeOf({ policy }: DnsRecord): string {
  if (policy.kind !== "geolocation") return "";
  if (policy.continent !== undefined) return `continent ${policy.continent}`;
  return policy.subdivision === undefined ? `${policy.country}` : `${policy.country}-${policy.subdivision}`;
}

function rank({ policy }: DnsRecord): number {
  return policy.kind === "failover" && !policy.primary ? 1 : 0;
}
