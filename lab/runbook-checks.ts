import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Check } from "./check";
import type { RunningDataCenter } from "./data-center";
import { differencesOf, verification, waysLeft } from "./dumps";
import { edgeOf, pidsOf, routerOf, setPorts } from "./fault-list";
import { judge } from "./faults";
import { type DataCenterFiles, type RouterFile, readDataCenter, recoveringInAMinute } from "./files";
import { isAnnounced } from "./health-checks";
import { expect, ports, routersOf, settled, sleep, Users, until } from "./measure";
import { kill, portTo } from "./network";
import { SMALL_SITE } from "./on-premises";
import { renderFiles } from "./render";
import { synthesizeSite } from "./site";
import { vtysh } from "./vtysh";

/** The differences from the plan, each of which must be one of those that are expected. */
async function onlyFound(
  dataCenter: RunningDataCenter,
  expected: RegExp,
  except: readonly string[] = [],
): Promise<readonly string[]> {
  const found = differencesOf(dataCenter, await verification(dataCenter, except));
  const strange = found.filter((one) => !expected.test(one));
  expect(strange.length === 0, `it is found, too, that ${strange.join("; ")}`);
  return found;
}

/** The last step of every runbook. */
async function nothingIsFound(dataCenter: RunningDataCenter): Promise<string> {
  const back = await settled(dataCenter);
  const found = differencesOf(dataCenter, await verification(dataCenter));
  expect(found.length === 0, `afterwards it is found that ${found.join("; ")}`);
  return `back after ${back.toFixed(0)} s, as planned`;
}

/** A worker that nobody hears is fenced: no router leads to it, whatever it announces. */
async function workerIsFenced(dataCenter: RunningDataCenter): Promise<string> {
  const { worker, border } = dataCenter;
  const routers = routersOf(dataCenter, [worker.name]).map(({ name }) => dataCenter.machine(name));
  const block = worker.pods?.ipv4.range.replace(/\/\d+$/, "/26") ?? "";
  const before = await waysLeft(dataCenter, worker.name);
  expect(before.length >= 8, `a worker in service is led to by ${before.join("; ")}`);
  let seconds: number;
  let found: readonly string[];
  try {
    for (const router of routers) router.ip(`link set ${portTo(worker.name)} down`);
    const at = dataCenter.machine(border.name);
    seconds = await until("no router leads to the worker", 3, () =>
      [worker.loopback.ipv4, block].every((prefix) => ports(at, prefix).length === 0),
    );
    const left = await waysLeft(dataCenter, worker.name);
    expect(left.length === 0, left.join("; "));
    found = await onlyFound(dataCenter, /^(a1-\w+: the session with worker-1|worker-1: the default route)/);
    const sessions = found.filter((one) => one.includes("the session with worker-1"));
    expect(sessions.length === 4, `of four sessions that are down, ${sessions.length} are named: ${found.join("; ")}`);
  } finally {
    for (const router of routers) router.ip(`link set ${portTo(worker.name)} up`);
  }
  return `nothing leads there after ${seconds.toFixed(2)} s; ${await nothingIsFound(dataCenter)}`;
}

/** A rack without power: its routers and servers are gone at once. The rack without the lab's pods. */
async function rackIsDown(dataCenter: RunningDataCenter): Promise<string> {
  const rack = dataCenter.control.rack.name;
  const routers = dataCenter.rackRouters.filter((router) => router.rack?.name === rack);
  const servers = dataCenter.files.servers.filter((server) => server.rack.name === rack);
  const names = [...routers, ...servers].map(({ name }) => name);
  const users = new Users(dataCenter);
  let story = "";
  try {
    await users.begin();
    const since = Date.now();
    for (const { name } of routers) {
      setPorts(dataCenter.machine(name), "down");
      dataCenter.machine(name).processes().forEach(kill);
    }
    for (const { name, edge } of servers) {
      kill(dataCenter.pid(name, "exabgp"));
      if (edge !== null) pidsOf(dataCenter.machine(name), "haproxy").forEach(kill);
    }
    await sleep(4);
    story = judge(await users.stop(since), since, 2);
    const found = await onlyFound(dataCenter, /^border-1: the session with a2-/, names);
    expect(found.length === 4, `of four sessions that are down, ${found.length} are named`);
  } finally {
    await Promise.all(
      routers.map(({ name }) => {
        setPorts(dataCenter.machine(name), "up");
        return dataCenter.startRouter(name);
      }),
    );
    for (const { name, edge } of servers) {
      dataCenter.startExabgp(name);
      if (edge !== null) dataCenter.startHaproxy(name);
    }
  }
  return `${story}; ${await nothingIsFound(dataCenter)}`;
}

