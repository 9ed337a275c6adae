import { checkOneOf, checkRate } from "../core/checks";
import { checkHostNameOrWildcard, checkInZone } from "../core/host-names";
import { checkKey } from "../core/names";
import type { Problems } from "../core/problems";
import { BACKEND_PROTOCOLS, type BackendProtocol, checkAskedProtocol } from "./backend-protocol";
import { takenNames } from "./backend-service-names";
import { type CdnOptions, checkCdn } from "./cdn";
import { MAX_SERVICE_NAME_LENGTH } from "./cluster-backend";
import { type CustomHeaderOptions, checkCustomHeaders } from "./custom-headers";
import type { HealthCheck } from "./health-check";
import { checkIap, type IapOptions } from "./identity-aware-proxy";
import { checkOutlierDetection, type OutlierDetectionOptions } from "./outlier-detection";
import { checkRequestLog, type RequestLogOptions } from "./request-log";
import { checkRangeRules, checkSecurityPolicy, type RangeRules, type SecurityPolicyOptions } from "./security-policy";
import { checkServiceLbPolicy, type ServiceLbPolicyOptions } from "./service-lb-policy";
import { checkTimeouts, type ServiceTimeoutOptions } from "./service-timeouts";
import type { LocalityPolicy, SessionAffinity } from "./session-affinity";
import { LOCALITY_POLICIES } from "./session-affinity";
import { checkUrlRules, type UrlRule } from "./url-rules";

/** Options of a service behind the load balancer. */
export interface LoadBalancedServiceOptions
  extends UrlRule,
    ServiceTimeoutOptions,
    RequestLogOptions,
    ServiceLbPolicyOptions,
    CustomHeaderOptions {
  /**
   * The target request rate per pod, in requests per second: more than 0.
   *
   * When all pods of a region are beyond it, Google sends users to the next region: too low, and healthy traffic spills into
   * another region; too high, and overload never does. Measure it under load; there is no sound default.
   */
  readonly maxRatePerEndpoint: number;

  /**
   * The protocol between Google and the pods. Google's network encrypts the way to them in any case.
   *
   * @default "HTTP"
   */
  readonly protocol?: BackendProtocol;

  /**
   * The health check of the pods.
   *
   * @default - in the service's protocol, at `/healthz`: `HealthCheck.http()`, `https()` or `http2()`; for H2C, which no health
   * check speaks, `HealthCheck.tcp()`
   */
  readonly healthCheck?: HealthCheck;

  /**
   * What keeps a user on the same pod.
   *
   * @default - nothing
   */
  readonly sessionAffinity?: SessionAffinity;

  /**
   * How a pod is chosen inside a zone. `LEAST_REQUEST` suits requests of very different sizes, such as those of GPUs.
   *
   * @default - Google's own, `ROUND_ROBIN`; with an affinity by a header or a cookie of your own, `MAGLEV`
   */
  readonly localityPolicy?: LocalityPolicy;

  /**
   * When a pod that answers with errors is ejected for a while.
   *
   * @default - never: its health check decides alone
   */
  readonly outlierDetection?: OutlierDetectionOptions;

  /**
   * Caching by Cloud CDN.
   *
   * @default - nothing is cached
   */
  readonly cdn?: CdnOptions;

  /**
   * Identity-Aware Proxy: who may use the service, after they have signed in with Google.
   *
   * @default - everybody
   */
  readonly iap?: IapOptions;

  /**
   * The Cloud Armor policy of this service, in place of the load balancer's.
   *
   * @default - the load balancer's
   */
  readonly securityPolicy?: SecurityPolicyOptions;

  /**
   * Ranges that are allowed or denied before the cache.
   *
   * @default - all are allowed
   */
  readonly edgeSecurityPolicy?: RangeRules;

  /**
   * Whether the autoneg controller in the clusters attaches the endpoint groups, and not Terraform.
   *
   * For teams that attach and drain from Kubernetes. Terraform then makes no endpoint groups and ignores those that the
   * controller attaches: `drain` and `capacityPercent` of a cluster reach it by the annotations of the Kubernetes `Service`, and
   * `preferred` not at all.
   *
   * @default false
   */
  readonly autoneg?: boolean;
}

/** Validates the services' names and options. */
export function checkServices(
  problems: Problems,
  services: { readonly [serviceName: string]: LoadBalancedServiceOptions },
  zoneNames: readonly string[] | undefined,
): void {
  const named = Object.entries(services);
  if (named.length === 0) problems.refuse("", services, "at least one service");
  for (const [name, service] of named) {
    checkKey(problems, name, name, MAX_SERVICE_NAME_LENGTH);
    const below = problems.at(name);
    checkService(below, service);
    for (const taken of takenNames(name, service).filter((other) => Object.hasOwn(services, other))) {
      problems.conflict(taken, `its resources would have the names of those of ${name}: give it another name`);
    }
    const { hostName } = service;
    if (!below.known("hostName", hostName) || !checkHostNameOrWildcard(below, "hostName", hostName)) continue;
    if (zoneNames !== undefined) checkInZone(below, "hostName", hostName, ...zoneNames);
  }
  checkUrlRules(problems, services);
}

function checkService(problems: Problems, service: LoadBalancedServiceOptions): void {
  checkRate(problems, "maxRatePerEndpoint", service.maxRatePerEndpoint);
  checkTimeouts(problems, service);
  checkRequestLog(problems, service);
  checkServiceLbPolicy(problems, service);
  checkOneOf(problems, "protocol", service.protocol, BACKEND_PROTOCOLS);
  checkOneOf(problems, "localityPolicy", service.localityPolicy, LOCALITY_POLICIES);
  problems.known("autoneg", service.autoneg);
  // It becomes a part of an annotation.
  if (service.autoneg === true) problems.known("maxRatePerEndpoint", service.maxRatePerEndpoint);
  checkParts(problems, service);
  if (service.cdn !== undefined && service.iap !== undefined) {
    problems.conflict("cdn", "cannot be combined with iap: Cloud CDN would serve what it caches to everybody");
  }
}

function checkParts(problems: Problems, service: LoadBalancedServiceOptions): void {
  const { outlierDetection, cdn, iap, securityPolicy, edgeSecurityPolicy } = service;
  service.healthCheck?.check(problems.at("healthCheck"));
  checkAskedProtocol(problems, service);
  service.sessionAffinity?.check(problems, service.localityPolicy);
  checkCustomHeaders(problems, service);
  if (outlierDetection !== undefined) checkOutlierDetection(problems.at("outlierDetection"), outlierDetection);
  if (cdn !== undefined) checkCdn(problems.at("cdn"), cdn);
  if (iap !== undefined) checkIap(problems.at("iap"), iap);
  if (securityPolicy !== undefined) checkSecurityPolicy(problems.at("securityPolicy"), securityPolicy);
  if (edgeSecurityPolicy !== undefined) checkRangeRules(problems.at("edgeSecurityPolicy"), edgeSecurityPolicy);
}
