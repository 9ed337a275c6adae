import { ContainerNodePool, type ContainerNodePoolNodeConfig } from "@cdktf/provider-google/lib/container-node-pool";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { checkKey } from "../../core/names";
import type { Problems, Warnings } from "../../core/problems";
import { isUnknown } from "../../core/tokens";
import { validateProps, warn } from "../../core/validate";
import { CLOUD_PLATFORM_SCOPE } from "../../google/hosts";
import type { IRegionalCluster } from "../cluster/i-regional-cluster";
import { acceleratorConfig, warnOfGpus } from "../gpus/gpu-options";
import { kindOf, zonesWith } from "../gpus/known-accelerators";
import { oddVcpus } from "./machine-series";
import { nodeAutoscalingConfig } from "./node-autoscaling";
import { diskConfig, unwatchedDisks } from "./node-disks";
import { imageConfig } from "./node-images";
import { labelConfig } from "./node-labels";
import { networkConfig, networkNodeConfig, warnOfNodeNetwork } from "./node-network";
import { checkNodePoolOptions, type NodePoolOptions, type NodePoolSurroundings, zonesOf } from "./node-pool-options";
import { systemConfig } from "./node-system";
import { managementConfig, poolUpgradeConfig } from "./node-upgrade";
import { isTakenWhereverThereIsRoom, purchaseConfig, purchasedNodeConfig } from "./purchase-options";

/** Google's limit for the names of node pools. */
const MAX_NAME_LENGTH = 40;

export interface NodePoolProps extends NodePoolOptions {
  /** The pool's name, unique in its cluster: up to 40 lower-case letters, digits and hyphens. A change replaces the pool. */
  readonly poolName: string;

  /** The cluster, made here or elsewhere. A change replaces the pool. */
  readonly cluster: IRegionalCluster;

  /**
   * What must exist before the pool.
   *
   * @default - nothing but the cluster
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * A group of equal nodes that grows and shrinks with the pods that wait for one.
 *
 * `RegionalCluster.addNodePool()` makes one; by itself it adds one to a cluster that is made elsewhere.
 */
export class NodePool extends Construct {
  /** The node pool. */
  public readonly nodePool: ContainerNodePool;
  /** The zones where its nodes are. */
  public readonly zones: readonly string[];

  constructor(scope: Construct, id: string, props: NodePoolProps) {
    super(scope, id);
    validateProps(this, "NodePoolProps", props, (problems) => {
      if (problems.known("poolName", props.poolName)) checkKey(problems, "poolName", props.poolName, MAX_NAME_LENGTH);
      checkNodePoolOptions(problems, props, props.cluster);
      checkNodeAccount(problems, props);
    });
    const { cluster, autoscaling, maxPodsPerNode } = props;
    this.zones = zonesOf(props, cluster.region, cluster.zones);
    warn(this, (warnings) => this.warn(warnings, props));

    this.nodePool = new ContainerNodePool(this, "Resource", {
      name: props.poolName,
      project: cluster.project,
      cluster: cluster.clusterId,
      location: cluster.location ?? cluster.region,
      nodeLocations: [...this.zones],
      ...nodeAutoscalingConfig(autoscaling, this.zones, isTakenWhereverThereIsRoom(props) ? "ANY" : "BALANCED"),
      maxPodsPerNode,
      management: managementConfig(props),
      upgradeSettings: poolUpgradeConfig(props),
      networkConfig: networkConfig(props),
      nodeConfig: nodeConfig(props),
      ...purchaseConfig(props),
      // The count is the autoscaler's from the first day; a new value here would replace the pool.
      lifecycle: { ignoreChanges: ["initial_node_count", ...unwatchedDisks(props)] },
      dependsOn: props.dependsOn && [...props.dependsOn],
    });
  }

  private warn(warnings: Warnings, props: NodePoolProps): void {
    warnOfGpus(warnings, props);
    warnOfMachineType(warnings, props.machineType);
    warnOfZones(warnings, props, this.zones);
    warnOfNodeNetwork(warnings, props);
    if (props.cluster.workloadIdentity === false) {
      warnings.warn("cluster.workloadIdentity", "without it, pods have the roles of the account of their nodes");
    }
  }
}

/** Validates that there is an account for the nodes: without one, they would have Google's default account, which may do much. */
function checkNodeAccount(problems: Problems, { serviceAccount, cluster }: NodePoolProps): void {
  if (serviceAccount !== undefined || cluster.nodeServiceAccountEmail !== undefined) return;
  const expected = "the address of a service account, or nodeServiceAccountEmail at the cluster";
  problems.refuse("serviceAccount", serviceAccount, expected, "name");
}

/** Validates the name and the options of a node pool. */
export function checkNodePool(
  problems: Problems,
  poolName: string,
  options: NodePoolOptions,
  cluster: NodePoolSurroundings,
): void {
  if (!problems.known("poolName", poolName)) return;
  checkKey(problems, poolName, poolName, MAX_NAME_LENGTH);
  checkNodePoolOptions(problems.at(poolName), options, cluster);
}

function warnOfMachineType(warnings: Warnings, machineType: string): void {
  const odd = isUnknown(machineType) ? undefined : oddVcpus(machineType);
  if (odd === undefined) return;
  const risk = `no machine type that this version knows has ${odd} vCPUs: it is 1, or an even number`;
  warnings.warn("machineType", `${machineType}: ${risk}`);
}

/** Warns of zones where the load balancer is not, and of those that come from a list which ages. */
function warnOfZones(warnings: Warnings, props: NodePoolProps, chosen: readonly string[]): void {
  const { accelerator, cluster, zones } = props;
  const foreign = chosen.filter((zone) => !cluster.zones.includes(zone));
  if (foreign.length > 0) {
    const risk = "not among the cluster's zones, where the load balancer's endpoint groups are";
    warnings.warn("zones", `${foreign.join(", ")}: ${risk}`);
  } else if (accelerator !== undefined && zones === undefined) {
    warnings.warn("zones", `${whyGpuZones(accelerator.type, cluster.region, chosen)}: give zones to be sure`);
  }
}

/** How sure this version is that the GPUs are in the zones that it chose. */
function whyGpuZones(type: string, region: string, chosen: readonly string[]): string {
  const known = zonesWith(type, region);
  if (known.length === 0) return `no zone of ${region} is known to offer ${type}`;
  return chosen.some((zone) => known.includes(zone))
    ? `the zones ${chosen.join(", ")} come from this version's list of zones with ${type}, which ages`
    : `${type} is known to be in ${known.join(", ")}, and the pool is in none of them`;
}

function nodeConfig(props: NodePoolProps): ContainerNodePoolNodeConfig {
  return {
    machineType: props.machineType,
    serviceAccount: props.serviceAccount ?? props.cluster.nodeServiceAccountEmail,
    // What a node may do is decided by the roles of its account.
    oauthScopes: [CLOUD_PLATFORM_SCOPE],
    metadata: { "disable-legacy-endpoints": "true" },
    // Google refuses it where the cluster has no Workload Identity.
    workloadMetadataConfig: props.cluster.workloadIdentity === false ? undefined : { mode: "GKE_METADATA" },
    ...acceleratorConfig(props),
    ...purchasedNodeConfig(props),
    ...diskConfig(props),
    ...imageConfig(props),
    ...networkNodeConfig(props),
    ...systemConfig(props),
    ...labelConfig(props, props.accelerator && kindOf(props.accelerator).taint),
  };
}
