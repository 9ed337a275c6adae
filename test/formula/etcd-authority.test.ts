import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planSite } from "../../lib/data-center/plan-site";
import { THREE_MEMBERS } from "../data-center/three-members";
import { EtcdMember, freePorts, hasEtcd } from "./etcd-member";
import { until } from "./program";
import { renderPlan } from "./render-plan";

if (!hasEtcd)
  process.stdout.write(
    "SKIPPED, not passed: no member of etcd gets another CA here, without the etcd of lab/install.sh\n",
  );

const CHECK = join(__dirname, "../../formula/hybrid-kubernetes/files/check-authority.py");
const ADDRESSES = { "etcd-1": "10.128.0.31", "etcd-2": "10.128.0.32", "etcd-3": "10.128.0.33" };

(hasEtcd ? describe : describe.skip)("members of etcd that run", () => {
  const folder = mkdtempSync(join(tmpdir(), "etcd-authority-"));
  let all: readonly EtcdMember[] = [];
  afterAll(() => {
    for (const member of all) member.stop();
    rmSync(folder, { recursive: true });
  });
  const openssl = (...args: readonly string[]): void => {
    const { status, stderr } = spawnSync("openssl", args, { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
  };
  const own = (name: string): string => join(folder, name);
  const text = (name: string): string => readFileSync(own(name), "utf8");

  beforeAll(async () => {
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc", "-days", "9"];
    for (const name of ["old", "new"])
      openssl(
        "req",
        "-x509",
        ...key,
        "-addext",
        "keyUsage=critical,keyCertSign,cRLSign",
        "-subj",
        `/CN=etcd-${name}`,
        "-keyout",
        own(`${name}.key`),
        "-out",
        own(`${name}.crt`),
      );
    renderPlan(planSite(THREE_MEMBERS), own("rendered"));
    const ports = new Map<string, Awaited<ReturnType<typeof freePorts>>>();
    for (const address of Object.values(ADDRESSES)) {
      let four = await freePorts();
      while ([...ports.values()].some(([first]) => first === four[0])) four = await freePorts();
      ports.set(address, four);
    }
    all = Object.entries(ADDRESSES).map(([name, address]) => new EtcdMember(name, own(name), ports, address));
    for (const member of all)
      for (const path of [
        "etc/etcd/etcd.conf.yaml",
        "etc/etcd/etcd.json",
        "etc/systemd/system/etcd.service",
        "etc/etcd/pki/ca.crt",
      ])
        member.take(join(folder, "rendered", member.name), path);
  });

  /** What a state does with the pillar's CA: nothing where it is refused. */
  const give = (member: EtcdMember, authorities: readonly string[]): string => {
    const [first = ""] = authorities;
    for (const [path, content] of [
      ["etc/etcd/pki/ca.crt", authorities.map((name) => text(`${name}.crt`)).join("")],
      ["etc/etcd/pki/ca.key", text(`${first}.key`)],
    ] as const) {
      writeFileSync(own("wanted"), content);
      const { status, said } = member.run("/usr/bin/python3", CHECK, member.at(path), own("wanted"));
      if (status !== 0) return said;
      copyFileSync(own("wanted"), member.at(path));
    }
    return "";
  };
  const isWell = (member: EtcdMember) =>
    until(
      () => member.do("status").status === 0,
      () => member.do("status").said,
    );
  /** Whoever signed a certificate that a member shows, or has. */
  const issuer = (member: EtcdMember, name: string): string =>
    spawnSync("openssl", ["x509", "-noout", "-issuer", "-in", member.at(`etc/etcd/pki/${name}.crt`)], {
      encoding: "utf8",
    })
      .stdout.trim()
      .replace(/^issuer=.*CN ?= ?/, "");

  test("get another CA as the docs have it, one by one, and answer all the while", async () => {
    const [one, two, three] = all as [EtcdMember, EtcdMember, EtcdMember];
    for (const member of all) {
      rmSync(member.at("etc/etcd/pki/ca.crt"));
      expect(give(member, ["old"])).toBe("");
      expect(member.issue().status).toBe(0);
    }
    // An API server that has what it had before: it is the last that hears of another CA.
    for (const ending of ["crt", "key"]) copyFileSync(one.at(`etc/etcd/pki/client.${ending}`), own(`client.${ending}`));
    for (const member of all) member.start();
    for (const member of all) await isWell(member);
    let count = 0;
    /** Also to whoever still has what it had before. */
    const serves = (member: EtcdMember) => {
      const [value, next] = [`${++count}`, all[(all.indexOf(member) + 1) % all.length] as EtcdMember];
      expect(member.ctl(["put", "/registry/kept", value])).toEqual({ status: 0, said: "OK" });
      const got = next.ctl(["get", "/registry/kept", "--print-value-only"], { pki: folder });
      expect(got).toEqual({ status: 0, said: value });
    };
    const restarted = (member: EtcdMember) => {
      expect(member.do("is-current").status).toBe(1);
      expect(member.do("restart")).toMatchObject({
        status: 0,
        said: expect.stringContaining(`restarted ${member.name}`),
      });
    };
    serves(one);

    // Not at once: the others would refuse what it issues.
    expect(give(one, ["new"])).toContain("is gone, or another one has its place");
    expect(give(one, ["new", "old"])).toContain("the first CA is new");

    // The new one is trusted, and issues nothing so far.
    for (const member of all) expect(give(member, ["old", "new"])).toBe("");
    for (const member of all) {
      expect(member.issue("check")).toEqual({ status: 0, said: "" });
      restarted(member);
      serves(member);
    }

    // It issues: a member with certificates of the new one, beside members with those of the old one.
    for (const member of all) {
      expect(give(member, ["new", "old"])).toBe("");
      expect(member.issue().said.match(/is of another CA/g)).toHaveLength(3);
      expect(["server", "peer", "client"].map((name) => issuer(member, name))).toEqual(Array(3).fill("etcd-new"));
      // Certificates are read with each connection: it answers before it is restarted, too.
      serves(member);
      // The first beside certificates of the old one, the last beside those of the new one. The second has its turn below.
      if (member === two) continue;
      restarted(member);
      serves(member);
    }
    expect([one, two, three].map((member) => issuer(member, "peer"))).toEqual(Array(3).fill("etcd-new"));

    // Who still has a certificate of the old one is let in until that CA is left out, which a state does not do.
    expect(give(two, ["new"])).toContain("the CA CN = etcd-old is gone");
    rmSync(two.at("etc/etcd/pki/ca.crt"));
    expect(give(two, ["new"])).toBe("");
    expect(two.issue("check")).toEqual({ status: 0, said: "" });
    restarted(two);
    expect(two.ctl(["get", "/registry/kept"], { pki: folder }).status).not.toBe(0);
    expect(two.ctl(["get", "/registry/kept", "--print-value-only"])).toEqual({ status: 0, said: `${count}` });
    for (const member of all) expect([member.do("status").status, member.do("is-current").status]).toEqual([0, 0]);
  });
});
