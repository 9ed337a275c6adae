import { checkAbsent } from "../../lib/core/checks";
import type { Problems } from "../../lib/core/problems";
import { streamsImages } from "../../lib/gke/nodes/node-images";
import { apiOf, DNS_API, IMAGE_API, SECRETS_API } from "../../lib/google/resource-types";
import { firewallPorts } from "../../lib/load-balancing/firewall-ports";
import {
  type AddressPlan,
  checkAddressPlan,
  checkFits,
  checkRegionSize,
  planRegion,
  RANGE_KINDS,
  type RegionRanges,
  type RegionSize,
} from "../../lib/network/address-plan";
import type { ExistingNetwork } from "../../lib/network/existing-network";
import type { GlobalNetworkProps, NetworkRegion } from "../../lib/network/global-network";
import type { GlobalNetworkOptions } from "../../lib/network/global-network-options";
import { isPodsPerNode } from "../../lib/network/range-sizes";
import type { SharedVpcOptions } from "../../lib/network/shared-vpc";
import { checkNetworkStack, type NetworkStackProps } from "../network-stack";
import type { ClusterOptions } from "./clusters";
import { checkedPart, hasLoadBalancer, inGoogle, type Platform } from "./platform";
import { isOnlyReferredTo } from "./referred-regions";
import { attachedServices, type ServiceOptions } from "./services";

/**
 * Options of a platform's network: its large private ranges, of which each region has a part for ever, and the rest. The ranges may be
 * left out where every region has `ranges` or a `subnet` of its own.
 */
export interface NetworkOptions extends Partial<AddressPlan>, GlobalNetworkOptions {
  /**
   * The VPC, where it was there before.
   *
   * @default - a VPC is made, called like the environment
   */
  readonly existing?: ExistingNetwork;

  /**
   * What is made for the project in the host project of a Shared VPC, `existing.project`.
   *
   * @default - nothing: the output `shared_vpc_commands` says what the network team must do
   */
  readonly sharedVpc?: SharedVpcOptions;

  /**
   * How many prefixes the Cloud Routers of one region may learn from data centres, and as many from those of all other regions: 1 to 5000. These are
   * quotas of the project, "Unique Cloud Router dynamic route prefixes per region per VPC network".
   * More than that are refused: Google would drop some.
   *
   * @default 250
   */
  readonly learnedPrefixQuota?: number;
}

/** The ranges of regions, by region. */
export type PlannedRanges = ReadonlyMap<string, RegionRanges>;

/** What stands for ranges that cannot be planned, for the reason that is reported: nothing is made of it. */
const UNPLANNED: RegionRanges = { nodes: "", pods: "", services: "" };

/** Validates the options of the network, and plans the ranges of its regions as far as they are valid. */
export function networkPart(
  problems: Problems,
  whole: Platform,
): { readonly stack?: NetworkStackProps; readonly planned: PlannedRanges } {
  const platform = withRegionsOfNetwork(whole);
  const { network } = platform.props;
  if (network === undefined) return { planned: new Map() };
  const plan = checkPlan(problems.at("network"), platform, network);
  const planned = planRegions(problems, platform, plan);
  const { clusters } = platform;
  const unplanned = Object.keys(clusters).filter((region) => !planned.has(region) && !clusters[region]?.subnet);
  checkSubnets(problems, platform, network);
  const below = problems
    .renamed(namesOf(platform))
    // What the user has configured at services is checked there.
    .except("networkName", "loadBalancerPorts", ...unplanned.flatMap(rangesOf))
    // It is refused above, by the name of the platform's option.
    .except(
      ...(network.existing === undefined ? Object.keys(clusters).map((region) => `regions.${region}.subnet`) : []),
    );
  return { stack: checkedPart(below, networkProps(platform, network, planned), checkNetworkStack), planned };
}

