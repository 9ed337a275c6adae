import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeProgram } from "./program";

const DOCS = "docs/data-center-cluster.md#another-ca";
const FILES = join(__dirname, "../../formula/hybrid-kubernetes/files/files.json");

describeProgram("check-authority.py", "another CA", (folder) => {
  const [certificate, key] = [folder.at("ca.crt"), folder.at("ca.key")];
  const make = (name: string, subject = name, ...more: readonly string[]): void => {
    const { status, stderr } = spawnSync("openssl", [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "9", ...more],
      ...["-subj", `/CN=${subject}`, "-keyout", folder.at(`${name}.key`), "-out", folder.at(`${name}.crt`)],
    ]);
    if (status !== 0) throw new Error(String(stderr));
  };
  beforeAll(() => {
    const signs = ["-addext", "keyUsage=critical,keyCertSign,cRLSign"];
    // As they were made before.
    for (const name of ["old", "bare"]) make(name);
    for (const name of ["new", "third"]) make(name, name, ...signs);
    make("namesake", "old", ...signs);
    make("leaf", "leaf", "-addext", "keyUsage=critical,digitalSignature");
  });
  const together = (names: readonly string[]): string =>
    names.map((name) => readFileSync(folder.at(`${name}.crt`), "utf8")).join("");
  /** What is said of these CAs on a server that has those. */
  const said = (present: readonly string[], wanted: readonly string[], ...options: readonly string[]) => {
    writeFileSync(certificate, together(present));
    writeFileSync(folder.at("wanted"), together(wanted));
    const { status, said } = folder.run(...options, certificate, folder.at("wanted"));
    return [status, said.replace(`${certificate}: `, "").replace(`: ${DOCS}`, "")];
  };

  test.each([
    [["old"], ["old"]],
    [["old"], ["old", "new"]],
    [
      ["old", "new"],
      ["new", "old"],
    ],
    [
      ["new", "old"],
      ["new", "old", "third"],
    ],
  ])("of a server that has %j, %j may follow", (present, wanted) => {
    expect(said(present, wanted)).toEqual([0, ""]);
  });

  test.each([
    [["old"], ["new"], "the CA CN = old is gone, or another one has its place"],
    [["old", "new"], ["old"], "the CA CN = new is gone"],
    [["old"], ["namesake"], "the CA CN = old is gone"],
    [["old"], ["new", "old"], "the first CA is new, and what it issues is refused by servers that have not got it"],
    [["old"], ["old", "namesake"], "two CAs have one name"],
    [["old"], ["old", "bare"], "the CA CN = bare has no keyUsage that lets it sign"],
    [["old", "new"], ["old", "new", "leaf"], "the CA CN = leaf has no keyUsage that lets it sign"],
    [["old"], [], "the new one has no certificate"],
  ])("of a server that has %j, %j is refused", (present, wanted, why) => {
    expect(said(present, wanted)).toEqual([1, expect.stringContaining(why)]);
  });

  test("a server that has none takes what the others have", () => {
    rmSync(certificate, { force: true });
    rmSync(key, { force: true });
    expect(folder.run(certificate, folder.at("new.crt"))).toEqual({ status: 0, said: "" });
    expect(folder.run(key, folder.at("new.key"))).toEqual({ status: 0, said: "" });
  });

  test("the one by which the controller manager signs is alone in its file, also on a new server", () => {
    const refused = [
      1,
      expect.stringContaining("the new one has more than one certificate, and kube-controller-manager"),
    ];
    expect(said(["old"], ["old", "new"], "--one")).toEqual(refused);
    expect(said(["old"], ["old", "old"], "--one")).toEqual(refused);
    expect(said(["old"], ["old"], "--one")).toEqual([0, ""]);
    expect(said(["old", "new"], ["old"], "--one")).toEqual([0, ""]);
    expect(said(["old"], ["new"], "--one")).toEqual([1, expect.stringContaining("the CA CN = old is gone")]);
    rmSync(certificate);
    expect(folder.run("--one", certificate, folder.at("new.crt"))).toEqual({ status: 0, said: "" });
    writeFileSync(folder.at("wanted"), together(["old", "new"]));
    expect(folder.run("--one", certificate, folder.at("wanted")).status).toBe(1);
  });

  test("its key is that of the first one", () => {
    copyFileSync(folder.at("old.key"), key);
    const refused = { status: 1, said: `${key}: the new key is not that of the first CA in ${certificate}: ${DOCS}` };
    writeFileSync(certificate, together(["old", "new"]));
    expect(folder.run(key, folder.at("new.key"))).toEqual(refused);
    expect(folder.run(key, folder.at("old.key"))).toEqual({ status: 0, said: "" });
    writeFileSync(certificate, together(["new", "old"]));
    expect(folder.run(key, folder.at("new.key"))).toEqual({ status: 0, said: "" });
    // Neither can be read.
    for (const path of [certificate, folder.at("wanted")]) writeFileSync(path, "nothing");
    expect(folder.run(key, folder.at("wanted"))).toEqual(refused);
  });

  test("a second change waits until the API server has read the first one", () => {
    writeFileSync(folder.at("manifest"), "");
    folder.change(
      {
        '"/etc/kubernetes/manifests/kube-apiserver.yaml"': JSON.stringify(folder.at("manifest")),
        '"crictl"': JSON.stringify(folder.at("crictl")),
      },
      "api_server_reads.py",
    );
    const runsSince = (time: number) =>
      folder.standIn("crictl", `echo '{"containers": [{"createdAt": "${time}000000"}]}'`);
    runsSince(Date.now() - 60_000);
    const refused = [1, expect.stringContaining("control-plane-manifests.py restart")];
    expect(said(["old", "new"], ["new", "old"])).toEqual(refused);
    expect(said(["old"], ["old", "new"])).toEqual(refused);
    expect(said(["old", "new"], ["old", "new"])).toEqual([0, ""]);
    runsSince(Date.now() + 60_000);
    expect(said(["old", "new"], ["new", "old"])).toEqual([0, ""]);
    folder.change({}, "api_server_reads.py");
  });

  test("each file of a CA is checked before it is written, by a program that is there before it", () => {
    const files: readonly { readonly path: string; readonly check?: string }[] = JSON.parse(
      readFileSync(FILES, "utf8"),
    );
    const program = "/usr/local/lib/hybrid-kubernetes/check-authority.py";
    const own = files.filter(({ path }) => /ca\.(crt|key)$/.test(path));
    expect(own.map(({ path }) => path)).toEqual([
      ...["crt", "key"].map((ending) => `/etc/etcd/pki/ca.${ending}`),
      ...["ca", "front-proxy-ca"].flatMap((name) => ["crt", "key"].map((end) => `/etc/kubernetes/pki/${name}.${end}`)),
    ]);
    for (const { path, check } of own) {
      const option = path === "/etc/kubernetes/pki/ca.crt" ? "--one " : "";
      expect(check).toBe(`/usr/bin/python3 ${program} ${option}${path}`);
    }
    expect(files.findIndex(({ path }) => path === program)).toBeLessThan(files.findIndex((one) => own.includes(one)));
  });
});
