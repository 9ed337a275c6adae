import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseAllDocuments } from "yaml";
import { filesOf } from "../../lab/render";
import { planSite } from "../../lib/data-center/plan-site";
import { siteFiles } from "../../lib/data-center/site-files";
import { CLUSTER_SITE } from "../data-center/cluster-site";
import { replaced } from "../support/replaced";

const FORMULA = join(__dirname, "../../formula");
const LAB = "/usr/local/lib/hybrid-kubernetes-lab";
const SALTS = [join(LAB, "salt"), join(LAB, "salt-before")];
const missing = SALTS.filter((folder) => !existsSync(join(folder, "bin/python")));
if (missing.length > 0)
  process.stdout.write(
    "SKIPPED, not passed: the states of a cluster's nodes are not asked for, without the Salt of lab/install.sh\n",
  );

const KUBEADMS = ["1.36.3", "1.37.2"].map((version) => ({
  version,
  path: join(LAB, "kubernetes", version, "kubeadm"),
}));
const CONTAINERD = ["/usr/bin/containerd", join(LAB, "containerd/containerd")].find((path) =>
  / v?2\./.test(spawnSync(path, ["--version"], { encoding: "utf8" }).stdout ?? ""),
);
const hasKubeadm = KUBEADMS.every(({ path }) => existsSync(path));
if (!hasKubeadm)
  process.stdout.write("SKIPPED, not passed: kubeadm validates nothing here, without that of lab/kubernetes.sh\n");
if (CONTAINERD === undefined)
  process.stdout.write(
    "SKIPPED, not passed: containerd reads no configuration here, without version 2 of it, from lab/kubernetes.sh\n",
  );

interface Answer {
  readonly errors: readonly string[];
  readonly states: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>>;
  readonly texts: Readonly<Record<string, string>>;
}

const plan = planSite(CLUSTER_SITE);
const names = plan.servers.map(({ name }) => name);
/** Secrets of the cluster by their names; none is one. */
const SECRETS = [
  ...["ca-certificate", "ca-key", "front-proxy-ca-certificate", "front-proxy-ca-key", "service-account-key"],
  "encryption-key",
];
const ETCD_SECRETS = ["etcd-ca-certificate", "etcd-ca-key"];

