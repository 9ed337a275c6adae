import type { PlainRecord } from "./plain-records";
import { type DnsRecord, nameIn } from "./simulation/dns-record";

/**
 * Records of others that Route 53 refuses beside a routing's own: of the same name and type, but not for another place; and those
 * that stand for another name.
 *
 * @param isOwn whether a record, by its name in Terraform, is one of the routing
 */
export function conflictingRecords(
  records: readonly DnsRecord[],
  isOwn: (address: string) => boolean,
): readonly DnsRecord[] {
  const own = records.filter(({ address }) => isOwn(address));
  const byName = new Map<string, DnsRecord[]>();
  for (const record of own) byName.set(nameIn(record), [...(byName.get(nameIn(record)) ?? []), record]);
  return records.filter((record) => {
    const beside = byName.get(nameIn(record));
    return beside !== undefined && !isOwn(record.address) && beside.some((one) => areInConflict(one, record));
  });
}

/** Records that the app makes in other stacks, by the provider's own construct, and that Route 53 refuses beside a routing's for the same reasons. */
export function conflictsElsewhere(own: readonly DnsRecord[], others: readonly PlainRecord[]): readonly PlainRecord[] {
  const byName = new Map<string, DnsRecord[]>();
  for (const record of own) byName.set(record.name, [...(byName.get(record.name) ?? []), record]);
  return others.filter((other) => (byName.get(other.name) ?? []).some((one) => areInConflict(one, other)));
}

function areInConflict(own: DnsRecord, other: Pick<DnsRecord, "type" | "policy" | "setIdentifier">): boolean {
  if (other.type === "CNAME") return true;
  if (own.type !== other.type) return false;
  if (own.setIdentifier === other.setIdentifier) return true;
  const isForSomePlace = other.policy.kind === "unreadable" && other.policy.isByPlace === true;
  if (own.policy.kind === "geolocation" && isForSomePlace) return false;
  if (own.policy.kind !== other.policy.kind) return true;
  return own.policy.kind === "geolocation" && JSON.stringify(own.policy) === JSON.stringify(other.policy);
}
