import type { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { inZone, isWildcard, plainHostName, withoutWildcard } from "../core/host-names";
import type { HostedZoneAttributes } from "../core/hosted-zone";
import type { Problems, PropertyPath } from "../core/problems";
import { type PropertyNames, renamed } from "../core/property-names";
import { isUnknown } from "../core/tokens";
import { validate, warn } from "../core/validate";
import { type PlainRecord, plainRecordsOf } from "./plain-records";
import { isSameZone, mayBeOneZone, type SeenZone, seenZone, zoneKey } from "./zone-key";

/** Records of one name that a construct makes all by itself. */
export interface OwnedName {
  readonly zone: HostedZoneAttributes;
  readonly name: string;
  readonly types: readonly string[];
  /** What the user calls the construct and its options, where that differs. */
  readonly reportAs?: PropertyNames;
}

/** What a routing needs of a zone and of an account. */
export interface RoutingNeeds {
  readonly path: string;
  readonly records: number;
  readonly healthChecks: number;
}

interface Owner {
  readonly path: string;
  readonly types: readonly string[];
}

interface NamedOwner {
  readonly path: string;
  readonly name: string;
}

/** What to do about a zone that is taken in two ways. */
const ONE_WAY = "take the zone by its id in both, or look it up once";

/** A record that stands for another name stands alone. */
const ALONE = "CNAME";

/** Who makes which records of Route 53 in one app: two constructs that make the same would fail one another when they are deployed. */
export class RecordOwners {
  private static readonly byRoot = new WeakMap<IConstruct, RecordOwners>();

  /** Those of the app that a construct is in. */
  public static of({ node }: IConstruct): RecordOwners {
    const owners = RecordOwners.byRoot.get(node.root) ?? new RecordOwners();
    RecordOwners.byRoot.set(node.root, owners);
    return owners;
  }

  private readonly owners = new Map<string, Owner[]>();
  /** The paths of all that make records. */
  private readonly paths = new Set<string>();
  private readonly needs = new Map<string, RoutingNeeds[]>();
  /** The zones that have been named, by their keys. */
  private readonly zones = new Map<string, SeenZone>();
  /** By zone: the names below which other zones answer, and the host names of routings. */
  private readonly delegations = new Map<string, NamedOwner[]>();
  private readonly hosts = new Map<string, (NamedOwner & { readonly isLeft: boolean })[]>();
  /** By zone: the names that an ACME client may prove. */
  private readonly challenges = new Map<string, NamedOwner[]>();

  /** Checks that nobody else makes these records, and notes who does. A name that only Terraform knows is not compared. */
  public claim(problems: Problems, property: PropertyPath, construct: IConstruct, owned: OwnedName): void {
    const { zone, name, types } = owned;
    const { path } = construct.node;
    this.paths.add(path);
    if (isUnknown(name)) return;
    const key = `${keyOf(construct, zone)} ${plainHostName(name)}`;
    const others = this.owners.get(key) ?? [];
    this.owners.set(key, [...others, { path, types }]);
    const other = others.find((one) => one.path !== path && areInConflict(one.types, types));
    if (other !== undefined) refuse(problems, property, name, other);
    else this.claimTwins(problems, property, construct, owned);
    this.warnOfPlainTwins(property, construct, owned);
    if (types.includes("NS")) this.noteDelegation(problems, property, construct, owned);
  }

  /**
   * Does the same for zones that may be this one: where two stacks look a zone up by its name, at synthesis, when their providers are
   * known; where it is taken by its id in one of them, with a warning.
   */
  private claimTwins(problems: Problems, property: PropertyPath, construct: IConstruct, owned: OwnedName): void {
    const { zone, name, types, reportAs } = owned;
    const seen = seenZone(construct, zone.zoneId, zone.zoneName);
    if (seen === undefined) return;
    const twins = this.twinsOf(seen).flatMap((twin) =>
      (this.owners.get(`${twin.key} ${plainHostName(name)}`) ?? []).map((owner) => ({ ...owner, twin })),
    );
    this.zones.set(seen.key, seen);
    for (const other of twins.filter((one) => areInConflict(one.types, types))) {
      const makes = `${other.path} makes its ${other.types.join(" and ")} records`;
      const warning = `${name}: ${makes} in a zone of the same name, which may be this one: ${ONE_WAY}`;
      if (seen.lookUp === undefined || other.twin.lookUp === undefined) problems.warn(property, warning);
      else {
        atSynthesis(construct, () => {
          const isOne = isSameZone(seen, other.twin);
          if (isOne) refuseLookedUp(construct, property, { value: name, makes, zoneName: zone.zoneName }, reportAs);
          const called = renamed(reportAs?.properties ?? {}, [property].flat());
          if (isOne === undefined) warn(construct as Construct, (risks) => risks.warn(called, warning));
        });
      }
    }
  }

  /** The zones that have been named, and may be this one. */
  private twinsOf(seen: SeenZone): readonly SeenZone[] {
    return [...this.zones.values()].filter((other) => mayBeOneZone(seen, other));
  }

  /** Warns of records of the same name by the provider's own construct, in a zone that may be this one: at synthesis, when all are there. */
  private warnOfPlainTwins(property: PropertyPath, construct: IConstruct, owned: OwnedName): void {
    const { zone, name, types, reportAs } = owned;
    const seen = seenZone(construct, zone.zoneId, zone.zoneName);
    if (seen === undefined) return;
    const mayBe = (record: Route53Record) => {
      const one = seenZone(record, record.zoneIdInput ?? "");
      return one !== undefined && mayBeOneZone(seen, { ...one, name: one.name ?? this.zones.get(one.key)?.name });
    };
    let isWarned = false;
    const validate = () => {
      const all = isWarned ? [] : this.plainRecords(construct, zone, mayBe);
      const isTwin = (one: PlainRecord) => one.name === plainHostName(name) && areInConflict([one.type], types);
      // One for a place may stand beside those for others.
      const twin = all.find((one) => isTwin(one) && one.policy.kind !== "geolocation");
      if (twin === undefined) return [];
      isWarned = true;
      const what = `${twin.path} makes its ${twin.type} records in a zone that may be this one`;
      const called = renamed(reportAs?.properties ?? {}, [property].flat());
      warn(construct as Construct, (risks) => risks.warn(called, `${name}: ${what}: ${ONE_WAY}`));
      return [];
    };
    construct.node.addValidation({ validate });
  }

  /**
   * Does the same for a host name of a routing, which no other zone may answer for: resolvers would never ask for it here.
   *
   * @param isLeft whether it is on its way into another zone of the routing, which may answer for it already
   */
  public claimHost(
    problems: Problems,
    property: PropertyPath,
    construct: IConstruct,
    owned: OwnedName,
    isLeft = false,
  ): void {
    this.claim(problems, property, construct, owned);
    const { zone, name, types } = owned;
    if (isUnknown(name)) return;
    const key = keyOf(construct, zone);
    const host = { path: construct.node.path, name: plainHostName(name), isLeft };
    this.hosts.set(key, [...(this.hosts.get(key) ?? []), host]);
    const delegation = (this.delegations.get(key) ?? []).find((one) => inZone(name, one.name));
    if (delegation !== undefined && !isLeft) refuseDelegated(problems, property, name, delegation);
    for (const one of this.challenges.get(key) ?? []) this.warnOfChallenge(problems, property, host, one, key);
    const delegates = (one: PlainRecord) =>
      !isLeft && one.type === "NS" && one.name !== plainHostName(zone.zoneName) && inZone(name, one.name);
    this.whenPlain(construct, owned, delegates, (found, other) => refuseDelegated(found, property, name, other));
    // Rules, analysis and review read one stack: what another one adds for a place, nobody would judge.
    const isElsewhere = (one: PlainRecord) =>
      one.name === plainHostName(name) && types.includes(one.type) && one.stack !== TerraformStack.of(construct);
    this.whenPlain(construct, owned, isElsewhere, (found, { path, type }) => {
      const expected = `a name whose records are all in one stack, where they are judged: ${path} makes one of type ${type} in another`;
      found.refuse(property, name, expected);
    });
  }

  /**
   * Warns of a name whose proof will lie below it while a certificate is issued: it exists then, and a wildcard of a routing above it no
   * longer answers for it. Source: RFC 4592, section 2.2.2
   */
  public noteChallenge(problems: Problems, construct: IConstruct, zone: HostedZoneAttributes, name: string): void {
    const key = keyOf(construct, zone);
    const challenge = { path: construct.node.path, name: withoutWildcard(name) };
    this.challenges.set(key, [...(this.challenges.get(key) ?? []), challenge]);
    for (const host of this.hosts.get(key) ?? []) this.warnOfChallenge(problems, "hostNames", host, challenge, key);
  }

  private warnOfChallenge(
    problems: Problems,
    property: PropertyPath,
    host: NamedOwner,
    challenge: NamedOwner,
    key: string,
  ): void {
    const { name } = challenge;
    const isBelow =
      isWildcard(host.name) && inZone(name, withoutWildcard(host.name)) && name !== withoutWildcard(host.name);
    const hasRecords =
      this.owners.has(`${key} ${name}`) || (this.hosts.get(key) ?? []).some((one) => one.name === name);
    if (!isBelow || hasRecords) return;
    const what = `while ${challenge.path} answers the challenge for ${name}, ${host.name} of ${host.path} does not answer for it`;
    problems.warn(property, `${what}: get a certificate for ${host.name}, or give ${name} records of its own`);
  }

  private noteDelegation(problems: Problems, property: PropertyPath, construct: IConstruct, owned: OwnedName): void {
    const key = keyOf(construct, owned.zone);
    const delegation = { path: construct.node.path, name: plainHostName(owned.name) };
    this.delegations.set(key, [...(this.delegations.get(key) ?? []), delegation]);
    const host = (this.hosts.get(key) ?? []).find((one) => !one.isLeft && inZone(one.name, delegation.name));
    if (host === undefined) return;
    const expected = `a name that no routing has a host name at or below: ${host.path} has ${host.name}`;
    problems.refuse(property, owned.name, expected);
  }

  /**
   * Does the same as `claim` for a record that everybody gets. Such a record stands alone with its name and type: when its stack is
   * synthesized, it is refused beside those that the app makes by the provider's own construct, too.
   */
  public claimAlone(problems: Problems, property: PropertyPath, construct: IConstruct, owned: OwnedName): void {
    this.claim(problems, property, construct, owned);
    const { name, types } = owned;
    if (isUnknown(name)) return;
    const isBeside = (one: PlainRecord) => one.name === plainHostName(name) && areInConflict([one.type], types);
    this.whenPlain(construct, owned, isBeside, (found, other) =>
      refuse(found, property, name, { ...other, types: [other.type] }),
    );
  }

  /** Refuses one of the records by the provider's own construct when the stack of a construct is synthesized: all are there then. */
  private whenPlain(
    construct: IConstruct,
    { zone, reportAs }: OwnedName,
    isMeant: (record: PlainRecord) => boolean,
    refusal: (problems: Problems, record: PlainRecord) => void,
  ): void {
    const validateAll = () => {
      const other = this.plainRecords(construct, zone).find(isMeant);
      if (other !== undefined) validate(construct as Construct, (problems) => refusal(problems, other), reportAs);
      return [];
    };
    construct.node.addValidation({ validate: validateAll });
  }

  /** The records of a zone that the app makes by the provider's own construct. */
  public plainRecords(
    construct: IConstruct,
    zone: HostedZoneAttributes,
    mayBe?: (record: Route53Record) => boolean,
  ): readonly PlainRecord[] {
    const { zoneName } = zone;
    return plainRecordsOf(
      construct.node.root,
      { key: keyOf(construct, zone), zoneName: plainHostName(zoneName), mayBe },
      this.paths,
    );
  }

  /** The same, of other stacks than a construct's own. */
  public plainRecordsElsewhere(construct: IConstruct, zone: HostedZoneAttributes): readonly PlainRecord[] {
    return this.plainRecords(construct, zone).filter(({ stack }) => stack !== TerraformStack.of(construct));
  }

  /** Checks that no other routing of the zone has this name, and notes it. */
  public claimRouting(
    problems: Problems,
    construct: IConstruct,
    zone: HostedZoneAttributes,
    routingName: string,
  ): void {
    const key = `${keyOf(construct, zone)} routing ${routingName}`;
    const [other] = this.owners.get(key) ?? [];
    const { path } = construct.node;
    this.owners.set(key, [{ path, types: [] }]);
    const expected = `a name of its own in the zone: ${other?.path} has this one`;
    if (other !== undefined) problems.refuse("routingName", routingName, expected);
    const seen = seenZone(construct, zone.zoneId, zone.zoneName);
    if (seen === undefined) return;
    for (const twin of this.twinsOf(seen)) {
      const [owner] = this.owners.get(`${twin.key} routing ${routingName}`) ?? [];
      if (owner === undefined) continue;
      const clash = { value: routingName, makes: `${owner.path} has this one`, zoneName: zone.zoneName };
      atSynthesis(construct, () => {
        if (isSameZone(seen, twin)) refuseLookedUp(construct, "routingName", clash);
      });
    }
  }

  /** What other routings need of the same zone; and of any, which may be in other accounts. Notes what this one needs. */
  public addNeeds(construct: IConstruct, zone: HostedZoneAttributes, needs: Omit<RoutingNeeds, "path">) {
    const key = keyOf(construct, zone);
    const ofZone = this.needs.get(key) ?? [];
    const all = [...this.needs.values()].flat();
    this.needs.set(key, [...ofZone, { path: construct.node.path, ...needs }]);
    return { ofZone, all };
  }
}

function areInConflict(some: readonly string[], others: readonly string[]): boolean {
  return some.includes(ALONE) || others.includes(ALONE) || some.some((type) => others.includes(type));
}

/** Checks once when the stack of a construct is synthesized. */
function atSynthesis(construct: IConstruct, check: () => void): void {
  let isDone = false;
  const validateOnce = () => {
    if (!isDone) check();
    isDone = true;
    return [];
  };
  construct.node.addValidation({ validate: validateOnce });
}

interface Clash {
  readonly value: string;
  /** Who has it: `production/routing makes its A records`. */
  readonly makes: string;
  readonly zoneName: string;
}

function refuseLookedUp(construct: IConstruct, property: PropertyPath, clash: Clash, reportAs?: PropertyNames): void {
  const { value, makes, zoneName } = clash;
  const both = `both look up ${zoneName} with one account: give each AWS provider its allowedAccountIds if there are two`;
  const refusal = (problems: Problems) =>
    problems.refuse(property, value, `a name of its own in the zone: ${makes}, and ${both}`);
  validate(construct as Construct, refusal, reportAs);
}

function keyOf(construct: IConstruct, { zoneId, zoneName }: HostedZoneAttributes): string {
  return zoneKey(construct, zoneId, zoneName);
}

function refuse(problems: Problems, property: PropertyPath, name: string, { path, types }: Owner): void {
  const expected = `a name of its own in the zone: ${path} makes its ${types.join(" and ")} records`;
  problems.refuse(property, name, expected);
}

function refuseDelegated(problems: Problems, property: PropertyPath, name: string, { path, name: above }: NamedOwner) {
  problems.refuse(property, name, `a name that its own zone answers for: ${path} delegates ${above} to another`);
}
