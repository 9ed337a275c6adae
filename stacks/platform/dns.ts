import type { Construct } from "constructs";
import { addInfo } from "../../lib/core/annotations";
import { checkHostNameOrWildcard, checkInZone } from "../../lib/core/host-names";
import type { HostedZoneAttributes } from "../../lib/core/hosted-zone";
import { ownValue } from "../../lib/core/own-value";
import type { Problems } from "../../lib/core/problems";
import type { PropertyNames } from "../../lib/core/property-names";
import { countryOfRegion } from "../../lib/google/regions";
import type { HostPolicy } from "../../lib/route53/geo-routing-options";
import type { RoutingAnalysisOptions } from "../../lib/route53/routing-analysis";
import { checkKnownRate } from "../../lib/routing/analysis/known-rate";
import { checkRoutingPolicy } from "../../lib/routing/check-routing-policy";
import type { CountryCode } from "../../lib/routing/countries";
import type { Endpoint } from "../../lib/routing/endpoint";
import type { LastResort } from "../../lib/routing/last-resort";
import type { RoutedDataCenter } from "../../lib/routing/routed-data-center";
import type { RoutingPolicy } from "../../lib/routing/routing-policy";
import { checkCountries, type RoutingRules } from "../../lib/routing/rules/routing-rules";
import { checkDnsStack, type DnsStackProps } from "../dns-stack";
import type { DataCenterOptions } from "./data-centers";
import { checkEdgeCapacities, remainingCapacities, withEdgeCapacity } from "./edge-capacity";
import { noteUnknownRequests } from "./existing-clusters";
import type { HybridPlatformProps } from "./hybrid-platform-props";
import { NOT_CHECKED, poolsOf, requestsPerSecondOfClusters, warnOfUnknownNodes } from "./last-resort-capacity";
import type { SitePlans } from "./on-premises";
import { checkedPart, hasDns, hasLoadBalancer, isCapacityJudged, loadBalancerOf, type Platform } from "./platform";
import { placesServedFrom } from "./served-from";
import type { ServiceOptions } from "./services";

/** What the routing of a platform is judged by before it is deployed. */
export interface PlatformAnalysisOptions
  extends Omit<RoutingAnalysisOptions, "lastResortRequestsPerSecond" | "remainingCapacity"> {
  /**
   * How many requests per second one node of each pool can take, by the pool's name. With the pools' largest node counts it
   * gives what Google Cloud can take as the last resort.
   *
   * @default - not known: Google Cloud is not checked for overload
   */
  readonly requestsPerSecondPerNode?: { readonly [poolName: string]: number };
}

/** A platform's routing policy, and the rules that it and the policies of its services are judged by. */
export interface PlatformRouting extends RoutingPolicy {
  /**
   * Your own rules: who may never be served from where, how many sites must be left, how much one site may get. The last resort serves
   * from the countries of the clusters, and of the data centres behind its load balancer.
   *
   * @default - none
   */
  readonly rules?: Omit<RoutingRules, "lastResortCountries">;
}

/** What answers everyone who is not named, and when no data centre of a place is healthy. */
export interface LastResortOptions extends Partial<LastResort> {
  /**
   * How many requests per second it can take, more than 0.
   *
   * @default - what all clusters of the load balancer can take, where that is known from `analysis.requestsPerSecondPerNode` and
   * `existing.requestsPerSecond`; else not known: it is not checked for overload
   */
  readonly requestsPerSecond?: number;

  /**
   * The countries from which it serves, for `routing.rules.residency`.
   *
   * @default - those of the clusters, and of the data centres behind the load balancer; required for such a rule where there is no
   * load balancer
   */
  readonly countries?: readonly CountryCode[];
}

/** Validates the options of DNS. */
export function dnsPart(problems: Problems, platform: Platform, plans: SitePlans): DnsStackProps | undefined {
  const { hostedZone, additionalHostedZones, lastResort } = platform.props;
  if (hostedZone === undefined && additionalHostedZones !== undefined) {
    problems.conflict("additionalHostedZones", "needs hostedZone beside it: the zone of all other host names");
  }
  if (hostedZone === undefined || !hasDns(platform.props)) return undefined;
  checkHostNames(problems, platform, hostedZone);
  checkLastResortCountries(problems, platform.props);
  checkKnownRate(problems, "lastResort.requestsPerSecond", lastResort?.requestsPerSecond);
  const stack = dnsProps(platform, hostedZone, plans);
  const below = problems
    .renamed(namesOf(platform))
    .exceptKeysOf("policies")
    // The zone and the host names are those of the edge, and what Google Cloud and edge servers can take is the platform's own sum.
    .except(...(hasLoadBalancer(platform.props) ? ["zone"] : []), "loadBalancerName", "routingName")
    .except("analysis.lastResortRequestsPerSecond", "analysis.remainingCapacity")
    // Addresses that are missing are refused already.
    .except(
      ...routedDataCenters(platform.props).flatMap(([name, { ingress }]) => (ingress ? [] : [`dataCenters.${name}`])),
    )
    .except(...(hasLoadBalancer(platform.props) || lastResort?.ipv4 ? [] : ["lastResort.ipv4", "lastResort.ipv6"]))
    .except(...(hasLoadBalancer(platform.props) || lastResort?.countries ? [] : ["rules.lastResortCountries"]))
    .except(...Object.keys(stack.policies).map((name) => `policies.${name}.hostNames`));
  const part = checkedPart(below, stack, (problems, props: DnsStackProps) => {
    checkDnsStack(problems, props);
    warnOfUnknownNodes(problems, platform.props.clusters ?? {}, platform.props.analysis?.requestsPerSecondPerNode);
    checkEdgeCapacities(problems, platform, plans);
  });
  checkUnusedPolicies(problems, platform, stack);
  return part;
}

