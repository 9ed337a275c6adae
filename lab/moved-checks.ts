import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "./check";
import type { RunningDataCenter } from "./data-center";
import { withTls } from "./edge-checks";
import { edgeOf } from "./fault-list";
import { judge } from "./faults";
import { expect, ports, routersOf, settled, sleep, TooLate, Users, until } from "./measure";
import { portTo } from "./network";
import { addressesOf, serviceOf, urlOf } from "./requests";

/** Whether the border leads to an edge server by the route of its first public address. */
function isAnnounced(dataCenter: RunningDataCenter, edge: string): boolean {
  const racks = routersOf(dataCenter, [edge]).map(({ name }) => portTo(name));
  const [one] = dataCenter.edges[0]?.edge?.virtual_ips.filter(({ scope }) => scope === "public") ?? [];
  return ports(dataCenter.machine(dataCenter.border.name), one?.prefix ?? "").some((port) => racks.includes(port));
}

/** How many requests are under way, of which the edge servers share the connections. */
const UNDER_WAY = 40;

/** What fits into one packet. Of more, the lab's users acknowledge the first while the rest is sent: nothing here is far away. */
const ONE_PACKET = 500;

/** Sends requests that take three seconds, with a connection each, and says by whom they were answered to the end. */
async function answersUnderWay(dataCenter: RunningDataCenter, bytes: number): Promise<readonly string[]> {
  const urls = addressesOf(dataCenter, "public").map((address) => urlOf(dataCenter, address, `/slow/${bytes}`));
  const all = Array.from({ length: UNDER_WAY }, (_, index) => urls[index % urls.length] ?? "");
  const header = `Host: ${serviceOf(dataCenter)}`;
  const options = ["--silent", "--insecure", "--http1.1", "--max-time", "8", "--header", header];
  const asked = ["curl", "--parallel", "--parallel-immediate", "--parallel-max", `${UNDER_WAY}`, ...options, ...all];
  const { output } = await dataCenter.machine("client").run(asked);
  return [...output.matchAll(/"from":"([^"]+)"\}/g)].map(([, from = ""]) => from);
}

/** Drains an edge server or ends it while requests are under way through all: how many were not answered, and how many had to move. */
async function overDrain(
  dataCenter: RunningDataCenter,
  word: "on" | "off",
  bytes: number,
): Promise<{ readonly failed: number; readonly moved: number }> {
  const name = edgeOf(dataCenter);
  const answers = answersUnderWay(dataCenter, bytes);
  await sleep(1);
  dataCenter.machine(name).start("drain", ["/usr/local/sbin/hybrid-kubernetes-drain", word]);
  const isDone = (): boolean => isAnnounced(dataCenter, name) === (word === "off");
  const seconds = await until(`the routes have changed, drained: ${word}`, 8, isDone);
  if (seconds > 1.7)
    throw new TooLate(`the routes changed after ${seconds.toFixed(1)} s, when answers were on their way`);
  const from = await answers;
  const isOfIt = (address: string): boolean =>
    dataCenter.edges.some((edge) => edge.loopback.ipv4 === address && (edge.name === name) === (word === "on"));
  return { failed: UNDER_WAY - from.length, moved: from.filter(isOfIt).length };
}

/** Short answers that are under way end well while an edge server is drained, and while it comes back: though others get what users send. */
async function answersEnd(dataCenter: RunningDataCenter): Promise<string> {
  try {
    const drained = await overDrain(dataCenter, "on", ONE_PACKET);
    await sleep(2);
    const back = await overDrain(dataCenter, "off", ONE_PACKET);
    const story = `${drained.failed} of ${UNDER_WAY} failed, and ${back.failed} when it was back`;
    expect(drained.failed + back.failed === 0, story);
    expect(drained.moved > 0, "nothing was under way through the edge server");
    return story;
  } finally {
    rmSync(join(dataCenter.machine(edgeOf(dataCenter)).root, "etc/exabgp/drained"), { force: true });
    await settled(dataCenter);
  }
}

/** Users who ask while the file of the certificate is another one and HAProxy is reloaded: none of them notices, and all get the new one. */
async function renews(dataCenter: RunningDataCenter): Promise<string> {
  const [address = ""] = addressesOf(dataCenter, "public");
  const users = new Users(dataCenter);
  await users.begin();
  const since = Date.now();
  const subject = `renewed-${since}.example.com`;
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "-", "-out", "-"];
  const asked = ["req", "-x509", ...key, "-subj", `/CN=${subject}`, "-days", "9"];
  const { stdout } = spawnSync("openssl", asked, { encoding: "utf8" });
  for (const { name } of dataCenter.edges) {
    const edge = dataCenter.machine(name);
    writeFileSync(join(edge.root, "etc/haproxy/certificate.pem"), stdout);
    process.kill(dataCenter.pid(name, "haproxy"), "SIGUSR2");
    // A server that asks its own virtual address asks itself.
    const served = () =>
      edge.runNow(["curl", "--silent", "--insecure", "--verbose", urlOf(dataCenter, address)]).output;
    await until(`${name} has the new certificate`, 5, () => served().includes(subject));
  }
  await sleep(2);
  return judge(await users.stop(since), since, 0);
}

/** What is under way when routes or certificates change. */
export const MOVED_CHECKS: readonly Check[] = [
  { name: "short answers under way end while an edge server is drained", bound: "0 failed", run: answersEnd },
  { name: "a renewed certificate is taken by a reload", bound: "0 failed", run: renews, appliesTo: withTls },
];
