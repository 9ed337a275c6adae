import { ComputeUrlMap } from "@cdktf/provider-google/lib/compute-url-map";
import { Construct } from "constructs";
import { checkAbsent, oneOf } from "../core/checks";
import { checkKey } from "../core/names";
import { ownValue } from "../core/own-value";
import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";
import { checked, validateProps } from "../core/validate";
import { AutonegAccount, type AutonegOptions, checkAutoneg } from "./autoneg";
import { checkBackends, checkOneProject, checkTraffic, type TrafficBySite } from "./backend";
import { BackendService } from "./backend-service";
import type { Certificates } from "./certificates";
import { checkFrontEnd, FrontEnd, type FrontEndCertificates, type FrontEndOptions } from "./front-end";
import type { IBackend } from "./i-backend";
import { checkSecurityPolicy, SecurityPolicy, type SecurityPolicyOptions } from "./security-policy";
import { checkServices, type LoadBalancedServiceOptions } from "./service-options";
import {
  checkDefaultService,
  type DefaultServiceOptions,
  defaultServiceOf,
  hostNamesOf,
  urlMapRules,
} from "./url-rules";

/** The load balancer's name is the start of names of up to 63 characters. */
const MAX_LOAD_BALANCER_NAME_LENGTH = 40;

/** A service with its backends. */
export interface LoadBalancedService extends LoadBalancedServiceOptions {
  /** Where it runs: its clusters, and data centres that serve it as well. None with `autoneg`. */
  readonly backends: readonly IBackend[];
}

/** Options of the load balancer as a whole. */
export interface GlobalLoadBalancerOptions extends FrontEndOptions, AutonegOptions, DefaultServiceOptions {
  /**
   * The Cloud Armor policy of all services that have none of their own.
   *
   * @default - adaptive protection, and no rate limit: the right one differs from service to service
   */
  readonly securityPolicy?: SecurityPolicyOptions;

  /**
   * Where the certificates come from.
   *
   * @default - `Certificates.dnsAuthorized()`, proven in the platform's hosted zone
   */
  readonly certificates?: Certificates;
}

/** Options of a global load balancer. */
export interface GlobalLoadBalancerProps extends GlobalLoadBalancerOptions {
  /** A name, unique in the project: up to 40 lower-case letters, digits and hyphens. */
  readonly loadBalancerName: string;

  /** Where the certificates come from: `Certificates.dnsAuthorized({ zone })`. */
  readonly certificates: Certificates;

  /** The services, by name. Their order has no meaning. */
  readonly services: { readonly [serviceName: string]: LoadBalancedService };

  /**
   * Traffic options of each site, by region or by the data centre's name: `{ "europe-west1": { drain: true } }`.
   *
   * @default - each takes what it can
   */
  readonly traffic?: TrafficBySite;
}

/**
 * One address for the world: Google's global external Application Load Balancer.
 *
 * A user reaches the closest region that is healthy and not full, over HTTPS with TLS 1.2 or later, on IPv4 and IPv6.
 */
export class GlobalLoadBalancer extends Construct {
  /** The anycast addresses and what listens on them. */
  public readonly frontEnd: FrontEnd;
  /** What the front end presents to users. */
  public readonly certificates: FrontEndCertificates;
  /** The services with their health checks, by name. */
  public readonly backendServices: ReadonlyMap<string, BackendService>;
  public readonly urlMap: ComputeUrlMap;
  /** The Cloud Armor policy of all services that have none of their own. */
  public readonly securityPolicy: SecurityPolicy;
  /** The service account of the autoneg controllers, when a service uses them. */
  public readonly autoneg?: AutonegAccount;

  constructor(scope: Construct, id: string, props: GlobalLoadBalancerProps) {
    super(scope, id);
    validateProps(this, "GlobalLoadBalancerProps", props, (problems) => {
      checkGlobalLoadBalancer(problems, props, { zoneNames: props.certificates.zoneNames });
    });
    const { loadBalancerName, services, traffic = {}, tlsProfile, http3 } = props;
    this.certificates = props.certificates.bind(this, { loadBalancerName, hostNames: hostNamesOf(services) });
    const policy = checked({ ...props.securityPolicy, policyName: loadBalancerName });
    this.securityPolicy = new SecurityPolicy(this, "security_policy", policy);
    const shared = { loadBalancerName, traffic, sharedPolicy: this.securityPolicy };
    this.backendServices = new Map(
      Object.entries(services).map(([serviceName, service]) => [
        serviceName,
        new BackendService(this, serviceName, { ...service, ...shared, serviceName }),
      ]),
    );
    this.urlMap = this.addUrlMap(props);
    const { urlMap, certificates } = this;
    this.frontEnd = new FrontEnd(this, "front_end", { loadBalancerName, urlMap, certificates, tlsProfile, http3 });
    this.autoneg = this.addAutoneg(props);
  }

