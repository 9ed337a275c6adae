import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describeProgram } from "./program";

const NODES = { "worker-1": ["10.128.0.11", "fd00:128::b"], "worker-2": ["10.128.0.12"] };

describeProgram("approve-kubelets.py", "the program that approves certificates of kubelets", (folder) => {
  const at = (name: string) => folder.at(name);

  /** A request as a kubelet makes it. */
  function request(change: { names?: string; subject?: string; spec?: object; status?: object; pem?: string } = {}) {
    const {
      names = "DNS:worker-1,IP:10.128.0.11,IP:fd00:128::b",
      subject = "/O=system:nodes/CN=system:node:worker-1",
    } = change;
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", at("key")];
    const extension = names === "" ? [] : ["-addext", `subjectAltName=${names}`];
    const args = ["req", "-new", ...key, "-subj", subject, ...extension];
    const { stdout, stderr } = spawnSync("openssl", args, { encoding: "utf8" });
    if (stdout === "") throw new Error(stderr);
    return {
      metadata: { name: "csr-1" },
      spec: {
        signerName: "kubernetes.io/kubelet-serving",
        username: "system:node:worker-1",
        groups: ["system:nodes", "system:authenticated"],
        usages: ["digital signature", "server auth"],
        request: Buffer.from(change.pem ?? stdout).toString("base64"),
        ...change.spec,
      },
      status: change.status ?? {},
    };
  }

  /** What it does with a request, as kubectl is told. */
  function judged(one: object): string[] {
    const { status, said, told } = outcome([one]);
    expect([status, said]).toEqual([0, said]);
    return told;
  }

  /** What it does with requests, and says, where texts of it are others. */
  function outcome(items: readonly object[], change: Readonly<Record<string, string>> = {}, nodes: object = NODES) {
    folder.write("requests.json", { items });
    folder.write("nodes.json", nodes);
    writeFileSync(at("told"), "");
    folder.standIn(
      "kubectl",
      `case "$*" in *" get "*) cat ${at("requests.json")} ;; *) echo "$@" >> ${at("told")} ;; esac`,
    );
    folder.change({ 'KUBECTL = ["kubectl"': `KUBECTL = ["${at("kubectl")}"`, ...change });
    const { status, said } = folder.run(at("nodes.json"));
    const words = [...readFileSync(at("told"), "utf8").matchAll(/certificate (approve|deny) csr-1/g)];
    return { status, said, told: words.map(([, word = ""]) => word) };
  }

  test("approves what is planned for the node", () => {
    expect(judged(request())).toEqual(["approve"]);
    expect(judged(request({ names: "IP:10.128.0.11" }))).toEqual(["approve"]);
    expect(existsSync(at("key"))).toBe(true);
  });

  test.each<[string, Parameters<typeof request>[0]]>([
    ["the API's address", { names: "DNS:worker-1,IP:10.128.0.11,IP:10.131.0.17" }],
    ["another node's address", { names: "DNS:worker-1,IP:10.128.0.12" }],
    ["another name", { names: "DNS:worker-1,DNS:kubernetes.default.svc" }],
    ["a wildcard", { names: "DNS:*.worker-1" }],
    ["a URI", { names: "DNS:worker-1,URI:spiffe://worker-1" }],
    ["a mail address", { names: "DNS:worker-1,email:root@worker-1" }],
    ["no name", { names: "" }],
    ["the subject of another node", { subject: "/O=system:nodes/CN=system:node:worker-2" }],
    ["a second group", { subject: "/O=system:nodes/O=system:masters/CN=system:node:worker-1" }],
    ["a user that is no node", { spec: { username: "system:serviceaccount:web:default" } }],
    ["a user without the group of nodes", { spec: { groups: ["system:authenticated"] } }],
    ["a certificate for clients", { spec: { usages: ["digital signature", "client auth"] } }],
  ])("denies %s", (_, change) => {
    expect(judged(request(change))).toEqual(["deny"]);
  });

  test("denies a request whose signature is not that of its key", () => {
    const good = request();
    const [head = "", ...rest] = Buffer.from(good.spec.request, "base64").toString().trim().split("\n");
    const bytes = Buffer.from(rest.slice(0, -1).join(""), "base64");
    // The last byte is of the signature.
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    const pem = `${head}\n${bytes.toString("base64").replace(/.{64}/g, "$&\n")}\n${rest.at(-1)}\n`;
    expect(judged(request({ pem }))).toEqual(["deny"]);
  });

  test("leaves alone what is of another signer, or judged already", () => {
    expect(judged(request({ spec: { signerName: "kubernetes.io/kube-apiserver-client-kubelet" } }))).toEqual([]);
    expect(judged(request({ status: { conditions: [{ type: "Denied" }] } }))).toEqual([]);
  });

  const NOT_READ = "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n";
  test.each<[string, Parameters<typeof request>[0], Readonly<Record<string, string>>, RegExp]>([
    ["openssl takes too long", {}, { "timeout=30, input=pem": "timeout=0.5, input=pem" }, /openssl: TimeoutExpired/],
    ["openssl is killed", {}, {}, /openssl ended with -9/],
    ["openssl is not there", {}, { '"openssl", "req"': '"/nowhere/openssl", "req"' }, /openssl: FileNotFoundError/],
    ["it is no request", { pem: NOT_READ }, {}, /openssl ended with 1/],
    ["its node is not known here", { spec: { username: "system:node:worker-9" } }, {}, /worker-9 is no node of this/],
    ["it has no request", { spec: { request: undefined } }, {}, /stays: 'request'/],
  ])("leaves one to a later look when %s, and judges the others", (what, change, texts, words) => {
    const slow = { "takes too long": "exec sleep 5", "is killed": "echo verify OK >&2; kill -9 $$" };
    const [, script] = Object.entries(slow).find(([name]) => what.endsWith(name)) ?? [];
    // Only the first request meets it.
    const more = script === undefined ? texts : { ...texts, '"openssl", "req"': `"${at("openssl")}", "req"` };
    folder.standIn("openssl", `[ -e ${at("asked")} ] && exec openssl "$@"; touch ${at("asked")}; ${script}`);
    folder.forget("asked");
    const first = { ...request(change), metadata: { name: "csr-0" } };
    const { status, said, told } = outcome([first, request()], more);
    expect([status, said]).toEqual([1, expect.stringMatching(words)]);
    expect(said).toContain("csr-0 of");
    expect(said).not.toContain("denied");
    expect(told).toEqual(what.endsWith("not there") ? [] : ["approve"]);
    expect(readFileSync(at("told"), "utf8")).not.toContain("csr-0");
  });

  test("denies none by a plan that it cannot read, nor when kubectl fails", () => {
    const broken = outcome([request()], {}, { "worker-1": ["10.128.0"] });
    expect(broken).toMatchObject({
      status: 1,
      told: [],
      said: expect.stringContaining("csr-1 of system:node:worker-1 stays"),
    });
    folder.standIn(
      "kubectl",
      `case "$*" in *" get "*) cat ${at("requests.json")} ;; *) echo conflict >&2; exit 1 ;; esac`,
    );
    expect(folder.run(at("nodes.json"))).toMatchObject({ status: 1, said: expect.not.stringContaining("approved") });
    folder.standIn("kubectl", "echo no answer >&2; exit 1");
    expect(folder.run(at("nodes.json"))).toMatchObject({
      status: 1,
      said: expect.stringMatching(/^nothing was judged: .*no answer$/),
    });
    expect(folder.run(at("nowhere.json"))).toMatchObject({
      status: 1,
      said: expect.stringContaining("nothing was judged"),
    });
  });

  test("denies a name that looks like an address", () => {
    expect(judged(request({ names: "DNS:worker-1,IP:10.128.0.11,DNS:10.128.0.11" }))).toEqual(["deny"]);
  });
});
