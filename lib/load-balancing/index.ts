/** One anycast address with HTTPS over the clusters of all regions. */

export type { DnsRecordOptions, IDnsZone } from "../core/dns-zone";
export { type AutonegAccount, type AutonegAnnotationProps, type AutonegOptions, autonegAnnotations } from "./autoneg";
export type { TrafficBySite, TrafficOptions } from "./backend";
export type { BackendProtocol } from "./backend-protocol";
export type { BackendService } from "./backend-service";
export type { CacheMode, CdnOptions } from "./cdn";
export { Certificates, type CertificatesScope, type DnsAuthorizedProps } from "./certificates";
export {
  ClusterBackend,
  type ClusterBackendProps,
} from "./cluster-backend";
export type { CustomHeaderOptions, CustomHeaders } from "./custom-headers";
export { DataCenterBackend, type DataCenterBackendProps, type PrivateIngressOptions } from "./data-center-backend";
export type { GroupNameParts } from "./endpoint-group-names";
export type { FrontEnd, FrontEndCertificates, FrontEndOptions, TlsProfile } from "./front-end";
export {
  GlobalLoadBalancer,
  type GlobalLoadBalancerOptions,
  type GlobalLoadBalancerProps,
  type LoadBalancedService,
} from "./global-load-balancer";
export {
  type GrpcHealthCheckProps,
  HealthCheck,
  type HealthCheckKind,
  type HealthCheckProps,
  type HttpHealthCheckProps,
} from "./health-check";
export type {
  ClusterBackendAttributes,
  ExistingEndpointGroups,
  ExistingEndpointGroupsByService,
  IBackend,
} from "./i-backend";
export type { IapOptions } from "./identity-aware-proxy";
export {
  LoadBalancerMonitoring,
  type LoadBalancerMonitoringProps,
  type MonitoredService,
} from "./load-balancer-monitoring";
export type { MonitoringOptions } from "./monitoring-options";
export { MultiClusterGateway, type MultiClusterGatewayProps } from "./multi-cluster-gateway";
export type { OutlierDetectionOptions } from "./outlier-detection";
export type { RequestLogOptions } from "./request-log";
export {
  type DeniableCountry,
  EdgeSecurityPolicy,
  type EdgeSecurityPolicyProps,
  type RangeRules,
  type RateLimit,
  SecurityPolicy,
  type SecurityPolicyOptions,
  type SecurityPolicyProps,
} from "./security-policy";
export type { ServiceLbPolicyOptions } from "./service-lb-policy";
export type { LoadBalancedServiceOptions } from "./service-options";
export type { ServiceTimeoutOptions } from "./service-timeouts";
export { type CookieAffinityProps, type LocalityPolicy, SessionAffinity } from "./session-affinity";
export type { DefaultServiceOptions, UrlRule } from "./url-rules";
export type { WafExclusion, WafFieldMatch, WafOptions } from "./waf";
export type { WafRuleSet } from "./waf-rules";
