import { isUnknown } from "../../core/tokens";
import type { Question } from "../../routing/answers";
import { ALL_LOCATIONS, type Location } from "../../routing/location";
import { isFollowed } from "./cnames";
import type { DnsRecord } from "./dns-record";
import type { DnsZone } from "./dns-zone";
import type { RecordSet } from "./record-set";

/** A record that cannot be simulated, so that nothing is known of the names that lead to it, in the places from where they do. */
export interface UnreadableRecord {
  /** Its name in Terraform: `aws_route53_record.api`. */
  readonly record: string;
  /** Why: `routing by latency cannot be simulated`. */
  readonly reason: string;
  /** What users ask for who may reach it. A record that several names reach from different places comes more than once. */
  readonly questions: readonly Question[];
  /** The places from where it may be reached. When these are all, the questions are not among those of the zone. */
  readonly places: "all" | readonly Location[];
}

/** A record that cannot be simulated, and why. */
export type Unreadable = Pick<UnreadableRecord, "record" | "reason">;

/** The records of a zone that cannot be simulated, and who of those may reach them that are asked for. */
export function unreadableIn(zone: DnsZone, roots: readonly RecordSet[]): readonly UnreadableRecord[] {
  return [...zone.records, ...zone.cnames].flatMap((record) =>
    unreadableOf(zone, record).flatMap((unreadable) => {
      const reached = new Map<string, { questions: Question[]; places: UnreadableRecord["places"] }>();
      for (const root of roots) {
        if (!zone.beyond(root).has(record)) continue;
        // Of a name that only Terraform knows, nothing is known of other places either: they may be those of another name.
        const from = isUnknown(root.name)
          ? ALL_LOCATIONS
          : ALL_LOCATIONS.filter((place) => zone.beyondFrom(root, place).has(record));
        if (from.length === 0) continue;
        const places = from.length === ALL_LOCATIONS.length ? "all" : from;
        const key = JSON.stringify(places);
        reached.set(key, { places, questions: [...(reached.get(key)?.questions ?? []), root] });
      }
      const isReached = reached.size > 0 || isFollowed(record);
      const found = isReached ? [...reached.values()] : [{ questions: [], places: [] }];
      return found.map((one) => ({ ...unreadable, ...one }));
    }),
  );
}

/** Why a record cannot be simulated, if it cannot. */
export function unreadableOf(zone: DnsZone, record: DnsRecord): readonly Unreadable[] {
  const reason = zone.unreadable(record);
  return reason === undefined ? [] : [{ record: record.address, reason }];
}

/** The places of each question whose answers are not known. */
export function unknownPlaces(unreadable: readonly UnreadableRecord[]): ReadonlyMap<Question, ReadonlySet<Location>> {
  const unknown = new Map<Question, Set<Location>>();
  for (const { questions, places } of unreadable) {
    for (const question of questions) {
      const known = unknown.get(question) ?? new Set();
      for (const place of places === "all" ? ALL_LOCATIONS : places) known.add(place);
      unknown.set(question, known);
    }
  }
  return unknown;
}
