/** Which minor versions go together with one of Kubernetes, by its own project's or a third party's word; `2.1.5` is that of 2.1 and later ones. */
export interface VersionRow {
  readonly kubernetes: string;
  readonly containerd: readonly string[];
  readonly etcd: readonly string[];
  readonly calico: readonly string[];
}

/**
 * A row for each version of Kubernetes.
 *
 * Sources: of etcd, `MinExternalEtcdVersion` and `SupportedEtcdVersion` in cmd/kubeadm/app/constants/constants.go of k8s.io/kubernetes 1.35.6,
 * 1.36.3 and 1.37.2; of Calico, https://docs.tigera.io/calico/latest/getting-started/kubernetes/requirements and its older versions, by what
 * https://github.com/Rusty-Gopher/kupre/releases/tag/v0.5.0 read there in October 2026; of containerd, "Kubernetes Support" in
 * https://github.com/containerd/containerd/blob/v2.4.2/RELEASES.md.
 */
export const VERSION_TABLE: readonly VersionRow[] = [
  { kubernetes: "1.35", containerd: ["2.1.5", "2.2"], etcd: ["3.5", "3.6"], calico: ["3.31", "3.32", "3.33"] },
  { kubernetes: "1.36", containerd: ["2.2", "2.3"], etcd: ["3.5", "3.6"], calico: ["3.32", "3.33"] },
  { kubernetes: "1.37", containerd: ["2.3", "2.4"], etcd: ["3.5", "3.6", "3.7"], calico: ["3.33"] },
];

/** The first etcd that kubeadm of these versions takes, if it does not run etcd itself. Source: as above, the same in all three. */
export const LEAST_ETCD = "3.5.24";

/** The first of 3.5 from which etcd 3.6 is reached. Source: https://etcd.io/docs/latest/upgrades/upgrade_3_6 */
export const LAST_STEP_BEFORE_ETCD_3_6 = "3.5.26";

/** How many minor versions a kubelet may be behind the API server. Source: https://kubernetes.io/releases/version-skew-policy/ */
export const KUBELET_BEHIND = 3;

/** Its first two numbers: `1.36`. */
export function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

/** How many minor versions lie between two; below zero if the first is older. */
export function minorsBetween(one: string, other: string): number {
  const [[major = 0, minor = 0], [otherMajor = 0, otherMinor = 0]] = [numbersOf(one), numbersOf(other)];
  return (major - otherMajor) * 1000 + minor - otherMinor;
}

/** The order of versions: below zero if the first is older. */
export function compareVersions(one: string, other: string): number {
  const others = numbersOf(other);
  return (
    numbersOf(one)
      .map((number, index) => number - (others[index] ?? 0))
      .find((difference) => difference !== 0) ?? 0
  );
}

function numbersOf(version: string): readonly number[] {
  return version.split(".").map(Number);
}

/** Whether it is a version with three numbers; another form is refused where it is given. */
export function isVersion(version: unknown): version is string {
  return typeof version === "string" && /^\d+\.\d+\.\d+$/.test(version);
}

/** Whether a version is one of these minor versions, or a later one of a minor version that begins with a patch. */
export function knownTo(minors: readonly string[], version: string): boolean {
  return minors.some((known) => minorOf(known) === minorOf(version) && compareVersions(version, known) >= 0);
}
