import {
  Route53Record,
  type Route53RecordConfig,
  type Route53RecordGeolocationRoutingPolicy,
} from "@cdktf/provider-aws/lib/route53-record";
import { type ITerraformDependable, Op, TerraformResource, Token } from "cdktf";
import { Construct } from "constructs";
import { plainHostName } from "../core/host-names";
import { type HostedZoneAttributes, plainZoneId } from "../core/hosted-zone";
import { isUnknown } from "../core/tokens";
import { CONTINENT_CODES, type ContinentCode, type CountryCode, continentOf } from "../routing/countries";
import { type Place, percentOf, placesOf, type Route, type RoutingPolicy, tiersOf } from "../routing/routing-policy";
import { isOfRouting, memberIdentifier, PRIMARY, type RecordNames, SECONDARY } from "./record-names";
import { weightsOf } from "./weights";

/**
 * Route 53 has at most 100 records of one name and type; one of them is for everyone else. While a policy changes, a host name
 * has the places of the old one beside those of the new one: so each may have a half.
 */
export const MAX_PLACES = 49;

/** An address that a health check watches. */
export interface CheckedAddress {
  readonly address: string;
  readonly healthCheckId: string;
}

/** A data centre in one address family. */
export interface TreeEndpoint {
  readonly addresses: readonly CheckedAddress[];
  /** How many requests per second it can take, if that is known. */
  readonly requestsPerSecond?: number;
}

/** What the records of one address family are made of. */
export interface RoutingTreeProps {
  readonly zone: HostedZoneAttributes;
  /** The type of all records. */
  readonly type: "A" | "AAAA";
  /** The names of the records that no user requests. */
  readonly names: RecordNames;
  readonly ttlSeconds: number;
  /** The data centres, by name. */
  readonly endpoints: ReadonlyMap<string, TreeEndpoint>;
  /** The addresses that answer when nothing else does, and for everyone who is not named. */
  readonly lastResort: readonly LastResortAddress[];
  /** The data centres that answer while the last resort is down; none when nobody checks it. */
  readonly fallBackTo: readonly (readonly string[])[];
}

/** An address of the last resort, and the health check that watches it, if one does. */
export interface LastResortAddress {
  readonly address: string;
  readonly healthCheckId?: string;
}

/** Records of one name that Route 53 chooses from, and the name that an alias to them uses. */
interface RecordGroup {
  readonly records: readonly Route53Record[];
  /** The name as a reference, so that Terraform makes these records first. */
  readonly name: string;
}

/** What a record answers with. */
type Answering = Pick<Route53RecordConfig, "alias" | "dependsOn" | "ttl" | "records" | "healthCheckId">;

/** Where the users of one place are led to. */
interface Branch {
  readonly id: string;
  readonly location: Route53RecordGeolocationRoutingPolicy;
  readonly continent: ContinentCode;
  /** Nothing for a place of the last resort. */
  readonly target?: RecordGroup;
}

/**
 * The records of one address family: a host name leads to a place, a place to its share, a share to a chain.
 *
 *     api.example.com           FR -> share fr          * -> last resort
 *     fr.….share                percent -> chain        100 - percent -> last resort
 *     first.….wave              the same, for all places of a wave
 *     paris.frankfurt.….chain   healthy: Paris          else -> chain frankfurt
 *     frankfurt.….chain         healthy: Frankfurt      else -> last resort
 *
 *     last-resort.….            healthy: the last resort   else -> fall-back paris, where it is checked
 *
 * Chains are shared by all places and host names, shares by all host names of a policy. Each group ends in an address
 * without a health check, so that no branch can ever be without an answer.
 */
