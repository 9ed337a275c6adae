import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "./check";
import type { RunningDataCenter } from "./data-center";
import { edgeOf, pidsOf } from "./fault-list";
import { judge } from "./faults";
import type { DataCenterFiles } from "./files";
import { expect, ports, routersOf, type Seen, settled, sleep, Users, until } from "./measure";
import { kill, type Machine, portTo } from "./network";
import { PODS } from "./pods";
import { addressesOf, codeOf, urlOf } from "./requests";
import { vtyshNow } from "./vtysh";

/** The public addresses of edge servers as routes, and the ranges around them. */
const publicRoutes = ({ edges }: RunningDataCenter) =>
  edges[0]?.edge?.virtual_ips.filter(({ scope }) => scope === "public") ?? [];

/** Whether the border leads to an edge server by the routes of its virtual addresses. */
export function isAnnounced(dataCenter: RunningDataCenter, edge: string): boolean {
  const border = dataCenter.machine(dataCenter.border.name);
  const racks = routersOf(dataCenter, [edge]).map(({ name }) => portTo(name));
  return publicRoutes(dataCenter).some(({ prefix }) => ports(border, prefix).some((port) => racks.includes(port)));
}

/** Whether no router leads to a virtual address any more: one that learned it from another forgets it some milliseconds later. */
const noneIsAnnounced = (dataCenter: RunningDataCenter): boolean =>
  [dataCenter.border, ...dataCenter.rackRouters].every(({ name }) =>
    publicRoutes(dataCenter).every(({ prefix }) => ports(dataCenter.machine(name), prefix).length === 0),
  );

/** New requests since something was withdrawn: none fails. Those before were moved from one server to another. */
export function afterwards({ asked }: Seen, withdrawn: number): string {
  const [before, later] = [asked.filter(({ at }) => at < withdrawn), asked.filter(({ at }) => at >= withdrawn)];
  const failed = (some: typeof asked) => some.filter(({ status }) => status !== 200);
  const story = judge({ asked: later, failed: failed(later) }, withdrawn, 0);
  return `${story}, and ${failed(before).length} of ${before.length} before it was withdrawn`;
}

/** All deep checks say that nothing answers, though it does: the ranges carry on. */
async function rangesCarryOn(dataCenter: RunningDataCenter): Promise<string> {
  const users = new Users(dataCenter);
  const honest = new Map<string, string>();
  let story = "";
  try {
    await users.begin();
    const since = Date.now();
    for (const { name } of dataCenter.edges) {
      const change = (text: string): string => text.replaceAll(":8404/ready", ":8404/nowhere");
      honest.set(name, dataCenter.changeSharedRoutes(name, change));
    }
    await until("the virtual addresses are withdrawn", 12, () => noneIsAnnounced(dataCenter));
    const withdrawn = Date.now();
    await sleep(13);
    expect(noneIsAnnounced(dataCenter), "a virtual address is announced again");
    const seen = await users.stop(since);
    story = afterwards(seen, withdrawn);
    const count = seen.asked.filter(({ at }) => at >= withdrawn).length;
    expect(count >= 500, `only ${count} requests were made`);
  } finally {
    for (const [name, text] of honest) dataCenter.changeSharedRoutes(name, () => text);
  }
  await settled(dataCenter);
  return story;
}

/** Pods refuse the port of some services: users of others are served, and health checkers hear of it. */
async function othersAreServed(dataCenter: RunningDataCenter): Promise<string> {
  const pods = PODS.map((name) => dataCenter.machine(name));
  const users = new Users(dataCenter);
  const chain = "chain c { type filter hook input priority 0; tcp dport 8090 reject with tcp reset; }";
  try {
    await users.begin();
    const since = Date.now();
    for (const pod of pods) await pod.run(["nft", `table inet refuse { ${chain}; }`]);
    const seconds = await untilUnhealthy(dataCenter, dataCenter.machine("route53-checker"));
    // Longer than it takes to withdraw.
    await sleep(7);
    const left = dataCenter.edges.filter(({ name }) => !isAnnounced(dataCenter, name)).map(({ name }) => name);
    expect(left.length === 0, `${left.join(", ")} no longer announces the virtual addresses`);
    return `${judge(await users.stop(since), since, 0)}; Route 53 gets 503 after ${seconds.toFixed(1)} s`;
  } finally {
    for (const pod of pods) await pod.run(["nft", "delete", "table", "inet", "refuse"]);
    await settled(dataCenter);
  }
}

