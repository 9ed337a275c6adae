import type { ContainerClusterAddonsConfig } from "@cdktf/provider-google/lib/container-cluster";

/** What GKE runs on every node besides; what few need is off. */
export interface ClusterAddonOptions {
  /**
   * Whether each node keeps the answers of DNS, which is faster and spares the cluster's DNS.
   *
   * @default true
   */
  readonly nodeLocalDns?: boolean;

  /**
   * Whether there are volumes on Persistent Disk and Hyperdisk.
   *
   * @default true
   */
  readonly persistentDiskCsiDriver?: boolean;

  /**
   * Whether there are volumes on Filestore, which many pods write to.
   *
   * @default false
   */
  readonly filestoreCsiDriver?: boolean;

  /**
   * Whether buckets of Cloud Storage can be mounted, as models and training data are.
   *
   * @default true
   */
  readonly gcsFuseCsiDriver?: boolean;
}

/** The add-ons, for the provider. What is off is written as off: what is left out would stay as it was. */
export function addonsConfig(options: ClusterAddonOptions, backupAgent: boolean): ContainerClusterAddonsConfig {
  return {
    // The controller that fills endpoint groups is part of it.
    httpLoadBalancing: { disabled: false },
    horizontalPodAutoscaling: { disabled: false },
    dnsCacheConfig: { enabled: options.nodeLocalDns ?? true },
    gcePersistentDiskCsiDriverConfig: { enabled: options.persistentDiskCsiDriver ?? true },
    gcpFilestoreCsiDriverConfig: { enabled: options.filestoreCsiDriver ?? false },
    gcsFuseCsiDriverConfig: { enabled: options.gcsFuseCsiDriver ?? true },
    gkeBackupAgentConfig: { enabled: backupAgent },
  };
}
