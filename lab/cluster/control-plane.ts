import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { RunningDataCenter } from "../data-center";
import type { ServerFile } from "../files";
import { until } from "../measure";
import { OwnFiles } from "./own-files";
import { ETCD, programOfKubernetes } from "./programs";

const PROGRAMS = "/usr/local/lib/hybrid-kubernetes";
export const CONFIGURATION = "/etc/kubernetes/hybrid-kubernetes/kubeadm.yaml";

/** What a control-plane server runs, by the names of their static pods. */
export type Component = "kube-apiserver" | "kube-controller-manager" | "kube-scheduler";

/** etcd and the control plane of a data centre, which run with the files that servers have: by their paths, and with no change. */
export class ControlPlane {
  private readonly programs = new Map<string, ChildProcess>();
  private readonly servers = new Map<string, OwnFiles>();

  public constructor(private readonly dataCenter: RunningDataCenter) {}

  public get controls(): readonly ServerFile[] {
    return this.dataCenter.files.servers.filter(({ role }) => role === "control-plane");
  }

  /** The address that all share. */
  public get url(): string {
    const { api } = this.dataCenter.control;
    return `https://${api.ipv4}:${api.port}`;
  }

  public files(server: string): OwnFiles {
    const files = this.servers.get(server);
    if (files === undefined) throw new Error(`${server} has no files of its own`);
    return files;
  }

  /** Starts etcd and the API servers. */
  public async start(): Promise<void> {
    const members = this.dataCenter.files.servers.filter(({ role }) => role === "etcd");
    for (const { name } of [...members, ...this.controls]) await this.prepare(name);
    for (const { name } of members) this.run(name, "etcd", [ETCD, "--config-file", "/etc/etcd/etcd.conf.yaml"]);
    await Promise.all(this.controls.map(({ name }) => this.make(name)));
    for (const { name } of this.controls) this.startComponent(name, "kube-apiserver");
  }

  /** What the states do first: etcd's certificates, by the CA that the pillar has. */
  private async prepare(server: string): Promise<void> {
    const files = await OwnFiles.of(this.dataCenter.machine(server));
    this.servers.set(server, files);
    // As its package makes it.
    const users = readFileSync("/etc/passwd", "utf8");
    files.write("/etc/passwd", `${users.replace(/^etcd:.*\n/m, "")}etcd:x:997:997::/var/lib/etcd:/bin/false\n`);
    await files.must(["mkdir", "-p", "-m", "700", "/var/lib/etcd", "/var/log/kubernetes"]);
    await files.must(["python3", `${PROGRAMS}/issue-certificates.py`, "issue", "/etc/etcd/etcd.json"]);
  }

  /** What `kubeadm init` makes of the rendered files. */
  private async make(server: string): Promise<void> {
    const files = this.files(server);
    await files.must(["python3", `${PROGRAMS}/control-plane-certificates.py`, "issue"]);
    for (const phase of ["certs", "kubeconfig", "control-plane"]) {
      const command = [programOfKubernetes("kubeadm"), "init", "phase", phase, "all", "--config", CONFIGURATION];
      await files.must(command, 120);
    }
  }

  /** Starts what a static pod of kubeadm's says, without the pod around it. */
  public startComponent(server: string, component: Component): void {
    const path = `${this.dataCenter.machine(server).root}/etc/kubernetes/manifests/${component}.yaml`;
    const [container] = parse(readFileSync(path, "utf8")).spec.containers;
    const [, ...options] = container.command as readonly string[];
    this.run(server, component, [programOfKubernetes(component), ...options]);
  }

  /** Waits until a server's own API server is ready, and its routers know. */
  public async ready(servers = this.controls, seconds = 180): Promise<void> {
    for (const server of servers) {
      const url = `https://${server.loopback.ipv4}:${server.api.port}/readyz`;
      const asks = ["curl", "--silent", "--max-time", "2", "--cacert", "/etc/kubernetes/pki/ca.crt", url];
      const isReady = () =>
        this.dataCenter.machine(server.name).show("-4", "address", "show", "to", `${server.api.ipv4}/32`).length > 0;
      await until(`${server.name} has the API's address`, seconds, isReady, 0.5).catch(async (error) => {
        const { output } = await this.files(server.name).run(asks);
        throw new Error(
          `${error.message}: ${output}\n${this.dataCenter.log(server.name, "kube-apiserver").slice(-2000)}`,
        );
      });
    }
  }

  public process(server: string, program: string): ChildProcess {
    const running = this.programs.get(`${server}/${program}`);
    if (running === undefined) throw new Error(`${program} does not run on ${server}`);
    return running;
  }

  private run(server: string, program: string, command: readonly string[]): void {
    this.programs.set(`${server}/${program}`, this.files(server).start(program, command));
  }
}
