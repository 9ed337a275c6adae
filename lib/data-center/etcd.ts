/** How the members of etcd are made. They are the servers of role `etcd`, or those of the control plane where there are none. */
export interface SiteEtcdOptions {
  /**
   * Whether the members run already. `false` lets them begin a cluster together, at their very first start; with `true`, a server
   * without data joins the members that there are, and can never begin another cluster beside them. Set it once the cluster is there.
   *
   * @default false
   */
  readonly isRunning?: boolean;

  /**
   * How many of its hourly snapshots each member keeps, 2 to 720. Each is as large as the database.
   *
   * @default 24
   */
  readonly snapshotsPerMember?: number;
}
