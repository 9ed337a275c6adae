import type { RunningDataCenter } from "./data-center";
import type { Family, RouterFile } from "./files";
import type { Machine } from "./network";
import { OUTSIDE } from "./outside";
import { PODS, programOf } from "./pods";
import type { Asked } from "./probe-result";
import { addressesOf, serviceOf, urlOf } from "./requests";

/** What a check found wrong. */
export class LabFailure extends Error {}

/** A check that came too late to look at what it looks at. */
export class TooLate extends LabFailure {}

/** Fails the check unless the condition holds. */
export function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new LabFailure(otherwise);
}

export function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

/** Waits until something holds, and returns the seconds that took; fails when it takes longer than it may. */
export async function until(what: string, seconds: number, holds: () => boolean, every = 0.05): Promise<number> {
  const start = Date.now();
  while (!holds()) {
    if (Date.now() - start > seconds * 1000) throw new LabFailure(`${what}: not within ${seconds} s`);
    await sleep(every);
  }
  return (Date.now() - start) / 1000;
}

/** Waits until all routes are where they belong, and every edge server sees every pod. */
export function settled(dataCenter: RunningDataCenter, seconds = 40): Promise<number> {
  return until("all routes are back", seconds, () => isSettled(dataCenter) && allPodsAreUp(dataCenter), 0.3);
}

function allPodsAreUp(dataCenter: RunningDataCenter): boolean {
  return dataCenter.edges.every(({ name }) => arePodsUp(dataCenter, name));
}

/** Whether an edge server sends requests to every pod of every service. */
export function arePodsUp(dataCenter: RunningDataCenter, server: string): boolean {
  const { output } = dataCenter.machine(server).runNow(["curl", "--silent", "http://127.0.0.1:8404/metrics"]);
  const services = dataCenter.edges.find(({ name }) => name === server)?.edge?.services ?? [];
  return podsUp(output) === PODS.length * services.length;
}

/** How many pods HAProxy sends requests to, by its metrics. */
export function podsUp(metrics: string): number {
  return metrics.match(/^haproxy_server_status\{proxy="service_.*state="UP"\} 1$/gm)?.length ?? 0;
}

interface Route {
  readonly dst: string;
  readonly dev?: string;
  readonly nexthops?: readonly { readonly dev: string; readonly flags?: readonly string[] }[];
}

/** The ports that a route leads to, in order; none when there is no such route. */
export function ports(machine: Machine, prefix: string, ...more: readonly string[]): readonly string[] {
  const family = prefix.includes(":") ? "-6" : "-4";
  const found = machine.show<Route>(family, "route", "show", prefix.replace(/^.*\/0$/, "default"), ...more);
  return found.flatMap(({ dev = "", nexthops }) => nexthops?.map((hop) => hop.dev) ?? [dev]).sort();
}

/** The prefixes that BGP leads to a port. */
export function learnedFrom(router: Machine, port: string): readonly string[] {
  const routes = (["-4", "-6"] as const).flatMap((family) =>
    router.show<Route>(family, "route", "show", "proto", "bgp").filter(({ dev, nexthops }) => {
      return dev === port || nexthops?.some((hop) => hop.dev === port);
    }),
  );
  return routes.map(({ dst }) => dst).sort();
}

/** The routers of the racks with a server of a name. */
export function routersOf(dataCenter: RunningDataCenter, servers: readonly string[]): readonly RouterFile[] {
  return dataCenter.rackRouters.filter(({ neighbors }) => neighbors.some(({ name }) => servers.includes(name)));
}

/** Whether all routes are where they belong, and every server leaves by both of its routers. */
function isSettled(dataCenter: RunningDataCenter): boolean {
  const { border, edges, worker, control, files } = dataCenter;
  const at = dataCenter.machine(border.name);
  const shared = edges.flatMap(({ edge }) => edge?.virtual_ips.flatMap(({ prefix, range }) => [prefix, range]) ?? []);
  const through = (servers: readonly string[]) => routersOf(dataCenter, servers).length;
  const edgeRouters = through(edges.map(({ name }) => name));
  return (
    shared.every((prefix) => ports(at, prefix).length === edgeRouters) &&
    ports(at, control.dns.ipv4).length === through([control.name]) &&
    ports(at, worker.loopback.ipv4).length === through([worker.name]) &&
    files.servers.every(({ name, links }) =>
      ["0.0.0.0/0", "::/0"].every(
        (all) => ports(dataCenter.machine(name), all, "metric", "512").length === links.length,
      ),
    )
  );
}

/** What users saw over some time. */
export interface Seen {
  readonly asked: readonly Asked[];
  readonly failed: readonly Asked[];
}

/** Users at the client who ask all public addresses in turn. */
export class Users {
  private output = "";
  private readonly program;

  public constructor(dataCenter: RunningDataCenter, everyMs = 20, methods = "GET") {
    const urls = addressesOf(dataCenter, "public").map((address) => urlOf(dataCenter, address));
    const command = programOf("probe.ts", serviceOf(dataCenter), String(everyMs), methods, ...urls);
    this.program = dataCenter.machine("client").talk(command);
    this.program.stdout?.setEncoding("utf8").on("data", (part) => {
      this.output += part;
    });
  }

  /** Waits until they ask. */
  public async begin(): Promise<void> {
    await until("the users begin to ask", 20, () => this.output.includes("\n"));
    await sleep(0.5);
  }

  /** Ends the asking, and says what was seen since a moment (and of what was under way then). */
  public async stop(since = 0): Promise<Seen> {
    const closed = new Promise((resolve) => this.program.on("close", resolve));
    this.program.stdin?.end();
    await closed;
    const asked: readonly Asked[] = JSON.parse(this.output.slice(this.output.indexOf("\n")));
    const seen = asked.filter(({ at, took }) => at + took >= since);
    return { asked: seen, failed: seen.filter(({ status }) => status !== 200) };
  }
}

/** The word of nftables for the family of an address. */
export function familyOf(address: string): "ip" | "ip6" {
  return address.includes(":") ? "ip6" : "ip";
}

/** How many of 40 flows, each with a port of its own, get from a server to the client. */
export async function flowsOut(dataCenter: RunningDataCenter, server: string, family: Family): Promise<number> {
  const client = dataCenter.machine("client");
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  const to = OUTSIDE.client[family];
  const arrived = await counter(client, "input", `udp dport ${port}`);
  await send(dataCenter.machine(server), to, port, 40);
  await sleep(0.2);
  return arrived();
}

/** Sends packets from different ports. */
export async function send(from: Machine, to: string, port: number, count: number): Promise<void> {
  await from.run(["bash", "-c", `for i in $(seq ${count}); do echo x >/dev/udp/${to}/${port}; done 2>/dev/null`]);
}

/** Counts packets at a hook of a machine; what it returns reads the counter, and takes it away. */
export async function counter(machine: Machine, hook: string, match: string): Promise<() => Promise<number>> {
  const table = `count${Math.random().toString(36).slice(2)}`;
  const chain = `chain c { type filter hook ${hook} priority -400; ${match} counter; }`;
  const { code, output } = await machine.run(["nft", `table inet ${table} { ${chain}; }`]);
  if (code !== 0) throw new Error(`nft on ${machine.name}: ${output}`);
  return async () => {
    const { output: listed } = await machine.run(["nft", "list", "table", "inet", table]);
    await machine.run(["nft", "delete", "table", "inet", table]);
    return Number(/packets (\d+)/.exec(listed)?.[1]);
  };
}
