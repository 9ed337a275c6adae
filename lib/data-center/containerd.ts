/** The runtime of containers, on workers and the control plane. Its version is `versions.containerd`. */
export interface SiteContainerdOptions {
  /**
   * Where images come from instead: mirrors by the registry's name, each asked before the next:
   * `{ "registry.k8s.io": ["https://mirror.example.com/v2/k8s"] }`. A path in the URL takes the place of `/v2`.
   * The registry itself is not asked: a server fetches nothing that was not named.
   *
   * @default - none: each registry is asked itself
   */
  readonly registryMirrors?: { readonly [registry: string]: readonly string[] };

  /**
   * The image of the container that holds a pod's network: `mirror.example.com/pause:3.10.1`.
   *
   * @default - containerd's own
   */
  readonly sandboxImage?: string;

  /**
   * The package: `containerd.io` is Docker's, `containerd` is Debian's name for it.
   *
   * @default "containerd.io"
   */
  readonly packageName?: string;
}