/** A platform with the clusters alone whose regions are part of its network. */
function withRegionsOfNetwork(platform: Platform): Platform {
  const { props, clusters } = platform;
  if (props.network?.existing === undefined) return platform;
  const attached = attachedServices(platform).map(([name]) => name);
  const inNetwork = Object.entries(clusters).filter(([, cluster]) => !isOnlyReferredTo(cluster, attached));
  return { ...platform, clusters: Object.fromEntries(inNetwork) };
}

function networkProps(platform: Platform, network: NetworkOptions, planned: PlannedRanges): NetworkStackProps {
  const { environment, props, clusters } = platform;
  const { nodes, pods, services, learnedPrefixQuota, ...options } = network;
  const dataCenters = Object.entries(props.dataCenters ?? {});
  return {
    ...inGoogle(platform),
    ...options,
    networkName: environment,
    regions: Object.fromEntries(
      Object.entries(clusters).map(([region, cluster]) => [region, regionOf(cluster, planned.get(region))]),
    ),
    dataCenterRanges: Object.fromEntries(dataCenters.map(([name, { privateRanges = [] }]) => [name, privateRanges])),
    loadBalancerPorts: loadBalancerPortsOf(platform),
    projectServices: projectServicesOf(platform),
  };
}

/** What the options of the network's stack are called by the user of a platform. */
function namesOf({ props, clusters }: Platform): Readonly<Record<string, string>> {
  const dataCenters = Object.keys(props.dataCenters ?? {});
  const regions = Object.entries(clusters).flatMap(([region, { ranges }]) => [
    [`regions.${region}`, `clusters.${region}.regionalNetwork`],
    [`regions.${region}.subnet`, `clusters.${region}.subnet`],
    ...RANGE_KINDS.map((kind) => {
      const name = ranges === undefined ? `network.${kind}` : `clusters.${region}.ranges.${kind}`;
      return [`regions.${region}.${kind}`, name];
    }),
  ]);
  return {
    "": "network",
    projectServices: "projectServices",
    ...Object.fromEntries(regions),
    ...Object.fromEntries(dataCenters.map((name) => [`dataCenterRanges.${name}`, `dataCenters.${name}.privateRanges`])),
  };
}

function rangesOf(region: string): readonly string[] {
  return RANGE_KINDS.map((kind) => `regions.${region}.${kind}`);
}

function regionOf({ regionalNetwork = {}, subnet }: ClusterOptions, ranges?: RegionRanges): NetworkRegion {
  const { maxNodes, maxServices, ...options } = regionalNetwork;
  return subnet === undefined ? { ...options, ...(ranges ?? UNPLANNED) } : { ...options, ...ranges, subnet };
}

/** Whether a region has its part of the plan. */
export function isPlanned({ ranges, subnet }: ClusterOptions): boolean {
  return ranges === undefined && subnet === undefined;
}

/** @returns the plan, if it is valid */
function checkPlan(problems: Problems, { clusters }: Platform, network: NetworkOptions): AddressPlan | undefined {
  const isValid = checkAddressPlan(problems, network);
  const { nodes, pods, services } = network;
  const [region] = Object.keys(clusters).filter((name) => isPlanned(clusters[name] as ClusterOptions));
  for (const [kind, range] of Object.entries({ nodes, pods, services })) {
    const expected = `a range of which each region has a part: ${region} has neither ranges nor a subnet`;
    if (range === undefined && region !== undefined) problems.refuse(kind, range, expected, "range");
  }
  if (!isValid || nodes === undefined || pods === undefined || services === undefined) return undefined;
  return { nodes, pods, services };
}

function checkSubnets(problems: Problems, { clusters }: Platform, { existing }: NetworkOptions): void {
  if (existing !== undefined) return;
  for (const [region, { subnet }] of Object.entries(clusters)) {
    const reason = "without network.existing, the VPC that the subnet is in";
    checkAbsent(problems, ["clusters", region, "subnet"], subnet, reason);
  }
}

