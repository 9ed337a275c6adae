import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resourceName } from "../lib/core/names";
import { childrenOf, containerGroupsOf, removeGroups } from "./children";

/** What a command said, and how it ended. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** Folders that each machine has for itself: what lies in its root is seen there by all that runs on it. */
const OWN_FOLDERS = ["run", "etc/exabgp", "etc/haproxy", "etc/frr", "etc/bird", "usr/local/lib", "usr/local/sbin"];

/** Namespaces of the lab are called `hklab-<process id of the lab>-<machine>`, so that two labs can run side by side. */
const PREFIX = "hklab";

/** The port of a machine towards another. Linux allows its name 15 characters. */
export function portTo(name: string): string {
  return resourceName(15, name);
}

/** One machine: a network namespace, and a folder that is the machine's own part of the file system. */
export class Machine {
  public readonly root: string;

  public constructor(
    public readonly name: string,
    public readonly namespace: string,
    folder: string,
  ) {
    this.root = join(folder, name);
    for (const own of OWN_FOLDERS) mkdirSync(join(this.root, own), { recursive: true });
    must("ip", ["netns", "add", namespace]);
    this.ip("link set lo up");
  }

  /** Runs commands of `ip` in the namespace, in one process. */
  public ip(...commands: readonly string[]): void {
    must("ip", ["-n", this.namespace, "-batch", "-"], `${commands.join("\n")}\n`);
  }

  /** The answer of `ip -json` on this machine. */
  public show<T>(...args: readonly string[]): readonly T[] {
    const { stdout } = spawnSync("ip", ["-n", this.namespace, "-json", ...args], { encoding: "utf8", timeout: 5000 });
    return stdout.trim() === "" ? [] : JSON.parse(stdout);
  }

  /** Runs a command to its end, 20 seconds at most. It sees the network of the machine, and the files of the host. */
  public run(command: readonly string[], seconds = 20): Promise<Outcome> {
    return new Promise((resolve) => {
      execFile(
        "ip",
        this.inside(command),
        { timeout: seconds * 1000, killSignal: "SIGKILL" },
        (error, stdout, stderr) => {
          resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: `${stdout}${stderr}` });
        },
      );
    });
  }

  /** Runs a short command, and waits for it. */
  public runNow(command: readonly string[]): Outcome {
    const { status, stdout, stderr } = spawnSync("ip", this.inside(command), { encoding: "utf8", timeout: 5000 });
    return { code: status ?? 1, output: `${stdout}${stderr}` };
  }

  /** Starts a program that stays, with the machine's own files; what it writes goes to `run/<log>.log` below its root. */
  public start(log: string, command: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
    const binds = OWN_FOLDERS.map((own) => `mount --bind "${this.root}/${own}" "/${own}"`).join(" && ");
    // `ip netns exec` has given the process mounts of its own, which end with it.
    const own = ["sh", "-c", `${binds} && exec "$@"`, "sh", ...command];
    const out = openSync(join(this.root, "run", `${log}.log`), "a");
    const env = { ...process.env, ...environment };
    const stdio = ["ignore" as const, out, out];
    return spawn("ip", this.inside(own), { stdio, env, detached: true }).on("error", () => {});
  }

  /** Starts a program whose standard streams the lab talks to. */
  public talk(command: readonly string[]): ChildProcess {
    return spawn("ip", this.inside(command), { stdio: ["pipe", "pipe", "inherit"], detached: true });
  }

  /** The ids of all processes in the namespace. */
  public processes(): readonly number[] {
    return processesIn(this.namespace);
  }

  /** Ends all processes in the namespace, with what they started elsewhere, and the namespace. */
  public remove(): void {
    endNamespace(this.namespace);
  }

  private inside(command: readonly string[]): readonly string[] {
    return ["netns", "exec", this.namespace, ...command];
  }
}

/** All machines of one run, and the wires between them. */
export class LabNetwork {
  public readonly folder = temporaryFolder();
  private readonly machines = new Map<string, Machine>();

  public add(name: string): Machine {
    const machine = new Machine(name, `${PREFIX}-${process.pid}-${name}`, this.folder);
    this.machines.set(name, machine);
    return machine;
  }

  public machine(name: string): Machine {
    const machine = this.machines.get(name);
    if (machine === undefined) throw new Error(`the lab has no machine "${name}": ${[...this.machines.keys()]}`);
    return machine;
  }

  /** A cable from a port of one machine to a port of another. */
  public wire(one: Machine, onePort: string, other: Machine, otherPort: string): void {
    one.ip(`link add ${onePort} type veth peer name ${otherPort} netns ${other.namespace}`);
    one.ip(`link set ${onePort} up`);
    other.ip(`link set ${otherPort} up`);
  }

  /** Takes one machine away. */
  public remove(name: string): void {
    this.machine(name).remove();
    this.machines.delete(name);
  }

  /** Takes everything away. May be called more than once, and from a signal's handler. */
  public close(): void {
    for (const machine of this.machines.values()) machine.remove();
    this.machines.clear();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A folder of this lab's own: its name says whose it is, as a namespace's does. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), `${PREFIX}-${process.pid}-`));
}

/** Removes what labs left behind that were killed before they could clean up. */
export function sweep(): void {
  const own = `${PREFIX}-${process.pid}-`;
  for (const name of readdirSync(tmpdir())) {
    if (isLeft(name) && !name.startsWith(own)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
  const { stdout } = spawnSync("ip", ["-json", "netns", "list"], { encoding: "utf8" });
  const names: readonly { readonly name: string }[] = stdout.trim() === "" ? [] : JSON.parse(stdout);
  for (const { name } of names) {
    if (!isLeft(name)) continue;
    endNamespace(name);
  }
}

function processesIn(namespace: string): readonly number[] {
  const { stdout } = spawnSync("ip", ["netns", "pids", namespace], { encoding: "utf8" });
  return stdout.split("\n").filter(Boolean).map(Number);
}

function endNamespace(namespace: string): void {
  const groups: string[] = [];
  for (let round = 0; round < 50; round++) {
    const own = processesIn(namespace);
    if (own.length === 0) break;
    const all = [...own, ...childrenOf(own)];
    groups.push(...containerGroupsOf(all));
    for (const pid of all) kill(pid);
    pause(20);
  }
  spawnSync("ip", ["netns", "del", namespace]);
  removeGroups(groups);
}

/** Ends a process at once. */
export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/**
 * Whether something is called after a lab that runs no more. This one has made nothing yet when it asks: what has its number is of
 * another with the same, as they are often given in containers.
 */
export function isLeft(name: string): boolean {
  const owner = new RegExp(`^${PREFIX}-(\\d+)-`).exec(name)?.[1];
  return owner !== undefined && (Number(owner) === process.pid || !isAlive(Number(owner)));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function must(command: string, args: readonly string[], input?: string): void {
  const { status, stderr, error } = spawnSync(command, args, { input, encoding: "utf8", timeout: 10_000 });
  if (status === 0) return;
  throw new Error(`${command} ${args.join(" ")}: ${error?.message ?? stderr.trim()}\n${input ?? ""}`);
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
