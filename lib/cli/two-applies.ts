import { dataCenterOf, isOfRouting, nestingPolicyOf, routingIn } from "../route53/record-names";
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
  const lines = [...young].flatMap(([routing, names]) => {
    const known = old.get(routing);
    const moved = [...names].flatMap(([address, is]) => {
      const was = known?.get(address);
      return was === undefined || was === is ? [] : [{ was, is }];
    });
    return moved.flatMap(({ was, is }) => {
      const next = moved.find((other) => other.was === is);
      if (next === undefined) return [];
      const what = `${is} is now what ${was} was, and what ${is} was is now ${next.is}`;
      return `in two applies: ${what}: on the way, users of ${is} may be sent to either`;
    });
  });
  return [...new Set(lines)].sort();
}

/** Data centres by their addresses, for each routing: two of them may name one differently. */
type NamesByAddress = ReadonlyMap<string, ReadonlyMap<string, string>>;

function namesByAddress(records: readonly DnsRecord[]): NamesByAddress {
  const routings = new Map<string, Map<string, string>>();
  for (const record of records) {
    const name = dataCenterOf(record);
    if (name === undefined) continue;
    const routing = routingIn(record.name);
    const names = routings.get(routing) ?? new Map<string, string>();
    for (const address of record.values) names.set(address, name);
    routings.set(routing, names);
  }
  return routings;
}

/** Host names that leave a policy whose nested places change. */
function leftPolicies(before: readonly DnsRecord[], after: readonly DnsRecord[]): readonly string[] {
  const stays = new Set(after.map(pathOf));
  const names = new Set(after.map(({ name }) => name));
  const known = new Set(before.filter(isNested).map(placePathOf));
  // Whose place is new, or leads elsewhere than before.
  const changed = new Set(after.flatMap((one) => (isNested(one) && !known.has(placePathOf(one)) ? one.name : [])));
  const lines = before.flatMap((record) => {
    const target = record.alias?.name ?? "";
    const policy = nestingPolicyOf(target);
    const isLeft = !isOfRouting(record.name) && !stays.has(pathOf(record)) && changed.has(target);
    if (policy === undefined || !isLeft || !names.has(record.name)) return [];
    const what = `${record.name} leaves policy ${policy}, of which routes change`;
    return `in two applies: ${what}: on the way, its users may be sent where only the new ${policy} sends them`;
  });
  return [...new Set(lines)];
}

const isNested = ({ name }: DnsRecord) => nestingPolicyOf(name) !== undefined;

/** From where to where a record leads. */
const pathOf = ({ name, type, alias }: DnsRecord) => JSON.stringify([name, type, alias?.name]);

const placePathOf = (record: DnsRecord) => JSON.stringify([record.setIdentifier, pathOf(record)]);
