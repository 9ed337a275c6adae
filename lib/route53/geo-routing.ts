import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import { plainHostName } from "../core/host-names";
import type { Problems } from "../core/problems";
import { validate, validateProps } from "../core/validate";
import type { FailureAnalysisOptions } from "../routing/analysis/failure-analysis-options";
import type { CountryCode } from "../routing/countries";
import { type AddressFamily, addressesOf, commonFamilies } from "../routing/endpoint";
import type { RoutedDataCenter } from "../routing/routed-data-center";
import { membersOf } from "../routing/routing-policy";
import type { TreeEndpoint } from "./answer-records";
import { DataCenterHealth } from "./data-center-health";
import type { EndpointHealthCheck } from "./endpoint-health-check";
import { checkGeoRouting, type GeoRoutingProps } from "./geo-routing-options";
import { noteLargestStep } from "./largest-step";
import { checkQuotas } from "./quotas";
import { RecordNames } from "./record-names";
import { RecordOwners } from "./record-owners";
import type { IRoute53HealthCheck } from "./route53-health-check";
import { RoutingAnalysis } from "./routing-analysis";
import { RoutingTree } from "./routing-tree";
import { noteTakenOver } from "./taken-over";

const RECORD_TYPES = { ipv4: "A", ipv6: "AAAA" } as const;

/**
 * Sends the users of each country to its data centres, in order and in percent, and everyone else to the last resort.
 *
 * Needs, in each address family, two records per country of a policy, two per chain of data centres, and for each host name
 * one per country and one for everyone else.
 */
export class GeoRouting extends Construct {
  /** The address families in which DNS answers: IPv6 only when every endpoint has it. */
  public readonly families: readonly AddressFamily[];
  /** The health checks that watch addresses, by address. */
  public readonly healthChecks: ReadonlyMap<string, EndpointHealthCheck>;
  /** The health checks that decide whether an address is answered, by address: of all that its data centre requires. */
  public readonly decidingHealthChecks: ReadonlyMap<string, IRoute53HealthCheck>;
  /** The records, by Terraform's name for them: `routing_ipv4_host_api_example_com_FR` in a `DnsStack`. */
  public readonly records: ReadonlyMap<string, Route53Record>;
  /** Judges the records when the stack is synthesized. */
  public readonly analysis: RoutingAnalysis;
  private readonly trees: ReadonlyMap<AddressFamily, RoutingTree>;

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
    const health = new DataCenterHealth(this, props, this.families);
    const deciding = Object.entries(props.dataCenters).map(([name, dataCenter]) => health.of(name, dataCenter));
    const { healthCheck } = props.lastResort;
    if (healthCheck !== undefined) deciding.push(health.ofLastResort(props.lastResort, healthCheck));
    this.decidingHealthChecks = new Map(deciding.flatMap((byAddress) => [...byAddress]));
    this.healthChecks = health.endpoints;
    this.trees = new Map(this.families.map((family) => [family, this.addTree(props, family)]));
    const records = this.node.findAll().filter((construct) => construct instanceof Route53Record);
    this.records = new Map(records.map((record) => [record.friendlyUniqueId, record]));
    this.checkRecords(props);
    const { largestStep } = props.rules ?? {};
    if (largestStep !== undefined) noteLargestStep(this, [...policiesByHostName(props).keys()], largestStep);
    this.analysis = new RoutingAnalysis(this, {
      options: { ...props.analysis, ...capacitiesOf(props) },
      rules: { ...props.rules, countries: countriesOf(props) },
      policies: policiesByHostName(props),
      types: this.families.map((family) => RECORD_TYPES[family]),
      isOwn: (address) => this.records.has(address.replace(/^aws_route53_record\./, "")),
      elsewhere: () => RecordOwners.of(this).plainRecordsElsewhere(this, props.zone),
      reportAs: props.reportAs,
    });
  }

  /**
   * Terraform's address of the record for everyone without a place of their own: what a simple record of the same name is
   * moved to, or imported as.
   */
  public everyoneElse(hostName: string, family: AddressFamily): string {
    const record = this.trees.get(family)?.everyoneElse.get(plainHostName(hostName));
    const expected = `a host name of this routing, in ${this.families.join(" or ")}`;
    if (record === undefined) validate(this, (problems) => problems.refuse("hostName", hostName, expected));
    if (record !== undefined) noteTakenOver(record);
    return `aws_route53_record.${record?.friendlyUniqueId}`;
  }

  private addTree(props: GeoRoutingProps, family: AddressFamily): RoutingTree {
    const tree = new RoutingTree(this, family, {
      zone: props.zone,
      type: RECORD_TYPES[family],
      names: new RecordNames(props.routingName, props.zone.zoneName),
      ttlSeconds: props.ttlSeconds ?? 60,
      endpoints: this.endpointsOf(props, family),
      lastResort: addressesOf(props.lastResort, family).map((address) => {
        return { address, healthCheckId: this.decidingHealthChecks.get(address)?.healthCheckId };
      }),
      fallBackTo: (props.lastResort.fallBackTo ?? []).map(membersOf),
    });
    for (const [name, policy] of Object.entries(props.policies)) tree.addPolicy(name, policy, policy.hostNames);
    tree.keepPlacesUntilOthersAreMade();
    return tree;
  }

  private endpointsOf({ dataCenters }: GeoRoutingProps, family: AddressFamily): ReadonlyMap<string, TreeEndpoint> {
    const endpoints = Object.entries(dataCenters).map(([name, { ingress, requestsPerSecond }]) => {
      const addresses = addressesOf(ingress, family).map((address) => {
        const { healthCheckId } = this.decidingHealthChecks.get(address) as IRoute53HealthCheck;
        return { address, healthCheckId };
      });
      return [name, { addresses, requestsPerSecond }] as const;
    });
    return new Map(endpoints);
  }

  /** Each host name has one owner in the app, and so has each name of a routing. */
  private claimRecords(problems: Problems, { zone, routingName, policies, reportAs }: GeoRoutingProps): void {
    const owners = RecordOwners.of(this);
    owners.claimRouting(problems, this, zone, routingName);
    const types = this.families.map((family) => RECORD_TYPES[family]);
    for (const [policy, { hostNames }] of Object.entries(policies)) {
      for (const name of hostNames)
        owners.claimHost(problems, ["policies", policy, "hostNames"], this, { zone, name, types, reportAs });
    }
  }

  /** Checks what came of it: what Route 53 would refuse when half of it is deployed. */
  private checkRecords({ zone, lastResort, reportAs }: GeoRoutingProps): void {
    const counts = {
      healthChecks: this.node.findAll().filter((construct) => construct instanceof Route53HealthCheck).length,
      records: this.records.size,
      names: [...this.trees.values()].flatMap(({ countByName }) => [...countByName]),
      values: Math.max(...this.families.map((family) => addressesOf(lastResort, family).length)),
    };
    const others = RecordOwners.of(this).addNeeds(this, zone, counts);
    validate(this, (problems) => checkQuotas(problems, counts, others), reportAs);
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
