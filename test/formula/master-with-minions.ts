import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { SiteOptions } from "../../lib/data-center/on-premises";
import { planSite } from "../../lib/data-center/plan-site";
import { siteFiles } from "../../lib/data-center/site-files";
import { replaced } from "../support/replaced";

export const FORMULA = join(__dirname, "../../formula");
const LAB = "/usr/local/lib/hybrid-kubernetes-lab";
const BIN = `${LAB}/salt/bin`;
/** The versions of Salt that lab/install.sh installs, and the folders of their programs. */
export const SALTS = { salt: BIN, "salt-before": `${LAB}/salt-before/bin` } as const;
/** Whether lab/install.sh has installed Salt here. */
export const hasSalt = Object.values(SALTS).every((bin) => existsSync(join(bin, "salt-master")));

/** A folder that is thrown away, and programs that run with it. */
export class Folder {
  public readonly path = mkdtempSync(join(tmpdir(), "m-"));

  public at(path: string): string {
    return join(this.path, path);
  }

  public has(path: string): boolean {
    return existsSync(this.at(path));
  }

  public read(path: string): string {
    return this.has(path) ? readFileSync(this.at(path), "utf8").trim() : "";
  }

  public write(path: string, text: string, mode = 0o644): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    this.remove(path);
    writeFileSync(this.at(path), text, { mode });
  }

  public remove(path: string): void {
    rmSync(this.at(path), { recursive: true, force: true });
  }
}

/** A master of Salt with minions, on ports of this machine. */
export class MasterWithMinions {
  private readonly running = new Map<string, ChildProcess>();

  /**
   * @param env of its programs
   * @param bin where they are
   */
  public constructor(
    private readonly folder: Folder,
    private readonly ids: readonly string[],
    private readonly env: NodeJS.ProcessEnv = process.env,
    private readonly bin: string = BIN,
  ) {}

  /** Starts all of it, and waits until the minions answer. */
  public async start(): Promise<void> {
    const { folder, ids } = this;
    const ports = await Promise.all([freePort(), freePort()]);
    const common = { publish_port: ports[0], log_level: "warning" };
    folder.write("states/top.sls", 'base: {"*": [hybrid-kubernetes]}\n');
    folder.write(
      "master/master",
      JSON.stringify({
        ...{ ...common, interface: "127.0.0.1", ret_port: ports[1], root_dir: folder.at("master-root") },
        // Paths of sockets are short, or Salt takes others, which are too long.
        ...{ sock_dir: folder.at("s"), auto_accept: true, worker_threads: 2, timeout: 10, gather_job_timeout: 10 },
        file_roots: { base: [folder.at("states"), folder.at("srv/current/formula")] },
        pillar_roots: { base: [folder.at("pillar"), folder.at("srv/current/data-center")] },
      }),
    );
    ids.forEach((id, index) => {
      const own = { id, root_dir: folder.at(`${id}-root`), sock_dir: folder.at(`${index}`) };
      folder.write(`${id}/minion`, JSON.stringify({ ...common, ...own, master: "127.0.0.1", master_port: ports[1] }));
    });
    const settings = { source: folder.at("source"), data_center: "production/paris", signers: folder.at("signers") };
    folder.write("fetch.json", JSON.stringify({ ...settings, folder: folder.at("srv") }));
    this.run("salt-master", "master");
    for (const id of ids) this.run("salt-minion", id);
    const end = Date.now() + 300_000;
    while (!ids.every((id) => this.call("salt", "--timeout=5", "--out=txt", id, "test.ping").includes("True")))
      if (Date.now() > end) throw new Error(`the minions are not there: ${this.call("salt-key", "-L")}`);
  }