/** Each host name has its records in a zone of the platform: asked here where no load balancer's check asks for the same zones. */
function checkHostNames(problems: Problems, { props, services }: Platform, first: HostedZoneAttributes): void {
  const isServed = hasLoadBalancer(props);
  if (isServed && loadBalancerOf(props).certificates?.zoneNames === undefined) return;
  const zoneNames = [first, ...Object.values(props.additionalHostedZones ?? {})].map(({ zoneName }) => zoneName);
  for (const [name, { hostName }] of Object.entries<ServiceOptions>(services)) {
    const below = problems.at(["services", name]);
    const isName =
      isServed || (below.known("hostName", hostName) && checkHostNameOrWildcard(below, "hostName", hostName));
    if (isName) checkInZone(below, "hostName", hostName, ...zoneNames);
  }
}

function dnsProps(platform: Platform, zone: HostedZoneAttributes, plans: SitePlans): DnsStackProps {
  const { environment, props, common } = platform;
  const dataCenters = routedDataCenters(props).map(([name, dataCenter]): [string, RoutedDataCenter] => {
    const { privateRanges, links, privateIngress, onPremises, ingress = NO_ADDRESS, ...routed } = dataCenter;
    return [name, { ...routed, ingress, ...withEdgeCapacity(name, dataCenter, plans) }];
  });
  const { ipv4, ipv6, requestsPerSecond, countries, ...failover } = props.lastResort ?? {};
  const hasOwn = hasLoadBalancer(props);
  const { requestsPerSecondPerNode, ...analysis } = props.analysis ?? {};
  return {
    ...common,
    aws: props.aws,
    ...(hasOwn ? { loadBalancerName: environment, anycastAddresses: props.anycastAddresses } : {}),
    lastResort: hasOwn ? props.lastResort && failover : { ipv4: ipv4 ?? NO_ADDRESS.ipv4, ipv6, ...failover },
    zone,
    additionalZones: props.additionalHostedZones,
    routingName: environment,
    dataCenters: Object.fromEntries(dataCenters),
    policies: policiesOf(platform),
    ttlSeconds: props.ttlSeconds,
    rules: props.routing?.rules && { ...props.routing.rules, lastResortCountries: lastResortCountries(props) },
    analysis: {
      ...analysis,
      lastResortRequestsPerSecond:
        requestsPerSecond ??
        (hasOwn ? requestsPerSecondOfClusters(props.clusters ?? {}, requestsPerSecondPerNode) : undefined),
      remainingCapacity: remainingCapacities(plans),
    },
    reportAs: { path: platform.path, properties: namesOf(platform) },
  };
}

/** Says that the last resort is not judged, and which numbers that would need: its own, or those of all clusters. */
export function noteUnknownLastResort(construct: Construct, props: HybridPlatformProps): void {
  const { clusters = {}, lastResort, analysis } = props;
  if (!isCapacityJudged(props) || lastResort?.requestsPerSecond !== undefined) return;
  const note = (text: string) => addInfo(construct, text);
  if (!hasLoadBalancer(props) || Object.keys(clusters).length === 0) {
    const what = "it is not judged whether the last resort carries the requests that reach it";
    note(`lastResort.requestsPerSecond is not configured: ${what}`);
    return;
  }
  noteUnknownRequests(construct, clusters);
  if (analysis?.requestsPerSecondPerNode === undefined && poolsOf(clusters).length > 0)
    note(`analysis.requestsPerSecondPerNode is not configured: ${NOT_CHECKED}`);
}

/** What stands for addresses that are missing, which is refused: nothing is made of it. */
const NO_ADDRESS: Endpoint = { ipv4: "" };

/** The data centres that DNS can send users to. */
function routedDataCenters(props: HybridPlatformProps): readonly [string, DataCenterOptions][] {
  const served = placesServedFrom(props);
  return Object.entries<DataCenterOptions>(props.dataCenters ?? {}).filter(
    ([name, { ingress }]) => ingress !== undefined || served.has(name),
  );
}

