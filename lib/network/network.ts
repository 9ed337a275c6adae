import { resourceName } from "../core/names";

/** Names of the subnets' secondary ranges, where GKE finds addresses for pods and services. */
export const PODS_RANGE_NAME = "pods";
export const SERVICES_RANGE_NAME = "services";

/** A network's part in one region: what a cluster needs to know of it. */
export interface IRegionalSubnet {
  /** The region: `europe-west1`. */
  readonly region: string;
  /** The network: `projects/P/global/networks/N`. */
  readonly networkId: string;
  /** The subnet: `projects/P/regions/R/subnetworks/S`. */
  readonly subnetId: string;
  /** The name of the secondary range for pods. */
  readonly podsRangeName: string;
  /** The name of the secondary range for services. */
  readonly servicesRangeName: string;
}

/** A global network, made here or elsewhere. */
export interface IGlobalNetwork {
  /** The network: `projects/P/global/networks/N`. */
  readonly networkId: string;
  /** The network's part in one region. */
  subnet(region: string): IRegionalSubnet;
}

/** What identifies a global network that another stack makes. */
export interface GlobalNetworkAttributes {
  /** The Google Cloud project that owns the network. */
  readonly project: string;
  /** The network's name. */
  readonly networkName: string;
}

/** The name of a network's subnet in a region. Google allows 63 characters. */
export function subnetName(networkName: string, region: string): string {
  return resourceName(63, networkName, region);
}

/**
 * A network that another stack makes, by names alone.
 *
 * No value of it comes from the cloud or from another state, so a stack that uses it can be planned before the network
 * exists.
 */
export function networkFromAttributes({ project, networkName }: GlobalNetworkAttributes): IGlobalNetwork {
  const networkId = `projects/${project}/global/networks/${networkName}`;
  return {
    networkId,
    subnet: (region) => ({
      region,
      networkId,
      subnetId: `projects/${project}/regions/${region}/subnetworks/${subnetName(networkName, region)}`,
      podsRangeName: PODS_RANGE_NAME,
      servicesRangeName: SERVICES_RANGE_NAME,
    }),
  };
}
