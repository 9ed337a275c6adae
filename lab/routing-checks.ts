import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "./check";
import type { RunningDataCenter } from "./data-center";
import { edgeOf, routerOf, silence, unsilence } from "./fault-list";
import type { Family } from "./files";
import { expect, learnedFrom, ports, routersOf, settled, sleep, until } from "./measure";
import { kill, type Machine, portTo } from "./network";
import { PODS } from "./pods";
import { vtysh, vtyshNow } from "./vtysh";

/** Restarts ExaBGP of a server with a changed configuration, for the time of an action. */
async function withExabgp<T>(
  dataCenter: RunningDataCenter,
  server: string,
  change: (honest: string) => string,
  action: () => Promise<T>,
): Promise<T> {
  const file = join(dataCenter.machine(server).root, "etc/exabgp/exabgp.conf");
  const honest = readFileSync(file, "utf8");
  const restart = (text: string): void => {
    kill(dataCenter.pid(server, "exabgp"));
    writeFileSync(file, text);
    dataCenter.startExabgp(server);
  };
  restart(change(honest));
  try {
    return await action();
  } finally {
    restart(honest);
  }
}

/** What it announced before goes at once, and comes back only if it is accepted. */
const withoutGracefulRestart = (text: string): string =>
  text.replace(/ *manual-eor true;\n| *capability \{ graceful-restart[^}]*\}\n/g, "");

/** A server announces more routes than it has. */
function asRogue<T>(
  dataCenter: RunningDataCenter,
  server: string,
  routes: readonly string[],
  action: () => Promise<T>,
): Promise<T> {
  const lines = (v6: boolean) =>
    routes.filter((route) => route.includes(":") === v6).map((route) => `route ${route} next-hop self;`);
  const rogue = (honest: string): string =>
    withoutGracefulRestart(honest).replace(
      /(family \{ ipv(\d) unicast; \}[^}]*?[\s\S]*?static \{)/g,
      (block, _all, version) => [block, ...lines(version === "6")].join("\n        "),
    );
  return withExabgp(dataCenter, server, rogue, action);
}

const blockOf = (range: string, number: number): string => {
  const [, head, third] = /^(\d+\.\d+)\.(\d+)/.exec(range) ?? [];
  return `${head}.${Number(third) + number}.0/26`;
};

/** Nobody announces what is another's: a worker tries everything, a mark shows that it was heard. */
async function workerIsHeld(dataCenter: RunningDataCenter): Promise<string> {
  const { worker, edges, control } = dataCenter;
  const range = worker.pods?.ipv4.range ?? "";
  const mark = blockOf(range, 7);
  const stolen = [
    ...["0.0.0.0/0", "::/0", range, blockOf(range, 32), blockOf(range, 3).replace("/26", "/27")],
    ...[`${control.dns.ipv4}/32`, `${control.loopback.ipv4}/32`, `${edges[0]?.loopback.ipv4}/32`],
    ...(edges[0]?.edge?.virtual_ips.flatMap(({ prefix, range }) => [prefix, range]) ?? []),
  ];
  const router = dataCenter.machine(routersOf(dataCenter, [worker.name])[0]?.name ?? "");
  const heard = (): readonly string[] => learnedFrom(router, portTo(worker.name));
  await asRogue(dataCenter, worker.name, [mark, ...stolen], async () => {
    await until("the worker's mark is heard", 10, () => heard().includes(mark));
    await sleep(0.7);
    const own = [worker.loopback.ipv4, worker.loopback.ipv6, blockOf(range, 0), mark];
    const taken = heard().filter((prefix) => !own.includes(prefix));
    expect(taken.length === 0, `the router takes ${taken.join(", ")} from a worker`);
  });
  await settled(dataCenter, 30);
  return `0 of ${stolen.length} accepted`;
}

/** A prefix as `ip` shows it. */
const asShown = (prefix: string): string => prefix.replace(/^.*\/0$/, "default").replace(/\/(32|128)$/, "");

