import type { DnsRecord } from "./simulation/dns-record";

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

function nameIn({ zone, name }: DnsRecord): string {
  return `${zone} ${name}`;
}

function areInConflict(own: DnsRecord, other: DnsRecord): boolean {
  if (other.type === "CNAME") return true;
  if (own.type !== other.type) return false;
  if (own.policy.kind !== other.policy.kind || own.setIdentifier === other.setIdentifier) return true;
  return own.policy.kind === "geolocation" && JSON.stringify(own.policy) === JSON.stringify(other.policy);
}
