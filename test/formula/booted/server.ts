import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const LAB = "/usr/local/lib/hybrid-kubernetes-lab";
/** Debian with systemd, which lab/install.sh makes. */
const ROOT = join(LAB, "server");
export const SALT = join(LAB, "salt");
const NEEDED = [
  `${ROOT}.installed`,
  join(SALT, "bin/salt-call"),
  "/usr/bin/systemd-nspawn",
  "/usr/bin/dpkg-scanpackages",
];

/** Why no server can be booted here, or `undefined`. */
export function whyNoServer(): string | undefined {
  const missing = NEEDED.filter((path) => !existsSync(path));
  if (missing.length > 0) return `what lab/install.sh installs is missing: ${missing.join(", ")}`;
  if (process.getuid?.() !== 0) return "it needs root";
  const { status, stderr } = spawnSync(
    "unshare",
    [
      "--mount",
      "--net",
      "sh",
      "-c",
      'd=$(mktemp -d) && mount -t tmpfs tmpfs "$d" && mkdir "$d/a" "$d/b" "$d/c" && mount -t overlay -o "lowerdir=/usr,upperdir=$d/a,workdir=$d/b" overlay "$d/c" && ip link add x type veth peer name y',
    ],
    { encoding: "utf8", timeout: 20_000 },
  );
  return status === 0 ? undefined : `this machine does not let it mount or connect: ${stderr.trim()}`;
}

/** A process that is done. */
export interface Done {
  readonly status: number | null;
  readonly out: string;
  readonly said: string;
}

/** A server that systemd booted, in namespaces of its own, from a copy that goes with it. */
export class BootedServer {
  private constructor(
    private readonly copy: string,
    private readonly program: ChildProcess,
    private readonly leader: string,
  ) {}

  /** Boots one that sees these folders of this machine, where they are. */
  public static async boot(bound: readonly string[]): Promise<BootedServer> {
    const copy = mkdtempSync(join(tmpdir(), "server-"));
    const program = spawn("unshare", ["--mount", "--net", join(__dirname, "boot.sh"), ROOT, copy, SALT, ...bound], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    const leader = await new Promise<string>((resolve, reject) => {
      let said = "";
      for (const stream of [program.stdout, program.stderr])
        stream?.on("data", (text) => {
          said += text;
          const [, found] = /^leader (\d+)\n/m.exec(said) ?? [];
          if (found !== undefined) resolve(found);
        });
      program.on("close", () => reject(new Error(`the server did not boot: ${said}`)));
    });
    return new BootedServer(copy, program, leader);
  }

  /** Runs a shell on the server. */
  public run(script: string, input?: string): Done {
    return done(["--target", this.leader, "--all", "/bin/sh", "-c", script], input);
  }

  /** Starts a shell beyond the server's links, where its routers and its master are. */
  public beyond(script: string): Done {
    return done([...this.besides, "/bin/sh", "-c", script]);
  }

  /** Starts a program there, which runs until it is ended. */
  public start(command: readonly string[]): ChildProcess {
    return spawn("nsenter", [...this.besides, ...command], { stdio: "ignore" });
  }

  private get besides(): readonly string[] {
    return ["--target", `${this.program.pid}`, "--net"];
  }

  public async end(): Promise<void> {
    // Its script kills what is left, within seconds.
    const last = setTimeout(() => this.program.kill("SIGKILL"), 60_000);
    const ended = new Promise((resolve) => this.program.on("exit", resolve));
    if (this.program.exitCode === null) {
      this.program.stdin?.end();
      await ended;
    }
    clearTimeout(last);
    rmSync(this.copy, { recursive: true, force: true });
  }
}

function done(command: readonly string[], input?: string): Done {
  const { status, stdout, stderr } = spawnSync("nsenter", command, {
    encoding: "utf8",
    maxBuffer: 1e9,
    // So that nothing that hangs holds up what comes after.
    timeout: 300_000,
    killSignal: "SIGKILL",
    env: { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C.UTF-8" },
    ...(input === undefined ? {} : { input }),
  });
  return { status, out: stdout, said: `${stdout}${stderr}` };
}
