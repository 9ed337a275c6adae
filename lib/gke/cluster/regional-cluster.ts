import { ContainerCluster } from "@cdktf/provider-google/lib/container-cluster";
import { GkeBackupBackupPlan } from "@cdktf/provider-google/lib/gke-backup-backup-plan";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { checkKey } from "../../core/names";
import { checkShape, validateShape } from "../../core/options-shape";
import type { Problems } from "../../core/problems";
import { checked, isChecked, validate, validateProps, warn } from "../../core/validate";
import { defaultZones } from "../../google/regions";
import { workloadPool } from "../../google/service-accounts";
import type { IRegionalNetwork } from "../../network/i-global-network";
import type { Accelerator } from "../gpus/accelerator";
import { kindOf } from "../gpus/known-accelerators";
import { maintenanceConfig } from "../maintenance/maintenance";
import type { ReleaseChannel } from "../maintenance/release-channel";
import { checkNodePool, NodePool } from "../nodes/node-pool";
import type { NodePoolOptions } from "../nodes/node-pool-options";
import { NodeServiceAccount } from "../nodes/node-service-account";
import { autoscalingConfig } from "./auto-provisioning";
import { backupPlanConfig } from "./backup";
import { addonsConfig } from "./cluster-addons";
import { clusterNetworkConfig } from "./cluster-network";
import { encryptionConfig, securityConfig } from "./cluster-security";
import { accessConfig } from "./control-plane-access";
import { firstPoolConfig } from "./first-pool";
import {
  type IRegionalCluster,
  type RegionalClusterAttributes,
  regionalClusterFromAttributes,
} from "./i-regional-cluster";
import { type MonitoringComponent, monitoringConfig, observabilityConfig } from "./observability";
import { podAutoscalingConfig } from "./pod-autoscaling";
import { checkRegionalClusterOptions, type RegionalClusterOptions, warnOfCluster } from "./regional-cluster-options";

/** Google's limit for the names of clusters. */
export const MAX_CLUSTER_NAME_LENGTH = 40;

export interface RegionalClusterProps extends RegionalClusterOptions {
  /** The Google Cloud project. A change replaces the cluster. */
  readonly project: string;

  /** The cluster's name: up to 40 lower-case letters, digits and hyphens. A change replaces the cluster. */
  readonly clusterName: string;

  /** The network's part in the region where the cluster is. A change replaces the cluster. */
  readonly subnet: IRegionalNetwork;

  /**
   * What must exist before the cluster and the account of its nodes, such as the project's APIs.
   *
   * @default - nothing; the cluster waits for the account
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * A GKE cluster whose control plane and nodes are in several zones of one region.
 *
 * Safe from the first day: nodes without public addresses, a control plane that is reached by its DNS name and the
 * caller's IAM permissions and not by an address, Dataplane V2, Workload Identity, shielded nodes with an account of
 * their own, and no legacy authentication.
 */
export class RegionalCluster extends Construct implements IRegionalCluster {
  /** A cluster that is made elsewhere, by names alone: `new NodePool()` adds pools to it. */
  public static fromRegionalClusterAttributes(attributes: RegionalClusterAttributes): IRegionalCluster {
    validateShape("RegionalCluster.fromRegionalClusterAttributes", attributes, "RegionalClusterAttributes");
    return regionalClusterFromAttributes(attributes);
  }

  public readonly project: string;
  public readonly region: string;
  /** The zones of the control plane, and of the pools that name none. */
  public readonly zones: readonly string[];
  public readonly clusterName: string;
  /** The cluster's id, `projects/P/locations/R/clusters/C`, of the resource: pools follow a cluster that is replaced. */
  public readonly clusterId: string;
  public readonly workloadPool: string;
  public readonly nodeServiceAccountEmail: string;
  public readonly releaseChannel: ReleaseChannel;
  public readonly multiNetworking: boolean;
  /** The cluster. */
  public readonly cluster: ContainerCluster;
  public readonly nodeServiceAccount: NodeServiceAccount;
  /** The plan for backups, when there are some. */
  public readonly backupPlan?: GkeBackupBackupPlan;
  private readonly acceleratorMetrics = new Set<MonitoringComponent>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RegionalClusterProps,
  ) {
    super(scope, id);
    validateProps(this, "RegionalClusterProps", props, checkRegionalCluster);
    this.project = props.project;
    this.region = props.subnet.region;
    this.zones = props.zones ?? defaultZones(this.region);
    this.clusterName = props.clusterName;
    this.workloadPool = workloadPool(props.project);
    this.releaseChannel = props.releaseChannel ?? "REGULAR";
    this.multiNetworking = props.multiNetworking ?? false;
    // The underscore keeps this id apart from every node pool's: a pool's name has none.
    this.nodeServiceAccount = new NodeServiceAccount(this, "node_account", props);
    this.nodeServiceAccountEmail = this.nodeServiceAccount.email;
    this.cluster = this.addCluster(props);
    this.clusterId = this.cluster.id;
    this.backupPlan = this.addBackupPlan(props);
    for (const { accelerator } of props.autoProvisioning?.gpus ?? []) this.watch(accelerator);
    warn(this, (warnings) => warnOfCluster(warnings, props));
  }

