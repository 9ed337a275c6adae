import { plainHostName } from "../../core/host-names";
import { Problems } from "../../core/problems";
import type { DnsHealthCheck, DnsRecord, RecordPolicy } from "./dns-record";
import { DnsZone } from "./dns-zone";
import { SimulatedZone, type UnreadableRecord } from "./simulated-zone";

// biome-ignore lint/suspicious/noExplicitAny: the schema is Terraform's
type Block = Record<string, any>;

const REFERENCE = /^\$\{(aws_route53_(?:record|health_check)\.[^.}]+)\.(?:fqdn|name|id)\}$/;

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
 * A record is unreadable with a routing policy of another kind than simple, weighted, failover, geolocation or multivalue, and
 * with a weight that only Terraform knows.
 *
 * @throws `ValidationError` for aliases in a loop
 */
export function readTerraform(...configurations: readonly object[]): ReadResult {
  return Problems.of("readTerraform", (problems) => readRecords(problems, configurations));
}

/** The same as a check, whose problems have the path of whoever asks. */
export function readRecords(problems: Problems, configurations: readonly object[]): ReadResult {
  const records = instancesOf(configurations, "aws_route53_record");
  const names = new Map(records.map(([address, { name }]) => [address, plainHostName(String(name))]));
  const checks = instancesOf(configurations, "aws_route53_health_check");
  const dns = new DnsZone(
    records.map(([address, block]) => readRecord(address, block, names)),
    checks.map(([address, block]) => readHealthCheck(address, block)),
  );
  const loop = dns.loop()?.map(({ address }) => address);
  if (loop !== undefined) {
    problems.conflict(loop.slice(0, 1), `aliases in a loop, which answer nobody: ${loop.join(" -> ")}`);
  }
  const zone = new SimulatedZone(dns);
  return { zone, unreadable: zone.unreadable };
}

function instancesOf(configurations: readonly Block[], type: string): [string, Block][] {
  return configurations.flatMap(({ resource }) =>
    Object.entries<Block>(resource?.[type] ?? {}).map(([name, block]): [string, Block] => [`${type}.${name}`, block]),
  );
}

function readRecord(address: string, block: Block, names: ReadonlyMap<string, string>): DnsRecord {
  const alias = only(block.alias);
  return {
    address,
    zone: zoneOf(block.zone_id),
    name: plainHostName(String(block.name)),
    type: String(block.type),
    setIdentifier: block.set_identifier ?? "",
    policy: readPolicy(block),
    // A list that only Terraform knows is one text.
    values: [block.records ?? []].flat(),
    ttlSeconds: numberOf(block.ttl),
    alias: alias && {
      zone: zoneOf(alias.zone_id),
      name: names.get(referenced(alias.name)) ?? plainHostName(String(alias.name)),
      evaluateTargetHealth: alias.evaluate_target_health === true,
    },
    healthCheck: block.health_check_id && referenced(block.health_check_id),
  };
}

function readPolicy(block: Block): RecordPolicy {
  const { weighted, failover, geolocation, ...others } = {
    weighted: only(block.weighted_routing_policy),
    failover: only(block.failover_routing_policy),
    geolocation: only(block.geolocation_routing_policy),
    latency: only(block.latency_routing_policy),
    geoproximity: only(block.geoproximity_routing_policy),
    cidr: only(block.cidr_routing_policy),
  };
  for (const [kind, policy] of Object.entries(others)) {
    if (policy !== undefined) return { kind: "unreadable", reason: `routing by ${kind} cannot be simulated` };
  }
  if (weighted) {
    if (typeof weighted.weight === "number") return { kind: "weighted", weight: weighted.weight };
    return { kind: "unreadable", reason: "a weight that only Terraform knows cannot be simulated" };
  }
  if (failover) return { kind: "failover", primary: failover.type === "PRIMARY" };
  if (geolocation) {
    const { continent, country, subdivision } = geolocation;
    return { kind: "geolocation", continent, country, subdivision };
  }
  return { kind: block.multivalue_answer_routing_policy === true ? "multivalue" : "simple" };
}

function readHealthCheck(address: string, block: Block): DnsHealthCheck {
  return {
    address,
    type: String(block.type),
    ipAddress: block.ip_address,
    intervalSeconds: numberOf(block.request_interval ?? 30),
    failureThreshold: numberOf(block.failure_threshold ?? 3),
    inverted: block.invert_healthcheck === true,
    disabled: block.disabled === true,
    children: [block.child_healthchecks ?? []].flat().map(referenced),
    childThreshold: block.child_health_threshold ?? 0,
  };
}

/** A reference's resource: `${aws_route53_record.api.fqdn}` is `aws_route53_record.api`. Other texts are themselves. */
function referenced(text: string): string {
  return REFERENCE.exec(text)?.[1] ?? text;
}

/** A zone however it is spelled: `${aws_route53_zone.main.id}` and `${aws_route53_zone.main.zone_id}` are one. */
function zoneOf(id: unknown): string {
  const text = String(id);
  return /^\$\{((?:data\.)?aws_route53_zone\.[^.}]+)\.(?:id|zone_id)\}$/.exec(text)?.[1] ?? text;
}

/** A number, unless only Terraform knows it. */
function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** A block that there is once: written alone, or as a list of one. */
function only(block: Block | Block[] | undefined): Block | undefined {
  return Array.isArray(block) ? block[0] : block;
}