  /** Lays a release where fetch.py leaves it, with changes of the formula, and makes it current. */
  public release(number: number, site: SiteOptions, change: (formula: Folder["write"]) => void): void {
    const { folder } = this;
    const name = `${number}-${"0".repeat(64)}`;
    const release = `srv/releases/${name}`;
    for (const [path, text] of siteFiles(planSite(site))) folder.write(`${release}/data-center/${path}`, text);
    spawnSync("cp", ["-r", FORMULA, folder.at(`${release}/formula`)]);
    change((path, text) => folder.write(`${release}/formula/hybrid-kubernetes/${path}`, text));
    const paths = readdirSync(folder.at(release), { recursive: true, encoding: "utf8" });
    const files = paths.filter((path) => statSync(folder.at(`${release}/${path}`)).isFile());
    const hashOf = (path: string) =>
      createHash("sha256")
        .update(readFileSync(folder.at(`${release}/${path}`)))
        .digest("hex");
    const hashes = files.map((path) => [path, hashOf(path)]);
    folder.write(`${release}/release.json`, JSON.stringify({ files: Object.fromEntries(hashes) }));
    // As fetch.py notes it.
    const { way = [] } = folder.has("srv/taken.json") ? JSON.parse(folder.read("srv/taken.json")) : {};
    folder.write("srv/taken.json", JSON.stringify({ way: [...way, name], newest: name }));
    folder.remove("srv/current");
    symlinkSync(`releases/${name}`, folder.at("srv/current"));
  }

  /** The program of the master, with the one Salt here in the place of Debian's. */
  public roll(...wishes: readonly string[]): { readonly status: number | null; readonly said: string } {
    const { folder } = this;
    const text = replaced(
      readFileSync(join(FORMULA, "hybrid-kubernetes/master/roll-out.py"), "utf8"),
      ['"/etc/hybrid-kubernetes/fetch.json"', JSON.stringify(folder.at("fetch.json"))],
      ['"/usr/local/lib/hybrid-kubernetes"', JSON.stringify(join(FORMULA, "hybrid-kubernetes/master"))],
      ['["salt-run"]', JSON.stringify([join(this.bin, "salt-run"), "--config-dir", folder.at("master")])],
    );
    folder.write("roll-out.py", text);
    const { status, stdout, stderr } = spawnSync("python3", ["-B", folder.at("roll-out.py"), ...wishes], {
      encoding: "utf8",
      timeout: 300_000,
      killSignal: "SIGKILL",
    });
    return { status, said: stdout + stderr };
  }

  /** A minion that is gone. */
  public kill(id: string): void {
    process.kill(-(this.running.get(id)?.pid ?? 0), "SIGKILL");
    this.running.delete(id);
  }

  public async end(): Promise<void> {
    const all = [...this.running.values()];
    const ended = all.map((program) => once(program, "exit"));
    for (const { stdin } of all) stdin?.end();
    await Promise.all(ended);
  }

  private run(program: string, config: string): void {
    const command = [join(this.bin, program), "--config-dir", this.folder.at(config)];
    // In a group of its own, which ends when its input does: also with a test that was killed.
    const group = ["-c", '"$@" </dev/null & cat; kill -KILL 0', "sh", ...command];
    const options: SpawnOptions = { stdio: ["pipe", "ignore", "ignore"], detached: true, env: this.env };
    this.running.set(config, spawn("sh", group, options));
  }

  /** `salt-run state.orchestrate`, with the pillar of this one run. */
  public orchestrate(states: string, pillar: object): { readonly status: number | null; readonly said: string } {
    return this.command("salt-run", "state.orchestrate", states, `pillar=${JSON.stringify(pillar)}`);
  }

  private call(program: string, ...args: readonly string[]): string {
    return this.command(program, ...args).said;
  }

  private command(
    program: string,
    ...args: readonly string[]
  ): { readonly status: number | null; readonly said: string } {
    const command = ["--config-dir", this.folder.at("master"), ...args];
    const { status, stdout, stderr } = spawnSync(join(this.bin, program), command, {
      encoding: "utf8",
      timeout: 60_000,
      killSignal: "SIGKILL",
    });
    return { status, said: stdout + stderr };
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
