import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { planSite } from "../../lib/data-center/plan-site";
import { siteFiles } from "../../lib/data-center/site-files";
import { TINY_SITE } from "../data-center/tiny-site";

const FORMULA = join(__dirname, "../../formula");
const BIN = "/usr/local/lib/hybrid-kubernetes-lab/salt/bin";
const able = existsSync(join(BIN, "salt-master"));
if (!able)
  process.stdout.write("SKIPPED, not passed: no release is rolled out here, without the Salt of lab/install.sh\n");

const EDGES = ["edge-1", "edge-2"];

(able ? describe : describe.skip)("a master with two edge servers, on the ports of this machine", () => {
  const folder = mkdtempSync(join(tmpdir(), "roll-"));
  const at = (path: string): string => join(folder, path);
  const write = (path: string, text: string, mode = 0o644): void => {
    mkdirSync(dirname(at(path)), { recursive: true });
    rmSync(at(path), { force: true });
    writeFileSync(at(path), text, { mode });
  };
  const running: ChildProcess[] = [];
  const start = (program: string, config: string): void => {
    // In a group of its own, which ends when its input does: also with a test that was killed.
    const group = ["-c", '"$@" </dev/null & cat; kill -KILL 0', "sh", join(BIN, program), "--config-dir", at(config)];
    running.push(spawn("sh", group, { stdio: ["pipe", "ignore", "ignore"], detached: true }));
  };
  const call = (...args: readonly string[]): { readonly status: number | null; readonly said: string } => {
    const { status, stdout, stderr } = spawnSync(
      join(BIN, args[0] ?? ""),
      ["--config-dir", at("master"), ...args.slice(1)],
      {
        encoding: "utf8",
        timeout: 60_000,
        killSignal: "SIGKILL",
      },
    );
    return { status, said: stdout + stderr };
  };

  const sites = TINY_SITE.servers;
  const edges = Object.fromEntries(EDGES.map((name) => [name, sites[name] as NonNullable<(typeof sites)[string]>]));
  const { bgpPassword: _, ...site } = TINY_SITE;
  /** A release as fetch.py leaves it. What a server does with it here is to write its number, and to be as healthy as a file says. */
  const release = (number: number, state = ""): void => {
    const name = `${number}-${"0".repeat(64)}`;
    for (const [path, text] of siteFiles(planSite({ ...site, servers: edges })))
      write(`srv/releases/${name}/data-center/${path}`, text);
    spawnSync("cp", ["-r", FORMULA, at(`srv/releases/${name}/formula`)]);
    const stand = `srv/releases/${name}/formula/hybrid-kubernetes`;
    const file = `${folder}/servers/{{ opts["id"] }}`;
    write(
      `${stand}/init.sls`,
      `${file}:\n  file.managed:\n    - contents: "${number}"\n    - makedirs: True\n${state}`,
    );
    const healthy = readFileSync(at(`${stand}/healthy.sls`), "utf8");
    // What no file of a release is, since all of it is of this test.
    write(`srv/releases/${name}/release.json`, '{"files": {}}');
    const way = number === 1 ? [] : JSON.parse(readFileSync(at("srv/taken.json"), "utf8")).way;
    write("srv/taken.json", JSON.stringify({ way: [...way, name], newest: name }));
    write(
      `${stand}/healthy.sls`,
      healthy.replace("/usr/local/sbin/hybrid-kubernetes-healthy", `sh ${at("healthy.sh")} ${file}`),
    );
    current(name);
  };
  const current = (name: string): void => {
    rmSync(at("srv/current"), { force: true });
    symlinkSync(`releases/${name}`, at("srv/current"));
  };
  const numbers = () =>
    EDGES.map((name) => (existsSync(at(`servers/${name}`)) ? readFileSync(at(`servers/${name}`), "utf8").trim() : ""));
  /** The program of the master, with the one Salt here in the place of Debian's. */
  const roll = (...wishes: readonly string[]) => {
    const text = readFileSync(join(FORMULA, "hybrid-kubernetes/master/roll-out.py"), "utf8")
      .replace('"/etc/hybrid-kubernetes/fetch.json"', JSON.stringify(at("fetch.json")))
      .replace(
        '"/usr/local/lib/hybrid-kubernetes/fetch.py"',
        JSON.stringify(join(FORMULA, "hybrid-kubernetes/master/fetch.py")),
      )
      .replace('["salt-run"]', JSON.stringify([join(BIN, "salt-run"), "--config-dir", at("master")]));
    write("roll-out.py", text);
    const { status, stdout, stderr } = spawnSync("python3", [at("roll-out.py"), ...wishes], {
      encoding: "utf8",
      timeout: 300_000,
      killSignal: "SIGKILL",
    });
    return { status, said: stdout + stderr };
  };

  beforeAll(async () => {
    const ports = await Promise.all([freePort(), freePort(), freePort()]);
    const common = { interface: "127.0.0.1", publish_port: ports[0], ret_port: ports[1], log_level: "warning" };
    mkdirSync(at("srv/releases"), { recursive: true });
    write("states/top.sls", 'base: {"*": [hybrid-kubernetes]}\n');
    write("pillar/top.sls", pillarTop());
    write(
      "master/master",
      JSON.stringify({
        ...common,
        root_dir: at("master-root"),
        sock_dir: at("m"),
        auto_accept: true,
        worker_threads: 2,
        timeout: 10,
        gather_job_timeout: 10,
        file_roots: { base: [at("states"), at("srv/current/formula")] },
        pillar_roots: { base: [at("pillar"), at("srv/current/data-center")] },
      }),
    );
    write(
      "fetch.json",
      JSON.stringify({
        source: at("source"),
        data_center: "production/paris",
        signers: at("signers"),
        folder: at("srv"),
      }),
    );
    // Healthy, unless a file beside that of the server says that it is not, or that router 1 is down and that is not left out.
    write(
      "healthy.sh",
      '[ ! -e "$1.unhealthy" ] && { [ ! -e "$1.router-1-down" ] || [ "$4 $5" = "--without-router 1" ]; }\n',
    );
    for (const id of EDGES)
      write(
        `${id}/minion`,
        JSON.stringify({
          id,
          master: "127.0.0.1",
          publish_port: ports[0],
          master_port: ports[1],
          root_dir: at(`${id}-root`),
          sock_dir: at(id[5] ?? id),
          log_level: "warning",
        }),
      );
    release(1);
    start("salt-master", "master");
    for (const id of EDGES) start("salt-minion", id);
    const end = Date.now() + 300_000;
    while (!EDGES.every((id) => call("salt", "--timeout=5", "--out=txt", id, "test.ping").said.includes("True")))
      if (Date.now() > end) throw new Error(`the minions are not there: ${call("salt-key", "-L").said}`);
  });
  afterAll(async () => {
    const ended = running.map((program) => once(program, "exit"));
    for (const { stdin } of running) stdin?.end();
    await Promise.all(ended);
    rmSync(folder, { recursive: true, force: true });
  });

  test("the release goes out one after the other, ends at the first that is not healthy or fails, and goes back by one command", () => {
    const first = roll();
    expect([first.status, numbers()]).toEqual([0, ["1", "1"]]);
    const stages = [
      "canary edge: edge-1",
      "canary edge: edge-1, healthy",
      "rack a2: edge-2",
      "rack a2: edge-2, healthy",
    ];
    const places = stages.map((stage) => first.said.indexOf(`Name: ${stage} -`));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(Math.min(...places)).toBeGreaterThan(0);

    // A router that is worked on is unhealthy, unless it is left out by its name.
    write("servers/edge-1.router-1-down", "");
    expect(roll().status).toBe(1);
    expect(roll("--without-router", "a1-right").status).toBe(1);
    expect(roll("--without-router", "a1-left").status).toBe(0);
    expect(roll("--without-router", "a1-lift").said).toContain("there is no router of a rack called a1-lift");
    expect(roll("--without", "edge-1,edge_1").said).toContain("there is no server called edge_1");
    expect(roll("--without-router", "a1-left,a1-right").said).toContain("without both routers of a rack");
    rmSync(at("servers/edge-1.router-1-down"));

    // Not healthy: it has the new one, and nobody else does.
    release(2);
    write("servers/edge-1.unhealthy", "");
    const unhealthy = roll();
    expect([unhealthy.status, numbers()]).toEqual([1, ["2", "1"]]);
    expect(unhealthy.said).toMatch(/edge-1, healthy - .*Result: Failed/i);

    // Back by one command, which asks whether it is healthy, too.
    rmSync(at("servers/edge-1.unhealthy"));
    const back = roll("--back");
    expect([back.status, numbers()]).toEqual([0, ["1", "1"]]);
    expect(back.said).toContain("current is 1-");
    const other = roll("--release", `2-${"0".repeat(64)}`);
    expect([other.status, other.said]).toEqual([
      1,
      `current is 1-${"0".repeat(64)}, not 2-${"0".repeat(64)}: nothing was rolled out\n`,
    ]);

    // A state that fails on the first.
    release(3, '{% if opts["id"] == "edge-1" %}\nbroken:\n  cmd.run:\n    - name: "false"\n{% endif %}\n');
    expect([roll().status, numbers()]).toEqual([1, ["3", "1"]]);

    // What does not render writes nothing.
    release(4, "{{ nothing.of.it }}\n");
    expect([roll().status, numbers()]).toEqual([1, ["3", "1"]]);

    // One that does not answer, until it is left out.
    release(5);
    const [, edge1] = running;
    process.kill(-(edge1?.pid ?? 0), "SIGKILL");
    running.splice(1, 1);
    expect([roll().status, numbers()]).toEqual([1, ["3", "1"]]);
    expect([roll("--without", "edge-1").status, numbers()]).toEqual([0, ["3", "5"]]);
  });
});

/** The top file of pillars, as docs/data-center-servers.md has it. */
function pillarTop(): string {
  const page = readFileSync(join(FORMULA, "../docs/data-center-servers.md"), "utf8");
  const [, text = ""] = /`\/srv\/pillar\/top.sls`[^`]*```yaml\n([^`]*)```/.exec(page) ?? [];
  // There are no secrets here.
  return text.replace("    - secrets.all\n", "").replace(/ {2}"edge-\*":\n {4}- secrets.edge\n/, "");
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
