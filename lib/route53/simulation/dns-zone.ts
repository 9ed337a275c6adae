import { isUnknown } from "../../core/tokens";
import { isHostName } from "../../routing/analysis/compared-questions";
import type { Places } from "../../routing/answers";
import type { Location } from "../../routing/location";
import { isOfRouting } from "../record-names";
import { Choices } from "./choices";
import { followedCnames, isFollowed, otherType } from "./cnames";
import { type DnsHealthCheck, type DnsRecord, nameIn } from "./dns-record";
import { HealthChecks } from "./health-checks";
import { loopIn } from "./loop";
import { RecordSet } from "./record-set";

/** Everything of Route 53 in a Terraform configuration. */
export class DnsZone {
  private readonly sets: ReadonlyMap<string, RecordSet>;
  /** What answers those who ask for an address of a name that has a CNAME. */
  public readonly cnames: readonly DnsRecord[];
  private readonly followed: ReadonlyMap<string, RecordSet>;
  /** All names that have records, and all names above them. */
  public readonly existing: ReadonlySet<string>;
  /** The zones that have records. */
  private readonly zones: readonly string[];
  /** All names that have records in each zone, and all names above them. */
  private readonly existingIn: ReadonlySet<string>;
  public readonly checks: HealthChecks;
  private readonly targets = new Map<DnsRecord, RecordSet | undefined>();
  private readonly byPlace = new Map<RecordSet, boolean>();
  /** Which records of a set a question may lead to. */
  public readonly choices = new Choices(this);

  /**
   * @param isPreferred whether a record is of the zone that answers, where several zones have records of a name
   */
  constructor(
    public readonly records: readonly DnsRecord[],
    public readonly healthChecks: readonly DnsHealthCheck[],
    private readonly isPreferred: (record: DnsRecord) => boolean = leadsToRouting,
  ) {
    this.cnames = followedCnames(records);
    this.sets = setsOf(records);
    this.followed = setsOf(this.cnames);
    this.zones = [...new Set(records.map(({ zone }) => zone))];
    const existing = new Set<string>();
    const existingIn = new Set<string>();
    for (const { zone, name } of records) {
      // What is above a name is there already where the name is.
      for (let at: string | undefined = name; at !== undefined; at = nameAbove(at)) {
        const key = nameIn({ zone, name: at });
        if (existingIn.has(key)) break;
        existingIn.add(key);
        existing.add(at);
      }
    }
    this.existing = existing;
    this.existingIn = existingIn;
    this.checks = new HealthChecks(healthChecks);
    // An alias names a record, so one for all names does not stand in for it.
    for (const record of [...records, ...this.cnames]) {
      if (record.alias !== undefined) this.targets.set(record, this.targetOf(record));
    }
    for (const record of this.cnames) if (this.leadsBack(record)) this.targets.delete(record);
    this.followed = this.withoutUnanswered();
  }

  /**
   * The records of a name and type. Those of `*.example.com` stand in for a name that does not exist, and is below
   * `example.com` and below no other name that exists: one that has records of any type, or is above one that has.
   *
   * Source: RFC 4592, and "Specific domain names take precedence" in
   * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html#domain-name-format-asterisk
   */
  public find(name: string, type: string): RecordSet | undefined {
    const found = this.zones.flatMap((zone) => this.findIn(zone, name, type) ?? []);
    const own = found.filter((set) => set.name === name);
    return this.answering(own.length > 0 ? own : found);
  }

  /** The zones that answer a question, by records of the name or those of a wildcard: whoever asks in the one never asks in the others. */
  public zonesOf(name: string, type: string): readonly string[] {
    return this.zones.filter((zone) => this.findIn(zone, name, type) !== undefined);
  }

