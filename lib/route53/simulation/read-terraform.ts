import { plainHostName } from "../../core/host-names";
import { validateParameters } from "../../core/options-shape";
import { Problems } from "../../core/problems";
import { isUnknown } from "../../core/tokens";
import { type DnsHealthCheck, type DnsRecord, RECORD_TYPES } from "./dns-record";
import { DnsZone } from "./dns-zone";
import { mayBeAnyType, readPolicy, routingOf } from "./read-policy";
import { SimulatedZone } from "./simulated-zone";
import { type Block, isTrue, numberOf, only, repeated, unknownIn } from "./terraform-block";
import { unknownNameIn, withPossibleNames } from "./unknown-names";
import type { UnreadableRecord } from "./unreadable";
import { withWholeNames, withZoneNames, type ZoneNames, zoneNamesOf, zoneOf } from "./zone-names";

/** A reference to a resource; with an index, to one of those that its block makes. */
const REFERENCE = /^\$\{(aws_route53_(?:record|health_check)\.[^.}[]+)(?:\[[^\]]*\])?\.(?:fqdn|name|id)\}$/;

/** A reference to an alarm or to a routing control. */
const FOLLOWED = /^\$\{(aws_cloudwatch_\w+|aws_route53recoverycontrolconfig_routing_control)\.([^.}[]+)\.\w+\}$/;

/** What is known of Route 53 from a Terraform configuration. */
export interface ReadResult {
  /** Who is answered with what, by all records that can be simulated. */
  readonly zone: SimulatedZone;
  /** The records that cannot be simulated. The names that lead to them are not among the zone's questions. */
  readonly unreadable: readonly UnreadableRecord[];
}

/**
 * Reads Route 53's records and health checks out of Terraform's JSON, whoever wrote them.
 *
 * A record is unreadable with a routing policy by latency, geoproximity or CIDR, unless it is the only one of its name; with
 * `count`, `for_each` or `dynamic`; and when only Terraform knows what decides whether it answers: its name, type, weight, role or
 * place, what it is an alias of, and settings of its alias and its health check.
 *
 * @throws `ValidationError` for aliases or health checks in a loop
 */
export function readTerraform(...configurations: readonly object[]): ReadResult {
  validateParameters("readTerraform", { configurations: [configurations, "list<map<string, unknown>>"] });
  return Problems.of("readTerraform", (problems) => readRecords(problems, configurations));
}

/**
 * The same as a check, whose problems have the path of whoever asks.
 *
 * @param isPreferred whether a record is of the zone that is judged, where several zones have records of a name
 */
export function readRecords(
  problems: Problems,
  configurations: readonly object[],
  isPreferred?: (record: DnsRecord) => boolean,
): ReadResult {
  const written = instancesOf(configurations, "aws_route53_record");
  const zones = zoneNamesOf(configurations, written);
  const records = withWholeNames(written, zones);
  const names = new Map(records.map(([address, { name }]) => [address, String(name)]));
  const keys = records.map(([, { type, name, zone_id }]) => `${zoneOf(zone_id)} ${type} ${name}`);
  const isAlone = aloneIn(keys);
  const kinds = records.map(([, block]) => routingOf(block));
  const routed = new Set(keys.filter((_, index) => kinds[index] !== undefined));
  const checks = instancesOf(configurations, "aws_route53_health_check");
  const dns = new DnsZone(
    withPossibleNames(
      records.flatMap(([address, block], index) => {
        const kind = kinds[index];
        const policy = readPolicy(block, isAlone(index), kind === undefined && routed.has(keys[index] ?? ""));
        return typesOf(block).map((type) => {
          return { record: readRecord({ address, type, policy }, block, { names, zones }), kind };
        });
      }),
      zones,
    ),
    checks.map(([address, block]) => readHealthCheck(address, block, configurations)),
    isPreferred,
  );
  refuseLoop(problems, dns.aliasLoop(), "aliases in a loop, which answer nobody");
  refuseLoop(problems, dns.checks.loop(), "health checks in a loop, which Terraform refuses");
  const zone = new SimulatedZone(dns, { isOwn: isPreferred });
  return { zone, unreadable: zone.unreadable };
}

function refuseLoop(problems: Problems, loop: Loop | undefined, what: string): void {
  if (loop === undefined) return;
  const path = loop.map(({ address }) => address).join(" -> ");
  problems.conflict([loop[0].address], `${what}: ${path}`);
}

type Loop = readonly [{ readonly address: string }, ...{ readonly address: string }[]];

