import { plainHostName } from "../../core/host-names";
import { isUnknown } from "../../core/tokens";
import { isOfRouting } from "../record-names";
import type { DnsRecord } from "./dns-record";
import { type Block, only } from "./terraform-block";
import { type ZoneNames, zoneOf } from "./zone-names";

/** A record, and what decides between it and others of its name: nothing, for a simple one. */
interface Routed {
  readonly record: DnsRecord;
  readonly kind: string | undefined;
}

/** What names an AWS service by itself, such as a load balancer, or its zone: `${aws_lb.main.dns_name}`. */
const OF_A_SERVICE =
  /^\$\{(?:(?:data\.)?aws_(?!route53_(?:record|zone)\b)\w+\.[\w.[\]"*-]*(?:dns_name|domain_name|website_domain|cname|zone_id)|data\.aws_\w*hosted_zone_id\.[\w-]+\.id)\}$/;

/**
 * Which of a record's names only Terraform knows, in words, if so: its own, or that of which it is an alias.
 *
 * A record that is for no address is asked for nothing, whatever its name: the proof of a certificate has one that is not known. A
 * CNAME may stand for an address.
 */
export function unknownNameIn(block: Block, isTold: (name: string) => boolean): string | undefined {
  if (["A", "AAAA", "CNAME"].includes(block.type) && isUnknown(block.name) && !isProof(block)) return "a name";
  const alias = only(block.alias);
  if (alias !== undefined && isUnknown(alias.name) && !isTold(alias.name) && !leadsOut(alias, block)) {
    return "an alias of a name";
  }
  // It tells which data centre a record of a routing is of.
  if (isUnknown(block.set_identifier) && isOfRouting(block.name)) return "a set_identifier";
  return undefined;
}

/** Whether a record proves to whoever issues a certificate that a name is ours. Nobody asks for an address of it. */
function isProof({ type, name, for_each: each }: Block): boolean {
  return type === "CNAME" && /dns_authorization|domain_validation_options/.test(`${name} ${JSON.stringify(each)}`);
}

/** Whether an alias surely leads to an AWS service: one of Route 53 is of a record in its own zone. */
function leadsOut({ name, zone_id }: Block, record: Block): boolean {
  return (
    [name, zone_id].some((one) => OF_A_SERVICE.test(String(one))) || !mayBeOne(zoneOf(zone_id), zoneOf(record.zone_id))
  );
}

/** Whether two zones may be the same one: not two ids, nor an id and a zone that is yet to be made, nor two of those. */
function mayBeOne(one: string, other: string): boolean {
  if (one === other) return true;
  const isKnown = (zone: string) => !isUnknown(zone) && !zone.startsWith("data.");
  return !isKnown(one) || !isKnown(other);
}

/**
 * The records, and those whose names only Terraform knows also at each name here that they may have.
 *
 * Route 53 takes a record beside others of its name and type only if the same decides between them all, with an identifier and, by
 * geolocation, a place of its own. So a simple record cannot change what a name here answers; one for a country may, for that country.
 * The names of a routing's own are left out: nobody else makes records of them.
 */
export function withPossibleNames(all: readonly Routed[], zones: ZoneNames): readonly DnsRecord[] {
  const unknown = all.filter(({ record, kind }) => isUnknown(record.name) && kind !== undefined);
  const groups = new Map<string, Routed[]>();
  for (const routed of unknown.length === 0 ? [] : all) {
    const { name, type } = routed.record;
    if (isUnknown(name) || isOfRouting(name) || !["A", "AAAA"].includes(type)) continue;
    groups.set(`${type} ${name}`, [...(groups.get(`${type} ${name}`) ?? []), routed]);
  }
  const possible = unknown.flatMap((routed) =>
    [...groups.values()].flatMap((group) => {
      const name = group[0]?.record.name ?? "";
      const fits = mayBeCalled(routed.record, name, zones) && group.every((one) => canStandBeside(one, routed));
      return fits ? [{ ...routed.record, name }] : [];
    }),
  );
  return [...all.map(({ record }) => record), ...possible];
}

function canStandBeside(one: Routed, other: Routed): boolean {
  const { record } = one;
  const { zone, type, setIdentifier, policy } = other.record;
  if (record.type !== type || one.kind !== other.kind || !mayBeOne(record.zone, zone)) return false;
  if (record.setIdentifier === setIdentifier) return false;
  return policy.kind !== "geolocation" || JSON.stringify(policy) !== JSON.stringify(record.policy);
}

/** Whether a name may be that of a record, by what is written before and behind what is not known. The zone's name may be left out. */
function mayBeCalled({ name: written, zone }: DnsRecord, name: string, zones: ZoneNames): boolean {
  const start = written.slice(0, written.indexOf("${")).toLowerCase();
  const end = plainHostName(written.slice(written.lastIndexOf("}") + 1));
  const zoneName = zones.get(zone);
  const isEnd =
    name.endsWith(end) || (zoneName === undefined ? name.includes(`${end}.`) : name.endsWith(`${end}.${zoneName}`));
  return name.startsWith(start) && isEnd;
}
