import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { masterFile } from "../../lab/master";
import { TINY_SITE } from "../data-center/tiny-site";
import { replaced } from "../support/replaced";
import { FORMULA, Folder, hasSalt, MasterWithMinions, SALTS } from "./master-with-minions";

const able = hasSalt && existsSync("/usr/sbin/exabgp") && spawnSync("jq", ["--version"]).status === 0;
if (!able)
  process.stdout.write(
    "SKIPPED, not passed: no servers with an ExaBGP of their own are adopted here, without jq and the Salt and the ExaBGP of lab/install.sh\n",
  );

const ADDRESSES = { "worker-1": "10.128.0.11", "edge-1": "10.128.0.1", "edge-2": "10.128.0.2" };
const NAMES = Object.keys(ADDRESSES) as (keyof typeof ADDRESSES)[];
/** What a site goes on to have: a neighbor that is no router of the plan. */
const own = (address: string) => `neighbor 192.0.2.179 {
    router-id ${address};
    local-address ${address};
    local-as 65010;
    peer-as 65020;
}`;
/** What a server has before: also a session with a router of its rack, which the plan has from then on. */
const before = (address: string) => `${own(address)}\n${replaced(own(address), ["192.0.2.179", "10.129.0.44"])}`;

(able ? describe : describe.skip)("servers that announce themselves already, in two racks", () => {
  const folder = new Folder();
  const env = { ...process.env, PATH: `${folder.at("bin")}:${process.env.PATH}` };
  const master = new MasterWithMinions(folder, NAMES, env);
  const page = readFileSync(join(FORMULA, "../docs/data-center-servers.md"), "utf8");
  /** The block of the page that begins with some words, in a list or not. */
  const block = (words: string): string => {
    const blocks = page.match(/^( *)```(sh|yaml)\n[\s\S]*?^\1```$/gm) ?? [];
    const texts = blocks.map((one) =>
      one
        .split("\n")
        .slice(1, -1)
        .map((line) => line.replace(/^ {3}/, ""))
        .join("\n"),
    );
    const found = texts.find((text) => text.startsWith(words));
    if (found === undefined) throw new Error(`docs/data-center-servers.md has nothing that begins with ${words}`);
    return found;
  };
  const place = (name: string) => `servers/${name}/etc/exabgp`;
  const has = (name: string) => folder.read(`${place(name)}/exabgp.conf`);
  const isBefore = () => NAMES.map((name) => has(name) === before(ADDRESSES[name]));
  /** Commands of the page, with the folders of servers below that of the test. */
  const run = (script: string) => {
    const here = script
      .replace("/srv/hybrid-kubernetes", folder.at("srv"))
      .replace(/cmd\.run '[^']*'/g, (command) =>
        `${command} template=jinja`.replaceAll("/etc/exabgp", `${folder.path}/servers/{{ grains["id"] }}/etc/exabgp`),
      );
    const options = { encoding: "utf8", env, timeout: 300_000, killSignal: "SIGKILL" } as const;
    const { status, stdout, stderr } = spawnSync("sh", ["-eu", "-c", here], options);
    return { status, said: stdout + stderr };
  };
  const release = (number: number): void => {
    const { "control-1": _, ...servers } = TINY_SITE.servers;
    const site = { ...TINY_SITE, servers, exabgp: { pillar: "kubernetes/paris/exabgp" } };
    const { uid, gid } = userInfo();
    master.release(number, site, (write) => {
      // The state of this one file as it is, elsewhere.
      write(
        "init.sls",
        `{%- from "hybrid-kubernetes/map.jinja" import files, node with context %}
{%- from "hybrid-kubernetes/macros.jinja" import installed with context %}
{%- set file = files | selectattr("path", "equalto", "/etc/exabgp/exabgp.conf") | first %}
{%- do file.update({"path": "${folder.path}/servers/" ~ opts["id"] ~ file.path, "user": ${uid}, "group": ${gid}}) %}
{{ installed("network", node, [file]) }}
`,
      );
      const healthy = readFileSync(join(FORMULA, "hybrid-kubernetes/healthy.sls"), "utf8");
      const program = `sh ${folder.at("healthy.sh")} ${folder.path}/servers/{{ opts["id"] }}`;
      write("healthy.sls", replaced(healthy, ["/usr/local/sbin/hybrid-kubernetes-healthy", program]));
      const template = readFileSync(join(FORMULA, "hybrid-kubernetes/files/exabgp.conf.jinja"), "utf8");
      write("files/exabgp.conf.jinja", `# release ${number}\n${template}`);
    });
  };

  beforeAll(async () => {
    for (const name of NAMES) folder.write(`${place(name)}/exabgp.conf`, before(ADDRESSES[name]));
    folder.write("pillar/top.sls", masterFile("/srv/pillar/top.sls"));
    const texts = JSON.stringify(Object.fromEntries(NAMES.map((name) => [name, own(ADDRESSES[name])])));
    folder.write(
      "pillar/secrets/all.sls",
      `{%- set texts = ${texts} %}\nkubernetes: {paris: {bgp: key, exabgp: {{ texts.get(opts["id"], "#") | json }}}}\n`,
    );
    // Healthy while it has its sessions of the plan, unless a file says that it is not.
    folder.write("healthy.sh", 'grep -q "router 2, ipv4" "$1/etc/exabgp/exabgp.conf" && [ ! -e "$1/unhealthy" ]\n');
    release(1);
    await master.start();
    folder.write("states/top.sls", block('base:\n  "worker-1,edge-1":'));
    folder.write("bin/salt", `#!/bin/sh\nexec ${SALTS.salt}/salt --config-dir ${folder.at("master")} "$@"\n`, 0o755);
    folder.write("bin/systemctl", `#!/bin/sh\necho "$*" >>${folder.at("systemctl")}\n`, 0o755);
    // Which writes the program.
    master.roll("--help");
    const roll = `#!/bin/sh\nexec python3 -B ${folder.at("roll-out.py")} "$@"\n`;
    folder.write("bin/hybrid-kubernetes-roll-out", roll, 0o755);
  });
  afterAll(async () => {
    await master.end();
    folder.remove(".");
  });

  test("are adopted rack by rack, with what they have besides: a server that is not healthy ends it, and one command goes back", () => {
    const adopt = block("cd /srv/hybrid-kubernetes/current/data-center\nrack=");
    const names = adopt.split("\n").slice(0, 4).join("\n");
    const releases = () => NAMES.map((name) => /^# release (\d)/.exec(has(name))?.[1] ?? "before");
    expect(isBefore()).toEqual([true, true, true]);

    // The first server is not healthy: no other one is touched, not in its rack either.
    folder.write("servers/worker-1/unhealthy", "");
    const ended = run(adopt);
    expect([ended.status, releases()]).toEqual([1, ["1", "before", "before"]]);
    expect(ended.said).toContain("canary worker: worker-1, healthy");
    folder.remove("servers/worker-1/unhealthy");

    // Mended: the rack has its sessions, and its own ones behind them.
    const adopted = run(adopt);
    if (adopted.status !== 0) throw new Error(adopted.said);
    expect(isBefore()).toEqual([false, false, true]);
    for (const name of ["worker-1", "edge-1"] as const) {
      expect(has(name).endsWith(own(ADDRESSES[name]))).toBe(true);
      expect(has(name).match(/^neighbor /gm)).toHaveLength(5);
      expect(folder.read(`${place(name)}.before/exabgp.conf`)).toBe(before(ADDRESSES[name]));
    }
    expect(existsSync(folder.at(`${place("edge-2")}.before`))).toBe(false);

    // Who forgets to leave the others out: they get nothing, as no state is theirs so far.
    const forgotten = run("hybrid-kubernetes-roll-out");
    expect([forgotten.status, releases()]).toEqual([1, ["1", "1", "before"]]);
    expect(forgotten.said).toContain("rack a2: edge-2");

    // Another release, and back to the one before.
    release(2);
    expect([run(adopt).status, releases()]).toEqual([0, ["2", "2", "before"]]);
    const [, back = ""] = /`(hybrid-kubernetes-roll-out --back --without "\$others")`/.exec(page) ?? [];
    expect([run(`${names}\n${back}`).status, releases()]).toEqual([0, ["1", "1", "before"]]);

    // And back to what was there before the formula, by one command as well.
    expect(run(`${names}\n${block('salt -L "$ours" cmd.run \'cp ')}`).status).toBe(0);
    expect(isBefore()).toEqual([true, true, true]);
    // Salt itself asks systemctl for its version.
    expect(folder.read("systemctl").match(/^restart .*$/gm)).toEqual(["restart exabgp", "restart exabgp"]);

    // All of them, the second rack too.
    folder.write("states/top.sls", masterFile("/srv/salt/top.sls"));
    expect([run("hybrid-kubernetes-roll-out").status, releases()]).toEqual([0, ["1", "1", "1"]]);
    expect(has("edge-2").endsWith(own(ADDRESSES["edge-2"]))).toBe(true);
  });
});