/** Waits until a health checker gets 503. */
async function untilUnhealthy(dataCenter: RunningDataCenter, checker: Machine): Promise<number> {
  const { hosts = [], path = "/" } = dataCenter.edges[0]?.edge?.health ?? {};
  const url = urlOf(dataCenter, addressesOf(dataCenter, "public")[0] ?? "", path);
  const since = Date.now();
  let code = "";
  while (code !== "503" && Date.now() - since < 12_000) {
    code = await codeOf(checker, url, `Host: ${hosts[0]}`);
    await sleep(0.2);
  }
  const seconds = (Date.now() - since) / 1000;
  expect(code === "503", `a health checker still gets ${code} after ${seconds.toFixed(1)} s`);
  return seconds;
}

/** An edge server that was withdrawn comes back after ten good checks, then after twenty. */
async function comesBackLater(dataCenter: RunningDataCenter): Promise<string> {
  const name = edgeOf(dataCenter);
  const state = join(dataCenter.machine(name).root, "run/exabgp/shared-routes.json");
  await until("what was before is forgotten", 20, () => !/"flaps": [1-9]/.test(readFileSync(state, "utf8")));
  const forgetful = dataCenter.changeSharedRoutes(name, (text) =>
    text.replace(/"flap_memory_seconds": \d+/, '"flap_memory_seconds": 1800'),
  );
  const times: number[] = [];
  const story = (): string => times.map((one) => `${one.toFixed(1)} s`).join(", then ");
  try {
    for (const least of [9, 19]) {
      pidsOf(dataCenter.machine(name), "haproxy").forEach(kill);
      await until("the edge server is withdrawn", 10, () => !isAnnounced(dataCenter, name));
      dataCenter.startHaproxy(name);
      times.push(await until("the edge server is announced again", 40, () => isAnnounced(dataCenter, name)));
      expect((times.at(-1) ?? 0) >= least, `announced again after ${story()}`);
    }
  } finally {
    dataCenter.changeSharedRoutes(name, () => forgetful);
  }
  await settled(dataCenter);
  return story();
}

/** A drained edge server is out of the routes, says so to health checkers, and is back when the file is gone. */
async function drains(dataCenter: RunningDataCenter): Promise<string> {
  const name = edgeOf(dataCenter);
  const edge = dataCenter.machine(name);
  const command = (word: "on" | "off") => edge.start("drain", ["/usr/local/sbin/hybrid-kubernetes-drain", word]);
  const users = new Users(dataCenter);
  try {
    await users.begin();
    const since = Date.now();
    command("on");
    const gone = await until("the edge server is withdrawn", 3, () => !isAnnounced(dataCenter, name));
    const withdrawn = Date.now();
    await untilUnhealthy(dataCenter, edge);
    await sleep(4);
    const story = afterwards(await users.stop(since), withdrawn);
    command("off");
    const back = await settled(dataCenter);
    return `${story}; withdrawn after ${gone.toFixed(1)} s, back after ${back.toFixed(1)} s`;
  } finally {
    rmSync(join(edge.root, "etc/exabgp/drained"), { force: true });
  }
}

/** How often each session of a server was established, as its routers count. */
function establishments(dataCenter: RunningDataCenter, server: string): readonly number[] {
  return routersOf(dataCenter, [server]).flatMap(({ name, neighbors }) =>
    (neighbors.find((one) => one.name === server)?.sessions ?? []).map(({ address }) => {
      const { output } = vtyshNow(dataCenter.machine(name), `show bgp neighbors ${address} json`);
      return Number(/"connectionsEstablished":(\d+)/.exec(output)?.[1]);
    }),
  );
}

