import { isKnownRegion, regionAdvice } from "../lib/core/google-regions";
import { Problems } from "../lib/core/validation-error";
import { checkPort } from "../lib/core/whole-numbers";
import { checkPrivateRanges, type DataCenterOptions } from "../lib/datacenter/data-center";
import { checkLinks } from "../lib/datacenter/link";
import { checkNodePool } from "../lib/gke/node-pool";
import { nodesWhileUpgraded } from "../lib/gke/node-upgrade";
import { checkRegionalClusterOptions } from "../lib/gke/regional-cluster-options";
import { checkLastPlace, checkTraffic } from "../lib/load-balancing/backend";
import { checkGenerations } from "../lib/load-balancing/cluster-backend";
import { checkPrivateIngress, checkReachable } from "../lib/load-balancing/data-center-backend";
import { checkGlobalLoadBalancerOptions } from "../lib/load-balancing/global-load-balancer";
import { checkMonitoring } from "../lib/load-balancing/monitoring-options";
import { checkServices } from "../lib/load-balancing/service-options";
import { checkAddressPlan, checkCapacity, namedRanges } from "../lib/network/address-plan";
import { namedProxyRanges } from "../lib/network/global-network";
import { checkOverlaps, type NamedRange } from "../lib/network/range-checks";

import { checkHostedZone } from "../lib/route53/hosted-zone";
import { checkAnalysis } from "../lib/route53/routing-analysis";
import { checkTtl } from "../lib/route53/ttl";
import { checkHealthCheckHosts, checkRoutedDataCenters } from "../lib/routing/routed-data-center";
import { checkRoutingPolicy } from "../lib/routing/routing-policy";
import { linksOf } from "./backends";
import type { ClusterOptions, HybridPlatformProps, ServiceOptions } from "./hybrid-platform-props";
import { checkOnPremises } from "./on-premises";
import { checkClusterNetwork, checkPlatformNetwork } from "./platform-network";

/**
 * Checks all that a user gave, in the user's own words, before there is any construct: one error names every problem.
 *
 * The constructs check the same once more, for those who use them alone.
 */
export function checkPlatform(path: string, environment: string, props: HybridPlatformProps): void {
  const problems = Problems.none();
  checkGoogle(problems, props);
  const planned = checkAddressPlan(problems.at("network"), props.network) ? namedRanges("network", props.network) : [];
  const services = checkPlatformNetwork(problems, props);
  const explicit = checkClusters(problems, props, planned.length > 0);
  const foreign = checkDataCenters(problems, props);
  checkLinks(problems.at("dataCenters"), environment, linksOf(props), Object.keys(props.clusters));
  checkOverlaps(problems, [...planned, ...services, ...explicit, ...foreign]);
  checkOnPremises(problems, props);
  const zoneKnown = checkHostedZone(problems.at("hostedZone"), props.hostedZone);
  checkServices(problems.at("services"), props.services, zoneKnown ? props.hostedZone.zoneName : undefined);
  checkServicePorts(problems.at("services"), props);
  checkLoadBalancing(problems, props, zoneKnown ? props.hostedZone.zoneName : undefined);
  checkRouting(problems, props);
  problems.throwIfAny(path);
}

function checkGoogle(problems: Problems, { google, labels = {} }: HybridPlatformProps): void {
  if (problems.known("google.project", google.project)) {
    const ok = /^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(google.project);
    problems.check("google.project", google.project, ok, 'the id of a project, 6 to 30 characters: "acme-production"');
  }
  for (const [key, value] of Object.entries(labels)) {
    const property = `labels.${key}`;
    const allowed = "up to 63 lower-case letters, digits, hyphens and underscores, the key with a letter first";
    problems.check(property, key, /^[a-z][a-z0-9_-]{0,62}$/.test(key), allowed);
    problems.check(property, value, () => /^[a-z0-9_-]{0,63}$/.test(value), allowed);
  }
}

/** @returns the ranges of the regions that are not of the plan */
function checkClusters(problems: Problems, props: HybridPlatformProps, planIsSound: boolean): readonly NamedRange[] {
  const regions = Object.entries(props.clusters);
  problems.check("clusters", regions.length, regions.length > 0, "a cluster in at least one region");
  return regions.flatMap(([region, cluster]) => checkCluster(problems, props, planIsSound, region, cluster));
}

function checkCluster(
  problems: Problems,
  props: HybridPlatformProps,
  planIsSound: boolean,
  region: string,
  cluster: ClusterOptions,
): readonly NamedRange[] {
  const property = `clusters.${region}`;
  const isNew = cluster.zones !== undefined && cluster.ranges !== undefined;
  const advice = `${regionAdvice(region)}; for one that is newer than this version, give its zones and ranges`;
  const looksRight = /^[a-z]+-[a-z]+[0-9]+$/.test(region);
  if (!problems.check(property, region, isKnownRegion(region) || (isNew && looksRight), advice)) return [];

  checkRegionalClusterOptions(problems.at(property), cluster, region);
  const pools = Object.entries(cluster.nodePools);
  problems.check(`${property}.nodePools`, pools.length, pools.length > 0, "at least one node pool");
  for (const [name, pool] of pools) {
    checkNodePool(problems.at(`${property}.nodePools`), name, pool, { ...cluster, region });
  }

  const ranges = checkClusterNetwork(problems.at(property), props, planIsSound, region, cluster);
  const nodes = pools.reduce((sum, [, pool]) => sum + nodesWhileUpgraded(pool.autoscaling.totalMaxNodeCount, pool), 0);
  if (ranges !== undefined) {
    checkCapacity(problems, `${property}.nodePools`, nodes, ranges, cluster.defaultMaxPodsPerNode);
  }
  return [
    ...(cluster.ranges === undefined ? [] : namedRanges(`${property}.ranges`, cluster.ranges)),
    ...namedProxyRanges(`${property}.regionalNetwork`, cluster.regionalNetwork ?? {}),
  ];
}

