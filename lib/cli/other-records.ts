import { isOfRouting } from "../route53/record-names";
import type { DnsRecord } from "../route53/simulation/dns-record";
import { routingOf } from "../route53/simulation/read-policy";
import { type Block, only } from "../route53/simulation/terraform-block";
import { isHostName } from "../routing/analysis/compared-questions";
import { readable } from "./readable";
import type { ReadZone } from "./zones";

/** What the analysis compares by who answers. */
const COMPARED = ["A", "AAAA", "CNAME"];

/**
 * What changes of records that are no addresses, or whose answers are not known: `record www.example.com CNAME: one.example.net →
 * two.example.net`.
 */
export function otherRecordChanges(before: Records, after: Records): readonly string[] {
  const [old, young] = [before, after].map(othersOf) as [OtherRecords, OtherRecords];
  const names = [...new Set([...old.keys(), ...young.keys()])];
  return names.flatMap((name) =>
    changesOf(old.get(name), young.get(name)).map((change) => `record ${name}: ${change}`),
  );
}

type Records = Pick<ReadZone, "zone" | "blocks">;

/** A record, and what decides between it and others of its name, as it is written. */
interface OtherRecord extends DnsRecord {
  readonly routing: string;
}

type OtherRecords = ReadonlyMap<string, OtherRecord>;

function othersOf({ zone, blocks }: Records): OtherRecords {
  const others = zone.records.filter((record) => isOther(record) && !isOfRouting(record.name));
  return new Map(others.map((record) => [nameOf(record), { ...record, routing: routingIn(record, blocks) }]));
}

/** What is not compared by who answers: nobody knows by latency who is nearer to what, and who answers in the end. */
function isOther({ name, type, policy, unreadable }: DnsRecord): boolean {
  const isCompared = COMPARED.includes(type) && (type !== "CNAME" || isHostName(name));
  return !isCompared || policy.kind === "unreadable" || unreadable !== undefined;
}

function routingIn({ address, policy }: DnsRecord, blocks: Records["blocks"]): string {
  if (policy.kind !== "unreadable") return JSON.stringify(policy);
  const block = (blocks[address.replace(/^aws_route53_record\./, "")] ?? {}) as Block;
  const routing = routingOf(block);
  return routing === undefined ? "none" : JSON.stringify(only(block[routing]));
}

function nameOf({ name, type, setIdentifier }: DnsRecord): string {
  return readable(setIdentifier === "" ? `${name} ${type}` : `${name} ${type} (${setIdentifier})`);
}

function changesOf(old: OtherRecord | undefined, young: OtherRecord | undefined): readonly string[] {
  if (old === undefined) return young === undefined ? [] : [`is new: ${shownOf(young)}`];
  if (young === undefined) return [`is gone: ${shownOf(old)}`];
  const change = (what: string, one: string, other: string) => (one === other ? [] : [`${what}${one} → ${other}`]);
  return [
    ...change("", shownOf(old), shownOf(young)),
    ...change("time to live ", timeOf(old), timeOf(young)),
    ...change("routing ", old.routing, young.routing),
  ];
}

function shownOf({ values, alias }: DnsRecord): string {
  return readable(alias === undefined ? [...values].sort().join(", ") : `alias of ${alias.name}`);
}

function timeOf({ ttlSeconds }: DnsRecord): string {
  return ttlSeconds === undefined ? "unknown" : `${ttlSeconds} s`;
}
