import { ComputeFirewall } from "@cdktf/provider-google/lib/compute-firewall";
import { ComputeNetwork } from "@cdktf/provider-google/lib/compute-network";
import { ComputeRouter } from "@cdktf/provider-google/lib/compute-router";
import { ComputeRouterNat } from "@cdktf/provider-google/lib/compute-router-nat";
import { ComputeSubnetwork } from "@cdktf/provider-google/lib/compute-subnetwork";
import { Construct } from "constructs";
import { resourceName } from "../core/names";
import { Problems } from "../core/validation-error";
import { checkOverlaps, checkRegionRanges, namedRanges, type RegionRanges } from "./address-plan";
import {
  type GlobalNetworkAttributes,
  type IGlobalNetwork,
  type IRegionalSubnet,
  networkFromAttributes,
  PODS_RANGE_NAME,
  SERVICES_RANGE_NAME,
  subnetName,
} from "./network";

/**
 * Where Google's global load balancer and its health checks come from.
 *
 * Source: https://cloud.google.com/load-balancing/docs/firewall-rules
 */
const GOOGLE_FRONT_END_RANGES = ["130.211.0.0/22", "35.191.0.0/16"];

export interface GlobalNetworkProps {
  /** The name of the network, unique in its project: up to 63 lower-case letters, digits and hyphens. */
  readonly networkName: string;

  /** The ranges of each region where the network has a subnet, by the region's name: `europe-west1`. */
  readonly regions: { readonly [region: string]: RegionRanges };

  /**
   * The container ports that Google's load balancers and health checks may reach, 1 to 65535.
   *
   * @default - none: nothing from outside the network reaches a pod
   */
  readonly loadBalancerPorts?: readonly number[];
}

/**
 * One VPC for the whole world: every region learns every route, so a link to a data centre serves all clusters.
 *
 * Each region has a subnet with ranges for pods and services, and Cloud NAT for nodes without public addresses. Google's
 * APIs are reached privately. What no rule allows is denied, which is what a VPC does by itself.
 */
export class GlobalNetwork extends Construct implements IGlobalNetwork {
  /** A network that another stack makes, by names alone: the stack that uses it can be planned before it exists. */
  public static fromGlobalNetworkAttributes(attributes: GlobalNetworkAttributes): IGlobalNetwork {
    return networkFromAttributes(attributes);
  }

  public readonly networkId: string;
  /** The VPC. */
  public readonly network: ComputeNetwork;
  private readonly subnets = new Map<string, IRegionalSubnet>();

  constructor(scope: Construct, id: string, props: GlobalNetworkProps) {
    super(scope, id);
    checkProps(this.node.path, props);

    this.network = new ComputeNetwork(this, "Resource", {
      name: props.networkName,
      routingMode: "GLOBAL",
      autoCreateSubnetworks: false,
    });
    this.networkId = this.network.id;
    for (const [region, ranges] of Object.entries(props.regions)) this.addRegion(props.networkName, region, ranges);
    this.allowGoogleFrontEnds(props);
  }

  public subnet(region: string): IRegionalSubnet {
    const subnet = this.subnets.get(region);
    const regions = [...this.subnets.keys()].map((name) => `"${name}"`).join(", ");
    const problems = Problems.none();
    problems.check("subnet", region, subnet !== undefined, `a region of this network: ${regions}`);
    problems.throwIfAny(this.node.path);
    return subnet as IRegionalSubnet;
  }

  private addRegion(networkName: string, region: string, ranges: RegionRanges): void {
    const scope = new Construct(this, region);
    const name = subnetName(networkName, region);
    const subnet = new ComputeSubnetwork(scope, "subnet", {
      name,
      region,
      network: this.network.id,
      ipCidrRange: ranges.nodes,
      secondaryIpRange: [
        { rangeName: PODS_RANGE_NAME, ipCidrRange: ranges.pods },
        { rangeName: SERVICES_RANGE_NAME, ipCidrRange: ranges.services },
      ],
      privateIpGoogleAccess: true,
      // A tenth of the flows is enough to see who talks to whom, at a tenth of the price of all of them.
      logConfig: { aggregationInterval: "INTERVAL_5_SEC", flowSampling: 0.1, metadata: "INCLUDE_ALL_METADATA" },
    });
    const router = new ComputeRouter(scope, "router", { name, region, network: this.network.id });
    new ComputeRouterNat(scope, "nat", {
      name,
      region,
      router: router.name,
      natIpAllocateOption: "AUTO_ONLY",
      sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
      // Nodes differ in how many connections they open; a fixed number of ports starves the busy ones.
      enableDynamicPortAllocation: true,
      // The API refuses the two together.
      enableEndpointIndependentMapping: false,
      logConfig: { enable: true, filter: "ERRORS_ONLY" },
    });
    this.subnets.set(region, {
      region,
      networkId: this.network.id,
      subnetId: subnet.id,
      podsRangeName: PODS_RANGE_NAME,
      servicesRangeName: SERVICES_RANGE_NAME,
    });
  }

  private allowGoogleFrontEnds({ networkName, loadBalancerPorts = [] }: GlobalNetworkProps): void {
    if (loadBalancerPorts.length === 0) return;
    const ports = [...new Set(loadBalancerPorts)].sort((one, other) => one - other);
    new ComputeFirewall(this, "google_front_ends", {
      name: resourceName(63, networkName, "google-front-ends"),
      description: "Google's load balancers and their health checks to the pods",
      network: this.network.id,
      direction: "INGRESS",
      sourceRanges: GOOGLE_FRONT_END_RANGES,
      allow: [{ protocol: "tcp", ports: ports.map(String) }],
    });
  }
}

function checkProps(path: string, props: GlobalNetworkProps): void {
  const problems = Problems.none();
  const { networkName, regions, loadBalancerPorts = [] } = props;
  problems.check(
    "networkName",
    networkName,
    /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(networkName),
    "1 to 63 lower-case letters, digits and hyphens, a letter first and no hyphen last",
  );
  const sound = Object.entries(regions).filter(([region, ranges]) =>
    checkRegionRanges(problems.at(`regions.${region}`), ranges),
  );
  checkOverlaps(
    problems,
    sound.flatMap(([region, ranges]) => namedRanges(`regions.${region}`, ranges)),
  );
  for (const port of loadBalancerPorts) {
    const ok = Number.isInteger(port) && port >= 1 && port <= 65535;
    problems.check("loadBalancerPorts", port, ok, "whole numbers from 1 to 65535");
  }
  problems.throwIfAny(path);
}
