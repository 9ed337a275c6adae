import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createSocket, type Socket } from "node:dgram";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent, createServer, get, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planSite } from "../../lib/data-center/plan-site";
import { TINY_SITE } from "../data-center/tiny-site";
import { replaced } from "../support/replaced";
import { renderPlan } from "./render-plan";

const HAPROXY = "/usr/sbin/haproxy";
const able = existsSync(HAPROXY) && spawnSync("/usr/bin/python3", ["-c", "import jinja2"]).status === 0;
if (!able)
  process.stdout.write("SKIPPED, not passed: HAProxy is not reloaded here, without haproxy and python3-jinja2\n");

const FILES = join(__dirname, "../../formula/hybrid-kubernetes/files");
/** Two pods of one service: they listen on one port, as pods do. */
const PODS = ["127.0.0.11", "127.0.0.12"];
/** One that comes later. */
const LATER = "127.0.0.13";

(able ? describe : describe.skip)("a reload of HAProxy on an edge server", () => {
  const folder = mkdtempSync(join(tmpdir(), "reload-"));
  const at = (name: string) => join(folder, name);
  const pods: Server[] = [];
  let dns: Socket | undefined;
  let haproxy: ChildProcess | undefined;
  let port = 0;
  /** What the cluster's DNS knows. */
  let known: readonly string[] = PODS;

  /** Starts HAProxy with the rendered configuration, at addresses and paths of this machine, and waits for both pods. */
  beforeEach(async () => {
    const [podPort, users, status, agent] = [await freePort(), await freePort(), await freePort(), await freePort()];
    for (const address of [...PODS, LATER]) {
      const pod = createServer({ keepAliveTimeout: 60_000 }, (_, response) => void response.end(address));
      await new Promise<void>((resolve) => pod.listen(podPort, address, resolve));
      pods.push(pod);
    }
    known = PODS;
    dns = await answeringDns(() => known);
    const { api } = TINY_SITE.services ?? {};
    if (api === undefined) throw new Error("the small data centre has lost its service");
    const health = { ...api.health, port: podPort };
    const { rateLimit: _, ...unlimited } = api;
    const services = { api: { ...unlimited, port: podPort, health } };
    renderPlan(planSite({ ...TINY_SITE, privateIngress: undefined, services }), at("site"));
    const text = replaced(
      readFileSync(join(at("site"), "edge-1/etc/haproxy/haproxy.cfg"), "utf8"),
      [/^ {4}(user|group) .*\n/gm, ""],
      [/^ {4}bind 203\.0\.113\.10:80$/m, `    bind 127.0.0.1:${users}`],
      [/^ {4}bind (?!127\.0\.0\.1:\d{5}$|127\.0\.0\.1:8404$).*\n/gm, ""],
      ["127.0.0.1:8404", `127.0.0.1:${status}`],
      ["8405", String(agent)],
      [/^ {4}nameserver .*\n/gm, ""],
      [/^resolvers cluster$/m, `resolvers cluster\n    nameserver dns1 127.0.0.1:${dns.address().port}`],
      ["/run/haproxy/", `${folder}/`],
    );
    writeFileSync(at("haproxy.cfg"), text);
    haproxy = spawn(HAPROXY, ["-W", "-f", at("haproxy.cfg")], { stdio: "ignore" });
    port = users;
    const seen = new Set<string>();
    await until(async () => {
      seen.add(await ask(port));
      return PODS.every((address) => seen.has(address));
    });
  });
  afterEach(async () => {
    await silence();
    haproxy?.kill("SIGTERM");
    await new Promise((resolve) => haproxy?.on("exit", resolve));
    for (const pod of pods.splice(0)) {
      pod.closeAllConnections();
      pod.close();
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function silence(): Promise<void> {
    const socket = dns;
    dns = undefined;
    if (socket !== undefined) await new Promise<void>((resolve) => void socket.close(resolve));
  }

  /** What the unit does: the lines of its own, with the paths of this machine. */
  function reload(): void {
    const lines = readFileSync(join(FILES, "haproxy.service.conf"), "utf8").split("\n");
    const commands = lines
      .filter((line) => line.startsWith("ExecReload="))
      .map((line) => line.slice("ExecReload=".length));
    for (const command of commands.filter(Boolean)) {
      const here = command
        .replace(/^-/, "")
        .replace("/usr/local/lib/hybrid-kubernetes", FILES)
        .replaceAll("/run/haproxy/", `${folder}/`)
        .replace("$CONFIG", at("haproxy.cfg"))
        .replace("$EXTRAOPTS", "")
        .replace("$MAINPID", String(haproxy?.pid));
      const { status, stderr } = spawnSync("/bin/sh", ["-c", here], { encoding: "utf8" });
      expect([here, status, stderr]).toEqual([here, 0, expect.not.stringContaining("ALERT")]);
    }
  }

  /** What users get for some time, of one request after the other. */
  async function answers(milliseconds: number): Promise<ReadonlySet<string>> {
    const got = new Set<string>();
    for (const end = Date.now() + milliseconds; Date.now() < end; ) got.add(await ask(port));
    return got;
  }

  /** The place of HAProxy's that is a pod's, by its name. */
  function placeOf(address: string): string | undefined {
    const state = ["admin.sock", "places"].map(at);
    expect(spawnSync("python3", [join(FILES, "haproxy-state.py"), ...state]).status).toBe(0);
    const line = readFileSync(at("places"), "utf8")
      .split("\n")
      .map((line) => line.split(" "))
      .find(([, , , , found]) => found === address);
    return line?.[3];
  }

  const workers = () => readFileSync(`/proc/${haproxy?.pid}/task/${haproxy?.pid}/children`, "utf8").trim();

  test("loses no request, and no pod, while the cluster's DNS is silent", async () => {
    await silence();
    const before = workers();
    reload();
    expect([...(await answers(1500))].sort()).toEqual(PODS);
    // It was the new process that answered.
    expect(workers()).not.toContain(before);
  });

  test("sends no request over a connection of the pod that a place was of before", async () => {
    // Many users, whose connections stay: HAProxy keeps its own to pods, and gives them to whoever comes.
    const agents = Array.from({ length: 8 }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
    const all = () => Promise.all([...agents, false as const].map((agent) => ask(port, agent)));
    const connections = (): Promise<number> =>
      Promise.all(
        pods.map((pod) => new Promise<number>((resolve) => pod.getConnections((_, count) => resolve(count)))),
      ).then((counts) => counts.reduce((sum, count) => sum + count, 0));
    for (let round = 0; round < 5; round++) for (const answer of await all()) expect(PODS).toContain(answer);
    // They are kept: so this says something.
    expect(await connections()).toBeGreaterThan(1);
    const [left = "", stays = ""] = PODS;
    const place = placeOf(left);
    known = [stays, LATER];
    const rounds: string[][] = [];
    await until(async () => rounds[rounds.push(await all()) - 1]?.includes(LATER) === true, 20_000);
    // From here on, the pod that went is in no answer, though it listens on, and its connections are open.
    const after = new Set<string>();
    for (const end = Date.now() + 3000; Date.now() < end; ) for (const answer of await all()) after.add(answer);
    for (const agent of agents) agent.destroy();
    expect(placeOf(LATER)).toBe(place);
    expect([...after].sort()).toEqual([stays, LATER]);
  });

  test("takes a service's new port at once, and not the one that was known", async () => {
    const moved = await freePort();
    const text = readFileSync(at("haproxy.cfg"), "utf8");
    const [, before = ""] = /set-dst-port int\((\d+)\)/.exec(text) ?? [];
    const pod = createServer((_, response) => void response.end("moved"));
    await new Promise<void>((resolve) => pod.listen(moved, PODS[0], resolve));
    pods.push(pod);
    writeFileSync(at("haproxy.cfg"), replaced(text, [before, String(moved)]));
    reload();
    await until(async () => (await ask(port)) === "moved");
  });
});

/** The body of an answer, or what went wrong. */
function ask(port: number, agent: Agent | false = false): Promise<string> {
  return new Promise((resolve) => {
    const options = { host: "127.0.0.1", port, agent, headers: { host: "api.example.com" }, timeout: 2000 };
    const request = get(options, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        body += part;
      });
      response.on("end", () => resolve(response.statusCode === 200 ? body : `status ${response.statusCode}`));
    });
    request.on("timeout", () => request.destroy(new Error("time-out"))).on("error", ({ message }) => resolve(message));
  });
}

/** A DNS server that knows the addresses of one name, whatever it is called. */
async function answeringDns(addresses: () => readonly string[]): Promise<Socket> {
  const socket = createSocket("udp4");
  socket.on("message", (query, from) => {
    let end = 12;
    while (query[end]) end += (query[end] ?? 0) + 1;
    const known = query.readUInt16BE(end + 1) === 1 ? addresses() : [];
    const header = Buffer.concat([query.subarray(0, 2), Buffer.from([0x85, 0x80, 0, 1, 0, known.length, 0, 0, 0, 0])]);
    const records = known.map((address) =>
      Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 5, 0, 4, ...address.split(".").map(Number)]),
    );
    socket.send(Buffer.concat([header, query.subarray(12, end + 5), ...records]), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return socket;
}

async function until(holds: () => Promise<boolean>, milliseconds = 8000): Promise<void> {
  for (const end = Date.now() + milliseconds; !(await holds()); ) {
    if (Date.now() > end) throw new Error(`not within ${milliseconds / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A port that is free now. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createTcpServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
