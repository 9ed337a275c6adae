/** GKE regional clusters, node pools and GPUs. */

export type {
  AutoProvisioningOptions,
  ClusterAutoscalingOptions,
  GpuLimits,
  ResourceLimits,
} from "./cluster/auto-provisioning";
export type { BackupOptions } from "./cluster/backup";
export type { ClusterAddonOptions } from "./cluster/cluster-addons";
export type { CloudDnsOptions, ClusterNetworkOptions } from "./cluster/cluster-network";
export type { ClusterSecurityOptions } from "./cluster/cluster-security";
export type { ControlPlaneAccessOptions, IpEndpointOptions } from "./cluster/control-plane-access";
export type { FirstPoolOptions } from "./cluster/first-pool";
export type {
  ExistingClusterOptions,
  IRegionalCluster,
  RegionalClusterAttributes,
} from "./cluster/i-regional-cluster";
export type {
  ClusterEvent,
  LoggingComponent,
  MonitoringComponent,
  NotificationOptions,
  ObservabilityOptions,
} from "./cluster/observability";
export type { PodAutoscalingOptions } from "./cluster/pod-autoscaling";
export { RegionalCluster, type RegionalClusterProps } from "./cluster/regional-cluster";
export type { RegionalClusterOptions } from "./cluster/regional-cluster-options";
export type { UserManagedKeys } from "./cluster/user-managed-keys";
export { Accelerator } from "./gpus/accelerator";
export type { GpuDriver, GpuOptions, GpuSharing } from "./gpus/gpu-options";
export type { TpuOptions } from "./gpus/tpu-options";
export {
  type BucketRoleOptions,
  type DatasetRoleOptions,
  type KmsKeyRoleOptions,
  ResourceRole,
  type RoleHolder,
  type RoleInProjectOptions,
  type RoleOptions,
  type SecretRoleOptions,
  type SubscriptionRoleOptions,
  type TopicRoleOptions,
} from "./identity/resource-role";
export { WorkloadIdentity, type WorkloadIdentityProps } from "./identity/workload-identity";
export { ClusterKeys, type ClusterKeysOptions, type ClusterKeysProps, type KeysOfCluster } from "./keys/cluster-keys";
export type { MaintenanceExclusion, MaintenanceOptions, RecurringWindow } from "./maintenance/maintenance";
export type { ReleaseChannel } from "./maintenance/release-channel";
export type { NodePoolAutoscaling } from "./nodes/node-autoscaling";
export type { NodeDiskOptions } from "./nodes/node-disks";
export type { NodeImageOptions, SecondaryBootDisk } from "./nodes/node-images";
export type { NodeLabelOptions } from "./nodes/node-labels";
export type { AdditionalNodeNetwork, NodeNetworkOptions } from "./nodes/node-network";
export { NodePool, type NodePoolProps } from "./nodes/node-pool";
export type { NodePoolOptions } from "./nodes/node-pool-options";
export type { NodeServiceAccount } from "./nodes/node-service-account";
export type { ConfidentialNodeType, NodeImageType, NodeSystemOptions } from "./nodes/node-system";
export type { NodeTaint } from "./nodes/node-taint";
export type { BlueGreenUpgrade, NodeUpgradeOptions, SurgeUpgrade } from "./nodes/node-upgrade";
export type { PurchaseOptions } from "./nodes/purchase-options";
export { Reservation } from "./nodes/reservation";
