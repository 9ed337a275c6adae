/** The control plane, as kubeadm makes it. Its version is `versions.kubernetes`. */
export interface SiteControlPlaneOptions {
  /**
   * The registry that holds the images of the control plane, and its path: `mirror.example.com/k8s`.
   *
   * @default - that of Kubernetes itself, as kubeadm knows it
   */
  readonly imageRepository?: string;

  /**
   * After how many days the API server deletes its audit log at the latest, 1 to 3650. It keeps 20 old files of 100 MB each and no more, so a
   * busy server has less than these days: send the log elsewhere where it has to be kept.
   *
   * @default 30
   */
  readonly auditLogDays?: number;
}
