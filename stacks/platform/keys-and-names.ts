import { checkNamed, type NamedOptions, underNames } from "../../lib/core/named";
import { ownValue } from "../../lib/core/own-value";
import type { Problems } from "../../lib/core/problems";
import type { PropertyNames } from "../../lib/core/property-names";
import { isUnknown } from "../../lib/core/tokens";
import type { EdgeOptions } from "../../lib/data-center/edge";
import type { GlobalLoadBalancerOptions } from "../../lib/load-balancing/global-load-balancer";
import { KINDS, PLACE_KINDS, type Route, type RoutingPolicy, type Tier } from "../../lib/routing/routing-policy";
import type { ClusterOptions } from "./clusters";
import type { DataCenterOptions } from "./data-centers";
import type { HybridPlatformProps } from "./hybrid-platform-props";
import { nodePoolsOf } from "./platform";
import type { ServiceOptions } from "./services";

/** A platform whose maps are under names. */
export interface NamedPlatform {
  readonly props: HybridPlatformProps;
  /** The keys of what has another name, for messages: `{ "services.web": "services.frontend" }`. */
  readonly properties: PropertyNames["properties"];
}

/** The names of those keys that have another one. */
type Names = ReadonlyMap<string, string>;

interface AllNames {
  readonly services: Names;
  readonly dataCenters: Names;
  /** By region. */
  readonly nodePools: ReadonlyMap<string, Names>;
}

/**
 * A platform with each service, data centre and node pool under its name, wherever options refer to one: what follows knows names
 * alone, so that a renamed key changes no byte of what is made.
 */
export function platformUnderNames(problems: Problems, props: HybridPlatformProps): NamedPlatform {
  const { services = {}, dataCenters = {}, clusters = {} } = props;
  const maps: readonly (readonly [property: string, map: { readonly [key: string]: NamedOptions }])[] = [
    ["services", services],
    ["dataCenters", dataCenters],
    ...Object.entries(clusters).map(
      ([region, cluster]) => [`clusters.${region}.nodePools`, nodePoolsOf(cluster)] as const,
    ),
  ];
  const areSound = maps.map(([property, map]) => checkNamed(problems, property, map)).every(Boolean);
  const isNamed = maps.some(([, map]) => Object.values(map).some(({ name }) => name !== undefined));
  if (!isNamed) return { props, properties: {} };
  checkGroupsOfOne(problems, services, clusters);
  const properties = maps.flatMap(([property, map]) =>
    [...underNames(map).names].map(([key, name]) => [`${property}.${name}`, `${property}.${key}`]),
  );
  const ofGroups = Object.entries(clusters).flatMap(([region, { existing }]) =>
    [...underNames(services).names]
      .filter(([key]) => ownValue(existing?.endpointGroups, key) !== undefined)
      .map(([key, name]) => {
        const groups = `clusters.${region}.existing.endpointGroups`;
        return [`${groups}.${name}`, `${groups}.${key}`];
      }),
  );
  const names: AllNames = {
    services: underNames(services).names,
    dataCenters: underNames(dataCenters).names,
    nodePools: new Map(
      Object.entries(clusters).map(([region, cluster]) => [region, underNames(nodePoolsOf(cluster)).names]),
    ),
  };
  // Two of one name are refused; what follows must not take one for the other.
  return areSound
    ? { props: renamed(props, names), properties: Object.fromEntries([...properties, ...ofGroups]) }
    : { props, properties: {} };
}

/** Endpoint groups are found by the key of their service or by its name: one of two would be lost. */
function checkGroupsOfOne(
  problems: Problems,
  services: { readonly [key: string]: NamedOptions },
  clusters: NonNullable<HybridPlatformProps["clusters"]>,
): void {
  for (const [region, { existing }] of Object.entries(clusters)) {
    const has = (name: string) => ownValue(existing?.endpointGroups, name) !== undefined;
    for (const [key, name] of underNames(services).names) {
      if (key === name || !has(key) || !has(name)) continue;
      // Where the name is the key of another service, the groups under it are that one's.
      if (Object.hasOwn(services, name)) continue;
      const path = ["clusters", region, "existing", "endpointGroups", name];
      problems.refuse(path, name, `nothing beside endpointGroups.${key}: both are of one service`, "conflict");
    }
  }
}