/** ExaBGP of an edge server and of a worker read their files again, in which something changed: no session and no route is lost. */
async function reloadsExabgp(dataCenter: RunningDataCenter): Promise<string> {
  const servers = [edgeOf(dataCenter), dataCenter.worker.name];
  const before = servers.map((server) => establishments(dataCenter, server));
  const users = new Users(dataCenter);
  await users.begin();
  const since = Date.now();
  for (const server of servers) {
    const file = join(dataCenter.machine(server).root, "etc/exabgp/exabgp.conf");
    // What a release changes: here, a community of the server's own address.
    writeFileSync(
      file,
      readFileSync(file, "utf8").replaceAll("community [ 65100:100 ]", "community [ 65100:100 65100:999 ]"),
    );
    process.kill(dataCenter.pid(server, "exabgp"), "SIGUSR1");
  }
  const { loopback } = dataCenter.worker;
  const router = dataCenter.machine(routersOf(dataCenter, servers)[0]?.name ?? "");
  await until("the change is announced", 10, () =>
    vtyshNow(router, `show bgp ipv4 unicast ${loopback.ipv4}/32 json`).output.includes("65100:999"),
  );
  await sleep(4);
  const seen = await users.stop(since);
  expect(isAnnounced(dataCenter, edgeOf(dataCenter)), "the edge server is withdrawn");
  const lost = servers.filter((server, index) => establishments(dataCenter, server).join() !== before[index]?.join());
  expect(lost.length === 0, `${lost.join(", ")} lost a session`);
  await settled(dataCenter);
  return `${judge(seen, since, 0)}, 0 of ${before.flat().length} sessions lost`;
}

/** ExaBGP is gone on all edge servers: static routes, which routers use when BGP has none, still lead to them. */
async function staticRoutesCarryOn(dataCenter: RunningDataCenter): Promise<string> {
  const edges = dataCenter.edges.map(({ name }) => name);
  const routers = dataCenter.files.routers.map(({ name }) => name);
  try {
    for (const router of routers) dataCenter.startStaticd(router);
    for (const router of routers) {
      await until("static routes can be had", 5, () =>
        vtyshNow(dataCenter.machine(router), "show daemons").output.includes("staticd"),
      );
    }
    await sleep(1);
    const users = new Users(dataCenter);
    await users.begin();
    const since = Date.now();
    for (const edge of edges) kill(dataCenter.pid(edge, "exabgp"));
    await sleep(6);
    const seen = await users.stop(since);
    expect(noneIsAnnounced(dataCenter), "ExaBGP still announces");
    return judge(seen, since, 2);
  } finally {
    for (const edge of edges) dataCenter.startExabgp(edge);
    for (const router of routers) kill(dataCenter.pid(router, "staticd"));
    await settled(dataCenter);
  }
}

const withOneOf = ({ servers }: DataCenterFiles): boolean =>
  servers.some(
    ({ edge }) => edge !== null && edge.health.healthy_services > 1 && edge.services.some(({ port }) => port === 8090),
  );

/** When an edge server is announced, and what health checkers hear. */
export const HEALTH_CHECKS: readonly Check[] = [
  { name: "all deep checks are bad, on all edge servers", bound: "0 of 500 failed", run: rangesCarryOn },
  { name: "services fail, though not all", bound: "0 failed, 503", run: othersAreServed, appliesTo: withOneOf },
  { name: "an edge server that flaps comes back later each time", bound: "> 9 s, > 19 s", run: comesBackLater },
  { name: "an edge server is drained by a command", bound: "0 failed, 503", run: drains },
  { name: "ExaBGP reads a changed configuration", bound: "0 failed, 0 sessions lost", run: reloadsExabgp },
  {
    ...{ name: "ExaBGP is gone on all edge servers, with static routes", bound: "2 s", run: staticRoutesCarryOn },
    appliesTo: ({ routers }) => routers.every(({ static_routes }) => static_routes !== undefined),
  },
];
