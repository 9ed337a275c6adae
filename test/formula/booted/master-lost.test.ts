import { type ChildProcess, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { masterFile } from "../../../lab/master";
import { formulaFiles } from "../../../lib/cli/released-files";
import { planSite } from "../../../lib/data-center/plan-site";
import { tarOf } from "../../../lib/data-center/release-tar";
import { siteFiles } from "../../../lib/data-center/site-files";
import { TINY_SITE } from "../../data-center/tiny-site";
import { replaced } from "../../support/replaced";
import { FORMULA } from "./apply";
import { makeRepository } from "./packages";
import { BootedServer, SALT, whyNoServer } from "./server";

const MASTER = "192.0.2.1";
const EDGES = ["edge-1", "edge-2"];
/** All that a master has of its own: what is left is Debian, and Salt's packages. */
const OF_A_MASTER = "/etc/salt /etc/hybrid-kubernetes /srv/* /var/cache/salt /var/log/salt /root/*";
const INSTALLED = "/usr/local/lib/hybrid-kubernetes /usr/local/sbin/* /etc/systemd/system/hybrid-kubernetes-*";
const page = readFileSync(join(FORMULA, "../docs/from-bare-servers.md"), "utf8");
const why = whyNoServer() ?? (spawnSync("ssh-keygen", ["-?"]).error && "openssh-client is missing");
if (why !== undefined) process.stdout.write(`SKIPPED, not passed: no master is replaced here: ${why}\n`);

/** The commands of the page whose block begins with some words. */
function commandsOf(words: string): readonly string[] {
  const [, block] = new RegExp(`\`\`\`sh\n(${words}[^\`]*)\`\`\``).exec(page) ?? [];
  if (block === undefined) throw new Error(`docs/from-bare-servers.md has no commands that begin with ${words}`);
  return block.trim().split("\n");
}

(why === undefined ? describe : describe.skip)("a master that is lost", () => {
  const folder = mkdtempSync(join(tmpdir(), "master-lost-"));
  const at = (path: string): string => join(folder, path);
  const minions = new Map<string, ChildProcess>();
  let server: BootedServer;

  const write = (path: string, text: string | Buffer): void => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  };
  /** On the master. */
  const must = (command: string): string => {
    const { status, said } = server.run(`cd /root && ${command}`);
    if (status !== 0) throw new Error(`${command}: ${said}`);
    return said;
  };
  const until = (holds: () => boolean, seconds: number): void => {
    for (const end = Date.now() + seconds * 1000; !holds(); spawnSync("sleep", ["1"]))
      if (Date.now() > end)
        throw new Error(`not within ${seconds} s: ${server.run("salt-key -L; journalctl | tail -20").said}`);
  };
  const acceptKeys = (): void =>
    until(
      () =>
        EDGES.every((id) => {
          server.run(`salt-key --yes --accept=${id}`);
          return server.run("salt-key --list=accepted").said.includes(id);
        }),
      120,
    );
  const startMinion = (id: string): void => {
    minions.set(id, server.start([join(SALT, "bin/salt-minion"), `--config-dir=${at(id)}`]));
  };
  /** A release by which servers write its number, and a secret of theirs, and are healthy. */
  const publish = (number: number): void => {
    const { bgpPassword: _, ...site } = TINY_SITE;
    const servers = Object.fromEntries(Object.entries(site.servers).filter(([name]) => EDGES.includes(name)));
    const files = new Map<string, Buffer>();
    for (const [path, content] of formulaFiles(FORMULA)) files.set(`formula/${path}`, content);
    for (const [path, text] of siteFiles(planSite({ ...site, servers })))
      files.set(`data-center/${path}`, Buffer.from(text));
    const states = `${at("servers")}/{{ opts["id"] }}:\n  file.managed:\n    - contents: {{ "${number} " ~ pillar["kubernetes"]["paris"]["bgp"] }}\n    - makedirs: True\n`;
    files.set("formula/hybrid-kubernetes/init.sls", Buffer.from(states));
    files.set("formula/hybrid-kubernetes/healthy.sls", Buffer.from("'true':\n  cmd.run\n"));
    const hashes = [...files].map(([path, content]) => [path, createHash("sha256").update(content).digest("hex")]);
    files.set("release.json", Buffer.from(JSON.stringify({ files: Object.fromEntries(hashes) })));
    const bundle = tarOf(files);
    const sha256 = createHash("sha256").update(bundle).digest("hex");
    write(`source/releases/${sha256}.tar`, bundle);
    const text = JSON.stringify({ data_center: "production/paris", number, sha256 });
    const sign = ["-Y", "sign", "-q", "-f", at("signing-key"), "-n", "hybrid-kubernetes"];
    write("source/current", text + spawnSync("ssh-keygen", sign, { input: text, encoding: "utf8" }).stdout);
  };
  const servers = () => EDGES.map((name) => readFileSync(at(`servers/${name}`), "utf8").trim());
  const times = () => EDGES.map((name) => statSync(at(`servers/${name}`)).mtimeMs);
  const lose = (): void => {
    server.run(`systemctl stop salt-master hybrid-kubernetes-fetch.timer; rm -rf ${OF_A_MASTER} ${INSTALLED}`);
    must("systemctl daemon-reload && test ! -e /etc/salt && test ! -e /srv/salt");
  };
  /** What the page has to replace it: what is kept, the formula in the place of npm's, and all up to the start of the master. */
  const [unpack = "", pack = "", ...others] = commandsOf("tar -xzf master.tar.gz");
  const ask = others.findIndex((command) => command.startsWith("salt '*'"));
  const install = (): void => {
    expect(pack).toMatch(/^npm pack cdktf-hybrid-kubernetes && tar /);
    must(`mkdir package && cp -r ${FORMULA} package`);
    for (const command of others.slice(0, ask)) must(command);
  };
  const answers = (): boolean => {
    const { said } = server.run("salt --timeout=5 --out=txt '*' test.ping");
    return EDGES.every((name) => said.includes(`${name}: True`));
  };

  beforeAll(async () => {
    mkdirSync(at("packages"));
    makeRepository(at("packages"), "1.0", { "openssh-client": {} });
    spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "pipeline", "-f", at("signing-key")]);
    publish(1);
    server = await BootedServer.boot([folder, FORMULA, "/usr/bin/ssh-keygen"]);
    const put = (path: string, text: string): void => {
      must(`mkdir -p ${dirname(path)} && cat >${path} <<'END'\n${text}\nEND`);
    };
    must(`ip address add ${MASTER}/24 dev eth0`);
    server.beyond("ip address add 192.0.2.2/24 dev router0");
    must(`echo 'deb [trusted=yes] file:${folder}/packages ./' >/etc/apt/sources.list && apt-get update`);
    // In the place of Salt's packages.
    must(`for name in salt salt-call salt-key salt-master salt-run; do ln -s ${SALT}/bin/$name /usr/local/bin; done`);
    put("/lib/systemd/system/salt-master.service", "[Service]\nExecStart=/usr/local/bin/salt-master\n");

    const roots = replaced(
      masterFile("/etc/salt/master.d/hybrid-kubernetes.conf"),
      ["/srv/hybrid-kubernetes/formula", "/srv/hybrid-kubernetes/current/formula"],
      ["/srv/hybrid-kubernetes/paris", "/srv/hybrid-kubernetes/current/data-center"],
    );
    put("/etc/salt/master.d/hybrid-kubernetes.conf", roots);
    put("/etc/salt/gpgkeys/kept", "");
    for (const path of ["/srv/salt/top.sls", "/srv/pillar/top.sls"]) put(path, masterFile(path));
    put("/srv/pillar/secrets/all.sls", "kubernetes: {paris: {bgp: a-key}}");
    put("/srv/pillar/secrets/edge.sls", "{}");
    const settings = {
      source: at("source"),
      data_center: "production/paris",
      signers: "/etc/hybrid-kubernetes/signers",
    };
    put("/etc/hybrid-kubernetes/fetch.json", JSON.stringify({ ...settings, folder: "/srv/hybrid-kubernetes" }));
    const trusted = readFileSync(at("signing-key.pub"), "utf8");
    put("/etc/hybrid-kubernetes/signers", `production/* namespaces="hybrid-kubernetes" ${trusted}`);
    install();
    for (const id of EDGES) {
      const config = { id, master: MASTER, root_dir: at(`${id}-root`), acceptance_wait_time: 2, log_level: "warning" };
      write(`${id}/minion`, JSON.stringify(config));
      startMinion(id);
    }
    acceptKeys();
    until(answers, 120);
  });
  afterAll(async () => {
    await server?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  test("is replaced by one with what was kept of it and the release, which its minions, running on, obey; without its key, they refuse it until they have forgotten the old one", () => {
    must("hybrid-kubernetes-roll-out");
    expect(servers()).toEqual(["1 a-key", "1 a-key"]);
    const before = times();
    must(commandsOf("umask 077\ntar -czf master.tar.gz").join(" && "));
    // It has the key of GPG.
    expect(must("stat --format=%a master.tar.gz").trim()).toBe("600");
    must("mv master.tar.gz /var/backups");

    lose();
    must(`cp /var/backups/master.tar.gz . && ${unpack}`);
    install();
    until(answers, 120);
    expect(others[ask + 1]).toBe("hybrid-kubernetes-roll-out");
    expect(others).toHaveLength(ask + 2);
    must("hybrid-kubernetes-roll-out");
    // The release is the one that they have.
    expect([servers(), times()]).toEqual([["1 a-key", "1 a-key"], before]);

    publish(2);
    must("systemctl start hybrid-kubernetes-fetch");
    must("hybrid-kubernetes-roll-out");
    expect(servers()).toEqual(["2 a-key", "2 a-key"]);

    // Without its key.
    lose();
    must(`cp /var/backups/master.tar.gz . && ${unpack} && rm -r /etc/salt/pki/master`);
    install();
    spawnSync("sleep", ["15"]);
    expect(answers()).toBe(false);
    for (const id of EDGES) {
      minions.get(id)?.kill("SIGKILL");
      rmSync(at(`${id}-root/etc/salt/pki/minion/minion_master.pub`));
      startMinion(id);
    }
    acceptKeys();
    until(answers, 120);
    must("hybrid-kubernetes-roll-out");
    expect(servers()).toEqual(["2 a-key", "2 a-key"]);
  });
});
