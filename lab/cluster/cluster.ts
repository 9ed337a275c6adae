import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RunningDataCenter } from "../data-center";
import { LabFailure, sleep } from "../measure";
import { answerWith } from "../pods";
import { CONFIGURATION, type ControlPlane } from "./control-plane";
import { writeImage } from "./image";
import { KUBERNETES, POD, programOfKubernetes } from "./programs";
import { Worker } from "./worker";

/** The image that a pod's network belongs to, as containerd names it by itself, and that of the pods. */
const IMAGES = ["registry.k8s.io/pause:3.10.1", "registry.k8s.io/pause:3.10.2", "lab/web:1"];

/** What no container of this machine lets a kubelet do; on servers it is as rendered. */
const IN_A_CONTAINER = `cgroupsPerQOS: false
enforceNodeAllocatable: [none]
failCgroupV1: false
oomScoreAdj: 0
`;

/** A cluster: the control plane, its workers, and what is deployed. */
export class Cluster {
  public readonly workers: Worker[] = [];
  private publishing: NodeJS.Timeout | undefined;

  private constructor(
    private readonly dataCenter: RunningDataCenter,
    private readonly plane: ControlPlane,
  ) {}

  public static async of(dataCenter: RunningDataCenter, plane: ControlPlane): Promise<Cluster> {
    const cluster = new Cluster(dataCenter, plane);
    await cluster.start();
    return cluster;
  }

  /** What is only on the first server, for what a cluster has once. */
  private get first() {
    return this.plane.files(this.dataCenter.control.name);
  }

  private async start(): Promise<void> {
    const { dataCenter, plane, first } = this;
    dataCenter.atEnd(() => clearInterval(this.publishing));
    for (const name of ["kube-controller-manager", "kube-scheduler"] as const)
      plane.startComponent(dataCenter.control.name, name);
    for (const name of ["kubeadm", "kubectl"])
      await first.must(["ln", "-sf", programOfKubernetes(name), `/usr/local/bin/${name}`]);
    const rendered = readFileSync(join(first.machine.root, CONFIGURATION), "utf8");
    first.write(
      "/run/kubeadm.yaml",
      rendered.replace("cgroupDriver: systemd\n", `cgroupDriver: cgroupfs\n${IN_A_CONTAINER}`),
    );
    for (const phase of [["upload-config", "all"], ["bootstrap-token"]])
      await first.must(["kubeadm", "init", "phase", ...phase, "--config", "/run/kubeadm.yaml"]);
    const words = (await first.must(["kubeadm", "token", "create", "--ttl", "15m", "--print-join-command"])).split(
      /\s+/,
    );
    const after = (word: string): string => words[words.indexOf(word) + 1] ?? "";
    const images = join(dataCenter.network.folder, "images.tar");
    writeImage(images, POD, IMAGES);
    const servers = dataCenter.files.servers.filter(({ role }) => role === "worker");
    for (const server of servers) {
      const worker = await Worker.of(dataCenter, server, 1);
      await worker.startContainerd(images);
      for (const program of ["kubeadm", "kubelet"] as const) await worker.install(program, KUBERNETES.before);
      await worker.join(after("join"), after("--token"), after("--discovery-token-ca-cert-hash"));
      this.workers.push(worker);
    }
  }

  /** Runs kubectl as whoever has the first server. */
  public kubectl(...args: readonly string[]): Promise<string> {
    return this.first.must(["kubectl", "--kubeconfig", "/etc/kubernetes/admin.conf", ...args], 180);
  }

  public async apply(manifest: object): Promise<void> {
    this.first.write("/run/manifest.json", JSON.stringify(manifest));
    await this.kubectl("apply", "--server-side", "--validate=strict", "--filename", "/run/manifest.json");
  }

  /** What is asked of the API, until it is as it should be. */
  public async until(what: string, seconds: number, holds: () => Promise<boolean>): Promise<number> {
    const began = Date.now();
    let error = "";
    const isSo = async () => {
      try {
        return await holds();
      } catch (caught) {
        error = `: ${caught}`;
        return false;
      }
    };
    while (!(await isSo())) {
      if (Date.now() - began > seconds * 1000) throw new LabFailure(`${what}: not within ${seconds} s${error}`);
      await sleep(0.5);
    }
    return (Date.now() - began) / 1000;
  }

  /** Approves what kubelets ask for, as the timer does each minute. */
  public approve(): Promise<string> {
    const program = "/usr/local/lib/hybrid-kubernetes/approve-kubelets.py";
    return this.first.must(["python3", program, "/etc/kubernetes/hybrid-kubernetes/nodes.json"]);
  }

  /** Lets the data centre's DNS answer with the addresses of the pods that are ready, as the cluster's own does for a service without an address. */
  public publish(service: string): void {
    if (this.publishing !== undefined) return;
    let before = "";
    let isAsking = false;
    const { dataCenter } = this;
    this.publishing = setInterval(async () => {
      if (isAsking) return;
      isAsking = true;
      const own = ["get", "endpointslices", "--selector", `kubernetes.io/service-name=${service}`, "--output", "json"];
      const answer = await this.kubectl(...own).catch(() => undefined);
      isAsking = false;
      if (answer === undefined) return;
      const slices: readonly { readonly endpoints?: readonly Endpoint[] }[] = JSON.parse(answer).items;
      const addresses = slices.flatMap(({ endpoints }) =>
        (endpoints ?? []).flatMap((one) => (one.conditions.ready ? one.addresses : [])),
      );
      if (addresses.join() === before) return;
      before = addresses.join();
      answerWith(dataCenter, addresses);
      process.kill(dataCenter.pid(dataCenter.control.name, "dnsmasq"), "SIGHUP");
    }, 1000);
  }
}

interface Endpoint {
  readonly addresses: readonly string[];
  readonly conditions: { readonly ready?: boolean };
}
