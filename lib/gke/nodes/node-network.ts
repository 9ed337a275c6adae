import type {
  ContainerNodePoolNetworkConfig,
  ContainerNodePoolNodeConfig,
} from "@cdktf/provider-google/lib/container-node-pool";
import { checkAbsent, checkWholeNumber } from "../../core/checks";
import type { Problems, Warnings } from "../../core/problems";
import { gpuDirectNetworks } from "./machine-series";

/**
 * Another network that nodes have an interface in: a VPC of its own, as GPUDirect needs several. A change of any of it replaces
 * the pool.
 */
export interface AdditionalNodeNetwork {
  /** The VPC: `projects/P/global/networks/N`, or its name. */
  readonly network: string;
  /** Its subnet: `projects/P/regions/R/subnetworks/S`, or its name. */
  readonly subnetwork: string;
}

const NETWORK_TAG = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** How nodes reach each other and the rest. No node has a public address. */
export interface NodeNetworkOptions {
  /**
   * How many pods a node may have, 8 to 256: a node takes twice as many addresses of the range for pods. A change replaces
   * the pool.
   *
   * @default - the cluster's
   */
  readonly maxPodsPerNode?: number;

  /**
   * The name of the subnet's secondary range that the pool's pods take their addresses from. A change replaces the pool.
   *
   * @default - the cluster's range for pods
   */
  readonly podRange?: string;

  /**
   * Network tags of the nodes, for firewall rules: 1 to 63 lower-case letters, digits and hyphens each.
   *
   * @default - none but GKE's own
   */
  readonly networkTags?: readonly string[];

  /**
   * Further networks, each with an interface of its own in every node. The cluster then needs `multiNetworking`. A change
   * replaces the pool.
   *
   * @default - none
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/setup-multinetwork-support-for-pods
   */
  readonly additionalNetworks?: readonly AdditionalNodeNetwork[];

  /**
   * Whether nodes use Google's own network interface, which is faster than virtio. Newer machines have no other.
   *
   * @default true
   */
  readonly gvnic?: boolean;

  /**
   * Whether NCCL Fast Socket is installed, for faster communication between the GPUs of several nodes. Needs gvnic.
   *
   * @default - GKE's: off
   */
  readonly fastSocket?: boolean;
}

/** Checks the networks of a pool. */
export function checkNodeNetworkOptions(
  problems: Problems,
  options: NodeNetworkOptions,
  multiNetworking: boolean,
): void {
  const { networkTags, additionalNetworks = [], gvnic, fastSocket } = options;
  checkWholeNumber(problems, "maxPodsPerNode", options.maxPodsPerNode, [8, 256]);
  if (networkTags !== undefined) checkNetworkTags(problems, "networkTags", networkTags);
  if (!multiNetworking) {
    checkAbsent(problems, "additionalNetworks", additionalNetworks, "in a cluster without multiNetworking");
  }
  if (gvnic === false) problems.check("fastSocket", fastSocket, (value) => value !== true, "false when gvnic is");
}

/** Checks network tags: a list of them may be known to Terraform alone. */
export function checkNetworkTags(problems: Problems, property: string, tags: readonly string[]): void {
  const allowed = "1 to 63 lower-case letters, digits and hyphens each, a letter first and no hyphen last";
  problems.check(property, tags, (all) => all.every((tag) => NETWORK_TAG.test(tag)), allowed, "name");
}

/** Warns of what is risky about the networks of a pool. */
export function warnOfNodeNetwork(
  warnings: Warnings,
  { machineType, additionalNetworks = [] }: NodeNetworkOptions & { readonly machineType: string },
): void {
  const wanted = gpuDirectNetworks(machineType);
  const { length } = additionalNetworks;
  if (wanted === undefined || length === 0 || length >= wanted) return;
  warnings.warn(
    "additionalNetworks",
    `GPUDirect on ${machineType} needs ${wanted} additionalNetworks, and there are ${length}`,
  );
}

/** The networks of a pool, for the provider. */
export function networkConfig({ podRange, additionalNetworks }: NodeNetworkOptions): ContainerNodePoolNetworkConfig {
  return {
    // The provider sends this with the others, and as false when it is left out.
    enablePrivateNodes: true,
    podRange,
    additionalNodeNetworkConfigs: additionalNetworks?.map(({ network, subnetwork }) => ({ network, subnetwork })),
  };
}

/** The interfaces of a node, for the provider. */
export function networkNodeConfig({ networkTags, gvnic, fastSocket }: NodeNetworkOptions): ContainerNodePoolNodeConfig {
  return {
    tags: networkTags && [...networkTags],
    gvnic: { enabled: gvnic ?? true },
    fastSocket: fastSocket === undefined ? undefined : { enabled: fastSocket },
  };
}
