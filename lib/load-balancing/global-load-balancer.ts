import { ComputeBackendService } from "@cdktf/provider-google/lib/compute-backend-service";
import { ComputeHealthCheck } from "@cdktf/provider-google/lib/compute-health-check";
import { ComputeUrlMap } from "@cdktf/provider-google/lib/compute-url-map";
import { Construct } from "constructs";
import { checkHostName, checkInZone, plainHostName } from "../core/host-names";
import { checkKey, resourceName } from "../core/names";
import { Problems } from "../core/validation-error";
import { checkHostedZone, type IHostedZone } from "../route53/hosted-zone";
import type { IClusterBackend } from "./cluster-backend";
import { FrontEnd } from "./front-end";
import { HostCertificates } from "./host-certificates";

/** Endpoint groups are called after cluster and service: 40 + 1 + 22 characters are Google's 63. */
const MAX_SERVICE_NAME_LENGTH = 22;

/** The load balancer's name is the start of names of up to 63 characters. */
const MAX_LOAD_BALANCER_NAME_LENGTH = 40;

/** What a user says of a service behind the load balancer. */
export interface LoadBalancedServiceOptions {
  /** The host name that users ask for, in the hosted zone. */
  readonly hostName: string;

  /**
   * How many requests a second one pod is meant to take, more than 0.
   *
   * Beyond it in all pods of a region, Google sends users on to the next region: too low sends healthy traffic abroad, too
   * high never does. Measure it under load; there is no sound default.
   */
  readonly maxRatePerEndpoint: number;

  /**
   * The path that answers 200 while a pod can take requests, `/` first.
   *
   * @default "/healthz"
   */
  readonly healthCheckPath?: string;
}

export interface LoadBalancedService extends LoadBalancedServiceOptions {
  /** Where it runs: one backend a region. */
  readonly backends: readonly IClusterBackend[];
}

export interface GlobalLoadBalancerProps {
  /** A name, unique in the project: up to 40 lower-case letters, digits and hyphens. */
  readonly loadBalancerName: string;

  /** The hosted zone of all host names, where certificates are proven. */
  readonly zone: IHostedZone;

  /** The services, by name. The first answers requests for a host name that is nobody's. */
  readonly services: { readonly [serviceName: string]: LoadBalancedService };
}

/**
 * One address for the world: Google's global external Application Load Balancer.
 *
 * A user reaches the closest region that is alive and not full, over HTTPS of version 1.2 or later, on IPv4 and IPv6.
 */
export class GlobalLoadBalancer extends Construct {
  /** The anycast addresses and what listens on them. */
  public readonly frontEnd: FrontEnd;
  /** The backend services, by the service's name. */
  public readonly backendServices: ReadonlyMap<string, ComputeBackendService>;
  public readonly certificates: HostCertificates;
  public readonly urlMap: ComputeUrlMap;

  constructor(scope: Construct, id: string, props: GlobalLoadBalancerProps) {
    super(scope, id);
    checkProps(this.node.path, props);
    const { loadBalancerName, services, zone } = props;
    const named = Object.entries(services);
    this.certificates = new HostCertificates(this, "host_certificates", {
      loadBalancerName,
      zone,
      hostNames: Object.fromEntries(named.map(([name, { hostName }]) => [name, plainHostName(hostName)])),
    });
    this.backendServices = new Map(named.map(([name, service]) => [name, this.addService(props, name, service)]));
    this.urlMap = this.addUrlMap(props);
    this.frontEnd = new FrontEnd(this, "front_end", {
      loadBalancerName,
      urlMap: this.urlMap,
      certificateMap: this.certificates.certificateMap,
    });
  }

  private addService(
    { loadBalancerName }: GlobalLoadBalancerProps,
    serviceName: string,
    { healthCheckPath, backends, maxRatePerEndpoint }: LoadBalancedService,
  ): ComputeBackendService {
    const scope = new Construct(this, serviceName);
    const name = resourceName(63, loadBalancerName, serviceName);
    const healthCheck = new ComputeHealthCheck(scope, "health_check", {
      name,
      checkIntervalSec: 5,
      timeoutSec: 5,
      httpHealthCheck: { portSpecification: "USE_SERVING_PORT", requestPath: healthCheckPath ?? "/healthz" },
    });
    return new ComputeBackendService(scope, "backend_service", {
      name,
      loadBalancingScheme: "EXTERNAL_MANAGED",
      protocol: "HTTP",
      healthChecks: [healthCheck.id],
      backend: backends.flatMap(({ endpointGroupIds }) =>
        endpointGroupIds.map((group) => ({ group, balancingMode: "RATE", maxRatePerEndpoint, capacityScaler: 1 })),
      ),
      logConfig: { enable: true, sampleRate: 1 },
    });
  }

  private addUrlMap({ loadBalancerName, services }: GlobalLoadBalancerProps): ComputeUrlMap {
    const [fallback] = this.backendServices.values();
    return new ComputeUrlMap(this, "url_map", {
      name: loadBalancerName,
      defaultService: fallback?.id,
      hostRule: Object.entries(services).map(([name, { hostName }]) => ({
        hosts: [plainHostName(hostName)],
        pathMatcher: name,
      })),
      pathMatcher: [...this.backendServices].map(([name, service]) => ({ name, defaultService: service.id })),
    });
  }
}

/** Checks the services' names and what users say of them. */
export function checkServices(
  problems: Problems,
  services: { readonly [serviceName: string]: LoadBalancedServiceOptions },
  zoneName: string | undefined,
): void {
  const named = Object.entries(services);
  problems.check("", named.length, named.length > 0, "at least one service");
  const owners = new Map<string, string>();
  for (const [name, service] of named) {
    checkKey(problems, name, name, MAX_SERVICE_NAME_LENGTH);
    const below = problems.at(name);
    checkService(below, service);
    const { hostName } = service;
    if (!below.known("hostName", hostName) || !checkHostName(below, "hostName", hostName)) continue;
    if (zoneName !== undefined) checkInZone(below, "hostName", hostName, zoneName);
    const owner = owners.get(plainHostName(hostName));
    below.check("hostName", hostName, owner === undefined, `a host name of its own: ${owner} has this one`);
    owners.set(plainHostName(hostName), name);
  }
}

function checkService(problems: Problems, { maxRatePerEndpoint, healthCheckPath }: LoadBalancedServiceOptions): void {
  problems.check("maxRatePerEndpoint", maxRatePerEndpoint, maxRatePerEndpoint > 0, "more than 0 requests a second");
  problems.check("healthCheckPath", healthCheckPath, () => healthCheckPath?.startsWith("/") ?? true, '"/" first');
}

function checkProps(path: string, props: GlobalLoadBalancerProps): void {
  const problems = Problems.none();
  if (problems.known("loadBalancerName", props.loadBalancerName)) {
    checkKey(problems, "loadBalancerName", props.loadBalancerName, MAX_LOAD_BALANCER_NAME_LENGTH);
  }
  const zoneKnown = checkHostedZone(problems.at("zone"), props.zone);
  checkServices(problems.at("services"), props.services, zoneKnown ? props.zone.zoneName : undefined);
  for (const [name, { backends }] of Object.entries(props.services)) {
    problems.check(`services.${name}.backends`, backends.length, backends.length > 0, "at least one backend");
  }
  problems.throwIfAny(path);
}
