import type { Problems } from "../../lib/core/problems";
import { zonesOfExisting } from "../../lib/gke/cluster/i-regional-cluster";
import { defaultZones } from "../../lib/google/regions";
import type { TrafficBySite } from "../../lib/load-balancing/backend";
import { checkEdgeStack, type EdgeCluster, type EdgeService, type EdgeStackProps } from "../edge-stack";
import type { ClusterOptions } from "./clusters";
import type { DataCenterIngressOptions, DataCenterOptions } from "./data-centers";
import {
  checkedPart,
  clusterNameOf,
  hasLoadBalancer,
  inGoogle,
  loadBalancerOf,
  networkNamesOf,
  type Platform,
  subnetOf,
} from "./platform";
import { attachedByTerraform, type ServiceOptions, UNUSED_RATE } from "./services";

/** Validates the options of the load balancer and its services. */
export function edgePart(problems: Problems, platform: Platform): EdgeStackProps | undefined {
  if (!hasLoadBalancer(platform.props)) return undefined;
  const regions = Object.keys(platform.clusters);
  const services = Object.keys(platform.services);
  const below = problems
    .renamed(namesOf(platform))
    .exceptKeysOf("privateIngresses")
    // The zones beside the first one are checked with the records in them.
    .except("loadBalancerName", "networkName", "networkProject", "subnets", "additionalZones")
    .except(...regions.flatMap((region) => [`clusters.${region}.zones`, `clusters.${region}.clusterName`]))
    // A service that nothing serves is refused already.
    .except(...services.map((name) => `services.${name}.backends`));
  return checkedPart(below, edgeProps(platform), checkEdgeStack);
}

function edgeProps(platform: Platform): EdgeStackProps {
  const { environment, props } = platform;
  const services = Object.entries<ServiceOptions>(platform.services).map(
    ([name, { containerPort, routing, maxRatePerEndpoint = UNUSED_RATE, ...service }]): [string, EdgeService] => [
      name,
      { ...service, maxRatePerEndpoint },
    ],
  );
  return {
    ...inGoogle(platform),
    ...loadBalancerOf(props),
    aws: props.aws,
    loadBalancerName: environment,
    ...networkNamesOf(platform),
    subnets: subnetsOf(platform),
    zone: props.hostedZone,
    additionalZones: props.additionalHostedZones,
    services: Object.fromEntries(services),
    clusters: clustersOf(platform),
    privateIngresses: Object.fromEntries(ingressesOf(platform)),
    traffic: trafficOf(platform),
    monitoring: props.monitoring,
  };
}

/** The subnets of all clusters, in a VPC that was there before. */
function subnetsOf(platform: Platform): EdgeStackProps["subnets"] {
  if (platform.props.network?.existing === undefined) return undefined;
  return Object.fromEntries(
    Object.keys(platform.clusters).flatMap((region) => {
      const subnet = subnetOf(platform, region);
      return subnet === undefined ? [] : [[region, subnet]];
    }),
  );
}

/** What the options of the edge's stack are called by the user of a platform. */
function namesOf(platform: Platform): Readonly<Record<string, string>> {
  const ingresses = ingressesOf(platform).map(([name]) => [name, `dataCenters.${name}.privateIngress`] as const);
  const clusters = Object.keys(platform.clusters).map((region) => [region, `clusters.${region}`] as const);
  const groups = clusters.map(([, name]) => [`${name}.endpointGroups`, `${name}.existing.endpointGroups`] as const);
  return {
    "": "loadBalancer",
    zone: "hostedZone",
    additionalZones: "additionalHostedZones",
    services: "services",
    clusters: "clusters",
    monitoring: "monitoring",
    ...Object.fromEntries([...clusters, ...ingresses].map(([site, name]) => [`traffic.${site}`, name])),
    ...Object.fromEntries(groups),
    ...Object.fromEntries(ingresses.map(([dataCenter, name]) => [`privateIngresses.${dataCenter}`, name])),
  };
}

function clustersOf({ environment, clusters }: Platform): Record<string, EdgeCluster> {
  return Object.fromEntries(
    Object.entries<ClusterOptions>(clusters).map(([region, cluster]) => {
      const { zones = defaultZones(region), endpointGroupGenerations, existing } = cluster;
      if (existing === undefined)
        return [region, { clusterName: clusterNameOf(environment, region), zones, endpointGroupGenerations }];
      const { clusterName, endpointGroups } = existing;
      return [
        region,
        { clusterName, zones: zonesOfExisting(existing, region), endpointGroupGenerations, endpointGroups },
      ];
    }),
  );
}

/** The private ingresses of the data centres that a service names. */
function ingressesOf({ props, services }: Platform): readonly [name: string, ingress: DataCenterIngressOptions][] {
  const used = new Set(Object.values<ServiceOptions>(services).flatMap(({ dataCenters = [] }) => dataCenters));
  return Object.entries<DataCenterOptions>(props.dataCenters ?? {}).flatMap(([name, { privateIngress }]) =>
    privateIngress !== undefined && used.has(name) ? [[name, privateIngress]] : [],
  );
}

/** The traffic of each site that a service can be attached to. */
function trafficOf(platform: Platform): TrafficBySite {
  const attached = new Set(attachedByTerraform(platform.services).flatMap(([, { dataCenters = [] }]) => dataCenters));
  const ingresses = ingressesOf(platform).filter(([name]) => attached.has(name));
  const sites = [...Object.entries(platform.clusters), ...ingresses];
  return Object.fromEntries(
    sites.map(([site, { drain, capacityPercent, preferred }]) => [site, { drain, capacityPercent, preferred }]),
  );
}
