import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planSite } from "../../lib/data-center/plan-site";
import { THREE_MEMBERS } from "../data-center/three-members";
import { replaced } from "../support/replaced";
import { EtcdMember, freePorts, hasEtcd } from "./etcd-member";
import { describeProgram, until } from "./program";
import { renderPlan } from "./render-plan";

if (!hasEtcd)
  process.stdout.write("SKIPPED, not passed: no key in use is looked for, without the etcd of lab/install.sh\n");

const CHECK = join(__dirname, "../../formula/hybrid-kubernetes/files/check-encryption.py");
const ADDRESS = "10.128.0.31";
const { "etcd-1": first, "etcd-2": _2, "etcd-3": _3, ...others } = THREE_MEMBERS.servers;
const SITE = {
  ...THREE_MEMBERS,
  servers: { ...others, "etcd-1": first as NonNullable<typeof first> },
  cluster: { secrets: { pillar: "kubernetes/paris/cluster" } },
};

(hasEtcd ? describe : describe.skip)("what looks for objects that need an old key", () => {
  const folder = mkdtempSync(join(tmpdir(), "check-encryption-"));
  const at = (name: string) => join(folder, name);
  let member: EtcdMember;
  let control: EtcdMember;

  beforeAll(async () => {
    renderPlan(planSite(SITE), at("rendered"));
    const ports = new Map([[ADDRESS, await freePorts()]]);
    const server = (name: string, ...paths: readonly string[]) => {
      const one = new EtcdMember(name, at(name), ports, ADDRESS);
      for (const path of ["etc/etcd/etcd.json", ...paths]) one.take(join(at("rendered"), name), path);
      for (const path of ["etc/etcd/pki/ca.crt", "etc/etcd/pki/ca.key"]) one.take(at("rendered/etcd-1"), path);
      expect(one.issue().status).toBe(0);
      return one;
    };
    member = server("etcd-1", "etc/etcd/etcd.conf.yaml", "etc/systemd/system/etcd.service");
    control = server("control-1");
    member.start();
    await until(
      () => member.do("status").status === 0,
      () => member.do("status").said,
    );
  });
  afterAll(() => {
    member?.stop();
    rmSync(folder, { recursive: true });
  });

  const put = (name: string, value: string) =>
    expect(member.ctl(["put", `/registry/secrets/default/${name}`, value]).status).toBe(0);
  /** What the program says of a file without the old key. */
  const asked = (page: number): string => {
    const key = (name: string) => ({ name, secret: Buffer.from(name.padEnd(32, "!")).toString("base64") });
    const write = (path: string, ...keys: readonly string[]) =>
      writeFileSync(at(path), JSON.stringify({ resources: [{ providers: [{ secretbox: { keys: keys.map(key) } }] }] }));
    write("present", "key2", "key1");
    write("new", "key2");
    const own = replaced(
      readFileSync(CHECK, "utf8"),
      ["/etc/etcd/etcd.json", control.at("etc/etcd/etcd.json")],
      [/^PAGE = \d+$/m, `PAGE = ${page}`],
    );
    writeFileSync(at("check.py"), own);
    return control.run("/usr/bin/python3", at("check.py"), at("new"), at("present")).said;
  };

  test("finds them wherever they are: on the first page of an answer, on the last one, and nowhere else", () => {
    for (const name of ["a", "b", "c", "d"]) put(name, `k8s:enc:secretbox:v1:key2:${name}`);
    // What only begins like it, and what is no Secret.
    put("e", "k8s:enc:secretbox:v1:key11:e");
    expect(member.ctl(["put", "/registry/secretsofothers/f", "k8s:enc:secretbox:v1:key1:f"]).status).toBe(0);
    for (const page of [1, 2, 5, 200]) expect([page, asked(page)]).toEqual([page, ""]);
    for (const name of ["c", "z"]) {
      put(name, `k8s:enc:secretbox:v1:key1:${name}`);
      const count = name === "c" ? 1 : 2;
      for (const page of [1, 2, 200])
        expect(asked(page)).toMatch(
          new RegExp(`^key1 is gone, and ${count} objects in etcd are still encrypted with it`),
        );
    }
  });
});

describeProgram("check-encryption.py", "another key of encryption at rest", (folder) => {
  const secret = (text: string) => Buffer.from(text.padEnd(32, "!")).toString("base64");
  const text = (...keys: readonly string[]) =>
    JSON.stringify({
      resources: [{ providers: [{ secretbox: { keys: keys.map((name) => ({ name, secret: secret(name) })) } }] }],
    });
  const said = (present: string, wanted: string) => {
    writeFileSync(folder.at("present"), present);
    writeFileSync(folder.at("new"), wanted);
    const { status, said } = folder.run(folder.at("new"), folder.at("present"));
    return status === 0 ? said : said.replace(": docs/data-center-cluster.md#another-key", "");
  };

  test("is refused where another API server could not read what is written with it, or was", () => {
    expect(said(text("key1"), text("key1", "key2"))).toBe("");
    expect(said(text("key1", "key2"), text("key2", "key1"))).toBe("");
    expect(said(text("key1"), text("key2", "key1"))).toMatch(/^key2 is new, and the first one/);
    expect(said(text("key1"), text("key2"))).toMatch(/^key1 is gone, with which API servers encrypt/);
    expect(said(text("key1"), text("key1").replace(secret("key1"), secret("other")))).toMatch(
      /^key1 is another key than it was/,
    );
    expect(said(text("key1"), text())).toMatch(/there is at least one$/);
    expect(said(text("key1"), "")).toMatch(/there is at least one$/);
  });

  test("does not follow a file that is damaged: it says what to do", () => {
    for (const damaged of ["", "{", "[]", "null", '{"resources": []}', text()])
      expect([damaged, said(damaged, text("key1"))]).toEqual([
        damaged,
        `${folder.at("present")} is damaged, and has no keys. Move it away, and apply again: this server gets the keys of the pillar then, which have to be those of the other control-plane servers`,
      ]);
    rmSync(folder.at("present"));
    expect(folder.run(folder.at("new"), folder.at("present"))).toEqual({ status: 0, said: "" });
  });
});
