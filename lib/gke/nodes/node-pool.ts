import { ContainerNodePool, type ContainerNodePoolNodeConfig } from "@cdktf/provider-google/lib/container-node-pool";
import { Annotations, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { checkKey } from "../../core/names";
import type { Problems } from "../../core/problems";
import { validateProps } from "../../core/validate";
import type { IRegionalCluster } from "../cluster/i-regional-cluster";
import { kindOf } from "../gpus/accelerator-kinds";
import { acceleratorConfig, gpuWarnings } from "../gpus/gpu-options";
import { zonesWith } from "../gpus/known-accelerators";
import { nodeAutoscalingConfig } from "./node-autoscaling";
import { diskConfig, unwatchedDisks } from "./node-disks";
import { labelConfig } from "./node-labels";
import { networkConfig, networkNodeConfig, networkWarnings } from "./node-network";
import { checkNodePoolOptions, type NodePoolOptions, type NodePoolSurroundings, zonesOf } from "./node-pool-options";
import { systemConfig } from "./node-system";
import { managementConfig, poolUpgradeConfig } from "./node-upgrade";
import { isTakenWhereverThereIsRoom, purchaseConfig, purchasedNodeConfig } from "./purchase-options";

/** Google's limit for the names of node pools. */
const MAX_NAME_LENGTH = 40;

export interface NodePoolProps extends NodePoolOptions {
  /** The pool's name, unique in its cluster: up to 40 lower-case letters, digits and hyphens. A change replaces the pool. */
  readonly poolName: string;

  /** The cluster, made here or elsewhere. */
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
    const { cluster, autoscaling, maxPodsPerNode } = props;
    validateProps(this, props, (problems) => {
      checkNodePool(problems, props.poolName, props, cluster);
    });
    this.zones = zonesOf(props, cluster.region, cluster.zones);
    this.warn(props);

    this.nodePool = new ContainerNodePool(this, "Resource", {
      name: props.poolName,
      project: cluster.project,
      cluster: cluster.clusterId,
      location: cluster.region,
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

  private warn(props: NodePoolProps): void {
    const warnings = [...gpuWarnings(props), ...zoneWarnings(props, this.zones), ...networkWarnings(props)];
    for (const warning of warnings) Annotations.of(this).addWarning(warning);
  }
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

function zoneWarnings({ accelerator, cluster, zones }: NodePoolProps, chosen: readonly string[]): readonly string[] {
  const foreign = chosen.filter((zone) => !cluster.zones.includes(zone));
  if (foreign.length > 0) {
    return [`${foreign.join(", ")}: not among the cluster's zones, where the load balancer's endpoint groups are`];
  }
  if (accelerator === undefined || zones !== undefined) return [];
  const { type } = accelerator;
  const known = zonesWith(type, cluster.region);
  if (known.length === 0) return [`no zone of ${cluster.region} is known to offer ${type}: give zones to be sure`];
  return chosen.some((zone) => known.includes(zone))
    ? [
        `the zones ${chosen.join(", ")} come from this version's list of zones with ${type}, which ages: give zones to be sure`,
      ]
    : [`${type} is known to be in ${known.join(", ")}, and the pool is in none of them: give zones to be sure`];
}

function nodeConfig(props: NodePoolProps): ContainerNodePoolNodeConfig {
  return {
    machineType: props.machineType,
    serviceAccount: props.serviceAccount ?? props.cluster.nodeServiceAccountEmail,
    // What a node may do is decided by the roles of its account.
    oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
    metadata: { "disable-legacy-endpoints": "true" },
    workloadMetadataConfig: { mode: "GKE_METADATA" },
    ...acceleratorConfig(props),
    ...purchasedNodeConfig(props),
    ...diskConfig(props),
    ...networkNodeConfig(props),
    ...systemConfig(props),
    ...labelConfig(props, props.accelerator && kindOf(props.accelerator).taint),
  };
}