  /** Adds a node pool; its name is its construct id and its name in GKE. */
  public addNodePool(poolName: string, options: NodePoolOptions): NodePool {
    if (!isChecked(options)) {
      validate(this, (problems) => checkShape(problems.at(["nodePools", poolName]), options, "NodePoolOptions"));
      validate(this, (problems) => checkNodePool(problems.at("nodePools"), poolName, options, this));
    }
    if (options.accelerator !== undefined) this.watch(options.accelerator);
    this.giveFirstPoolKey(options.bootDiskKmsKeyName);
    const dependsOn = this.nodeServiceAccount.roles;
    const { bootDiskKmsKeyName = this.props.bootDiskKmsKeyName } = options;
    return new NodePool(
      this,
      poolName,
      checked({ ...options, bootDiskKmsKeyName, poolName, cluster: this, dependsOn }),
    );
  }

  /** Where pools have a key of their own, an organization may demand one of the first pool, too. It takes that of the first. */
  private giveFirstPoolKey(key: string | undefined): void {
    if (key === undefined || this.cluster.nodeConfig.bootDiskKmsKeyInput !== undefined) return;
    this.cluster.putNodeConfig(this.firstPool(key));
  }

  private firstPool(key = this.props.bootDiskKmsKeyName) {
    const serviceAccount = this.nodeServiceAccount.email;
    return { serviceAccount, ...firstPoolConfig(this.props.firstPool ?? {}, key) };
  }

  private addCluster(props: RegionalClusterProps): ContainerCluster {
    const encryption = encryptionConfig(props.secretsKmsKeyName, { ...props, region: this.region });
    return new ContainerCluster(this, "Resource", {
      name: props.clusterName,
      project: props.project,
      location: this.region,
      nodeLocations: [...this.zones],
      resourceLabels: props.resourceLabels,
      deletionProtection: props.deletionProtection ?? true,

      // GKE always makes a first pool. It goes at once: the pools are resources of their own, and this one's settings
      // must not be watched, because a change of them replaces the cluster.
      removeDefaultNodePool: true,
      initialNodeCount: 1,
      nodeConfig: this.firstPool(),
      lifecycle: { ...encryption, ignoreChanges: ["node_config", ...encryption.ignoreChanges] },

      releaseChannel: { channel: this.releaseChannel },
      gkeAutoUpgradeConfig: props.acceleratedPatches ? { patchMode: "ACCELERATED" } : undefined,
      maintenancePolicy: maintenanceConfig(props.maintenance ?? {}),
      workloadIdentityConfig: { workloadPool: this.workloadPool },
      fleet: props.fleetProject === undefined ? undefined : { project: props.fleetProject },
      clusterAutoscaling: autoscalingConfig(props, {
        nodeServiceAccount: this.nodeServiceAccount.email,
        bootDiskKmsKey: props.bootDiskKmsKeyName,
      }),
      addonsConfig: addonsConfig(props, props.backup !== undefined),
      ...podAutoscalingConfig(props),
      ...accessConfig(props),
      ...clusterNetworkConfig(props, props.subnet),
      ...securityConfig(props),
      ...observabilityConfig(props),
      dependsOn: [...this.nodeServiceAccount.roles, ...(props.dependsOn ?? [])],
    });
  }

  private addBackupPlan({ clusterName, project, backup }: RegionalClusterProps): GkeBackupBackupPlan | undefined {
    if (backup === undefined) return undefined;
    return new GkeBackupBackupPlan(this, "backup_plan", {
      name: clusterName,
      project,
      location: this.region,
      cluster: this.clusterId,
      ...backupPlanConfig(backup),
    });
  }

  /** Metrics of the accelerators themselves, once there is one. */
  private watch(accelerator: Accelerator): void {
    const missing = kindOf(accelerator).monitoringComponents.filter((name) => !this.acceleratorMetrics.has(name));
    if (missing.length === 0) return;
    for (const name of missing) this.acceleratorMetrics.add(name);
    this.cluster.putMonitoringConfig(monitoringConfig(this.props, [...this.acceleratorMetrics]));
  }
}

/** Validates the options of a cluster. */
export function checkRegionalCluster(problems: Problems, props: RegionalClusterProps): void {
  if (problems.known("clusterName", props.clusterName)) {
    checkKey(problems, "clusterName", props.clusterName, MAX_CLUSTER_NAME_LENGTH);
  }
  checkRegionalClusterOptions(problems, props, props.subnet.region);
}