export class RoutingTree extends Construct {
  private readonly defaults = new Map<string, Route53Record>();
  private readonly counts = new Map<string, number>();
  /** The record for everyone without a place of their own, by host name. */
  public readonly everyoneElse: ReadonlyMap<string, Route53Record> = this.defaults;
  /** How many records each name has. */
  public readonly countByName: ReadonlyMap<string, number> = this.counts;
  /** The groups of places, by name. */
  private readonly groups = new Map<
    string,
    { readonly ids: readonly string[]; readonly records: readonly Route53Record[] }
  >();
  /** Groups that several others lead to, by name. */
  private readonly shared = new Map<string, RecordGroup>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RoutingTreeProps,
  ) {
    super(scope, id);
  }

  /** Makes the records of a policy: a share for each of its places, and a group of places for each host name. */
  public addPolicy(policyName: string, policy: RoutingPolicy, hostNames: readonly string[]): void {
    const places = placesOf(policy).map((place) => this.branch(policyName, place));
    const branches = places.length > MAX_PLACES ? this.nest(policyName, places) : places;
    for (const hostName of hostNames.map(plainHostName)) {
      const [everyoneElse] = this.choose(this.scope("host", hostName.replace("*", "_any")), hostName, branches).records;
      this.defaults.set(hostName, everyoneElse as Route53Record);
    }
  }

  private branch(policyName: string, place: Place): Branch {
    const { kind, code } = place;
    const id = kind === "continent" ? `continent-${code}` : code;
    const target = this.target(policyName, id, place);
    if (kind === "continent") return { id, location: { continent: code }, continent: code as ContinentCode, target };
    const [country = "", subdivision] = code.split("-");
    return { id, location: { country, subdivision }, continent: continentOf(country as CountryCode), target };
  }

  /** More places than one name can have: the name leads to a continent, and the continent to its places. */
  private nest(policyName: string, branches: readonly Branch[]): readonly Branch[] {
    return CONTINENT_CODES.flatMap((continent) => {
      const id = `continent-${continent}`;
      const whole = branches.find((branch) => branch.id === id);
      const parts = branches.filter((branch) => branch.continent === continent && branch !== whole);
      if (parts.length === 0) return whole ?? [];
      const name = this.props.names.continent(continent, policyName);
      const target = this.choose(this.scope("geo", policyName, continent), name, parts, whole?.target);
      return { id, location: { continent }, continent, target };
    });
  }

  /** A group of places. Nobody asks for a continent's before it is whole, but a host name that is taken over has users. */
  private choose(scope: Construct, name: string, branches: readonly Branch[], otherwise?: RecordGroup): RecordGroup {
    const made: { readonly branch: Branch; readonly record: Route53Record }[] = [];
    const defaultOf = (dependsOn: readonly Route53Record[]) => {
      const { dependsOn: target = [], ...answer } = this.aliasOrLastResort(otherwise);
      return new Route53Record(scope, "default", {
        ...this.named(name, "geo-default"),
        ...answer,
        ...orderedAfter([...target, ...dependsOn]),
        geolocationRoutingPolicy: { country: "*" },
      });
    };
    const first = isOfRouting(name) ? [] : [defaultOf([])];
    for (const branch of [...branches].reverse()) {
      const { dependsOn = [], ...answer } = this.aliasOrLastResort(branch.target);
      const smaller = made.filter((other) => isPartOf(other.branch, branch)).map(({ record }) => record);
      const record = new Route53Record(scope, branch.id, {
        ...this.named(name, `geo-${branch.id}`),
        ...answer,
        // First the record for everyone: nobody is without an answer on the way, and a simple record of the same name that is
        // taken over has become it before Route 53 is asked for places of that name. Then a country before its continent, so
        // that it never goes where only the new continent goes.
        dependsOn: [...dependsOn, ...first, ...smaller],
        geolocationRoutingPolicy: branch.location,
      });
      made.push({ branch, record });
    }
    const places = made.map(({ record }) => record);
    const everyoneElse = first[0] ?? defaultOf(places);
    this.groups.set(name, { ids: branches.map(({ id }) => id), records: [everyoneElse, ...places] });
    return { records: [everyoneElse, ...places], name: everyoneElse.fqdn };
  }

  /**
   * Makes what stands between the places that come and those that go: a country that has left the policy keeps its record
   * until its continent has one. Terraform knows no such order among records; it takes away what has `create_before_destroy`
   * after the change of what depended on it, so this changes with the places and depends on all of them.
   */
  public keepPlacesUntilOthersAreMade(): void {
    const groups = [...this.groups];
    const dependsOn = groups.flatMap(([, { records }]) => records);
    const barrier = new TerraformResource(this, "places_made", { terraformResourceType: "terraform_data", dependsOn });
    barrier.addOverride("input", Object.fromEntries(groups.map(([name, { ids }]) => [name, ids.join(" ")])));
  }

  private target(policyName: string, id: string, { route, wave }: Place): RecordGroup | undefined {
    const tiers = tiersOf(route);
    if (tiers.length === 0) return undefined;
    if (wave === undefined) {
      return this.share(this.scope("share", policyName, id), this.props.names.share(id, policyName), route);
    }
    const name = this.props.names.wave(wave, policyName);
    return this.once(name, () => this.share(this.scope("wave", policyName, wave), name, route));
  }

  /** A pair of weights for each place or wave from its first day, so that a new percentage changes two numbers in place. */
  private share(scope: Construct, name: string, route: Route): RecordGroup {
    const percent = percentOf(route);
    const dataCenters = new Route53Record(scope, "data_centers", {
      ...this.named(name, "data-centers"),
      ...this.aliasTo(this.chain(tiersOf(route))),
      weightedRoutingPolicy: { weight: percent },
    });
    const lastResort = new Route53Record(scope, "last_resort", {
      ...this.named(name, "last-resort"),
      ...this.weightedLastResort(),
      weightedRoutingPolicy: { weight: isUnknown(percent) ? Token.asNumber(Op.sub(100, percent)) : 100 - percent },
    });
    return { records: [dataCenters, lastResort], name: dataCenters.fqdn };
  }

  private chain(tiers: readonly (readonly string[])[]): RecordGroup {
    return this.once(this.props.names.chain(tiers), (name) => this.addChain(name, tiers));
  }

  private addChain(name: string, tiers: readonly (readonly string[])[]): RecordGroup {
    const [first = [], ...rest] = tiers;
    const beyond = () => this.aliasOrLastResort(rest.length > 0 ? this.chain(rest) : undefined);
    return this.pair(this.scope("chain", ...tiers.map(tierId)), name, () => this.tier(first), beyond);
  }

  /** What serves the users of the last resort while that is down. It ends in the last resort, whatever its state: nothing lives. */
  private fallBack(tiers: readonly (readonly string[])[]): RecordGroup {
    return this.once(this.props.names.fallBack(tiers), (name) => {
      const [first = [], ...rest] = tiers;
      const beyond = () => (rest.length > 0 ? this.aliasTo(this.fallBack(rest)) : this.lastResortValues());
      return this.pair(this.scope("fall_back", ...tiers.map(tierId)), name, () => this.tier(first), beyond);
    });
  }

  /** The last resort while its health check is healthy, and else what it falls back to. */
  private checkedLastResort(): RecordGroup {
    return this.once(this.props.names.lastResort(), (name) => {
      const [only, ...others] = this.props.lastResort;
      const isOne = only !== undefined && others.length === 0;
      const itself = () => (isOne ? this.checkedValues(only) : this.aliasTo(this.lastResortAddresses()));
      const beyond = () => this.aliasTo(this.fallBack(this.props.fallBackTo));
      return this.pair(this.scope("last_resort"), name, itself, beyond);
    });
  }

  /** A record for each address of the last resort: a weighted record may have one value only. */
  private lastResortAddresses(): RecordGroup {
    return this.once(this.props.names.lastResortAddresses(), (name) => {
      const scope = this.scope("last_resort", "addresses");
      const records = this.props.lastResort.map(
        (one) =>
          new Route53Record(scope, addressId(one.address), {
            ...this.named(name, one.address),
            ...this.checkedValues(one),
            weightedRoutingPolicy: { weight: 1 },
          }),
      );
      return { records, name: (records[0] as Route53Record).fqdn };
    });
  }

  private pair(scope: Construct, name: string, first: () => Answering, beyond: () => Answering): RecordGroup {
    const primary = new Route53Record(scope, "primary", {
      ...this.named(name, PRIMARY),
      ...first(),
      failoverRoutingPolicy: { type: "PRIMARY" },
    });
    const secondary = new Route53Record(scope, "secondary", {
      ...this.named(name, SECONDARY),
      ...beyond(),
      failoverRoutingPolicy: { type: "SECONDARY" },
    });
    return { records: [primary, secondary], name: primary.fqdn };
  }

  /** One data centre with one address answers itself; several of either are a group. */
  private tier(members: readonly string[]) {
    const [only, ...others] = members.flatMap((member) => this.endpoint(member).addresses);
    return only !== undefined && others.length === 0 ? this.checkedValues(only) : this.aliasTo(this.set(members));
  }

  /** Data centres that share the users by capacity, and each its addresses; one that is down leaves its part to the others. */
  private set(members: readonly string[]): RecordGroup {
    return this.once(this.props.names.set(members), (name) => {
      const scope = this.scope("set", tierId(members));
      const parts = partsOf(members.map((member) => this.endpoint(member)));
      const records = members.flatMap((member, index) => {
        const { addresses } = this.endpoint(member);
        return addresses.map((checked) => {
          const which = addresses.length > 1 ? checked.address : undefined;
          const id = which === undefined ? member : `${member}_${addressId(which)}`;
          return new Route53Record(scope, id, {
            ...this.named(name, memberIdentifier(member, which)),
            ...this.checkedValues(checked),
            weightedRoutingPolicy: { weight: parts[index] as number },
          });
        });
      });
      return { records, name: (records[0] as Route53Record).fqdn };
    });
  }

  private once(name: string, make: (name: string) => RecordGroup): RecordGroup {
    const group = this.shared.get(name) ?? make(name);
    this.shared.set(name, group);
    return group;
  }

  private endpoint(dataCenter: string): TreeEndpoint {
    return this.props.endpoints.get(dataCenter) as TreeEndpoint;
  }

  /** Construct ids from the user's keys, one for each group; keys have no underscore, so no two groups share one. */
  private scope(...parts: readonly string[]): Construct {
    return new Construct(this, parts.join("_"));
  }

  private named(name: string, setIdentifier: string) {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    return {
      zoneId: plainZoneId(this.props.zone.zoneId),
      name,
      type: this.props.type,
      setIdentifier,
      // Terraform destroys before it updates: what an alias leads to would be gone while the alias still leads there. With the
      // flag a record stays until nothing leads to it. That is safe only because a new record is one of another name or
      // identifier: Terraform's name for it says the same as its own.
      lifecycle: { createBeforeDestroy: true },
    };
  }

  private values(addresses: readonly string[]) {
    return { ttl: this.props.ttlSeconds, records: [...addresses] };
  }

  private lastResortValues() {
    return this.values(this.props.lastResort.map(({ address }) => address));
  }

  /** In a weighted record: several addresses are a group of their own, so that a percentage stays two weights. */
  private weightedLastResort(): Answering {
    const isGroup = this.props.fallBackTo.length === 0 && this.props.lastResort.length > 1;
    return isGroup ? this.aliasTo(this.lastResortAddresses()) : this.aliasOrLastResort(undefined);
  }

  private checkedValues({ address, healthCheckId }: LastResortAddress) {
    return { ...this.values([address]), healthCheckId };
  }

  private aliasOrLastResort(target: RecordGroup | undefined): Answering {
    if (target !== undefined) return this.aliasTo(target);
    return this.props.fallBackTo.length > 0 ? this.aliasTo(this.checkedLastResort()) : this.lastResortValues();
  }

  private aliasTo({ name, records }: RecordGroup): Pick<Route53RecordConfig, "alias" | "dependsOn"> {
    return {
      alias: { name, zoneId: plainZoneId(this.props.zone.zoneId), evaluateTargetHealth: true },
      // The reference orders it after the record that it is taken from, and Route 53 wants all of a group.
      dependsOn: [...records],
    };
  }
}

