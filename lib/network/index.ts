/** One global, fully routed VPC. */
export type { AddressPlan, RegionRanges, RegionSize } from "./address-plan";
export { addressPlanTable, type PlannedRegion } from "./address-plan-table";
export { CloudNat, type CloudNatOptions, type CloudNatProps, type NatLogFilter } from "./cloud-nat";
export type { FlowLogInterval, FlowLogOptions } from "./flow-logs";
export { GlobalNetwork, type GlobalNetworkProps, type NetworkRegion } from "./global-network";
export type {
  GlobalNetworkOptions,
  Ipv6Access,
  ProxyOnlyPurpose,
  RegionalNetworkOptions,
} from "./global-network-options";
export type { GlobalNetworkAttributes, IGlobalNetwork, IRegionalSubnet, SubnetAttributes } from "./network";
export {
  type ExplicitDeny,
  type FirewallRegion,
  NetworkFirewall,
  type NetworkFirewallOptions,
  type NetworkFirewallProps,
} from "./network-firewall";
export { PrivateGoogleApis, type PrivateGoogleApisProps } from "./private-google-apis";
export { PrivateServiceAccess, type PrivateServiceAccessProps } from "./private-service-access";
export { PLATFORM_SERVICES, ProjectServices, type ProjectServicesProps } from "./project-services";
export { RegionalNetwork, type RegionalNetworkProps } from "./regional-network";