async function edgeIsHeld(dataCenter: RunningDataCenter): Promise<string> {
  const { worker, edges, control } = dataCenter;
  const server = edges[0];
  if (server?.edge === null || server === undefined) throw new Error("no edge server");
  const virtual = server.edge.virtual_ips;
  const mark = virtual.find(({ family, scope }) => family === "ipv4" && scope === "public")?.range ?? "";
  const beside = virtual.map(({ address, family }) =>
    family === "ipv6" ? `${address.split("::")[0]}::d/128` : address.replace(/\d+$/, "13/32"),
  );
  const stolen = [
    ...["0.0.0.0/0", "::/0", `${worker.loopback.ipv4}/32`, blockOf(worker.pods?.ipv4.range ?? "", 0)],
    ...[`${control.dns.ipv4}/32`, `${edges[1]?.loopback.ipv4}/32`, ...beside],
  ];
  const router = dataCenter.machine(routerOf(dataCenter));
  const heard = (): readonly string[] => learnedFrom(router, portTo(server.name));
  await asRogue(dataCenter, server.name, [mark, ...stolen], async () => {
    // It was heard before, too: what counts is the new session.
    await until("the edge server's old session is over", 10, () => !heard().includes(mark));
    await until("the edge server's mark is heard", 10, () => heard().includes(mark));
    await sleep(0.7);
    const taken = heard().filter((prefix) => stolen.map(asShown).includes(prefix));
    expect(taken.length === 0, `the router takes ${taken.join(", ")} from an edge server`);
  });
  await settled(dataCenter);
  return `0 of ${stolen.length} accepted`;
}

/** A server of the control plane announces the DNS, the API and its pods, and nothing of others. */
async function controlIsHeld(dataCenter: RunningDataCenter): Promise<string> {
  const { worker, edges, control } = dataCenter;
  const mark = blockOf(control.pods?.ipv4.range ?? "", 7);
  const stolen = [
    ...["0.0.0.0/0", "::/0", `${worker.loopback.ipv4}/32`, blockOf(worker.pods?.ipv4.range ?? "", 0)],
    ...[`${edges[0]?.loopback.ipv4}/32`, `${control.dns.ipv4.replace(/\d+$/, "11")}/32`, "2001:db8:dead::/48"],
    ...(edges[0]?.edge?.virtual_ips.flatMap(({ prefix, range }) => [prefix, range]) ?? []),
  ];
  const router = dataCenter.machine(routersOf(dataCenter, [control.name])[0]?.name ?? "");
  const heard = (): readonly string[] => learnedFrom(router, portTo(control.name));
  await asRogue(dataCenter, control.name, [mark, ...stolen], async () => {
    await until("the control plane server's mark is heard", 10, () => heard().includes(mark));
    await sleep(0.7);
    const taken = heard().filter((prefix) => stolen.map(asShown).includes(prefix));
    expect(taken.length === 0, `the router takes ${taken.join(", ")} from a control plane server`);
  });
  await settled(dataCenter);
  return `0 of ${stolen.length} accepted`;
}

/** A session without filters carries nothing: whoever forgets one is told by silence, not by an accident. */
async function nothingWithoutPolicy(dataCenter: RunningDataCenter): Promise<string> {
  const edge = edgeOf(dataCenter);
  const file = routersOf(dataCenter, [edge])[0];
  const address = file?.neighbors.find(({ name }) => name === edge)?.sessions.find(isIpv4)?.address;
  const router = dataCenter.machine(file?.name ?? "");
  const heard = (): number => learnedFrom(router, portTo(edge)).filter((prefix) => !prefix.includes(":")).length;
  const inBgp = ["configure terminal", `router bgp ${file?.asn}`, "address-family ipv4 unicast"];
  const filter = `neighbor ${address} prefix-list ${edge}-ipv4-in in`;
  await vtysh(router, ...inBgp, `no ${filter}`);
  await vtysh(router, `clear bgp ipv4 ${address}`);
  try {
    await until("the session is there again", 20, () => isEstablished(router, address));
    await sleep(1);
    expect(heard() === 0, `${heard()} routes of ${edge} are accepted without a filter`);
  } finally {
    await vtysh(router, ...inBgp, filter);
    await vtysh(router, `clear bgp ipv4 ${address}`);
  }
  await settled(dataCenter, 30);
  return "0 accepted";
}