function planRegions(problems: Problems, { clusters }: Platform, plan: AddressPlan | undefined): PlannedRanges {
  const planned = Object.entries(clusters).flatMap(([region, cluster]) => {
    const below = problems.at(["clusters", region]);
    const ranges = isPlanned(cluster) ? planOf(below, plan, region, cluster) : cluster.ranges;
    if (!isPlanned(cluster)) checkNoSize(below.at("regionalNetwork"), cluster);
    return ranges === undefined ? [] : [[region, ranges] as const];
  });
  return new Map(planned);
}

/** @returns the ranges of a region that has none of its own, if they are valid */
function planOf(
  problems: Problems,
  plan: AddressPlan | undefined,
  region: string,
  { regionalNetwork = {}, existing, ...cluster }: ClusterOptions,
): RegionRanges | undefined {
  const { maxNodes, maxServices } = regionalNetwork;
  const { defaultMaxPodsPerNode } = existing ?? cluster;
  const below = problems.at("regionalNetwork");
  // The number of pods itself is validated with the cluster; a region without maxNodes is planned whatever it is.
  const sizeIsValid =
    checkRegionSize(below, { maxNodes, maxServices }) &&
    (maxNodes === undefined || problems.known("defaultMaxPodsPerNode", defaultMaxPodsPerNode));
  if (plan === undefined || !sizeIsValid || (maxNodes !== undefined && !isPodsPerNode(defaultMaxPodsPerNode)))
    return undefined;
  const size: RegionSize = { maxNodes, maxServices, maxPodsPerNode: defaultMaxPodsPerNode };
  return checkFits(below, plan, region, size) ? planRegion(plan, region, size) : undefined;
}

function checkNoSize(problems: Problems, { ranges, regionalNetwork = {} }: ClusterOptions): void {
  const { maxNodes, maxServices } = regionalNetwork;
  const reason =
    ranges === undefined ? "subnet, which is as large as it is" : "ranges, which say how large the region is";
  for (const [property, value] of Object.entries({ maxNodes, maxServices })) {
    checkAbsent(problems, property, value, `beside ${reason}`);
  }
}

function loadBalancerPortsOf({ props, services }: Platform): GlobalNetworkProps["loadBalancerPorts"] {
  if (!hasLoadBalancer(props) || props.clusters === undefined) return [];
  return firewallPorts(
    Object.values(services).map(({ containerPort = 8080, healthCheck }) => ({ containerPort, healthCheck })),
  );
}

/** The APIs to enable for what a platform may have, and for the user's own; `false` for none. */
function projectServicesOf({ props, ...platform }: Platform): readonly string[] | false {
  if (props.projectServices === false) return false;
  const clusters = Object.values<ClusterOptions>(platform.clusters);
  const services = hasLoadBalancer(props) ? Object.values<ServiceOptions>(platform.services) : [];
  return [
    ...(services.some(({ iap }) => iap !== undefined) ? [apiOf("iap")] : []),
    ...(clusters.some(({ cloudDns }) => cloudDns !== undefined) ? [DNS_API] : []),
    ...(clusters.some(({ fleetProject }) => fleetProject !== undefined) ? [apiOf("fleet")] : []),
    ...(props.encryptionKeys === undefined ? [] : [apiOf("encryptionKeys")]),
    ...(clusters.some(({ backup }) => backup !== undefined) ? [apiOf("backup")] : []),
    ...(clusters.some(({ nodePools = {} }) => Object.values(nodePools).some(streamsImages)) ? [IMAGE_API] : []),
    ...(hasStoredSecrets(props.dataCenters) ? [SECRETS_API] : []),
    ...(props.projectServices ?? []),
  ];
}

/** Whether a key of a link lies in Secret Manager. */
function hasStoredSecrets(dataCenters: Platform["props"]["dataCenters"] = {}): boolean {
  const links = Object.values(dataCenters).flatMap((dataCenter) => Object.values(dataCenter.links ?? {}));
  return links.some((link) => link.kind.secrets.some((secret) => secret?.isInSecretManager));
}
