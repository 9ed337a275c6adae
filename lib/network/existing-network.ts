import type { Construct } from "constructs";
import { Address6 } from "ip-address";
import { addInfo } from "../core/annotations";
import { checkAbsent } from "../core/checks";
import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";
import { checkProjectId } from "../google/project-id";
import type { RegionRanges } from "./address-plan";
import type { NetworkNatOptions } from "./cloud-nat";
import type { GlobalNetworkOptions } from "./global-network-options";
import type { SubnetAttributes } from "./i-global-network";
import { checkPrivateRanges, type NamedRange, namedPrivateRanges } from "./range-checks";

/** A VPC that was there before. It is never changed or destroyed: subnets, firewall rules and the like are made in it. */
export interface ExistingNetwork {
  /** The name of the VPC, without its project. A change replaces what is made in it. */
  readonly networkName: string;

  /**
   * The project that owns the VPC: the host project of a Shared VPC. Subnets, rules, routers and links are made there; clusters
   * and load balancers are not. A change replaces what is made in the VPC.
   *
   * @default - the project of the platform, or of the stack; required for a `GlobalNetwork` in a stack of your own
   */
  readonly project?: string;

  /**
   * The private IPv4 ranges that others have in the VPC or in what it is connected to, by a name of yours. No subnet that is made takes one
   * of them.
   *
   * @default - not known: whether a subnet takes one of them is not judged
   */
  readonly otherRanges?: { readonly [name: string]: readonly string[] };
}

/** A subnet that was there before, in a VPC that was there before. */
export interface ExistingSubnet extends SubnetAttributes {
  /**
   * Its IPv6 prefix, a /64, if it is dual-stack: a cluster in it can then have `stackType: "IPV4_IPV6"`, and firewall rules are made
   * for it, too.
   *
   * @default - it has IPv4 only
   */
  readonly ipv6Range?: string;
}

/** A region as far as it is about a subnet that was there before. */
interface Region extends Partial<RegionRanges> {
  readonly subnet?: ExistingSubnet;
  readonly nat?: NetworkNatOptions | false;
}

type Regions = { readonly [region: string]: Region };

interface Options extends GlobalNetworkOptions {
  readonly existing?: ExistingNetwork;
  readonly regions: Regions;
}

const ONLY_AT_CREATION = "beside existing: it takes effect only when the VPC is made";
const NO_SUBNETS = "where each region has a subnet: it is for subnets that are made here";

/** Validates a VPC that was there before, and the options that mean something else in it, or nothing. */
export function checkExistingNetwork(problems: Problems, options: Options): void {
  const { existing, mtuBytes, internetRoutes, ipv6, flowLogs, nat, firewall } = options;
  const regions = Object.entries(options.regions);
  for (const [region, { subnet, nat: ofRegion }] of regions) {
    const below = problems.at(["regions", region]);
    if (subnet !== undefined) {
      checkAbsent(below, "nat", ofRegion, "beside subnet: it is for a subnet that is made here");
    } else if (ofRegion && existing !== undefined) checkOwnSubnetOnly(below.at("nat"), ofRegion);
    if (existing === undefined) {
      checkAbsent(below, "subnet", subnet, "without existing, the VPC that the subnet is in");
    } else if (subnet !== undefined) checkExistingSubnet(below.at("subnet"), subnet, region, existing);
  }
  if (existing === undefined) return;
  checkVpc(problems.at("existing"), existing);
  // Not by checkAbsent: false is as much without effect as true.
  for (const [property, value] of Object.entries({ mtuBytes, internetRoutes })) {
    if (value !== undefined) problems.refuse(property, value, `nothing ${ONLY_AT_CREATION}`, "unexpected");
  }
  if (firewall !== undefined && firewall !== false) {
    const allowed = '"NONE" or nothing beside existing: the rule would deny what others in the VPC are allowed';
    const isNone = (value: unknown) => value === undefined || value === "NONE";
    problems.check("firewall.explicitDeny", firewall.explicitDeny, isNone, allowed, "unexpected");
  }
  if (nat) checkOwnSubnetOnly(problems.at("nat"), nat);
  if (regions.length === 0 || regions.some(([, { subnet }]) => subnet === undefined)) return;
  for (const [property, value] of Object.entries({ nat, flowLogs, ipv6 })) {
    checkAbsent(problems, property, value, NO_SUBNETS);
  }
}

