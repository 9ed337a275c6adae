import { ComputeFirewall, type ComputeFirewallConfig } from "@cdktf/provider-google/lib/compute-firewall";
import { Construct } from "constructs";
import { checkOneOf, checkPort } from "../core/checks";
import { resourceName } from "../core/names";
import type { Problems } from "../core/problems";
import { EVERYWHERE } from "../core/special-ranges";
import { FRONT_END_RANGES, IAP_RANGE, PRIVATE_GOOGLE_APIS } from "../google/front-ends";

/** SSH and Remote Desktop. */
const IAP_PORTS = [22, 3389];

/** After every other rule, before the implied rules of a VPC (65535). */
const LAST_PRIORITY = 65_534;

/** Google's own default, which GKE's rules have too. */
const ALLOW_PRIORITY = 1000;

/** Which directions have a rule that denies what no other allows, with a log. */
export type ExplicitDeny = "NONE" | "INGRESS" | "INGRESS_AND_EGRESS";

/** Options of the firewall. */
export interface NetworkFirewallOptions {
  /**
   * Rules at the lowest priority that deny what no other rule allows, and log it. A VPC denies incoming traffic by
   * itself, but without a trace.
   *
   * With `INGRESS_AND_EGRESS`, nodes and pods reach each other, the data centres, private services and
   * private.googleapis.com; whatever else they need outside, the Internet included, is a rule of your own.
   *
   * @default "INGRESS"
   */
  readonly explicitDeny?: ExplicitDeny;

  /**
   * Whether nodes and pods of all regions reach each other on all ports. GKE's own rules stop at the cluster.
   *
   * @default true - clusters of one platform fail over to each other; network policies decide between pods
   */
  readonly internal?: boolean;

  /**
   * Whether Identity-Aware Proxy reaches SSH and Remote Desktop of the nodes: 22 and 3389.
   *
   * @default false
   */
  readonly iap?: boolean;

  /**
   * The TCP ports that the data centres' private ranges reach, 1 to 65535.
   *
   * @default - none
   */
  readonly dataCenterPorts?: readonly number[];
}

/** A region as the firewall sees it. */
export interface FirewallRegion {
  /** The ranges of its nodes and pods. */
  readonly ranges: readonly string[];
  /** The IPv6 prefix of its subnet, in a dual-stack network. */
  readonly ipv6Range?: string;
  /** The ranges of its proxy-only subnets. */
  readonly proxyRanges: readonly string[];
}

export interface NetworkFirewallProps extends NetworkFirewallOptions {
  /** Whether there are rules at all. */
  readonly isNeeded: boolean;
  /** Whether the rules for incoming traffic are for the ranges of these regions alone, and not for all machines of the VPC. */
  readonly ownRangesOnly: boolean;
  /** The name of the network, with which the names of the rules start. */
  readonly networkName: string;
  /** The network: `projects/P/global/networks/N`. */
  readonly networkId: string;
  /** Whether the network has IPv6 as well. */
  readonly dualStack: boolean;
  /** The container ports that load balancers reach. */
  readonly loadBalancerPorts: readonly number[];
  /** The private ranges of each data centre, by its name. */
  readonly dataCenters: { readonly [name: string]: readonly string[] };
  /** The regions, by name. */
  readonly regions: { readonly [region: string]: FirewallRegion };
  /**
   * The range of private services, which nodes reach even where outgoing traffic is denied.
   *
   * @default - none
   */
  readonly privateServicesRange?: string;
}

type Rule = Pick<ComputeFirewallConfig, "description" | "allow" | "deny" | "priority"> & {
  readonly direction?: "INGRESS" | "EGRESS";
  readonly log?: boolean;
};

/**
 * The firewall of a network: what is not allowed is denied.
 *
 * The rules are plain VPC firewall rules, not those of a network firewall policy: a rule of a policy is known by its
 * priority, so each region and data centre would need a number of its own for ever, where here it has its name. GKE writes
 * rules of the same kind. A policy of your organization applies beside them and loses nothing.
 */
export class NetworkFirewall extends Construct {
  /** The rules, by their names without that of the network: `google-front-ends`, `data-center-paris-ingress`. */
  public readonly rules: ReadonlyMap<string, ComputeFirewall>;

  private readonly added = new Map<string, ComputeFirewall>();
  private readonly denied: readonly ("INGRESS" | "EGRESS")[];

