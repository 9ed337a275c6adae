import { checkPort } from "../../lib/core/checks";
import type { NamedOptions } from "../../lib/core/named";
import type { Problems } from "../../lib/core/problems";
import type { LoadBalancedServiceOptions } from "../../lib/load-balancing/service-options";
import type { RoutingPolicy } from "../../lib/routing/routing-policy";
import type { Platform } from "./platform";

/** Options of a service that users ask for by a host name. */
export interface ServiceOptions extends LoadBalancedServiceOptions, NamedOptions {
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

type Services = { readonly [name: string]: ServiceOptions };

/** The services whose endpoint groups Terraform makes and attaches. */
export function attachedByTerraform(services: Services): readonly [name: string, service: ServiceOptions][] {
  return Object.entries(services).filter(([, { autoneg = false }]) => !autoneg);
}

/** The services that the autoneg controller attaches. */
export function attachedByAutoneg(services: Services): readonly [name: string, service: ServiceOptions][] {
  return Object.entries(services).filter(([, { autoneg = false }]) => autoneg);
}

/** Validates what the edge does not know of its services: the port of their pods. */
export function checkPlatformServices(problems: Problems, { services }: Platform): void {
  for (const [name, service] of Object.entries<ServiceOptions>(services)) {
    checkPort(problems.at(["services", name]), "containerPort", service.containerPort);
  }
}
