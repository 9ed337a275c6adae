import { oneOf } from "../core/checks";
import { resourceName } from "../core/names";
import { Problems } from "../core/problems";

/** Names of the subnets' secondary ranges, where GKE finds addresses for pods and services. */
export const PODS_RANGE_NAME = "pods";
export const SERVICES_RANGE_NAME = "services";

/** A network's part in one region: what a cluster needs to know of it. */
export interface IRegionalNetwork {
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
  subnet(region: string): IRegionalNetwork;
}

/** A subnet that was there before. */
export interface SubnetAttributes {
  /** The subnet's name. */
  readonly subnetName: string;
  /**
   * The name of its secondary range for pods.
   *
   * @default "pods"
   */
  readonly podsRangeName?: string;
  /**
   * The name of its secondary range for services.
   *
   * @default "services"
   */
  readonly servicesRangeName?: string;
}

/** What identifies a global network that another stack makes, or that was there before. */
export interface GlobalNetworkAttributes {
  /** The Google Cloud project that owns the network: the host project of a shared VPC. */
  readonly project: string;
  /** The network's name. */
  readonly networkName: string;
  /**
   * Its subnets, by region: one each.
   *
   * @default - the subnets that `GlobalNetwork` makes, in every region
   */
  readonly subnets?: { readonly [region: string]: SubnetAttributes };
}

/** The name of a network's subnet in a region. Google allows 63 characters. */
export function subnetName(networkName: string, region: string): string {
  return resourceName(63, networkName, region);
}

/**
 * A network by names alone.
 *
 * No value of it comes from the cloud or from another state, so a stack that uses it can be planned before the network
 * exists.
 */
export function globalNetworkFromAttributes({
  project,
  networkName,
  subnets,
}: GlobalNetworkAttributes): IGlobalNetwork {
  const networkId = `projects/${project}/global/networks/${networkName}`;
  const named = subnets && new Map(Object.entries(subnets));
  return {
    networkId,
    subnet: (region) => {
      const own = { subnetName: subnetName(networkName, region) };
      const subnet: SubnetAttributes = named ? knownSubnet(networkName, named, region) : own;
      return existingSubnet(networkId, region, subnet);
    },
  };
}

/** A subnet by names alone, of a network whose id is known: its project is that of the network. */
export function existingSubnet(
  networkId: string,
  region: string,
  { subnetName, podsRangeName = PODS_RANGE_NAME, servicesRangeName = SERVICES_RANGE_NAME }: SubnetAttributes,
): IRegionalNetwork {
  const project = networkId.slice(0, networkId.indexOf("/global/"));
  return {
    region,
    networkId,
    subnetId: `${project}/regions/${region}/subnetworks/${subnetName}`,
    podsRangeName,
    servicesRangeName,
  };
}

/** A region's entry, or an error that names the regions that there are. */
export function knownSubnet<Subnet>(path: string, subnets: ReadonlyMap<string, Subnet>, region: string): Subnet {
  Problems.of(path, (problems) => {
    const expected = `a region of this network: ${oneOf([...subnets.keys()])}`;
    problems.check("subnet", region, (name) => subnets.has(name), expected, "one-of");
  });
  return subnets.get(region) as Subnet;
}
