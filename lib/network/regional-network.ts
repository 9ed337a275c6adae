import { ComputeRouter } from "@cdktf/provider-google/lib/compute-router";
import { ComputeSubnetwork } from "@cdktf/provider-google/lib/compute-subnetwork";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { resourceName } from "../core/names";
import { replacedWith } from "../core/replaced-with";
import { checked } from "../core/validate";
import type { RegionRanges } from "./address-plan";
import { CloudNat, type NetworkNatOptions } from "./cloud-nat";
import type { ExistingSubnet } from "./existing-network";
import { type FlowLogOptions, flowLogConfig } from "./flow-logs";
import type { Ipv6Access, ProxyOnlyPurpose } from "./global-network-options";
import {
  existingSubnet,
  type IRegionalNetwork,
  PODS_RANGE_NAME,
  SERVICES_RANGE_NAME,
  subnetName,
} from "./i-global-network";

/** The construct id of a proxy-only subnet, and the end of its name. */
const PROXY_ONLY_IDS = {
  REGIONAL_MANAGED_PROXY: "regional_proxies",
  GLOBAL_MANAGED_PROXY: "global_proxies",
} as const;

export interface RegionalNetworkProps {
  /** The name of the network. */
  readonly networkName: string;
  /** The network: `projects/P/global/networks/N`. */
  readonly networkId: string;
  /** The region. */
  readonly region: string;
  /** The subnet, where it was there before. */
  readonly existing: ExistingSubnet | undefined;
  /** The ranges of a subnet that is made. */
  readonly ranges: RegionRanges;
  /** IPv6 beside IPv4, if any. */
  readonly ipv6: Ipv6Access | undefined;
  /** Flow logs, or none. */
  readonly flowLogs: FlowLogOptions | false;
  /** Cloud NAT, or none. */
  readonly nat: NetworkNatOptions | false;
  /** Ranges of the proxy-only subnets, by purpose. */
  readonly proxyOnlySubnets: { readonly [purpose in ProxyOnlyPurpose]?: string };
  /** Further ranges for pods, by name. */
  readonly additionalPodRanges: { readonly [name: string]: string };
  /** What must exist before static addresses. The rest waits for the network. */
  readonly dependsOn: readonly ITerraformDependable[] | undefined;
}

/** A network's part in one region: the subnet, Cloud NAT, and the subnets of internal load balancers' proxies. */
export class RegionalNetwork extends Construct implements IRegionalNetwork {
  public readonly region: string;
  public readonly networkId: string;
  public readonly subnetId: string;
  public readonly podsRangeName: string;
  public readonly servicesRangeName: string;
  /** The subnet of nodes, pods and services; none where it was there before. */
  public readonly subnet?: ComputeSubnetwork;
  /** The subnets of proxies, by purpose. */
  public readonly proxyOnlySubnets: ReadonlyMap<ProxyOnlyPurpose, ComputeSubnetwork>;
  /** The router of Cloud NAT; none without it. */
  public readonly router?: ComputeRouter;
  /** Cloud NAT, if any. */
  public readonly nat?: CloudNat;
  /** The IPv6 prefix of the subnet, in a dual-stack network. */
  public readonly ipv6Range?: string;

  /** @internal */
  constructor(scope: Construct, id: string, props: RegionalNetworkProps) {
    super(scope, id);
    const { networkName, networkId, region, ipv6, dependsOn } = props;
    this.region = region;
    this.networkId = networkId;
    const { existing } = props;
    const names = existing && existingSubnet(networkId, region, existing);
    this.subnet = names === undefined ? this.addSubnet(props) : undefined;
    this.subnetId = names?.subnetId ?? (this.subnet as ComputeSubnetwork).id;
    this.podsRangeName = names?.podsRangeName ?? PODS_RANGE_NAME;
    this.servicesRangeName = names?.servicesRangeName ?? SERVICES_RANGE_NAME;
    this.ipv6Range = existing?.ipv6Range;
    if (this.subnet !== undefined && ipv6 !== undefined) {
      this.ipv6Range = ipv6 === "INTERNAL" ? this.subnet.internalIpv6Prefix : this.subnet.externalIpv6Prefix;
    }
    const proxies = Object.entries(props.proxyOnlySubnets) as [ProxyOnlyPurpose, string][];
    this.proxyOnlySubnets = new Map(
      proxies.map(([purpose, range]) => [purpose, this.addProxyOnlySubnet(props, purpose, range)]),
    );
    if (props.nat !== false) {
      const name = subnetName(networkName, region);
      this.router = new ComputeRouter(this, "router", { name, region, network: networkId });
      const { ownSubnetOnly = false, ...nat } = props.nat;
      const subnets = ownSubnetOnly ? [{ subnetId: this.subnetId }] : undefined;
      const gateway = { natName: name, region, routerName: this.router.name, subnets, dependsOn };
      this.nat = new CloudNat(this, "nat", checked({ ...nat, ...gateway }));
      // It names the router, with which it goes: where the network is replaced, so is the router, under the same name. So is a subnet.
      const named = ownSubnetOnly && this.subnet !== undefined ? [this.router, this.subnet] : [this.router];
      this.nat.nat.lifecycle = replacedWith(...named);
    }
  }

  private addSubnet({
    networkName,
    networkId,
    region,
    ranges,
    ipv6,
    flowLogs,
    additionalPodRanges,
  }: RegionalNetworkProps): ComputeSubnetwork {
    return new ComputeSubnetwork(this, "subnet", {
      name: subnetName(networkName, region),
      region,
      network: networkId,
      ipCidrRange: ranges.nodes,
      secondaryIpRange: [
        { rangeName: PODS_RANGE_NAME, ipCidrRange: ranges.pods },
        { rangeName: SERVICES_RANGE_NAME, ipCidrRange: ranges.services },
        // After the two, and in the order of their names: the provider compares the list by position.
        ...Object.keys(additionalPodRanges)
          .sort()
          .map((rangeName) => ({ rangeName, ipCidrRange: additionalPodRanges[rangeName] as string })),
      ],
      stackType: ipv6 === undefined ? "IPV4_ONLY" : "IPV4_IPV6",
      ipv6AccessType: ipv6,
      privateIpGoogleAccess: true,
      logConfig: flowLogConfig(flowLogs),
    });
  }

  /** Such a subnet holds no machines, so it has neither flow logs nor access to Google's APIs. */
  private addProxyOnlySubnet(
    { networkName, networkId, region }: RegionalNetworkProps,
    purpose: ProxyOnlyPurpose,
    ipCidrRange: string,
  ): ComputeSubnetwork {
    const id = PROXY_ONLY_IDS[purpose];
    return new ComputeSubnetwork(this, id, {
      name: resourceName(63, networkName, region, id.replace("_", "-")),
      region,
      network: networkId,
      ipCidrRange,
      purpose,
      role: "ACTIVE",
    });
  }
}
