import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { planSite } from "../../lib/data-center/plan-site";
import { CLUSTER_SITE } from "../data-center/cluster-site";
import { hasApiServer, KUBERNETES, makeServerOptions, startApiServer } from "./api-server-program";
import { ETCD, freePorts, hasEtcd } from "./etcd-member";
import { linesOf, ProgramFolder } from "./program";
import { renderPlan } from "./render-plan";

const able = hasEtcd && hasApiServer;
if (!able)
  process.stdout.write(
    "SKIPPED, not passed: no API server reads its encryption and its audit policy here, without the etcd of lab/install.sh and the API server of lab/kubernetes.sh\n",
  );

interface Event {
  readonly level: string;
  readonly stage: string;
  readonly verb: string;
  readonly requestURI: string;
  readonly user: { readonly username: string };
  readonly requestObject?: object;
  readonly responseObject?: object;
}

/** Who asks, by the token that says so. */
const USERS = {
  admin: ["admin", '"system:masters"'],
  node: ["system:node:worker-1", '"system:nodes"'],
  scheduler: ["system:kube-scheduler", ""],
} as const;

(able ? describe : describe.skip)("an API server with the rendered files of a control-plane server", () => {
  const folder = mkdtempSync(join(tmpdir(), "api-server-"));
  const started: ChildProcess[] = [];
  afterAll(() => {
    for (const program of started) program.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });
  const at = (path: string): string => join(folder, path);
  let [etcd, port] = [0, 0];

  const ask = (user: keyof typeof USERS, method: string, path: string, body?: object, type = "application/json") => {
    const data = body === undefined ? [] : ["--data", JSON.stringify(body), "--header", `Content-Type: ${type}`];
    const who = ["--header", `Authorization: Bearer token-of-${user}`, "--request", method];
    const url = `https://127.0.0.1:${port}${path}`;
    return spawnSync("curl", ["--insecure", "--silent", "--max-time", "20", ...who, ...data, url], { encoding: "utf8" })
      .stdout;
  };
  const stored = (key: string) =>
    spawnSync(join(ETCD, "etcdctl"), [`--endpoints=127.0.0.1:${etcd}`, "get", key, "--print-value-only"], {
      encoding: "utf8",
    }).stdout;

  beforeAll(async () => {
    renderPlan(planSite(CLUSTER_SITE), at("rendered"));
    const own = (path: string) => join(at("rendered/control-1"), path);
    const [first, peer, , secure] = await freePorts();
    [etcd, port] = [first, secure];
    const here = `http://127.0.0.1:${etcd}`;
    const members = ["--data-dir", at("etcd"), "--listen-client-urls", here, "--advertise-client-urls", here];
    const peers = ["--listen-peer-urls", `http://127.0.0.1:${peer}`];
    started.push(spawn(join(ETCD, "etcd"), [...members, ...peers], { stdio: "ignore" }));

    const rows = Object.entries(USERS).map(([name, [user, groups]]) => `token-of-${name},${user},${name},${groups}\n`);
    writeFileSync(at("users.csv"), rows.join(""));
    mkdirSync(own("var/log/kubernetes"), { recursive: true });
    const configuration = parseAllDocuments(
      readFileSync(own("etc/kubernetes/hybrid-kubernetes/kubeadm.yaml"), "utf8"),
    ).map((document) => document.toJS());
    const { apiServer } = configuration.find(({ kind }) => kind === "ClusterConfiguration");
    const rendered = (apiServer.extraArgs as readonly { readonly name: string; readonly value: string }[]).map(
      ({ name, value }) => [name, value.startsWith("/") ? own(value) : value] as const,
    );
    expect(rendered.map(([name]) => name)).toEqual(
      expect.arrayContaining(["encryption-provider-config", "audit-policy-file", "audit-log-path"]),
    );
    const options = {
      ...makeServerOptions(folder, port),
      ...Object.fromEntries(rendered),
      "etcd-servers": here,
      "authorization-mode": "Node,RBAC",
    };
    await startApiServer(options, started, () => ask("admin", "GET", "/readyz") === "ok");
  });

  const SECRETS = "/api/v1/namespaces/default/secrets";
  const named = (kind: string, more: object, apiVersion = "v1", name = "one") => {
    return { apiVersion, kind, metadata: { name }, ...more };
  };

  test("keeps a Secret in etcd so that only its key reads it, and gives it back", () => {
    ask("admin", "POST", SECRETS, named("Secret", { stringData: { of: "what only pods know" } }, "v1", "kept"));
    const raw = stored("/registry/secrets/default/kept");
    expect(raw).toContain("k8s:enc:secretbox:v1:key1:");
    expect(raw).not.toContain("what only pods know");
    const { data } = JSON.parse(ask("admin", "GET", `${SECRETS}/kept`));
    expect(Buffer.from(data.of, "base64").toString()).toBe("what only pods know");
    // Only Secrets are, as the docs say.
    ask(
      "admin",
      "POST",
      "/api/v1/namespaces/default/configmaps",
      named("ConfigMap", { data: { of: "what all know" } }),
    );
    expect(stored("/registry/configmaps/default/one")).toContain("what all know");
  });

  test("writes down who changed what and who read a secret, and never what is in one", () => {
    const hidden = ["first-value", "second-value", "value-of-a-map", "token-of-somebody"];
    const [first, second, map, token] = hidden as [string, string, string, string];
    const inBase64 = (text: string) => Buffer.from(text).toString("base64");
    ask("admin", "POST", SECRETS, named("Secret", { data: { of: inBase64(first) } }));
    const patch = { stringData: { of: second } };
    expect(ask("admin", "PATCH", `${SECRETS}/one`, patch, "application/merge-patch+json")).toContain(inBase64(second));
    ask("admin", "GET", `${SECRETS}/one`);
    ask("scheduler", "GET", SECRETS);
    ask("node", "GET", `${SECRETS}/one`);
    const maps = "/api/v1/namespaces/default/configmaps";
    ask("admin", "POST", maps, named("ConfigMap", { data: { of: map } }, "v1", "two"));
    const review = named("TokenReview", { spec: { token } }, "authentication.k8s.io/v1");
    ask("admin", "POST", "/apis/authentication.k8s.io/v1/tokenreviews", review);
    ask("admin", "POST", "/api/v1/namespaces/default/serviceaccounts", named("ServiceAccount", {}, "v1", "two"));
    const request = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { audiences: ["x"] } };
    const asked = ask("admin", "POST", "/api/v1/namespaces/default/serviceaccounts/two/token", request);
    const issued: string = JSON.parse(asked).status.token;
    expect(issued).toMatch(/^ey/);
    ask("admin", "POST", "/api/v1/namespaces", named("Namespace", { metadata: { name: "shop" } }));
    ask("admin", "GET", "/api/v1/namespaces/shop");
    ask("node", "POST", "/api/v1/nodes", named("Node", {}, "v1", "worker-1"));
    // What is asked all the time.
    ask("node", "GET", "/api/v1/nodes/worker-1");
    ask("scheduler", "GET", "/api/v1/pods");
    const lease = named("Lease", { spec: {} }, "coordination.k8s.io/v1");
    expect(ask("admin", "POST", "/apis/coordination.k8s.io/v1/namespaces/default/leases", lease)).toContain('"Lease"');
    ask("admin", "GET", "/livez");

    const log = readFileSync(join(at("rendered/control-1"), "var/log/kubernetes/audit.log"), "utf8");
    for (const value of [...hidden, issued]) {
      expect(log).not.toContain(value);
      expect(log).not.toContain(inBase64(value));
    }
    const events: readonly Event[] = log
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.filter(({ stage }) => stage === "RequestReceived")).toEqual([]);
    /** How an event of this request is written down: its level, and whether with its body. */
    const written = (user: string, verb: string, path: string) =>
      events
        .filter((one) => one.user.username === user && one.verb === verb && one.requestURI.split("?")[0] === path)
        .filter(({ stage }) => stage === "ResponseComplete")
        .map(({ level, requestObject, responseObject }) =>
          [level, ...(requestObject ? ["its body"] : []), ...(responseObject ? ["the answer"] : [])].join(" with "),
        );
    expect(written("admin", "create", SECRETS)).toContain("Metadata");
    expect(written("admin", "patch", `${SECRETS}/one`)).toEqual(["Metadata"]);
    expect(written("admin", "get", `${SECRETS}/one`)).toEqual(["Metadata"]);
    // Of nodes and components, too, be it that they may not.
    expect(written("system:node:worker-1", "get", `${SECRETS}/one`)).toEqual(["Metadata"]);
    expect(written("system:kube-scheduler", "list", SECRETS)).toEqual(["Metadata"]);
    expect(written("admin", "create", maps)).toContain("Metadata");
    expect(written("admin", "create", "/apis/authentication.k8s.io/v1/tokenreviews")).toEqual(["Metadata"]);
    expect(written("admin", "create", "/api/v1/namespaces/default/serviceaccounts/two/token")).toEqual(["Metadata"]);
    expect(written("admin", "create", "/api/v1/namespaces")).toEqual(["Request with its body"]);
    expect(written("admin", "get", "/api/v1/namespaces/shop")).toEqual(["Metadata"]);
    expect(written("system:node:worker-1", "create", "/api/v1/nodes")).toEqual(["Request with its body"]);
    expect(written("system:node:worker-1", "get", "/api/v1/nodes/worker-1")).toEqual([]);
    expect(written("system:kube-scheduler", "list", "/api/v1/pods")).toEqual([]);
    expect(written("admin", "create", "/apis/coordination.k8s.io/v1/namespaces/default/leases")).toEqual([]);
    expect(events.filter(({ requestURI }) => /^\/(livez|readyz)/.test(requestURI))).toEqual([]);
  });

  test("gives the turn to start anew to one control-plane server at a time, though three ask at once", async () => {
    const addresses = ["10.0.0.1", "10.0.0.2", "10.0.0.3"];
    // One more, which is ready meanwhile.
    for (const [index, address] of [...addresses, "127.0.0.1"].entries()) {
      const name = `control-${index + 1}`;
      const labels = { "node-role.kubernetes.io/control-plane": "" };
      ask("admin", "POST", "/api/v1/nodes", { apiVersion: "v1", kind: "Node", metadata: { name, labels } });
      const status = { addresses: [{ type: "InternalIP", address }] };
      ask("admin", "PATCH", `/api/v1/nodes/${name}/status`, { status }, "application/merge-patch+json");
    }
    const access = {
      clusters: [{ name: "own", cluster: { server: `https://127.0.0.1:${port}`, "insecure-skip-tls-verify": true } }],
      users: [{ name: "admin", user: { token: "token-of-admin" } }],
      contexts: [{ name: "own", context: { cluster: "own", user: "admin" } }],
      "current-context": "own",
    };
    // The turn of a server that died, which is over: each of them may take it.
    const [leases, name] = [
      "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases",
      "hybrid-kubernetes-api-server-restart",
    ];
    const spec = { holderIdentity: "10.0.0.9", renewTime: "2026-01-01T00:00:00.000000Z" };
    expect(ask("admin", "POST", leases, named("Lease", { spec }, "coordination.k8s.io/v1", name))).toContain(name);
    const log = at("restarts");
    writeFileSync(log, "");
    const folders = addresses.map((address) => {
      const own = new ProgramFolder("control-plane-manifests.py");
      mkdirSync(own.at("manifests"));
      writeFileSync(own.at("manifests/kube-apiserver.yaml"), `--advertise-address=${address}\n--secure-port=${port}\n`);
      own.write("admin.conf", access);
      // A while passes between both, in which another one would be noticed.
      own.standIn(
        "crictl",
        `case "$*" in *" pods "*) echo one; echo "${address} begins" >>${log};; *rmp*) sleep 2; echo "${address} ends" >>${log};; esac`,
      );
      own.change(
        {
          '"/etc/kubernetes"': JSON.stringify(own.at("")),
          'at("pki", "ca.crt")': JSON.stringify(at("serving/apiserver.crt")),
          '["crictl"': `[${JSON.stringify(own.at("crictl"))}`,
          '["kubectl"': `[${JSON.stringify(join(KUBERNETES, "kubectl"))}`,
        },
        "control_plane.py",
      );
      return own;
    });
    const said = await Promise.all(
      folders.map(async (own) => {
        const program = own.start(["restart"]);
        const lines = linesOf(program);
        return [await new Promise((resolve) => program.on("close", resolve)), lines.join()];
      }),
    );
    for (const own of folders) own.remove();
    expect(said).toEqual(addresses.map(() => [0, "restarted, and ready"]));
    const lines = readFileSync(log, "utf8").trim().split("\n");
    const order = lines.filter((line) => line.endsWith("begins")).map((line) => line.split(" ")[0] ?? "");
    expect([...order].sort()).toEqual(addresses);
    expect(lines).toEqual(order.flatMap((address) => [`${address} begins`, `${address} ends`]));
    expect(JSON.parse(ask("admin", "GET", `${leases}/${name}`))).toMatchObject({ spec: { holderIdentity: "" } });
  });
});