/** What the options of the routing are called by the user of a platform. */
function namesOf({ props, services }: Platform): PropertyNames["properties"] {
  return {
    zone: "hostedZone",
    additionalZones: "additionalHostedZones",
    lastResort: hasLoadBalancer(props) ? "anycastAddresses" : "lastResort",
    "lastResort.healthCheck": "lastResort.healthCheck",
    "lastResort.fallBackTo": "lastResort.fallBackTo",
    policies: "routing",
    rules: "routing.rules",
    "rules.lastResortCountries": "lastResort.countries",
    "policies.platform": "routing",
    "policies.platform.hostNames": "services",
    ...Object.fromEntries(
      Object.keys(services).flatMap((name) => [
        [`policies.service-${name}`, `services.${name}.routing`],
        [`policies.service-${name}.hostNames`, `services.${name}.hostName`],
      ]),
    ),
  };
}

/**
 * The platform's policy with all services that have none of their own, and one for each service that has. A host name's
 * routing is that of the service which answers all that no path names.
 */
function policiesOf({ props: { routing = { countries: {} } }, services }: Platform): Record<string, HostPolicy> {
  const { rules, ...policy }: PlatformRouting = routing;
  const hosts = Object.entries<ServiceOptions>(services).filter(([, { paths }]) => paths === undefined);
  const sharing = hosts.filter(([, service]) => service.routing === undefined);
  const own = hosts.flatMap(([name, service]): [string, HostPolicy][] =>
    service.routing === undefined ? [] : [[`service-${name}`, { ...service.routing, hostNames: [service.hostName] }]],
  );
  const hostNames = sharing.map(([, { hostName }]) => hostName);
  const shared: [string, HostPolicy][] = sharing.length === 0 ? [] : [["platform", { ...policy, hostNames }]];
  return Object.fromEntries([...shared, ...own]);
}

/** The last resort is where clusters are, and data centres behind the load balancer: each must be in a country that is known. */
function checkLastResortCountries(problems: Problems, props: HybridPlatformProps): void {
  const { routing, clusters = {}, services, dataCenters = {} } = props;
  const { countries } = props.lastResort ?? {};
  if (Object.keys(routing?.rules?.residency ?? {}).length === 0) {
    // Where residency is judged by them, they are checked with it.
    if (countries !== undefined) checkCountries(problems, ["lastResort", "countries"], countries);
    return;
  }
  const judged = "routing.rules.residency judges the last resort by it";
  if (!hasLoadBalancer(props)) {
    if (countries === undefined)
      problems.refuse("lastResort.countries", countries, `the countries from which it serves: ${judged}`);
    return;
  }
  for (const region of Object.keys(clusters)) {
    if (countryOfRegion(region) !== undefined) continue;
    problems.refuse(["clusters", region], region, `a region whose country this version knows: ${judged}`, "name");
  }
  for (const name of namesBehind(services)) {
    if (ownValue(dataCenters, name)?.country !== undefined) continue;
    problems.refuse(
      ["dataCenters", name, "country"],
      undefined,
      `the country of what is behind the load balancer: ${judged}`,
    );
  }
}

const namesBehind = (services: HybridPlatformProps["services"] = {}): ReadonlySet<string> =>
  new Set(Object.values<ServiceOptions>(services).flatMap((service) => service.dataCenters ?? []));

/** The countries of the clusters, and of the data centres that are behind the load balancer. */
function lastResortCountries(props: HybridPlatformProps): readonly CountryCode[] | undefined {
  const { clusters = {}, services, dataCenters = {} } = props;
  if (!hasLoadBalancer(props)) return props.lastResort?.countries;
  const all = [
    ...Object.keys(clusters).map(countryOfRegion),
    ...[...namesBehind(services)].map((name) => ownValue(dataCenters, name)?.country),
  ];
  return [...new Set(all)].filter((country): country is CountryCode => country !== undefined).sort();
}

/** Validates the policies that no host name has, and which are therefore no part of DNS. */
function checkUnusedPolicies(problems: Problems, { props, services }: Platform, { policies }: DnsStackProps): void {
  const dataCenters = Object.keys(props.dataCenters ?? {});
  if (props.routing !== undefined && policies.platform === undefined) {
    checkRoutingPolicy(problems.at("routing"), props.routing, dataCenters);
  }
  for (const [name, { routing, paths }] of Object.entries<ServiceOptions>(services)) {
    if (routing === undefined || paths === undefined) continue;
    const below = problems.at(["services", name, "routing"]);
    checkRoutingPolicy(below, routing, dataCenters);
    below.conflict("", "DNS knows host names only: configure it at the service without paths");
  }
}
