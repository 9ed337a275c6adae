import { dataCenterOf, isOfRouting, nestingPolicyOf, routingIn } from "../route53/record-names";
import { type DnsRecord, nameIn } from "../route53/simulation/dns-record";
import type { SimulatedZone } from "../route53/simulation/simulated-zone";
import { otherZones } from "./other-zones";
import type { Refusal } from "./refusal";
import { risingShares } from "./rising-shares";

/**
 * What is right before and after, but not on the way: records change one after the other, and each that leaves a name still leads to it
 * when that has already changed in place. Each says which change goes first, and which is for a second apply.
 */
export function inTwoApplies(before: SimulatedZone, after: SimulatedZone): readonly Refusal[] {
  const swapped = swappedNames(before.records, after.records);
  const left = leftPolicies(before.records, after.records);
  // Of a name that stands for two data centres on the way, nobody can say whose share it is.
  return [
    ...otherZones(before, after),
    ...swapped,
    ...left,
    ...(swapped.length > 0 ? [] : risingShares(before, after)),
  ];
}

/** Data centres that have the name which another one had, and nothing of what had it. */
function swappedNames(before: readonly DnsRecord[], after: readonly DnsRecord[]): readonly Refusal[] {
  const [old, young] = [before, after].map(addressesByName) as [AddressesByName, AddressesByName];
  const lines = [...young].flatMap(([routing, names]) => {
    const known = old.get(routing) ?? new Map<string, ReadonlySet<string>>();
    const nameOf = (addresses: ReadonlySet<string>, among: ReadonlyMap<string, ReadonlySet<string>>) =>
      [...among].find(([, others]) => isAnyIn(addresses, others))?.[0];
    return [...names].flatMap(([is, addresses]) => {
      const own = known.get(is);
      const was = nameOf(addresses, known);
      if (own === undefined || was === undefined || isAnyIn(addresses, own)) return [];
      const next = nameOf(own, names);
      const rest = next === undefined ? "gone" : `now ${next}`;
      const what = `${is} is now what ${was} was, and what ${is} was is ${rest}: on the way, users of ${is} may be sent to either`;
      return `in two applies: ${what}: first deploy with no data centre called ${is}, then give the name to what ${was} was`;
    });
  });
  return [...new Set(lines)].sort().map((message) => ({ code: "swapped-names", message }));
}

/** The addresses of data centres, by name, for each routing and its zone: two of them may name one differently. */
type AddressesByName = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

function addressesByName(records: readonly DnsRecord[]): AddressesByName {
  const routings = new Map<string, Map<string, Set<string>>>();
  for (const record of records) {
    const name = record.healthCheck === undefined ? undefined : dataCenterOf(record);
    if (name === undefined) continue;
    const routing = nameIn({ zone: record.zone, name: routingIn(record.name) });
    const names = routings.get(routing) ?? new Map<string, Set<string>>();
    const addresses = names.get(name) ?? new Set();
    for (const address of record.values) addresses.add(address);
    names.set(name, addresses);
    routings.set(routing, names);
  }
  return routings;
}

function isAnyIn(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return [...some].some((one) => others.has(one));
}

/** Host names that leave a policy whose nested places change. */
function leftPolicies(before: readonly DnsRecord[], after: readonly DnsRecord[]): readonly Refusal[] {
  const stays = new Set(after.map(pathOf));
  const known = new Set(before.filter(isNested).map(placePathOf));
  // Whose place is new, or leads elsewhere than before.
  const changed = new Set(after.flatMap((one) => (isNested(one) && !known.has(placePathOf(one)) ? nameIn(one) : [])));
  const lines = before.flatMap((record) => {
    const target = record.alias?.name ?? "";
    const policy = nestingPolicyOf(target);
    const isLeft =
      !isOfRouting(record.name) &&
      !stays.has(pathOf(record)) &&
      changed.has(nameIn({ zone: record.zone, name: target }));
    if (policy === undefined || !isLeft) return [];
    const what = `${record.name} leaves policy ${policy}, of which routes change`;
    const way = `on the way, its users may be sent where only the new ${policy} sends them`;
    return `in two applies: ${what}: ${way}: first let it leave, then change the routes`;
  });
  return [...new Set(lines)].map((message) => ({ code: "left-policy", message }));
}

const isNested = ({ name }: DnsRecord) => nestingPolicyOf(name) !== undefined;

/** From where to where a record leads. */
const pathOf = ({ zone, name, type, alias }: DnsRecord) => JSON.stringify([zone, name, type, alias?.name]);

const placePathOf = (record: DnsRecord) => JSON.stringify([record.setIdentifier, pathOf(record)]);