/** Nothing at all for nothing: an empty list would be written out. */
function orderedAfter(records: readonly ITerraformDependable[]): { readonly dependsOn?: ITerraformDependable[] } {
  return records.length === 0 ? {} : { dependsOn: [...records] };
}

/** Whether one place lies in another: a state in its country, both in their continent. */
function isPartOf(part: Branch, whole: Branch): boolean {
  if (whole.location.continent !== undefined) return part.continent === whole.continent;
  return whole.location.subdivision === undefined && part.location.country === whole.location.country;
}

/** The weight of each address of some data centres, so that a data centre's weights are in proportion to its capacity. */
function partsOf(endpoints: readonly TreeEndpoint[]): readonly number[] {
  // Without all capacities there is no proportion: equal parts.
  const isKnown = endpoints.every(
    ({ requestsPerSecond }) => requestsPerSecond !== undefined && !isUnknown(requestsPerSecond),
  );
  const parts = endpoints.map(
    ({ requestsPerSecond = 1, addresses }) => (isKnown ? requestsPerSecond : 1) / addresses.length,
  );
  return weightsOf(parts);
}

/** An address as a part of a construct id: `203-0-113-10`. */
export function addressId(address: string): string {
  return address.replaceAll(/[.:]/g, "-");
}

/** With two underscores, so that the id of a group of two is not that of a chain of two. */
function tierId(members: readonly string[]): string {
  return members.join("__");
}
