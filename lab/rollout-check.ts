import type { ChildProcess } from "node:child_process";
import type { Check } from "./check";
import type { RunningDataCenter } from "./data-center";
import { judge } from "./faults";
import { expect, settled, sleep, Users, until } from "./measure";
import { addPod, answerWith, PODS, podAddress, startPod } from "./pods";

/** How long a pod that was told to end still takes requests: what docs ask of its `preStop`. */
const PRE_STOP_SECONDS = 10;

const REPLICAS = 6;

/** What Kubernetes may start beyond the replicas: half of them here. */
const AT_ONCE = 3;

/** As a Deployment's `minReadySeconds`: so much time passes before the next ones are replaced. */
const MIN_READY_SECONDS = 5;

/** A pod of the Deployment that runs. */
interface RollingPod {
  readonly name: string;
  readonly address: string;
  readonly program: ChildProcess;
}

/** A Deployment of the lab: pods that come, are found by DNS, and go as Kubernetes lets them go. */
class Deployment {
  private pods: RollingPod[] = [];
  private next = 0;
  private readonly ends: Promise<void>[] = [];

  public constructor(private readonly lab: RunningDataCenter) {
    // Two generations, whose addresses take turns.
    for (let index = 0; index < 2 * REPLICAS; index++)
      addPod(lab.network, lab.worker, nameOf(index), PODS.length + index);
  }

  public async start(): Promise<void> {
    for (let left = REPLICAS; left > 0; left -= AT_ONCE) await this.add(AT_ONCE);
    this.publish();
  }

  /** Replaces all pods: new ones first, then the old ones are taken from DNS and told to end. */
  public async roll(): Promise<void> {
    for (let left = REPLICAS; left > 0; left -= AT_ONCE) {
      await this.add(AT_ONCE);
      await sleep(MIN_READY_SECONDS);
      const old = this.pods.splice(0, AT_ONCE);
      this.publish();
      this.ends.push(...old.map((pod) => this.end(pod)));
    }
    await Promise.all(this.ends);
  }

  public stop(): void {
    for (const { program } of this.pods) program.kill("SIGKILL");
  }

  private async add(count: number): Promise<void> {
    const { network, edges, worker } = this.lab;
    const added = Array.from({ length: count }, () => {
      const index = this.next++ % (2 * REPLICAS);
      const name = nameOf(index);
      const address = podAddress(worker, PODS.length + index);
      this.plug(name, address);
      return { name, address, program: startPod(network, edges, name) };
    });
    const isReady = ({ name, address }: RollingPod): boolean =>
      network.machine(name).runNow(["curl", "--silent", "--max-time", "1", `http://${address}:8080/healthz`]).code ===
      0;
    // As a readiness probe: a pod is in DNS when it answers.
    await until("new pods are ready", 20, () => added.every(isReady), 0.2);
    this.pods.push(...added);
  }

  /** The pod's port is there again, if an earlier pod had it. */
  private plug(name: string, address: string): void {
    this.lab
      .machine(this.lab.worker.name)
      .ip(`link set cali-${name} up`, `route replace ${address}/32 dev cali-${name} scope link`);
    this.lab
      .machine(name)
      .ip(
        "link set eth0 up",
        "route replace 169.254.1.1 dev eth0 scope link",
        "route replace default via 169.254.1.1 dev eth0",
      );
  }

  /** After its `preStop` the pod ends, and its address leads nowhere: the block's blackhole has it. */
  private async end({ name, program }: RollingPod): Promise<void> {
    await sleep(PRE_STOP_SECONDS);
    program.kill("SIGTERM");
    this.lab.machine(this.lab.worker.name).ip(`link set cali-${name} down`);
  }

  private publish(): void {
    answerWith(
      this.lab,
      this.pods.map(({ address }) => address),
    );
    process.kill(this.lab.pid(this.lab.control.name, "dnsmasq"), "SIGHUP");
  }
}

const nameOf = (index: number): string => `roll-${index}`;

async function nothingIsLost(dataCenter: RunningDataCenter): Promise<string> {
  const deployment = new Deployment(dataCenter);
  try {
    await deployment.start();
    // Edge servers ask DNS every five seconds, and a pod must pass two checks before it gets requests.
    await sleep(12);
    const users = new Users(dataCenter, 8, "GET,POST");
    await users.begin();
    const since = Date.now();
    await deployment.roll();
    await deployment.roll();
    await sleep(3);
    const seen = await users.stop(since);
    expect(seen.asked.length >= 2000, `only ${seen.asked.length} requests were made`);
    return judge(seen, since, 0);
  } finally {
    const { worker } = dataCenter;
    answerWith(
      dataCenter,
      PODS.map((_, index) => podAddress(worker, index)),
    );
    process.kill(dataCenter.pid(dataCenter.control.name, "dnsmasq"), "SIGHUP");
    await settled(dataCenter);
    deployment.stop();
    for (let index = 0; index < 2 * REPLICAS; index++) dataCenter.network.remove(nameOf(index));
  }
}

/** What is ordinary work, and loses no request. */
export const ROLLOUT_CHECKS: readonly Check[] = [
  { name: "a Deployment of 6 pods is rolled twice", bound: "0 of 2,000 failed, half of them POST", run: nothingIsLost },
];
