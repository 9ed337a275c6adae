/** GKE regional clusters, node pools and GPUs. */
export { Accelerator } from "./accelerator";
export type {
  AutoProvisioningOptions,
  ClusterAutoscalingOptions,
  GpuLimits,
  ResourceLimits,
} from "./auto-provisioning";
export type { BackupOptions } from "./backup";
export type { ClusterAddonOptions } from "./cluster-addons";
export type { CloudDnsOptions, ClusterNetworkOptions } from "./cluster-network";
export type { ClusterSecurityOptions } from "./cluster-security";
export type { ControlPlaneAccessOptions, IpEndpointOptions } from "./control-plane-access";
export type { IRegionalCluster, RegionalClusterAttributes } from "./existing-cluster";
export type { GpuDriver, GpuOptions, GpuSharing } from "./gpu-options";
export type { MaintenanceExclusion, MaintenanceOptions, RecurringWindow } from "./maintenance";
export type { NodeDiskOptions } from "./node-disks";
export type { NodeLabelOptions, NodeTaint } from "./node-labels";
export type { AdditionalNodeNetwork, NodeNetworkOptions } from "./node-network";
export { NodePool, type NodePoolProps } from "./node-pool";
export type { NodePoolAutoscaling, NodePoolOptions } from "./node-pool-options";
export { NodeServiceAccount, type NodeServiceAccountProps } from "./node-service-account";
export type { ConfidentialNodeType, NodeImageType, NodeSystemOptions } from "./node-system";
export type { BlueGreenUpgrade, NodeUpgradeOptions, SurgeUpgrade } from "./node-upgrade";
export type {
  ClusterEvent,
  LoggingComponent,
  MonitoringComponent,
  NotificationOptions,
  ObservabilityOptions,
} from "./observability";
export type { PurchaseOptions } from "./purchase-options";
export { RegionalCluster, type RegionalClusterProps } from "./regional-cluster";
export type { RegionalClusterOptions } from "./regional-cluster-options";
export type { ReleaseChannel } from "./release-channel";
export { Reservation } from "./reservation";
export type { UserManagedKeys } from "./user-managed-keys";
