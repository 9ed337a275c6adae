import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import { withoutCreationStacks } from "../core/creation-stacks";
import { plainHostName, zoneFor, zonesFor } from "../core/host-names";
import type { Problems } from "../core/problems";
import { validate, validateProps } from "../core/validate";
import type { FailureAnalysisOptions } from "../routing/analysis/failure-analysis-options";
import type { CountryCode } from "../routing/countries";
import { type AddressFamily, addressesOf, commonFamilies } from "../routing/endpoint";
import type { RoutedDataCenter } from "../routing/routed-data-center";
import type { EndpointHealthCheck } from "./endpoint-health-check";
import { checkGeoRouting, type GeoRoutingProps } from "./geo-routing-options";
import { noteLargestStep } from "./largest-step";
import type { PlainRecord } from "./plain-records";
import { checkQuotas } from "./quotas";
import { RecordOwners } from "./record-owners";
import type { IRoute53HealthCheck } from "./route53-health-check";
import { routedZones } from "./routed-zones";
import { RoutingAnalysis } from "./routing-analysis";
import { noteTakenOver } from "./taken-over";
import { DEFAULT_TTL_SECONDS } from "./ttl";
import { RecordsByZone, TYPE_OF_FAMILY, type ZoneRecords } from "./zone-records";

/**
 * Sends the users of each country to its data centres, in order and in percent, and everyone else to the last resort.
 *
 * Needs, in each address family, two records per country of a policy, two per chain of data centres, and for each host name
 * one per country and one for everyone else: in each zone that has host names, as no alias leads to another zone.
 */
export class GeoRouting extends Construct {
  /** The address families in which DNS answers: IPv6 only when every endpoint has it. */
  public readonly families: readonly AddressFamily[];
  /** The health checks that watch addresses, by address: those of the first zone's account. */
  public readonly healthChecks: ReadonlyMap<string, EndpointHealthCheck>;
  /** The health checks that decide whether an address is answered, by address: of all that its data centre requires. */
  public readonly decidingHealthChecks: ReadonlyMap<string, IRoute53HealthCheck>;
  /** The records, by Terraform's name for them: `routing_ipv4_host_api_example_com_FR` in a `DnsStack`. */
  public readonly records: ReadonlyMap<string, Route53Record>;
  /** Judges the records when the stack is synthesized. */
  public readonly analysis: RoutingAnalysis;
  private readonly zones: readonly ZoneRecords[];

  constructor(scope: Construct, id: string, props: GeoRoutingProps) {
    super(scope, id);
    validateProps(
      this,
      "GeoRoutingProps",
      props,
      (problems) => checkGeoRouting(problems, props, { lastResort: props.lastResort }),
      props?.reportAs ?? {},
    );
    const ingresses = Object.values(props.dataCenters).map(({ ingress }) => ingress);
    this.families = commonFamilies([...ingresses, props.lastResort]);
    validate(this, (problems) => this.claimRecords(problems, props), props.reportAs);
    const { health, zones } = withoutCreationStacks(() => new RecordsByZone(this, props, this.families));
    this.decidingHealthChecks = health.deciding;
    this.healthChecks = health.endpoints;
    this.zones = zones;
    const records = this.node.findAll().filter((construct) => construct instanceof Route53Record);
    this.records = new Map(records.map((record) => [record.friendlyUniqueId, record]));
    const addresses = new Set([...this.records.keys()].map((name) => `aws_route53_record.${name}`));
    this.checkRecords(props);
    const { largestStep } = props.rules ?? {};
    if (largestStep !== undefined) noteLargestStep(this, [...policiesByHostName(props).keys()], largestStep);
    this.analysis = new RoutingAnalysis(this, {
      options: { ...props.analysis, ...capacitiesOf(props) },
      rules: { ...props.rules, countries: countriesOf(props) },
      facts: {
        sites: new Map(Object.entries(props.dataCenters)),
        policies: props.policies,
        ttlSeconds: props.ttlSeconds ?? DEFAULT_TTL_SECONDS,
        fallBackTo: props.lastResort.fallBackTo,
      },
      policies: policiesByHostName(props),
      types: this.families.map((family) => TYPE_OF_FAMILY[family]),
      isOwn: (address) => addresses.has(address),
      elsewhere: () => this.plainRecordsElsewhere(),
      reportAs: props.reportAs,
    });
  }

