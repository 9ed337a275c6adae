import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { FORMULA, Folder } from "./master-with-minions";

const UPGRADE = join(FORMULA, "hybrid-kubernetes/files/upgrade-node.sh");

/** Pods with the kinds of their owners, as the program asks for them: those that a drain leaves, and others. */
const PODS_OF_THE_NODE = "kube-system/calico-node-1 DaemonSet\nkube-system/kube-apiserver-1 Node\n";
const PODS = "default/web-1 ReplicaSet\ndefault/web-2 ReplicaSet\n";

/** A cluster of stand-ins for the programs of Kubernetes and etcd, which note what they are asked for, and how things are, in files. */
export class StandInCluster {
  public readonly folder = new Folder();
  public readonly env = { ...process.env, PATH: `${this.folder.at("bin")}:${process.env.PATH}` };

  /** @param version of all that joins at first */
  public constructor(private readonly version: string) {
    const { folder } = this;
    const at = (path: string): string => folder.at(path);
    const log = `echo "$(basename "$0") $*" >>${at("log")}`;
    // A word of what is to fail.
    const fails = `[ ! -e ${at("fails")} ] || ! echo "$0 $*" | grep -q "$(cat ${at("fails")})" || exit 1`;
    folder.write(
      "bin/kubectl",
      `#!/bin/sh
case "$*" in
*"get configmap kubeadm-config"*) echo "clusterName: x"; echo "kubernetesVersion: $(cat ${at("version")})"; exit ;;
"get nodes --selector !node-role.kubernetes.io/control-plane"*)
  cd ${at("kubelets")} && for name in worker-*; do echo "$name $(cat "$name")"; done
  exit
  ;;
"get node "*annotations*drained*) [ ! -e ${at("drained")}/"$3" ] || echo true; exit ;;
"annotate "*hybrid-kubernetes/drained=true) touch ${at("drained")}/"$4"; exit ;;
"annotate "*hybrid-kubernetes/drained-) rm ${at("drained")}/"$3"; exit ;;
"get node "*unschedulable*) [ ! -e ${at("cordoned")}/"$3" ] || echo true; exit ;;
"get pods --all-namespaces --field-selector spec.nodeName="*)
  name=\${5#spec.nodeName=}
  cat ${at("pods")}/"\${name%%,*}"
  exit
  ;;
"get node "*kubeletVersion*) echo "$(cat ${at("kubelets")}/"$3") containerd://$(cat ${at("containerd")})"; exit ;;
esac
${log}
${fails}
what=$1
shift
for node; do
  case $node in -* | [0-9]*) continue ;; esac
  [ $what != drain ] || touch ${at("cordoned")}/"$node"
  [ $what != drain ] || sed -i '/ReplicaSet/d' ${at("pods")}/"$node"
  [ $what != uncordon ] || rm -f ${at("cordoned")}/"$node"
done
`,
      0o755,
    );
    folder.write(
      "bin/kubeadm",
      `#!/bin/sh\n${log}\n${fails}\n[ "$2" != apply ] || echo "$4" >${at("version")}\n`,
      0o755,
    );
    folder.write("bin/kubelet", `#!/bin/sh\necho "Kubernetes $(cat ${at("kubelets")}/$NODE)"\n`, 0o755);
    folder.write(
      "bin/etcdctl",
      `#!/bin/sh\nprintf '[{"Endpoint":"x","Status":{"version":"%s"}}]' "$(cat ${at("etcd-version")})"\n`,
      0o755,
    );
    // Of all nodes alike, as the package and as it runs.
    folder.write("containerd", "2.3.2");
    folder.write("bin/dpkg-query", `#!/bin/sh\nprintf '%s-1~debian.12' "$(cat ${at("containerd")})"\n`, 0o755);
    folder.write("bin/systemctl", "#!/bin/sh\n", 0o755);
    folder.write("version", `${version}\n`);
    mkdirSync(at("cordoned"));
    mkdirSync(at("drained"));
  }

  /** What was asked since the last time, a line each. */
  public log(): string[] {
    const lines = this.folder.has("log") ? this.folder.read("log").split("\n") : [];
    this.folder.remove("log");
    return lines;
  }

  /** Servers that have joined. */
  public join(...names: readonly string[]): void {
    for (const name of names) {
      this.folder.write(`${name}/kubelet.conf`, "");
      this.folder.write(`kubelets/${name}`, this.version);
      this.folder.write(`pods/${name}`, PODS_OF_THE_NODE + PODS);
      if (name.startsWith("control-")) this.folder.write(`${name}/admin.conf`, "");
    }
  }

  public cordon(...names: readonly string[]): void {
    for (const name of names) this.folder.write(`cordoned/${name}`, "");
  }

  /** As `kubectl drain` leaves nodes, by whomever. */
  public drain(...names: readonly string[]): void {
    this.cordon(...names);
    for (const name of names) this.folder.write(`pods/${name}`, PODS_OF_THE_NODE);
  }

  /** What a server's programs must know here, where its folders are its own. */
  public environment(name: string): string {
    return `env NODE=${name} KUBERNETES_FOLDER=${this.folder.at(name)} DONE_FILE=${this.folder.at(name)}/upgraded`;
  }

  /** upgrade-node.sh on a server. */
  public ask(name: string, ...wishes: readonly string[]) {
    const command = `${this.environment(name)} sh ${UPGRADE} ${wishes.join(" ")}`;
    const { status, stderr } = spawnSync("sh", ["-c", command], { encoding: "utf8", env: this.env, timeout: 60_000 });
    return { status, said: stderr.trim(), ran: this.log() };
  }
}
