import type { ChildProcess } from "node:child_process";
import { spawnSync } from "node:child_process";
import { chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DataCenterFiles, RouterFile, ServerFile } from "./files";
import { kill, LabNetwork, type Machine, portTo } from "./network";
import { addOutside, GOOGLE_SESSION, startGoogleRouter } from "./outside";
import { addPods, startDns } from "./pods";
import { renderFiles, type Spoil, spoilFiles } from "./render";

/** Where the program of a server that runs as its own user finds it. */
const EXABGP_AS_DEBIAN_RUNS_IT = [
  ...["setpriv", "--reuid=exabgp", "--regid=exabgp", "--clear-groups", "--inh-caps=-all,+net_admin"],
  ...["--ambient-caps=-all,+net_admin", "--bounding-set=-all,+net_admin", "exabgp", "/etc/exabgp/exabgp.conf"],
];

/** A router forwards, shares flows by their ports, and keeps its addresses while a port is down. */
const ROUTER_SYSCTLS = [
  "net.ipv4.ip_forward=1",
  "net.ipv6.conf.all.forwarding=1",
  "net.ipv4.fib_multipath_hash_policy=1",
  "net.ipv6.fib_multipath_hash_policy=1",
  "net.ipv6.conf.all.keep_addr_on_down=1",
  "net.ipv4.conf.all.rp_filter=0",
];

/** A data centre that runs: its machines by their names, from the files of the synthesis. */
export class RunningDataCenter {
  public readonly network = new LabNetwork();
  private readonly programs = new Map<string, ChildProcess>();
  private readonly ends: (() => void)[] = [];

  public constructor(public readonly files: DataCenterFiles) {}

  public get border(): RouterFile {
    return this.one(this.files.routers, ({ tier }) => tier === "border", "border");
  }

  public get rackRouters(): readonly RouterFile[] {
    return this.files.routers.filter(({ tier }) => tier === "rack");
  }

  public get edges(): readonly ServerFile[] {
    return this.files.servers.filter(({ edge }) => edge !== null);
  }

  public get worker(): ServerFile {
    return this.one(this.files.servers, ({ role }) => role === "worker", "worker");
  }

  /** The server that holds the cluster's DNS. */
  public get control(): ServerFile {
    return this.one(this.files.servers, ({ role }) => role === "control-plane", "control plane server");
  }

  public machine(name: string): Machine {
    return this.network.machine(name);
  }

  /** Renders, builds and starts everything. The routes follow some seconds later. */
  public async start(spoils: readonly Spoil[] = []): Promise<void> {
    renderFiles(this.files, this.network.folder);
    for (const spoil of spoils) spoilFiles(this.network.folder, spoil);
    this.addMachines();
    this.addWires();
    addOutside(this.network, this.border.name);
    await Promise.all(this.files.routers.map((router) => this.startRouter(router.name)));
    await Promise.all(this.files.servers.map((server) => this.configure(server)));
    addPods(this.network, this.worker, this.edges);
    startDns(this);
    for (const server of this.files.servers) {
      this.startExabgp(server.name);
      if (server.edge === null) continue;
      this.startHaproxy(server.name);
      this.startBird(server.name);
    }
    startGoogleRouter(this.network, this.border.asn);
  }

  /** Does something before everything is taken away. */
  public atEnd(end: () => void): void {
    this.ends.push(end);
  }

  public close(): void {
    for (const end of this.ends.splice(0)) end();
    this.network.close();
  }

  public startExabgp(server: string): void {
    this.program(server, "exabgp", EXABGP_AS_DEBIAN_RUNS_IT);
  }

  public startHaproxy(server: string): void {
    this.program(server, "haproxy", ["haproxy", "-W", "-f", "/etc/haproxy/haproxy.cfg"]);
  }

