import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RunningDataCenter } from "../data-center";
import type { ServerFile } from "../files";
import { until } from "../measure";
import { OwnFiles } from "./own-files";
import { containerdProgram, programOfKubernetes } from "./programs";

/** Where a server finds what its packages would bring. */
const BIN = "/usr/local/bin";
const SOCKET = "unix:///run/containerd/containerd.sock";

/** The one command of systemd that kubeadm and the states ask: it starts and ends the kubelet as the unit of its package does. */
const SYSTEMCTL = `#!/bin/sh
for last; do :; done
case "$*" in *kubelet*) ;; *) exit 0 ;; esac
pid=$(cat /run/kubelet.pid 2>/dev/null)
lives() { [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; }
case "$1" in
  is-active) lives; exit ;;
  start) lives && exit 0 ;;
  stop | restart) lives && kill "$pid"; while lives; do sleep 0.1; done; [ "$1" = stop ] && exit 0 ;;
  *) exit 0 ;;
esac
KUBELET_KUBEADM_ARGS=; [ -e /var/lib/kubelet/kubeadm-flags.env ] && . /var/lib/kubelet/kubeadm-flags.env
KUBELET_EXTRA_ARGS=$(sed -n 's/^KUBELET_EXTRA_ARGS=//p' /etc/default/kubelet)
setsid kubelet --bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf \\
  --config=/var/lib/kubelet/config.yaml $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS >>/run/kubelet.log 2>&1 </dev/null &
echo $! >/run/kubelet.pid
`;

/** A worker with the files that servers have, containerd and a kubelet. */
export class Worker {
  private constructor(
    private readonly dataCenter: RunningDataCenter,
    private readonly server: ServerFile,
    public readonly files: OwnFiles,
  ) {}

  public get name(): string {
    return this.server.name;
  }

  /** @param index which block of its rack's range its pods are in; the first may be of the lab's own pods */
  public static async of(dataCenter: RunningDataCenter, server: ServerFile, index: number): Promise<Worker> {
    const machine = dataCenter.machine(server.name);
    const worker = new Worker(dataCenter, server, await OwnFiles.of(machine));
    worker.files.write(`${BIN}/systemctl`, SYSTEMCTL);
    await worker.files.must(["chmod", "755", `${BIN}/systemctl`]);
    for (const name of ["containerd", "containerd-shim-runc-v2", "ctr"])
      await worker.files.must(["ln", "-sf", containerdProgram(name), `${BIN}/${name}`]);
    await worker.files.must(["ln", "-sf", programOfKubernetes("kubectl"), `${BIN}/kubectl`]);
    await worker.giveBlock(index);
    return worker;
  }

  /** What the package of a version brings. kubeadm refuses a node whose groups of processes are of version 1, as this machine's may be. */
  public async install(program: "kubeadm" | "kubelet", version: string): Promise<void> {
    const path = programOfKubernetes(program, version);
    const more = program === "kubeadm" ? " --ignore-preflight-errors=all" : "";
    await this.files.must(["rm", "-f", `${BIN}/${program}`]);
    this.files.write(`${BIN}/${program}`, `#!/bin/sh\nexec ${path} "$@"${more}\n`);
    await this.files.must(["chmod", "755", `${BIN}/${program}`]);
  }

  /** A block of addresses for pods, as Calico gives it: a blackhole that ExaBGP's process finds. */
  private async giveBlock(index: number): Promise<void> {
    const { range = "", block_prefix_length: length = 26 } = this.server.pods?.ipv4 ?? {};
    const [first = "", second = "", third = "", fourth = ""] = range.split(/[./]/);
    const base = (Number(third) << 8) + Number(fourth) + index * 2 ** (32 - length);
    const block = `${first}.${second}.${base >> 8}.${base & 255}/${length}`;
    await this.files.must(["ip", "route", "replace", "blackhole", block, "proto", "bird"]);
    const ipam = { type: "host-local", ranges: [[{ subnet: block }]], routes: [{ dst: "0.0.0.0/0" }] };
    const plugins = [{ type: "ptp", ipMasq: false, ipam }];
    this.files.write("/etc/cni/net.d/10-lab.conflist", JSON.stringify({ cniVersion: "1.0.0", name: "lab", plugins }));
  }

  /** Starts containerd with its rendered configuration, but for what no container of this machine lets it do. */
  public async startContainerd(images: string): Promise<void> {
    const path = "/etc/containerd/config.toml";
    const own = readFileSync(join(this.files.machine.root, path), "utf8");
    const runtime = "[plugins.'io.containerd.cri.v1.runtime'";
    const more = `${runtime}]\n  restrict_oom_score_adj = true\n${runtime}.cni]\n  bin_dirs = ['/usr/lib/cni']\n`;
    this.files.write(path, `${own.replace("SystemdCgroup = true", "SystemdCgroup = false")}\n${more}`);
    await this.files.must(["sh", "-c", `mkdir -p /var/lib/containerd ${this.files.machine.root}/.own/containerd`]);
    // An overlay cannot be on another one.
    await this.files.must(["mount", "--bind", `${this.files.machine.root}/.own/containerd`, "/var/lib/containerd"]);
    this.files.start("containerd", ["containerd", "--config", path]);
    const isThere = () => existsSync(join(this.files.machine.root, "run/containerd/containerd.sock"));
    await until("containerd runs", 30, isThere);
    await this.files.must(["ctr", "--namespace", "k8s.io", "images", "import", images]);
  }

  /** Joins as the state of the formula does. */
  public async join(endpoint: string, token: string, caHash: string): Promise<void> {
    const discovery = { bootstrapToken: { apiServerEndpoint: endpoint, token, caCertHashes: [caHash] } };
    const nodeRegistration = { name: this.name, criSocket: SOCKET };
    const apiVersion = "kubeadm.k8s.io/v1beta4";
    const configuration = { apiVersion, kind: "JoinConfiguration", discovery, nodeRegistration };
    this.files.write("/run/join.json", JSON.stringify(configuration));
    const join = "kubeadm join --config /dev/stdin </run/join.json";
    await this.files.must(["sh", "-c", join], 100).catch((error) => {
      throw new Error(`${error.message}\n${this.log("kubelet")}`);
    });
  }

  public log(program: string): string {
    return this.dataCenter.log(this.name, program).slice(-3000);
  }
}
