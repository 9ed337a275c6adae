import { daemon, type StandIn } from "./packages";

const LOG = "/var/log/stand-in";
/** Which versions of etcd were started, and when one held the lock. */
export const STARTS = "/var/lib/etcd/starts";
/** Addresses of members that do not answer. */
export const ILL = "/var/lib/ill-members";
/** What runs and is asked for its version; the first part of it is what programs say. */
const now = "echo VERSION | cut -d- -f1";
const NODES = ["1.36.3-1.1", "1.37.2-1.1"];

/** The packages of a node and of a member of etcd, by their names. */
export const CLUSTER_PACKAGES: Readonly<Record<string, StandIn>> = {
  "containerd.io": {
    versions: ["2.3.2-1", "2.4.2-1"],
    files: { "/lib/systemd/system/containerd.service": daemon(), "/etc/containerd/.keep": "" },
  },
  "cri-tools": { files: { "/usr/bin/crictl": "#!/bin/sh\n" } },
  "etcd-client": {
    versions: ["3.6.5-1", "3.6.16-1"],
    files: {
      // All members are well but those of a list, and of one version. What holds a lock runs.
      "/usr/bin/etcdctl": `#!/bin/sh
case "$*" in
*"endpoint status"*) printf '[{"Status":{"version":"%s"}}]' "$(grep -v locked ${STARTS} | tail -n 1)" ;;
*"endpoint health"*) [ ! -e ${ILL} ] || ! echo "$*" | grep -q -f ${ILL} ;;
*"member list"*)
  # They stay members when a server's own list of them is gone.
  [ ! -e /etc/etcd/etcd.json ] || cp /etc/etcd/etcd.json /var/lib/known-members.json
  python3 -c '
import json
members = json.load(open("/var/lib/known-members.json"))["members"]
print(json.dumps({"members": [{"ID": 1, "name": m["name"], "peerURLs": [m["peer"]], "clientURLs": [m["client"]]} for m in members]}))' ;;
*" lock "*) echo locked >>${STARTS}; while [ "$1" != -- ]; do shift; done; shift; exec "$@" ;;
esac
`,
    },
  },
  "etcd-server": {
    versions: ["3.6.5-1", "3.6.16-1"],
    files: {
      "/usr/bin/etcd": `#!/bin/sh\n[ "$1" != --version ] || { echo "etcd Version: $(${now})"; exit; }\n${now} >>${STARTS}\nexec sleep infinity\n`,
    },
    // As debhelper has it in Debian's: the service is restarted with its package.
    script: `id etcd >/dev/null 2>&1 || useradd --system --home-dir /var/lib/etcd etcd
systemctl --system daemon-reload
if [ -n "$2" ]; then action=restart; else action=start; fi
deb-systemd-invoke $action etcd.service || true`,
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
*unschedulable*) [ -e /var/lib/not-drained ] || echo true ;;
*"get nodes"*control-plane*) printf "control-1 True\\ncontrol-2 %s\\n" "$(cat /var/lib/control-2-ready)" ;;
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
