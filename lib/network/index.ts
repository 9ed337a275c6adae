/** One global, fully routed VPC. */
export type { AddressPlan, RegionRanges } from "./address-plan";
export { GlobalNetwork, type GlobalNetworkProps } from "./global-network";
export type { GlobalNetworkAttributes, IGlobalNetwork, IRegionalSubnet } from "./network";
