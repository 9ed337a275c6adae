/** GKE regional clusters, node pools and GPUs. */
export { Accelerator } from "./accelerator";
export { NodePool, type NodePoolCluster, type NodePoolProps } from "./node-pool";
export type { NodePoolAutoscaling, NodePoolOptions } from "./node-pool-options";
export { NodeServiceAccount, type NodeServiceAccountProps } from "./node-service-account";
export {
  RegionalCluster,
  type RegionalClusterOptions,
  type RegionalClusterProps,
  type ReleaseChannel,
} from "./regional-cluster";
