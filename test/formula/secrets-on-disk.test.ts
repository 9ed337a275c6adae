import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { TINY_SITE } from "../data-center/tiny-site";
import { Folder, hasSalt, MasterWithMinions, SALTS } from "./master-with-minions";

const able = hasSalt && existsSync("/usr/bin/gpg");
if (!able)
  process.stdout.write(
    "SKIPPED, not passed: no master's files are searched for secrets here, without gpg and the Salt of lab/install.sh\n",
  );

/** What a server joins by: no state writes it, and Salt keeps what it was told to do. */
const TOKEN = "abcdef.0123456789abcdef";
/** A key that routers know, too. */
const SECRET = "a-key-that-no-file-may-show";
const DOCS = join(__dirname, "../../docs");
/** Settings of a page, for a file below master.d. */
const settings = (page: string, file: string): Readonly<Record<string, unknown>> => {
  const found = new RegExp(`master\\.d/${file}\\.conf\`[^\`]*\`\`\`yaml\\n([^\`]*)\`\`\``);
  return parse(found.exec(readFileSync(join(DOCS, page), "utf8"))?.[1] ?? "no: page");
};

(able ? describe : describe.skip).each(Object.entries(SALTS))("a secret of the pillar, with %s", (_, bin) => {
  const folder = new Folder();
  const master = new MasterWithMinions(folder, ["worker-1"], process.env, bin);
  const gpg = (...args: readonly string[]) =>
    spawnSync("gpg", ["--homedir", folder.at("keys"), "--batch", "--quiet", ...args], {
      input: SECRET,
      encoding: "utf8",
    });

  beforeAll(async () => {
    mkdirSync(folder.at("keys"), { mode: 0o700 });
    gpg("--passphrase", "", "--quick-generate-key", "salt@paris.example.com", "rsa2048", "encrypt", "never");
    const { stdout } = gpg("--armor", "--encrypt", "--trust-model", "always", "--recipient", "salt@paris.example.com");
    const message = stdout.trim().replaceAll(/^/gm, "      ");
    folder.write("pillar/secrets.sls", `#!yaml|gpg\nkubernetes:\n  paris:\n    bgp: |\n${message}\n`);
    folder.write("pillar/top.sls", JSON.stringify({ base: { "*": ["secrets", "servers.{{ opts['id'] }}"] } }));
    // Of the formula's own: its data with the secret in it is the context of a file that root alone may read.
    const state = `{%- from "hybrid-kubernetes/map.jinja" import node with context %}
${folder.at("server/secret")}:
  file.managed:
    - source: salt://hybrid-kubernetes/secret.jinja
    - template: jinja
    - context: {{ {"node": node} | json }}
    - mode: "0600"
    - makedirs: True
    - show_changes: False
`;
    master.release(1, TINY_SITE, (write) => {
      write("init.sls", state);
      write("secret.jinja", "{{ node.bgp.password }}\n");
      write("token.sls", "cat >/dev/null:\n  cmd.run:\n    - stdin: {{ pillar.token }}\n");
    });
    const { file_roots: _1, pillar_roots: _2, ...own } = settings("data-center-servers.md", "hybrid-kubernetes");
    // Twelve workers are for other machines.
    const more = { ...settings("from-bare-servers.md", "many-minions"), worker_threads: 2 };
    folder.write("master/master.d/documented.conf", stringify({ ...own, ...more, gpg_keydir: folder.at("keys") }));
    await master.start();
  });
  afterAll(async () => {
    await master.end();
    spawnSync("gpgconf", ["--homedir", folder.at("keys"), "--kill", "all"]);
    folder.remove(".");
  });

  const salt = (...args: readonly string[]): string => {
    const command = ["--config-dir", folder.at("master"), "--timeout=60", "worker-1", ...args];
    const { stdout, stderr } = spawnSync(join(bin, "salt"), command, { encoding: "utf8", timeout: 200_000 });
    return stdout + stderr;
  };
  /** The files that have it, and who may read them. */
  const found = (secret = SECRET): readonly string[] =>
    readdirSync(folder.path, { recursive: true, encoding: "utf8" })
      .filter((path) => statSync(folder.at(path), { throwIfNoEntry: false })?.isFile())
      .filter((path) => readFileSync(folder.at(path)).includes(secret))
      .map((path) => `${path} ${(statSync(folder.at(path)).mode & 0o777).toString(8)}`)
      .sort();

  test("is in no file of the master, and on the server in files that root alone may read", () => {
    expect(salt("state.apply")).toMatch(/Succeeded: 1/);
    expect(salt("state.apply", "hybrid-kubernetes")).toMatch(/Succeeded: 1/);
    expect(found()).toEqual(["server/secret 600", "worker-1-root/var/cache/salt/minion/highstate.cache.p 600"]);

    // What the docs of a cluster ask for has names alone. A value would be in the master's cache of jobs, which others may read.
    expect(salt("pillar.keys", "kubernetes:paris")).toMatch(/- bgp/);
    expect(salt("pillar.keys", "kubernetes:paris:cluster")).toContain("Pillar key not found");
    expect(found().filter((path) => path.startsWith("master-root"))).toEqual([]);
    const said = salt("pillar.get", "kubernetes:paris:bgp");
    const masked = { said: said.includes("****"), files: found().filter((path) => path.startsWith("master-root")) };
    expect(masked).toEqual(
      bin === SALTS.salt
        ? { said: true, files: [] }
        : {
            said: false,
            files: [expect.stringMatching(/^master-root\/var\/cache\/salt\/master\/jobs\/.*\/return\.p 644$/)],
          },
    );
  });

  test("that a state hands to a program is on the server in what Salt keeps of its last run, for root alone", () => {
    expect(salt("state.apply", "hybrid-kubernetes.token", `pillar={"token": "${TOKEN}"}`)).toMatch(/Succeeded: 1/);
    expect(found(TOKEN).filter((path) => path.startsWith("worker-1-root"))).toEqual([
      "worker-1-root/var/cache/salt/minion/highstate.cache.p 600",
    ]);
  });
});
