import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { checkHostName, checkInZone, checkNameLength, plainHostName } from "../core/host-names";
import { checkKey } from "../core/names";
import { Problems } from "../core/validation-error";
import { type AddressFamily, addressesOf, commonFamilies, type Endpoint } from "../routing/endpoint";
import { completeHealthCheckProfile } from "../routing/health-check-profile";
import { RecordNames } from "../routing/record-names";
import { checkHealthCheckHosts, checkRoutedDataCenters, type RoutedDataCenter } from "../routing/routed-data-center";
import { checkRoutingPolicy, membersOf, placesOf, propertyOf, type RoutingPolicy } from "../routing/routing-policy";
import { LAST_RESORT } from "../routing/simulation/endpoints";
import { EndpointHealthCheck } from "./endpoint-health-check";
import { checkHostedZone, type IHostedZone } from "./hosted-zone";
import { checkQuotas } from "./quotas";
import { checkAnalysis, RoutingAnalysis, type RoutingAnalysisOptions } from "./routing-analysis";
import { addressId, MAX_PLACES, RoutingTree, type TreeEndpoint } from "./routing-tree";
import { checkTtl } from "./ttl";

/** Names of routings and policies are labels of DNS names; shorter than DNS demands, so that the longest fits. */
const MAX_KEY_LENGTH = 32;

/** Aliases that a query may follow: beyond it, AWS speaks of "up to three levels of recursion". */
const MAX_ALIAS_HOPS = 3;

const RECORD_TYPES = { ipv4: "A", ipv6: "AAAA" } as const;

/** A policy and the host names that it routes. */
export interface HostPolicy extends RoutingPolicy {
  /** The host names, each in the zone and in one policy only. */
  readonly hostNames: readonly string[];
}

export interface GeoRoutingProps {
  /** The hosted zone that holds all records. */
  readonly zone: IHostedZone;

  /**
   * A name for this routing, unique in the zone. Records that nobody asks for by name are below `_routing-<routingName>`.
   */
  readonly routingName: string;

  /** The data centres, by name. Each has one health check an address family, whatever the number of host names. */
  readonly dataCenters: { readonly [name: string]: RoutedDataCenter };

  /** What answers everyone who is not named, and when no data centre is alive: the global load balancer. */
  readonly lastResort: Endpoint;

  /** The policies, by name. */
  readonly policies: { readonly [name: string]: HostPolicy };

  /**
   * How long a resolver keeps an answer, 1 to 86400 seconds. It is a part of every fail-over's time; AWS advises 60 or less.
   *
   * @default 60
   */
  readonly ttlSeconds?: number;

  /**
   * What the routing is judged by before it is deployed.
   *
   * @default - nobody may be left without an answer, or with a dead data centre, when one is dead
   */
  readonly analysis?: RoutingAnalysisOptions;
}

/**
 * Sends the users of each country to its data centres, in order and in percent, and everyone else to the last resort.
 *
 * Needs, in each address family, two records a country of a policy, two a chain of data centres, and for each host name
 * one a country and one for everyone else.
 */
export class GeoRouting extends Construct {
  /** The address families in which DNS answers: IPv6 only when every endpoint has it. */
  public readonly families: readonly AddressFamily[];
  /** The health checks, by the address that they watch. */
  public readonly healthChecks: ReadonlyMap<string, EndpointHealthCheck>;
  /** Judges the records when the stack is synthesized. */
  public readonly analysis: RoutingAnalysis;
  private readonly trees: ReadonlyMap<AddressFamily, RoutingTree>;

  constructor(scope: Construct, id: string, props: GeoRoutingProps) {
    super(scope, id);
    checkProps(this.node.path, props);
    this.families = commonFamilies([
      ...Object.values(props.dataCenters).map(({ ingress }) => ingress),
      props.lastResort,
    ]);
    this.healthChecks = new Map(
      Object.entries(props.dataCenters).flatMap(([name, dataCenter]) => this.checkHealth(props, name, dataCenter)),
    );
    this.trees = new Map(this.families.map((family) => [family, this.addTree(props, family)]));
    this.warnOfLongChains(props);
    this.checkRecords(props);
    this.analysis = new RoutingAnalysis(this, {
      ...props.analysis,
      capacity: capacitiesOf(props),
    });
  }

  /**
   * Terraform's address of the record for everyone without a place of their own: what a simple record of the same name is
   * moved to, or imported as.
   */
  public everyoneElse(hostName: string, family: AddressFamily): string {
    const record = this.trees.get(family)?.everyoneElse.get(plainHostName(hostName));
    const problems = Problems.none();
    problems.check(
      "hostName",
      hostName,
      record !== undefined,
      `a host name of this routing, in ${this.families.join(" or ")}`,
    );
    problems.throwIfAny(this.node.path);
    return `aws_route53_record.${record?.friendlyUniqueId}`;
  }

  private checkHealth(
    props: GeoRoutingProps,
    name: string,
    { ingress, healthCheck, drain }: RoutedDataCenter,
  ): readonly (readonly [string, EndpointHealthCheck])[] {
    const profile = completeHealthCheckProfile(healthCheck, plainHostName(props.zone.zoneName));
    return this.families.flatMap((family) => {
      const addresses = addressesOf(ingress, family);
      return addresses.map((address) => {
        const which = addresses.length > 1 ? [family, addressId(address)] : [family];
        const checkName = [props.routingName, name, ...which].join("-");
        const id = ["health", name, ...which].join("_");
        return [address, new EndpointHealthCheck(this, id, { checkName, address, profile, drain })] as const;
      });
    });
  }

