import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { planSite } from "../../lib/data-center/plan-site";
import { THREE_MEMBERS } from "../data-center/three-members";
import { replaced } from "../support/replaced";
import { ETCD, EtcdMember, freePorts, hasEtcd } from "./etcd-member";
import { until } from "./program";
import { renderPlan } from "./render-plan";

if (!hasEtcd)
  process.stdout.write("SKIPPED, not passed: no member of etcd is run here, without the etcd of lab/install.sh\n");

const secrets = { pillar: "kubernetes/paris/cluster" };
const plan = planSite({ ...THREE_MEMBERS, cluster: { secrets, etcd: { snapshotsPerMember: 2 } } });
const { "etcd-3": _, ...others } = THREE_MEMBERS.servers;
/** The third member is another server, and the cluster runs. */
const next = planSite({
  ...THREE_MEMBERS,
  servers: { ...others, "etcd-4": { role: "etcd", rack: "a3", number: 34 } },
  cluster: { secrets, etcd: { snapshotsPerMember: 2, isRunning: true } },
});
const addresses = {
  "etcd-1": "10.128.0.31",
  "etcd-2": "10.128.0.32",
  "etcd-3": "10.128.0.33",
  "etcd-4": "10.128.0.34",
};
const CONFIG = ["etc/etcd/etcd.conf.yaml", "etc/etcd/etcd.json"];
const UNIT = "etc/systemd/system/etcd.service";
const CA = ["etc/etcd/pki/ca.crt", "etc/etcd/pki/ca.key"];

