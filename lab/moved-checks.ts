import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "./check";
import type { RunningDataCenter } from "./data-center";
import { withTls } from "./edge-checks";
import { edgeOf } from "./fault-list";
import { judge } from "./faults";
import { isAnnounced } from "./health-checks";
import { expect, settled, sleep, TooLate, Users, until } from "./measure";
import { programOf } from "./pods";
import type { UnderWay } from "./probe-result";
import { addressesOf, serviceOf, urlOf } from "./requests";

/** How many requests of each kind are under way, of which the edge servers share the connections. */
const OF_EACH_KIND = 12;

/** Requests of about four seconds, each on a connection of its own, and what became of them. */
async function requestsUnderWay(dataCenter: RunningDataCenter): Promise<readonly UnderWay[]> {
  const urls = addressesOf(dataCenter, "public").map((address) => urlOf(dataCenter, address));
  const command = programOf("under-way.ts", serviceOf(dataCenter), String(OF_EACH_KIND), ...urls);
  const { code, output } = await dataCenter.machine("client").run(command);
  if (code !== 0) throw new Error(`requests could not be sent: ${output}`);
  return JSON.parse(output);
}

/** What a drain or its end did to requests that were under way. */
interface Moved {
  readonly asked: readonly UnderWay[];
  /** How many of those that were answered had to change the edge server that their packets reach. */
  readonly moved: number;
  /** Seconds until the command ended. */
  readonly waited: number;
}

/** Drains an edge server or ends it while requests are under way through all. */
async function overDrain(dataCenter: RunningDataCenter, word: "on" | "off"): Promise<Moved> {
  const name = edgeOf(dataCenter);
  const answers = requestsUnderWay(dataCenter);
  await sleep(1.5);
  const began = Date.now();
  const command = dataCenter.machine(name).start("drain", ["/usr/local/sbin/hybrid-kubernetes-drain", word]);
  const ended = new Promise<number>((resolve) => command.on("exit", () => resolve((Date.now() - began) / 1000)));
  const isDone = (): boolean => isAnnounced(dataCenter, name) === (word === "off");
  const seconds = await until(`the routes have changed, drained: ${word}`, 8, isDone);
  if (seconds > 2)
    throw new TooLate(`the routes changed after ${seconds.toFixed(1)} s, when requests were about to end`);
  const asked = await answers;
  const isOfIt = (address: string | null): boolean =>
    dataCenter.edges.some((edge) => edge.loopback.ipv4 === address && (edge.name === name) === (word === "on"));
  return { asked, moved: asked.filter(({ from }) => isOfIt(from)).length, waited: await ended };
}

const failuresOf = (asked: readonly UnderWay[]): string => {
  const failed = asked.filter(({ why }) => why !== null);
  const kinds = [...new Set(failed.map(({ kind, why }) => `${kind}: ${why}`))];
  return `${failed.length} of ${asked.length} failed${kinds.length === 0 ? "" : ` (${kinds.join(", ")})`}`;
};

/** Whether an edge server ends connections with their answers. A server that asks its own virtual address asks itself. */
function endsConnections(dataCenter: RunningDataCenter): boolean {
  const [address = ""] = addressesOf(dataCenter, "public");
  const asked = ["--silent", "--insecure", "--http1.1", "--dump-header", "-", "--output", "/dev/null"];
  const command = ["curl", ...asked, "--header", `Host: ${serviceOf(dataCenter)}`, urlOf(dataCenter, address)];
  return /^connection: close/im.test(dataCenter.machine(edgeOf(dataCenter)).runNow(command).output);
}

/** Requests that are under way end well while an edge server is drained, and while it comes back: others get what users send, and hand it over. */
async function requestsEnd(dataCenter: RunningDataCenter): Promise<string> {
  try {
    const drained = await overDrain(dataCenter, "on");
    const said = readFileSync(join(dataCenter.machine(edgeOf(dataCenter)).root, "run/drain.log"), "utf8");
    const areEnded = endsConnections(dataCenter);
    await sleep(1);
    const back = await overDrain(dataCenter, "off");
    const story = `${failuresOf(drained.asked)}, ${failuresOf(back.asked)} when it was back`;
    expect(
      [...drained.asked, ...back.asked].every(({ why }) => why === null),
      story,
    );
    expect(drained.moved > 0 && back.moved > 0, "no request was under way through a server that it had to leave");
    expect(areEnded, "the drained server keeps connections alive");
    expect(
      drained.waited > 2.5,
      `the command ended after ${drained.waited.toFixed(1)} s, while requests were under way`,
    );
    expect(said.includes("0 connections of users open"), `the command says: ${said.trim()}`);
    return `${story}; the command waited ${drained.waited.toFixed(1)} s`;
  } finally {
    rmSync(join(dataCenter.machine(edgeOf(dataCenter)).root, "etc/exabgp/drained"), { force: true });
    await settled(dataCenter);
  }
}

/**
 * Users who ask while the file of the certificate is another one and HAProxy is reloaded: none of them notices, nor do those whose requests
 * are under way, and all get the new one.
 */
async function renews(dataCenter: RunningDataCenter): Promise<string> {
  const [address = ""] = addressesOf(dataCenter, "public");
  const users = new Users(dataCenter);
  await users.begin();
  const since = Date.now();
  const answers = requestsUnderWay(dataCenter);
  await sleep(1.5);
  const subject = `renewed-${since}.example.com`;
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "-", "-out", "-"];
  const made = ["req", "-x509", ...key, "-subj", `/CN=${subject}`, "-days", "9"];
  const { stdout } = spawnSync("openssl", made, { encoding: "utf8" });
  for (const { name } of dataCenter.edges) {
    const edge = dataCenter.machine(name);
    writeFileSync(join(edge.root, "etc/haproxy/certificate.pem"), stdout);
    dataCenter.reloadHaproxy(name);
    // A server that asks its own virtual address asks itself.
    const served = () =>
      edge.runNow(["curl", "--silent", "--insecure", "--verbose", urlOf(dataCenter, address)]).output;
    await until(`${name} has the new certificate`, 5, () => served().includes(subject));
  }
  const asked = await answers;
  const story = judge(await users.stop(since), since, 0);
  const failed = failuresOf(asked);
  expect(
    asked.every(({ why }) => why === null),
    `under way: ${failed}`,
  );
  return `${story}; under way: ${failed}`;
}

/** What is under way when routes or certificates change. */
export const MOVED_CHECKS: readonly Check[] = [
  { name: "requests under way end while an edge server is drained", bound: "0 failed", run: requestsEnd },
  { name: "a renewed certificate is taken by a reload", bound: "0 failed", run: renews, appliesTo: withTls },
];
