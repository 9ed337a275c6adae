import { ComputeBackendService } from "@cdktf/provider-google/lib/compute-backend-service";
import { ComputeHealthCheck } from "@cdktf/provider-google/lib/compute-health-check";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { checked } from "../core/validate";
import { backendConfig, type TrafficBySite } from "./backend";
import { healthCheckOf } from "./backend-protocol";
import { backendServiceName, edgePolicyName } from "./backend-service-names";
import { cdnConfig } from "./cdn";
import { customHeadersConfig } from "./custom-headers";
import type { IBackend } from "./i-backend";
import { grantAccess, iapConfig, unwatchedIap } from "./identity-aware-proxy";
import { outlierDetectionConfig } from "./outlier-detection";
import { requestLogConfig } from "./request-log";
import { EdgeSecurityPolicy, SecurityPolicy } from "./security-policy";
import { serviceLbPolicyConfig } from "./service-lb-policy";
import type { LoadBalancedServiceOptions } from "./service-options";
import { timeoutsConfig } from "./service-timeouts";

export interface BackendServiceProps extends LoadBalancedServiceOptions {
  readonly loadBalancerName: string;
  /** The service's name. */
  readonly serviceName: string;
  readonly backends: readonly IBackend[];
  readonly traffic: TrafficBySite;
  /** The load balancer's policy of Cloud Armor. */
  readonly sharedPolicy: SecurityPolicy;
}

/**
 * One service as the load balancer sees it: its backends, its health check, and what is done with its requests.
 *
 * Resources that others refer to are created before the ones that they replace are destroyed, here and in all of a load
 * balancer. Otherwise Terraform destroys a removed resource before it updates what refers to it, and Google refuses to delete
 * a resource in use.
 */
export class BackendService extends Construct {
  /** The backend service. */
  public readonly backendService: ComputeBackendService;
  /** The health check. */
  public readonly healthCheck: ComputeHealthCheck;

  /** @internal */
  constructor(scope: Construct, id: string, props: BackendServiceProps) {
    super(scope, id);
    const name = backendServiceName(props.loadBalancerName, props.serviceName);
    const { sessionAffinity, localityPolicy, outlierDetection, cdn, iap } = props;
    this.healthCheck = new ComputeHealthCheck(this, "health_check", {
      ...healthCheckOf(props).bind(name),
      lifecycle: { createBeforeDestroy: true },
    });
    const { autoneg } = props;
    this.backendService = new ComputeBackendService(this, autoneg ? "autoneg_backend_service" : "backend_service", {
      name: backendServiceName(props.loadBalancerName, props.serviceName, autoneg),
      loadBalancingScheme: "EXTERNAL_MANAGED",
      protocol: props.protocol ?? "HTTP",
      healthChecks: [this.healthCheck.id],
      ...this.attachment(props),
      dependsOn: endpointsOf(props.backends),
      ...timeoutsConfig(props),
      ...customHeadersConfig(props),
      // Written as off, like Identity-Aware Proxy: what is left out stays as it was.
      ...(sessionAffinity?.bind(localityPolicy) ?? { sessionAffinity: "NONE", localityLbPolicy: localityPolicy }),
      outlierDetection: outlierDetection && outlierDetectionConfig(outlierDetection),
      ...(cdn && cdnConfig(cdn)),
      iap: iapConfig(iap),
      ...serviceLbPolicyConfig(props),
      securityPolicy: this.policyId(props, name),
      edgeSecurityPolicy: this.edgePolicyId(props, name),
      logConfig: requestLogConfig(props),
    });
    if (iap !== undefined) grantAccess(this, this.backendService, iap);
  }

  /** Terraform attaches the endpoint groups, or leaves those alone that the autoneg controller attaches. */
  private attachment({ autoneg = false, backends, maxRatePerEndpoint, traffic, iap }: BackendServiceProps) {
    const ignoreChanges = [...(autoneg ? ["backend"] : []), ...unwatchedIap(iap)];
    const lifecycle = { createBeforeDestroy: true, ...(ignoreChanges.length > 0 && { ignoreChanges }) };
    if (autoneg) return { lifecycle };
    return { lifecycle, backend: backendConfig(backends, maxRatePerEndpoint, traffic) };
  }

  private policyId({ securityPolicy, sharedPolicy }: BackendServiceProps, policyName: string): string {
    if (securityPolicy === undefined) return sharedPolicy.policyId;
    return new SecurityPolicy(this, "security_policy", checked({ ...securityPolicy, policyName })).policyId;
  }

  private edgePolicyId({ edgeSecurityPolicy }: BackendServiceProps, name: string): string | undefined {
    if (edgeSecurityPolicy === undefined) return undefined;
    const policyName = edgePolicyName(name);
    const props = checked({ ...edgeSecurityPolicy, policyName });
    return new EdgeSecurityPolicy(this, "edge_security_policy", props).policyId;
  }
}

/** What is there before its group takes requests, and until the group takes no more. */
function endpointsOf(backends: readonly IBackend[]): ITerraformDependable[] | undefined {
  const all = backends.flatMap(({ endpoints = [] }) => endpoints);
  return all.length > 0 ? all : undefined;
}
