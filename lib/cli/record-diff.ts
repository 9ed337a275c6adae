import { isDeepStrictEqual } from "node:util";
import { counted } from "../core/counted";
import type { DnsHealthCheck, DnsRecord } from "../route53/simulation/dns-record";
import type { SimulatedZone } from "../route53/simulation/simulated-zone";

/** More names than these are a number. */
const NAMED = 4;

/** What changes of health checks, and of how records follow them, in words: what users notice at the next failure alone. */
export function recordChanges(before: SimulatedZone, after: SimulatedZone): readonly string[] {
  return [...healthCheckChanges(before, after), ...recordsThatFollow(before, after)];
}

function healthCheckChanges(before: SimulatedZone, after: SimulatedZone): readonly string[] {
  const old = byAddress(before.healthChecks);
  const young = byAddress(after.healthChecks);
  const changes = new Map<string, string[]>();
  const add = (change: string, address: string) => changes.set(change, [...(changes.get(change) ?? []), address]);
  for (const [address, check] of young) {
    const known = old.get(address);
    if (known === undefined) add("is new", address);
    for (const change of known === undefined ? [] : settingChanges(known, check)) add(change, address);
  }
  for (const address of old.keys()) if (!young.has(address)) add("is gone", address);
  return [...changes].map(([change, names]) => `health check ${listed(names)}: ${change}`);
}

function settingChanges({ settings: old }: DnsHealthCheck, { settings: young }: DnsHealthCheck): readonly string[] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(young)])].sort();
  return names.flatMap((name) => {
    if (isDeepStrictEqual(old[name], young[name])) return [];
    return [`${name.replaceAll("_", " ")} ${shown(old[name])} → ${shown(young[name])}`];
  });
}

/** Records that are there before and after, but follow the health of another thing. */
function recordsThatFollow(before: SimulatedZone, after: SimulatedZone): readonly string[] {
  const old = new Map(before.records.map((record) => [keyOf(record), record]));
  const changes = new Map<string, string[]>();
  for (const record of after.records) {
    const known = old.get(keyOf(record));
    if (known === undefined) continue;
    for (const change of followChanges(known, record)) {
      changes.set(change, [...(changes.get(change) ?? []), `${record.name} ${record.type}`]);
    }
  }
  return [...changes].map(([change, names]) => `record ${listed([...new Set(names)])}: ${change}`);
}

function followChanges(old: DnsRecord, young: DnsRecord): readonly string[] {
  const [was, is] = [old, young].map(({ alias }) => alias?.evaluateTargetHealth);
  const alias = was === undefined || is === undefined || was === is ? [] : [`evaluate target health ${was} → ${is}`];
  if (old.healthCheck === young.healthCheck) return alias;
  return [...alias, `health check ${old.healthCheck ?? "none"} → ${young.healthCheck ?? "none"}`];
}

function byAddress(checks: readonly DnsHealthCheck[]): ReadonlyMap<string, DnsHealthCheck> {
  return new Map(checks.map((check) => [check.address, check]));
}

function keyOf({ name, type, setIdentifier }: DnsRecord): string {
  return JSON.stringify([name, type, setIdentifier]);
}

function listed(names: readonly string[]): string {
  const plain = names.map((name) => name.replace(/^aws_route53_health_check\./, ""));
  const others = plain.length - NAMED;
  return others > 0 ? `${plain.slice(0, NAMED).join(", ")} and ${counted(others, "other")}` : plain.join(", ");
}

function shown(value: unknown): string {
  return value === undefined ? "none" : typeof value === "string" ? value : JSON.stringify(value);
}
