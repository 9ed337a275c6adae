import type { Construct } from "constructs";
import { addInfo } from "../../lib/core/annotations";
import { checkAbsent } from "../../lib/core/checks";
import type { Problems } from "../../lib/core/problems";
import { checkGoogle } from "../platform-stack";
import { checkRoutingParts } from "./absent-parts-of-routing";
import { checkServiceParts } from "./absent-parts-of-services";
import type { ClusterOptions } from "./clusters";
import type { DataCenterOptions } from "./data-centers";
import type { HybridPlatformProps } from "./hybrid-platform-props";
import { hasDns, hasLoadBalancer } from "./platform";
import type { ServiceOptions } from "./services";

/**
 * Validates that each part has what it needs of the others, and that nothing is configured which would have no effect without a
 * part that is absent. Each line names both.
 */
export function checkAbsentParts(problems: Problems, props: HybridPlatformProps): void {
  if (!checkNotEmpty(problems, props)) return;
  checkProject(problems, props);
  checkNetwork(problems, props);
  checkBehindLoadBalancer(problems, props);
  checkServiceParts(problems, props);
  checkRoutingParts(problems, props);
  checkAws(problems, props);
  for (const [name, dataCenter] of Object.entries<DataCenterOptions>(props.dataCenters ?? {})) {
    checkDataCenter(problems.at(["dataCenters", name]), props, name, dataCenter);
  }
}

/** Without a load balancer: why nothing can be said about one. */
export function withoutLoadBalancer({ services }: HybridPlatformProps): string {
  return services === undefined ? "without services: they are what a load balancer is for" : "with loadBalancer: false";
}

/** A platform whose parts make no stack would do nothing, whatever its other options say. */
function checkNotEmpty(problems: Problems, props: HybridPlatformProps): boolean {
  const { network, clusters, dataCenters = {} } = props;
  if (network !== undefined || clusters !== undefined || hasLoadBalancer(props) || hasDns(props)) return true;
  const parts = "network, clusters, or services with a load balancer or a hostedZone";
  const isPlanned = Object.values<DataCenterOptions>(dataCenters).some(({ onPremises }) => onPremises !== undefined);
  const files = isPlanned
    ? "; the files of onPremises are written with a stack, and cdktf synth writes nothing without"
    : "";
  return problems.refuse("props", undefined, `a part of which a stack is made: ${parts}${files}`);
}

/** What is in Google Cloud needs a project. */
function checkProject(problems: Problems, props: HybridPlatformProps): void {
  const { google, network, clusters } = props;
  const [needing] = [
    ...(network === undefined ? [] : ["network is"]),
    ...(clusters === undefined ? [] : ["clusters are"]),
    ...(hasLoadBalancer(props) ? ["the load balancer of services is"] : []),
  ];
  if (needing !== undefined) checkGoogle(problems, google, `an object with project: ${needing} in Google Cloud`);
}

/** Clusters and links are in a network, and data centres behind the load balancer are reached through it. */
function checkNetwork(
  problems: Problems,
  { network, clusters, dataCenters = {}, projectServices }: HybridPlatformProps,
) {
  if (network !== undefined) return;
  const [linked] = Object.entries<DataCenterOptions>(dataCenters).filter(([, { links }]) => hasKeys(links));
  const [needing] = [
    ...(clusters === undefined ? [] : ["clusters are in it"]),
    ...(linked === undefined ? [] : [`dataCenters.${linked[0]}.links end in it`]),
  ];
  if (needing !== undefined) problems.refuse("network", network, `the private ranges of a network: ${needing}`);
  checkAbsent(problems, "projectServices", projectServices, "without network, whose stack enables APIs");
}

/** A load balancer needs services, and something behind it. */
function checkBehindLoadBalancer(problems: Problems, props: HybridPlatformProps): void {
  const { services, loadBalancer, monitoring, clusters, analysis } = props;
  if (hasLoadBalancer(props)) {
    if (clusters !== undefined) return;
    const nodes = "without clusters, whose nodes take it";
    checkAbsent(problems, "analysis.requestsPerSecondPerNode", analysis?.requestsPerSecondPerNode, nodes);
    return;
  }
  const without = withoutLoadBalancer(props);
  if (services === undefined) checkAbsent(problems, "loadBalancer", loadBalancer, without);
  checkAbsent(problems, "monitoring", monitoring, without);
  checkAbsent(problems, "analysis.requestsPerSecondPerNode", analysis?.requestsPerSecondPerNode, without);
  for (const [region, cluster] of Object.entries<ClusterOptions>(clusters ?? {})) {
    const { drain, capacityPercent, preferred, endpointGroupGenerations } = cluster;
    for (const [property, value] of Object.entries({ drain, capacityPercent, preferred, endpointGroupGenerations })) {
      checkAbsent(problems, ["clusters", region, property], value, without);
    }
  }
}

function checkAws(problems: Problems, props: HybridPlatformProps): void {
  if (hasDns(props) || hasLoadBalancer(props)) return;
  checkAbsent(problems, "aws", props.aws, "without hostedZone and services: nothing is made in AWS");
}

function checkDataCenter(
  problems: Problems,
  props: HybridPlatformProps,
  name: string,
  dataCenter: DataCenterOptions,
): void {
  const { privateIngress, links, ingress } = dataCenter;
  if (!hasLoadBalancer(props)) {
    checkAbsent(problems, "privateIngress", privateIngress, withoutLoadBalancer(props));
  } else if (privateIngress !== undefined && !hasKeys(links) && !isBehind(props, name) && !mayBeLinked(props)) {
    problems.refuse("links", links, "a link to the network: Google has no other way to privateIngress");
  }
  if (ingress !== undefined) return;
  const { healthCheck, requiredHealthChecks, requestsPerSecond, requestsPerSecondPerAddress, drain } = dataCenter;
  const own = { healthCheck, requiredHealthChecks, requestsPerSecond, requestsPerSecondPerAddress, drain };
  for (const [property, value] of Object.entries(own)) {
    checkAbsent(problems, property, value, "without ingress: no user is sent there by DNS");
  }
}

/** Whether data centres may have links that the platform does not make: in a VPC that was there before. */
function mayBeLinked({ network }: HybridPlatformProps): boolean {
  return network?.existing !== undefined;
}

/** Says which data centres behind the load balancer are reached over links that are not the platform's, of which nothing is known. */
export function noteUnknownLinks(construct: Construct, props: HybridPlatformProps, behind: readonly string[]): void {
  for (const name of behind) {
    if (hasKeys(props.dataCenters?.[name]?.links)) continue;
    const what = `it is not known whether ${props.network?.existing?.networkName} has any to it, and what they can carry`;
    addInfo(construct, `dataCenters.${name} has no links of the platform: ${what}`);
  }
}

/** Whether a service names a data centre: that it has no link is then refused there. */
function isBehind({ services = {} }: HybridPlatformProps, dataCenter: string): boolean {
  return Object.values<ServiceOptions>(services).some(({ dataCenters = [] }) => dataCenters.includes(dataCenter));
}

function hasKeys(map: object | undefined): boolean {
  return Object.keys(map ?? {}).length > 0;
}
