import type { ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunningDataCenter } from "./data-center";
import type { ServerFile } from "./files";
import type { LabNetwork } from "./network";

/** The pods: each answers on the ports of all services. */
export const PODS = ["pod-1", "pod-2"] as const;

/** A program of the lab, as Node runs it: by this way, it starts in a fifth of the time that `--import tsx` takes. */
export function programOf(file: string, ...args: readonly string[]): readonly string[] {
  return [process.execPath, "--require", require.resolve("tsx/cjs"), join(__dirname, file), ...args];
}

/** The address of the nth pod, in the first block of the worker's rack. */
export function podAddress(worker: ServerFile, index: number): string {
  const base = worker.pods?.ipv4.range.split("/")[0] ?? "";
  return base.replace(/\d+$/, (last) => String(Number(last) + 2 + index));
}

/** Adds pods to a worker, wired as Calico wires them, in a block that the kernel knows as Calico's. */
export function addPods(network: LabNetwork, worker: ServerFile, edges: readonly ServerFile[]): void {
  const node = network.machine(worker.name);
  const { range = "", block_prefix_length = 26 } = worker.pods?.ipv4 ?? {};
  node.ip(`route add blackhole ${range.split("/")[0]}/${block_prefix_length} proto bird`);
  PODS.forEach((name, index) => {
    addPod(network, worker, name, index);
    startPod(network, edges, name);
  });
}

/** Wires the nth pod to a worker, as Calico does. */
export function addPod(network: LabNetwork, worker: ServerFile, name: string, index: number): void {
  const node = network.machine(worker.name);
  const pod = network.add(name);
  const address = podAddress(worker, index);
  network.wire(node, `cali-${name}`, pod, "eth0");
  // The pod's gateway is an address that nobody has: the node answers for it.
  node.ip(`route add ${address}/32 dev cali-${name} scope link`, `address add 169.254.1.1/32 dev cali-${name}`);
  pod.ip(
    `address add ${address}/32 dev eth0`,
    "route add 169.254.1.1 dev eth0 scope link",
    "route add default via 169.254.1.1 dev eth0",
  );
}

/** Starts the program of a pod. */
export function startPod(network: LabNetwork, edges: readonly ServerFile[], name: string): ChildProcess {
  const ports = new Set(edges.flatMap(({ edge }) => edge?.services.map(({ port }) => String(port)) ?? []));
  return network.machine(name).start("pod", programOf("pod.ts", name, ...ports));
}

/** The cluster's DNS, where kube-proxy would lead to it: every service's name leads to all pods. */
export function startDns(dataCenter: RunningDataCenter): void {
  const { control, worker } = dataCenter;
  const machine = dataCenter.machine(control.name);
  const { ipv4, ipv6 } = control.dns;
  machine.ip(`address add ${ipv4}/32 dev lo`, ...(ipv6 === null ? [] : [`address add ${ipv6}/128 dev lo nodad`]));
  answerWith(
    dataCenter,
    PODS.map((_, index) => podAddress(worker, index)),
  );
  const listen = [ipv4, ...(ipv6 === null ? [] : [ipv6])].map((address) => `--listen-address=${address}`);
  dataCenter.program(control.name, "dnsmasq", [
    ...["dnsmasq", "--keep-in-foreground", "--user=root", "--pid-file=", "--no-hosts", "--no-resolv", "--conf-file="],
    ...["--addn-hosts=/run/pods.hosts", "--local=/cluster.local/", "--local-ttl=5", "--bind-interfaces", ...listen],
  ]);
}

/** What the cluster's DNS answers for every service: the addresses of pods. */
export function answerWith({ control, edges, network }: RunningDataCenter, addresses: readonly string[]): void {
  const names = new Set(edges.flatMap(({ edge }) => edge?.services.map(({ dns_name }) => dns_name) ?? []));
  const hosts = addresses.map((address) => `${address} ${[...names].join(" ")}\n`).join("");
  writeFileSync(join(network.machine(control.name).root, "run/pods.hosts"), hosts);
}