function isEstablished(router: Machine, address = ""): boolean {
  const { output } = vtyshNow(router, `show bgp neighbors ${address} json`);
  return output.includes('"bgpState":"Established"');
}

const isIpv4 = ({ family }: { readonly family: Family }): boolean => family === "ipv4";

async function tooManyAreCutOff(dataCenter: RunningDataCenter): Promise<string> {
  const { worker } = dataCenter;
  const routers = routersOf(dataCenter, [worker.name]);
  const limit =
    routers[0]?.neighbors.find(({ name }) => name === worker.name)?.sessions.find(isIpv4)?.max_prefixes ?? 0;
  expect(limit > 0, "a worker's session has no limit");
  const machines = routers.map(({ name }) => dataCenter.machine(name));
  const range = worker.pods?.ipv4.range ?? "";
  const many = Array.from({ length: limit + 4 }, (_, n) =>
    blockOf(range, 1 + Math.floor(n / 4)).replace(".0/26", `.${64 * (n % 4)}/26`),
  );
  const most = (): number => Math.max(...machines.map((one) => learnedFrom(one, portTo(worker.name)).length));
  await asRogue(dataCenter, worker.name, many, async () => {
    // Longer than the routes take to come: what counts is that they do not stay.
    await sleep(4);
    expect(most() <= limit, `${most()} routes of a worker are in use, the limit is ${limit}`);
  });
  // Nobody helps: the session comes back by itself. Minutes are the least that FRR counts in.
  const back = await settled(dataCenter, 100);
  return `${limit + 4} announced, none used; back after ${back.toFixed(0)} s`;
}

/** A server that does not know the key of the sessions has none: an edge server here, whose routes are not kept while it restarts. */
async function nothingWithoutKey(dataCenter: RunningDataCenter): Promise<string> {
  const edge = edgeOf(dataCenter);
  const machines = routersOf(dataCenter, [edge]).map(({ name }) => dataCenter.machine(name));
  const heard = (): number => Math.max(...machines.map((one) => learnedFrom(one, portTo(edge)).length));
  const change = (honest: string): string => honest.replace(/ *md5-password [^\n]*\n/g, "");
  await withExabgp(dataCenter, edge, change, async () => {
    await until("the old sessions are over", 15, () => heard() === 0);
    await sleep(8);
    expect(heard() === 0, `${heard()} routes of an edge server without the key are in use`);
  });
  await settled(dataCenter, 60);
  return "0 accepted";
}

/** The prefixes that Google's router has now, and whether a route ever carried a community. */
function heardByGoogle(dataCenter: RunningDataCenter): {
  readonly prefixes: readonly string[];
  readonly bare: boolean;
} {
  const prefixes = new Set<string>();
  const text = readFileSync(join(dataCenter.machine("google").root, "run/heard.json"), "utf8");
  for (const line of text.split("\n").filter((one) => one.startsWith("{") && one.endsWith("}"))) {
    const { neighbor } = JSON.parse(line);
    if (neighbor?.state === "down") prefixes.clear();
    const update = neighbor?.message?.update ?? {};
    const announced: Record<string, readonly { readonly nlri: string }[]> = update.announce?.["ipv4 unicast"] ?? {};
    for (const { nlri } of update.withdraw?.["ipv4 unicast"] ?? []) prefixes.delete(nlri);
    for (const { nlri } of Object.values(announced).flat()) prefixes.add(nlri);
  }
  return { prefixes: [...prefixes].sort(), bare: !text.includes('"community"') };
}

async function googleHearsTheAggregate(dataCenter: RunningDataCenter): Promise<string> {
  const wanted = dataCenter.border.aggregates.filter(isIpv4).map(({ prefix }) => prefix);
  await until("Google's router hears the aggregate", 20, () => heardByGoogle(dataCenter).prefixes.length > 0);
  const { prefixes, bare } = heardByGoogle(dataCenter);
  expect(prefixes.join() === [...wanted].sort().join(), `Google's router hears ${prefixes.join(", ")}`);
  expect(bare, "Google's router hears communities of ours");
  return prefixes.join(", ");
}