/** A drained edge server is named, with the routes that it does not announce, and nothing else is. */
async function drainIsNamed(dataCenter: RunningDataCenter): Promise<string> {
  const name = edgeOf(dataCenter);
  const edge = dataCenter.machine(name);
  const command = (word: "on" | "off") => edge.start("drain", ["/usr/local/sbin/hybrid-kubernetes-drain", word]);
  let count = 0;
  try {
    command("on");
    await until("the edge server is withdrawn", 5, () => !isAnnounced(dataCenter, name));
    // The last of its routes may be a moment later.
    await sleep(1);
    const found = await onlyFound(dataCenter, new RegExp(`^${name}: this server: drained|a route of ${name}: missing`));
    expect(
      found.some((one) => one.startsWith(`${name}: this server: drained`)),
      "it is not named as drained",
    );
    count = found.length - 1;
    expect(count === 14, `${count} routes are named as missing, of seven at two routers`);
  } finally {
    command("off");
  }
  return `drained, ${count} routes missing; ${await nothingIsFound(dataCenter)}`;
}

/** A router is taken out, and one without anything takes its place: with the same file, all is as before. */
async function routerIsReplaced(dataCenter: RunningDataCenter): Promise<string> {
  const router = dataCenter.rackRouters.find(({ name }) => name === routerOf(dataCenter)) as RouterFile;
  const machine = dataCenter.machine(router.name);
  const users = new Users(dataCenter);
  let story = "";
  try {
    await users.begin();
    const since = Date.now();
    await vtysh(machine, "configure terminal", `router bgp ${router.asn}`, "bgp shutdown");
    await sleep(3);
    setPorts(machine, "down");
    machine.processes().forEach(kill);
    await sleep(2);
    story = judge(await users.stop(since), since, 1);
  } finally {
    dataCenter.renderRouter(router);
    setPorts(machine, "up");
    await dataCenter.startRouter(router.name);
  }
  return `${story}; ${await nothingIsFound(dataCenter)}`;
}

const FRR = "etc/frr/hybrid-kubernetes.conf";

/** The commands that make the lists of prefixes of one file those of another, as `frr-reload.py` does. */
function changedLists(old: string, young: string): readonly string[] {
  const listsOf = (file: string): readonly string[] =>
    readFileSync(file, "utf8").match(/^ip(v6)? prefix-list .*$/gm) ?? [];
  const [before, after] = [listsOf(old), listsOf(young)];
  return [
    ...before.filter((one) => !after.includes(one)).map((one) => `no ${one}`),
    ...after.filter((one) => !before.includes(one)),
  ];
}

/** A server is gone for good: with the plan without it, and its sessions gone from the routers, nothing of it is left. */
async function numberIsRetired(dataCenter: RunningDataCenter): Promise<string> {
  const retired = dataCenter.edges.at(-1)?.name ?? "";
  const outdir = mkdtempSync(join(tmpdir(), "hklab-retired-"));
  const left = Object.fromEntries(Object.entries(SMALL_SITE.servers).filter(([name]) => name !== retired));
  const plan = recoveringInAMinute(readDataCenter(synthesizeSite(outdir, { servers: left })));
  const files = join(outdir, "rendered");
  renderFiles({ ...plan, servers: [] }, files, { owned: false });
  const edge = dataCenter.machine(retired);
  const command = (word: "on" | "off") => edge.start("drain", ["/usr/local/sbin/hybrid-kubernetes-drain", word]);
  try {
    command("on");
    await until("the server is withdrawn", 5, () => !isAnnounced(dataCenter, retired));
    // Those of other racks have it in the lists of what they tell edge servers.
    for (const { name, asn, neighbors } of dataCenter.rackRouters) {
      const machine = dataCenter.machine(name);
      const lists = changedLists(join(machine.root, FRR), join(files, name, FRR));
      const sessions = neighbors.find((one) => one.name === retired)?.sessions ?? [];
      const lines = sessions.map(({ address }) => `no neighbor ${address}`);
      await vtysh(machine, "configure terminal", ...lists, `router bgp ${asn}`, ...lines);
    }
    await sleep(1);
    const found = differencesOf(dataCenter, await verification(dataCenter, [retired], plan));
    expect(found.length === 0, `with the plan without ${retired} it is found that ${found.join("; ")}`);
  } finally {
    command("off");
    rmSync(outdir, { recursive: true });
    for (const router of dataCenter.rackRouters) {
      const machine = dataCenter.machine(router.name);
      machine.processes().forEach(kill);
      await dataCenter.startRouter(router.name);
    }
  }
  return `nothing of ${retired} is left; ${await nothingIsFound(dataCenter)}`;
}

/** The names in these checks are those of the lab's own data centre. */
const isLabs = ({ servers }: DataCenterFiles): boolean =>
  servers
    .map(({ name }) => name)
    .sort()
    .join() === Object.keys(SMALL_SITE.servers).sort().join();

const CHECKS: readonly Omit<Check, "appliesTo">[] = [
  { name: "a worker that is unhealthy is fenced", bound: "3 s", run: workerIsFenced },
  { name: "a rack loses power", bound: "2 s", run: rackIsDown },
  { name: "an edge server that is drained is named", bound: "nothing else", run: drainIsNamed },
  { name: "a router is replaced", bound: "1 s", run: routerIsReplaced },
  { name: "the number of a server is retired", bound: "nothing left", run: numberIsRetired },
];

/** The runbooks of docs/data-center-operations.md, step by step. */
export const RUNBOOK_CHECKS: readonly Check[] = CHECKS.map((check) => ({ ...check, appliesTo: isLabs }));
