import { dataCenterOf } from "../route53/record-names";
import { type DnsRecord, nameIn } from "../route53/simulation/dns-record";
import { DnsZone } from "../route53/simulation/dns-zone";
import { SimulatedZone } from "../route53/simulation/simulated-zone";

/**
 * A zone in which all records have changed but those that a place decides between: no longer what it was, and not yet what it will be for
 * those who leave something.
 */
export function whileTheyLeave(before: SimulatedZone, after: SimulatedZone): SimulatedZone {
  const places = before.records.filter(({ policy }) => policy.kind === "geolocation");
  const byPlace = new Set(places.map(setOf));
  const changed = after.records.filter((record) => !byPlace.has(setOf(record)));
  const there = new Set(changed.map(keyOf));
  const leaving = before.records.filter((record) => !byPlace.has(setOf(record)) && !there.has(keyOf(record)));
  return zoneOf(before, after, [...places, ...changed, ...leaving]);
}

/** A zone in which all records have changed and no health check has: a data centre whose drain begins still answers. */
export function whileChecksStay(before: SimulatedZone, after: SimulatedZone): SimulatedZone {
  return zoneOf(after, before, after.records);
}

/** A zone in which the weights are as good for a data centre as they can be while they change. */
export interface BestWeights {
  /** The data centre, as its routings call it. */
  readonly dataCenter: string;
  readonly zone: SimulatedZone;
}

/**
 * The zones in which a data centre gets the most of its groups, while their weights change one after the other: its own are as large as
 * they can be, and those of the others as small. None where no group changes by several of its data centres.
 *
 * @param others all other records: those of the new version, if this is left out
 */
export function whileWeightsChange(
  before: SimulatedZone,
  after: SimulatedZone,
  { records }: Pick<SimulatedZone, "records"> = after,
): readonly BestWeights[] {
  const groups = changingGroups(before, after);
  const isChanging = new Set(groups.keys());
  const others = records.filter((record) => !isChanging.has(setOf(record)));
  const members = [...groups.values()].map((group) => [...group]);
  return [...new Set(members.flat().map(([dataCenter]) => dataCenter))].sort().map((dataCenter) => {
    const weighted = members.flat().flatMap(([name, member]) => (name === dataCenter ? most(member) : least(member)));
    return { dataCenter, zone: zoneOf(before, after, [...others, ...weighted]) };
  });
}

/** The records of a data centre in a group: those of both versions, and those of one. */
interface Member {
  readonly changed: readonly (readonly [was: DnsRecord, is: DnsRecord])[];
  readonly gone: readonly DnsRecord[];
  readonly made: readonly DnsRecord[];
}

const NOTHING: Member = { changed: [], gone: [], made: [] };

/** The groups of both versions in which the weights of several data centres are others, by data centre. */
function changingGroups(before: SimulatedZone, after: SimulatedZone): ReadonlyMap<string, ReadonlyMap<string, Member>> {
  const [old, young] = [groupedIn(before), groupedIn(after)];
  const groups = new Map<string, Map<string, Member>>();
  const note = (record: DnsRecord, add: (member: Member) => Member) => {
    const group = groups.get(setOf(record)) ?? new Map<string, Member>();
    const name = dataCenterOf(record) ?? "";
    groups.set(setOf(record), group.set(name, add(group.get(name) ?? NOTHING)));
  };
  for (const [key, was] of old) {
    const is = young.get(key);
    if (is === undefined) note(was, (member) => ({ ...member, gone: [...member.gone, was] }));
    else note(is, (member) => ({ ...member, changed: [...member.changed, [was, is]] }));
  }
  for (const [key, is] of young) {
    if (!old.has(key)) note(is, (member) => ({ ...member, made: [...member.made, is] }));
  }
  const isOther = ({ changed, gone, made }: Member) =>
    gone.length + made.length > 0 || changed.some(([was, is]) => weightOf(was) !== weightOf(is));
  const isIn = (records: ReadonlyMap<string, DnsRecord>) => new Set([...records.values()].map(setOf));
  const [isInOld, isInYoung] = [isIn(old), isIn(young)];
  const changing = [...groups].filter(
    ([set, group]) => isInOld.has(set) && isInYoung.has(set) && [...group.values()].filter(isOther).length > 1,
  );
  return new Map(changing);
}

/** What is made is there before what is gone goes. */
function most({ changed, gone, made }: Member): readonly DnsRecord[] {
  return [...changed.map(([was, is]) => (weightOf(was) > weightOf(is) ? withWeightOf(is, was) : is)), ...gone, ...made];
}

function least({ changed, gone, made }: Member): readonly DnsRecord[] {
  const sum = (records: readonly DnsRecord[]) => records.reduce((total, record) => total + weightOf(record), 0);
  const rest = sum(gone) < sum(made) ? gone : made;
  return [...changed.map(([was, is]) => (weightOf(was) < weightOf(is) ? withWeightOf(is, was) : is)), ...rest];
}

function withWeightOf(record: DnsRecord, other: DnsRecord): DnsRecord {
  return { ...record, policy: other.policy };
}

function isOfGroup(record: DnsRecord): boolean {
  return record.policy.kind === "weighted" && dataCenterOf(record) !== undefined;
}

function weightOf({ policy }: DnsRecord): number {
  return policy.kind === "weighted" ? policy.weight : 0;
}

/** The records of groups, by their keys. */
function groupedIn({ records }: SimulatedZone): ReadonlyMap<string, DnsRecord> {
  return new Map(records.filter(isOfGroup).map((record) => [keyOf(record), record]));
}

/** With the health checks of both versions; of a check that both have, with that of the second. */
function zoneOf(one: SimulatedZone, other: SimulatedZone, records: readonly DnsRecord[]): SimulatedZone {
  const checks = new Map([...one.healthChecks, ...other.healthChecks].map((check) => [check.address, check]));
  return new SimulatedZone(new DnsZone(records, [...checks.values()]));
}

const setOf = (record: DnsRecord) => `${nameIn(record)} ${record.type}`;
const keyOf = (record: DnsRecord) => `${setOf(record)} ${record.setIdentifier}`;
