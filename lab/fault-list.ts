import { readFileSync } from "node:fs";
import type { RunningDataCenter } from "./data-center";
import { type Fault, faultCheck } from "./faults";
import type { Family } from "./files";
import { arePodsUp, expect, flowsOut, ports, routersOf, settled, sleep, TooLate, until } from "./measure";
import { kill, type Machine, portTo } from "./network";

const FAMILIES: readonly Family[] = ["ipv4", "ipv6"];

/** The edge server that is broken: the first. */
export const edgeOf = (dataCenter: RunningDataCenter) => dataCenter.edges[0]?.name ?? "";

/** The router that is broken: the first one above that edge server. */
export const routerOf = (dataCenter: RunningDataCenter) => routersOf(dataCenter, [edgeOf(dataCenter)])[0]?.name ?? "";

/** The ids of a program's processes on a machine. */
export function pidsOf(machine: Machine, program: string): readonly number[] {
  return machine.processes().filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/comm`, "utf8").trim() === program;
    } catch {
      return false;
    }
  });
}

/** Waits until the border leads no user to the edge server any more. */
async function edgeIsOut(dataCenter: RunningDataCenter, since: number): Promise<string> {
  const border = dataCenter.machine(dataCenter.border.name);
  const [edge] = dataCenter.edges;
  const racks = routersOf(dataCenter, [edgeOf(dataCenter)]).map(({ name }) => portTo(name));
  const addresses = edge?.edge?.virtual_ips.filter(({ scope }) => scope === "public") ?? [];
  await until("the edge server's routes are gone", 8, () =>
    addresses.every(({ prefix }) => !ports(border, prefix).some((port) => racks.includes(port))),
  );
  return `; routes gone after ${((Date.now() - since) / 1000).toFixed(2)} s`;
}

/** A server that is offered no way out keeps both links: it can be reached, and reach. */
async function bothLinksAreLeft(dataCenter: RunningDataCenter): Promise<string> {
  const edge = dataCenter.machine(edgeOf(dataCenter));
  for (const all of ["0.0.0.0/0", "::/0"]) {
    await until("the route of ExaBGP's process is gone", 3, () => ports(edge, all, "metric", "512").length === 0);
    const beneath = ports(edge, all, "metric", "2048");
    expect(beneath.length === 2, `what is left of ${all} leads to ${beneath.join(", ") || "nothing"}`);
  }
  return "; both links are left";
}

/** After that long, a silent session is over, and much else would help than what is looked at. */
const HOLD_SECONDS = 9;

/**
 * All packets that servers send out arrive, by both families, from some seconds on: none goes to what is broken. The kernel itself may
 * take a second to see that a link is down: it looks at such changes once per second.
 */
async function allGetOut(
  dataCenter: RunningDataCenter,
  servers: readonly string[],
  since: number,
  { from, within = HOLD_SECONDS, families = FAMILIES }: OutOptions,
): Promise<string> {
  for (const server of servers) {
    for (const family of families) await flowsGetOut(dataCenter, server, family, since, { from, within });
  }
  return `; at ${secondsSince(since)} s all flows of ${servers.join(", ")} get out`;
}

interface OutOptions {
  /** Seconds after which every flow must get out. */
  readonly from: number;
  /** Seconds after which it is too late to look: something else helps, then. */
  readonly within?: number;
  readonly families?: readonly Family[];
}

async function flowsGetOut(
  dataCenter: RunningDataCenter,
  server: string,
  family: Family,
  since: number,
  { from, within }: { readonly from: number; readonly within: number },
): Promise<void> {
  while (true) {
    const begun = Number(secondsSince(since));
    const arrived = await flowsOut(dataCenter, server, family);
    const seconds = Number(secondsSince(since));
    // No failure of what is looked at: nothing can be said.
    if (seconds >= within) throw new TooLate(`counting took ${seconds} s: nothing can be said`);
    if (arrived === 40) return;
    expect(begun < from, `only ${arrived} of 40 flows get out of ${server} by ${family} after ${seconds} s`);
  }
}

const secondsSince = (since: number): string => ((Date.now() - since) / 1000).toFixed(1);

/** Drops all that comes into a machine and all that leaves it, ARP too; its links stay up. */
export async function silence(machine: Machine): Promise<void> {
  const links = machine.show<{ readonly ifname: string }>("link").filter(({ ifname }) => ifname !== "lo");
  const chains = links.flatMap(({ ifname }, index) =>
    ["ingress", "egress"].map(
      (hook) => `chain ${hook}${index} { type filter hook ${hook} device "${ifname}" priority -500; policy drop; };`,
    ),
  );
  const { code, output } = await machine.run(["nft", `table netdev silent { ${chains.join(" ")} }`]);
  if (code !== 0) throw new Error(`nft on ${machine.name}: ${output}`);
}

export async function unsilence(machine: Machine): Promise<void> {
  await machine.run(["nft", "delete", "table", "netdev", "silent"]);
}

export function setPorts(machine: Machine, state: "up" | "down"): void {
  const links = machine.show<{ readonly ifname: string }>("link").filter(({ ifname }) => ifname !== "lo");
  machine.ip(...links.map(({ ifname }) => `link set ${ifname} ${state}`));
}

const serversBelow = (dataCenter: RunningDataCenter) => [edgeOf(dataCenter), dataCenter.worker.name];

const portDown: Omit<Fault, "name"> = {
  bound: 2,
  break: (lab) => lab.machine(routerOf(lab)).ip(`link set ${portTo(edgeOf(lab))} down`),
  meanwhile: async (lab, since) => {
    await sleep(0.3);
    return allGetOut(lab, [edgeOf(lab)], since, { from: 2 });
  },
  repair: (lab) => lab.machine(routerOf(lab)).ip(`link set ${portTo(edgeOf(lab))} up`),
};

const lookAtArp = (lab: RunningDataCenter, value: 0 | 1) =>
  lab.machine(edgeOf(lab)).run(["sysctl", "-q", "-w", `net.ipv4.fib_multipath_use_neigh=${value}`]);

const FAULTS: readonly Fault[] = [
  {
    name: "HAProxy of an edge server is killed",
    bound: 5,
    break: (lab) => pidsOf(lab.machine(edgeOf(lab)), "haproxy").forEach(kill),
    meanwhile: edgeIsOut,
    repair: (lab) => lab.startHaproxy(edgeOf(lab)),
  },
  {
    name: "ExaBGP of an edge server is killed",
    bound: 2,
    break: (lab) => kill(lab.pid(edgeOf(lab), "exabgp")),
    meanwhile: async (lab, since) => (await edgeIsOut(lab, since)) + (await bothLinksAreLeft(lab)),
    repair: (lab) => lab.startExabgp(edgeOf(lab)),
  },
  {
    name: "an edge server hangs, its links are up",
    bound: 1.5,
    break: (lab) => silence(lab.machine(edgeOf(lab))),
    meanwhile: edgeIsOut,
    repair: (lab) => unsilence(lab.machine(edgeOf(lab))),
  },
  {
    name: "BIRD of an edge server is killed",
    bound: 2,
    break: (lab) => pidsOf(lab.machine(edgeOf(lab)), "bird").forEach(kill),
    meanwhile: edgeIsOut,
    linger: 3,
    // ExaBGP makes its sessions anew, without BFD: what FRR does not see, it does not miss.
    repair: async (lab) => {
      await settled(lab);
      lab.startBird(edgeOf(lab));
    },
  },
  {
    name: "BIRD of an edge server is stopped and starts again",
    // A request can fail that is on its way when BIRD ends. Routers lead to the server again some five seconds later: none fails by that.
    bound: 2,
    break: async (lab) => {
      for (const pid of pidsOf(lab.machine(edgeOf(lab)), "bird")) process.kill(pid, "SIGTERM");
      await sleep(1);
      lab.startBird(edgeOf(lab));
    },
    linger: 6,
    repair: () => {},
  },
  { name: "a port of an edge server goes down", ...portDown },
  {
    // What the kernel learns by ARP would hide that it did not look at the link.
    name: "a port of an edge server goes down, without the check by ARP",
    ...portDown,
    break: async (lab) => {
      await lookAtArp(lab, 0);
      await portDown.break(lab);
    },
    repair: async (lab) => {
      await portDown.repair(lab);
      await lookAtArp(lab, 1);
    },
  },
  {
    name: "a router loses its power",
    bound: 2,
    break: (lab) => {
      const router = lab.machine(routerOf(lab));
      setPorts(router, "down");
      router.processes().forEach(kill);
    },
    meanwhile: async (lab, since) => {
      await sleep(0.3);
      return allGetOut(lab, serversBelow(lab), since, { from: 2 });
    },
    repair: (lab) => {
      setPorts(lab.machine(routerOf(lab)), "up");
      return lab.startRouter(routerOf(lab));
    },
  },
  {
    name: "a router is silent, its links are up",
    bound: 11,
    break: (lab) => silence(lab.machine(routerOf(lab))),
    meanwhile: async (lab, since) => {
      // The kernel's own doing, as long as BGP has not seen it: six to nine seconds. It cannot do it in IPv6, nor on a worker.
      await sleep(4 - (Date.now() - since) / 1000);
      const early = await allGetOut(lab, [edgeOf(lab)], since, { from: 7.5, families: ["ipv4"] });
      const left = ports(lab.machine(edgeOf(lab)), "0.0.0.0/0", "metric", "512").length;
      if (left < 2) throw new TooLate("the session of BGP was over first: this proves nothing of the kernel");
      await sleep(10.5 - (Date.now() - since) / 1000);
      return `${early} by IPv4${await allGetOut(lab, serversBelow(lab), since, { from: 11, within: 20 })}`;
    },
    repair: (lab) => unsilence(lab.machine(routerOf(lab))),
  },
  {
    name: "a router loses its uplinks",
    bound: 2,
    break: (lab) => lab.machine(lab.border.name).ip(`link set ${portTo(routerOf(lab))} down`),
    meanwhile: async (lab, since) => {
      await sleep(0.3);
      return allGetOut(lab, serversBelow(lab), since, { from: 2 });
    },
    repair: (lab) => lab.machine(lab.border.name).ip(`link set ${portTo(routerOf(lab))} up`),
  },
  {
    name: "a pod answers with errors",
    bound: 5,
    break: (lab) => pidsOf(lab.machine("pod-1"), "node").forEach((pid) => void process.kill(pid, "SIGUSR2")),
    repair: (lab) => pidsOf(lab.machine("pod-1"), "node").forEach((pid) => void process.kill(pid, "SIGUSR2")),
  },
  {
    name: "a pod hangs: its port takes connections and nothing answers",
    bound: 6,
    break: (lab) => pidsOf(lab.machine("pod-1"), "node").forEach((pid) => void process.kill(pid, "SIGSTOP")),
    // Few requests go to a pod that answers none, as each goes to the pod with the fewest under way: that hides how long it is asked.
    meanwhile: async (lab, since) => {
      await until("all edge servers leave the pod out", 8, () => lab.edges.every(({ name }) => !arePodsUp(lab, name)));
      return `; left out after ${secondsSince(since)} s`;
    },
    repair: (lab) => pidsOf(lab.machine("pod-1"), "node").forEach((pid) => void process.kill(pid, "SIGCONT")),
  },
  {
    // What it knew of pods is all that it has. That it reloads while DNS answers is in the check of certificates.
    name: "HAProxy reloads its configuration while the cluster's DNS is silent",
    bound: 0,
    break: (lab) => {
      process.kill(lab.pid(lab.control.name, "dnsmasq"), "SIGSTOP");
      lab.reloadHaproxy(edgeOf(lab));
    },
    linger: 3,
    repair: (lab) => void process.kill(lab.pid(lab.control.name, "dnsmasq"), "SIGCONT"),
  },
  {
    name: "ExaBGP of a worker is killed and starts again",
    bound: 0,
    break: async (lab) => {
      kill(lab.pid(lab.worker.name, "exabgp"));
      await sleep(1);
      lab.startExabgp(lab.worker.name);
    },
    linger: 4,
    repair: () => {},
  },
  {
    name: "the process that announces blocks is killed and starts again",
    bound: 0,
    break: (lab) => lab.killProcess(lab.worker.name, "announce-blocks.py"),
    linger: 4,
    repair: () => {},
  },
  {
    name: "the cluster's DNS does not answer",
    bound: 0,
    break: (lab) => void process.kill(lab.pid(lab.control.name, "dnsmasq"), "SIGSTOP"),
    meanwhile: async (lab, since) => {
      const border = lab.machine(lab.border.name);
      await until("its address is withdrawn", 6, () => ports(border, lab.control.dns.ipv4).length === 0);
      return `; its address is gone after ${((Date.now() - since) / 1000).toFixed(1)} s`;
    },
    linger: 7,
    repair: (lab) => void process.kill(lab.pid(lab.control.name, "dnsmasq"), "SIGCONT"),
  },
];

/** Everything that breaks while users ask. */
export const FAULT_CHECKS = FAULTS.map(faultCheck);
