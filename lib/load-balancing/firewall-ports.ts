import type { HealthCheck } from "./health-check";

/** The port of a service's pods, and their health check. */
interface ReachedPorts {
  readonly containerPort: number;
  readonly healthCheck?: HealthCheck;
}

/** The container ports that Google must reach: those that serve requests, and those that health checks probe. */
export function firewallPorts(services: readonly ReachedPorts[]): readonly number[] {
  const ports = services.flatMap(({ containerPort, healthCheck }) => [
    containerPort,
    healthCheck?.port ?? containerPort,
  ]);
  return [...new Set(ports)];
}