  private addAutoneg({ loadBalancerName, services, autonegServiceAccount }: GlobalLoadBalancerProps) {
    if (Object.values(services).every(({ autoneg }) => autoneg !== true)) return undefined;
    return new AutonegAccount(this, "autoneg_account", { loadBalancerName, autonegServiceAccount });
  }

  private addUrlMap({ loadBalancerName, services, defaultService }: GlobalLoadBalancerProps): ComputeUrlMap {
    const idOf = (name: string) => (this.backendServices.get(name) as BackendService).backendService.id;
    const rest = defaultServiceOf(services, { defaultService });
    return new ComputeUrlMap(this, "url_map", {
      name: loadBalancerName,
      defaultService: rest === undefined ? undefined : idOf(rest),
      lifecycle: { createBeforeDestroy: true },
      ...urlMapRules(services, idOf),
    });
  }
}

/** Validates the options of the load balancer as a whole. */
function checkGlobalLoadBalancerOptions(
  problems: Problems,
  options: GlobalLoadBalancerOptions,
  services: { readonly [serviceName: string]: LoadBalancedServiceOptions },
): void {
  const known = Object.entries(services).filter(([, { hostName }]) => !isUnknown(hostName));
  const hostNames = hostNamesOf(Object.fromEntries(known));
  options.certificates?.check(problems.at("certificates"), hostNames);
  if (options.securityPolicy !== undefined) checkSecurityPolicy(problems.at("securityPolicy"), options.securityPolicy);
  checkFrontEnd(problems, options);
  checkDefaultService(problems, services, options);
  checkAutoneg(problems, options);
}

/** What a load balancer's options must fit, where it is known. */
export interface LoadBalancerSurroundings {
  /** The zones that all host names must be in. */
  readonly zoneNames?: readonly string[];
  /** The Google Cloud project that the load balancer is in. */
  readonly project?: string;
}

/** Validates the options of a load balancer. */
export function checkGlobalLoadBalancer(
  problems: Problems,
  props: GlobalLoadBalancerProps,
  { zoneNames, project }: LoadBalancerSurroundings,
): void {
  const { loadBalancerName, services, traffic = {} } = props;
  if (problems.known("loadBalancerName", loadBalancerName)) {
    checkKey(problems, "loadBalancerName", loadBalancerName, MAX_LOAD_BALANCER_NAME_LENGTH);
  }
  checkServices(problems.at("services"), services, zoneNames);
  checkGlobalLoadBalancerOptions(problems, props, services);
  for (const [name, { backends, autoneg }] of Object.entries(services)) {
    const below = problems.at(["services", name]);
    if (autoneg === true) checkNoBackends(below, backends);
    else checkBackends(below, backends, traffic);
  }
  checkOneProject(problems.at("services"), services, project);
  warnOfLastSites(problems, props);
  checkTrafficBySite(problems.at("traffic"), props);
}

function checkNoBackends(problems: Problems, backends: readonly IBackend[]): void {
  // Their number stands for them: they are constructs, which no message can show.
  const count = backends.length === 0 ? undefined : backends.length;
  checkAbsent(problems, "backends", count, "with autoneg, whose controller attaches the backends");
}

function checkTrafficBySite(problems: Problems, { services, traffic = {} }: GlobalLoadBalancerProps): void {
  const sites = new Set(Object.values(services).flatMap(({ backends }) => backends.map(({ site }) => site)));
  const expected = `a region or data centre of the backends: ${oneOf([...sites])}`;
  for (const [site, options] of Object.entries(traffic)) {
    problems.check([site], site, (name) => sites.has(name) || sites.size === 0, expected, "one-of");
    checkTraffic(problems.at([site]), options);
  }
}

/** Warns of a drain that leaves one site to take all requests of a service. */
function warnOfLastSites(problems: Problems, { services, traffic = {} }: GlobalLoadBalancerProps): void {
  if (Object.values(traffic).every(({ drain }) => drain !== true)) return;
  for (const [name, { backends }] of Object.entries(services)) {
    const sites = new Set(backends.map(({ site }) => site));
    const [last, ...others] = [...sites].filter((site) => ownValue(traffic, site)?.drain !== true);
    if (last === undefined || others.length > 0) continue;
    problems.warn(
      ["services", name],
      `only ${last} takes requests while the others are drained: it must take them all`,
    );
  }
}
