import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { masterFile } from "../../lab/master";
import { planSite } from "../../lib/data-center/plan-site";
import { siteFiles } from "../../lib/data-center/site-files";
import { CLUSTER_SITE } from "../data-center/cluster-site";
import { replaced } from "../support/replaced";

const LAB = "/usr/local/lib/hybrid-kubernetes-lab";
const SALTS = ["salt", "salt-before"].map((name) => join(LAB, name));
const KUBEADM = join(LAB, "kubernetes/1.37.2/kubeadm");
const needed = ["/usr/bin/gpg", "/usr/bin/openssl", ...SALTS.map((folder) => join(folder, "bin/python"))];
const missing = needed.filter((program) => !existsSync(program));
if (missing.length > 0)
  process.stdout.write(`SKIPPED, not passed: no secrets of a cluster are made here, without ${missing.join(", ")}\n`);
const hasKubeadm = existsSync(KUBEADM) && process.getuid?.() === 0;
if (!hasKubeadm)
  process.stdout.write("SKIPPED, not passed: kubeadm takes no CA here, without root and lab/kubernetes.sh\n");

interface Answer {
  readonly errors: readonly string[];
  readonly texts: Readonly<Record<string, string>>;
  readonly pillar: Readonly<Record<string, string>>;
}

/** What docs/data-center-cluster.md tells whoever runs a master, run and rendered as it stands there. */
(missing.length === 0 ? describe : describe.skip)("the secrets of a cluster, by the commands of the docs", () => {
  const folder = mkdtempSync(join(tmpdir(), "cluster-secrets-"));
  const at = (...path: readonly string[]): string => join(folder, ...path);
  const keys = at("gpgkeys");
  const page = readFileSync(join(__dirname, "../../docs/data-center-cluster.md"), "utf8");
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  };
  const openssl = (args: readonly string[], input: string): string => {
    const { status, stdout, stderr } = spawnSync("openssl", args, { input, encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  };

  /** Runs commands of the page, with folders of this test; what comes before them is a stand-in. */
  const run = (found: RegExp, before = "", change = (text: string) => text, env: NodeJS.ProcessEnv = process.env) => {
    const [, script = ""] = found.exec(page) ?? [];
    const own = { "/etc/salt/gpgkeys": keys, "/srv/pillar": at("pillar"), "/dev/shm": at("memory") };
    if (script === "") throw new Error("the page has no commands");
    // Not each of the commands has to do with all of them.
    const text = Object.entries(own).reduce((all, [path, here]) => all.replaceAll(path, here), change(script));
    return spawnSync("sh", ["-c", `${before}\n${text}`], { encoding: "utf8", timeout: 300_000, env });
  };
  const make = (before = "") => run(/```sh\n(\(\nset -eu\numask 077\n[\s\S]*?)```/, before);
  const own = ["etcd", "control-plane"].map((name) => at("pillar/secrets", `${name}.sls`));

  beforeAll(() => {
    mkdirSync(at("memory"));
    // What fails half way leaves nothing that a second try, or a server, would take.
    const failed = make('openssl() { [ "$1" != rand ] && command openssl "$@"; }');
    expect([failed.status === 0, own.filter(existsSync), readdirSync(at("memory"))]).toEqual([false, [], []]);
    const { status, stderr } = make();
    if (status !== 0) throw new Error(stderr);
    write("pillar/top.sls", masterFile("/srv/pillar/top.sls"));
    write("pillar/secrets/all.sls", JSON.stringify({ kubernetes: { paris: { bgp: "key" } } }));
    write("pillar/secrets/edge.sls", "{}");
    write("states/top.sls", JSON.stringify({ base: { "*": ["hybrid-kubernetes"] } }));
    for (const [path, content] of siteFiles(planSite(CLUSTER_SITE))) write(join("paris", path), content);
  });
  afterAll(() => {
    spawnSync("gpgconf", ["--homedir", keys, "--kill", "all"]);
    rmSync(folder, { recursive: true, force: true });
  });

  test("are in the pillar's files encrypted alone, and nowhere else", () => {
    expect(readdirSync(at("memory"))).toEqual([]);
    for (const name of ["etcd", "control-plane"]) {
      const text = readFileSync(at("pillar/secrets", `${name}.sls`), "utf8");
      expect(text).toMatch(/^#!yaml\|gpg\n/);
      expect(text).not.toMatch(/PRIVATE KEY|CERTIFICATE/);
      const names = text.match(/^ {6}[a-z-]+: \|$/gm) ?? [];
      expect(names).toHaveLength(name === "etcd" ? 2 : 6);
      expect(text.match(/-----BEGIN PGP MESSAGE-----/g)).toHaveLength(names.length);
    }
  });

  test.each([0, 1])("stay as they are when the commands are run again, by both files and by one (%i)", (index) => {
    const kept = own[index] ?? "";
    const text = own.map((path) => readFileSync(path, "utf8"));
    const again = make();
    expect([again.status, again.stderr]).toEqual([1, expect.stringContaining(`${own[0]} is there: nothing is made`)]);
    expect(own.map((path) => readFileSync(path, "utf8"))).toEqual(text);
    for (const path of own) if (path !== kept) rmSync(path);
    const one = make();
    expect([one.status, one.stderr]).toEqual([1, expect.stringContaining(`${kept} is there: nothing is made`)]);
    expect([own.filter(existsSync), readdirSync(at("memory"))]).toEqual([[kept], []]);
    for (const [place, path] of own.entries()) writeFileSync(path, text[place] ?? "");
  });

  test("get another key of encryption by GPG alone: no job of Salt and no arguments of a program have it", () => {
    const path = at("pillar/secrets/control-plane.sls");
    const before = readFileSync(path, "utf8");
    const MESSAGE = /(?<=encryption-key: \|\n) {8}-----BEGIN[\s\S]*-----END PGP MESSAGE-----\n/;
    // Each program notes its arguments; nobody has asked Salt.
    for (const name of ["gpg", "sed", "tac", "openssl", "stat", "runuser", "salt"]) {
      const real = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim();
      write(
        `noted/${name}`,
        `#!/bin/sh\nprintf '%s\\n' ${name} "$@" >>${at("arguments")}\nexec ${real || "false"} "$@"\n`,
      );
      chmodSync(at("noted", name), 0o755);
    }
    const env = { ...process.env, PATH: `${at("noted")}:${process.env.PATH}` };
    const own = process.getuid?.() === 0 ? "" : 'runuser() { shift 3; "$@"; }';
    const another = (change?: (text: string) => string) =>
      run(/### Another key\n[\s\S]*?```sh\n([\s\S]*?)```/, own, change, env);
    const [turned, last] = [/2\. It is the first one, by `(.*?)` in place/, /by `(sed 1q)` in place of `tac`/].map(
      (found) => found.exec(page)?.[1] ?? "the page does not say so",
    );
    const line = `printf '%s\\n' "$keys" "key2:$new" |`;
    /** The keys in the pillar's file, once what the commands have printed took the place of what was there. */
    const taken = (change?: (text: string) => string): readonly string[] => {
      const { status, stdout, stderr } = another(change);
      expect([status, stderr]).toEqual([0, ""]);
      expect(readFileSync(path, "utf8")).toMatch(MESSAGE);
      writeFileSync(path, replaced(readFileSync(path, "utf8"), [MESSAGE, stdout]));
      return decrypted();
    };
    const decrypted = (): readonly string[] => {
      const [message = ""] = MESSAGE.exec(readFileSync(path, "utf8")) ?? [];
      const args = ["--homedir", keys, "--batch", "--quiet", "--decrypt"];
      const { stdout } = spawnSync("gpg", args, { input: message.replaceAll(/^ {8}/gm, ""), encoding: "utf8" });
      return stdout.trimEnd().split("\n");
    };
    const [first = "", ...no] = decrypted();
    expect([Buffer.from(first, "base64").length, no]).toEqual([32, []]);
    const two = taken();
    expect(two).toEqual([first, expect.stringMatching(/^key2:[A-Za-z0-9+/]{43}=$/)]);
    const second = two[1] as string;
    expect(taken((text) => replaced(text, [line, turned as string]))).toEqual([second, first]);
    expect(taken((text) => replaced(text, [line, replaced(turned as string, ["tac", last as string])]))).toEqual([
      second,
    ]);

    const noted = readFileSync(at("arguments"), "utf8");
    expect(noted).toMatch(/^--decrypt$/m);
    expect(noted).not.toMatch(/^salt$/m);
    for (const key of [first, second.slice(5)]) expect(noted).not.toContain(key);
    // Without the master's key, no new one is printed that would take the place of all.
    writeFileSync(path, replaced(before, [MESSAGE, "        another text\n"]));
    const failed = another();
    expect([failed.status === 0, failed.stdout]).toEqual([false, ""]);
    writeFileSync(path, before);
  });

  test.each(SALTS)("come to the servers that need them, and to no other, by %s", (salt) => {
    const order = {
      folder: at(`salt-${salt.split("/").at(-1)}`),
      file_roots: [at("states"), join(__dirname, "../../formula")],
      pillar_roots: [at("pillar"), at("paris")],
      ...{ ids: ["control-1", "etcd-1", "worker-1", "edge-1"], texts: true, gpg_keydir: keys },
      pillar: "kubernetes:paris:cluster",
    };
    const { stdout, stderr } = spawnSync(join(salt, "bin/python"), [join(__dirname, "salt_states.py")], {
      ...{ input: JSON.stringify(order), encoding: "utf8", maxBuffer: 1e9, timeout: 580_000 },
    });
    if (stdout === "") throw new Error(stderr);
    const answers: Readonly<Record<string, Answer>> = JSON.parse(stdout);
    for (const [name, { errors }] of Object.entries(answers)) expect([name, errors]).toEqual([name, []]);
    const has = Object.fromEntries(
      Object.entries(answers).map(([name, { pillar }]) => [name, Object.keys(pillar).sort()]),
    );
    const ofEtcd = ["etcd-ca-certificate", "etcd-ca-key"];
    const ofControl = [
      "ca-certificate",
      "ca-key",
      "encryption-key",
      "front-proxy-ca-certificate",
      "front-proxy-ca-key",
    ];
    expect(has).toEqual({
      "control-1": [...ofControl, ...ofEtcd, "service-account-key"].sort(),
      "etcd-1": ofEtcd,
      "worker-1": [],
      "edge-1": [],
    });

    // Each CA is one, of ten years, and its key is the certificate's.
    const { "control-1": control, "etcd-1": etcd } = answers;
    const texts = { ...etcd?.texts, ...control?.texts };
    for (const ca of ["/etc/etcd/pki/ca", "/etc/kubernetes/pki/ca", "/etc/kubernetes/pki/front-proxy-ca"]) {
      const [certificate = "", key = ""] = [texts[`${ca}.crt`], texts[`${ca}.key`]];
      expect(openssl(["x509", "-noout", "-pubkey"], certificate)).toBe(openssl(["pkey", "-pubout"], key));
      expect(openssl(["x509", "-noout", "-ext", "basicConstraints"], certificate)).toContain("CA:TRUE");
      expect(openssl(["x509", "-noout", "-ext", "keyUsage"], certificate)).toContain("Certificate Sign, CRL Sign");
      const tenYears = spawnSync("openssl", ["x509", "-noout", "-checkend", `${3640 * 86_400}`], {
        input: certificate,
      });
      expect(tenYears.status).toBe(0);
    }
    expect(etcd?.texts["/etc/etcd/pki/ca.crt"]).toBe(control?.texts["/etc/etcd/pki/ca.crt"]);
    const encryption = texts["/etc/kubernetes/hybrid-kubernetes/encryption.json"] ?? "";
    const secret = /"secret": "([^"]*)"/.exec(encryption)?.[1] ?? "";
    expect(Buffer.from(secret, "base64")).toHaveLength(32);
    if (hasKubeadm) takenByKubeadm(texts);
  });

  /** The certificates of a control-plane server, by the CAs that were made. */
  const takenByKubeadm = (texts: Answer["texts"]): void => {
    const root = mkdtempSync(at("root-"));
    for (const [path, text] of Object.entries(texts)) {
      if (!path.startsWith("/etc/kubernetes/")) continue;
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const own = join(root, "etc/kubernetes/pki");
    writeFileSync(join(own, "sa.pub"), openssl(["pkey", "-pubout"], readFileSync(join(own, "sa.key"), "utf8")));
    const phase = ["init", "phase", "certs", "all", "--config", "/etc/kubernetes/hybrid-kubernetes/kubeadm.yaml"];
    const { status, stderr } = spawnSync(KUBEADM, ["--rootfs", root, ...phase], { encoding: "utf8", timeout: 120_000 });
    expect([status, stderr]).toEqual([0, ""]);
    const verify = ["verify", "-CAfile", join(own, "ca.crt"), join(own, "apiserver.crt")];
    expect(openssl(verify, "")).toContain(": OK");
  };
});
