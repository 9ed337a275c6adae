import { type Answerer, answererAt, type EndpointPart, LAST_RESORT, type SignalKind } from "../../routing/answers";
import { EVERYONE_ELSE, isOfRouting } from "../record-names";
import { isFollowed } from "./cnames";
import { DataCenterNames, type Naming, routingOf } from "./data-center-names";
import { type DnsRecord, nameIn } from "./dns-record";
import type { DnsZone } from "./dns-zone";
import type { Answer } from "./scenario";
import { Signals } from "./signals";

/** What a health check watches of an endpoint, in one address family. */
interface Watched {
  /** The family, and the routing: addresses of one routing share its users. */
  readonly group: string;
  readonly addresses: Set<string>;
  /** What is unhealthy while it is down: addresses, and the check by its name in Terraform. */
  readonly unhealthy: Set<string>;
}

/**
 * The endpoints of a configuration: who is behind an address.
 *
 * A data centre is known by the names that `GeoRouting` gives its records, anything else with a health check by its address.
 */
export class Endpoints {
  private readonly names = new Map<string, string>();
  /** Whose addresses those of routings are, whatever records of others do with them. */
  private readonly owned: ReadonlyMap<string, string>;
  /** What is watched of each endpoint, by the endpoint's name, and by the check and the group of addresses. */
  private readonly watched = new Map<string, Map<string, Watched>>();
  private readonly parts = new Map<string, readonly EndpointPart[]>();
  /** What is unhealthy while an endpoint, or a part of one, is down. */
  private readonly unhealthy = new Map<string, ReadonlySet<string>>();
  /** The endpoints and parts that are down when something is unhealthy. */
  private readonly byUnhealthy = new Map<string, string[]>();

  private readonly dataCenters: DataCenterNames;
  private readonly followed: Signals;
  /** The endpoints that depend on each signal. */
  private readonly dependents = new Map<string, Set<string>>();
  /** The names of signals that several endpoints share. */
  private readonly shared: readonly string[];

  /** The names of which a record leads to a routing, and to which. */
  private readonly routed: ReadonlyMap<string, string>;
  /** The addresses of data centres, with their routings. */
  private readonly ofDataCenters: ReadonlySet<string>;
  /** What the records of routings answer with that nothing watches. */
  private readonly lastResort: ReadonlySet<string>;

  constructor(
    private readonly zone: DnsZone,
    naming: Naming,
  ) {
    this.dataCenters = new DataCenterNames(zone.records, naming);
    const isLastResort = (record: DnsRecord) =>
      isOfEveryoneElse(record) ||
      (isOfRouting(record.name) && (record.healthCheck === undefined || this.dataCenters.of(record) === LAST_RESORT));
    // A host name without places leads to no name of the routing's own: its record has the addresses itself.
    const plain = zone.records.filter(isOfEveryoneElse).map((record) => [nameIn(record), ""] as const);
    const leading = zone.records.flatMap(({ name, alias, zone }) =>
      alias && isOfRouting(alias.name)
        ? [[nameIn({ name, zone }), routingOf({ name: alias.name, zone })] as const]
        : [],
    );
    this.routed = new Map([...plain, ...leading]);
    const checked = zone.records.filter(({ name, healthCheck }) => healthCheck !== undefined && isOfRouting(name));
    this.ofDataCenters = new Set(
      checked.flatMap((record) => record.values.map((value) => `${routingOf(record)} ${value}`)),
    );
    this.lastResort = new Set(zone.records.filter(isLastResort).flatMap(({ values }) => values));
    this.owned = new Map([
      ...[...this.lastResort].map((value) => [value, LAST_RESORT] as const),
      ...zone.records.flatMap((record) => {
        const owner = record.healthCheck && this.dataCenters.of(record);
        return owner === undefined ? [] : record.values.map((value) => [value, owner] as const);
      }),
    ]);
    this.followed = new Signals(zone.records, (record) => this.dataCenters.of(record), zone.checks);
    for (const record of zone.records) if (record.healthCheck !== undefined) this.add(record, record.healthCheck);
    for (const [name, checks] of this.watched) this.complete(name, [...checks.values()]);
    const signals = [...this.followed.kinds.keys()];
    for (const signal of signals) this.remember(signal, new Set(this.followed.checksOf(signal)));
    this.shared = signals.filter((signal) => (this.dependents.get(signal)?.size ?? 0) > 1);
  }

  /** What can go down by itself: the endpoints that a health check watches, and what several of them depend on, by name. */
  public get all(): readonly string[] {
    return [...this.watched.keys(), ...this.shared];
  }

  /** What endpoints depend on beside their addresses: alarms, switches, other health checks, by name. */
  public get signals(): ReadonlyMap<string, SignalKind> {
    return this.followed.kinds;
  }

  /** The names that data centres of several routings have. */
  public get namesApart(): ReadonlySet<string> {
    return this.dataCenters.apart;
  }

  /** What of an endpoint can be down by itself. */
  public partsOf(name: string): readonly EndpointPart[] {
    return this.parts.get(name) ?? [];
  }

