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
    folder.write("requests.json", { items: [one] });
    folder.write("nodes.json", NODES);
    writeFileSync(at("told"), "");
    folder.standIn(
      "kubectl",
      `case "$*" in *" get "*) cat ${at("requests.json")} ;; *) echo "$@" >> ${at("told")} ;; esac`,
    );
    folder.change({ 'KUBECTL = ["kubectl"': `KUBECTL = ["${at("kubectl")}"` });
    const { status, said } = folder.run(at("nodes.json"));
    expect([status, said]).toEqual([0, said]);
    const told = readFileSync(at("told"), "utf8");
    return [...told.matchAll(/certificate (approve|deny) csr-1/g)].map(([, word = ""]) => word);
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
    ["a node that is not planned", { spec: { username: "system:node:worker-9" } }],
    ["a certificate for clients", { spec: { usages: ["digital signature", "client auth"] } }],
    ["what is no request", { pem: "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n" }],
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
});
