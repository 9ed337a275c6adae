import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import type { TerraformStack } from "cdktf";
import {
  Certificates,
  ClusterBackend,
  GlobalLoadBalancer,
  type GlobalLoadBalancerProps,
  type IBackend,
  type LoadBalancedService,
  type LoadBalancedServiceOptions,
} from "../../lib/load-balancing";
import { HostedZone } from "../../lib/route53";
import { type Block, resourceOf, synthesizeStack } from "../support/synthesize";

export const ZONE = { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" };

/** Certificates for names in that zone. */
export function provenInZone(alsoFor?: readonly string[]): Certificates {
  return Certificates.dnsAuthorized({ zone: HostedZone.fromHostedZoneAttributes(ZONE), alsoFor });
}

/** The configuration of a stack with both providers and these constructs. */
export function stackWith(build: (stack: TerraformStack) => void): Block {
  return synthesizeStack((stack) => {
    new GoogleProvider(stack, "google", { project: "acme-test" });
    new AwsProvider(stack, "aws", { region: "us-east-1" });
    build(stack);
  });
}

/** A service's groups in one zone of a region, as another stack makes them. */
export function backendIn(region: string, clusterName = `acme-${region}`): IBackend {
  const zones = [`${region}-b`];
  return ClusterBackend.fromClusterBackendAttributes({
    project: "acme-test",
    region,
    zones,
    clusterName,
    serviceName: "api",
  });
}

export const EUROPE = backendIn("europe-west1");
export const ASIA = backendIn("asia-southeast1");
export const AMERICA = backendIn("us-east1");

/** A service in Europe, with what differs. */
export function service(options: Partial<LoadBalancedService> = {}): LoadBalancedService {
  return { hostName: "api.example.com", maxRatePerEndpoint: 100, backends: [EUROPE], ...options };
}

/** The configuration of a load balancer with these services, and what differs. */
export function balancer(
  services: Record<string, LoadBalancedService>,
  options: Partial<GlobalLoadBalancerProps> = {},
): Block {
  return stackWith((stack) => {
    new GlobalLoadBalancer(stack, "lb", {
      loadBalancerName: "acme",
      certificates: provenInZone(),
      services,
      ...options,
    });
  });
}

/** The backend service of a load balancer with one service. */
export function backendServiceWith(options: Partial<LoadBalancedServiceOptions>): Block {
  return resourceOf(balancer({ api: service(options) }), "google_compute_backend_service");
}

/** A reference as Terraform's JSON has it. */
export function reference(expression: string): string {
  return `\${${expression}}`;
}
