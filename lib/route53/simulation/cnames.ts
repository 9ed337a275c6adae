import { isUnknown } from "../../core/tokens";
import type { DnsRecord } from "./dns-record";

/** What is asked for at a name that leads to another one by its CNAME. */
const ADDRESS_TYPES = ["A", "AAAA"];

/**
 * What answers those who ask for an address of a name that has a CNAME: a resolver asks for the same of the name that it leads to,
 * wherever that is. So each CNAME is an alias of each type, of which nobody evaluates whether the target is healthy.
 */
export function followedCnames(records: readonly DnsRecord[]): readonly DnsRecord[] {
  const leading = records.filter(({ leadsTo }) => leadsTo !== undefined);
  return leading.flatMap((record) => {
    const { zone, leadsTo } = record;
    if (leadsTo === undefined || isUnknown(record.name)) return [];
    const alias = record.alias ?? { zone, name: leadsTo, evaluateTargetHealth: false };
    return ADDRESS_TYPES.map((type) => ({ ...record, type, alias }));
  });
}

/** Whether a record is a CNAME for those who ask for an address. */
export function isFollowed({ type, leadsTo }: DnsRecord): boolean {
  return leadsTo !== undefined && ADDRESS_TYPES.includes(type);
}

/** The other type of address. */
export function otherType(type: string): string {
  return type === "A" ? "AAAA" : "A";
}
