import { prefixLength } from "../core/address-ranges";
import { checkAbsent, checkOneOf, checkRange, checkWholeNumber } from "../core/checks";
import { checkKey } from "../core/names";
import type { Problems } from "../core/problems";
import { checkNetworkNat, type NetworkNatOptions } from "./cloud-nat";
import { checkFlowLogOptions, type FlowLogOptions } from "./flow-logs";
import { PODS_RANGE_NAME, SERVICES_RANGE_NAME } from "./i-global-network";
import { checkNetworkFirewallOptions, type NetworkFirewallOptions } from "./network-firewall";
import { checkPrivateServicesRange } from "./private-service-access";

/**
 * Which IPv6 addresses a dual-stack network has: `INTERNAL` ones of its own /48, which the Internet never sees, or
 * `EXTERNAL` ones, which it does see and the firewall alone keeps away.
 */
export type Ipv6Access = "INTERNAL" | "EXTERNAL";

/** Who a proxy-only subnet is for: internal load balancers of one region, or of all. */
export type ProxyOnlyPurpose = "REGIONAL_MANAGED_PROXY" | "GLOBAL_MANAGED_PROXY";

/** Options of a network as a whole. */
export interface GlobalNetworkOptions {
  /**
   * Whether the network keeps its default routes to the Internet. Without them Cloud NAT has no way out: set `nat` to
   * `false` and `privateGoogleApis` to `true`, and pull images from Google's registries only.
   *
   * Takes effect only at creation: Google deletes the routes when it creates the network. A later change does nothing.
   *
   * @default true
   */
  readonly internetRoutes?: boolean;

  /**
   * The largest packet, 1300 to 8896 bytes. Machines must be stopped and started to take up another.
   *
   * @default 1460 - which every path takes, VPN tunnels and the Internet included
   */
  readonly mtuBytes?: number;

  /**
   * IPv6 beside IPv4 in all subnets. Decide on `INTERNAL` before the network is made: Google gives a network its own /48
   * at its creation only, and Terraform would make the network anew.
   *
   * @default - IPv4 only: the load balancer has IPv6 for users anyway
   */
  readonly ipv6?: Ipv6Access;

  /**
   * VPC flow logs of all subnets, or `false` for none.
   *
   * @default - a tenth of the flows, every 5 seconds
   */
  readonly flowLogs?: FlowLogOptions | false;

  /**
   * Cloud NAT in each region, or `false` for none: nodes then reach nothing outside but Google's APIs.
   *
   * @default - on, with addresses that Google takes
   */
  readonly nat?: NetworkNatOptions | false;

  /**
   * What the firewall lets through, beside Google's load balancers to the container ports; or `false` for no rule at all, where the
   * firewall is managed elsewhere. In a VPC that was there before, rules only allow, and only to addresses of the network's own regions.
   *
   * @default - nodes and pods of all regions among each other; all else is denied, and the denials logged. In a VPC that was there before, the
   * load balancers alone
   */
  readonly firewall?: NetworkFirewallOptions | false;

  /**
   * A range for Cloud SQL, Memorystore and the like, /24 or larger; they run in networks of Google's beside this one.
   *
   * @default - none
   */
  readonly privateServicesRange?: string;

  /**
   * Whether Google's APIs, its registries and the DNS endpoints of control planes are asked at private.googleapis.com, by private
   * DNS zones and a route.
   *
   * @default false - subnets reach the APIs' public addresses without leaving Google's network
   */
  readonly privateGoogleApis?: boolean;
}

/** Options of a network in one region. */
export interface RegionalNetworkOptions {
  /**
   * Cloud NAT of this region, or `false` for none.
   *
   * @default - the network's
   */
  readonly nat?: NetworkNatOptions | false;

  /**
   * Ranges for the proxies of internal Application Load Balancers, by purpose. Google advises a /23, at least a /26.
   *
   * @default - none
   */
  readonly proxyOnlySubnets?: { readonly [purpose in ProxyOnlyPurpose]?: string };

