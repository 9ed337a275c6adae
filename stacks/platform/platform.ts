import type { Problems } from "../../lib/core/problems";
import { checked } from "../../lib/core/validate";
import type { GlobalLoadBalancerOptions } from "../../lib/load-balancing/global-load-balancer";
import { type SubnetAttributes, subnetName } from "../../lib/network/i-global-network";
import type { NetworkReference } from "../network-reference";
import type { CommonStackProps, PlatformStackProps } from "../platform-stack";
import type { HybridPlatformProps } from "./hybrid-platform-props";

/** One environment and its options: what each part of a platform is made from. */
export interface Platform {
  /** The path of the platform's construct, for problems that are found later. */
  readonly path: string;
  readonly environment: string;
  readonly props: HybridPlatformProps;
  /** The options of all stacks. */
  readonly common: CommonStackProps;
  /** The clusters whose region exists: of the others nothing but the region is refused. None where the platform has none. */
  readonly clusters: NonNullable<HybridPlatformProps["clusters"]>;
  /** The services; none where the platform has none. */
  readonly services: NonNullable<HybridPlatformProps["services"]>;
}

/** The options of a stack in Google Cloud. That the project is missing is refused once, for the whole platform. */
export function inGoogle({ common }: Platform): PlatformStackProps {
  return { ...common, google: common.google ?? { project: "" } };
}

/** Whether a platform has a load balancer of its own. */
export function hasLoadBalancer({ services, loadBalancer }: HybridPlatformProps): boolean {
  return services !== undefined && loadBalancer !== false;
}

/** Whether it is known what users ask for. */
export function hasDemand({ analysis = {} }: HybridPlatformProps): boolean {
  return analysis.demand !== undefined || analysis.demandPerHostName !== undefined;
}

/** Whether what Google Cloud can take matters: it is known what users ask for, or what a node can take. */
export function isCapacityJudged(props: HybridPlatformProps): boolean {
  return hasDemand(props) || props.analysis?.requestsPerSecondPerNode !== undefined;
}

/** Whether a platform has records in Route 53. */
export function hasDns({ services, hostedZone }: HybridPlatformProps): boolean {
  return services !== undefined && hostedZone !== undefined;
}

/** The options of a platform's load balancer; none where it has none. */
export function loadBalancerOf({ loadBalancer }: HybridPlatformProps): GlobalLoadBalancerOptions {
  return loadBalancer === undefined || loadBalancer === false ? {} : loadBalancer;
}

/** The platform's network, as the stacks know it that need one. */
export function networkNamesOf({ environment, props }: Platform): NetworkReference & { readonly networkName: string } {
  const existing = props.network?.existing;
  if (existing === undefined) return { networkName: environment };
  return { networkName: existing.networkName, networkProject: existing.project };
}

/** The subnet of a region in a VPC that was there before; in one of the platform's own, stacks know it by the names of both. */
export function subnetOf({ environment, props, clusters }: Platform, region: string): SubnetAttributes | undefined {
  if (props.network?.existing === undefined) return undefined;
  return clusters[region]?.subnet ?? { subnetName: subnetName(environment, region) };
}

/** The name of the cluster in a region. It ties the stacks together, which know each other by names alone. */
export function clusterNameOf(environment: string, region: string): string {
  return `${environment}-${region}`;
}

/** The pools that a platform makes in a cluster. */
export function nodePoolsOf<Pools>({ nodePools }: { readonly nodePools?: Pools }): Pools | Record<string, never> {
  return nodePools ?? {};
}

/**
 * Lets a stack's own check validate its options, before there is a stack: it is made of what this returns, checks it no more, and
 * shows the warnings.
 *
 * @param problems the problems of the platform, in which the options of the stack have the names that the user knows
 */
export function checkedPart<Props extends CommonStackProps>(
  problems: Problems,
  props: Props,
  check: (problems: Problems, props: Props) => void,
): Props {
  return checked(
    props,
    problems.warningsOf((below) => check(below.except("google", "aws", "labels", "state"), props)),
  );
}
