import { daemon, type StandIn } from "./packages";

const LOG = "/var/log/stand-in";
/** What runs and is asked for its version; the first part of it is what programs say. */
const now = "echo VERSION | cut -d- -f1";
const NODES = ["1.36.3-1.1", "1.37.2-1.1"];

/** The packages of a node and of a member of etcd, by their names. */
export const CLUSTER_PACKAGES: Readonly<Record<string, StandIn>> = {
  "containerd.io": {
    versions: ["2.3.2-1"],
    files: { "/lib/systemd/system/containerd.service": daemon(), "/etc/containerd/.keep": "" },
  },
  "cri-tools": { files: { "/usr/bin/crictl": "#!/bin/sh\n" } },
  "etcd-client": {
    versions: ["3.6.5-1", "3.6.16-1"],
    files: {
      // All members are well; the version is that of the member. What holds a lock runs.
      "/usr/bin/etcdctl": `#!/bin/sh
case "$*" in
*"endpoint status"*) printf '[{"Status":{"version":"%s"}}]' "$(${now})" ;;
*" lock "*) while [ "$1" != -- ]; do shift; done; shift; exec "$@" ;;
esac
`,
    },
  },
  "etcd-server": {
    versions: ["3.6.5-1", "3.6.16-1"],
    files: { "/usr/bin/etcd": "#!/bin/sh\n# VERSION\nexec sleep infinity\n" },
    script: "id etcd >/dev/null 2>&1 || useradd --system --home-dir /var/lib/etcd etcd",
  },
  kubeadm: {
    versions: NODES,
    files: {
      "/usr/bin/kubeadm": `#!/bin/sh
echo "kubeadm $* by $(${now})" >>${LOG}
[ "$2" != apply ] || echo "$4" >/var/lib/cluster-version
`,
    },
  },
  kubectl: {
    versions: NODES,
    files: {
      "/usr/bin/kubectl": `#!/bin/sh
case "$*" in
*"get configmap kubeadm-config"*) echo "kubernetesVersion: $(cat /var/lib/cluster-version)" ;;
*unschedulable*) echo true ;;
esac
`,
    },
  },
  kubelet: {
    versions: NODES,
    files: {
      "/usr/bin/kubelet": `#!/bin/sh\n[ "$1" != --version ] || { echo "Kubernetes v$(${now})"; exit; }\necho "kubelet $(${now})" >>${LOG}\nexec sleep infinity\n`,
      "/lib/systemd/system/kubelet.service":
        "[Service]\nExecStart=/usr/bin/kubelet\n[Install]\nWantedBy=multi-user.target\n",
    },
  },
};
export { LOG };
