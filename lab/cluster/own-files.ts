import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import type { Machine, Outcome } from "../network";

/** What a server of a cluster has for itself, over what the host has there: programs find their files by the paths that they have on servers. */
const LAYERS = ["etc", "var", "usr/local"];

/**
 * The files of a server that is in a cluster. Its programs, and what is run on it, share one mount namespace, which ends with the last of
 * them. Whatever they write is below the machine's root.
 */
export class OwnFiles {
  private readonly holder: ChildProcess;

  private constructor(
    public readonly machine: Machine,
    script: string,
  ) {
    // Not by `ip netns exec`, which mounts a /sys of its own, without the groups of processes that a kubelet needs.
    const inNetwork = [`--net=/run/netns/${machine.namespace}`, "unshare", "--mount", "--propagation=private"];
    this.holder = spawn("nsenter", [...inNetwork, "sh", "-c", script], {
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
  }

  public static async of(machine: Machine): Promise<OwnFiles> {
    const { root } = machine;
    const commands = LAYERS.map((layer) => {
      const work = join(root, ".work", layer);
      for (const folder of [work, join(root, layer)]) mkdirSync(folder, { recursive: true });
      return `mount -t overlay overlay -o "lowerdir=/${layer},upperdir=${root}/${layer},workdir=${work}" /${layer}`;
    });
    commands.push(`mount --bind "${root}/run" /run`, "echo ready");
    const files = new OwnFiles(machine, `${commands.join(" && ")} && exec sleep infinity`);
    await files.ready();
    return files;
  }

  /** Runs a command to its end. */
  public run(command: readonly string[], seconds = 60): Promise<Outcome> {
    return new Promise((resolve) => {
      const bound = { timeout: seconds * 1000, killSignal: "SIGKILL" as const, maxBuffer: 1e8 };
      execFile("nsenter", this.inside(command), bound, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: `${stdout}${stderr}` });
      });
    });
  }

  /** The same, of a command that must succeed. Returns what it said. */
  public async must(command: readonly string[], seconds = 60): Promise<string> {
    const { code, output } = await this.run(command, seconds);
    if (code !== 0) throw new Error(`${this.machine.name}: ${command.join(" ")}: ${output}`);
    return output;
  }

  /** Writes a file that a program on the server sees at once. */
  public write(path: string, text: string): void {
    const command = ["sh", "-c", 'mkdir -p "$(dirname "$1")" && cat >"$1"', "sh", path];
    const { status, stderr } = spawnSync("nsenter", this.inside(command), { input: text, encoding: "utf8" });
    if (status !== 0) throw new Error(`${this.machine.name}: ${path}: ${stderr}`);
  }

  /** Starts a program that stays; what it writes goes to `run/<log>.log` below the machine's root. */
  public start(log: string, command: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
    const out = openSync(join(this.machine.root, "run", `${log}.log`), "a");
    const env = { ...process.env, ...environment };
    return spawn("nsenter", this.inside(command), { stdio: ["ignore", out, out], env, detached: true }).on(
      "error",
      () => {},
    );
  }

  private inside(command: readonly string[]): readonly string[] {
    return [`--target=${this.holder.pid}`, "--mount", "--net", "--", ...command];
  }

  private ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      let said = "";
      this.holder.stderr?.on("data", (text) => (said += text));
      this.holder.stdout?.once("data", () => resolve());
      this.holder.once("exit", () => reject(new Error(`${this.machine.name} has no files of its own: ${said}`)));
    });
  }
}