function checkOwnSubnetOnly(problems: Problems, { ownSubnetOnly }: NetworkNatOptions): void {
  const allowed = "true or nothing beside existing: other subnets of the VPC are not served";
  problems.check("ownSubnetOnly", ownSubnetOnly, (value) => value !== false, allowed, "unexpected");
}

function checkVpc(problems: Problems, { networkName, project, otherRanges = {} }: ExistingNetwork): void {
  const name = networkName.split("/").at(-1);
  problems.check("networkName", networkName, isName, `its name alone: "${name}"`, "name");
  if (problems.known("project", project)) {
    if (project === undefined) problems.refuse("project", project, "the project that owns the VPC");
    else checkProjectId(problems, "project", project);
  }
  for (const [owner, ranges] of Object.entries(otherRanges)) {
    checkPrivateRanges(problems, ["otherRanges", owner], ranges);
  }
}

function checkExistingSubnet(
  problems: Problems,
  { subnetName, ipv6Range }: ExistingSubnet,
  region: string,
  { project }: ExistingNetwork,
): void {
  const [, itsProject, itsRegion, name] =
    /projects\/([^/]+)\/regions\/([^/]+)\/subnetworks\/([^/]+)$/.exec(subnetName) ?? [];
  const ofProject = project === undefined || itsProject === undefined || itsProject === project;
  if (!ofProject) {
    problems.refuse("subnetName", subnetName, `a subnet of the VPC's project, ${project}`, "name");
  } else if (itsRegion !== undefined && itsRegion !== region) {
    problems.refuse("subnetName", subnetName, `a subnet of the region, ${region}`, "name");
  } else {
    const example = name ?? subnetName.split("/").at(-1);
    problems.check("subnetName", subnetName, isName, `its name alone: "${example}"`, "name");
  }
  if (ipv6Range !== undefined) {
    const isPrefix = (text: string) => Address6.isValid(text) && text.endsWith("/64");
    problems.check("ipv6Range", ipv6Range, isPrefix, 'an IPv6 range of /64: "2600:1900:4000:1::/64"', "range");
  }
}

function isName(text: string): boolean {
  return /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
}

/** What others have of the VPC, named for `checkOverlaps`. */
export function namedOtherRanges(property: string, existing: ExistingNetwork | undefined): readonly NamedRange[] {
  return Object.entries(existing?.otherRanges ?? {}).flatMap(([name, ranges]) =>
    namedPrivateRanges(`${property}.otherRanges.${name}`, ranges),
  );
}

/** Notes on a construct what is not known of a VPC that was there before, and so is not judged. */
export function noteUnknownOf(
  construct: Construct,
  { networkName, project, otherRanges }: ExistingNetwork,
  regions: Regions,
): void {
  const note = (text: string) => addInfo(construct, text);
  const all = Object.entries(regions);
  if (otherRanges === undefined && all.some(([, { subnet }]) => subnet === undefined)) {
    const vpc = isUnknown(networkName) ? `The VPC of ${project}` : `The VPC ${networkName} of ${project}`;
    note(
      `${vpc}: existing.otherRanges does not say which ranges others have in it, so whether a subnet that is made takes one of them is not judged.`,
    );
  }
  for (const [region, { subnet, nodes, pods, services }] of all) {
    if (subnet === undefined) continue;
    const missing = Object.entries({ nodes, pods, services }).filter(([, range]) => range === undefined);
    if (missing.length === 0) continue;
    const kinds = missing.map(([kind]) => kind);
    const [are, them] = kinds.length === 1 ? ["is", "it"] : ["are", "them"];
    const which = `its range${kinds.length === 1 ? "" : "s"} for ${inWords(kinds)} ${are} not known`;
    const hasNoRule = nodes === undefined || pods === undefined;
    const rule = hasNoRule ? ", and no firewall rule that is made here is for those addresses" : "";
    const name = isUnknown(subnet.subnetName) ? "of" : `${subnet.subnetName} in`;
    note(`The subnet ${name} ${region}: ${which}, so overlaps and capacity are not judged by ${them}${rule}.`);
  }
}

function inWords(words: readonly string[]): string {
  return [words.slice(0, -1).join(", "), words.at(-1)].filter(Boolean).join(" and ");
}
