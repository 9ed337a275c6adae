import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Check } from "./check";
import type { RunningDataCenter } from "./data-center";
import { edgeOf, routerOf } from "./fault-list";
import { counter, expect, familyOf, ports, send, settled, sleep, until } from "./measure";
import { kill, portTo } from "./network";
import { OUTSIDE } from "./outside";
import { addressesOf } from "./requests";

const edgeFile = (dataCenter: RunningDataCenter) => {
  const [edge] = dataCenter.edges;
  if (edge === undefined) throw new Error("no edge server");
  return edge;
};

/** Flows between the same two hosts leave by both links: their ports count, not their addresses alone. */
async function flowsAreShared(dataCenter: RunningDataCenter): Promise<string> {
  const edge = edgeFile(dataCenter);
  const machine = dataCenter.machine(edge.name);
  const story: string[] = [];
  for (const family of ["ipv4", "ipv6"] as const) {
    const to = OUTSIDE.client[family];
    const counters = await Promise.all(
      edge.links.map((link) =>
        counter(machine, "postrouting", `oifname "${link.interface}" ${familyOf(to)} daddr ${to} udp dport 9`),
      ),
    );
    await send(machine, to, 9, 40);
    const sent = await Promise.all(counters.map((read) => read()));
    // With 40 flows, fewer than 5 on a link would be one case in ten million.
    expect(Math.min(...sent) >= 5, `of 40 flows by ${family}, the links carry ${sent.join(" and ")}`);
    story.push(`${sent.join(" and ")} of 40`);
  }
  return story.join(", ");
}

/** From an address that is not of the link itself: what is on the link is always taken. */
const FIVE_FROM_ITS_LOOPBACK = `
import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind((sys.argv[1], 0))
for _ in range(5):
    s.sendto(b"x", (sys.argv[2], 9))
`;

/** What comes in by the link that the answer does not leave by is taken: a router without uplinks still leads here. */
async function eitherLinkIsTaken(dataCenter: RunningDataCenter): Promise<string> {
  const edge = edgeFile(dataCenter);
  const router = dataCenter.machine(routerOf(dataCenter));
  const border = dataCenter.machine(dataCenter.border.name);
  const to = edge.loopback.ipv4;
  const { ipv4: from } = dataCenter.rackRouters.find(({ name }) => name === router.name)?.loopback ?? { ipv4: "" };
  let taken = 0;
  border.ip(`link set ${portTo(router.name)} down`);
  try {
    const at = dataCenter.machine(edge.name);
    await until(
      "the default route leads to one router",
      10,
      () => ports(at, "0.0.0.0/0", "metric", "512").length === 1,
    );
    const arrived = await counter(at, "input", `ip saddr ${from} ip daddr ${to} udp dport 9`);
    const { code, output } = await router.run(["/usr/bin/python3", "-c", FIVE_FROM_ITS_LOOPBACK, from, to]);
    if (code !== 0) throw new Error(`${router.name} sends nothing: ${output}`);
    await sleep(0.2);
    taken = await arrived();
  } finally {
    border.ip(`link set ${portTo(router.name)} up`);
  }
  await settled(dataCenter);
  expect(taken === 5, `${taken} of 5 packets are taken`);
  return "5 of 5 packets";
}

/** One router advertisement, as a router sends it that was misconfigured. */
const ADVERTISE = `
import socket, struct, sys
s = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
s.sendto(struct.pack("!BBHBBHII", 134, 0, 0, 64, 0, 1800, 0, 0), ("ff02::1", 0, 0, socket.if_nametoindex(sys.argv[1])))
`;

async function advertisementsAreIgnored(dataCenter: RunningDataCenter): Promise<string> {
  const edge = dataCenter.machine(edgeOf(dataCenter));
  const router = dataCenter.machine(routerOf(dataCenter));
  const heard = await counter(edge, "input", "icmpv6 type nd-router-advert");
  const { code, output } = await router.run(["/usr/bin/python3", "-c", ADVERTISE, portTo(edge.name)]);
  if (code !== 0) throw new Error(`no router advertisement is sent: ${output}`);
  await sleep(0.5);
  const routes = edge.show<{ readonly dev: string }>("-6", "route", "show", "proto", "ra");
  const count = await heard();
  expect(count > 0, "no router advertisement arrives");
  expect(routes.length === 0, `${edge.name} has a route by ${routes.map(({ dev }) => dev).join(", ")} from it`);
  return "no route from it";
}

/** The cluster's API: an HTTPS server, which answers everything with 200. */
const API = `
const { execFileSync } = require("node:child_process");
const pem = require("node:fs").readFileSync(process.argv[1]);
require("node:https").createServer({ key: pem, cert: pem }, (_, answer) => answer.end("ok")).listen(Number(process.argv[2]), "0.0.0.0");
`;

