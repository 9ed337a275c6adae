import { ContainerNodePool, type ContainerNodePoolNodeConfig } from "@cdktf/provider-google/lib/container-node-pool";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { isUnknown } from "../core/validation-error";
import { zonesWith } from "./gpu-catalogue";
import { type Gpus, gpusOf, type NodePoolOptions, zonesOf } from "./node-pool-options";
import type { NodeServiceAccount } from "./node-service-account";

/** GKE's own taint for GPU nodes. Written out, because a later change of taints sends only those that are written. */
const GPU_TAINT = { key: "nvidia.com/gpu", value: "present", effect: "NO_SCHEDULE" } as const;

/** What a pool needs of its cluster. */
export interface NodePoolCluster {
  /** The cluster's id, so that its pools follow a replaced cluster. */
  readonly clusterId: string;
  readonly region: string;
  readonly zones: readonly string[];
  readonly nodeServiceAccount: NodeServiceAccount;
}

export interface NodePoolProps extends NodePoolOptions {
  /** The pool's name, unique in its cluster. */
  readonly poolName: string;
  /** The cluster. */
  readonly cluster: NodePoolCluster;
}

/**
 * A group of equal nodes that grows and shrinks with the pods that wait for one.
 *
 * Made by `RegionalCluster.addNodePool()`.
 */
export class NodePool extends Construct {
  /** The node pool. */
  public readonly nodePool: ContainerNodePool;
  /** The zones where its nodes are. */
  public readonly zones: readonly string[];

  constructor(scope: Construct, id: string, props: NodePoolProps) {
    super(scope, id);
    const { cluster, autoscaling } = props;
    const gpus = gpusOf(props);
    this.zones = zonesOf(props, cluster.region, cluster.zones);
    this.warn(props, gpus);

    this.nodePool = new ContainerNodePool(this, "Resource", {
      name: props.poolName,
      cluster: cluster.clusterId,
      location: cluster.region,
      nodeLocations: [...this.zones],
      initialNodeCount: nodesPerZone(autoscaling.totalMinNodeCount, this.zones.length),
      autoscaling: {
        totalMinNodeCount: autoscaling.totalMinNodeCount,
        totalMaxNodeCount: autoscaling.totalMaxNodeCount,
        // Spot machines are where there is room; all others are spread, so that a zone can fail.
        locationPolicy: props.spot ? "ANY" : "BALANCED",
      },
      management: { autoRepair: true, autoUpgrade: true },
      // A spare GPU can rarely be had for an upgrade, so a GPU node leaves before its successor comes.
      upgradeSettings: gpus ? { maxSurge: 0, maxUnavailable: 1 } : { maxSurge: 1, maxUnavailable: 0 },
      nodeConfig: nodeConfig(props, gpus),
      // The count is the autoscaler's from the first day; a new value here would replace the pool.
      lifecycle: { ignoreChanges: ["initial_node_count"] },
      dependsOn: [...cluster.nodeServiceAccount.roles],
    });
  }

  private warn({ zones, cluster }: NodePoolProps, gpus: Gpus | undefined): void {
    if (gpus === undefined || zones !== undefined) return;
    const known = zonesWith(gpus.type, cluster.region);
    const warning = this.zones.some((zone) => known.includes(zone))
      ? `the zones ${this.zones.join(", ")} come from this version's list of zones with ${gpus.type}, which ages`
      : `no zone of ${cluster.region} is known to offer ${gpus.type}`;
    Annotations.of(this).addWarning(`${warning}: give zones to be sure`);
  }
}

function nodesPerZone(total: number, zones: number): number {
  return isUnknown(total) ? 1 : Math.ceil(total / zones);
}

function nodeConfig(props: NodePoolProps, gpus: Gpus | undefined): ContainerNodePoolNodeConfig {
  return {
    machineType: props.machineType,
    imageType: "COS_CONTAINERD",
    diskType: props.diskType ?? "pd-balanced",
    diskSizeGb: props.diskSizeGb ?? 100,
    spot: props.spot ?? false,
    serviceAccount: props.cluster.nodeServiceAccount.email,
    oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
    labels: props.nodeLabels,
    gvnic: { enabled: true },
    metadata: { "disable-legacy-endpoints": "true" },
    workloadMetadataConfig: { mode: "GKE_METADATA" },
    shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
    kubeletConfig: { insecureKubeletReadonlyPortEnabled: "FALSE" },
    ...(gpus && {
      guestAccelerator: [
        { type: gpus.type, count: gpus.count, gpuDriverInstallationConfig: { gpuDriverVersion: "DEFAULT" } },
      ],
      taint: [GPU_TAINT],
    }),
  };
}
