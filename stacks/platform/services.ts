import { checkPort } from "../../lib/core/checks";
import type { NamedOptions } from "../../lib/core/named";
import type { Problems } from "../../lib/core/problems";
import { checkServices, type LoadBalancedServiceOptions } from "../../lib/load-balancing/service-options";
import type { RoutingPolicy } from "../../lib/routing/routing-policy";
import { hasLoadBalancer, type Platform } from "./platform";

/** Options of a service that users ask for by a host name. */
export interface ServiceOptions extends Omit<LoadBalancedServiceOptions, "maxRatePerEndpoint">, NamedOptions {
  /**
   * The target request rate per pod, in requests per second: more than 0.
   *
   * When all pods of a region are beyond it, Google sends users to the next region: too low, and healthy traffic spills into
   * another region; too high, and overload never does. Measure it under load; there is no sound default.
   *
   * @default - none; required where clusters are behind the load balancer
   */
  readonly maxRatePerEndpoint?: number;

  /**
   * The port of the Kubernetes `Service`, 1 to 65535.
   *
   * @default 80
   */
  readonly servicePort?: number;

  /**
   * The port that the pods listen on, which the firewall opens for Google's load balancer: 1 to 65535.
   *
   * @default 8080
   */
  readonly containerPort?: number;

  /**
   * The data centres that serve it behind the global load balancer as well, each with a `privateIngress` and a link.
   *
   * They share the load of their zone's region with its cluster; with `preferred: true` at the clusters, they get only what
   * the clusters cannot take.
   *
   * @default - none: clusters alone
   */
  readonly dataCenters?: readonly string[];

  /**
   * A routing policy for this service alone.
   *
   * @default - the platform's
   */
  readonly routing?: RoutingPolicy;
}

/** Without a cluster no pod has the rate: data centres have their own. That it is missing beside clusters is refused. */
export const UNUSED_RATE = 1;

type Services = { readonly [name: string]: ServiceOptions };

/** The services whose endpoint groups Terraform makes and attaches. */
export function attachedByTerraform(services: Services): readonly [name: string, service: ServiceOptions][] {
  return Object.entries(services).filter(([, { autoneg = false }]) => !autoneg);
}

/** The services whose clusters Terraform attaches to the platform's load balancer; none without one. */
export function attachedServices({ props, services }: Platform): readonly [name: string, service: ServiceOptions][] {
  return hasLoadBalancer(props) ? attachedByTerraform(services) : [];
}

/** The services that the autoneg controller attaches. */
export function attachedByAutoneg(services: Services): readonly [name: string, service: ServiceOptions][] {
  return Object.entries(services).filter(([, { autoneg = false }]) => autoneg);
}

/** Validates what the edge does not know of its services: the port of their pods. And all of it where there is no edge. */
export function checkPlatformServices(problems: Problems, { props, services }: Platform): void {
  const named = Object.entries<ServiceOptions>(services);
  for (const [name, service] of named)
    checkPort(problems.at(["services", name]), "containerPort", service.containerPort);
  if (props.services === undefined || hasLoadBalancer(props)) return;
  const { hostedZone, additionalHostedZones = {} } = props;
  const zoneNames = hostedZone && [hostedZone, ...Object.values(additionalHostedZones)].map(({ zoneName }) => zoneName);
  const rated = named.map(([name, service]) => [name, { maxRatePerEndpoint: UNUSED_RATE, ...service }] as const);
  checkServices(problems.at("services"), Object.fromEntries(rated), zoneNames);
}
