import type { DnsHealthCheck } from "./dns-record";
import { loopIn } from "./loop";

/** The health checks of a Terraform configuration, by their names there. */
export class HealthChecks {
  private readonly byName: ReadonlyMap<string, DnsHealthCheck>;

  constructor(private readonly all: readonly DnsHealthCheck[]) {
    this.byName = new Map(all.map((check) => [check.address, check]));
  }

  /** A health check; `undefined` when it is not in this configuration. */
  public get(address: string): DnsHealthCheck | undefined {
    return this.byName.get(address);
  }

  /** The names of a health check and of all that it counts, itself first. */
  public counted(address: string): readonly string[] {
    const found = new Set([address]);
    // A set is walked with what is added on the way.
    for (const one of found) for (const child of this.get(one)?.children ?? []) found.add(child);
    return [...found];
  }

  /** Why a health check, or one that it counts, cannot be simulated; `undefined` when all can. */
  public unreadable(address: string): string | undefined {
    const reasons = this.counted(address).map((one) => [one, this.get(one)?.unreadable] as const);
    const [first, reason] = reasons.find(([, reason]) => reason !== undefined) ?? [];
    return first === undefined ? undefined : `${first}: ${reason} cannot be simulated`;
  }

  /** Health checks that count each other, from the first to itself; `undefined` when there are none. */
  public loop(): readonly [DnsHealthCheck, ...DnsHealthCheck[]] | undefined {
    return loopIn(this.all, ({ children }) => children.flatMap((child) => this.get(child) ?? []));
  }
}