function renamed(props: HybridPlatformProps, names: AllNames): HybridPlatformProps {
  const { services, dataCenters, clusters, loadBalancer, routing, lastResort, monitoring, analysis } = props;
  return {
    ...props,
    services:
      services &&
      mapped(underNames<ServiceOptions>(services).named, (service) => renamedService(service, names.dataCenters)),
    dataCenters:
      dataCenters &&
      mapped(underNames<DataCenterOptions>(dataCenters).named, (one) => renamedSite(one, names.services)),
    clusters: clusters && mapped(clusters, (cluster): ClusterOptions => renamedCluster(cluster, names.services)),
    loadBalancer: loadBalancer && renamedLoadBalancer(loadBalancer, names.services),
    routing: routing && { ...routing, ...renamedPolicy(routing, names.dataCenters) },
    lastResort: lastResort && {
      ...lastResort,
      fallBackTo: lastResort.fallBackTo && renamedTiers(lastResort.fallBackTo, names.dataCenters),
    },
    monitoring: monitoring && {
      ...monitoring,
      maxLatencyMilliseconds: renamedKeys(monitoring.maxLatencyMilliseconds, names.services),
      uptimePaths: renamedKeys(monitoring.uptimePaths, names.services),
    },
    analysis: analysis && {
      ...analysis,
      requestsPerSecondPerNode: renamedRates(analysis.requestsPerSecondPerNode, props, names.nodePools),
    },
  };
}

function renamedCluster(cluster: ClusterOptions, names: Names): ClusterOptions {
  const { nodePools, existing } = cluster;
  const groups = existing?.endpointGroups;
  return {
    ...cluster,
    ...(nodePools === undefined ? {} : { nodePools: underNames(nodePools).named }),
    ...(groups === undefined ? {} : { existing: { ...existing, endpointGroups: renamedKeys(groups, names) } }),
  } as ClusterOptions;
}

function renamedLoadBalancer(loadBalancer: GlobalLoadBalancerOptions, names: Names): GlobalLoadBalancerOptions {
  const { defaultService } = loadBalancer;
  if (defaultService === undefined) return loadBalancer;
  return { ...loadBalancer, defaultService: names.get(defaultService) ?? defaultService };
}

function renamedService(service: ServiceOptions, names: Names): ServiceOptions {
  const { dataCenters, routing } = service;
  return {
    ...service,
    ...(dataCenters === undefined ? {} : { dataCenters: renamedList(dataCenters, names) }),
    ...(routing === undefined ? {} : { routing: renamedPolicy(routing, names) }),
  };
}

function renamedSite(dataCenter: DataCenterOptions, names: Names): DataCenterOptions {
  const { onPremises } = dataCenter;
  const edge = onPremises?.edge;
  if (onPremises === undefined || edge === undefined) return dataCenter;
  const services = edge.services === undefined ? {} : { services: renamedList(edge.services, names) };
  const dnsNames = edge.dnsNames === undefined ? {} : { dnsNames: renamedKeys(edge.dnsNames, names) };
  const own: EdgeOptions = { ...edge, ...services, ...dnsNames };
  return { ...dataCenter, onPremises: { ...onPremises, edge: own } };
}

function renamedPolicy(policy: RoutingPolicy, names: Names): RoutingPolicy {
  const routes = [...PLACE_KINDS.map((kind) => KINDS[kind].property), "waves" as const].flatMap((property) => {
    const own: { readonly [place: string]: Route | undefined } | undefined = policy[property];
    return own === undefined ? [] : [[property, mapped(own, (route) => route && renamedRoute(route, names))]];
  });
  return { ...policy, ...Object.fromEntries(routes) };
}

function renamedRoute(route: Route, names: Names): Route {
  const { serveFrom } = route;
  return typeof serveFrom === "string" ? route : { ...route, serveFrom: renamedTiers(serveFrom, names) };
}

function renamedTiers(tiers: readonly Tier[], names: Names): readonly Tier[] {
  if (isUnknown(tiers) || !Array.isArray(tiers)) return tiers;
  return tiers.map((tier: Tier) => (typeof tier === "string" ? (names.get(tier) ?? tier) : renamedList(tier, names)));
}

/** What only Terraform knows, or what is not valid, is refused in its own part. */
function renamedList(keys: readonly string[], names: Names): readonly string[] {
  return isUnknown(keys) || !Array.isArray(keys) ? keys : keys.map((key: string) => names.get(key) ?? key);
}

function renamedKeys<Value>(map: { readonly [key: string]: Value } | undefined, names: Names) {
  if (map === undefined) return undefined;
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [names.get(key) ?? key, value]));
}

/** A pool's key may have another name in each region: its rate is that of all of them. */
function renamedRates(
  rates: { readonly [pool: string]: number } | undefined,
  { clusters = {} }: HybridPlatformProps,
  names: ReadonlyMap<string, Names>,
): { readonly [pool: string]: number } | undefined {
  if (rates === undefined) return undefined;
  const entries = Object.entries(rates).flatMap(([key, rate]) => {
    const regions = Object.entries(clusters).filter(([, cluster]) => ownValue(nodePoolsOf(cluster), key) !== undefined);
    const own = regions.map(([region]) => names.get(region)?.get(key) ?? key);
    return [...new Set(own.length === 0 ? [key] : own)].map((name) => [name, rate] as const);
  });
  return Object.fromEntries(entries);
}

function mapped<From, To>(
  map: { readonly [key: string]: From },
  change: (value: From) => To,
): { readonly [key: string]: To } {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