(missing.length === 0 ? describe : describe.skip)("what Salt would do on the nodes of a cluster", () => {
  const folder = mkdtempSync(join(tmpdir(), "nodes-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };

  /** What Salt says of servers that have these states, with more in their pillar. */
  const asks = (
    salt: string,
    part: string,
    ids: readonly string[],
    states = ["hybrid-kubernetes"],
    more: object = {},
  ): Readonly<Record<string, Answer>> => {
    for (const [path, text] of siteFiles(plan)) write(`${part}/paris/${path}`, text);
    write(`${part}/states/top.sls`, JSON.stringify({ base: { "*": states } }));
    write(
      `${part}/pillar/top.sls`,
      "base:\n  '*':\n    - secrets\n    - servers.{{ opts['id'] | replace('.', '_') }}\n",
    );
    const cluster = Object.fromEntries([...SECRETS, ...ETCD_SECRETS].map((name) => [name, `the ${name}\n`]));
    write(`${part}/pillar/secrets.sls`, JSON.stringify({ kubernetes: { paris: { bgp: "key", cluster } }, ...more }));
    const order = {
      folder: join(folder, part, "salt"),
      file_roots: [join(folder, part, "states"), FORMULA],
      pillar_roots: [join(folder, part, "pillar"), join(folder, part, "paris")],
      ...{ ids, texts: true },
    };
    const { stdout, stderr } = spawnSync(join(salt, "bin/python"), [join(__dirname, "salt_states.py")], {
      input: JSON.stringify(order),
      encoding: "utf8",
      maxBuffer: 1e9,
    });
    if (stdout === "") throw new Error(stderr);
    return JSON.parse(stdout);
  };

  let answers: Readonly<Record<string, Answer>>;
  beforeAll(() => {
    answers = asks(SALTS[0] ?? "", "all", names);
  });
  const text = (name: string, path: string): string => answers[name]?.texts[path] ?? "";
  const optionOf = ({ states }: Answer, id: string, module: string, key: string): unknown => {
    const parts = (states[id]?.[module] ?? []) as readonly Readonly<Record<string, unknown>>[];
    return parts.find((part) => key in Object(part))?.[key];
  };

  test("every server has its states, and each file of its role, by both versions of Salt", () => {
    const list = JSON.parse(readFileSync(join(FORMULA, "hybrid-kubernetes/files/files.json"), "utf8"));
    const before = asks(SALTS[1] ?? "", "before", names);
    for (const [which, all] of Object.entries({ now: answers, before })) {
      for (const { name, role } of plan.servers) {
        expect([which, name, all[name]?.errors]).toEqual([which, name, []]);
        const pillar = JSON.parse(siteFiles(plan).get(`servers/${name}.sls`) ?? "").hybrid;
        const own = filesOf(list as readonly { path: string; roles: string[] }[], role, pillar).map(({ path }) => path);
        expect(Object.keys(all[name]?.texts ?? {})).toEqual(expect.arrayContaining(own));
        expect([which, name, all[name]?.texts]).toEqual([which, name, answers[name]?.texts]);
      }
    }
  });

  test("packages are of one version, held, and the kubelet comes after what kubeadm upgrades", () => {
    const worker = answers["worker-1"] as Answer;
    const packages = (id: string) => optionOf(worker, id, "pkg", "pkgs");
    expect(packages("hybrid-kubernetes-containerd-package")).toEqual([{ "containerd.io": "2.3.2-*" }]);
    expect(packages("hybrid-kubernetes-kubeadm")).toEqual([{ kubeadm: "1.37.2-*" }, { kubectl: "1.37.2-*" }]);
    expect(packages("hybrid-kubernetes-kubelet-package")).toEqual([{ kubelet: "1.37.2-*" }]);
    const order = [
      "hybrid-kubernetes-kubeadm",
      "hybrid-kubernetes-node-upgrade",
      "hybrid-kubernetes-kubelet-package",
    ].map((id) => optionOf(worker, id, id.endsWith("upgrade") ? "cmd" : "pkg", "order") as number);
    expect(order).toEqual([...order].sort((one, other) => one - other));
    // Those of etcd alone: its state has Debian's own as well, which get security updates.
    const HELD = ["containerd-package", "kubeadm", "kubelet-package"].map((id) => `hybrid-kubernetes-${id}`);
    const held = (name: string) => {
      const { states } = answers[name] as Answer;
      return Object.keys(states).filter((id) => optionOf(answers[name] as Answer, id, "pkg", "hold") === true);
    };
    expect([held("worker-1").sort(), held("etcd-1")]).toEqual([HELD, ["hybrid-kubernetes-etcd-held"]]);
    const version = plan.servers.find(({ name }) => name === "etcd-1")?.versions.etcd;
    expect(optionOf(answers["etcd-1"] as Answer, "hybrid-kubernetes-etcd-held", "pkg", "pkgs")).toEqual([
      { "etcd-client": `${version}-*` },
      { "etcd-server": `${version}-*` },
    ]);
  });

  test("nothing of what pods run by is installed on a node that may not change", () => {
    const worker = answers["worker-1"] as Answer;
    const requires = (id: string, module = "pkg") => optionOf(worker, id, module, "require");
    expect(requires("hybrid-kubernetes-containerd-package")).toContainEqual({
      cmd: "hybrid-kubernetes-node-may-change",
    });
    expect(requires("containerd", "service")).toEqual([{ cmd: "hybrid-kubernetes-containerd-read" }]);
    expect(requires("hybrid-kubernetes-containerd-read", "cmd")).toContainEqual({
      pkg: "hybrid-kubernetes-containerd-package",
    });
    expect(requires("hybrid-kubernetes-kubeadm")).toContainEqual({ service: "containerd" });
    const command = (key: string) => optionOf(worker, "hybrid-kubernetes-node-may-change", "cmd", key);
    const program = "/usr/local/sbin/hybrid-kubernetes-upgrade-node";
    expect([command("name"), command("onlyif")]).toEqual([
      `${program} --may-change v1.37.2 worker-1 2.3.2`,
      `${program} --is-change v1.37.2 containerd.io 2.3.2`,
    ]);
  });

  test("clean takes no data and no key of a cluster off a server that is not named twice, by both versions of Salt", () => {
    const absent = ({ states }: Answer) =>
      Object.entries(states).flatMap(([id, { file = [] }]) => (file.includes("absent") ? [id] : []));
    const clean = "hybrid-kubernetes.clean";
    const own = "{{ opts['id'] }}";
    const once = asks(SALTS[0] ?? "", "clean", names, [clean], { clean: own });
    const twice = asks(SALTS[1] ?? "", "clean-data", names, [clean], { clean: own, clean_data: own });
    const ROOTS = /^\/(etc\/kubernetes|etc\/etcd\/pki|var\/lib\/etcd|var\/backups)/;
    const data: Readonly<Record<string, readonly string[]>> = {
      "control-1": ["/etc/etcd/pki", "/etc/kubernetes"],
      "etcd-1": ["/etc/etcd/pki", "/var/backups/etcd", "/var/lib/etcd"],
      "worker-1": ["/etc/kubernetes"],
      "edge-1": [],
    };
    for (const [name, paths] of Object.entries(data)) {
      const [first, second] = [once[name] as Answer, twice[name] as Answer];
      expect([name, first.errors, second.errors]).toEqual([name, [], []]);
      expect([name, absent(first).filter((path) => ROOTS.test(path))]).toEqual([name, []]);
      expect([
        name,
        absent(second)
          .filter((path) => ROOTS.test(path))
          .sort(),
      ]).toEqual([name, paths]);
      const others = (answer: Answer) =>
        absent(answer)
          .filter((path) => !ROOTS.test(path))
          .sort();
      expect(others(second)).toEqual(others(first));
      // All other files of the server go.
      const files = Object.keys(answers[name]?.texts ?? {}).filter((path) => !ROOTS.test(path));
      expect(others(first)).toEqual(expect.arrayContaining(files));
    }
    // And so does what its programs note.
    const gone = new Set(Object.values(once).flatMap(absent));
    const noted = readdirSync(FORMULA, { recursive: true, encoding: "utf8" })
      .filter((path) => statSync(join(FORMULA, path)).isFile() && !path.endsWith("clean.sls"))
      .flatMap(
        (path) => readFileSync(join(FORMULA, path), "utf8").match(/\/var\/lib\/hybrid-kubernetes\/[\w-]+/g) ?? [],
      );
    expect(noted.length).toBeGreaterThan(5);
    expect(noted.filter((path) => !gone.has(path))).toEqual([]);
    expect(twice["worker-1"]?.states["hybrid-kubernetes-node-gone"]).toBeDefined();
    expect(once["worker-1"]?.states["hybrid-kubernetes-node-gone"]).toBeUndefined();
  });

  test("what an upgrade asks of servers is written by both versions of Salt, and only control-plane servers drain", () => {
    const all = [
      "hybrid-kubernetes.versions",
      "hybrid-kubernetes.kubelet.drained",
      "hybrid-kubernetes.kubelet.uncordoned",
    ];
    for (const [index, salt] of SALTS.entries()) {
      const more = { order: "upgrade", hybrid_nodes: [["worker-1", { kubernetes: "1.37.2", containerd: "2.3.2" }]] };
      const { "control-1": control, "worker-1": worker } = asks(
        salt,
        `upgrade-${index}`,
        ["control-1", "worker-1"],
        all,
        more,
      );
      expect(control?.errors).toEqual([]);
      const command = (id: string) => optionOf(control as Answer, id, "cmd", "name");
      expect(command("hybrid-kubernetes-version")).toBe(
        "/usr/local/sbin/hybrid-kubernetes-upgrade-node --may-be v1.37.2 upgrade",
      );
      expect(command("hybrid-kubernetes-drained")).toContain("kubectl drain");
      expect(worker?.errors.join()).toContain("a control-plane server drains nodes");
    }
  });

  test("secrets of the cluster are on control-plane servers alone, where only root reads them, and show no difference", () => {
    for (const name of SECRETS) {
      const holders = names.filter((server) =>
        Object.values(answers[server]?.texts ?? {}).some((content) => content.includes(`the ${name}`)),
      );
      expect([name, holders]).toEqual([name, ["control-1"]]);
    }
    const control = answers["control-1"] as Answer;
    for (const [path, content] of Object.entries(control.texts)) {
      if (!SECRETS.some((name) => content.startsWith(`the ${name}`))) continue;
      expect([path, optionOf(control, path, "file", "show_changes")]).toEqual([path, false]);
      expect([path, optionOf(control, path, "file", "mode")]).toEqual([path, "0600"]);
    }
  });

  test("the controller manager and the scheduler of a control-plane server are asked whether they are healthy", () => {
    const asked = (name: string) => JSON.parse(text(name, "/etc/exabgp/metrics.json")).control_plane;
    const manifests = "/etc/kubernetes/manifests";
    expect(asked("control-1")).toEqual([
      {
        component: "kube-controller-manager",
        manifest: `${manifests}/kube-controller-manager.yaml`,
        health: "https://127.0.0.1:10257/healthz",
      },
      {
        component: "kube-scheduler",
        manifest: `${manifests}/kube-scheduler.yaml`,
        health: "https://127.0.0.1:10259/healthz",
      },
    ]);
    expect(asked("worker-1")).toEqual([]);
  });

  test("when certificates of the control plane end is measured where they are, each by its path", () => {
    const measured = (name: string): readonly string[] =>
      JSON.parse(text(name, "/etc/exabgp/metrics.json")).certificates;
    expect(measured("control-1")).toEqual([
      "/etc/etcd/pki/ca.crt",
      "/etc/etcd/pki/apiserver.crt",
      "/etc/kubernetes/pki/ca.crt",
      "/etc/kubernetes/pki/front-proxy-ca.crt",
      "/etc/kubernetes/pki/apiserver.crt",
      "/etc/kubernetes/pki/apiserver-kubelet-client.crt",
      "/etc/kubernetes/pki/front-proxy-client.crt",
      "/etc/kubernetes/admin.conf",
      "/etc/kubernetes/controller-manager.conf",
      "/etc/kubernetes/scheduler.conf",
      "/var/lib/kubelet/pki/kubelet-client-current.pem",
      "/var/lib/kubelet/pki/kubelet-server-current.pem",
    ]);
    expect(measured("worker-1")).toEqual([
      "/var/lib/kubelet/pki/kubelet-client-current.pem",
      "/var/lib/kubelet/pki/kubelet-server-current.pem",
    ]);
  });

  test("apt reads its sources, also one whose key is in the file", () => {
    write("apt/sources.d/own.sources", text("worker-1", "/etc/apt/sources.list.d/hybrid-kubernetes.sources"));
    mkdirSync(join(folder, "apt/lists/partial"), { recursive: true });
    const options = {
      "Dir::Etc::sourcelist": "/dev/null",
      "Dir::Etc::sourceparts": join(folder, "apt/sources.d"),
      "Dir::State::lists": join(folder, "apt/lists"),
    };
    const args = Object.entries(options).flatMap(([key, value]) => ["-o", `${key}=${value}`]);
    const { stdout, stderr, error } = spawnSync("apt-get", ["update", "--print-uris", ...args], { encoding: "utf8" });
    if (error !== undefined) {
      process.stdout.write("SKIPPED, not passed: apt reads no sources here, without apt-get\n");
      return;
    }
    expect(stderr).toBe("");
    expect(stdout).toContain("'https://mirror.example.com/kubernetes/InRelease'");
    expect(stdout).toContain("'https://mirror.example.com/docker/dists/bookworm/stable/binary-amd64/Packages");
    expect(text("worker-1", "/etc/apt/sources.list.d/hybrid-kubernetes.sources")).toContain(
      "Signed-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mDMEZw==\n",
    );
  });

  (CONTAINERD === undefined ? test.skip : test)(
    "containerd reads its configuration, and each word of it counts",
    () => {
      const dump = (change: (own: string) => string): string => {
        write("containerd.toml", change(text("worker-1", "/etc/containerd/config.toml")));
        const args = ["--config", join(folder, "containerd.toml"), "config", "dump"];
        const { stdout, stderr } = spawnSync(CONTAINERD ?? "", args, { encoding: "utf8" });
        return stdout + stderr;
      };
      const dumped = dump((own) => own);
      expect(dumped).toContain("SystemdCgroup = true");
      expect(dumped).toContain("config_path = '/etc/containerd/certs.d'");
      expect(dumped).toContain("sandbox = 'mirror.example.com/pause:3.10.1'");
      expect(dump((own) => replaced(own, ["SystemdCgroup = true", "SystemdCgroups = true"]))).not.toContain(
        "SystemdCgroup = true",
      );
    },
  );

  test("images come from mirrors alone, each in its order", () => {
    expect(text("worker-1", "/etc/containerd/certs.d/registry.k8s.io/hosts.toml")).toBe(`\
# Where images of registry.k8s.io come from. The registry itself is not asked: the last mirror takes its place.
server = "https://mirror-2.example.com/v2/k8s"
capabilities = ["pull", "resolve"]
override_path = true

[host."https://mirror-1.example.com"]
  capabilities = ["pull", "resolve"]
`);
    expect(text("control-1", "/etc/containerd/certs.d/docker.io/hosts.toml")).not.toContain("[host");
    expect(Object.keys(answers["etcd-1"]?.texts ?? {}).join()).not.toContain("containerd");
  });

  (hasKubeadm ? test : test.skip)(
    "kubeadm of two neighbouring versions takes the control plane's configuration",
    () => {
      const own = text("control-1", "/etc/kubernetes/hybrid-kubernetes/kubeadm.yaml");
      for (const { version, path } of KUBEADMS) {
        const validate = (content: string) => {
          write("kubeadm.yaml", replaced(content, ["kubernetesVersion: v1.37.2", `kubernetesVersion: v${version}`]));
          const { status, stderr } = spawnSync(path, ["config", "validate", "--config", join(folder, "kubeadm.yaml")], {
            encoding: "utf8",
          });
          return { status, stderr };
        };
        expect([version, validate(own)]).toEqual([version, { status: 0, stderr: "" }]);
        expect(validate(replaced(own, ["caFile:", "caFiles:"])).status).not.toBe(0);
        expect(validate(replaced(own, ["serverTLSBootstrap:", "serverTLSBootstraps:"])).stderr).toContain(
          "unknown field",
        );
      }
    },
  );

  test("the control plane is begun with what keeps kubelets and Secrets to themselves, and changes of it are applied", () => {
    const documents = parseAllDocuments(text("control-1", "/etc/kubernetes/hybrid-kubernetes/kubeadm.yaml")).map(
      (document) => document.toJS(),
    );
    const of = (kind: string) => documents.find((one) => one.kind === kind);
    expect(of("ClusterConfiguration").apiServer.extraArgs).toEqual(
      expect.arrayContaining([
        { name: "kubelet-certificate-authority", value: "/etc/kubernetes/pki/ca.crt" },
        { name: "profiling", value: "false" },
      ]),
    );
    expect(of("KubeletConfiguration")).toMatchObject({ serverTLSBootstrap: true, rotateCertificates: true });
    const applied = (key: string) =>
      optionOf(answers["control-1"] as Answer, "hybrid-kubernetes-control-plane-applied", "cmd", key);
    const program = "python3 /usr/local/lib/hybrid-kubernetes/control-plane-manifests.py";
    expect([applied("name"), applied("unless")]).toEqual([`${program} apply`, `${program} is-applied`]);
    // After an upgrade, and on a server that kubeadm has made.
    expect(applied("require")).toEqual(expect.arrayContaining([{ cmd: "hybrid-kubernetes-node-upgrade" }]));
    expect(applied("onlyif")).toEqual(expect.arrayContaining(["/usr/local/sbin/hybrid-kubernetes-kubeadm --is-done"]));
  });

  test("the token that kubeadm prints when it begins a cluster is in no report", () => {
    const first = asks(SALTS[0] ?? "", "first", ["control-1"], ["hybrid-kubernetes.control-plane.first"])["control-1"];
    expect(first?.errors).toEqual([]);
    const of = (key: string) => optionOf(first as Answer, "hybrid-kubernetes-control-plane-first", "cmd", key);
    expect([of("hide_output"), of("name")]).toEqual([true, expect.stringMatching(/ init .* --skip-token-print$/)]);
  });

  describe("that join", () => {
    const join_ = { hybrid_join: { token: "abcdef.0123456789abcdef", ca_hash: `sha256:${"0f".repeat(32)}` } };
    const joined = () => asks(SALTS[0] ?? "", "join", ["worker-1", "control-1"], ["hybrid-kubernetes.join"], join_);

    (hasKubeadm ? test : test.skip)(
      "get the token and the CA's hash on kubeadm's standard input, and in no file",
      () => {
        const all = joined();
        for (const [name, answer] of Object.entries(all)) {
          expect([name, answer.errors]).toEqual([name, []]);
          expect(Object.values(answer.texts).join("\n")).not.toContain("abcdef.0123456789abcdef");
          expect(optionOf(answer, "hybrid-kubernetes-join", "cmd", "name")).toBe(
            "/usr/local/sbin/hybrid-kubernetes-kubeadm join --config /dev/stdin",
          );
          expect(optionOf(answer, "hybrid-kubernetes-join", "cmd", "unless")).toBe(
            "/usr/local/sbin/hybrid-kubernetes-kubeadm --is-done",
          );
          expect(optionOf(answer, "hybrid-kubernetes-join", "cmd", "hide_output")).toBe(true);
          const stdin = optionOf(answer, "hybrid-kubernetes-join", "cmd", "stdin") as string;
          const configuration = JSON.parse(stdin);
          expect(configuration.nodeRegistration.name).toBe(name);
          expect("controlPlane" in configuration).toBe(name === "control-1");
          for (const { version, path } of KUBEADMS) {
            const { status, stderr } = spawnSync("sh", ["-c", `cat | ${path} config validate --config /dev/stdin`], {
              // A pipe, as Salt has it: what Node gives a program to read is a socket.
              input: stdin,
              encoding: "utf8",
            });
            expect([version, name, status, stderr]).toEqual([version, name, 0, ""]);
          }
        }
      },
    );

    test("are refused without a token, and so is a server that is no node", () => {
      const [salt = ""] = SALTS;
      const without = asks(salt, "without", ["worker-1"], ["hybrid-kubernetes.join"]);
      expect(without["worker-1"]?.errors.join()).toContain("the pillar of this run has no hybrid_join");
      const edge = asks(salt, "edge", ["edge-1"], ["hybrid-kubernetes.join"], join_);
      expect(edge["edge-1"]?.errors.join()).toContain("edge-1 is no node of a cluster that is made here");
    });
  });

  test("the first control-plane server begins the cluster, once", () => {
    const all = asks(SALTS[0] ?? "", "first", ["control-1", "worker-1"], ["hybrid-kubernetes.control-plane.first"]);
    const control = all["control-1"] as Answer;
    expect(control.errors).toEqual([]);
    const first = (key: string) => optionOf(control, "hybrid-kubernetes-control-plane-first", "cmd", key);
    expect(first("name")).toMatch(
      /^\/usr\/local\/sbin\/hybrid-kubernetes-kubeadm init --config \S+ --skip-token-print$/,
    );
    expect(first("unless")).toBe("/usr/local/sbin/hybrid-kubernetes-kubeadm --is-done");
    expect(first("creates")).toBeUndefined();
    expect(first("require")).toContainEqual({ file: "/usr/local/sbin/hybrid-kubernetes-kubeadm" });
    expect(all["worker-1"]?.errors.join()).toContain("worker-1 is no control-plane server");
  });
});