async function aggregateNeedsRacks(dataCenter: RunningDataCenter): Promise<string> {
  const border = dataCenter.machine(dataCenter.border.name);
  const uplinks = dataCenter.rackRouters.map(({ name }) => portTo(name));
  border.ip(...uplinks.map((port) => `link set ${port} down`));
  let seconds: number;
  try {
    seconds = await until("the aggregate is withdrawn", 5, () => heardByGoogle(dataCenter).prefixes.length === 0);
  } finally {
    border.ip(...uplinks.map((port) => `link set ${port} up`));
  }
  await settled(dataCenter);
  return `withdrawn after ${seconds.toFixed(2)} s`;
}

/** Graceful restart keeps the routes of a worker whose ExaBGP starts again, and not those of one that is gone. */
async function silentWorkerGoes(dataCenter: RunningDataCenter): Promise<string> {
  const { worker, border } = dataCenter;
  const at = dataCenter.machine(border.name);
  await silence(dataCenter.machine(worker.name));
  let seconds: number;
  try {
    seconds = await until("the worker's routes are gone", 10, () => ports(at, worker.loopback.ipv4).length === 0);
  } finally {
    await unsilence(dataCenter.machine(worker.name));
  }
  await settled(dataCenter);
  return `routes gone after ${seconds.toFixed(2)} s`;
}

/** Calico gives a worker one more block, with a pod in it, and takes it back: the kernel's blackhole route is all that says so. */
async function newBlockIsReached(dataCenter: RunningDataCenter): Promise<string> {
  const { worker, border } = dataCenter;
  const block = blockOf(worker.pods?.ipv4.range ?? "", 5);
  const address = block.replace("0/26", "9");
  const node = dataCenter.machine(worker.name);
  const [pod = ""] = PODS;
  const at = dataCenter.machine(border.name);
  const edge = dataCenter.machine(edgeOf(dataCenter));
  dataCenter.machine(pod).ip(`address add ${address}/32 dev eth0`);
  let seconds = 0;
  try {
    node.ip(`route add ${address}/32 dev cali-${pod} scope link`, `route add blackhole ${block} proto bird`);
    const since = Date.now();
    await until("the border leads to the block", 1, () => ports(at, block).length === 2, 0.01);
    const { code } = edge.runNow(["curl", "--silent", "--max-time", "1", `http://${address}:8080/healthz`]);
    seconds = (Date.now() - since) / 1000;
    expect(
      code === 0 && seconds <= 1,
      `a pod in a new block is reached after ${seconds.toFixed(2)} s, or not: ${code}`,
    );
  } finally {
    node.ip(`route del blackhole ${block} proto bird`, `route del ${address}/32 dev cali-${pod}`);
    dataCenter.machine(pod).ip(`address del ${address}/32 dev eth0`);
  }
  const gone = await until("the block is withdrawn", 1, () => ports(at, block).length === 0, 0.01);
  return `reached after ${seconds.toFixed(2)} s, withdrawn after ${gone.toFixed(2)} s`;
}

/** What routers accept, keep and pass on. */
export const ROUTING_CHECKS: readonly Check[] = [
  { name: "Google's router learns only the aggregate", bound: "no communities", run: googleHearsTheAggregate },
  { name: "a worker cannot announce another's routes", bound: "0 accepted", run: workerIsHeld },
  { name: "an edge server cannot announce another's routes", bound: "0 accepted", run: edgeIsHeld },
  { name: "a control plane server cannot announce another's routes", bound: "0 accepted", run: controlIsHeld },
  { name: "a session without a filter carries no route", bound: "0 accepted", run: nothingWithoutPolicy },
  { name: "a worker over the prefix limit is cut off", bound: "none used, back in 100 s", run: tooManyAreCutOff },
  { name: "a server without the key of the sessions is not heard", bound: "0 accepted", run: nothingWithoutKey },
  { name: "the routes of a silent worker are withdrawn", bound: "10 s", run: silentWorkerGoes },
  { name: "a worker's new block of addresses is reached", bound: "1 s", run: newBlockIsReached },
  { name: "the aggregate is withdrawn when no rack is reachable", bound: "5 s", run: aggregateNeedsRacks },
];