  /** @internal */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: NetworkFirewallProps,
  ) {
    super(scope, id);
    this.rules = this.added;
    const { explicitDeny = "INGRESS" } = props;
    this.denied = explicitDeny === "NONE" ? [] : explicitDeny === "INGRESS" ? ["INGRESS"] : ["INGRESS", "EGRESS"];
    if (!props.isNeeded) return;
    this.denyTheRest();
    this.allowGoogle();
    for (const [region, options] of Object.entries(props.regions)) this.allowRegion(region, options);
    for (const [name, ranges] of Object.entries(props.dataCenters)) this.allowDataCenter(name, ranges);
  }

  private denyTheRest(): void {
    for (const direction of this.denied) {
      const rule = { direction, priority: LAST_PRIORITY, deny: [{ protocol: "all" }], log: true };
      const name = `deny-${direction.toLowerCase()}`;
      const description = "What no other rule allows";
      this.add(this, name, [EVERYWHERE.ipv4], { ...rule, description });
      if (this.props.dualStack) this.add(this, `${name}-ipv6`, [EVERYWHERE.ipv6], { ...rule, description });
    }
  }

  private allowGoogle(): void {
    const { loadBalancerPorts, dualStack, privateServicesRange, iap = false } = this.props;
    if (loadBalancerPorts.length > 0) {
      const description = "Google's load balancers and their health checks to the pods";
      const rule = { description, allow: tcp(loadBalancerPorts) };
      this.add(this, "google-front-ends", FRONT_END_RANGES.ipv4, rule);
      if (dualStack) this.add(this, "google-front-ends-ipv6", FRONT_END_RANGES.ipv6, rule);
    }
    if (iap) {
      const description = "Identity-Aware Proxy to SSH and Remote Desktop";
      this.add(this, "identity-aware-proxy", [IAP_RANGE], { description, allow: tcp(IAP_PORTS), log: true });
    }
    if (this.denied.includes("EGRESS")) {
      const description = "Nodes to Google's APIs";
      this.add(this, "google-apis", [PRIVATE_GOOGLE_APIS.range], { ...EGRESS, description, allow: tcp([443]) });
      if (privateServicesRange !== undefined) {
        const rule = { ...EGRESS, description: "Nodes and pods to Cloud SQL and the like", allow: ALL };
        this.add(this, "private-services", [privateServicesRange], rule);
      }
    }
  }

  /** A rule per region, so that another region adds a rule and changes none. */
  private allowRegion(region: string, { ranges, ipv6Range, proxyRanges }: FirewallRegion): void {
    const scope = new Construct(this, region);
    const { internal = true, loadBalancerPorts } = this.props;
    if (internal && ranges.length > 0) {
      const rule = { description: `Nodes and pods of ${region} to all nodes and pods`, allow: ALL };
      this.add(scope, "internal", ranges, rule);
      if (ipv6Range !== undefined) this.add(scope, "internal-ipv6", [ipv6Range], rule);
    }
    if (proxyRanges.length > 0 && loadBalancerPorts.length > 0) {
      const description = `Proxies of internal load balancers in ${region} to the pods`;
      this.add(scope, "proxies", proxyRanges, { description, allow: tcp(loadBalancerPorts) });
    }
    if (this.denied.includes("EGRESS")) {
      const rule = { ...EGRESS, description: `All nodes and pods to those of ${region}`, allow: ALL };
      this.add(scope, "internal-egress", ranges, rule);
      if (ipv6Range !== undefined) this.add(scope, "internal-egress-ipv6", [ipv6Range], rule);
    }
  }

  private allowDataCenter(name: string, ranges: readonly string[]): void {
    if (ranges.length === 0) return;
    const { dataCenterPorts = [] } = this.props;
    const scope = new Construct(this, `data_center_${name}`);
    if (dataCenterPorts.length > 0) {
      const description = `The data centre ${name} to nodes and pods`;
      this.add(scope, "ingress", ranges, { description, allow: tcp(dataCenterPorts) });
    }
    if (this.denied.includes("EGRESS")) {
      this.add(scope, "egress", ranges, { ...EGRESS, description: `Nodes and pods to ${name}`, allow: ALL });
    }
  }

  /** The ranges of all regions, of one family: no rule has both. */
  private ownRanges(isIpv6: boolean): string[] {
    const all = Object.values(this.props.regions);
    return isIpv6 ? all.flatMap(({ ipv6Range }) => ipv6Range ?? []) : all.flatMap(({ ranges }) => ranges);
  }

  /** A rule whose construct id is its name with underscores, below the part of the network that it is for. */
  private add(scope: Construct, name: string, ranges: readonly string[], { log, direction, ...allowed }: Rule): void {
    const { networkName, networkId, ownRangesOnly } = this.props;
    const protectedRanges = ownRangesOnly ? this.ownRanges(name.endsWith("-ipv6")) : undefined;
    if (protectedRanges?.length === 0) return;
    const part = scope === this ? [] : [scope.node.id.replaceAll("_", "-")];
    const incoming = direction !== "EGRESS";
    const rule = new ComputeFirewall(scope, name.replaceAll("-", "_"), {
      ...allowed,
      name: resourceName(63, networkName, ...part, name),
      network: networkId,
      direction: direction ?? "INGRESS",
      priority: allowed.priority ?? ALLOW_PRIORITY,
      sourceRanges: incoming ? [...ranges] : undefined,
      destinationRanges: incoming ? protectedRanges : [...ranges],
      logConfig: log ? { metadata: "INCLUDE_ALL_METADATA" } : undefined,
    });
    this.added.set([...part, name].join("-"), rule);
  }
}

const EGRESS = { direction: "EGRESS" } as const;

const ALL = [{ protocol: "all" }];

function tcp(ports: readonly number[]): { protocol: string; ports: string[] }[] {
  const sorted = [...new Set(ports)].sort((one, other) => one - other);
  return [{ protocol: "tcp", ports: sorted.map(String) }];
}

/** Validates the options of the firewall. */
export function checkNetworkFirewallOptions(problems: Problems, options: NetworkFirewallOptions): void {
  const { explicitDeny, dataCenterPorts } = options;
  if (explicitDeny !== undefined && problems.known("explicitDeny", explicitDeny)) {
    checkOneOf(problems, "explicitDeny", explicitDeny, ["NONE", "INGRESS", "INGRESS_AND_EGRESS"]);
  }
  if (dataCenterPorts !== undefined) checkPorts(problems, "dataCenterPorts", dataCenterPorts);
}

/** Checks ports. A list that Terraform makes could be empty, and then there would be no rule. */
export function checkPorts(problems: Problems, property: string, ports: readonly number[]): void {
  if (!problems.known(property, ports)) return;
  for (const port of ports) checkPort(problems, property, port);
}
