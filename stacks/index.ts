/** The stacks of one environment, and the platform that composes them. */

export { ClusterStack, type ClusterStackProps } from "./cluster-stack";
export { DnsStack, type DnsStackProps } from "./dns-stack";
export { type EdgeService, EdgeStack, type EdgeStackProps } from "./edge-stack";
export { LinksStack, type LinksStackProps } from "./links-stack";
export { NetworkStack, type NetworkStackProps } from "./network-stack";
export { HybridPlatform } from "./platform/hybrid-platform";
export type {
  ClusterOptions,
  DataCenterIngressOptions,
  HybridPlatformProps,
  NetworkOptions,
  PlatformAnalysisOptions,
  PlatformDataCenterOptions,
  RegionNetworkOptions,
  ServiceOptions,
} from "./platform/hybrid-platform-props";
export { type AwsOptions, type GoogleOptions, PlatformStack, type PlatformStackProps } from "./platform-stack";
