import type { DnsHealthCheck, DnsRecord } from "./dns-record";

/**
 * What decides whether data centres are healthy beside their addresses, by name: CloudWatch alarms, switches, and health checks
 * that are made elsewhere. None of them is probed, and all that follow one go down with it.
 */
export class Signals {
  /** The health checks that follow each, by its name. */
  private readonly checks = new Map<string, Set<string>>();

  constructor(
    records: readonly DnsRecord[],
    private readonly healthCheck: (address: string) => DnsHealthCheck | undefined,
  ) {
    for (const { healthCheck: decider } of records) {
      if (decider === undefined) continue;
      for (const address of this.behind(decider)) {
        const name = this.nameOf(address);
        if (name !== undefined) this.checks.set(name, (this.checks.get(name) ?? new Set()).add(address));
      }
    }
  }

  public get names(): readonly string[] {
    return [...this.checks.keys()];
  }

  /** The health checks that go down with one of these. */
  public checksOf(name: string): readonly string[] {
    return [...(this.checks.get(name) ?? [])];
  }

  /** The names of what decides about a record with this health check. */
  public decidingAbout(decider: string): readonly string[] {
    return [...this.behind(decider)].flatMap((address) => this.nameOf(address) ?? []);
  }

  /** A health check, and all that it counts. */
  private behind(decider: string): ReadonlySet<string> {
    const found = new Set([decider]);
    // A set is walked with what is added on the way.
    for (const address of found) for (const child of this.healthCheck(address)?.children ?? []) found.add(child);
    return found;
  }

  private nameOf(address: string): string | undefined {
    const check = this.healthCheck(address);
    return check === undefined ? address : check.follows;
  }
}