  /** The records of a name and type in one zone. A public and a private zone may have the same names. */
  private findIn(zone: string, name: string, type: string): RecordSet | undefined {
    const at = (name: string) => {
      const key = keyOf({ zone, name, type });
      return this.sets.get(key) ?? this.followed.get(key);
    };
    if (this.existingIn.has(nameIn({ zone, name }))) return at(name);
    const labels = name.split(".");
    const parents = labels.map((_, depth) => labels.slice(depth).join("."));
    const above = parents.find((parent) => this.existingIn.has(nameIn({ zone, name: parent })));
    return above === undefined ? undefined : at(`*.${above}`);
  }

  /** Of sets with one name in several zones the one that is looked at: that of the zone that is judged, or of one with a routing. */
  private answering(sets: readonly RecordSet[]): RecordSet | undefined {
    if (sets.length < 2) return sets[0];
    return sets.find(({ records }) => records.some(this.isPreferred)) ?? sets[0];
  }

  /** The target of an alias: in the zone that it names; in any, where that zone has no records here, or is spelled in another way. */
  private targetOf(record: DnsRecord): RecordSet | undefined {
    const { zone, type, alias } = record;
    if (alias === undefined) return undefined;
    if (isFollowed(record)) return this.find(alias.name, type);
    const named = this.sets.get(keyOf({ zone: alias.zone, name: alias.name, type }));
    return named ?? (this.zones.includes(alias.zone) ? undefined : this.setOfAnyZone(alias.name, type, zone));
  }

  private setOfAnyZone(name: string, type: string, first: string): RecordSet | undefined {
    const zones = [first, ...this.zones];
    return zones.map((zone) => this.sets.get(keyOf({ zone, name, type }))).find((set) => set !== undefined);
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
    if (isFollowed(record)) return "elsewhere";
    return alias.zone === zone ? "unknown" : "elsewhere";
  }

  /** A health check, by its name in Terraform; `undefined` when it is not in this configuration. */
  public healthCheck(address: string): DnsHealthCheck | undefined {
    return this.checks.get(address);
  }

  /** What decides about the health of a record by itself: the address that its health check watches, the check, and those that it counts. */
  public watchedBy({ healthCheck }: DnsRecord): readonly string[] {
    if (healthCheck === undefined) return [];
    return this.checks.counted(healthCheck).flatMap((address) => {
      return [address, this.healthCheck(address)?.ipAddress ?? []].flat();
    });
  }

  /** Why a record cannot be simulated, for itself or for a health check that it depends on; `undefined` when it can. */
  public unreadable({ policy, healthCheck, unreadable: ofItself }: DnsRecord): string | undefined {
    if (ofItself !== undefined) return ofItself;
    if (policy.kind === "unreadable") return policy.reason;
    return healthCheck === undefined ? undefined : this.checks.unreadable(healthCheck);
  }

  /**
   * The sets of addresses that users ask for, but those that are a routing's own: what no alias leads to, and what answers by place,
   * which users ask for even if another name leads to it.
   *
   * @param withCnames whether the names that lead to others by a CNAME are asked for, too
   */
  public roots(withCnames = false): readonly RecordSet[] {
    const targets = new Set(this.records.map((record) => this.target(record)));
    const own = [...this.sets.values()].filter(
      (set) =>
        (["A", "AAAA"].includes(set.type) || isOfUnknownName(set)) &&
        (set.isByPlace || !targets.has(set)) &&
        !isOfRouting(set.name),
    );
    // Of a name elsewhere nobody knows which types it has: all who ask for it are told by the one.
    const others = [...(withCnames ? this.followed.values() : [])].filter(
      (set) => isHostName(set.name) && (set.type === "A" || this.hasAddresses(set)),
    );
    const asked = [...own, ...others];
    if (this.zones.length === 1) return asked;
    const ofName = new Map<string, RecordSet[]>();
    const questionOf = ({ name, type }: RecordSet) => `${type} ${name}`;
    for (const set of asked) {
      const same = ofName.get(questionOf(set));
      if (same === undefined) ofName.set(questionOf(set), [set]);
      else same.push(set);
    }
    return asked.filter((set) => this.answering(ofName.get(questionOf(set)) ?? []) === set);
  }

