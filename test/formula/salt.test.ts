import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { parse } from "yaml";
import { masterFile } from "../../lab/master";
import { filesOf } from "../../lab/render";
import { makeSecrets } from "../../lab/secrets";
import { writeReleases } from "../../lib/cli/data-centers-release";
import { planSite } from "../../lib/data-center/plan-site";
import { siteFiles } from "../../lib/data-center/site-files";
import { THREE_MEMBERS } from "../data-center/three-members";
import { TINY_SITE } from "../data-center/tiny-site";
import { renderPlan } from "./render-plan";

const FORMULA = join(__dirname, "../../formula");
/** Where lab/install.sh puts it, and a version of two years before. */
const SALTS = ["/usr/local/lib/hybrid-kubernetes-lab/salt", "/usr/local/lib/hybrid-kubernetes-lab/salt-before"];
const missing = SALTS.filter((folder) => !existsSync(join(folder, "bin/python")));
if (missing.length > 0)
  process.stdout.write(
    "SKIPPED, not passed: the formula is not asked for its states here, without the Salt of lab/install.sh\n",
  );

const list: readonly {
  readonly path: string;
  readonly roles: readonly string[];
  readonly needs?: string;
  readonly source: string;
}[] = JSON.parse(readFileSync(join(FORMULA, "hybrid-kubernetes/files/files.json"), "utf8"));

interface Answer {
  readonly errors: readonly string[];
  readonly states: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>>;
  readonly texts: Readonly<Record<string, string>>;
  /** Of the edge's certificate. */
  readonly pillar: string;
}

const { api = undefined } = TINY_SITE.services ?? {};
if (api === undefined) throw new Error("the small data centre has lost its service");
/** Every role, with the cluster's parts, and a path that Jinja would take for its own. */
const plan = planSite({
  ...THREE_MEMBERS,
  servers: {
    ...THREE_MEMBERS.servers,
    "web.par.example.com": { role: "worker", rack: "a2", number: 42 },
  },
  services: { api, odd: { ...api, paths: ["/{{ 1 + 1 }}", "/{% raise %}", "/{#", "/it's"] } },
  edge: { publicRanges: ["203.0.113.0/28", "2001:db8:1::/64"], certificate: { pillar: "kubernetes/paris/tls" } },
});

