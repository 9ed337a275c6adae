import { dataCenterOf, isOfRouting, nestingPolicyOf } from "../route53/record-names";
import type { DnsRecord } from "../route53/simulation/dns-record";
import type { SimulatedZone } from "../route53/simulation/simulated-zone";

/**
 * What is right before and after, but not on the way: records change one after the other, and each that leaves a name still leads to it
 * when that has already changed in place. The names of chains and shares say what they hold, so only these two can.
 */
export function inTwoApplies(before: SimulatedZone, after: SimulatedZone): readonly string[] {
  return [...exchangedNames(before.records, after.records), ...leftPolicies(before.records, after.records)];
}

/** Data centres that stand for another one than before, while the one before has another name. */
function exchangedNames(before: readonly DnsRecord[], after: readonly DnsRecord[]): readonly string[] {
  const [old, young] = [before, after].map(namesByAddress) as [NamesByAddress, NamesByAddress];
  const known = new Set(old.values());
  const moved = [...young].flatMap(([address, is]) => {
    const was = old.get(address);
    return was === undefined || was === is ? [] : [{ was, is }];
  });
  const lines = moved.flatMap(({ was, is }) => {
    const next = moved.find((other) => other.was === is);
    if (next === undefined || !known.has(is)) return [];
    const what = `${is} is now what ${was} was, and what ${is} was is now ${next.is}`;
    return `in two applies: ${what}: on the way, users of ${is} may be sent to either`;
  });
  return [...new Set(lines)].sort();
}

type NamesByAddress = ReadonlyMap<string, string>;

function namesByAddress(records: readonly DnsRecord[]): NamesByAddress {
  return new Map(
    records.flatMap((record) => {
      const name = dataCenterOf(record);
      return name === undefined ? [] : record.values.map((address) => [address, name] as const);
    }),
  );
}

/** Host names that leave a policy whose nested places change. */
function leftPolicies(before: readonly DnsRecord[], after: readonly DnsRecord[]): readonly string[] {
  const stays = new Set(after.map(pathOf));
  const changed = new Set(after.flatMap((record) => (isNew(record, before) ? record.name : [])));
  const lines = before.flatMap((record) => {
    const target = record.alias?.name ?? "";
    const policy = nestingPolicyOf(target);
    const isLeft = !isOfRouting(record.name) && !stays.has(pathOf(record)) && changed.has(target);
    if (policy === undefined || !isLeft || !after.some(({ name }) => name === record.name)) return [];
    const what = `${record.name} leaves policy ${policy}, of which routes change`;
    return `in two applies: ${what}: on the way, its users may be sent where only the new ${policy} sends them`;
  });
  return [...new Set(lines)];
}

/** From where to where a record leads. */
const pathOf = ({ name, type, alias }: DnsRecord) => JSON.stringify([name, type, alias?.name]);

/** Whether a record of a continent's is new, or leads elsewhere than before. */
function isNew(record: DnsRecord, before: readonly DnsRecord[]): boolean {
  if (nestingPolicyOf(record.name) === undefined) return false;
  return !before.some((old) => old.setIdentifier === record.setIdentifier && pathOf(old) === pathOf(record));
}
