import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";

/** Where lab/install.sh builds it. */
export const ETCD = "/usr/local/lib/hybrid-kubernetes-lab/etcd";
export const hasEtcd = existsSync(join(ETCD, "installed"));
const FILES = join(__dirname, "../../formula/hybrid-kubernetes/files");

/** What a program did. */
export interface Done {
  readonly status: number | null;
  readonly said: string;
}

/** The ports of a member on this machine: those of clients by its address and by 127.0.0.1, of its peers, of its metrics. */
type Ports = readonly [client: number, local: number, peer: number, metrics: number];

/** Four ports that are free now, below those that the kernel gives to whoever asks for any. */
export async function freePorts(): Promise<Ports> {
  const isFree = (port: number) =>
    new Promise<boolean>((resolve) => {
      const server = createServer().once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
    });
  for (;;) {
    const first = 20_000 + 4 * Math.floor(Math.random() * 3_000);
    const ports = [first, first + 1, first + 2, first + 3] as const;
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return ports;
  }
}

/** A member of etcd on this machine: its rendered files, with ports and folders of its own. */
export class EtcdMember {
  private readonly bin: string;
  private readonly pid: string;

  /**
   * @param root where its files are, as on a server
   * @param ports of all members, by their addresses
   */
  public constructor(
    public readonly name: string,
    public readonly root: string,
    private readonly ports: ReadonlyMap<string, Ports>,
    private readonly address: string,
  ) {
    this.bin = join(root, "bin");
    this.pid = join(root, "pid");
    mkdirSync(this.bin, { recursive: true });
    mkdirSync(join(root, "run/etcd"), { recursive: true });
    mkdirSync(join(root, "var/lib/etcd"), { recursive: true });
    // The one command of systemd that is asked for, with a member as a process.
    const record = `/usr/bin/python3 ${join(FILES, "etcd.py")} --options ${this.at("etc/etcd/etcd.json")} record`;
    const lives = `grep -q "^State:.[^Z]" /proc/$(cat ${this.pid})/status 2>/dev/null`;
    writeFileSync(
      join(this.bin, "systemctl"),
      `#!/bin/bash
echo "$*" >>${join(root, "systemctl")}
if [ -e ${this.pid} ]; then kill $(cat ${this.pid}) 2>/dev/null; while ${lives}; do sleep 0.05; done; fi
[ "$1" = stop ] && exit
${record} || exit
setsid ${ETCD}/etcd --config-file ${this.at("etc/etcd/etcd.conf.yaml")} >>${this.at("log")} 2>&1 </dev/null &
echo $! >${this.pid}
`,
    );
    chmodSync(join(this.bin, "systemctl"), 0o755);
  }

  public at(path: string): string {
    return join(this.root, path);
  }

  public get data(): string {
    return this.at("var/lib/etcd/data");
  }

  public get snapshots(): string {
    return this.at("var/backups/etcd");
  }

  /** Where clients on other servers find it. */
  public get client(): string {
    return this.here(`https://${this.address}:2379`);
  }

  public get peer(): string {
    return this.here(`https://${this.address}:2380`);
  }

  /** Takes a rendered file, with the addresses, folders and the user of this machine in it. */
  public take(rendered: string, path: string): void {
    mkdirSync(join(this.at(path), ".."), { recursive: true });
    const isData = /\.(yaml|json)$/.test(path);
    const text = readFileSync(join(rendered, path), "utf8");
    writeFileSync(this.at(path), isData ? this.here(text) : text);
  }

  private here(text: string): string {
    let own = text
      .replaceAll("127.0.0.1:2379", `127.0.0.1:${this.ports.get(this.address)?.[1]}`)
      .replaceAll("127.0.0.1:2381", `127.0.0.1:${this.ports.get(this.address)?.[3]}`);
    for (const [address, [client, , peer]] of this.ports) {
      own = own.replaceAll(`${address}:2379`, `127.0.0.1:${client}`).replaceAll(`${address}:2380`, `127.0.0.1:${peer}`);
    }
    return own
      .replaceAll(/"user": "\w+"/g, `"user": "${userInfo().username}"`)
      .replaceAll("/usr/bin/etcd", `${ETCD}/etcd`)
      .replaceAll(/(?<=[ "])\/(etc|var|run)\//g, `${this.root}/$1/`);
  }

  /** Runs a program with what this member has on its path. */
  public run(program: string, ...args: readonly string[]): Done {
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", env: this.env, timeout: 300_000 });
    return { status, said: `${stdout}${stderr}`.trim() };
  }

  /** `hybrid-kubernetes-etcd` of this server. */
  public do(...args: readonly string[]): Done {
    return this.run("/usr/bin/python3", ...this.program, ...args);
  }

  /** The same, without waiting for it. */
  public begin(...args: readonly string[]): Promise<Done> {
    const program = spawn("/usr/bin/python3", [...this.program, ...args], { env: this.env });
    let said = "";
    for (const stream of [program.stdout, program.stderr]) stream.on("data", (text) => (said += text));
    return new Promise((resolve) => program.on("close", (status) => resolve({ status, said: said.trim() })));
  }

  /** Where it finds its programs. */
  public get path(): string {
    return `${this.bin}:${ETCD}:${process.env.PATH}`;
  }

  /** Lets `hybrid-kubernetes-etcd` be found by its name. */
  public command(name: string): void {
    writeFileSync(join(this.bin, name), `#!/bin/sh\nexec /usr/bin/python3 ${this.program.join(" ")} "$@"\n`);
    chmodSync(join(this.bin, name), 0o755);
  }

  public issue(command: "issue" | "check" = "issue"): Done {
    return this.run("/usr/bin/python3", join(FILES, "issue-certificates.py"), command, this.at("etc/etcd/etcd.json"));
  }

  /** etcdctl of this server, with the certificate of its client unless others are given. */
  public ctl(
    args: readonly string[],
    { client = this.client, pki = this.at("etc/etcd/pki"), name = "client" } = {},
  ): Done {
    const own = name === "" ? [] : [`--cert=${pki}/${name}.crt`, `--key=${pki}/${name}.key`];
    const tls = [`--cacert=${this.at("etc/etcd/pki/ca.crt")}`, ...own];
    return this.run("etcdctl", `--endpoints=${client}`, ...tls, "--dial-timeout=3s", "--command-timeout=20s", ...args);
  }

  /** What systemd was asked for last. */
  public get asked(): string {
    return readFileSync(this.at("systemctl"), "utf8").trimEnd().split("\n").at(-1) ?? "";
  }

  public start(): void {
    this.system("start");
  }

  public stop(): void {
    if (existsSync(this.pid)) this.system("stop");
  }

  private system(verb: string): void {
    const { status, stderr } = spawnSync(join(this.bin, "systemctl"), [verb, "etcd"], { encoding: "utf8" });
    if (status !== 0) throw new Error(`${this.name}: ${stderr}`);
  }

  private get program(): readonly string[] {
    return [join(FILES, "etcd.py"), "--options", this.at("etc/etcd/etcd.json")];
  }

  private get env(): NodeJS.ProcessEnv {
    return { ...process.env, PATH: this.path, PYTHONPATH: FILES, PYTHONDONTWRITEBYTECODE: "1" };
  }
}