  /** Who is behind an answer. */
  public answererOf({ end, values }: Answer): Answerer {
    const watched = isFollowed(end) && end.healthCheck !== undefined ? this.nameOf(end) : undefined;
    if (watched !== undefined) return answererAt(watched);
    if (end.alias !== undefined) {
      return { kind: "alias", name: end.alias.name, isDangling: this.zone.missing(end) === "unknown" };
    }
    const own = end.healthCheck === undefined ? this.lastResortOf(end) : this.dataCenters.of(end);
    const name = own ?? this.names.get(values[0] ?? "");
    if (this.isMixed(values) || name === undefined) {
      return { kind: "alias", name: values.join(", "), isDangling: false };
    }
    return answererAt(name);
  }

  /**
   * The last resort, where an unchecked record of a routing or of its names is it. It may be a data centre of another routing, but not
   * of its own: then something took the health check away.
   */
  private lastResortOf(record: DnsRecord): typeof LAST_RESORT | undefined {
    const { values } = record;
    const routing = isOfRouting(record.name) ? routingOf(record) : this.routed.get(nameIn(record));
    const isOfLastResort = values.every((value) => this.lastResort.has(value));
    const isOfDataCenter = values.some((value) => this.ofDataCenters.has(`${routing} ${value}`));
    return isOfLastResort && routing !== undefined && !isOfDataCenter ? LAST_RESORT : undefined;
  }

  /** Whether an answer has addresses of several: users get one of them, whoever has it. A single one is whose it is. */
  private isMixed(values: readonly string[]): boolean {
    const ownerOf = (value: string) => this.names.get(value) ?? (this.lastResort.has(value) ? LAST_RESORT : undefined);
    const [first = "", ...others] = values;
    return others.some((value) => ownerOf(value) !== ownerOf(first));
  }

  /** The endpoint behind a record with addresses that a health check watches. */
  public nameOf(record: DnsRecord): string | undefined {
    const [address = ""] = record.values;
    return this.dataCenters.of(record) ?? (this.owned.has(address) ? undefined : this.names.get(address));
  }

  /** What is unhealthy while these endpoints, or parts of them, are down: addresses, and health checks by their names in Terraform. */
  public addressesOf(names: readonly string[]): ReadonlySet<string> {
    return new Set(names.flatMap((name) => [...(this.unhealthy.get(name) ?? [])]));
  }

  /** The endpoints and parts that are down when an address, or a health check by its name in Terraform, is unhealthy. */
  public downWith(unhealthy: string): readonly string[] {
    return this.byUnhealthy.get(unhealthy) ?? [];
  }

  private add(record: DnsRecord, healthCheck: string): void {
    const own = this.dataCenters.of(record);
    for (const address of record.values) {
      const owner = this.owned.get(address);
      const name = own ?? owner ?? address;
      this.names.set(address, owner ?? name);
      for (const signal of this.followed.decidingAbout(healthCheck)) {
        this.dependents.set(signal, (this.dependents.get(signal) ?? new Set()).add(name));
      }
      // What somebody else has watched at an address of a routing says nothing about what the routing does.
      if (owner !== undefined && own === undefined) continue;
      const checks = this.watched.get(name) ?? new Map<string, Watched>();
      this.watched.set(name, checks);
      const group = `${record.type} ${routingOf(record)}`;
      const key = `${group} ${healthCheck}`;
      const { addresses, unhealthy } = checks.get(key) ?? { addresses: new Set(), unhealthy: new Set() };
      addresses.add(address);
      // What goes down is what the record's check watches, which need not be the address that is answered.
      unhealthy.add(address).add(this.zone.healthCheck(healthCheck)?.ipAddress ?? healthCheck);
      checks.set(key, { group, addresses, unhealthy });
    }
  }

  private complete(name: string, checks: readonly Watched[]): void {
    this.remember(name, new Set(checks.flatMap(({ unhealthy }) => [...unhealthy])));
    const parts = new Map<string, EndpointPart>();
    for (const { group, addresses, unhealthy } of checks) {
      const siblings = checks.filter((check) => check.group === group);
      if (siblings.length < 2) continue;
      const part = [name, ...addresses].join(" ");
      const count = siblings.reduce((sum, sibling) => sum + sibling.addresses.size, 0);
      const share = Math.max(addresses.size / count, parts.get(part)?.share ?? 0);
      parts.set(part, { name: part, addresses: [...addresses], share });
      this.remember(part, new Set([...(this.unhealthy.get(part) ?? []), ...unhealthy]));
    }
    this.parts.set(name, [...parts.values()]);
  }

  private remember(name: string, unhealthy: ReadonlySet<string>): void {
    this.unhealthy.set(name, unhealthy);
    for (const one of unhealthy) this.byUnhealthy.set(one, [...(this.byUnhealthy.get(one) ?? []), name]);
  }
}

/** Whether a record with addresses is a host name's for everyone whom no other one is for. */
function isOfEveryoneElse({ setIdentifier, policy, alias, healthCheck }: DnsRecord): boolean {
  const isForAll = policy.kind === "geolocation" && policy.country === "*";
  return isForAll && setIdentifier === EVERYONE_ELSE && alias === undefined && healthCheck === undefined;
}