  /** Whether a CNAME leads to itself: a name that only a wildcard has here may have records of its own elsewhere. */
  private leadsBack(record: DnsRecord): boolean {
    const target = this.target(record);
    return target !== undefined && this.beyond(target).has(record);
  }

  /** The names with a CNAME, but for the type of address that what they lead to does not have, while it has the other one. */
  private withoutUnanswered(): ReadonlyMap<string, RecordSet> {
    return new Map(
      [...this.followed].filter(([, set]) => {
        const [{ zone }] = set.records as [DnsRecord];
        const other = this.followed.get(keyOf({ zone, name: set.name, type: otherType(set.type) }));
        return this.hasAddresses(set) || !(other && this.hasAddresses(other));
      }),
    );
  }

  /** Whether a set has addresses here, or is a CNAME that leads to one that has. */
  private hasAddresses(set: RecordSet): boolean {
    return [...this.beyond(set)].some((record) => !isFollowed(record));
  }

  /** Aliases that lead back to where they started, from the first to itself; `undefined` when there are none. */
  public aliasLoop(): readonly [DnsRecord, ...DnsRecord[]] | undefined {
    return loopIn(this.records, (record) => this.target(record)?.records ?? []);
  }

  /** The records of a set, and of all sets that aliases lead to from it. */
  public beyond(set: RecordSet): ReadonlySet<DnsRecord> {
    return this.follow(set, ({ records }) => records);
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
   * Places in groups that reach the same records of a set, and of all sets beyond it: whatever is down, all places of a group
   * get the same answers.
   */
  public placesAlike(set: RecordSet, locations: readonly Location[]): readonly Places[] {
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
    const records = this.choices.of(set, location).map((record) => {
      const target = this.target(record);
      return target !== undefined && this.dependsOnPlace(target)
        ? `${record.address}(${this.reach(target, location)})`
        : record.address;
    });
    return records.join();
  }

  /** The records that a question from a place may lead to, in a set and all sets that aliases lead to from it. */
  public beyondFrom(set: RecordSet, location: Location): ReadonlySet<DnsRecord> {
    return this.follow(set, (some) => this.choices.of(some, location));
  }

  /** The records of a set that are looked at, and those of all sets that aliases lead to from them. */
  private follow(set: RecordSet, recordsOf: (set: RecordSet) => readonly DnsRecord[]): ReadonlySet<DnsRecord> {
    const found = new Set<DnsRecord>();
    const visit = (some: RecordSet): void => {
      for (const record of recordsOf(some)) {
        if (found.has(record)) continue;
        found.add(record);
        const target = this.target(record);
        if (target !== undefined) visit(target);
      }
    };
    visit(set);
    return found;
  }
}

/** The name above another one, which has a label less. */
function nameAbove(name: string): string | undefined {
  const dot = name.indexOf(".");
  return dot < 0 ? undefined : name.slice(dot + 1);
}

function setsOf(records: readonly DnsRecord[]): ReadonlyMap<string, RecordSet> {
  const groups = new Map<string, [DnsRecord, ...DnsRecord[]]>();
  for (const record of records) {
    const key = keyOf(record);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [record]);
    else group.push(record);
  }
  return new Map([...groups].map(([key, group]) => [key, new RecordSet(group)]));
}

/** Whether a CNAME may have any name: nobody can ask for it, and so it is asked for as it is written. */
function isOfUnknownName({ type, name, records }: RecordSet): boolean {
  return type === "CNAME" && isUnknown(name) && records.some(({ unreadable }) => unreadable !== undefined);
}

/** Whether a record stands for a name of a routing's own. */
function leadsToRouting({ alias }: DnsRecord): boolean {
  return alias !== undefined && isOfRouting(alias.name);
}

function keyOf({ zone, name, type }: Pick<DnsRecord, "zone" | "name" | "type">): string {
  return `${type} ${nameIn({ zone, name })}`;
}
