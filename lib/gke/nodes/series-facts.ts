/** What differs between series of machines. What is not known of a series is left out. */
export interface SeriesFacts {
  /** It takes no Persistent Disk. Source: https://cloud.google.com/compute/docs/disks/hyperdisks */
  readonly hyperdiskOnly?: true;
  /** Its processors are Arm's. Source: https://cloud.google.com/kubernetes-engine/docs/concepts/arm-on-gke */
  readonly arm?: true;
  /** All of its machines have local SSDs, as many as Google decides. Source: https://cloud.google.com/compute/docs/disks/local-ssd */
  readonly alwaysLocalSsds?: true;
  /**
   * Its machines can be flex-start and close to each other at once.
   *
   * Source: preconditions of the module gke-node-pool of https://github.com/GoogleCloudPlatform/cluster-toolkit
   */
  readonly compactFlexStart?: true;
  /** Its machine types with accelerators. */
  readonly machines?: Readonly<Record<string, MachineFacts>>;
}

/** What is known of a machine type with accelerators. */
export interface MachineFacts {
  /** How many accelerators it has. */
  readonly count: number;
  /** How many local SSDs it always has: written out for GKE, which reports them. Source: as of `alwaysLocalSsds` */
  readonly localSsds?: number;
  /** How many networks of their own its GPUs communicate over. */
  readonly gpuDirectNetworks?: number;
}
