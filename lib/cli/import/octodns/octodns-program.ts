import { createHash } from "node:crypto";
import { plainHostName } from "../../../core/host-names";
import { block, camel, comment, docComment, text } from "../code";
import { healthCheckOf } from "./octodns-health";
import { policyOf, type ReadPolicy, renamed } from "./octodns-policy";
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

/** The program that routes what octoDNS's YAML has by place, in TypeScript. */
export function octoProgram(zone: OctoZone, zoneName: string, zoneId = "Z0123456789EXAMPLE"): string {
  const toDo: string[] = [];
  const routed = zone.records.filter(hasRules);
  const hosts = [...new Set(routed.map(({ label }) => label))].flatMap((label) =>
    hostOf(
      label,
      routed.filter((one) => one.label === label),
      zoneName,
      toDo,
    ),
  );
  const groups = [...new Set(hosts.map(lastResortOf))].map((key) => hosts.filter((one) => lastResortOf(one) === key));
  const calls = groups.map((group, index) =>
    routingOf(group, index === 0 ? "octodns" : `octodns-${index + 1}`, { zoneId, zoneName }, toDo),
  );
  const leftOut = zone.records
    .filter((one) => !hasRules(one))
    .map(({ label, type }) => `${nameOf(label, zoneName)} ${type}`);
  return [
    'import { GeoRouting } from "cdktf-hybrid-kubernetes/route53";',
    'import type { Construct } from "constructs";',
    "",
    ...leftOut.map((line) => comment(`Left out: ${line}: the same for everybody, import it from what AWS exports.`)),
    ...[...new Set(toDo)].map((line) => comment(`TO DO: ${line}.`)),
    "",
    docComment(
      `Who is served from where in ${zoneName}, as octoDNS has it: the pool of everyone else is the last resort.`,
    ),
    `export function routingOf${camel(zoneName)}(scope: Construct): void {`,
    ...calls.flat(),
    "}",
  ].join("\n");
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
      note(record.type, "its answers are names, and a data centre has addresses");
      continue;
    }
    const rules = rulesOf(record);
    if (rules === undefined) {
      note(record.type, "no rule is for everyone else, who would get no answer");
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
  const isSame = ipv6 !== undefined && JSON.stringify(ipv6.policy) === JSON.stringify(ipv4.policy);
  if (ipv6 !== undefined && !isSame)
    note("AAAA", "other users go elsewhere than of its A record: here both are one policy");
  return [{ label, hostName, ipv4, ipv6: isSame ? ipv6 : undefined, record }];
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
  const policies = hosts.map((host) => {
    const check = healthCheckOf(host.record.data, host.hostName, zone.zoneName);
    for (const line of check.toDo) toDo.push(`${host.hostName}: ${line}`);
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
    return [policyKey(host.label), { hostNames: [host.hostName], ...policy }] as const;
  });
  const [first] = hosts;
  const ttl = first?.record.data.ttl;
  const props = {
    zone,
    routingName,
    dataCenters,
    lastResort: { ipv4: addresses(first?.ipv4.lastResort), ipv6: addresses(first?.ipv6?.lastResort) },
    ttlSeconds: typeof ttl === "number" ? ttl : undefined,
    policies: Object.fromEntries(policies),
  };
  return [`  new GeoRouting(scope, ${text(routingName)}, ${block(props, "  ")});`];
}

/** The key of a pool's data centre: its name, or with that of the host where another one has it. */
function keyFor(pool: string, label: string, made: object, taken: Taken): string {
  const plain = plainKey(pool);
  const key = [plain, `${plain}-${plainKey(label)}`].find(
    (one) => taken[one] === undefined || JSON.stringify(taken[one]) === JSON.stringify(made),
  );
  const free = key ?? `${plain}-${createHash("sha256").update(`${pool} ${label}`).digest("hex").slice(0, 6)}`;
  taken[free] = made;
  return free;
}

const policyKey = (label: string) => (label === "" ? "apex" : plainKey(label));

/** A name of octoDNS's as a key: small letters, digits and hyphens, a letter first. */
function plainKey(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return /^[a-z]/.test(plain) ? plain.slice(0, 20).replace(/-+$/, "") : `pool-${plain}`.slice(0, 20).replace(/-+$/, "");
}
