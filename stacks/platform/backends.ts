import { defaultZones } from "../../lib/google/regions";
import type { LinksByDataCenter } from "../../lib/links/link";
import { autonegAnnotations } from "../../lib/load-balancing/autoneg";
import type { IBackend, TrafficByPlace, TrafficOptions } from "../../lib/load-balancing/backend";
import { ClusterBackend } from "../../lib/load-balancing/cluster-backend";
import type { ClusterStackProps } from "../cluster-stack";
import type { DataCenterIngressOptions, HybridPlatformProps, ServiceOptions } from "./hybrid-platform-props";

/** A service in all clusters of a platform, by names alone. */
export function clusterBackends(environment: string, props: HybridPlatformProps, serviceName: string): IBackend[] {
  return Object.entries(props.clusters).flatMap(
    ([region, { zones = defaultZones(region), endpointGroupGenerations = [1] }]) =>
      endpointGroupGenerations.map((generation) =>
        ClusterBackend.fromClusterBackendAttributes({
          project: props.google.project,
          region,
          zones,
          clusterName: `${environment}-${region}`,
          serviceName,
          generation,
        }),
      ),
  );
}

/** What a cluster stack is told of the services: their ports, or the annotations for the autoneg controller. */
export function attachmentsOf(
  loadBalancerName: string,
  services: HybridPlatformProps["services"],
): Pick<ClusterStackProps, "servicePorts" | "autonegAnnotations"> {
  const ofKind = (autoneg: boolean) => named(services).filter(([, service]) => (service.autoneg ?? false) === autoneg);
  return {
    servicePorts: Object.fromEntries(ofKind(false).map(([name, { servicePort = 80 }]) => [name, servicePort])),
    autonegAnnotations: Object.fromEntries(
      ofKind(true).map(([serviceName, { servicePort = 80, maxRatePerEndpoint }]) => [
        serviceName,
        autonegAnnotations({ loadBalancerName, serviceName, servicePort, maxRatePerEndpoint }),
      ]),
    ),
  };
}

/** The private ingresses of the data centres that a service names. */
export function usedIngresses({
  dataCenters = {},
  services,
}: HybridPlatformProps): Record<string, DataCenterIngressOptions> {
  const used = new Set(named(services).flatMap(([, service]) => service.dataCenters ?? []));
  return Object.fromEntries(
    Object.entries(dataCenters).flatMap(([name, { privateIngress }]): [string, DataCenterIngressOptions][] =>
      privateIngress !== undefined && used.has(name) ? [[name, privateIngress]] : [],
    ),
  );
}

/** The links of the data centres that have some. */
export function linksOf({ dataCenters = {} }: HybridPlatformProps): LinksByDataCenter {
  const all = Object.entries(dataCenters).map(([name, { links = {} }]) => [name, links] as const);
  return Object.fromEntries(all.filter(([, links]) => Object.keys(links).length > 0));
}

/** The traffic of each place that a service can be attached to by Terraform. */
export function trafficOf(props: HybridPlatformProps): TrafficByPlace {
  if (named(props.services).every(([, { autoneg }]) => autoneg)) return {};
  const clusters = Object.entries<TrafficOptions>(props.clusters);
  const ingresses = Object.entries<TrafficOptions>(usedIngresses(props));
  return Object.fromEntries(
    [...clusters, ...ingresses].flatMap(([place, { drain, capacityPercent, preferred }]) => {
      const options = { drain, capacityPercent, preferred };
      return Object.values(options).every((value) => value === undefined) ? [] : [[place, options]];
    }),
  );
}

function named(services: HybridPlatformProps["services"]): [string, ServiceOptions][] {
  return Object.entries(services);
}