  /**
   * Further ranges for pods, by the name of the subnet's secondary range: for a cluster that has outgrown its range, as
   * `additionalPodRanges` of the cluster or `podRange` of a pool. Each is a /24 or larger.
   *
   * @default - none
   */
  readonly additionalPodRanges?: { readonly [name: string]: string };
}

const WITHOUT_ROUTES = "false where internetRoutes is false: it has no way out";

/** Validates the options of a network. */
export function checkGlobalNetworkOptions(problems: Problems, options: GlobalNetworkOptions): void {
  const { mtuBytes = 1460, ipv6, flowLogs, nat, firewall, privateServicesRange, internetRoutes } = options;
  checkWholeNumber(problems, "mtuBytes", mtuBytes, [1300, 8896]);
  if (ipv6 !== undefined && problems.known("ipv6", ipv6)) {
    checkOneOf(problems, "ipv6", ipv6, ["INTERNAL", "EXTERNAL"]);
  }
  if (flowLogs) checkFlowLogOptions(problems.at("flowLogs"), flowLogs);
  if (nat) checkNetworkNat(problems.at("nat"), nat);
  if (nat) {
    const reason = "here: a static address is of one region, so give it to the region";
    checkAbsent(problems, "nat.addresses", nat.addresses, reason);
  }
  if (firewall) checkNetworkFirewallOptions(problems.at("firewall"), firewall);
  if (privateServicesRange !== undefined) {
    checkPrivateServicesRange(problems, "privateServicesRange", privateServicesRange);
  }
  if (internetRoutes === false) {
    const allowed = "true where internetRoutes is false: nodes find Google's APIs there, and nowhere else";
    problems.check("privateGoogleApis", options.privateGoogleApis, (value) => value === true, allowed, "unexpected");
    problems.check("nat", nat, (value) => value === false, WITHOUT_ROUTES, "unexpected");
  }
  checkEgress(problems, options);
}

function checkEgress(problems: Problems, { firewall, privateGoogleApis }: GlobalNetworkOptions): void {
  if (firewall === false || firewall?.explicitDeny !== "INGRESS_AND_EGRESS") return;
  const allowed = 'true where firewall.explicitDeny is "INGRESS_AND_EGRESS": nodes reach Google\'s APIs there';
  problems.check("privateGoogleApis", privateGoogleApis, (value) => value === true, allowed, "unexpected");
}

/** Validates the options of a network in one region. */
export function checkRegionalNetworkOptions(
  problems: Problems,
  options: RegionalNetworkOptions,
  { internetRoutes }: GlobalNetworkOptions,
): boolean {
  const { nat, proxyOnlySubnets = {}, additionalPodRanges = {} } = options;
  if (nat) {
    checkNetworkNat(problems.at("nat"), nat);
    if (internetRoutes === false) problems.refuse("nat", nat, WITHOUT_ROUTES, "unexpected");
  }
  const sound = Object.entries(proxyOnlySubnets).map(([purpose, range]) => {
    const below = problems.at("proxyOnlySubnets");
    return (
      checkOneOf(below, purpose, purpose, ["REGIONAL_MANAGED_PROXY", "GLOBAL_MANAGED_PROXY"]) &&
      checkRange(below, purpose, range, "10.60.0.0/23") &&
      below.check(purpose, range, (text) => prefixLength(text) <= 26, "a range of /26 or larger", "range")
    );
  });
  const below = problems.at("additionalPodRanges");
  const ranges = Object.entries(additionalPodRanges).map(([name, range]) => {
    const isFree = ![PODS_RANGE_NAME, SERVICES_RANGE_NAME].includes(name);
    if (!isFree) return below.refuse([name], name, "another name: the subnet has a range of this one", "name");
    const isLarge = (text: string) => prefixLength(text) <= 24;
    checkKey(below, [name], name, 63);
    return (
      checkRange(below, [name], range, "10.56.0.0/16") &&
      below.check([name], range, isLarge, "a range of /24 or larger", "range")
    );
  });
  return [...sound, ...ranges].every(Boolean);
}