  /**
   * Terraform's address of the record for everyone without a place of their own: what a simple record of the same name is
   * moved to, or imported as.
   */
  public everyoneElse(hostName: string, family: AddressFamily): string {
    const zone = zoneFor(this.zones, hostName);
    const record = zone?.trees.get(family)?.everyoneElse.get(plainHostName(hostName));
    const expected = `a host name of this routing, in ${this.families.join(" or ")}`;
    if (record === undefined) validate(this, (problems) => problems.refuse("hostName", hostName, expected));
    if (record !== undefined) noteTakenOver(record);
    return `aws_route53_record.${record?.friendlyUniqueId}`;
  }

  /** Each host name has one owner in the app, and so has each name of a routing. */
  private claimRecords(problems: Problems, props: GeoRoutingProps): void {
    const owners = RecordOwners.of(this);
    const { routingName, reportAs } = props;
    const types = this.families.map((family) => TYPE_OF_FAMILY[family]);
    const zones = routedZones(props);
    for (const one of zones) {
      const { zone, policies } = one;
      owners.claimRouting(problems, this, zone, routingName);
      for (const [policy, { hostNames }] of policies) {
        for (const name of hostNames) {
          // A zone that host names leave may delegate them already.
          const isLeft = zonesFor(zones, name)[0] !== one;
          const property = ["policies", policy, "hostNames"];
          owners.claimHost(problems, property, this, { zone, name, types, reportAs }, isLeft);
        }
      }
    }
  }

  /** The records of its zones that the app makes in other stacks: of a name that lies in two, those of the zone that users ask. */
  private plainRecordsElsewhere(): readonly PlainRecord[] {
    return this.zones.flatMap((one) =>
      RecordOwners.of(this)
        .plainRecordsElsewhere(this, one.zone)
        .filter(({ name }) => zonesFor(this.zones, name).includes(one)),
    );
  }

  /** Checks what came of it: what Route 53 would refuse when half of it is deployed. */
  private checkRecords({ lastResort, reportAs }: GeoRoutingProps): void {
    for (const { zone, records, healthChecks, trees } of this.zones) {
      const counts = {
        healthChecks,
        records,
        names: [...trees.values()].flatMap(({ countByName }) => [...countByName]),
        values: Math.max(...this.families.map((family) => addressesOf(lastResort, family).length)),
      };
      const others = RecordOwners.of(this).addNeeds(this, zone, counts);
      validate(this, (problems) => checkQuotas(problems, counts, others), reportAs);
    }
  }
}

/** What each data centre, and each of its addresses, can take, where that is known. */
function capacitiesOf({
  dataCenters,
}: GeoRoutingProps): Pick<FailureAnalysisOptions, "capacity" | "capacityPerAddress"> {
  const known = (rateOf: (dataCenter: RoutedDataCenter) => number | undefined) =>
    Object.fromEntries(
      Object.entries(dataCenters).flatMap(([name, dataCenter]) => {
        const rate = rateOf(dataCenter);
        return rate === undefined ? [] : [[name, rate] as const];
      }),
    );
  return {
    capacity: known(({ requestsPerSecond }) => requestsPerSecond),
    capacityPerAddress: known(({ requestsPerSecondPerAddress }) => requestsPerSecondPerAddress),
  };
}

/** Where each data centre stands, where that is known. */
function countriesOf({ dataCenters }: GeoRoutingProps): ReadonlyMap<string, CountryCode> {
  const known = Object.entries(dataCenters).flatMap(([name, { country }]) =>
    country === undefined ? [] : [[name, country] as const],
  );
  return new Map(known);
}

function policiesByHostName({ policies }: GeoRoutingProps): ReadonlyMap<string, string> {
  const names = Object.entries(policies).flatMap(([policy, { hostNames }]) =>
    hostNames.map((hostName) => [plainHostName(hostName), policy] as const),
  );
  return new Map(names);
}
