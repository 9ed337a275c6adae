import type { Check } from "../check";
import type { RunningDataCenter } from "../data-center";
import { judge } from "../faults";
import { expect, sleep, Users, until } from "../measure";
import { kill } from "../network";
import { PODS } from "../pods";
import { addressesOf, serviceOf, urlOf } from "../requests";
import { Cluster } from "./cluster";
import type { ControlPlane } from "./control-plane";
import { KUBERNETES } from "./programs";

const APP = "web";
/** As many as the lab has without a cluster. */
const REPLICAS = PODS.length;

/** What a team deploys: it loses no request while it is rolled out, by what docs say of pods behind edge servers. */
function deployment(version: string, ports: readonly number[]): object {
  const labels = { app: APP };
  const [port = 8080] = ports;
  const container = {
    name: APP,
    image: "lab/web:1",
    imagePullPolicy: "Never",
    args: ports.map(String),
    env: [{ name: "VERSION", value: version }],
    ports: ports.map((containerPort) => ({ containerPort })),
    readinessProbe: { httpGet: { path: "/healthz", port }, periodSeconds: 1 },
    lifecycle: { preStop: { sleep: { seconds: 25 } } },
  };
  const spread = { maxSkew: 1, topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "ScheduleAnyway" };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: APP, namespace: "default" },
    spec: {
      replicas: REPLICAS,
      minReadySeconds: 12,
      strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 40,
          topologySpreadConstraints: [{ ...spread, labelSelector: { matchLabels: labels } }],
          containers: [container],
        },
      },
    },
  };
}

/** What a user outside gets. */
function answered(dataCenter: RunningDataCenter): string {
  const [address = ""] = addressesOf(dataCenter, "public");
  const asks = ["curl", "--silent", "--insecure", "--max-time", "2", "--header", `Host: ${serviceOf(dataCenter)}`];
  return dataCenter.machine("client").runNow([...asks, urlOf(dataCenter, address)]).output;
}

/** Waits until users are answered by pods of one version alone. */
async function areAnswered(dataCenter: RunningDataCenter, version: string): Promise<void> {
  const isOfIt = () => answered(dataCenter).includes(`"version":"${version}"`);
  await until(
    `users are answered by version ${version}`,
    120,
    () => Array.from({ length: 6 }, isOfIt).every(Boolean),
    1,
  );
}

type Starts = (dataCenter: RunningDataCenter) => Promise<ControlPlane>;

/** Workers of a real cluster, and what they run. */
export function workerChecks(start: Starts): readonly Check[] {
  let cluster: Cluster | undefined;
  const running = async (dataCenter: RunningDataCenter): Promise<Cluster> => {
    cluster ??= await Cluster.of(dataCenter, await start(dataCenter));
    return cluster;
  };
  const versions = async (own: Cluster) =>
    (
      await own.kubectl(
        "get",
        "nodes",
        "--output",
        "jsonpath={range .items[*]}{.metadata.name}={.status.nodeInfo.kubeletVersion} {end}",
      )
    ).trim();

  const join = async (dataCenter: RunningDataCenter): Promise<string> => {
    const own = await running(dataCenter);
    await own.until("workers are ready", 120, async () => {
      const status = '{range .items[*]}{.status.conditions[?(@.type=="Ready")].status} {end}';
      const ready = (await own.kubectl("get", "nodes", "--output", `jsonpath=${status}`)).trim().split(" ");
      return ready.length === own.workers.length && ready.every((one) => one === "True");
    });
    const said = await own.approve();
    expect(said.match(/approved$/gm)?.length === own.workers.length, `the approver says: ${said}`);
    return versions(own);
  };

  const ports = (dataCenter: RunningDataCenter): readonly number[] => [
    ...new Set(dataCenter.edges.flatMap(({ edge }) => edge?.services.map(({ port }) => port) ?? [])),
  ];
  const rolledOut = (own: Cluster) => own.kubectl("rollout", "status", `deployment/${APP}`, "--timeout=150s");

  const deployed = async (dataCenter: RunningDataCenter): Promise<string> => {
    const own = await running(dataCenter);
    const [port = 8080] = ports(dataCenter);
    await own.apply(deployment("1", ports(dataCenter)));
    const service = { clusterIP: "None", selector: { app: APP }, ports: [{ port }] };
    await own.apply({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: APP, namespace: "default" },
      spec: service,
    });
    await rolledOut(own);
    own.publish(APP);
    // The lab's own pods end: HAProxy keeps connections to one whose place another has taken, for as long as it lives.
    await sleep(12);
    for (const name of PODS) for (const pid of dataCenter.machine(name).processes()) kill(pid);
    await areAnswered(dataCenter, "1");
    const users = new Users(dataCenter);
    await users.begin();
    const since = Date.now();
    await own.apply(deployment("2", ports(dataCenter)));
    await rolledOut(own);
    await areAnswered(dataCenter, "2");
    const seen = await users.stop(since);
    return judge(seen, since, 0);
  };

  const upgraded = async (dataCenter: RunningDataCenter): Promise<string> => {
    const own = await running(dataCenter);
    const users = new Users(dataCenter);
    await users.begin();
    const since = Date.now();
    for (const worker of own.workers) {
      await own.kubectl("drain", worker.name, "--ignore-daemonsets", "--timeout=120s");
      await worker.install("kubeadm", KUBERNETES.now);
      await worker.files.must(
        ["/usr/local/sbin/hybrid-kubernetes-upgrade-node", `v${KUBERNETES.now}`, worker.name],
        180,
      );
      await worker.install("kubelet", KUBERNETES.now);
      await worker.files.must(["systemctl", "restart", "kubelet"]);
      await own.until(`${worker.name} has the new kubelet`, 90, async () =>
        (await versions(own)).includes(`${worker.name}=v${KUBERNETES.now}`),
      );
      await own.kubectl("uncordon", worker.name);
      await rolledOut(own);
      await sleep(15);
    }
    return `${judge(await users.stop(since), since, 0)}; ${await versions(own)}`;
  };

  return [
    {
      name: "workers join with containerd and a kubelet, and get the certificates that are planned",
      bound: "2 of 2",
      run: join,
    },
    { name: "edge servers reach a Deployment's pods, while it is rolled out", bound: "0 failed", run: deployed },
    { name: "workers are drained and upgraded, one after the other", bound: "0 failed", run: upgraded },
  ];
}
