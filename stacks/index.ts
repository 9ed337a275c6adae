/** The stacks of one environment, and the platform that composes them. */

export { ClusterStack, type ClusterStackProps } from "./cluster-stack";
export { DnsStack, type DnsStackProps } from "./dns-stack";
export { type EdgeCluster, type EdgeService, EdgeStack, type EdgeStackProps } from "./edge-stack";
export { KeysStack, type KeysStackProps } from "./keys-stack";
export { LinksStack, type LinksStackProps } from "./links-stack";
export type { NetworkReference } from "./network-reference";
export { NetworkStack, type NetworkStackProps } from "./network-stack";
export type { ClusterOptions, NamedNodePoolOptions, RegionNetworkOptions } from "./platform/clusters";
export type { DataCenterIngressOptions, DataCenterOptions } from "./platform/data-centers";
export type { LastResortOptions, PlatformAnalysisOptions, PlatformRouting } from "./platform/dns";
export type { EncryptionKeysOptions } from "./platform/encryption-keys";
export type { ExistingCluster } from "./platform/existing-clusters";
export { HybridPlatform } from "./platform/hybrid-platform";
export type { HybridPlatformProps } from "./platform/hybrid-platform-props";
export type { NetworkOptions } from "./platform/network";
export type { ServiceOptions } from "./platform/services";
export {
  type AdditionalHostedZone,
  type AwsAccountOptions,
  type AwsOptions,
  type CommonStackProps,
  type GoogleOptions,
  PlatformStack,
  type PlatformStackProps,
} from "./platform-stack";
