import type { ContainerClusterConfig } from "@cdktf/provider-google/lib/container-cluster";
import { checkOneOf, checkWholeNumber } from "../../core/checks";
import type { Problems } from "../../core/problems";
import type { IRegionalNetwork } from "../../network/i-global-network";

const SCOPES = ["CLUSTER_SCOPE", "VPC_SCOPE"] as const;
const STACK_TYPES = ["IPV4", "IPV4_IPV6"] as const;

/** Cloud DNS instead of `kube-dns` in the cluster. */
export interface CloudDnsOptions {
  /** Who can look up the cluster's services: the cluster itself, or the whole VPC. */
  readonly scope: (typeof SCOPES)[number];

  /**
   * The domain of the services. In the scope of a VPC each cluster needs its own.
   *
   * @default - GKE's: "cluster.local"
   */
  readonly domain?: string;
}

/** How pods and services are addressed. The data plane is always Dataplane V2, whose network policies are always on. */
export interface ClusterNetworkOptions {
  /**
   * Whether the VPC's flow logs and firewall also see the traffic between pods of one node.
   *
   * @default true (CIS GKE 5.6.1)
   */
  readonly intranodeVisibility?: boolean;

  /**
   * The most pods per node in pools without a `maxPodsPerNode` of their own: 8 to 256. A change replaces the cluster.
   *
   * @default - GKE's: 110
   */
  readonly defaultMaxPodsPerNode?: number;

  /**
   * Further secondary ranges of the subnet for pods, by name, for a cluster that has outgrown its range.
   *
   * @default - none; in a platform those of `regionalNetwork.additionalPodRanges` that no pool has for itself
   */
  readonly additionalPodRanges?: readonly string[];

  /**
   * Whether pods and services also have IPv6 addresses. The subnet must have both.
   *
   * @default "IPV4"
   */
  readonly stackType?: (typeof STACK_TYPES)[number];

  /**
   * Whether pods can have interfaces in several networks, as GPUDirect needs.
   *
   * @default false
   */
  readonly multiNetworking?: boolean;

  /**
   * Cloud DNS for the names in the cluster.
   *
   * @default - none: `kube-dns`
   */
  readonly cloudDns?: CloudDnsOptions;

  /**
   * Whether the Gateway API is there, the successor of Ingress.
   *
   * @default true
   */
  readonly gatewayApi?: boolean;
}

/** Validates how pods and services are addressed. */
export function checkClusterNetwork(problems: Problems, options: ClusterNetworkOptions): void {
  const { cloudDns, additionalPodRanges } = options;
  checkWholeNumber(problems, "defaultMaxPodsPerNode", options.defaultMaxPodsPerNode, [8, 256]);
  checkOneOf(problems, "stackType", options.stackType, STACK_TYPES);
  if (additionalPodRanges !== undefined) {
    problems.check("additionalPodRanges", additionalPodRanges, ({ length }) => length > 0, "at least one range");
  }
  if (cloudDns === undefined) return;
  checkOneOf(problems, "cloudDns.scope", cloudDns.scope, SCOPES);
  const { domain } = cloudDns;
  if (cloudDns.scope !== "VPC_SCOPE") return;
  const isOwn = (name: string | undefined) => name !== undefined && name !== "cluster.local";
  problems.check("cloudDns.domain", domain, isOwn, "a domain of the cluster's own in the scope of a VPC", "host-name");
}

/** How pods and services are addressed, for the provider. */
export function clusterNetworkConfig(
  options: ClusterNetworkOptions,
  subnet: IRegionalNetwork,
): Partial<ContainerClusterConfig> {
  const { additionalPodRanges: ranges, cloudDns } = options;
  return {
    network: subnet.networkId,
    subnetwork: subnet.subnetId,
    networkingMode: "VPC_NATIVE",
    datapathProvider: "ADVANCED_DATAPATH",
    enableIntranodeVisibility: options.intranodeVisibility ?? true,
    // Always on: the cluster would be replaced to turn it off.
    enableL4IlbSubsetting: true,
    enableMultiNetworking: options.multiNetworking ?? false,
    defaultMaxPodsPerNode: options.defaultMaxPodsPerNode,
    ipAllocationPolicy: {
      clusterSecondaryRangeName: subnet.podsRangeName,
      servicesSecondaryRangeName: subnet.servicesRangeName,
      stackType: options.stackType ?? "IPV4",
      additionalPodRangesConfig: ranges && { podRangeNames: [...ranges] },
    },
    dnsConfig: cloudDns && {
      clusterDns: "CLOUD_DNS",
      clusterDnsScope: cloudDns.scope,
      clusterDnsDomain: cloudDns.domain,
    },
    gatewayApiConfig: { channel: (options.gatewayApi ?? true) ? "CHANNEL_STANDARD" : "CHANNEL_DISABLED" },
  };
}
