import type { Answerer } from "../../routing/answers";
import { dataCenterOf } from "../record-names";
import type { DnsRecord } from "./dns-record";
import type { DnsZone } from "./dns-zone";
import type { Answer } from "./scenario";
import { Signals } from "./signals";

/**
 * The endpoints of a configuration: who is behind an address.
 *
 * A data centre is known by the names that `GeoRouting` gives its records, anything else with a health check by its address.
 */
export class Endpoints {
  private readonly names = new Map<string, string>();
  /** The addresses and health checks of each endpoint that is watched, by the endpoint's name. */
  private readonly watched = new Map<string, ReadonlySet<string>>();

  private readonly followed: Signals;
  /** The names of signals that several endpoints share. */
  private readonly shared: readonly string[];

  constructor(private readonly zone: DnsZone) {
    this.followed = new Signals(zone.records, (address) => zone.healthCheck(address));
    const dependents = new Map<string, Set<string>>();
    for (const record of zone.records) {
      if (record.healthCheck === undefined) continue;
      for (const address of record.values) {
        const name = dataCenterOf(record) ?? address;
        this.names.set(address, name);
        // What goes down is what the record's check watches, which need not be the address that is answered.
        const checked = zone.healthCheck(record.healthCheck)?.ipAddress ?? record.healthCheck;
        this.watched.set(name, new Set([...(this.watched.get(name) ?? []), address, checked]));
        for (const signal of this.followed.decidingAbout(record.healthCheck)) {
          dependents.set(signal, (dependents.get(signal) ?? new Set()).add(name));
        }
      }
    }
    const isFree = (signal: string) => !this.watched.has(signal);
    this.shared = [...dependents].flatMap(([signal, names]) => (names.size > 1 && isFree(signal) ? signal : []));
  }

  /** What can go down by itself: the endpoints that a health check watches, and what several of them depend on, by name. */
  public get all(): readonly string[] {
    return [...this.watched.keys(), ...this.shared];
  }

  /** What endpoints depend on beside their addresses: alarms, switches, health checks made elsewhere, by name. */
  public get signals(): readonly string[] {
    return this.followed.names;
  }

  /** Who is behind an answer. */
  public answererOf({ end, values }: Answer): Answerer {
    if (end.alias !== undefined) {
      return { kind: "alias", name: end.alias.name, isDangling: this.zone.missing(end) === "unknown" };
    }
    const name = this.names.get(values[0] ?? "");
    return name === undefined ? { kind: "last-resort" } : { kind: "endpoint", name };
  }

  /** The endpoint behind a record with addresses that a health check watches. */
  public nameOf({ values }: DnsRecord): string | undefined {
    return this.names.get(values[0] ?? "");
  }

  /** What is unhealthy while these endpoints are down: their addresses, and health checks by their names in Terraform. */
  public addressesOf(names: readonly string[]): ReadonlySet<string> {
    return new Set(names.flatMap((name) => [...(this.watched.get(name) ?? this.followed.checksOf(name))]));
  }
}