(hasEtcd ? describe : describe.skip)("the members of etcd, with the files that are rendered", () => {
  const folder = mkdtempSync(join(tmpdir(), "etcd-"));
  let all: readonly EtcdMember[] = [];
  afterAll(() => {
    for (const member of all) member.stop();
    rmSync(folder, { recursive: true });
  });

  beforeAll(async () => {
    renderPlan(plan, join(folder, "first"));
    renderPlan(next, join(folder, "next"));
    const ports = new Map<string, Awaited<ReturnType<typeof freePorts>>>();
    for (const address of Object.values(addresses)) {
      let own = await freePorts();
      while ([...ports.values()].some(([first]) => first === own[0])) own = await freePorts();
      ports.set(address, own);
    }
    all = Object.entries(addresses).map(
      ([name, address]) => new EtcdMember(name, join(folder, "servers", name), ports, address),
    );
    for (const member of all) {
      const rendered = join(folder, member.name === "etcd-4" ? "next" : "first", member.name);
      for (const path of [...CONFIG, UNIT]) member.take(rendered, path);
      // One CA for all, as the pillar has it.
      for (const path of CA) member.take(join(folder, "first/etcd-1"), path);
    }
  });

  const isWell = (member: EtcdMember) =>
    until(
      () => member.do("status").status === 0,
      () => member.do("status").said,
    );

  test("begin together, refuse strangers, are replaced, restarted one by one, and come back from a snapshot", async () => {
    const [one, two, three, four] = all as [EtcdMember, EtcdMember, EtcdMember, EtcdMember];
    for (const member of all) {
      expect(member.issue("check").status).toBe(1);
      expect(member.issue()).toMatchObject({ status: 0 });
      expect(member.issue("check")).toEqual({ status: 0, said: "" });
    }

    // They begin together.
    for (const member of [one, two, three]) member.start();
    await isWell(one);
    // It is 3.6.16, and its data allow these versions.
    expect(["3.6.5", "3.6.16", "3.6.20", "3.7.0"].map((version) => one.do("may-be", version).said)).toEqual([
      "",
      "",
      "",
      "",
    ]);
    expect(one.do("may-be", "3.5.26")).toEqual({
      status: 1,
      said: "hybrid-kubernetes-etcd: etcd is 3.6.16, and its data go back to no older minor version: 3.5.26. Keep 3.6.16 in the release",
    });
    expect(one.do("may-be", "3.8.0")).toEqual({
      status: 1,
      said: "hybrid-kubernetes-etcd: etcd is 3.6.16, and goes one minor version at a time: a release with 3.7 comes before 3.8.0",
    });
    expect(one.ctl(["put", "/registry/kept", "before"])).toEqual({ status: 0, said: "OK" });
    expect(three.ctl(["get", "/registry/kept", "--print-value-only"]).said).toBe("before");

    // Nobody without a certificate of their CA is answered, as a client or as a peer.
    const stranger = join(folder, "stranger");
    spawnSync("openssl", [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=etcd-1"],
      ...["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", `${stranger}.key`, "-out", `${stranger}.crt`],
    ]);
    expect(one.ctl(["get", "/registry/kept"], { name: "" }).status).not.toBe(0);
    expect(one.ctl(["get", "/registry/kept"], { pki: folder, name: "stranger" }).status).not.toBe(0);
    const asPeer = (...own: string[]) => {
      const cacert = ["--cacert", one.at("etc/etcd/pki/ca.crt"), ...own];
      return one.run("curl", "--http1.1", "--silent", "--max-time", "5", ...cacert, `${one.peer}/members`);
    };
    expect(asPeer().status).not.toBe(0);
    expect(asPeer("--cert", `${stranger}.crt`, "--key", `${stranger}.key`).status).not.toBe(0);
    const pki = one.at("etc/etcd/pki");
    const asked = asPeer("--cert", `${pki}/peer.crt`, "--key", `${pki}/peer.key`);
    expect({ ...asked, names: asked.said.match(/etcd-\d/g)?.sort() }).toMatchObject({
      status: 0,
      names: ["etcd-1", "etcd-2", "etcd-3"],
    });

    // Snapshots: as many as wanted are kept, none is half a one, and one that nobody took away does not count.
    const kept: string[] = [];
    for (let count = 0; count < 3; count++) {
      const { status, said } = one.do("snapshot");
      expect({ status, said }).toEqual({
        status: 0,
        said: expect.stringMatching(/\/var\/backups\/etcd\/\d{8}T\d{6}Z\.db$/),
      });
      kept.push(said);
      await new Promise((resolve) => setTimeout(resolve, 1100));
    }
    const snapshots = () =>
      readdirSync(one.snapshots)
        .sort()
        .map((name) => join(one.snapshots, name));
    expect(snapshots()).toEqual([...kept.slice(1), join(one.snapshots, "succeeded")]);
    expect(statSync(kept[2] as string).mode & 0o777).toBe(0o600);
    // A clock that was wrong for a while took some: what is taken now is not removed for them.
    for (const year of [2091, 2092, 2093]) writeFileSync(join(one.snapshots, `${year}0101T000000Z.db`), "");
    kept.push(one.do("snapshot").said);
    expect(snapshots()).toEqual([...kept.slice(2), join(one.snapshots, "succeeded")]);
    writeFileSync(one.at("etc/etcd/after-snapshot"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    expect(one.do("snapshot").status).toBe(1);
    expect(readFileSync(join(one.snapshots, "succeeded"), "utf8")).toBe(`${kept[3]}\n`);
    writeFileSync(one.at("etc/etcd/after-snapshot"), `#!/bin/sh\ncp "$1" ${folder}/elsewhere.db\n`, { mode: 0o755 });
    expect(one.do("snapshot").status).toBe(0);
    const snapshot = join(folder, "elsewhere.db");
    expect(one.ctl(["put", "/registry/kept", "after"]).status).toBe(0);

    // A member that nobody added begins nothing.
    const alone = four.run(`${ETCD}/etcd`, "--config-file", four.at("etc/etcd/etcd.conf.yaml"));
    expect(alone.status).not.toBe(0);
    rmSync(four.data, { recursive: true, force: true });

    // The third is replaced, but not while it answers, and not with another in its place.
    expect(four.do("join")).toMatchObject({
      status: 1,
      said: expect.stringContaining("the plan and the cluster differ in etcd-3"),
    });
    expect(four.do("join", "--replaces", "etcd-3")).toMatchObject({
      status: 1,
      said: expect.stringContaining("etcd-3 still answers"),
    });
    expect(four.do("join", "--replaces", "etcd-2").said).toContain("etcd-2 is still a member in the plan");
    expect(one.do("join").said).toContain("has data: this server is a member");
    three.stop();
    // Nor with the file of a first start, with which the new one could not start: nothing is removed for it.
    const config = four.at("etc/etcd/etcd.conf.yaml");
    const existing = readFileSync(config, "utf8");
    writeFileSync(config, replaced(existing, ["initial-cluster-state: existing", "initial-cluster-state: new"]));
    expect(four.do("join", "--replaces", "etcd-3")).toMatchObject({
      status: 1,
      said: expect.stringContaining(`initial-cluster-state in ${config} is not \`existing\`: deploy isRunning: true`),
    });
    expect(one.ctl(["member", "list"]).said).toContain("etcd-3");
    writeFileSync(config, existing);
    expect(four.do("join", "--replaces", "etcd-3")).toEqual({
      status: 0,
      said: "removed etcd-3\nadded etcd-4 as a learner\npromoted etcd-4",
    });
    // Also after a reboot.
    expect(four.asked).toBe("enable --now etcd");
    for (const member of [one, two]) for (const path of CONFIG) member.take(join(folder, "next", member.name), path);
    const now = [one, two, four];
    for (const member of now) await isWell(member);
    expect(four.do("status").said).not.toContain("etcd-3");
    expect(four.ctl(["get", "/registry/kept", "--print-value-only"]).said).toBe("after");

    // What only a first start reads is no reason to restart, and what else changes is: of all at once, one by one.
    for (const member of now) expect(member.do("is-current")).toEqual({ status: 0, said: "" });
    for (const member of now) {
      const path = member.at("etc/etcd/etcd.conf.yaml");
      writeFileSync(path, `${readFileSync(path, "utf8")}max-request-bytes: 1600000\n`);
      expect(member.do("is-current").status).toBe(1);
    }
    const restarts = await Promise.all(now.map((member) => member.begin("restart")));
    expect(restarts.map(({ status, said }) => [status, /restarted etcd-\d/.test(said), said])).toEqual(
      restarts.map(({ said }) => [0, true, said]),
    );
    for (const member of now) expect(member.do("is-current")).toEqual({ status: 0, said: "" });
    // None is restarted, and none may go, while the others would be no majority without it. One that is down itself may be started anew.
    expect(one.do("may-go")).toEqual({ status: 0, said: "" });
    two.stop();
    const pid = readFileSync(one.at("pid"), "utf8");
    const needed = "etcd-2 does not answer, and without etcd-1 1 of 3 members would be left, where 2 are a majority";
    expect(one.do("restart")).toMatchObject({
      status: 1,
      said: expect.stringContaining(`${needed}: nothing is restarted`),
    });
    expect(one.do("may-go")).toMatchObject({ status: 1, said: expect.stringContaining(`${needed}: it stays`) });
    expect(readFileSync(one.at("pid"), "utf8")).toBe(pid);
    // Nor is another one let in, with which those that are left would be no majority.
    expect(one.ctl(["member", "add", "etcd-9", "--peer-urls=https://127.0.0.1:9"])).toMatchObject({
      status: 1,
      said: expect.stringContaining("etcdserver: unhealthy cluster"),
    });
    expect(two.do("restart")).toMatchObject({ status: 0, said: expect.stringContaining("restarted etcd-2") });
    two.stop();
    four.stop();
    for (const asked of ["restart", "may-go"])
      expect(one.do(asked)).toMatchObject({
        status: 1,
        said: expect.stringMatching(/member list|no majority answers/),
      });
    expect(readFileSync(one.at("pid"), "utf8")).toBe(pid);

    // All data are lost, and come back from the snapshot that was taken elsewhere.
    for (const member of now) member.stop();
    expect(one.do("restore", snapshot).said).toContain("move it away on each");
    for (const member of now) renameSync(member.data, `${member.data}.lost`);
    // Half of a restored folder is no data: neither etcd nor a second try takes it for some.
    mkdirSync(`${one.data}.half/member`, { recursive: true });
    const digests = now.map((member) => {
      const { status, said } = member.do("restore", snapshot);
      expect(status).toBe(0);
      return /SHA-256 (\w{64})/.exec(said)?.[1];
    });
    expect(new Set(digests).size).toBe(1);
    expect(readdirSync(dirname(one.data)).filter((name) => name.endsWith(".half"))).toEqual([]);
    for (const member of now) member.start();
    for (const member of now) await isWell(member);
    for (const member of now) {
      expect(member.ctl(["get", "/registry/kept", "--print-value-only"])).toEqual({ status: 0, said: "before" });
    }
    // Whoever watches knows no revision that is there now, and none of before is there.
    expect(JSON.parse(one.ctl(["get", "/registry/kept", "-w", "json"]).said).header.revision).toBeGreaterThan(1e9);
    expect(one.ctl(["get", "/registry/kept", "--rev=3"])).toMatchObject({
      status: 1,
      said: expect.stringContaining("required revision has been compacted"),
    });
    expect(two.do("snapshot").status).toBe(0);
  });
});

(hasEtcd ? describe : describe.skip)("the certificates of etcd", () => {
  const folder = mkdtempSync(join(tmpdir(), "etcd-certificates-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const ports = new Map([["10.128.0.31", [2379, 2378, 2380, 2381] as const]]);

  /** A server with its rendered files, as they are. */
  const server = (own: string, name: string): EtcdMember => {
    const rendered = join(folder, "rendered");
    renderPlan(plan, rendered);
    const member = new EtcdMember(name, join(folder, own), ports, "10.128.0.31");
    for (const path of ["etc/etcd/etcd.json", ...CA]) member.take(join(rendered, name), path);
    return member;
  };
  const of = (member: EtcdMember, name: string, ...what: string[]) =>
    member.run("openssl", "x509", "-in", member.at(`etc/etcd/pki/${name}.crt`), "-noout", ...what).said;

  test("are for the addresses of the member, and for both ends of a connection", () => {
    const member = server("names", "etcd-1");
    expect(member.issue().status).toBe(0);
    const text = of(member, "server", "-subject", "-ext", "subjectAltName,extendedKeyUsage,basicConstraints");
    expect(text).toContain("CN = etcd-1");
    expect(text).toContain(
      "DNS:etcd-1, DNS:localhost, IP Address:127.0.0.1, IP Address:10.128.0.31, IP Address:FD00:128:0:0:0:0:0:1F",
    );
    expect(text).toContain("TLS Web Server Authentication, TLS Web Client Authentication");
    expect(of(member, "client", "-ext", "extendedKeyUsage")).not.toContain("Server");
    expect(statSync(member.at("etc/etcd/pki/server.key")).mode & 0o777).toBe(0o600);
    expect(of(member, "server", "-checkend", `${364 * 86_400}`)).toContain("will not expire");
    expect(readdirSync(member.at("etc/etcd/pki")).sort()).toEqual(
      ["ca", "client", "peer", "server"].flatMap((name) => [`${name}.crt`, `${name}.key`]),
    );
  });

  test("are that of its client alone on a control-plane server that is no member", () => {
    const control = server("control", "control-1");
    expect(control.issue().said).toBe(`${control.at("etc/etcd/pki/apiserver.crt")} is not there`);
    expect(of(control, "apiserver", "-subject")).toBe("subject=CN = kube-apiserver-etcd-client");
  });

  test("are issued anew when they expire, for another CA, another name or another key, and stay as they are otherwise", () => {
    const member = server("renewal", "etcd-1");
    const said = (why: string) => ({ status: 0, said: `${member.at("etc/etcd/pki/peer.crt")} ${why}` });
    member.issue();
    const before = of(member, "peer", "-serial");
    expect(member.issue()).toEqual({ status: 0, said: "" });
    expect(of(member, "peer", "-serial")).toBe(before);
    const sign = (days: string) => {
      const at = (name: string) => member.at(`etc/etcd/pki/${name}`);
      member.run("openssl", "req", "-new", "-key", at("peer.key"), "-subj", "/CN=etcd-1", "-out", at("peer.csr"));
      const ca = ["-CA", at("ca.crt"), "-CAkey", at("ca.key"), "-set_serial", "7", "-days", days];
      member.run("openssl", "x509", "-req", "-in", at("peer.csr"), ...ca, "-out", at("peer.crt"));
      rmSync(at("peer.csr"));
    };
    sign("119");
    expect(member.issue()).toEqual(said("is valid for less than 120 days"));
    sign("200");
    expect(member.issue()).toEqual(said("is for other names"));
    writeFileSync(member.at("etc/etcd/pki/peer.key"), readFileSync(member.at("etc/etcd/pki/server.key")));
    expect(member.issue()).toEqual(said("does not belong to its key"));
    const other = server("another", "etcd-1");
    const [first, second] = [member, other].map((one) => readFileSync(one.at("etc/etcd/pki/ca.crt"), "utf8"));
    // Where there are several CAs, they are issued by the first one, and the others are trusted.
    writeFileSync(member.at("etc/etcd/pki/ca.crt"), `${first}\n${second}`);
    expect(member.issue("check")).toEqual({ status: 0, said: "" });
    for (const path of CA) writeFileSync(member.at(path), readFileSync(other.at(path)));
    writeFileSync(member.at("etc/etcd/pki/ca.crt"), `${second}\n${first}`);
    expect(member.issue("check").status).toBe(1);
    expect(member.issue().said.match(/is of another CA/g)).toHaveLength(3);
    expect(member.issue("check")).toEqual({ status: 0, said: "" });
  });
});

describe("what a version of etcd may stand beside", () => {
  const folder = mkdtempSync(join(tmpdir(), "etcd-versions-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const ports = new Map(Object.values(addresses).map((address) => [address, [2379, 2378, 2380, 2381] as const]));
  renderPlan(plan, join(folder, "rendered"));
  const member = new EtcdMember("etcd-1", join(folder, "etcd-1"), ports, "10.128.0.31");
  // The addresses of the others stay as they are: they tell members apart.
  writeFileSync(
    join(member.root, "etcd.json"),
    readFileSync(join(folder, "rendered/etcd-1/etc/etcd/etcd.json"), "utf8"),
  );

  /** What is said of a version, while members are of these, or do not answer. */
  const said = (wanted: string, own: string, second: string, third: string, installed = own): string => {
    const answers = Object.entries({ "127.0.0.1": own, "10.128.0.32": second, "10.128.0.33": third }).map(
      ([address, version]) =>
        `*//${address}:*) ${version === "" ? "exit 1" : `echo '[{"Status":{"version":"${version}"}}]'`} ;;`,
    );
    writeFileSync(member.at("bin/etcdctl"), `#!/bin/sh\ncase "$*" in\n${answers.join("\n")}\nesac\n`);
    writeFileSync(member.at("bin/etcd"), `#!/bin/sh\necho "etcd Version: ${installed}"\necho "Git SHA: 1"\n`);
    for (const name of ["etcdctl", "etcd"]) chmodSync(member.at(`bin/${name}`), 0o755);
    const program = join(__dirname, "../../formula/hybrid-kubernetes/files/etcd.py");
    return member
      .run("/usr/bin/python3", program, "--options", join(member.root, "etcd.json"), "may-be", wanted)
      .said.replace("hybrid-kubernetes-etcd: ", "");
  };

  test.each([
    ["3.6.16", ["3.6.5", "3.6.5", "3.6.5"], ""],
    ["3.7.0", ["3.6.16", "3.6.16", "3.7.0"], ""],
    ["3.6.16", ["3.5.26", "3.5.30", "3.6.16"], ""],
    ["3.5.26", ["3.6.16", "3.5.26", "3.5.26"], /^etcd is 3\.6\.16, and its data go back to no older/],
    ["3.8.0", ["3.6.16", "3.6.16", "3.6.16"], /^etcd is 3\.6\.16, and goes one minor version at a time/],
    // What its own member says is not enough.
    [
      "3.7.0",
      ["3.6.16", "3.6.16", "3.5.26"],
      /^etcd on etcd-3 is 3\.5\.26, and goes one minor.* 3\.6 comes before 3\.7\.0$/,
    ],
    ["3.6.16", ["3.5.26", "3.5.25", "3.5.26"], /^etcd on etcd-2 is 3\.5\.25, and all members have 3\.5\.26 or later/],
    [
      "3.7.0",
      ["3.6.16", "", "3.6.16"],
      /^etcd-2 does not answer, and may have a version that 3\.7\.0 may not stand beside$/,
    ],
    // Within a minor version, members need not answer. One that is down itself was of the version that is installed.
    ["3.6.20", ["3.6.16", "", "3.6.16"], ""],
    ["3.5.26", ["", "3.6.16", "3.6.16"], /^etcd is 3\.6\.16, and its data go back/],
  ] as const)("%s after %j", (wanted, [own, second, third], expected) => {
    const words = said(wanted, own, second, third, own === "" ? "3.6.16" : own);
    if (expected === "") expect(words).toBe("");
    else expect(words).toMatch(expected);
  });
});
