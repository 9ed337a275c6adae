/** The control plane, as kubeadm makes it. Its version is `versions.kubernetes`. */
export interface SiteControlPlaneOptions {
  /**
   * The registry that holds the images of the control plane, and its path: `mirror.example.com/k8s`.
   *
   * @default - that of Kubernetes itself, as kubeadm knows it
   */
  readonly imageRepository?: string;

  /**
   * How many days the API server keeps its audit log, 1 to 3650.
   *
   * @default 30
   */
  readonly auditLogDays?: number;
}