(missing.length === 0 ? describe : describe.skip)("what Salt would do on servers", () => {
  const folder = mkdtempSync(join(tmpdir(), "salt-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  /** What is asked of servers of a data centre, for whose master there is a folder of its own: the part. */
  const order = (
    dataCenter: string,
    ids: readonly string[],
    secrets: { readonly bgp?: string; readonly tls: string; readonly cluster?: object },
    { part = "full", texts = false, formula = FORMULA } = {},
  ): object => {
    const own = join(folder, part);
    write(`${part}/states/top.sls`, masterFile("/srv/salt/top.sls"));
    write(`${part}/pillar/top.sls`, masterFile("/srv/pillar/top.sls"));
    const { tls, ...others } = secrets;
    const everywhere = (own: object) => JSON.stringify({ kubernetes: { paris: own, frankfurt: own, singapore: own } });
    write(`${part}/pillar/secrets/all.sls`, everywhere(others));
    write(`${part}/pillar/secrets/edge.sls`, everywhere({ tls }));
    return {
      folder: join(own, "salt"),
      file_roots: [join(own, "states"), formula],
      pillar_roots: [join(own, "pillar"), dataCenter],
      ids,
      texts,
      pillar: "kubernetes:paris:tls",
    };
  };
  /** The answers of one process of Salt. */
  const answersTo = (salt: string, orders: readonly object[]): readonly Readonly<Record<string, Answer>>[] => {
    const options = { input: JSON.stringify(orders), encoding: "utf8" as const, maxBuffer: 1e9, timeout: 580_000 };
    const { stdout, stderr } = spawnSync(join(salt, "bin/python"), [join(__dirname, "salt_states.py")], options);
    if (stdout === "") throw new Error(stderr);
    return JSON.parse(stdout);
  };
  const asks = (salt: string, ...ordered: Parameters<typeof order>): Readonly<Record<string, Answer>> =>
    answersTo(salt, [order(...ordered)])[0] ?? {};

  /** The small data centre, written as synthesis does, and rendered as the lab does. */
  const dataCenter = join(folder, "paris");
  const rendered = join(folder, "rendered");
  const made = makeSecrets();
  beforeAll(() => {
    for (const [path, text] of siteFiles(plan)) write(join("paris", path), text);
    renderPlan(plan, rendered, made);
  });
  const names = plan.servers.map(({ name }) => name);
  const secrets = () => {
    const { password: bgp = "", certificate: tls = "", ...ofCluster } = made;
    const named = Object.entries(ofCluster).map(([use, secret]) => [use.replaceAll("_", "-"), secret] as const);
    // The lab has one CA for the API and for etcd.
    const ofEtcd = named.flatMap(([name, secret]) => (name.startsWith("ca-") ? [[`etcd-${name}`, secret]] : []));
    return { bgp, tls, cluster: Object.fromEntries([...named, ...ofEtcd]) };
  };

  /** Each file that a server of its role has, and no other, to the byte. */
  const areAsRendered = (answers: Readonly<Record<string, Answer>>, ids: readonly string[]): void => {
    for (const { name, role } of plan.servers.filter(({ name }) => ids.includes(name))) {
      const answer = answers[name];
      expect([name, answer?.errors]).toEqual([name, []]);
      const pillar = readFileSync(join(dataCenter, "servers", `${name.replaceAll(".", "_")}.sls`), "utf8");
      const expected = filesOf(list, role, JSON.parse(pillar).hybrid).map(({ path }) => path);
      expect(Object.keys(answer?.texts ?? {}).sort()).toEqual(expected.sort());
      for (const path of expected) {
        expect([name, path, answer?.texts[path]]).toEqual([
          name,
          path,
          readFileSync(join(rendered, name, path), "utf8"),
        ]);
      }
    }
  };

  test.each(SALTS)("each file of each server is what the lab renders, to the byte, by %s", (salt) => {
    const answers = asks(salt, dataCenter, names, secrets(), { texts: true });
    areAsRendered(answers, names);
    expect(answers["edge-1"]?.texts["/etc/haproxy/haproxy.cfg"]).toContain("'/{{ 1 + 1 }}'");
  });

  test.each(SALTS)("a release that is unpacked is all that they need, by %s", (salt) => {
    const out = join(folder, "out");
    cpSync(dataCenter, join(out, "data-centers/production/paris"), { recursive: true });
    writeReleases(out, { to: join(folder, "release"), number: 1 });
    const releases = join(folder, "release/production/paris/releases");
    const unpacked = join(folder, "unpacked");
    mkdirSync(unpacked, { recursive: true });
    for (const bundle of readdirSync(releases)) spawnSync("tar", ["-xf", join(releases, bundle), "-C", unpacked]);
    const roles = [...new Set(plan.servers.map(({ role }) => role))];
    expect(roles).toHaveLength(4);
    const ids = roles.map((role) => plan.servers.find((server) => server.role === role)?.name ?? role);
    const options = { part: "unpacked", texts: true, formula: join(unpacked, "formula") };
    areAsRendered(asks(salt, join(unpacked, "data-center"), ids, secrets(), options), ids);
  });

  test("the role is that of the pillar, whatever the grains of a server are, and a stranger gets nothing", () => {
    const [salt = ""] = SALTS;
    const answers = asks(salt, dataCenter, ["worker-1", "nobody"], secrets());
    expect(answers["worker-1"]?.errors).toEqual([]);
    // Its grains say that it is a control-plane server: test/formula/salt_states.py.
    expect(Object.keys(answers["worker-1"]?.states ?? {})).not.toContain("/etc/exabgp/shared-routes.json");
    expect(answers.nobody?.errors.join()).toContain(
      "the pillar has nothing of nobody: no server of the data centre has this name",
    );
    expect(answers.nobody?.states).toEqual({});
  });

  test("a secret that is not there stops all of it, and is named by its place", () => {
    const [salt = ""] = SALTS;
    const answers = asks(salt, dataCenter, ["edge-1", "worker-1"], { tls: "x" }, { part: "without" });
    for (const answer of Object.values(answers)) {
      expect(answer.errors.join()).toContain("the pillar has no text at kubernetes/paris/bgp");
      expect(answer.states).toEqual({});
    }
  });

  test("states of programs, kernel and units follow what they read, and none is of a module that an LTS lacks", () => {
    const [salt = ""] = SALTS;
    const { "edge-1": answer } = asks(salt, dataCenter, ["edge-1"], secrets());
    const states = answer?.states ?? {};
    const functions = Object.values(states).flatMap((state) =>
      Object.entries(state).flatMap(([module, parts]) =>
        module.startsWith("__")
          ? []
          : parts.filter((part) => typeof part === "string").map((name) => `${module}.${name}`),
      ),
    );
    expect([...new Set(functions)].sort()).toEqual(["cmd.run", "file.managed", "pkg.installed", "service.running"]);
    const optionOf = (id: string, module: string, key: string): unknown => {
      const parts = (states[id]?.[module] ?? []) as readonly Readonly<Record<string, unknown>>[];
      return parts.find((part) => key in Object(part))?.[key];
    };
    const noted = (name: string) =>
      (optionOf(`hybrid-kubernetes-${name}-due`, "cmd", "prereq") as readonly { readonly file: string }[]).map(
        ({ file }) => file,
      );
    const read = (name: string) => optionOf(`hybrid-kubernetes-${name}-read`, "cmd", "name");
    // ExaBGP starts anew for its programs and what these read, and only reads its configuration again.
    expect(noted("exabgp")).toEqual(
      expect.arrayContaining(["/etc/exabgp/shared-routes.json", "/usr/local/lib/hybrid-kubernetes/announce-shared.py"]),
    );
    expect(noted("exabgp")).not.toContain("/etc/exabgp/exabgp.conf");
    expect(read("exabgp")).toContain("systemctl try-restart exabgp &&");
    expect(noted("exabgp-configuration")).toEqual(["/etc/exabgp/exabgp.conf"]);
    expect(read("exabgp-configuration")).toContain("systemctl try-reload-or-restart exabgp &&");
    expect(noted("haproxy")).toEqual(["/etc/haproxy/haproxy.cfg", "/etc/haproxy/certificate.pem"]);
    expect(read("haproxy")).toContain("systemctl try-reload-or-restart haproxy &&");
    // What holds a secret shows no difference.
    const hidden = Object.keys(states).filter(
      (id) => states[id]?.file !== undefined && optionOf(id, "file", "show_changes") === false,
    );
    expect(hidden.sort()).toEqual(["/etc/exabgp/exabgp.conf", "/etc/haproxy/certificate.pem"]);
    expect(optionOf("/etc/haproxy/haproxy.cfg", "file", "check_cmd")).toBe("/usr/sbin/haproxy -c -q -f");
    // The text of a file is written before it is read, and what reads it is started after that.
    for (const [name, service] of Object.entries({
      exabgp: "hybrid-kubernetes-exabgp",
      haproxy: "haproxy",
      bird: "bird",
    })) {
      const place = (id: string, module: string) => optionOf(id, module, "order") as number;
      const reading = place(`hybrid-kubernetes-${name}-read`, "cmd");
      for (const file of noted(name)) expect(place(file, "file")).toBeLessThan(reading);
      expect(reading).toBeLessThan(place(service, "service"));
    }
  });

  test("nothing hangs on a change that one run alone sees: what has to read a file is noted before, and reads it in the next run, if this one ends", () => {
    const [salt = ""] = SALTS;
    const ids = ["edge-1", "worker-1", "control-1", "etcd-1"];
    for (const [id, { states }] of Object.entries(asks(salt, dataCenter, ids, secrets()))) {
      const hung = Object.entries(states).flatMap(([state, modules]) =>
        Object.values(modules)
          .filter(Array.isArray)
          .flat()
          .flatMap((part) => [...(part.watch ?? []), ...(part.onchanges ?? [])].map((on) => [state, on])),
      );
      // The end of a change of the network, whose begin is on the disk before its first file.
      const parts = id === "edge-1" ? ["edge", "network", "system"] : ["network", "system"];
      expect([id, hung.sort()]).toEqual([
        id,
        parts.map((part) => [`hybrid-kubernetes-${part}-used`, { cmd: `hybrid-kubernetes-${part}-begun` }]),
      ]);
      for (const state of Object.keys(states).filter((one) => one.endsWith("-begun"))) {
        expect(states[state]?.cmd).toContainEqual({ prereq: expect.anything() });
        // What was good is remembered before that.
        const begun = Object.assign({}, ...(states[state]?.cmd ?? []).filter((part) => typeof part === "object"));
        for (const { file } of begun.prereq) {
          const written = (states[file]?.file ?? []).flatMap((part) => Object(part).require ?? []);
          expect([file, written]).toEqual([file, expect.arrayContaining([{ cmd: "hybrid-kubernetes-saved" }])]);
        }
      }
    }
  });

  test("members of etcd are started after their certificates, and by no change again: one restarts after the other", () => {
    const [salt = ""] = SALTS;
    const running = join(folder, "running");
    const cluster = { secrets: { pillar: "kubernetes/paris/cluster" }, etcd: { isRunning: true } };
    for (const [path, text] of siteFiles(planSite({ ...THREE_MEMBERS, cluster }))) write(join("running", path), text);
    const [states = {}, later = {}, control = {}] = [
      asks(salt, dataCenter, ["etcd-1"], secrets())["etcd-1"]?.states,
      asks(salt, running, ["etcd-1"], secrets(), { part: "running-states" })["etcd-1"]?.states,
      asks(salt, dataCenter, ["control-1"], secrets())["control-1"]?.states,
    ];
    type States = Answer["states"];
    const optionsOf = (all: States, id: string, module: string) =>
      Object.assign({}, ...(all[id]?.[module] ?? []).filter((part) => typeof part === "object"));
    const service = optionsOf(states, "etcd", "service");
    expect(service).toMatchObject({ enable: true });
    expect(service.watch).toBeUndefined();
    expect(service.onlyif).toBeUndefined();
    // A server without data that is to join waits for `hybrid-kubernetes-etcd join`.
    expect(optionsOf(later, "etcd", "service").onlyif).toBe("test -d /var/lib/etcd/data/member");
    expect(optionsOf(states, "hybrid-kubernetes-etcd-current", "cmd")).toMatchObject({
      name: "/usr/local/sbin/hybrid-kubernetes-etcd restart",
      unless: "/usr/local/sbin/hybrid-kubernetes-etcd is-current",
    });
    // In the version of the plan and in no other, and with the unit that keeps Debian's from starting.
    expect(optionsOf(states, "hybrid-kubernetes-etcd", "pkg")).toMatchObject({
      pkgs: [{ "etcd-client": "3.6.5-*" }, { "etcd-server": "3.6.5-*" }, "openssl", "python3"],
      require: [
        { file: "/etc/systemd/system/etcd.service" },
        { file: "/usr/sbin/policy-rc.d" },
        { file: "/etc/needrestart/conf.d/hybrid-kubernetes-etcd.conf" },
        { file: "/usr/local/sbin/hybrid-kubernetes-etcd" },
      ],
    });
    // The package is installed once nothing lets it restart the member.
    expect(optionsOf(states, "hybrid-kubernetes-etcd-is-left-alone", "cmd").order).toBeLessThan(
      optionsOf(states, "hybrid-kubernetes-etcd", "pkg").order,
    );
    const place = (id: string, module: string): number => optionsOf(states, id, module).order;
    const issued = place("hybrid-kubernetes-etcd-certificates-issued", "cmd");
    expect(place("/etc/etcd/pki/ca.key", "file")).toBeLessThan(issued);
    expect(issued).toBeLessThan(place("etcd", "service"));
    expect(optionsOf(states, "/etc/etcd/pki/ca.key", "file").show_changes).toBe(false);
    // The control plane has the certificate of its client, and no member.
    expect(
      Object.keys(control)
        .filter((id) => id.includes("etcd"))
        .sort(),
    ).toEqual([
      "/etc/etcd/etcd.json",
      "/etc/etcd/pki/ca.crt",
      "/etc/etcd/pki/ca.key",
      "/etc/systemd/system/hybrid-kubernetes-etcd-certificates.service",
      "/etc/systemd/system/hybrid-kubernetes-etcd-certificates.timer",
      "hybrid-kubernetes-etcd",
      "hybrid-kubernetes-etcd-certificates-issued",
      "hybrid-kubernetes-etcd-certificates.timer",
      "hybrid-kubernetes-etcd-units-due",
      "hybrid-kubernetes-etcd-units-read",
    ]);
  });

  /** What the example synthesizes, once. */
  const example = (): string => {
    const outdir = join(folder, "example");
    if (existsSync(outdir)) return outdir;
    process.env.CDKTF_OUTDIR = outdir;
    jest.requireActual(join(__dirname, "../../examples/video-platform/main.ts"));
    delete process.env.CDKTF_OUTDIR;
    return outdir;
  };
  test.each(SALTS)(
    "every server of every data centre of the example has its states, all in one process, by %s",
    (salt) => {
      const all = join(example(), "data-centers");
      const sites = readdirSync(all).flatMap((environment) =>
        readdirSync(join(all, environment)).map((site) => join(all, environment, site)),
      );
      const ids = sites.map((site) =>
        Object.keys(JSON.parse(readFileSync(join(site, "site.json"), "utf8")).servers as object),
      );
      const given = { ...secrets(), bgp: "key", tls: "certificate" };
      const orders = sites.map((site, index) =>
        order(site, ids[index] ?? [], given, { part: `example-${basename(salt)}-${basename(site)}` }),
      );
      const answers = answersTo(salt, orders);
      sites.forEach((site, index) => {
        for (const id of ids[index] ?? []) expect([site, id, answers[index]?.[id]?.errors]).toEqual([site, id, []]);
      });
      expect(sites.map((site, index) => [basename(site), ids[index]?.length])).toEqual([
        ["frankfurt", 10],
        ["paris", 12],
        ["singapore", 14],
      ]);
      haveTheirParts(answers[2] ?? {});
    },
  );

  test("secrets are given by the role that the data have, whatever a server is called", () => {
    const named = join(folder, "named");
    const sites = TINY_SITE.servers;
    const [edge, worker] = [sites["edge-1"], sites["worker-1"]];
    if (edge === undefined || worker === undefined) throw new Error("the small data centre has lost its servers");
    const servers = { "web.par.example.com": edge, "edge-2": sites["edge-2"] ?? edge, "edge-9": worker };
    const certificate = { pillar: "kubernetes/paris/tls" };
    const site = planSite({
      ...TINY_SITE,
      servers,
      edge: { publicRanges: ["203.0.113.0/28", "2001:db8:1::/64"], certificate },
    });
    for (const [path, text] of siteFiles(site)) write(join("named", path), text);
    for (const salt of SALTS) {
      const ids = ["web.par.example.com", "edge-2", "edge-9", "edge-nobody"];
      const answers = asks(salt, named, ids, secrets(), { part: `named-${basename(salt)}` });
      // What the pillar has there is a text, which Salt 3008 shows as asterisks.
      expect(ids.filter((id) => answers[id]?.pillar)).toEqual(["web.par.example.com", "edge-2"]);
      expect(answers["edge-9"]?.errors).toEqual([]);
    }
  });
});

/** Where the formula makes the cluster, each role has what it is for: etcd, the control plane, workers, and workers with GPUs. */
function haveTheirParts(answers: Readonly<Record<string, Answer>>): void {
  const states = (name: string) => Object.keys(answers[name]?.states ?? {});
  expect(states("etcd-2")).toEqual(expect.arrayContaining(["etcd", "/etc/etcd/etcd.conf.yaml"]));
  expect(states("control-1")).toContain("/etc/kubernetes/hybrid-kubernetes/kubeadm.yaml");
  expect(states("control-1")).not.toContain("etcd");
  for (const worker of ["worker-101", "worker-301"]) {
    expect(states(worker)).toEqual(expect.arrayContaining(["containerd", "hybrid-kubernetes-kubelet-package"]));
    expect(states(worker).join()).not.toContain("/etc/etcd");
  }
}

test("the formula has the layout of others, and the version of the package", () => {
  const formula = parse(readFileSync(join(FORMULA, "FORMULA"), "utf8"));
  const { version, files } = JSON.parse(readFileSync(join(FORMULA, "../package.json"), "utf8"));
  expect(formula).toMatchObject({ name: "hybrid-kubernetes", version, top_level_dir: "hybrid-kubernetes" });
  expect(files).toContain("formula");
  // As those of saltstack-formulas: what it is, how it is used, what a pillar looks like, and one folder with its name.
  expect(readdirSync(FORMULA).sort()).toEqual(["FORMULA", "README.md", "hybrid-kubernetes", "pillar.example"]);
  for (const name of ["init.sls", "clean.sls", "map.jinja"])
    expect(existsSync(join(FORMULA, "hybrid-kubernetes", name))).toBe(true);
  const parts = new Set(list.map((file) => (file as { part?: string }).part).filter((part) => part !== "router"));
  for (const part of parts) expect(existsSync(join(FORMULA, "hybrid-kubernetes", `${part}`, "init.sls"))).toBe(true);
});