/** The API's address is announced by servers whose API server answers, and by no other. */
async function apiIsAnnouncedWhileItAnswers(dataCenter: RunningDataCenter): Promise<string> {
  const { control } = dataCenter;
  const border = dataCenter.machine(dataCenter.border.name);
  const machine = dataCenter.machine(control.name);
  const led = (): boolean => ports(border, control.api.ipv4).length > 0;
  const isHere = (): boolean =>
    machine
      .show<{ readonly addr_info: readonly { readonly local: string }[] }>("-4", "address", "show", "dev", "lo")
      .some(({ addr_info }) => addr_info.some(({ local }) => local === control.api.ipv4));
  expect(!led(), `${control.api.ipv4} is announced while no API server answers`);
  const pem = join(machine.root, "run/api.pem");
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1", "-subj", "/CN=api"];
  spawnSync("openssl", ["req", "-x509", ...key, "-keyout", pem, "-out", `${pem}.cert`], { timeout: 10_000 });
  spawnSync("sh", ["-c", `cat "${pem}.cert" >> "${pem}"`]);
  const command = [process.execPath, "-e", API, "--", "/run/api.pem", String(control.api.port)];
  dataCenter.program(control.name, "api", command);
  let gone = 0;
  try {
    await until("the API's address is announced", 20, led);
    expect(isHere(), `${control.api.ipv4} is announced, and is no address of ${control.name}`);
  } finally {
    kill(dataCenter.pid(control.name, "api"));
    gone = await until("the API's address is withdrawn", 8, () => !led());
  }
  await until(`${control.api.ipv4} is no address of ${control.name} any more`, 2, () => !isHere());
  return `withdrawn after ${gone.toFixed(1)} s`;
}

/** Who listens on BFD's port: BIRD on edge servers, nobody elsewhere. A second one would take packets that are for the first. */
async function bfdHasItsPort(dataCenter: RunningDataCenter): Promise<string> {
  for (const { name, edge } of dataCenter.files.servers) {
    const { output } = await dataCenter.machine(name).run(["ss", "-H", "-l", "-u", "-n", "-p", "sport = :3784"]);
    const programs = [...output.matchAll(/\(\("([^"]+)",pid=(\d+)/g)].map(([, program, pid]) => `${program} ${pid}`);
    const who = [...new Set(programs)];
    const expected = edge === null ? [] : [`bird ${dataCenter.pid(name, "bird")}`];
    expect(who.join() === expected.join(), `on ${name}, ${who.join(", ") || "nobody"} listens on BFD's port`);
  }
  return "BIRD on edge servers, nobody elsewhere";
}

/** Packets of a connection that this server never saw begin, as one that a router moved here. */
const STRAY_ACKS = `
import socket, struct, sys
source, target = sys.argv[1:]
def total(data):
    words = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    words = (words >> 16) + (words & 0xffff)
    return ~(words + (words >> 16)) & 0xffff
s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_TCP)
s.bind((source, 0))
for port in range(50000, 50010):
    head = lambda check: struct.pack("!HHIIBBHHH", port, 80, 7, 7, 5 << 4, 0x10, 1000, check, 0)
    pseudo = socket.inet_aton(source) + socket.inet_aton(target) + struct.pack("!BBH", 0, 6, 20)
    s.sendto(head(total(pseudo + head(0))), (target, 0))
`;

/** Behind a firewall that tracks connections, a connection that was moved is reset: dropped in silence, it would hang for minutes. */
async function movedConnectionsAreReset(dataCenter: RunningDataCenter): Promise<string> {
  const client = dataCenter.machine("client");
  const [target = ""] = addressesOf(dataCenter, "public").filter((address) => !address.includes(":"));
  const edges = dataCenter.edges.map(({ name }) => dataCenter.machine(name));
  const tracks = "table inet firewall { chain c { type filter hook input priority 0; ct state invalid drop; }; }";
  try {
    for (const edge of edges) {
      const { code, output } = await edge.run(["nft", tracks]);
      if (code !== 0) throw new Error(`nft on ${edge.name}: ${output}`);
      await edge.run(["sysctl", "-q", "-w", "net.netfilter.nf_conntrack_tcp_loose=0"]);
    }
    const match = `ip saddr ${target} tcp sport 80 tcp flags & rst == rst tcp dport 50000-50009`;
    const resets = await counter(client, "input", match);
    const { code, output } = await client.run(["/usr/bin/python3", "-c", STRAY_ACKS, OUTSIDE.client.ipv4, target]);
    if (code !== 0) throw new Error(`no packet is sent: ${output}`);
    await sleep(0.5);
    const count = await resets();
    expect(count === 10, `${count} of 10 connections are reset`);
  } finally {
    for (const edge of edges) await edge.run(["nft", "delete", "table", "inet", "firewall"]);
  }
  return "10 of 10";
}

/** What a server does by itself, whatever its programs hear. */
export const HOST_CHECKS: readonly Check[] = [
  { name: "flows of a server to one host are shared by both its routers", bound: "> 4 of 40", run: flowsAreShared },
  { name: "a server takes packets by either link", bound: "5 of 5", run: eitherLinkIsTaken },
  { name: "a server ignores router advertisements", bound: "no route", run: advertisementsAreIgnored },
  {
    name: "the API's address is announced only while the API answers",
    bound: "8 s",
    run: apiIsAnnouncedWhileItAnswers,
  },
  {
    name: "a connection that was moved to another edge server is reset",
    bound: "10 of 10",
    run: movedConnectionsAreReset,
  },
  { name: "nobody else is bound to the port of BFD", bound: "BIRD alone", run: bfdHasItsPort },
];
