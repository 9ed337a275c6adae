import type { DnsRecord, DnsZone } from "./dns-zone";
import type { Answer } from "./scenario";

/** What is without a health check: it answers when nothing else does. */
export const LAST_RESORT = "last resort";

/**
 * The endpoints of a configuration: who is behind an address.
 *
 * A data centre is known by the names that `GeoRouting` gives its records, anything else with a health check by its address.
 */
export class Endpoints {
  private readonly names = new Map<string, string>();
  /** A scenario gives the same list for the same answers, so most places have been counted already. */
  private readonly sharesOf = new WeakMap<readonly Answer[], ReadonlyMap<string, number>>();
  /** The addresses of each endpoint that a health check watches, by the endpoint's name. */
  public readonly watched = new Map<string, ReadonlySet<string>>();

  constructor(zone: DnsZone) {
    for (const record of zone.records) {
      if (record.healthCheck === undefined) continue;
      for (const address of record.values) {
        const name = dataCenterOf(record) ?? address;
        this.names.set(address, name);
        // Dead is what the check of the record watches, which need not be the address that is answered.
        const checked = zone.healthCheck(record.healthCheck)?.ipAddress ?? record.healthCheck;
        this.watched.set(name, new Set([...(this.watched.get(name) ?? []), address, checked]));
      }
    }
  }

  /** Who is behind an address. */
  public nameOf(address: string): string {
    return this.names.get(address) ?? LAST_RESORT;
  }

  /** How likely each endpoint is to answer, by name; in the order of the names, the last resort last. */
  public shares(answers: readonly Answer[]): ReadonlyMap<string, number> {
    const known = this.sharesOf.get(answers) ?? this.count(answers);
    this.sharesOf.set(answers, known);
    return known;
  }

  private count(answers: readonly Answer[]): ReadonlyMap<string, number> {
    const shares = new Map<string, number>();
    for (const { values, probability } of answers) {
      const name = this.nameOf(values[0] ?? "");
      shares.set(name, (shares.get(name) ?? 0) + probability);
    }
    return new Map([...shares].sort(([one], [other]) => order(one, other)));
  }

  /** The addresses of these endpoints. */
  public addressesOf(names: readonly string[]): ReadonlySet<string> {
    return new Set(names.flatMap((name) => [...(this.watched.get(name) ?? [])]));
  }
}

/** `paris`, of `paris.frankfurt.chain._routing-production.example.com` or of a group that Paris is in. */
function dataCenterOf({ name, setIdentifier }: DnsRecord): string | undefined {
  if (!name.includes("._routing-")) return undefined;
  // Of a data centre with several addresses, the identifier names the address too.
  return setIdentifier === "primary" ? name.split(".")[0] : setIdentifier.split(" ")[0];
}

/** Sorts names: the alphabet, and the last resort last. */
export function order(one: string, other: string): number {
  if (one === LAST_RESORT || other === LAST_RESORT) return one === LAST_RESORT ? 1 : -1;
  return one < other ? -1 : 1;
}
