import { plainHostName } from "../../../core/host-names";
import { block, camel, comment, docComment, text } from "../code";
import { healthCheckOf } from "./octodns-health";
import { FreeKeys, hashOf, plainKey } from "./octodns-keys";
import { policyOf, type ReadPolicy, renamed } from "./octodns-policy";
import { poolsAlike } from "./octodns-pools-alike";
import { hasRules, rulesOf } from "./octodns-rules";
import type { OctoRecord, OctoZone } from "./octodns-zone";

/** The routing of a host name. */
interface HostRouting {
  readonly label: string;
  readonly hostName: string;
  readonly ipv4: ReadPolicy;
  readonly ipv6?: ReadPolicy;
  readonly record: OctoRecord;
}

/** Data centres, by their keys. */
type Taken = Record<string, object>;

/** A zone of octoDNS's to be routed. */
export interface NamedOctoZone {
  readonly zone: OctoZone;
  readonly zoneName: string;
  readonly zoneId?: string;
}

/** The program that routes what octoDNS's YAML has by place, in TypeScript: a function for each zone. */
export function octoProgram(zones: readonly NamedOctoZone[]): string {
  const functionNames = new FreeKeys();
  let routings = 0;
  const routingName = () => (++routings === 1 ? "octodns" : `octodns-${routings}`);
  const functions = zones.map((one) => {
    const name = `routingOf${camel(one.zoneName)}`;
    return zoneProgram(one, functionNames.keyFor(one.zoneName, name).replaceAll("-", "_"), routingName);
  });
  return [
    'import { GeoRouting } from "cdktf-hybrid-kubernetes/route53";',
    'import type { Construct } from "constructs";',
    ...functions.flatMap((lines) => ["", ...lines]),
  ].join("\n");
}

function zoneProgram(
  { zone, zoneName, zoneId = "Z0123456789EXAMPLE" }: NamedOctoZone,
  functionName: string,
  routingName: () => string,
): readonly string[] {
  const toDo: string[] = [];
  const byLabel = grouped(zone.records.filter(hasRules), ({ label }) => label);
  const hosts = [...byLabel].flatMap(([label, records]) => hostOf(label, records, zoneName, toDo));
  const groups = [...grouped(hosts, lastResortOf).values()];
  const calls = groups.map((group) => routingOf(group, routingName(), { zoneId, zoneName }, toDo));
  const leftOut = zone.records
    .filter((one) => !hasRules(one))
    .map(({ label, type }) => `${nameOf(label, zoneName)} ${type}`);
  return [
    ...leftOut.map((line) => comment(`Left out: ${line}: the same for everybody, import it from what AWS exports.`)),
    ...[...new Set(toDo)].map((line) => comment(`TO DO: ${line}.`)),
    "",
    docComment(
      `Who is served from where in ${zoneName}, as octoDNS has it: the pool of everyone else is the last resort.`,
    ),
    `export function ${functionName}(scope: Construct): void {`,
    ...calls.flat(),
    "}",
  ];
}

function grouped<One>(all: readonly One[], keyOf: (one: One) => string): ReadonlyMap<string, readonly One[]> {
  const groups = new Map<string, One[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}

const nameOf = (label: string, zoneName: string) => plainHostName(label === "" ? zoneName : `${label}.${zoneName}`);

function hostOf(
  label: string,
  records: readonly OctoRecord[],
  zoneName: string,
  toDo: string[],
): readonly HostRouting[] {
  const hostName = nameOf(label, zoneName);
  const note = (type: string, line: string) => toDo.push(`${hostName} ${type}: ${line}`);
  const read = new Map<string, ReadPolicy>();
  for (const record of records) {
    if (record.type !== "A" && record.type !== "AAAA") {
      note(record.type, "it answers with host names, and a data centre has IP addresses");
      continue;
    }
    const rules = rulesOf(record);
    if (rules === undefined) {
      note(record.type, "everyone else would get no answer");
      continue;
    }
    const policy = policyOf(rules);
    for (const line of policy.toDo) note(record.type, line);
    read.set(record.type, policy);
  }
  const [ipv4, ipv6] = [read.get("A"), read.get("AAAA")];
  const record = records.find(({ type }) => type === "A");
  if (ipv4 === undefined || record === undefined) {
    if (ipv6 !== undefined) note("AAAA", "it has no A record beside it, and a data centre has an IPv4 address");
    return [];
  }
  const same = ipv6 && poolsAlike(ipv6, ipv4);
  if (ipv6 !== undefined && same === undefined)
    note("AAAA", "its rules differ from those of the A record, which are the policy here: no IPv6 address is in it");
  return [{ label, hostName, ipv4, ipv6: same, record }];
}

function lastResortOf({ ipv4, ipv6 }: HostRouting): string {
  return JSON.stringify([ipv4.lastResort, ipv6?.lastResort]);
}

const addresses = (all: readonly string[] | undefined) => (all?.length === 1 ? all[0] : all);

/** The lines that make a routing with one last resort. */
function routingOf(
  hosts: readonly HostRouting[],
  routingName: string,
  zone: { readonly zoneId: string; readonly zoneName: string },
  toDo: string[],
): readonly string[] {
  const dataCenters: Taken = {};
  const [first] = hosts;
  const ttl = ttlOf(first);
  const policyKeys = new FreeKeys();
  const policies = hosts.map((host) => {
    const check = healthCheckOf(host.record.data, host.hostName, zone.zoneName);
    for (const line of check.toDo) toDo.push(`${host.hostName}: ${line}`);
    if (ttlOf(host) !== ttl) toDo.push(otherTtl(host.hostName, ttlOf(host), ttl));
    const names = new Map(
      [...host.ipv4.pools].map(([pool, ipv4]) => {
        const made = {
          ingress: { ipv4: addresses(ipv4), ipv6: addresses(host.ipv6?.pools.get(pool)) },
          healthCheck: check.profile,
          drain: host.ipv4.drained.has(pool) || undefined,
        };
        return [pool, keyFor(pool, host.label, made, dataCenters)];
      }),
    );
    const policy = renamed(host.ipv4.policy, (pool) => names.get(pool) ?? plainKey(pool));
    const policyKey = policyKeys.keyFor(host.label, host.label === "" ? "apex" : undefined);
    return [policyKey, { hostNames: [host.hostName], ...policy }] as const;
  });
  const props = {
    zone,
    routingName,
    dataCenters,
    lastResort: { ipv4: addresses(first?.ipv4.lastResort), ipv6: addresses(first?.ipv6?.lastResort) },
    ttlSeconds: ttl,
    policies: Object.fromEntries(policies),
  };
  return [`  new GeoRouting(scope, ${text(routingName)}, ${block(props, "  ")});`];
}

function ttlOf(host: HostRouting | undefined): number | undefined {
  const ttl = host?.record.data.ttl;
  return typeof ttl === "number" ? ttl : undefined;
}

function otherTtl(hostName: string, there: number | undefined, here: number | undefined): string {
  const of = there === undefined ? "octoDNS's default" : `${there} seconds`;
  return `${hostName}: its TTL is ${of}, and here ${here ?? "the default"}, that of its routing`;
}

/** The key of a pool's data centre: its name, or with that of the host where another one has it. */
function keyFor(pool: string, label: string, made: object, taken: Taken): string {
  const plain = plainKey(pool);
  const key = [plain, `${plain}-${plainKey(label)}`].find(
    (one) => taken[one] === undefined || JSON.stringify(taken[one]) === JSON.stringify(made),
  );
  const free = key ?? `${plain}-${hashOf(`${pool} ${label}`)}`;
  taken[free] = made;
  return free;
}
