import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fc } from "../support/property";
import { asPem, EXTENSION_REQUEST, extension, KIND, madeRequest, namesOf, OBJECT, tlv } from "./certificate-request";
import { describeProgram } from "./program";

const NODES = { "worker-1": ["10.128.0.11", "fd00:128::b"], "worker-2": ["10.128.0.12"] };

/** Made by x509.CreateCertificateRequest of Go, as kubelets have it. */
const OF_GO = `-----BEGIN CERTIFICATE REQUEST-----
MIIBMDCB1gIBADA2MRUwEwYDVQQKEwxzeXN0ZW06bm9kZXMxHTAbBgNVBAMTFHN5
c3RlbTpub2RlOndvcmtlci0xMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE4dYi
cezwaIJsiJyU2Ean6JUnxHfpMziFKRrSkaamaw+MVU1SPL1GCZMmT6AMPQmGE4LX
WgvMugm6PwWpYZE4DKA+MDwGCSqGSIb3DQEJDjEvMC0wKwYDVR0RBCQwIoIId29y
a2VyLTGHBAqAAAuHEP0AASgAAAAAAAAAAAAAAAswCgYIKoZIzj0EAwIDSQAwRgIh
ALjnUTOAG0aCoXrLzv9CFKh5WMtGsionskdIGvDM3MzvAiEAwEogA48f2NgTAKMF
SPFSHwWPEloj21tUJ1jsSKWQce4=
-----END CERTIFICATE REQUEST-----
`;

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

  test("approves what Go's library makes of a kubelet's template", () => {
    expect(judged(request({ pem: OF_GO }))).toEqual(["approve"]);
  });

  /** The names of a kubelet of worker-1. */
  const OWN: ReadonlyArray<readonly [number, Buffer]> = [
    [KIND.dns, Buffer.from("worker-1")],
    [KIND.address, Buffer.from([10, 128, 0, 11])],
    [KIND.address, Buffer.from("fd00012800000000000000000000000b", "hex")],
  ];
  const good = namesOf(OWN);
  const wanted = (value: Buffer) => tlv(0x30, EXTENSION_REQUEST, tlv(0x31, tlv(0x30, value)));
  const unstructured = (text: string) => tlv(0x30, OBJECT.unstructuredName, tlv(0x31, tlv(0x0c, Buffer.from(text))));
  const evil = namesOf([
    [KIND.dns, Buffer.from("kubernetes.default.svc")],
    [KIND.address, Buffer.from([10, 96, 0, 1])],
  ]);
  const others = extension("551d0f", Buffer.from("03020780", "hex"));
  const withDns = (text: string) => [wanted(namesOf([...OWN, [KIND.dns, Buffer.from(text)]]))];

  test.each<[string, readonly Buffer[]]>([
    [
      "text that looks like what openssl prints of the names",
      [unstructured("x\n            X509v3 Subject Alternative Name: \n                DNS:worker-1"), wanted(evil)],
    ],
    ["another attribute after the names", [wanted(good), unstructured("x")]],
    ["two lists of extensions", [wanted(good), wanted(evil)]],
    [
      "two lists of extensions in one attribute",
      [tlv(0x30, EXTENSION_REQUEST, tlv(0x31, tlv(0x30, good), tlv(0x30, evil)))],
    ],
    ["two extensions of names", [wanted(Buffer.concat([good, evil]))]],
    ["an extension that kubelets do not ask for", [wanted(Buffer.concat([good, others]))]],
    ["a name that ends with a line feed", withDns("worker-1\n")],
    ["a name with two in it", withDns("worker-1, IP Address:10.96.0.1")],
    ["a name that ends with a zero", withDns("worker-1\0")],
    ["a name with a dot at its end", withDns("worker-1.")],
    ["a name in capital letters", withDns("WORKER-1")],
    ["an address of five bytes", [wanted(namesOf([...OWN, [KIND.address, Buffer.from([10, 128, 0, 11, 0])]]))]],
    [
      "its address of IPv4 as one of IPv6",
      [wanted(namesOf([[KIND.address, Buffer.from("00000000000000000000ffff0a80000b", "hex")]]))],
    ],
    ["a name of a kind that nobody knows", [wanted(namesOf([...OWN, [0x9f, Buffer.from([1])]]))]],
    ["names of no one", [wanted(namesOf([]))]],
    ["no attribute", []],
  ])("denies a request with %s", (_, attributes) => {
    expect(judged(request({ pem: asPem(madeRequest({ attributes })) }))).toEqual(["deny"]);
  });

  test("denies what is around a request, or behind it", () => {
    const der = madeRequest({ attributes: [wanted(good)] });
    const pem = asPem(der);
    expect(judged(request({ pem }))).toEqual(["approve"]);
    const second = asPem(madeRequest({ attributes: [wanted(evil)] }));
    for (const text of [`${pem}${second}`, `${second}${pem}`, `x\n${pem}`, pem.replace("\n", "\nX: y\n\n")])
      expect(judged(request({ pem: text }))).toEqual(["deny"]);
    expect(outcome([request({ pem: asPem(Buffer.concat([der, Buffer.from([5, 0])])) })]).told).not.toContain("approve");
    // A subject that has both in one group, or once more.
    const group = (...pairs: readonly Buffer[]) => tlv(0x31, ...pairs);
    const organization = tlv(0x30, OBJECT.organization, tlv(0x13, Buffer.from("system:nodes")));
    const common = tlv(0x30, OBJECT.commonName, tlv(0x13, Buffer.from("system:node:worker-1")));
    const attributes = [wanted(good)];
    for (const subject of [
      [group(organization, common)],
      [group(organization), group(common), group(common)],
      [group(common)],
    ])
      expect(judged(request({ pem: asPem(madeRequest({ attributes, subject })) }))).toEqual(["deny"]);
  });

  test("denies a length that is not in its shortest form, which openssl takes", () => {
    const attribute = (size: (length: number) => readonly number[], names = OWN) => {
      const content = tlv(0x30, namesOf(names));
      const group = Buffer.concat([Buffer.from([0x31, ...size(content.length)]), content]);
      return judged(request({ pem: asPem(madeRequest({ attributes: [tlv(0x30, EXTENSION_REQUEST, group)] })) }));
    };
    expect(attribute((length) => [length])).toEqual(["approve"]);
    expect(attribute((length) => [0x81, length])).toEqual(["deny"]);
    const long = [...OWN, ...OWN, ...OWN, ...OWN];
    expect(attribute((length) => [0x81, length], long)).toEqual(["approve"]);
    expect(attribute((length) => [0x82, 0, length], long)).toEqual(["deny"]);
  });

  /** Which of many requests are approved. */
  const approved = (requests: readonly Buffer[]): readonly number[] => {
    const items = requests.map((der, index) => ({
      ...request({ pem: asPem(der) }),
      metadata: { name: `csr-${index}` },
    }));
    outcome(items);
    const told = readFileSync(at("told"), "utf8").matchAll(/certificate approve csr-(\d+)/g);
    return [...told].map(([, number]) => Number(number));
  };

  test("approves nothing that differs in a byte from what is planned", () => {
    const attributes = wanted(good);
    const changed = [...attributes].map((byte, index) => {
      const copy = Buffer.from(attributes);
      copy[index] = (byte + 1 + ((index * 37) % 255)) % 256;
      return madeRequest({ attributes: [copy] });
    });
    expect(approved([...changed, madeRequest({ attributes: [attributes] })])).toEqual([changed.length]);
  });

  test("approves exactly those requests whose names are all of the node", () => {
    const some = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...OWN) },
      fc.tuple(fc.constantFrom(KIND.dns, KIND.address), fc.constantFrom(...OWN.map(([, value]) => value))),
      fc.tuple(
        fc.constantFrom(KIND.dns, KIND.address, KIND.mail, KIND.uri, KIND.other),
        fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      ),
    );
    const lists = fc.array(fc.array(some, { maxLength: 5 }), { minLength: 25, maxLength: 25 });
    const isOwn = ([kind, value]: readonly [number, Buffer]) =>
      OWN.some(([own, other]) => own === kind && other.equals(value));
    fc.assert(
      fc.property(lists, (all) => {
        const planned = all.flatMap((names, index) => (names.length > 0 && names.every(isOwn) ? [index] : []));
        expect(approved(all.map((names) => madeRequest({ attributes: [wanted(namesOf(names))] })))).toEqual(planned);
      }),
      { numRuns: 3 },
    );
  });

  test("writes what somebody else has chosen in one line", () => {
    const { said } = outcome([request({ spec: { username: "x\ncsr-9 of system:node:worker-2: approved" } })]);
    expect(said).toBe(
      String.raw`csr-1 of x\ncsr-9 of system:node:worker-2: approved: denied, x\ncsr-9 of system:node:worker-2: approved is no node`,
    );
  });

  const NOT_READ = "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n";
  test.each<[string, Parameters<typeof request>[0], Readonly<Record<string, string>>, RegExp]>([
    ["openssl takes too long", {}, { "timeout=30, input=der": "timeout=0.5, input=der" }, /openssl: TimeoutExpired/],
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
