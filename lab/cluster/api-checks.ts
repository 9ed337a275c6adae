import type { ChildProcess } from "node:child_process";
import type { Check } from "../check";
import type { RunningDataCenter } from "../data-center";
import type { ServerFile } from "../files";
import { expect, sleep, until } from "../measure";
import { programOf } from "../pods";
import type { Asked } from "../probe-result";
import type { ControlPlane } from "./control-plane";

/** The longest that a kubelet may be without an API server that is ready. */
const MOST_SECONDS = 5;

/** Asks the API's address every tenth of a second, with a connection each, and a second for the answer. */
class Asking {
  private output = "";
  private readonly program: ChildProcess;

  public constructor(dataCenter: RunningDataCenter, server: string, url: string) {
    this.program = dataCenter.machine(server).talk(programOf("probe.ts", "kubernetes", "100", "GET", `${url}/readyz`));
    this.program.stdout?.setEncoding("utf8").on("data", (part) => (this.output += part));
  }

  public async begin(): Promise<void> {
    await until("asking has begun", 30, () => this.output.includes("\n"));
  }

  public async end(): Promise<readonly Asked[]> {
    const closed = new Promise((resolve) => this.program.once("close", resolve));
    this.program.stdin?.end();
    await closed;
    return JSON.parse(this.output.slice(this.output.indexOf("\n")));
  }
}

/** The longest time between two answers that all is ready, in seconds. */
export function longestGap(asked: readonly Asked[]): number {
  const answers = asked.flatMap(({ at, took, status }) => (status === 200 ? [at + took] : [])).sort((a, b) => a - b);
  const [first, last] = [asked[0]?.at ?? 0, Math.max(...asked.map(({ at, took }) => at + took))];
  const times = [first, ...answers, last];
  return Math.max(...times.map((time, index) => time - (times[index - 1] ?? time))) / 1000;
}

/** The control-plane server that the worker's requests get to: the one in its rack, which is the nearest. */
function nearest({ files, worker }: RunningDataCenter): ServerFile {
  const found = files.servers.find(({ role, rack }) => role === "control-plane" && rack.name === worker.rack.name);
  if (found === undefined) throw new Error("no control-plane server stands in the worker's rack");
  return found;
}

/** An API server that is stopped or ends, while the worker and the server itself ask at the address that all share. */
async function withoutOne(dataCenter: RunningDataCenter, start: Starts, signal: "SIGSTOP" | "SIGKILL") {
  const plane = await start(dataCenter);
  const server = nearest(dataCenter);
  const { worker } = dataCenter;
  const addresses = () =>
    dataCenter.machine(server.name).show("-4", "address", "show", "to", `${server.api.ipv4}/32`).length;
  const all = [worker, server].map(({ name }) => ({ name, asking: new Asking(dataCenter, name, plane.url) }));
  const program = plane.process(server.name, "kube-apiserver");
  try {
    for (const { asking } of all) await asking.begin();
    await sleep(1);
    process.kill(program.pid ?? 0, signal);
    await until(`${server.name} has no more the API's address`, 20, () => addresses() === 0);
    await sleep(3);
  } finally {
    if (signal === "SIGSTOP") process.kill(program.pid ?? 0, "SIGCONT");
    else plane.startComponent(server.name, "kube-apiserver");
  }
  // Its return is looked at as well.
  await plane.ready([server], 120);
  await sleep(3);
  const gaps = [];
  for (const { name, asking } of all) gaps.push({ name, gap: longestGap(await asking.end()) });
  const story = gaps.map(({ name, gap }) => `${name} was ${gap.toFixed(1)} s without`).join(", ");
  expect(
    gaps.every(({ gap }) => gap <= MOST_SECONDS),
    story,
  );
  // All requests of the worker got to this one before: else nothing was shown.
  expect(
    gaps.every(({ gap }) => gap > 0.3),
    `nobody noticed, so nothing was tried: ${story}`,
  );
  return story;
}

type Starts = (dataCenter: RunningDataCenter) => Promise<ControlPlane>;

/** Each API server, and the address that all share, by a certificate that the cluster's CA has signed. */
async function allAreReady(dataCenter: RunningDataCenter, start: Starts): Promise<string> {
  const began = Date.now();
  const plane = await start(dataCenter);
  const { api } = dataCenter.worker;
  const files = plane.files(dataCenter.control.name);
  for (const address of [...plane.controls.map(({ loopback }) => loopback.ipv4), api.ipv4]) {
    const url = `https://${address}:${api.port}/readyz`;
    const ca = ["--cacert", "/etc/kubernetes/pki/ca.crt"];
    const { output } = await files.run(["curl", "--silent", "--show-error", "--max-time", "5", ...ca, url]);
    expect(output === "ok", `${address}: ${output}`);
  }
  return `${plane.controls.length} of ${plane.controls.length}, after ${((Date.now() - began) / 1000).toFixed(0)} s`;
}

/** The API's address, with real API servers behind it. */
export function apiChecks(start: Starts): readonly Check[] {
  return [
    {
      name: "API servers run as kubeadm makes them of the files, ready at their own and at the API's address",
      bound: "3 of 3",
      run: (dataCenter) => allAreReady(dataCenter, start),
    },
    {
      name: "an API server hangs, and those who ask at the API's address get an answer from another",
      bound: `${MOST_SECONDS} s`,
      run: (dataCenter) => withoutOne(dataCenter, start, "SIGSTOP"),
    },
    {
      name: "an API server is killed, and those who ask at the API's address get an answer from another",
      bound: `${MOST_SECONDS} s`,
      run: (dataCenter) => withoutOne(dataCenter, start, "SIGKILL"),
    },
  ];
}
