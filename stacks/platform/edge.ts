import type { Problems } from "../../lib/core/problems";
import { defaultZones } from "../../lib/google/regions";
import type { TrafficByPlace, TrafficOptions } from "../../lib/load-balancing/backend";
import { checkGlobalLoadBalancerOptions } from "../../lib/load-balancing/global-load-balancer";
import { checkMonitoring } from "../../lib/load-balancing/monitoring-options";
import { certificatesOf, type EdgeCluster, type EdgeStackProps } from "../edge-stack";
import type { DataCenterIngressOptions } from "./data-centers";
import { clusterNameOf, type Platform } from "./platform";
import { attachedByTerraform, type ServiceOptions } from "./services";

/** What the edge stack is given. */
export function edgeProps(platform: Platform): Omit<EdgeStackProps, "google"> {
  const { environment, props } = platform;
  return {
    ...props.loadBalancer,
    aws: props.aws,
    loadBalancerName: environment,
    networkName: environment,
    zone: props.hostedZone,
    services: props.services,
    clusters: clustersOf(platform),
    privateIngresses: ingressesOf(platform),
    traffic: trafficOf(platform),
    monitoring: props.monitoring,
  };
}

function clustersOf({ environment, props }: Platform): Record<string, EdgeCluster> {
  return Object.fromEntries(
    Object.entries(props.clusters).map(([region, { zones = defaultZones(region), endpointGroupGenerations }]) => [
      region,
      { clusterName: clusterNameOf(environment, region), zones, endpointGroupGenerations },
    ]),
  );
}

/** The private ingresses of the data centres that a service names. */
function ingressesOf({ props: { dataCenters = {}, services } }: Platform): Record<string, DataCenterIngressOptions> {
  const used = new Set(Object.values<ServiceOptions>(services).flatMap((service) => service.dataCenters ?? []));
  return Object.fromEntries(
    Object.entries(dataCenters).flatMap(([name, { privateIngress }]): [string, DataCenterIngressOptions][] =>
      privateIngress !== undefined && used.has(name) ? [[name, privateIngress]] : [],
    ),
  );
}

/** The traffic of each place that a service can be attached to by Terraform. */
function trafficOf(platform: Platform): TrafficByPlace {
  const { clusters, services } = platform.props;
  if (attachedByTerraform(services).length === 0) return {};
  const places: Record<string, TrafficOptions> = { ...clusters, ...ingressesOf(platform) };
  return Object.fromEntries(
    Object.entries(places).flatMap(([place, { drain, capacityPercent, preferred }]) => {
      const options = { drain, capacityPercent, preferred };
      return Object.values(options).every((value) => value === undefined) ? [] : [[place, options]];
    }),
  );
}

/** Validates the load balancer as a whole, and what is watched of it. */
export function checkEdge(problems: Problems, { props }: Platform): void {
  const { loadBalancer = {}, hostedZone: zone, monitoring, services } = props;
  const certificates = certificatesOf({ ...loadBalancer, zone });
  checkGlobalLoadBalancerOptions(problems.at("loadBalancer"), { ...loadBalancer, certificates }, services);
  if (monitoring !== undefined) checkMonitoring(problems.at("monitoring"), monitoring, services);
}
