import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { type IResolvable, ref, type TerraformStack } from "cdktf";
import {
  GlobalNetwork,
  type NodePoolOptions,
  RegionalCluster,
  type RegionalClusterOptions,
  type RegionalClusterProps,
} from "../../index";
import { Problems } from "../../lib/core/problems";
import { type Block, refusalOf, resourceOf, synthesizeStack } from "./synthesize";

/** A region where this version knows zones with nearly every GPU. */
export const REGION = "europe-west4";

/** The least that a cluster needs. */
export const CLUSTER: RegionalClusterProps = {
  project: "acme-test",
  clusterName: "test",
  subnet: GlobalNetwork.fromGlobalNetworkAttributes({ project: "acme-test", networkName: "test" }).subnet(REGION),
};

/** The least that a pool needs. */
export const POOL: NodePoolOptions = {
  machineType: "n2-standard-8",
  autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 60 },
};

/** What only Terraform knows: a token for a variable. */
export function later(name: string): IResolvable {
  return ref(`var.${name}`);
}

/** The same in Terraform's JSON. */
export function variable(name: string): string {
  return `\${var.${name}}`;
}

/** A stack with these constructs and Google's provider. */
export function synthesizeGoogle(build: (stack: TerraformStack) => void): Block {
  return synthesizeStack((stack) => {
    new GoogleProvider(stack, "google", {});
    build(stack);
  });
}

/** A cluster with these options, and what is added to it. */
export function synthesizeCluster(
  options: RegionalClusterOptions,
  add: (cluster: RegionalCluster, stack: TerraformStack) => void = () => {},
): Block {
  return synthesizeGoogle((stack) => add(new RegionalCluster(stack, "cluster", { ...CLUSTER, ...options }), stack));
}

/** The cluster's JSON. */
export function clusterWith(options: RegionalClusterOptions, pools: Record<string, NodePoolOptions> = {}): Block {
  return resourceOf(synthesizeCluster(options, adding(pools)), "google_container_cluster");
}

/** The JSON of the only pool of a cluster. */
export function poolWith(options: Partial<NodePoolOptions>, cluster: RegionalClusterOptions = {}): Block {
  const stack = synthesizeCluster(cluster, adding({ pool: { ...POOL, ...options } }));
  return resourceOf(stack, "google_container_node_pool");
}

/** What a cluster with these options and pools warns of, without the place. */
export function warningsOf(options: RegionalClusterOptions, pools: Record<string, NodePoolOptions> = {}): string[] {
  const { annotations } = synthesizeCluster(options, adding(pools));
  return annotations.map(({ message }: Block) => message);
}

/** What a pool warns of. */
export function poolWarnings(options: Partial<NodePoolOptions>, cluster: RegionalClusterOptions = {}): string[] {
  return warningsOf(cluster, { pool: { ...POOL, ...options } });
}

/** How a cluster is refused, without the place. */
export function clusterRefusal(options: RegionalClusterOptions): string[] {
  return refusalOf(() => synthesizeCluster(options)).map((line) => line.replace("stack/cluster: ", ""));
}

/** How a pool is refused, without the place. */
export function poolRefusal(options: Partial<NodePoolOptions>, cluster: RegionalClusterOptions = {}): string[] {
  const program = () => synthesizeCluster(cluster, adding({ pool: { ...POOL, ...options } }));
  return refusalOf(program).map((line) => line.replace("stack/cluster: nodePools.pool.", ""));
}

/** The properties that a check refuses. */
export function refusedBy(check: (problems: Problems) => void): string[] {
  try {
    Problems.of("", check);
  } catch (error) {
    return (error as { problems: { property: string }[] }).problems.map(({ property }) => property);
  }
  return [];
}

function adding(pools: Record<string, NodePoolOptions>): (cluster: RegionalCluster) => void {
  return (cluster) => {
    for (const [name, options] of Object.entries(pools)) cluster.addNodePool(name, options);
  };
}