/** @returns the private ranges of the data centres */
function checkDataCenters(problems: Problems, props: HybridPlatformProps): readonly NamedRange[] {
  const { dataCenters = {}, anycastAddresses } = props;
  checkRoutedDataCenters(problems, dataCenters, anycastAddresses === undefined ? {} : { anycastAddresses });
  return Object.entries(dataCenters).flatMap(([name, dataCenter]) =>
    checkPrivateRanges(problems.at("dataCenters"), name, dataCenter),
  );
}

function checkServicePorts(problems: Problems, { services }: HybridPlatformProps): void {
  for (const [name, { servicePort = 80, containerPort = 8080 }] of Object.entries(services)) {
    checkPort(problems, `${name}.servicePort`, servicePort);
    checkPort(problems, `${name}.containerPort`, containerPort);
  }
}

function checkLoadBalancing(problems: Problems, props: HybridPlatformProps, zoneName: string | undefined): void {
  const { clusters, dataCenters = {}, services, loadBalancer = {}, monitoring } = props;
  checkGlobalLoadBalancerOptions(problems.at("loadBalancer"), loadBalancer, services, zoneName);
  if (monitoring !== undefined) checkMonitoring(problems.at("monitoring"), monitoring, services);
  for (const [region, cluster] of Object.entries(clusters)) {
    const below = problems.at(`clusters.${region}`);
    checkTraffic(below, cluster);
    checkGenerations(below, "endpointGroupGenerations", cluster.endpointGroupGenerations ?? [1]);
  }
  for (const [name, { privateIngress }] of Object.entries(dataCenters)) {
    if (privateIngress === undefined) continue;
    const below = problems.at(`dataCenters.${name}.privateIngress`);
    checkPrivateIngress(below, privateIngress);
    checkTraffic(below, privateIngress);
    const allowed = "a name that is no cluster's region, so that each can be drained by itself";
    problems.check(`dataCenters.${name}`, name, clusters[name] === undefined, allowed);
  }
  for (const [name, service] of Object.entries(services)) checkPlaces(problems.at(`services.${name}`), props, service);
}

/** Checks the data centres of a service, and that a place is left that takes its requests. */
function checkPlaces(problems: Problems, props: HybridPlatformProps, service: ServiceOptions): void {
  const { clusters, dataCenters = {} } = props;
  const { dataCenters: names = [], autoneg = false } = service;
  if (!problems.known("dataCenters", names)) return;
  for (const name of names) {
    const dataCenter = dataCenters[name];
    checkReachable(problems.at("dataCenters"), name, dataCenter?.privateIngress !== undefined, hasLink(dataCenter));
  }
  problems.check(
    "dataCenters",
    names,
    names.length === 0 || !autoneg,
    "none with autoneg, which attaches clusters only",
  );
  if (autoneg) return;
  const ingresses = Object.fromEntries(names.map((name) => [name, dataCenters[name]?.privateIngress ?? {}]));
  checkLastPlace(problems, [...Object.keys(clusters), ...names], { ...clusters, ...ingresses });
}

function hasLink(dataCenter: DataCenterOptions | undefined): boolean {
  return Object.keys(dataCenter?.links ?? {}).length > 0;
}

function checkRouting(problems: Problems, props: HybridPlatformProps): void {
  const dataCenters = Object.keys(props.dataCenters ?? {});
  if (props.routing !== undefined) checkRoutingPolicy(problems.at("routing"), props.routing, dataCenters);
  for (const [name, { routing, paths }] of Object.entries<ServiceOptions>(props.services)) {
    if (routing === undefined) continue;
    checkRoutingPolicy(problems.at(`services.${name}.routing`), routing, dataCenters);
    const allowed = "nothing beside paths: DNS knows host names only, so it belongs to the service without paths";
    problems.check(`services.${name}.routing`, "a policy", paths === undefined, allowed);
  }
  const hostNames = Object.values(props.services).map(({ hostName }) => hostName);
  checkHealthCheckHosts(problems, props.dataCenters ?? {}, props.hostedZone.zoneName, hostNames);
  if (props.ttlSeconds !== undefined) checkTtl(problems, props.ttlSeconds);
  checkPlatformAnalysis(problems.at("analysis"), props);
}

function checkPlatformAnalysis(problems: Problems, { analysis = {}, clusters }: HybridPlatformProps): void {
  checkAnalysis(problems, analysis);
  const pools = new Set(Object.values(clusters).flatMap(({ nodePools }) => Object.keys(nodePools)));
  for (const [name, requests] of Object.entries(analysis.requestsPerSecondPerNode ?? {})) {
    const property = `requestsPerSecondPerNode.${name}`;
    problems.check(property, name, pools.has(name), `a node pool: ${[...pools].join(", ")}`);
    problems.check(property, requests, requests >= 0, "0 or more requests a second");
  }
}