  /** Reloads HAProxy as its unit does: what it knows of pods is written first. */
  public reloadHaproxy(server: string): void {
    const machine = this.machine(server);
    const at = (path: string) => join(machine.root, path);
    const program = ["/usr/bin/python3", at("usr/local/lib/hybrid-kubernetes/haproxy-state.py")];
    const { code, output } = machine.runNow([
      ...program,
      at("run/haproxy/admin.sock"),
      at("run/haproxy/servers-state"),
    ]);
    if (code !== 0) throw new Error(`${server}: what HAProxy knows of pods is not written: ${output}`);
    process.kill(this.pid(server, "haproxy"), "SIGUSR2");
  }

  /** Starts what answers routers' BFD, as Debian's unit does. */
  public startBird(server: string): void {
    this.program(server, "bird", ["bird", "-f", "-u", "bird", "-g", "bird"]);
  }

  /** Changes what the process of ExaBGP reads that announces shared routes, and lets ExaBGP start it again; returns how it was. */
  public changeSharedRoutes(server: string, change: (text: string) => string): string {
    const machine = this.machine(server);
    const file = join(machine.root, "etc/exabgp/shared-routes.json");
    const before = readFileSync(file, "utf8");
    writeFileSync(file, change(before));
    this.killProcess(server, "announce-shared.py");
    return before;
  }

  /** Ends a process of ExaBGP, which starts it again. */
  public killProcess(server: string, program: string): void {
    for (const pid of this.machine(server).processes()) {
      if (commandLine(pid).includes(program)) kill(pid);
    }
  }

  /** Renders the files of a router anew, as for one that has taken another's place. */
  public renderRouter(router: RouterFile): void {
    rmSync(join(this.machine(router.name).root, "etc/frr"), { recursive: true });
    renderFiles({ ...this.files, servers: [], routers: [router] }, this.network.folder);
    this.writeRouter(router);
  }

