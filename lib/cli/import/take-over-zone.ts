import { isZoneId, plainZoneId } from "../../core/hosted-zone";
import type { DnsRecord } from "../../route53/simulation/dns-record";
import type { ImportedRecord, ImportedZone } from "../imported-record";
import { zonesOf } from "../zones";
import type { Import, TakenOver } from "./imports";

/** Finds for each record of a zone the one of the configuration that becomes it. */
export function takeOverZone(found: ImportedZone, zoneId: string | undefined, into: string | undefined): Import {
  const configured = into === undefined ? [] : [...zonesOf(into, new Set())];
  const takenOver: TakenOver[] = [];
  const obstacles: string[] = [];
  const others: ImportedRecord[] = [];
  for (const record of found.records) {
    const owner = configured.flatMap(([stack, read]) =>
      read.zone.records
        .filter((one) => one.name === record.name && mayBeIn(one, zoneId))
        .map((one) => ({ stack, one })),
    );
    const heir = owner.find(({ one }) => isHeir(one, record));
    if (heir !== undefined) takenOver.push({ stack: heir.stack, record, address: heir.one.address });
    else if (owner.some(({ one }) => one.type === record.type || record.type === "CNAME"))
      obstacles.push(obstacle(record));
    else others.push(record);
  }
  return {
    zone: found,
    zoneId: zoneId === undefined ? undefined : plainZoneId(zoneId),
    takenOver,
    others,
    obstacles,
  };
}

/** Whether a record of the configuration is in a zone: one by another id is not, and one that is looked up may be. */
function mayBeIn({ zone }: DnsRecord, zoneId: string | undefined): boolean {
  return zoneId === undefined || !isZoneId(zone) || zone === plainZoneId(zoneId);
}

/** Whether a record of the configuration becomes what is there: the same one, or that for everyone else of a simple one. */
function isHeir({ type, setIdentifier, policy }: DnsRecord, record: ImportedRecord): boolean {
  if (type !== record.type) return false;
  if (setIdentifier === (record.setIdentifier ?? "")) return true;
  return record.setIdentifier === undefined && policy.kind === "geolocation" && policy.country === "*";
}

function obstacle({ name, type, setIdentifier }: ImportedRecord): string {
  const what = setIdentifier === undefined ? type : `${type} ${setIdentifier}`;
  return `${name} ${what} stands in the way of the routing: make one simple record of it first, see docs/take-over-a-record.md`;
}