  private addTree(props: GeoRoutingProps, family: AddressFamily): RoutingTree {
    const endpoints = new Map<string, TreeEndpoint>();
    for (const [name, { ingress, requestsPerSecond }] of Object.entries(props.dataCenters)) {
      const addresses = addressesOf(ingress, family).map((address) => {
        const { healthCheckId } = this.healthChecks.get(address) as EndpointHealthCheck;
        return { address, healthCheckId };
      });
      endpoints.set(name, { addresses, requestsPerSecond });
    }
    const tree = new RoutingTree(this, family, {
      zone: props.zone,
      type: RECORD_TYPES[family],
      names: new RecordNames(props.routingName, props.zone.zoneName),
      ttlSeconds: props.ttlSeconds ?? 60,
      endpoints,
      lastResort: addressesOf(props.lastResort, family),
    });
    for (const [name, policy] of Object.entries(props.policies)) tree.addPolicy(name, policy, policy.hostNames);
    return tree;
  }

  /** Checks what came of it: what Route 53 would refuse when half of it is deployed. */
  private checkRecords({ lastResort }: GeoRoutingProps): void {
    const problems = Problems.none();
    const names = [...this.trees.values()].flatMap(({ countByName }) => [...countByName]);
    // One is enough: all are long for the same reason.
    const [longest = ""] = names.map(([name]) => name).sort((one, other) => other.length - one.length);
    const remedy = ": shorten routingName, the names of policies, or the zone's name";
    checkNameLength(problems, "zone.zoneName", longest, remedy);
    checkQuotas(problems, {
      healthChecks: this.healthChecks.size,
      records: this.node.findAll().filter((construct) => construct instanceof Route53Record).length,
      byName: new Map(names.sort(([, one], [, other]) => one - other)),
      values: Math.max(...this.families.map((family) => addressesOf(lastResort, family).length)),
    });
    problems.throwIfAny(this.node.path);
  }

  private warnOfLongChains({ policies, dataCenters }: GeoRoutingProps): void {
    for (const [name, policy] of Object.entries(policies)) {
      const places = placesOf(policy);
      // Host to share and share to chain, one more by way of a continent, for each further tier, and to a group.
      const nesting = places.length > MAX_PLACES ? 1 : 0;
      for (const place of places) {
        const tiers = place.route.serveFrom.map(membersOf);
        const hasGroup = tiers.some((tier) => tier.flatMap((name) => dataCenters[name]?.ingress.ipv4 ?? []).length > 1);
        const hops = 1 + nesting + tiers.length + (hasGroup ? 1 : 0);
        if (hops <= MAX_ALIAS_HOPS) continue;
        Annotations.of(this).addWarning(
          `policies.${name}.${propertyOf(place)}.serveFrom: makes ${hops} aliases in a row, and AWS documents ` +
            `${MAX_ALIAS_HOPS}: name fewer data centres, or test it before you rely on it`,
        );
      }
    }
  }
}

function capacitiesOf({ dataCenters, analysis }: GeoRoutingProps): Record<string, number> {
  const known = Object.entries(dataCenters).flatMap(([name, { requestsPerSecond }]) =>
    requestsPerSecond === undefined ? [] : [[name, requestsPerSecond] as const],
  );
  const { lastResortRequestsPerSecond: lastResort } = analysis ?? {};
  return { ...Object.fromEntries(known), ...(lastResort !== undefined && { [LAST_RESORT]: lastResort }) };
}

function checkProps(path: string, props: GeoRoutingProps): void {
  const problems = Problems.none();
  const { zone, routingName, dataCenters, ttlSeconds } = props;
  checkHostedZone(problems.at("zone"), zone);
  if (problems.known("routingName", routingName)) checkKey(problems, "routingName", routingName, MAX_KEY_LENGTH);
  if (ttlSeconds !== undefined) checkTtl(problems, ttlSeconds);
  checkRoutedDataCenters(problems, dataCenters, { lastResort: props.lastResort });
  checkPolicies(problems.at("policies"), props);
  checkAnalysis(problems.at("analysis"), props.analysis ?? {});
  const hostNames = Object.values(props.policies).flatMap((policy) => policy.hostNames);
  checkHealthCheckHosts(problems, dataCenters, zone.zoneName, hostNames);
  problems.throwIfAny(path);
}

function checkPolicies(problems: Problems, { zone, dataCenters, policies }: GeoRoutingProps): void {
  const taken = new Set<string>();
  for (const [name, policy] of Object.entries(policies)) {
    checkKey(problems, name, name, MAX_KEY_LENGTH);
    const below = problems.at(name);
    checkRoutingPolicy(below, policy, Object.keys(dataCenters));
    for (const hostName of policy.hostNames) {
      if (!below.known("hostNames", hostName) || !checkHostName(below, "hostNames", hostName)) continue;
      checkInZone(below, "hostNames", hostName, zone.zoneName);
      below.check("hostNames", hostName, !taken.has(plainHostName(hostName)), "each host name once");
      taken.add(plainHostName(hostName));
    }
  }
}
