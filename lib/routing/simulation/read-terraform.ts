import { plainHostName } from "../../core/host-names";
import { type DnsHealthCheck, type DnsRecord, DnsZone, type RecordPolicy } from "./dns-zone";

// biome-ignore lint/suspicious/noExplicitAny: the schema is Terraform's
type Block = Record<string, any>;

const REFERENCE = /^\$\{(aws_route53_(?:record|health_check)\.[^.}]+)\.(?:fqdn|name|id)\}$/;

/**
 * Reads Route 53's records and health checks out of Terraform's JSON, whoever wrote them.
 *
 * @throws an error that names a record which cannot be simulated: a routing policy of another kind than simple, weighted,
 * failover, geolocation or multivalue, or a weight that only Terraform knows
 */
export function readTerraform(...configurations: readonly object[]): DnsZone {
  const records = instancesOf(configurations, "aws_route53_record");
  const names = new Map(records.map(([address, { name }]) => [address, plainHostName(String(name))]));
  const checks = instancesOf(configurations, "aws_route53_health_check");
  return new DnsZone(
    records.map(([address, block]) => readRecord(address, block, names)),
    checks.map(([address, block]) => readHealthCheck(address, block)),
  );
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
    policy: readPolicy(address, block),
    values: block.records ?? [],
    ttlSeconds: block.ttl,
    alias: alias && {
      zone: zoneOf(alias.zone_id),
      name: names.get(referenced(alias.name)) ?? plainHostName(String(alias.name)),
      evaluateTargetHealth: alias.evaluate_target_health === true,
    },
    healthCheck: block.health_check_id && referenced(block.health_check_id),
  };
}

function readPolicy(address: string, block: Block): RecordPolicy {
  const { weighted, failover, geolocation, ...others } = {
    weighted: only(block.weighted_routing_policy),
    failover: only(block.failover_routing_policy),
    geolocation: only(block.geolocation_routing_policy),
    latency: only(block.latency_routing_policy),
    geoproximity: only(block.geoproximity_routing_policy),
    cidr: only(block.cidr_routing_policy),
  };
  for (const [kind, policy] of Object.entries(others)) {
    if (policy !== undefined) throw new Error(`${address}: routing by ${kind} cannot be simulated`);
  }
  if (weighted) {
    if (typeof weighted.weight === "number") return { kind: "weighted", weight: weighted.weight };
    throw new Error(`${address}: a weight that only Terraform knows cannot be simulated`);
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
    intervalSeconds: block.request_interval ?? 30,
    failureThreshold: block.failure_threshold ?? 3,
    inverted: block.invert_healthcheck === true,
    disabled: block.disabled === true,
    children: (block.child_healthchecks ?? []).map(referenced),
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

/** A block that there is once: written alone, or as a list of one. */
function only(block: Block | Block[] | undefined): Block | undefined {
  return Array.isArray(block) ? block[0] : block;
}
