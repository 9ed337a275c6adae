import type { HealthCheck } from "./health-check";

/** The port of a service's pods, and how they are asked for their health. */
interface ReachedPorts {
  readonly containerPort: number;
  readonly healthCheck?: HealthCheck;
}

/** The container ports that Google must reach: those that serve requests, and those that health checks ask. */
export function firewallPorts(services: readonly ReachedPorts[]): readonly number[] {
  const ports = services.flatMap(({ containerPort, healthCheck }) => [
    containerPort,
    healthCheck?.port ?? containerPort,
  ]);
  return [...new Set(ports)];
}
