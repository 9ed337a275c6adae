import { dataCenterOf } from "../record-names";
import type { DnsZone } from "./dns-zone";
import type { Answer } from "./scenario";

/** What is without a health check: it answers when nothing else does. */
export const LAST_RESORT = "last resort";

/** What users get whose alias leads to nothing, and whose place no record covers. */
export const NO_ANSWER = "no answer";

/** Probabilities add up to 1 but for this. */
const ROUNDING = 1e-9;

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

  constructor(private readonly zone: DnsZone) {
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

  /** Who answers: a data centre, the last resort, or what an alias leads to that is not in this configuration. */
  public nameOf({ end, values }: Answer): string {
    if (end.alias === undefined) return this.names.get(values[0] ?? "") ?? LAST_RESORT;
    return this.zone.missing(end) === "unknown" ? `${end.alias.name} (not in this configuration)` : end.alias.name;
  }

  /** How likely each endpoint is to answer, by name; in the order of the names, the last resort last. */
  public shares(answers: readonly Answer[]): ReadonlyMap<string, number> {
    const known = this.sharesOf.get(answers) ?? this.count(answers);
    this.sharesOf.set(answers, known);
    return known;
  }

  private count(answers: readonly Answer[]): ReadonlyMap<string, number> {
    const shares = new Map<string, number>();
    for (const answer of answers) {
      const name = this.nameOf(answer);
      shares.set(name, (shares.get(name) ?? 0) + answer.probability);
    }
    const rest = 1 - answers.reduce((sum, { probability }) => sum + probability, 0);
    if (rest > ROUNDING) shares.set(NO_ANSWER, rest);
    return new Map([...shares].sort(([one], [other]) => order(one, other)));
  }

  /** The addresses of these endpoints. */
  public addressesOf(names: readonly string[]): ReadonlySet<string> {
    return new Set(names.flatMap((name) => [...(this.watched.get(name) ?? [])]));
  }
}

/** Sorts names: the alphabet, then the last resort, and no answer last. */
export function order(one: string, other: string): number {
  return rank(one) - rank(other) || (one < other ? -1 : 1);
}

function rank(name: string): number {
  return [LAST_RESORT, NO_ANSWER].indexOf(name);
}
