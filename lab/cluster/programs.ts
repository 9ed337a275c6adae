import { existsSync } from "node:fs";

/** Where lab/install.sh and lab/kubernetes.sh put what they build. */
const BUILT = "/usr/local/lib/hybrid-kubernetes-lab";

/** The version of the control plane, and the one before it. */
export const KUBERNETES = { now: "1.37.2", before: "1.36.3" } as const;
export const ETCD_VERSION = "3.6.16";
export const CONTAINERD_VERSION = "2.4.2";

export const programOfKubernetes = (name: string, version: string = KUBERNETES.now): string =>
  `${BUILT}/kubernetes/${version}/${name}`;
export const ETCD = `${BUILT}/etcd/etcd`;
export const containerdProgram = (name: string): string => `${BUILT}/containerd/${name}`;

/** What the pods of the lab run. */
export const POD = `${BUILT}/pod`;

const CONTROL_PLANE = [ETCD, programOfKubernetes("kubeadm"), programOfKubernetes("kube-apiserver")];

/** Why no API server can run here, or `undefined`. */
export function whyNoApiServer(): string | undefined {
  return missing(CONTROL_PLANE, "lab/install.sh and lab/kubernetes.sh build");
}

/** Why no worker can run here, or `undefined`. */
export function whyNoWorker(): string | undefined {
  const ofControl = ["kube-controller-manager", "kube-scheduler", "kubectl"].map((name) => programOfKubernetes(name));
  const ofWorkers = Object.values(KUBERNETES).flatMap((version) =>
    ["kubeadm", "kubelet"].map((name) => programOfKubernetes(name, version)),
  );
  const ofContainerd = ["containerd", "containerd-shim-runc-v2", "ctr"].map(containerdProgram);
  const all = [...ofControl, ...ofWorkers, ...ofContainerd, POD, "/usr/sbin/runc", "/usr/lib/cni/ptp"];
  return missing(all, "lab/kubernetes.sh --cluster brings");
}

function missing(paths: readonly string[], source: string): string | undefined {
  const names = paths.filter((path) => !existsSync(path)).map((path) => path.split("/").slice(-2).join(" "));
  return names.length === 0 ? undefined : `these are missing, which ${source}: ${names.join(", ")}`;
}