function instancesOf(configurations: readonly Block[], type: string): [string, Block][] {
  return configurations.flatMap(({ resource }) =>
    Object.entries<Block | null>(resource?.[type] ?? {}).flatMap(([name, block]): [string, Block][] =>
      block === null ? [] : [[`${type}.${name}`, block]],
    ),
  );
}

/** The type of a record. One that only Terraform knows may be any of them, so no question for its name can be answered. */
function typesOf(block: Block): readonly string[] {
  return mayBeAnyType(block) ? RECORD_TYPES : [String(block.type)];
}

/** Whether what is at an index is there once. */
function aloneIn(keys: readonly string[]): (index: number) => boolean {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return (index) => counts.get(keys[index] ?? "") === 1;
}

interface Names {
  /** The whole names of records, by their names in Terraform. */
  readonly names: ReadonlyMap<string, string>;
  readonly zones: ZoneNames;
}

function readRecord(
  { address, type, policy }: Pick<DnsRecord, "address" | "type" | "policy">,
  block: Block,
  { names, zones }: Names,
): DnsRecord {
  const alias = only(block.alias);
  const targetOf = (name: unknown) => names.get(referenced(String(name))) ?? plainHostName(withZoneNames(name, zones));
  const values = [block.records ?? []].flat();
  const record = {
    address,
    zone: zoneOf(block.zone_id),
    name: block.name,
    type,
    setIdentifier: block.set_identifier ?? "",
    policy,
    // A list that only Terraform knows is one text.
    values,
    ttlSeconds: numberOf(block.ttl),
    alias: alias && {
      zone: zoneOf(alias.zone_id),
      name: targetOf(alias.name),
      evaluateTargetHealth: isTrue(alias.evaluate_target_health),
    },
    healthCheck: block.health_check_id && referenced(block.health_check_id),
  };
  const isTold = (name: string) => names.has(referenced(name)) || !isUnknown(withZoneNames(name, zones));
  const unknown = unknownNameIn(block, isTold);
  if (block.type !== "CNAME" && unknown === undefined) return record;
  return {
    ...record,
    ...(block.type === "CNAME" && { leadsTo: targetOf(alias?.name ?? values[0]) }),
    ...(unknown !== undefined && { unreadable: `${unknown} that only Terraform knows cannot be simulated` }),
  };
}

/** Arguments of a block that say nothing about what is probed, nor how. */
const NO_SETTINGS = ["//", "tags", "lifecycle", "provider", "depends_on", "reference_name"];

/** What decides, beside the probes, whether a health check is healthy. */
const DECIDING = ["type", "disabled", "invert_healthcheck", "child_healthchecks", "child_health_threshold"];

function readHealthCheck(address: string, block: Block, configurations: readonly Block[]): DnsHealthCheck {
  return {
    address,
    type: String(block.type),
    ipAddress: block.ip_address,
    intervalSeconds: numberOf(block.request_interval ?? 30),
    failureThreshold: numberOf(block.failure_threshold ?? 3),
    inverted: isTrue(block.invert_healthcheck),
    disabled: isTrue(block.disabled),
    children: [block.child_healthchecks ?? []].flat().map(referenced),
    childThreshold: numberOf(block.child_health_threshold) ?? 0,
    label: labelOf(address, block),
    ...followedBy(block, configurations),
    settings: Object.fromEntries(Object.entries(block).filter(([name]) => !NO_SETTINGS.includes(name))),
    unreadable: repeated("health check", block) ?? unknownIn(block, DECIDING),
  };
}

/** The tag that the console shows as the name of a health check; the name in Terraform, where it has none that is known. */
function labelOf(address: string, { tags }: Block): string {
  const name = tags?.Name;
  return typeof name === "string" && !isUnknown(name) ? name : address.replace(/^aws_route53_health_check\./, "");
}

/** The alarm or the switch that a health check follows, by its name where that is known, and where it is. */
function followedBy(block: Block, configurations: readonly Block[]): Pick<DnsHealthCheck, "follows" | "followsIn"> {
  const followed = block.cloudwatch_alarm_name ?? block.routing_control_arn;
  if (followed === undefined) return {};
  const [, type = "", name = ""] = FOLLOWED.exec(followed) ?? [];
  const resource = configurations.map((one) => one.resource?.[type]?.[name]).find((found) => found !== undefined);
  return {
    follows: String(resource?.alarm_name ?? resource?.name ?? followed),
    followsIn: block.cloudwatch_alarm_region ?? resource?.control_panel_arn,
  };
}

/** A reference's resource: `${aws_route53_record.api.fqdn}` is `aws_route53_record.api`. Other texts are themselves. */
function referenced(text: string): string {
  return REFERENCE.exec(text)?.[1] ?? text;
}
