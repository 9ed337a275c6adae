import { ComputeNetwork } from "@cdktf/provider-google/lib/compute-network";
import { dependable, type ITerraformDependable, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { checkKey } from "../core/names";
import { validateShape } from "../core/options-shape";
import type { Problems } from "../core/problems";
import { checked, validateProps, warn } from "../core/validate";
import { checkRegionRanges, namedRanges, RANGE_KINDS, type RegionRanges } from "./address-plan";
import {
  checkExistingNetwork,
  type ExistingNetwork,
  type ExistingSubnet,
  namedOtherRanges,
  noteUnknownOf,
} from "./existing-network";
import {
  checkGlobalNetworkOptions,
  checkRegionalNetworkOptions,
  type GlobalNetworkOptions,
  type RegionalNetworkOptions,
} from "./global-network-options";
import {
  type GlobalNetworkAttributes,
  globalNetworkFromAttributes,
  type IGlobalNetwork,
  knownSubnet,
} from "./i-global-network";
import { checkPorts, NetworkFirewall } from "./network-firewall";
import { PrivateGoogleApis } from "./private-google-apis";
import { PrivateServiceAccess } from "./private-service-access";
import { checkOverlaps, checkPrivateRanges, type NamedRange, namedPrivateRanges, warnOfRanges } from "./range-checks";
import { RegionalNetwork } from "./regional-network";

/** Options of a network in one region, with its ranges: all three, unless they are of a `subnet` that was there before. */
export interface NetworkRegion extends Partial<RegionRanges>, RegionalNetworkOptions {
  /**
   * The region's subnet that was there before, in the VPC that `existing` names. What is known of its ranges stands beside it.
   *
   * @default - a subnet is made
   */
  readonly subnet?: ExistingSubnet;
}

export interface GlobalNetworkProps extends GlobalNetworkOptions {
  /**
   * The name of the network, unique in its project: up to 63 lower-case letters, digits and hyphens. In a VPC that was there before, what
   * is made starts with it.
   */
  readonly networkName: string;

  /**
   * The VPC, where it was there before.
   *
   * @default - a VPC is made, called `networkName`
   */
  readonly existing?: ExistingNetwork;

  /** The ranges of each region where the network has a subnet, by the region's name: `europe-west1`. */
  readonly regions: { readonly [region: string]: NetworkRegion };

  /**
   * The container ports that Google's load balancers and health checks may reach, 1 to 65535.
   *
   * @default - none: nothing from outside the network reaches a pod
   */
  readonly loadBalancerPorts?: readonly number[];

  /**
   * The private IPv4 ranges of your data centres, by their names. The network takes none of them, and
   * they reach what `firewall.dataCenterPorts` opens.
   *
   * @default - none
   */
  readonly dataCenterRanges?: { readonly [name: string]: readonly string[] };

  /**
   * What must exist before the network, such as the project's APIs.
   *
   * @default - nothing
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * One VPC for the whole world: every region learns every route, so a link to a data centre serves all clusters.
 *
 * Each region has a subnet with ranges for pods and services, and Cloud NAT for nodes without public addresses. Google's
 * APIs are reached privately. What no rule allows is denied, and the denial is logged.
 *
 * In a VPC that was there before, nothing of it is changed: what is missing is made in it, and nothing that was allowed is denied.
 */
export class GlobalNetwork extends Construct implements IGlobalNetwork {
  /** A network that another stack makes, or that was there before, by names alone: it need not exist yet to plan. */
  public static fromGlobalNetworkAttributes(attributes: GlobalNetworkAttributes): IGlobalNetwork {
    validateShape("GlobalNetwork.fromGlobalNetworkAttributes", attributes, "GlobalNetworkAttributes");
    return globalNetworkFromAttributes(attributes);
  }

  public readonly networkId: string;
  /** The VPC; none where it was there before. */
  public readonly network?: ComputeNetwork;
  /** The network's part in each region, by the region's name. */
  public readonly regions: ReadonlyMap<string, RegionalNetwork>;
  public readonly firewall: NetworkFirewall;
  /** The way to Cloud SQL and the like, if there is a range for it. */
  public readonly privateServiceAccess?: PrivateServiceAccess;
  /** Google's APIs at private addresses, if asked for. */
  public readonly privateGoogleApis?: PrivateGoogleApis;

  constructor(scope: Construct, id: string, props: GlobalNetworkProps) {
    super(scope, id);
    validateProps(this, "GlobalNetworkProps", props, (problems) => {
      checkGlobalNetwork(problems, props);
      checkNetworkOverlaps(problems, props);
    });
    const { networkName, privateServicesRange } = props;

    const { existing } = props;
    this.network = existing === undefined ? this.addNetwork(props) : undefined;
    this.networkId = this.network?.id ?? `projects/${existing?.project}/global/networks/${existing?.networkName}`;
    const identity = { networkName, networkId: this.networkId };
    this.regions = new Map(
      Object.entries(props.regions).map(([name, region]) => [name, this.addRegion(props, name, region)]),
    );
    this.firewall = this.addFirewall(props);
    if (privateServicesRange !== undefined) {
      const access = { ...identity, range: privateServicesRange, takeOver: existing === undefined };
      this.privateServiceAccess = new PrivateServiceAccess(this, "private_services", checked(access));
    }
    if (props.privateGoogleApis) {
      this.privateGoogleApis = new PrivateGoogleApis(this, "private_google_apis", identity);
    }
    warn(this, (warnings) => {
      warnOfRanges(warnings, rangesOf(props));
      if (existing !== undefined && props.privateGoogleApis) warnings.warn("privateGoogleApis", FOR_ALL);
    });
    if (existing === undefined) return;
    noteUnknownOf(this, existing, props.regions);
    this.waitFor(props.dependsOn);
  }

  private addNetwork({ networkName, internetRoutes, mtuBytes, ipv6, dependsOn }: GlobalNetworkProps): ComputeNetwork {
    return new ComputeNetwork(this, "Resource", {
      name: networkName,
      routingMode: "GLOBAL",
      autoCreateSubnetworks: false,
      deleteDefaultRoutesOnCreate: internetRoutes === false,
      mtu: mtuBytes ?? 1460,
      enableUlaInternalIpv6: ipv6 === "INTERNAL" ? true : undefined,
      dependsOn: dependsOn && [...dependsOn],
    });
  }

  /** Without a VPC that waits for them, each resource waits by itself. */
  private waitFor(dependencies: readonly ITerraformDependable[] | undefined): void {
    if (dependencies === undefined || dependencies.length === 0) return;
    const resources = this.node.findAll().filter((one) => one instanceof TerraformResource);
    for (const resource of resources) resource.dependsOn ??= dependencies.map(dependable);
  }

  public subnet(region: string): RegionalNetwork {
    return knownSubnet(this.node.path, this.regions, region);
  }

  private addRegion(props: GlobalNetworkProps, region: string, options: NetworkRegion): RegionalNetwork {
    const { subnet, nat = props.nat ?? {}, proxyOnlySubnets = {}, additionalPodRanges = {} } = options;
    const { nodes, pods, services } = options as RegionRanges;
    const ownNat = props.existing !== undefined && nat ? { ...nat, ownSubnetOnly: true } : nat;
    return new RegionalNetwork(this, region, {
      networkName: props.networkName,
      networkId: this.networkId,
      region,
      existing: subnet,
      ranges: { nodes, pods, services },
      ipv6: props.ipv6,
      flowLogs: props.flowLogs ?? {},
      nat: subnet === undefined ? ownNat : false,
      proxyOnlySubnets,
      additionalPodRanges,
      dependsOn: props.dependsOn,
    });
  }

  private addFirewall(props: GlobalNetworkProps): NetworkFirewall {
    const regions = Object.entries(props.regions).map(([region, options]) => {
      const { nodes, pods, proxyOnlySubnets = {}, additionalPodRanges = {} } = options;
      const proxyRanges = Object.values(proxyOnlySubnets);
      const ranges = [nodes, pods, ...Object.values(additionalPodRanges)].flatMap((range) => range ?? []);
      return [region, { ranges, ipv6Range: this.subnet(region).ipv6Range, proxyRanges }];
    });
    const { existing, firewall } = props;
    return new NetworkFirewall(this, "firewall_rules", {
      ...(existing === undefined ? {} : { explicitDeny: "NONE", internal: false }),
      ...(firewall === false ? {} : firewall),
      isNeeded: firewall !== false,
      ownRangesOnly: existing !== undefined,
      networkName: props.networkName,
      networkId: this.networkId,
      dualStack:
        props.ipv6 !== undefined || [...this.regions.values()].some(({ ipv6Range }) => ipv6Range !== undefined),
      loadBalancerPorts: props.loadBalancerPorts ?? [],
      dataCenters: props.dataCenterRanges ?? {},
      privateServicesRange: props.privateServicesRange,
      regions: Object.fromEntries(regions),
    });
  }
}

const FOR_ALL =
  "answers for the whole VPC: machines of others in it then reach Google's APIs at private addresses, too";

/** All ranges of a network's own, with their names: those of subnets that were there before first, as the others must give way. */
function rangesOf({ regions, privateServicesRange }: GlobalNetworkProps): readonly NamedRange[] {
  const services = privateServicesRange === undefined ? [] : [privateServicesRange];
  const all = Object.entries(regions);
  const [given, made] = [true, false].map((isGiven) =>
    all.filter(([, { subnet }]) => (subnet !== undefined) === isGiven),
  );
  return [
    ...[...(given ?? []), ...(made ?? [])].flatMap(([region, options]) => namedRegion(`regions.${region}`, options)),
    ...services.map((range) => ({ name: "privateServicesRange", range })),
  ];
}

/** All ranges of a region, named for `checkOverlaps`. */
function namedRegion(property: string, region: NetworkRegion): readonly NamedRange[] {
  return [...namedRanges(property, region), ...namedOwnRanges(property, region)];
}

/** The ranges of a region that are configured for it alone, named for `checkOverlaps`: of its proxies, and further ones for pods. */
export function namedOwnRanges(property: string, options: RegionalNetworkOptions): readonly NamedRange[] {
  const { proxyOnlySubnets = {}, additionalPodRanges = {} } = options;
  return Object.entries({ proxyOnlySubnets, additionalPodRanges }).flatMap(([option, ranges]) =>
    Object.entries(ranges).map(([name, range]) => ({ name: `${property}.${option}.${name}`, range })),
  );
}

/** Validates the options of a network, each range by itself. */
export function checkGlobalNetwork(problems: Problems, props: GlobalNetworkProps): void {
  const { networkName, regions, loadBalancerPorts = [], dataCenterRanges = {} } = props;
  if (problems.known("networkName", networkName)) checkKey(problems, "networkName", networkName, 63);
  checkGlobalNetworkOptions(problems, props);
  checkExistingNetwork(problems, props);
  checkPorts(problems, "loadBalancerPorts", loadBalancerPorts);
  for (const [region, options] of Object.entries(regions)) {
    const below = problems.at(["regions", region]);
    const { subnet } = options;
    checkRegionRanges(below, options, subnet === undefined ? RANGE_KINDS : RANGE_KINDS.filter((kind) => options[kind]));
    checkRegionalNetworkOptions(below, options, props);
  }
  for (const [dataCenter, ranges] of Object.entries(dataCenterRanges)) {
    checkPrivateRanges(problems, ["dataCenterRanges", dataCenter], ranges);
  }
}

/** Checks that no two ranges that a network knows of overlap. */
export function checkNetworkOverlaps(problems: Problems, props: GlobalNetworkProps): void {
  const foreign = Object.entries(props.dataCenterRanges ?? {}).flatMap(([dataCenter, ranges]) =>
    namedPrivateRanges(`dataCenterRanges.${dataCenter}`, ranges),
  );
  checkOverlaps(problems, [...namedOtherRanges("existing", props.existing), ...rangesOf(props), ...foreign]);
}
