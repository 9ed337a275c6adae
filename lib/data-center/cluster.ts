import type { AptSource } from "./apt-source";
import type { SiteContainerdOptions } from "./containerd";
import type { SiteControlPlaneOptions } from "./control-plane";
import type { SiteEtcdOptions } from "./etcd";
import type { SecretReference } from "./secret-reference";

/** The Kubernetes cluster of a data centre, as its servers make it by the formula's states. */
export interface SiteClusterOptions {
  /**
   * The folder of the pillar that holds the cluster's secrets: `{ pillar: "kubernetes/paris/cluster" }`. The names in it are in
   * docs/data-center-cluster.md.
   */
  readonly secrets: SecretReference;

  /**
   * etcd.
   *
   * @default - see each property
   */
  readonly etcd?: SiteEtcdOptions;

  /**
   * Where the packages of Kubernetes, containerd and etcd come from, besides what servers have already.
   *
   * @default - servers know it already
   */
  readonly aptSources?: readonly AptSource[];

  /**
   * The runtime of containers.
   *
   * @default - see each property
   */
  readonly containerd?: SiteContainerdOptions;

  /**
   * The control plane.
   *
   * @default - see each property
   */
  readonly controlPlane?: SiteControlPlaneOptions;
}
