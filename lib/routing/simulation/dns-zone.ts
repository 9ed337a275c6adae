import type { Location } from "../location";
import { isOfRouting } from "../record-names";
import { RecordSet } from "./record-set";

/** What decides which record of a name and type answers. */
export type RecordPolicy =
  | { readonly kind: "simple" }
  | { readonly kind: "multivalue" }
  | { readonly kind: "weighted"; readonly weight: number }
  | { readonly kind: "failover"; readonly primary: boolean }
  | {
      readonly kind: "geolocation";
      readonly continent?: string;
      readonly country?: string;
      readonly subdivision?: string;
    };

/** One record of Route 53, as Terraform would make it. */
export interface DnsRecord {
  /** Its name in Terraform: `aws_route53_record.api`. */
  readonly address: string;
  /** The zone that holds it: an id, or the zone's name in Terraform. */
  readonly zone: string;
  readonly name: string;
  readonly type: string;
  readonly setIdentifier: string;
  readonly policy: RecordPolicy;
  readonly values: readonly string[];
  readonly ttlSeconds?: number;
  /** The name that it is an alias of, if it is one. */
  readonly alias?: { readonly zone: string; readonly name: string; readonly evaluateTargetHealth: boolean };
  readonly healthCheck?: string;
}

/** One health check of Route 53, as Terraform would make it. */
export interface DnsHealthCheck {
  /** Its name in Terraform: `aws_route53_health_check.paris`. */
  readonly address: string;
  readonly type: string;
  readonly ipAddress?: string;
  readonly intervalSeconds: number;
  readonly failureThreshold: number;
  readonly inverted: boolean;
  readonly disabled: boolean;
  /** The checks that a calculated one counts, and how many of them must be good. */
  readonly children: readonly string[];
  readonly childThreshold: number;
}

/** Everything of Route 53 in a Terraform configuration. */
export class DnsZone {
  private readonly sets: ReadonlyMap<string, RecordSet>;
  private readonly checks: ReadonlyMap<string, DnsHealthCheck>;
  private readonly targets: ReadonlyMap<DnsRecord, RecordSet | undefined>;
  private readonly byPlace = new Map<RecordSet, boolean>();

  constructor(
    public readonly records: readonly DnsRecord[],
    public readonly healthChecks: readonly DnsHealthCheck[],
  ) {
    const groups = new Map<string, [DnsRecord, ...DnsRecord[]]>();
    for (const record of records) {
      const group = groups.get(keyOf(record));
      if (group === undefined) groups.set(keyOf(record), [record]);
      else group.push(record);
    }
    this.sets = new Map([...groups].map(([key, group]) => [key, new RecordSet(group)]));
    this.checks = new Map(healthChecks.map((check) => [check.address, check]));
    // An alias names a record, so one for all names does not stand in for it.
    this.targets = new Map(
      records.map((record) => [record, record.alias && this.sets.get(keyOf({ ...record, name: record.alias.name }))]),
    );
    for (const record of records) this.refuseLoop(record, []);
  }

  /** The records of a name and type; those for all names below a name, `*.example.com`, when it has none of its own. */
  public find(name: string, type: string): RecordSet | undefined {
    const exact = this.sets.get(keyOf({ name, type }));
    if (exact !== undefined) return exact;
    const [, ...parents] = name.split(".");
    const wildcards = parents.map((_, depth) => ["*", ...parents.slice(depth)].join("."));
    return wildcards.map((wildcard) => this.sets.get(keyOf({ name: wildcard, type }))).find((set) => set !== undefined);
  }

  /** The record set that an alias leads to; `undefined` when it is not in this configuration. */
  public target(record: DnsRecord): RecordSet | undefined {
    return this.targets.get(record);
  }

  /**
   * What is known of an alias whose target is not in this configuration:
   *
   * - `nothing`: a name of a routing, which nobody else makes records of, so there is none;
   * - `unknown`: another name of the same zone, which somebody else may have made, or nobody;
   * - `elsewhere`: a name of another zone, such as a load balancer's.
   *
   * @returns `undefined` for what is no alias, and for one whose target is here
   */
  public missing(record: DnsRecord): "nothing" | "unknown" | "elsewhere" | undefined {
    const { alias, zone } = record;
    if (alias === undefined || this.target(record) !== undefined) return undefined;
    if (isOfRouting(alias.name)) return "nothing";
    return alias.zone === zone ? "unknown" : "elsewhere";
  }

  /** A health check, by its name in Terraform; `undefined` when it is not in this configuration. */
  public healthCheck(address: string): DnsHealthCheck | undefined {
    return this.checks.get(address);
  }

  /** The sets of addresses that users ask for: those that no alias leads to, and that are not a routing's own. */
  public roots(): readonly RecordSet[] {
    const targets = new Set(this.targets.values());
    return [...this.sets.values()].filter(
      (set) => ["A", "AAAA"].includes(set.type) && !targets.has(set) && !isOfRouting(set.name),
    );
  }

  /** The records of a set, and of all sets that aliases lead to from it. */
  public beyond(set: RecordSet): ReadonlySet<DnsRecord> {
    const found = new Set<DnsRecord>();
    const visit = ({ records }: RecordSet): void => {
      for (const record of records) {
        const target = this.target(record);
        if (target !== undefined && !found.has(record)) visit(target);
        found.add(record);
      }
    };
    visit(set);
    return found;
  }

  /** Whether what a set answers depends on where the question comes from. */
  public dependsOnPlace(set: RecordSet): boolean {
    const known = this.byPlace.get(set);
    if (known !== undefined) return known;
    const targets = set.records.map((record) => this.target(record));
    const depends = set.isByPlace || targets.some((target) => target !== undefined && this.dependsOnPlace(target));
    this.byPlace.set(set, depends);
    return depends;
  }

  /**
   * Places in groups that reach the same records of a set, and of all sets beyond it: whatever dies, all places of a group
   * get the same answers.
   */
  public placesAlike(set: RecordSet, locations: readonly Location[]): readonly (readonly [Location, ...Location[]])[] {
    const groups = new Map<string, [Location, ...Location[]]>();
    for (const location of locations) {
      const key = this.reach(set, location);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [location]);
      else group.push(location);
    }
    return [...groups.values()];
  }

  private reach(set: RecordSet, location: Location): string {
    const records = set.candidates(location).map((record) => {
      const target = this.target(record);
      return target !== undefined && this.dependsOnPlace(target)
        ? `${record.address}(${this.reach(target, location)})`
        : record.address;
    });
    return records.join();
  }

  private refuseLoop(record: DnsRecord, path: readonly DnsRecord[]): void {
    if (path.includes(record)) {
      throw new Error(`aliases in a loop: ${[...path, record].map(({ address }) => address).join(" -> ")}`);
    }
    for (const next of this.target(record)?.records ?? []) this.refuseLoop(next, [...path, record]);
  }
}

function keyOf({ name, type }: { readonly name: string; readonly type: string }): string {
  return `${type} ${name}`;
}
