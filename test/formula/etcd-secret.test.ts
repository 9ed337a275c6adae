import { type ChildProcess, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { makeSecrets } from "../../lab/secrets";
import { planSite } from "../../lib/data-center/plan-site";
import { CLUSTER_SITE } from "../data-center/cluster-site";
import { replaced } from "../support/replaced";
import { hasApiServer, KUBERNETES, makeServerOptions, startApiServer } from "./api-server-program";
import { EtcdMember, freePorts, hasEtcd } from "./etcd-member";
import { until } from "./program";
import { renderPlan } from "./render-plan";
import { StandInSalt } from "./stand-in-salt";

const [KUBEADM, KUBECTL] = ["kubeadm", "kubectl"].map((name) => join(KUBERNETES, name)) as [string, string];
// kubeadm looks at the files of a server in its folder alone, for which it needs root.
const able = hasEtcd && hasApiServer && existsSync(KUBEADM) && existsSync(KUBECTL) && process.getuid?.() === 0;
if (!able)
  process.stdout.write(
    "SKIPPED, not passed: no Secret comes back from a snapshot here, without root, the etcd of lab/install.sh and the programs of lab/kubernetes.sh\n",
  );

const ADDRESSES = { "etcd-1": "10.128.0.31", "etcd-2": "10.128.0.32", "etcd-3": "10.128.0.33" };
/** What a test may know. */
const ANYBODY = "anybody-who-tests";
const HIDDEN = "what only pods know";
const SECRETS = "/api/v1/namespaces/default/secrets";
/** A pod on the first control-plane server, of an owner. */
const podOf = (name: string, kind?: string) => ({
  ...{ apiVersion: "v1", kind: "Pod" },
  metadata: {
    name,
    ownerReferences: kind === undefined ? [] : [{ apiVersion: "v1", kind, name: "x", uid: "x", controller: true }],
  },
  spec: { nodeName: "control-1", containers: [{ name: "x", image: "example.com/x" }] },
});
const GET_NODE = ["get", "node", "control-1", "--output"] as const;
const KUBEADM_CONFIG = ["get", "configmap", "kubeadm-config", "--namespace", "kube-system"] as const;
const ENCRYPTION = "etc/kubernetes/hybrid-kubernetes/encryption.json";
const CLEAN = join(__dirname, "../../formula/hybrid-kubernetes/clean.sls");
const UPGRADE = join(__dirname, "../../formula/hybrid-kubernetes/files/upgrade-node.sh");
const CHECK = join(__dirname, "../../formula/hybrid-kubernetes/files/check-encryption.py");
const page = readFileSync(join(__dirname, "../../docs/data-center-cluster.md"), "utf8");
/** The commands of a part of the page, in their order. */
const commandsOf = (heading: string): readonly string[] => {
  const [, part = ""] = new RegExp(`\n### ${heading}\n(.*?)\n##`, "s").exec(page) ?? [];
  return [...part.matchAll(/```sh\n(.*?)```/gs)].map(([, text = ""]) => text);
};

(able ? describe : describe.skip)("a Secret of Kubernetes", () => {
  const folder = mkdtempSync(join(tmpdir(), "etcd-secret-"));
  const started: ChildProcess[] = [];
  const all: EtcdMember[] = [];
  const at = (name: string) => join(folder, name);
  const ports = new Map<string, Awaited<ReturnType<typeof freePorts>>>();
  const site = planSite(CLUSTER_SITE);
  const own = makeSecrets();
  const newKey = () => makeSecrets().encryption_key as string;
  const [key1, key2] = [newKey(), newKey()];
  let port = 0;
  let control: EtcdMember;

  beforeAll(async () => {
    renderPlan(site, at("rendered"), { ...own, encryption_key: key1 });
    for (const address of Object.values(ADDRESSES)) {
      let free = await freePorts();
      while ([...ports.values()].some(([first]) => first === free[0])) free = await freePorts();
      ports.set(address, free);
    }
    [port] = await freePorts();
    writeFileSync(at("users.csv"), `${ANYBODY},admin,1,"system:masters"\n`);
    control = server("control", "control-1", "10.128.0.31");
  });
  afterAll(() => {
    for (const program of started) program.kill("SIGKILL");
    for (const member of all) member.stop();
    rmSync(folder, { recursive: true });
  });

  /** A server with its rendered files of etcd, which has its certificates and no data. */
  const server = (below: string, name: string, address: string): EtcdMember => {
    const rendered = at("rendered");
    const member = new EtcdMember(name, join(folder, below, name), ports, address);
    const paths = ["etc/etcd/etcd.json", "etc/etcd/etcd.conf.yaml", "etc/systemd/system/etcd.service"];
    for (const path of paths) if (existsSync(join(rendered, name, path))) member.take(join(rendered, name), path);
    for (const path of ["etc/etcd/pki/ca.crt", "etc/etcd/pki/ca.key"]) member.take(join(rendered, "etcd-1"), path);
    expect(member.issue().status).toBe(0);
    all.push(member);
    return member;
  };
  const members = (below: string) => Object.entries(ADDRESSES).map(([name, its]) => server(below, name, its));
  /** The file of a control-plane server whose pillar has these keys. */
  const encryption = (text: string): string => {
    const to = mkdtempSync(at("encryption-"));
    renderPlan(site, to, { ...own, encryption_key: text });
    return join(to, "control-1", ENCRYPTION);
  };
  const ask = (method: string, path: string, body?: object) => {
    const data = body === undefined ? [] : ["--json", JSON.stringify(body)];
    const header = ["--header", `Authorization: Bearer ${ANYBODY}`, "--request", method];
    const url = `https://127.0.0.1:${port}${path}`;
    return control.run("curl", "--insecure", "--silent", "--max-time", "20", ...header, ...data, url).said;
  };
  const toEtcd = (etcd: readonly EtcdMember[]) => ({
    "etcd-servers": etcd.map(({ client }) => client).join(","),
    "etcd-cafile": control.at("etc/etcd/pki/ca.crt"),
    "etcd-certfile": control.at("etc/etcd/pki/apiserver.crt"),
    "etcd-keyfile": control.at("etc/etcd/pki/apiserver.key"),
  });
  const isReady = (): boolean => ask("GET", "/readyz") === "ok";
  /** Starts an API server as a client of the members, with a file for its keys. */
  const api = (etcd: readonly EtcdMember[], keys: string, isThere: (log: string) => boolean = isReady) => {
    const more = { "encryption-provider-config": keys, "authorization-mode": "RBAC" };
    return startApiServer({ ...makeServerOptions(folder, port), ...toEtcd(etcd), ...more }, started, isThere);
  };
  const ended = (program: ChildProcess) =>
    new Promise((resolve) => {
      program.once("close", resolve);
      program.kill("SIGKILL");
    });
  const isWell = (one: EtcdMember) =>
    until(
      () => one.do("status").status === 0,
      () => one.do("status").said,
    );
  const read = (): string => Buffer.from(JSON.parse(ask("GET", `${SECRETS}/tls`)).data.of, "base64").toString();
  /** What the state asks before a file takes the place of another. */
  const mayFollow = (next: string, present: string): string => {
    // etcd.json of the control-plane server names the members.
    const program = at("check-encryption.py");
    const text = replaced(readFileSync(CHECK, "utf8"), ["/etc/etcd/etcd.json", control.at("etc/etcd/etcd.json")]);
    writeFileSync(program, text);
    return control.run("/usr/bin/python3", program, next, present).said;
  };

  test("gets another key, and comes back on empty servers by the page's commands, with that key and no other", async () => {
    const first = members("first");
    for (const member of first) member.start();
    const [one] = first as [EtcdMember];
    await isWell(one);
    const old = encryption(key1);
    const begun = await api(first, old);
    const metadata = { name: "tls" };
    ask("POST", SECRETS, { apiVersion: "v1", kind: "Secret", metadata, stringData: { of: HIDDEN } });
    ask("POST", "/api/v1/nodes", { apiVersion: "v1", kind: "Node", metadata: { name: "control-1" } });
    const stored = () => one.ctl(["get", "/registry/secrets/default/tls", "--print-value-only"]).said;
    expect(stored()).toContain("k8s:enc:secretbox:v1:key1:");
    expect(stored()).not.toContain(HIDDEN);

    // The only key is not written over, nor left out; a second one comes after it, and is the first once all have it.
    const [other, both] = [encryption(`key2:${key2}`), encryption(`${key1}\nkey2:${key2}\n`)];
    const [turned, last] = [encryption(`key2:${key2}\nkey1:${key1}`), encryption(`key2:${key2}`)];
    expect(mayFollow(encryption(newKey()), old)).toMatch(/^key1 is another key than it was/);
    expect(mayFollow(other, old)).toMatch(/^key1 is gone, with which API servers encrypt/);
    expect(mayFollow(turned, old)).toMatch(/^key2 is new, and the first one/);
    expect(mayFollow(both, old)).toBe("");
    expect(mayFollow(turned, both)).toBe("");
    expect(mayFollow(last, turned)).toMatch(/^key1 is gone, and 1 objects in etcd are still encrypted with it/);
    await ended(begun);
    const between = await api(first, turned);
    expect(read()).toBe(HIDDEN);
    expect(stored()).toContain("k8s:enc:secretbox:v1:key1:");
    const rewrite =
      commandsOf("Another key")
        .join("\n")
        .match(/^ *kubectl get secrets .*$/m)?.[0] ?? "no command";
    const kubectl = `${KUBECTL} --server https://127.0.0.1:${port} --insecure-skip-tls-verify --token ${ANYBODY}`;
    const written = control.run("sh", "-c", replaced(rewrite, ["kubectl", kubectl]));
    expect(written).toMatchObject({ status: 0, said: expect.stringContaining("secret/tls replaced") });
    expect(stored()).toContain("k8s:enc:secretbox:v1:key2:");
    expect(mayFollow(last, turned)).toBe("");
    for (const member of first) member.stop();
    expect(mayFollow(last, turned)).toMatch(/^key1 is gone, and nobody can say whether objects need it/);
    for (const member of first) member.start();
    await isWell(one);

    const { status: taken, said: snapshot } = one.do("snapshot");
    expect(taken).toBe(0);
    cpSync(snapshot, at("snapshot.db"));
    expect(readFileSync(at("snapshot.db")).includes(HIDDEN)).toBe(false);

    // Everything is lost but the pillar and this file.
    await ended(between);
    for (const member of first) {
      member.stop();
      rmSync(member.root, { recursive: true });
    }
    const empty = members("empty");
    const [onMembers = "", ...more] = commandsOf("A cluster from a snapshot").slice(-1);
    expect(more).toEqual([]);
    const salt = new StandInSalt(folder, empty);
    const restored = salt.run(onMembers);
    expect(restored).toMatchObject({ status: 0, said: expect.stringMatching(/(restored etcd-\d.*){3}/s) });
    expect(new Set(restored.said.match(/SHA-256 \w{64}/g)).size).toBe(1);
    for (const member of empty) await isWell(member);

    // An empty control-plane server: its rendered files, and what kubeadm makes of them.
    const made = new EmptyControlPlane(at("new"), () =>
      renderPlan(site, at("new"), { ...own, encryption_key: `key2:${key2}` }),
    );
    const after = await startApiServer(
      { ...made.options(port), ...toEtcd(empty) },
      started,
      () => made.kubectl(port, "get", "--raw", "/readyz").said === "ok",
    );
    const found = made.kubectl(port, "get", "secret", "tls", "--output", "jsonpath={.data.of}").said;
    expect(Buffer.from(found, "base64").toString()).toBe(HIDDEN);
    // Where kubeadm init goes on, it finds what was there, and takes it over. That of nodes asks the server's own address, which is not here.
    for (const phase of [["upload-config", "all"], ["bootstrap-token"], ["addon", "all"]])
      expect([phase, made.phase(port, ...phase)]).toEqual([phase, expect.objectContaining({ status: 0 })]);
    expect(made.kubectl(port, "get", "node", "control-1", "--output", "name").said).toBe("node/control-1");
    // Another list of members takes the place of that one for all who join and are upgraded.
    const known = () =>
      parse(made.kubectl(port, ...KUBEADM_CONFIG, "--output", "jsonpath={.data.ClusterConfiguration}").said).etcd
        .external.endpoints;
    const of = (...numbers: readonly number[]) => numbers.map((one) => `https://10.128.0.${one}:2379`);
    expect(known()).toEqual(of(31, 32, 33));
    made.change("etc/kubernetes/hybrid-kubernetes/kubeadm.yaml", "10.128.0.33:2379", "10.128.0.34:2379");
    expect(made.phase(port, "upload-config", "all").status).toBe(0);
    expect(known()).toEqual(of(31, 32, 34));
    const names = made
      .kubectl(port, "get", "configmap", "--namespace", "kube-system", "--output", "name")
      .said.split("\n");
    expect(names).toEqual(expect.arrayContaining(["configmap/kubeadm-config", "configmap/kube-proxy"]));

    // What states ask of nodes is understood by the real programs: the mark of a drained one, and whether another control-plane server is ready.
    const marked = () =>
      made.kubectl(port, ...GET_NODE, "jsonpath={.metadata.annotations.hybrid-kubernetes/drained}").said;
    made.kubectl(port, "annotate", "--overwrite", "node", "control-1", "hybrid-kubernetes/drained=true");
    expect(marked()).toBe("true");
    made.kubectl(port, "annotate", "node", "control-1", "hybrid-kubernetes/drained-");
    expect(marked()).toBe("");
    // And which pods run on a node: those that a drain leaves there are none.
    made.kubectl(port, "cordon", "control-1");
    made.apply(port, { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default" } });
    made.apply(port, podOf("calico", "DaemonSet"));
    made.apply(port, podOf("kube-apiserver", "Node"));
    made.apply(port, podOf("done"));
    made.kubectl(port, "patch", "pod", "done", "--subresource=status", "--patch", '{"status":{"phase":"Succeeded"}}');
    expect(made.mayChange(port)).toEqual({ status: 0, said: "" });
    for (const pod of [podOf("by-hand"), podOf("web", "ReplicaSet")]) {
      made.apply(port, pod);
      const { name } = pod.metadata;
      expect(made.mayChange(port).said).toContain(`not drained, only cordoned, with pods such as default/${name}: `);
      made.kubectl(port, "delete", "pod", name, "--force", "--grace-period=0");
    }
    expect(made.mayGo(port)).toEqual({
      status: 1,
      said: expect.stringContaining("control-1 stays: no other control-plane"),
    });
    const labels = { "node-role.kubernetes.io/control-plane": "" };
    const status = { conditions: [{ type: "Ready", status: "True" }] };
    made.apply(port, { apiVersion: "v1", kind: "Node", metadata: { name: "control-2", labels }, status });
    expect(made.mayGo(port)).toEqual({ status: 0, said: "" });

    // With another key, it is there and cannot be read: no API server is ready, as it reads all Secrets first.
    await ended(after);
    const program = await api(empty, encryption(`key2:${newKey()}`), (log) => log.includes("failed to decrypt data"));
    await ended(program);
  });
});

/** A control-plane server that has nothing but its rendered files, in a folder. */
class EmptyControlPlane {
  private readonly root: string;

  public constructor(folder: string, render: () => void) {
    render();
    this.root = join(folder, "control-1");
    mkdirSync(join(this.root, "var/log/kubernetes"), { recursive: true });
    const pki = join(this.root, "etc/kubernetes/pki");
    spawnSync("openssl", ["pkey", "-pubout", "-in", join(pki, "sa.key"), "-out", join(pki, "sa.pub")]);
    for (const phase of ["certs", "kubeconfig", "control-plane"]) {
      const { status, said } = this.kubeadm(phase, "all");
      if (status !== 0) throw new Error(said);
    }
  }

  public change(path: string, text: string, by: string): void {
    const file = join(this.root, path);
    writeFileSync(file, replaced(readFileSync(file, "utf8"), [text, by]));
  }

  /** What the static pod of its API server says, with its folder, on this machine. */
  public options(port: number): Readonly<Record<string, string>> {
    const [container] = parse(readFileSync(join(this.root, "etc/kubernetes/manifests/kube-apiserver.yaml"), "utf8"))
      .spec.containers;
    const [, ...args] = container.command as readonly string[];
    const given = args.map((arg) => arg.replace(/^--/, "").split(/=(.*)/s).slice(0, 2) as [string, string]);
    const here = given.map(([name, value]) => [name, value.startsWith("/") ? join(this.root, value) : value]);
    return { ...Object.fromEntries(here), "bind-address": "127.0.0.1", "secure-port": `${port}` };
  }

  /** A phase of `kubeadm init` that asks the API server. */
  public phase(port: number, ...words: readonly string[]) {
    this.reach(port);
    return this.kubeadm(...words, "--kubeconfig", "/etc/kubernetes/super-admin.conf");
  }

  public kubectl(port: number, ...words: readonly string[]) {
    this.reach(port);
    return run(KUBECTL, "--kubeconfig", join(this.root, "etc/kubernetes/super-admin.conf"), ...words);
  }

  public apply(port: number, object: object): void {
    this.reach(port);
    const args = ["--kubeconfig", join(this.root, "etc/kubernetes/super-admin.conf"), "create", "--filename", "-"];
    spawnSync(KUBECTL, args, { input: JSON.stringify(object), encoding: "utf8", timeout: 60_000 });
  }

  /** What is asked before a package of the node changes, as of a worker. */
  public mayChange(port: number) {
    this.reach(port);
    writeFileSync(join(this.root, "kubelet.conf"), readFileSync(join(this.root, "etc/kubernetes/super-admin.conf")));
    writeFileSync(join(this.root, "upgraded"), "v1.0.0");
    const env = [`PATH=${KUBERNETES}:${process.env.PATH}`, `KUBERNETES_FOLDER=${this.root}`];
    const noted = `DONE_FILE=${join(this.root, "upgraded")}`;
    return run("env", ...env, noted, "sh", UPGRADE, "--may-change", "v1.0.0", "control-1", "2.4.2");
  }

  /** What `clean` asks before this server goes, as the state has it. */
  public mayGo(port: number) {
    this.reach(port);
    const [, text = "exit 3"] =
      /control-plane-may-go:\n.*?- name: \|\n(.*?)\n {4}- /s.exec(readFileSync(CLEAN, "utf8")) ?? [];
    const script = replaced(text, ["{{ node.name }}", "control-1"], ["kubectl get", `${KUBECTL} get`]);
    return run("env", `KUBECONFIG=${join(this.root, "etc/kubernetes/super-admin.conf")}`, "sh", "-c", script);
  }

  /** The kubeconfig of who may do all, where the API server is at another address. */
  private reach(port: number): void {
    const path = join(this.root, "etc/kubernetes/super-admin.conf");
    const text = readFileSync(path, "utf8");
    const at = `server: https://127.0.0.1:${port}\n    tls-server-name: kubernetes`;
    if (!text.includes("tls-server-name")) writeFileSync(path, replaced(text, [/server: \S+/, at]));
  }

  private kubeadm(...words: readonly string[]) {
    const configuration = ["--config", "/etc/kubernetes/hybrid-kubernetes/kubeadm.yaml"];
    return run(KUBEADM, "--rootfs", this.root, "init", "phase", ...words, ...configuration);
  }
}

function run(program: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", timeout: 120_000 });
  return { status, said: `${stdout}${stderr}`.trim() };
}