  /** Starts FRR of a router, after its ports and kernel are set up. */
  public async startRouter(router: string): Promise<void> {
    const machine = this.machine(router);
    await machine.run(["sysctl", "-q", "-w", ...ROUTER_SYSCTLS]);
    await machine.run(["nft", "-f", join(machine.root, "usr/local/lib/hybrid-kubernetes/mss.nft")]);
    // bgpd asks zebra for its ports when it starts.
    this.program(router, "zebra", ["/usr/lib/frr/zebra", "-A", "127.0.0.1", "-P", "0", "-f", "/etc/frr/zebra.conf"]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const bfdd = ["/usr/lib/frr/bfdd", "-A", "127.0.0.1", "-P", "0", "-f", "/etc/frr/bfdd.conf"];
    this.program(router, "bfdd", bfdd);
    this.program(router, "bgpd", ["/usr/lib/frr/bgpd", "-A", "127.0.0.1", "-P", "0", "-f", "/etc/frr/bgpd.conf"]);
  }

  /** Starts the part of FRR that has static routes: without it, a check shows what BGP alone does. */
  public startStaticd(router: string): void {
    const file = ["-f", "/etc/frr/staticd.conf"];
    this.program(router, "staticd", ["/usr/lib/frr/staticd", "-A", "127.0.0.1", "-P", "0", ...file]);
  }

  /** Runs a program of a server, which can be ended by its name. */
  public program(machine: string, name: string, command: readonly string[]): void {
    this.programs.set(`${machine}/${name}`, this.machine(machine).start(name, command));
  }

  /** The id of a program that the lab started. */
  public pid(machine: string, name: string): number {
    const pid = this.programs.get(`${machine}/${name}`)?.pid;
    if (pid === undefined) throw new Error(`${name} does not run on ${machine}`);
    return pid;
  }

  /** All that a program wrote. */
  public log(machine: string, name: string): string {
    return readFileSync(join(this.machine(machine).root, "run", `${name}.log`), "utf8");
  }

  private addMachines(): void {
    for (const { name } of this.files.servers) {
      const { root } = this.network.add(name);
      // As systemd makes it for the unit.
      own(root, "exabgp", "run/exabgp");
      own(root, "bird", "run/bird");
      mkdirSync(join(root, "run/haproxy"), { recursive: true });
    }
    for (const router of this.files.routers) {
      this.network.add(router.name);
      this.writeRouter(router);
    }
  }

  /** Writes the configuration of a router's FRR around the part that is rendered. */
  private writeRouter(router: RouterFile): void {
    const { root } = this.machine(router.name);
    const part = readFileSync(join(root, "etc/frr/hybrid-kubernetes.conf"), "utf8");
    const google = router.tier === "border" ? GOOGLE_SESSION(router.asn) : "";
    // Each program of FRR has a file here, and does not take another's lines.
    const [bfd = ""] = /^bfd\n[\s\S]*?^exit\n/m.exec(part) ?? [];
    writeFileSync(join(root, "etc/frr/bfdd.conf"), bfd);
    const routes = /^ip(v6)? route .*\n/gm;
    writeFileSync(join(root, "etc/frr/staticd.conf"), (part.match(routes) ?? []).join(""));
    writeFileSync(
      join(root, "etc/frr/bgpd.conf"),
      `frr defaults datacenter\nhostname ${router.name}\n${part.replace(bfd, "").replace(routes, "")}${google}`,
    );
    // With nexthop objects, FRR 8.4 loses a member of an ECMP route for ever when its port goes down and up again.
    writeFileSync(join(root, "etc/frr/zebra.conf"), "no zebra nexthop kernel enable\n");
    own(root, "frr", "run/frr");
    own(root, "frr", "etc/frr");
  }

  private addWires(): void {
    for (const router of this.files.routers) {
      for (const { name, kind } of router.neighbors) if (kind !== "up") this.addWire(router, name, kind);
    }
    for (const router of this.files.routers) {
      const { ipv4, ipv6 } = router.loopback;
      const loopbacks = [`${ipv4}/32`, ...(ipv6 === null ? [] : [`${ipv6}/128`])];
      const links = router.neighbors.flatMap(({ name, sessions }) =>
        sessions.map(({ local_address, prefix_length }) => `${local_address}/${prefix_length} dev ${portTo(name)}`),
      );
      const all = [...loopbacks.map((address) => `${address} dev lo`), ...links];
      this.machine(router.name).ip(...all.map((one) => `address add ${one}${one.includes(":") ? " nodad" : ""}`));
    }
  }

  /** A port of a router is called after what it leads to. The upper end makes the wire. */
  private addWire(router: RouterFile, to: string, kind: "down" | "server"): void {
    const far = kind === "server" ? this.interfaceTo(router, to) : portTo(router.name);
    this.network.wire(this.machine(router.name), portTo(to), this.machine(to), far);
  }

  private interfaceTo(router: RouterFile, server: string): string {
    const { links } = this.one(this.files.servers, ({ name }) => name === server, server);
    const sessions = router.neighbors.find(({ name }) => name === server)?.sessions ?? [];
    return this.one(links, ({ ipv4 }) => sessions.some(({ address }) => address === ipv4.address), "link").interface;
  }

  private async configure({ name, edge }: ServerFile): Promise<void> {
    const machine = this.machine(name);
    for (const command of [
      ["sysctl", "-q", "-p", join(machine.root, "etc/sysctl.d/60-hybrid-kubernetes.conf")],
      ["ip", "-batch", join(machine.root, "usr/local/lib/hybrid-kubernetes/network.batch")],
      ...(edge === null ? [] : ["notrack", "hand-over"]).map((name) => {
        return ["nft", "-f", join(machine.root, `usr/local/lib/hybrid-kubernetes/${name}.nft`)];
      }),
    ]) {
      const { code, output } = await machine.run(command);
      if (code !== 0) throw new Error(`${name}: ${command.join(" ")}: ${output}`);
    }
  }

  private one<T>(list: readonly T[], which: (item: T) => boolean, what: string): T {
    const found = list.find(which);
    if (found === undefined) throw new Error(`the files have no ${what}`);
    return found;
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

function own(root: string, user: string, folder: string): void {
  const id = (flag: string): number => Number(spawnSync("id", [flag, user], { encoding: "utf8" }).stdout);
  mkdirSync(join(root, folder), { recursive: true });
  chownSync(join(root, folder), id("-u"), id("-g"));
}
