import type { ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planSite } from "../../lib/data-center/plan-site";
import { THREE_MEMBERS } from "../data-center/three-members";
import { hasApiServer, makeServerOptions, startApiServer } from "./api-server-program";
import { EtcdMember, freePorts, hasEtcd } from "./etcd-member";
import { until } from "./program";
import { renderPlan } from "./render-plan";

const able = hasEtcd && hasApiServer;
if (!able)
  process.stdout.write(
    "SKIPPED, not passed: no Secret comes back from a snapshot here, without the etcd of lab/install.sh and the API server of lab/kubernetes.sh\n",
  );

const ADDRESSES = { "etcd-1": "10.128.0.31", "etcd-2": "10.128.0.32", "etcd-3": "10.128.0.33" };
/** What a test may know. */
const ANYBODY = "anybody-who-tests";

(able ? describe : describe.skip)("a Secret of Kubernetes", () => {
  const folder = mkdtempSync(join(tmpdir(), "etcd-secret-"));
  const started: ChildProcess[] = [];
  const all: EtcdMember[] = [];
  afterAll(() => {
    for (const program of started) program.kill("SIGKILL");
    for (const member of all) member.stop();
    rmSync(folder, { recursive: true });
  });

  test("comes back on empty servers from a snapshot and the key that encrypted it, and not without that key", async () => {
    const rendered = join(folder, "rendered");
    renderPlan(planSite(THREE_MEMBERS), rendered);
    const ports = new Map<string, Awaited<ReturnType<typeof freePorts>>>();
    for (const address of Object.values(ADDRESSES)) {
      let own = await freePorts();
      while ([...ports.values()].some(([first]) => first === own[0])) own = await freePorts();
      ports.set(address, own);
    }
    const [port] = await freePorts();
    const server = (below: string, name: string, address: string): EtcdMember => {
      const member = new EtcdMember(name, join(folder, below, name), ports, address);
      const paths = ["etc/etcd/etcd.json", "etc/etcd/etcd.conf.yaml", "etc/systemd/system/etcd.service"];
      for (const path of paths) if (existsSync(join(rendered, name, path))) member.take(join(rendered, name), path);
      for (const path of ["etc/etcd/pki/ca.crt", "etc/etcd/pki/ca.key"]) member.take(join(rendered, "etcd-1"), path);
      expect(member.issue().status).toBe(0);
      all.push(member);
      return member;
    };
    const members = (below: string) => Object.entries(ADDRESSES).map(([name, own]) => server(below, name, own));

    /** Starts an API server as a client of the members, with a key for Secrets. */
    const control = server("control", "control-1", "10.128.0.31");
    const pki = control.at("etc/etcd/pki");
    const at = (name: string) => join(folder, name);
    const own = makeServerOptions(folder, port);
    writeFileSync(at("users.csv"), `${ANYBODY},admin,1,"system:masters"\n`);
    const isReady = (_: string): boolean => ask("GET", "/readyz").said === "ok";
    const api = async (etcd: readonly EtcdMember[], key: string, isThere = isReady): Promise<ChildProcess> => {
      const provider = {
        secretbox: { keys: [{ name: "key1", secret: Buffer.from(key.repeat(32)).toString("base64") }] },
      };
      const resources = [{ resources: ["secrets"], providers: [provider, { identity: {} }] }];
      const encryption = { apiVersion: "apiserver.config.k8s.io/v1", kind: "EncryptionConfiguration", resources };
      writeFileSync(at("encryption.json"), JSON.stringify(encryption));
      const options = {
        ...own,
        "etcd-servers": etcd.map(({ client }) => client).join(","),
        "etcd-cafile": join(pki, "ca.crt"),
        "etcd-certfile": join(pki, "apiserver.crt"),
        "etcd-keyfile": join(pki, "apiserver.key"),
        "encryption-provider-config": at("encryption.json"),
        "authorization-mode": "RBAC",
      };
      return startApiServer(options, started, isThere);
    };
    const ask = (method: string, path: string, body?: object) => {
      const data = body === undefined ? [] : ["--json", JSON.stringify(body)];
      const header = ["--header", `Authorization: Bearer ${ANYBODY}`, "--request", method];
      return control.run(
        "curl",
        "--insecure",
        "--silent",
        "--max-time",
        "20",
        ...header,
        ...data,
        `https://127.0.0.1:${port}${path}`,
      );
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

    const first = members("first");
    for (const member of first) member.start();
    const [one] = first as [EtcdMember];
    await isWell(one);
    const before = await api(first, "a");
    const secret = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "tls" },
      stringData: { of: "what only pods know" },
    };
    expect(JSON.parse(ask("POST", "/api/v1/namespaces/default/secrets", secret).said)).toMatchObject({
      kind: "Secret",
    });
    const raw = one.ctl(["get", "/registry/secrets/default/tls", "--print-value-only"]).said;
    expect(raw).toContain("k8s:enc:secretbox:v1:key1:");
    expect(raw).not.toContain("what only pods know");
    const { status, said: snapshot } = one.do("snapshot");
    expect(status).toBe(0);
    cpSync(snapshot, at("snapshot.db"));
    expect(readFileSync(at("snapshot.db")).includes("what only pods know")).toBe(false);

    // Everything is lost but the pillar and this file.
    await ended(before);
    for (const member of first) {
      member.stop();
      rmSync(member.root, { recursive: true });
    }
    const empty = members("empty");
    for (const member of empty) expect(member.do("restore", at("snapshot.db")).status).toBe(0);
    for (const member of empty) member.start();
    for (const member of empty) await isWell(member);
    const after = await api(empty, "a");
    const found = JSON.parse(ask("GET", "/api/v1/namespaces/default/secrets/tls").said);
    expect(Buffer.from(found.data.of, "base64").toString()).toBe("what only pods know");

    // With another key, it is there and cannot be read: no API server is ready, as it reads all Secrets first.
    await ended(after);
    const program = await api(empty, "b", (log) => log.includes("failed to decrypt data"));
    await ended(program);
  });
});
