/** One global, fully routed VPC. */
export type { AddressPlan, RegionRanges, RegionSize } from "./address-plan";
export { addressPlanTable, type PlannedRegion } from "./address-plan-table";
export {
  CloudNat,
  type CloudNatOptions,
  type CloudNatProps,
  type NatLogFilter,
  type NetworkNatOptions,
} from "./cloud-nat";
export type { ExistingNetwork, ExistingSubnet } from "./existing-network";
export type { FlowLogInterval, FlowLogOptions } from "./flow-logs";
export { GlobalNetwork, type GlobalNetworkProps, type NetworkRegion } from "./global-network";
export type {
  GlobalNetworkOptions,
  Ipv6Access,
  ProxyOnlyPurpose,
  RegionalNetworkOptions,
} from "./global-network-options";
export type { GlobalNetworkAttributes, IGlobalNetwork, IRegionalNetwork, SubnetAttributes } from "./i-global-network";
export type { NatSubnet } from "./nat-subnets";
export type { ExplicitDeny, NetworkFirewall, NetworkFirewallOptions } from "./network-firewall";
export type { PrivateGoogleApis } from "./private-google-apis";
export type { PrivateServiceAccess } from "./private-service-access";
export { ProjectServices, type ProjectServicesProps } from "./project-services";
export type { RegionalNetwork } from "./regional-network";
export type { SharedVpc, SharedVpcOptions } from "./shared-vpc";
