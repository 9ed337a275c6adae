import { Route53Record, type Route53RecordGeolocationRoutingPolicy } from "@cdktf/provider-aws/lib/route53-record";
import { type ITerraformDependable, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { plainHostName } from "../core/host-names";
import { CONTINENT_CODES, type ContinentCode, type CountryCode, continentOf } from "../routing/countries";
import { type Place, placesOf, type RoutingPolicy, tiersOf } from "../routing/routing-policy";
import { AnswerRecords, type RecordGroup, tierId } from "./answer-records";
import { EVERYONE_ELSE, isOfRouting } from "./record-names";
import { putLastUnlessTakenOver } from "./taken-over";

/**
 * Route 53 has at most 100 records of one name and type; one of them is for everyone else. While a policy changes, a host name
 * has the places of the old one beside those of the new one: so each may have a half.
 */
export const MAX_PLACES = 49;

/** Where the users of one place are led to. */
interface Branch {
  readonly id: string;
  readonly location: Route53RecordGeolocationRoutingPolicy;
  readonly continent: ContinentCode;
  /** Nothing for a place of the last resort. */
  readonly target?: RecordGroup;
}

/**
 * The records of one address family: a host name leads to a place, and a place to what answers there.
 *
 *     api.example.com           FR -> share fr          * -> last resort
 */
export class RoutingTree extends AnswerRecords {
  private readonly defaults = new Map<string, Route53Record>();
  /** The record for everyone without a place of their own, by host name. */
  public readonly everyoneElse: ReadonlyMap<string, Route53Record> = this.defaults;
  /** The groups of places, by name. */
  private readonly groups = new Map<
    string,
    { readonly ids: readonly string[]; readonly records: readonly Route53Record[] }
  >();

  /** Makes the records of a policy: a share for each of its places, and a group of places for each host name. */
  public addPolicy(policyName: string, policy: RoutingPolicy, hostNames: readonly string[]): void {
    const places: Branch[] = [];
    for (const place of placesOf(policy)) places.push(branchOf(place, this.target(policyName, place)));
    const branches = places.length > MAX_PLACES ? this.nest(policyName, places) : places;
    for (const hostName of hostNames.map(plainHostName)) {
      const [everyoneElse] = this.choose(this.scope("host", hostName.replace("*", "_any")), hostName, branches).records;
      this.defaults.set(hostName, everyoneElse as Route53Record);
    }
  }

  /** More places than one name can have: the name leads to a continent, and the continent to its places. */
  private nest(policyName: string, branches: readonly Branch[]): readonly Branch[] {
    const nested: Branch[] = [];
    for (const continent of CONTINENT_CODES) {
      const id = `continent-${continent}`;
      const whole = branches.find((branch) => branch.id === id);
      const parts = branches.filter((branch) => branch.continent === continent && branch !== whole);
      if (parts.length === 0) {
        if (whole !== undefined) nested.push(whole);
        continue;
      }
      const name = this.props.names.continent(continent, policyName);
      const target = this.choose(this.scope("geo", policyName, continent), name, parts, whole?.target);
      nested.push({ id, location: { continent }, continent, target });
    }
    return nested;
  }

  /** A group of places. Nobody asks for a continent's before it is whole, but a host name that is taken over has users. */
  private choose(scope: Construct, name: string, branches: readonly Branch[], otherwise?: RecordGroup): RecordGroup {
    const made: { readonly branch: Branch; readonly record: Route53Record }[] = [];
    const defaultOf = (dependsOn: readonly Route53Record[]) => {
      const { dependsOn: target = [], ...answer } = this.aliasOrLastResort(otherwise);
      return new Route53Record(scope, "default", {
        ...this.named(name, EVERYONE_ELSE),
        ...answer,
        ...orderedAfter([...target, ...dependsOn]),
        geolocationRoutingPolicy: { country: "*" },
      });
    };
    const isIpv6 = !isOfRouting(name) && this.props.type === "AAAA";
    const first = isOfRouting(name) || isIpv6 ? [] : [defaultOf([])];
    for (const branch of [...branches].reverse()) {
      const { dependsOn = [], ...answer } = this.aliasOrLastResort(branch.target);
      const smaller = made.filter((other) => isPartOf(other.branch, branch)).map(({ record }) => record);
      const record = new Route53Record(scope, branch.id, {
        ...this.named(name, `geo-${branch.id}`),
        ...answer,
        // First the record for everyone: nobody is without an answer on the way, and a simple record of the same name that is
        // taken over has become it before Route 53 is asked for places of that name. Then a country before its continent, so
        // that it never goes where only the new continent goes. A name has AAAA beside A: that its users have none for a moment
        // takes nothing from them, and who has a place would get everyone else's while IPv6 is turned on.
        dependsOn: [...dependsOn, ...first, ...smaller],
        geolocationRoutingPolicy: branch.location,
      });
      made.push({ branch, record });
    }
    const places = made.map(({ record }) => record);
    const everyoneElse = first[0] ?? defaultOf(isIpv6 ? [] : places);
    if (isIpv6) putLastUnlessTakenOver(everyoneElse, places);
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

  private target(policyName: string, place: Place): RecordGroup | undefined {
    const { route, wave } = place;
    const id = idOf(place);
    const tiers = tiersOf(route);
    if (tiers.length === 0) return undefined;
    // The order in the name: who leaves a wave or a continent in the change in which that gets another order does not go with it.
    const order = tiers.map(tierId);
    if (wave === undefined) {
      return this.share(
        this.scope("share", policyName, id, ...order),
        this.props.names.share(id, policyName, tiers),
        route,
      );
    }
    const name = this.props.names.wave(wave, policyName, tiers);
    return this.once(name, () => this.share(this.scope("wave", policyName, wave, ...order), name, route));
  }
}

/** The users of a place, who are led to a group of records. */
function branchOf(place: Place, target: RecordGroup | undefined): Branch {
  const id = idOf(place);
  const { kind, code } = place;
  if (kind === "continent") return { id, location: { continent: code }, continent: code as ContinentCode, target };
  const [country = "", subdivision] = code.split("-");
  return { id, location: { country, subdivision }, continent: continentOf(country as CountryCode), target };
}

function idOf({ kind, code }: Place): string {
  return kind === "continent" ? `continent-${code}` : code;
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
