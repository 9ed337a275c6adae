import { LAST_RESORT, type SignalKind } from "../../routing/answers";
import type { DnsHealthCheck, DnsRecord } from "./dns-record";
import type { HealthChecks } from "./health-checks";

/**
 * What decides whether data centres are healthy beside their addresses, by name: CloudWatch alarms, switches, health checks that are
 * made elsewhere, and those made here that probe something else or count others. All that follow one go down with it.
 */
export class Signals {
  /** What each is, by its name. */
  public readonly kinds: ReadonlyMap<string, SignalKind>;
  /** The health checks that follow each, by its name. */
  private readonly checks = new Map<string, Set<string>>();
  /** The endpoints whose records each health check decides about by itself. */
  private readonly deciders = new Map<string, Set<string>>();
  /** The addresses that are answered while a health check allows it. */
  private readonly answered = new Set<string>();
  /** What has a name by itself, by that name: two alarms in two regions may have one, or two health checks, and a data centre the same. */
  private readonly named = new Map<string, Set<string>>([[LAST_RESORT, new Set([LAST_RESORT])]]);

  constructor(
    records: readonly DnsRecord[],
    dataCenterOf: (record: DnsRecord) => string | undefined,
    private readonly ofZone: HealthChecks,
  ) {
    for (const record of records) {
      if (record.healthCheck === undefined) continue;
      const endpoints = this.deciders.get(record.healthCheck) ?? new Set();
      this.deciders.set(record.healthCheck, endpoints);
      for (const address of record.values) {
        this.answered.add(address);
        endpoints.add(dataCenterOf(record) ?? address);
      }
    }
    const kinds = new Map<string, SignalKind>();
    const all = [...this.deciders.keys()].flatMap((decider) => this.ofZone.counted(decider));
    for (const endpoint of [...this.deciders.values()].flatMap((names) => [...names]))
      this.noteName(endpoint, endpoint);
    for (const address of all) {
      const check = this.ofZone.get(address);
      if (check?.follows !== undefined) this.noteName(check.follows, `${kindOf(check)} ${check.followsIn}`);
      else if (check !== undefined && !this.isOfEndpoint(check)) this.noteName(check.label, address);
    }
    for (const address of all) {
      const name = this.nameOf(address);
      if (name === undefined) continue;
      kinds.set(name, kindOf(this.ofZone.get(address)));
      this.checks.set(name, (this.checks.get(name) ?? new Set()).add(address));
    }
    this.kinds = kinds;
  }

  /** The health checks that go down with one of these. */
  public checksOf(name: string): readonly string[] {
    return [...(this.checks.get(name) ?? [])];
  }

  /** The names of what decides about a record with this health check. */
  public decidingAbout(decider: string): readonly string[] {
    return this.ofZone.counted(decider).flatMap((address) => this.nameOf(address) ?? []);
  }

  private noteName(name: string, what: string): void {
    this.named.set(name, (this.named.get(name) ?? new Set()).add(what));
  }

  /** What a signal is called: by its name alone where nothing else has it, and else with where it is. */
  private nameOf(address: string): string | undefined {
    const check = this.ofZone.get(address);
    if (check === undefined) return address;
    if (check.follows === undefined && this.isOfEndpoint(check)) return undefined;
    const { follows: name = check.label, followsIn = address } = check;
    return (this.named.get(name)?.size ?? 0) < 2 ? name : `${name} in ${followsIn}`;
  }

  /** Whether a check is down with one endpoint, and with nothing else: it probes its address, or counts a check that does. */
  private isOfEndpoint({ address, type, ipAddress = "", children }: DnsHealthCheck): boolean {
    if (this.answered.has(ipAddress)) return true;
    if (type !== "CALCULATED") return this.deciders.get(address)?.size === 1;
    return children.some((child) => this.answered.has(this.ofZone.get(child)?.ipAddress ?? ""));
  }
}

function kindOf(check: DnsHealthCheck | undefined): SignalKind {
  if (check?.follows === undefined) return "health check";
  return check.type === "RECOVERY_CONTROL" ? "switch" : "alarm";
}
