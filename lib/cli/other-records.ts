import { isOfRouting } from "../route53/record-names";
import type { DnsRecord } from "../route53/simulation/dns-record";
import type { SimulatedZone } from "../route53/simulation/simulated-zone";

/** What the analysis compares by who answers. */
const COMPARED = ["A", "AAAA"];

/** What changes of records that are no addresses: `record www.example.com CNAME: one.example.net → two.example.net`. */
export function otherRecordChanges(before: SimulatedZone, after: SimulatedZone): readonly string[] {
  const [old, young] = [before, after].map(othersOf) as [OtherRecords, OtherRecords];
  const names = [...new Set([...old.keys(), ...young.keys()])];
  return names.flatMap((name) =>
    changesOf(old.get(name), young.get(name)).map((change) => `record ${name}: ${change}`),
  );
}

type OtherRecords = ReadonlyMap<string, DnsRecord>;

function othersOf({ records }: SimulatedZone): OtherRecords {
  const others = records.filter(({ name, type }) => !COMPARED.includes(type) && !isOfRouting(name));
  return new Map(others.map((record) => [nameOf(record), record]));
}

function nameOf({ name, type, setIdentifier }: DnsRecord): string {
  return setIdentifier === "" ? `${name} ${type}` : `${name} ${type} (${setIdentifier})`;
}

function changesOf(old: DnsRecord | undefined, young: DnsRecord | undefined): readonly string[] {
  if (old === undefined) return young === undefined ? [] : [`is new: ${shownOf(young)}`];
  if (young === undefined) return [`is gone: ${shownOf(old)}`];
  const change = (what: string, one: string, other: string) => (one === other ? [] : [`${what}${one} → ${other}`]);
  return [
    ...change("", shownOf(old), shownOf(young)),
    ...change("time to live ", timeOf(old), timeOf(young)),
    ...change("routing ", JSON.stringify(old.policy), JSON.stringify(young.policy)),
  ];
}

function shownOf({ values, alias }: DnsRecord): string {
  return alias === undefined ? [...values].sort().join(", ") : `alias of ${alias.name}`;
}

function timeOf({ ttlSeconds }: DnsRecord): string {
  return ttlSeconds === undefined ? "unknown" : `${ttlSeconds} s`;
}
