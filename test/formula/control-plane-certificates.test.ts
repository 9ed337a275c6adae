import { spawn, spawnSync } from "node:child_process";
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
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planSite } from "../../lib/data-center/plan-site";
import { CLUSTER_SITE } from "../data-center/cluster-site";
import { describeProgram } from "./program";
import { renderPlan } from "./render-plan";

/** Where lab/kubernetes.sh builds them. */
const KUBEADMS = ["1.36.3", "1.37.2"].map(
  (version) => [version, `/usr/local/lib/hybrid-kubernetes-lab/kubernetes/${version}/kubeadm`] as const,
);
const isAble = KUBEADMS.every(([, path]) => existsSync(path)) && process.getuid?.() === 0;
if (!isAble)
  process.stdout.write(
    "SKIPPED, not passed: kubeadm makes and renews no certificates here, without root and the kubeadm of lab/kubernetes.sh\n",
  );

const RUNTIME = "--runtime-endpoint unix:///run/containerd/containerd.sock";

const openssl = (...args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync("openssl", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout;
};
const EC = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"];

describeProgram("control-plane-certificates.py", "the certificates of a control-plane server", (folder) => {
  const root = mkdtempSync(join(tmpdir(), "control-plane-"));
  afterAll(() => rmSync(root, { recursive: true }));
  const at = (path: string): string => join(root, "etc/kubernetes", path);
  const log = join(root, "called");

  /** A certificate that signs itself, of so many days, with its key beside it. */
  const certificate = (name: string, days: number): void => {
    const files = ["-keyout", at(`pki/${name}.key`), "-out", at(`pki/${name}.crt`)];
    openssl("req", "-x509", ...EC, "-subj", `/CN=${name}`, "-days", `${days}`, ...files);
  };
  const daysLeft = (pem: string): number => {
    const { stdout } = spawnSync("openssl", ["x509", "-noout", "-enddate"], { input: pem, encoding: "utf8" });
    return (Date.parse(stdout.trim().replace("notAfter=", "")) - Date.now()) / 86_400_000;
  };
  const clientOf = (name: string): string => {
    const data = /client-certificate-data: (\S+)/.exec(readFileSync(at(name), "utf8"))?.[1] ?? "";
    return Buffer.from(data, "base64").toString();
  };
  /** Runs it, and says which commands it ran, one a line. */
  const run = async (command: string) => {
    rmSync(log, { force: true });
    const program = folder.keep(spawn("/usr/bin/python3", [folder.at("control-plane-certificates.py"), command]));
    let said = "";
    for (const stream of [program.stdout, program.stderr]) stream?.on("data", (text) => (said += text));
    const status = await new Promise<number | null>((resolve) => program.on("close", resolve));
    return { status, said: said.trim(), ran: existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [] };
  };
  const lease = join(root, "lease");
  const nodes = join(root, "nodes");
  /** What it calls here, with a script for each in the place of kubeadm, crictl and kubectl, which keeps a Lease in a file. */
  const standIns = ({ kubeadm = "", crictl = "", kubectl = "" }): void => {
    folder.standIn("kubeadm", `echo "kubeadm $*" >>${log}\n${kubeadm}`);
    folder.standIn(
      "crictl",
      `echo "crictl $*" >>${log}\n${crictl}\ncase "$*" in *" pods "*) echo "pod-of-\${8##*=}";; *stopp*apiserver) echo >${root}/stopped;; esac`,
    );
    folder.standIn(
      "kubectl",
      `[ "$1 $2 $3 $4" = "--kubeconfig ${at("admin.conf")} --request-timeout 20s" ] || exit 1
echo "kubectl $5 \${6#--filename}" | sed 's/ *$//' >>${log}
${kubectl}
case "$5 $6" in
"get lease") cat ${lease} 2>/dev/null || true;;
"create --filename") set -C; cat >${lease};;
"replace --filename") cat >${lease};;
"delete lease") rm -f ${lease};;
"get nodes") cat ${nodes};;
*) exit 1;;
esac`,
    );
  };
  /** The API servers, by the address at which they are asked: this one, and another one. */
  const OWN = "127.0.0.1";
  const OTHER = "127.0.0.2";
  let ready: (address: string | undefined) => boolean;
  let port: number;
  let asked: (string | undefined)[];
  const authority = mkdtempSync(join(tmpdir(), "control-plane-ca-"));
  let server: ReturnType<typeof createServer>;
  const wasStopped = (): boolean => existsSync(join(root, "stopped"));
  beforeAll(async () => {
    const own = (name: string): string => join(authority, name);
    openssl("req", "-x509", ...EC, "-subj", "/CN=ca", "-days", "5", "-keyout", own("ca.key"), "-out", own("ca.crt"));
    openssl("req", "-new", ...EC, "-subj", "/CN=api", "-keyout", own("key"), "-out", own("csr"));
    const signed = ["-CA", own("ca.crt"), "-CAkey", own("ca.key"), "-days", "1", "-out", own("crt")];
    openssl("x509", "-req", "-in", own("csr"), ...signed);
    const tls = { key: readFileSync(own("key")), cert: readFileSync(own("crt")) };
    server = createServer(tls, ({ url, socket }, answer) => {
      asked.push(socket.localAddress);
      answer.writeHead(url === "/readyz" && ready(socket.localAddress) ? 200 : 500).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
    rmSync(authority, { recursive: true });
  });
  const change = (texts: Readonly<Record<string, string>> = {}): void =>
    folder.change({
      '"/etc/kubernetes"': JSON.stringify(at("")),
      '"/var/lib/hybrid-kubernetes/renewing-certificates"': JSON.stringify(join(root, "var/renewing")),
      '"/var/lib/hybrid-kubernetes/applied-control-plane"': JSON.stringify(join(root, "var/applied")),
      'cafile=at("pki", "ca.crt")': `cafile=${JSON.stringify(join(authority, "ca.crt"))}`,
      '"kubeadm"': JSON.stringify(folder.at("kubeadm")),
      '["crictl"': `[${JSON.stringify(folder.at("crictl"))}`,
      '["kubectl"': `[${JSON.stringify(folder.at("kubectl"))}`,
      ...texts,
    });
  beforeEach(() => {
    rmSync(root, { recursive: true });
    for (const name of ["pki", "manifests"]) mkdirSync(at(name), { recursive: true });
    openssl("genpkey", "-quiet", "-algorithm", "RSA", "-out", at("pki/sa.key"));
    const options = [`--advertise-address=${OWN}`, `--secure-port=${port}`];
    writeFileSync(at("manifests/kube-apiserver.yaml"), options.map((option) => `    - ${option}\n`).join(""));
    writeFileSync(nodes, `${OWN}\n${OTHER}\n`);
    ready = () => true;
    asked = [];
    change();
    standIns({});
  });
  const renewal = `kubeadm certs renew all --config ${at("hybrid-kubernetes/kubeadm.yaml")}`;
  const anew = (name: string): readonly string[] => [
    `crictl ${RUNTIME} pods --quiet --namespace kube-system --label component=${name}`,
    `crictl ${RUNTIME} stopp pod-of-${name}`,
    `crictl ${RUNTIME} rmp pod-of-${name}`,
  ];
  const turn = ["kubectl get lease", "kubectl create", "kubectl get nodes"];
  const inTurn = [...turn, ...anew("kube-apiserver"), "kubectl delete lease"];
  const restart = [...anew("kube-controller-manager"), ...anew("kube-scheduler"), ...inTurn];

  test("get the public key of service accounts, once", async () => {
    expect(await run("issue")).toEqual({ status: 0, said: "", ran: [] });
    expect(readFileSync(at("pki/sa.pub"), "utf8")).toBe(openssl("pkey", "-pubout", "-in", at("pki/sa.key")));
    expect((await run("check")).status).toBe(0);
  });

  test("keep the public keys of older ones behind those that sign, so that tokens of both are verified", async () => {
    expect((await run("check")).status).toBe(1);
    await run("issue");
    const old = readFileSync(at("pki/sa.pub"), "utf8");
    const oldKey = readFileSync(at("pki/sa.key"), "utf8");
    openssl("genpkey", "-quiet", "-algorithm", "RSA", "-out", at("pki/new.key"));
    const newKey = readFileSync(at("pki/new.key"), "utf8");
    const fresh = openssl("pkey", "-pubout", "-in", at("pki/new.key"));
    const with_ = async (key: string) => {
      writeFileSync(at("pki/sa.key"), key);
      expect((await run("check")).status).toBe(1);
      expect(await run("issue")).toEqual({ status: 0, said: "", ran: [] });
      expect((await run("check")).status).toBe(0);
      return readFileSync(at("pki/sa.pub"), "utf8");
    };
    // The steps of a rotation; the old one is still known at its end.
    expect(await with_(`${oldKey}${newKey}`)).toBe(`${old}${fresh}`);
    expect(await with_(`${newKey}${oldKey}`)).toBe(`${fresh}${old}`);
    writeFileSync(at("pki/sa.key"), newKey);
    expect([(await run("check")).status, readFileSync(at("pki/sa.pub"), "utf8")]).toEqual([0, `${fresh}${old}`]);
    // Nor does what openssl writes before a key of EC stop it.
    expect(await with_(`-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${oldKey}`)).toBe(
      `${old}${fresh}`,
    );
    // At once, too.
    writeFileSync(at("pki/sa.pub"), old);
    expect(await with_(newKey)).toBe(`${fresh}${old}`);
    // What is half a key stops it, and nothing is written.
    for (const half of [newKey.replaceAll(/^[A-Za-z0-9+/]{64}$/gm, ""), newKey.slice(0, 500)]) {
      writeFileSync(at("pki/sa.key"), half);
      expect((await run("issue")).status).toBe(1);
    }
    expect(readFileSync(at("pki/sa.pub"), "utf8")).toBe(`${fresh}${old}`);
  });

  test("are renewed within their last 60 days, and then what uses them starts anew", async () => {
    // A CA is not renewed by anybody here.
    for (const [name, days] of [["ca", 5] as const, ["front-proxy-ca", 5] as const]) certificate(name, days);
    certificate("apiserver", 300);
    certificate("front-proxy-client", 61);
    expect(await run("renew")).toEqual({ status: 0, said: "", ran: [] });
    certificate("front-proxy-client", 59);
    const { status, said, ran } = await run("renew");
    expect([status, ran]).toEqual([0, [renewal, ...restart]]);
    expect(said).toBe(`renews, as they end within 60 days: ${at("pki/front-proxy-client.crt")}\nrestarted, and ready`);
  });

  test("are renewed when the one in a kubeconfig ends", async () => {
    certificate("apiserver", 300);
    certificate("client", 59);
    const data = readFileSync(at("pki/client.crt")).toString("base64");
    rmSync(at("pki/client.crt"));
    writeFileSync(at("scheduler.conf"), `users:\n- user:\n    client-certificate-data: ${data}\n`);
    expect((await run("renew")).ran).toEqual([renewal, ...restart]);
  });

  test("that were renewed are used at last, though what uses them did not start anew the first time", async () => {
    certificate("apiserver", 59);
    certificate("good", 300);
    const renews = `cp ${at("pki/good.crt")} ${at("pki/apiserver.crt")}`;
    standIns({ kubeadm: renews, crictl: `case "$*" in *stopp*scheduler) echo "no runtime" >&2; exit 1;; esac` });
    const failed = await run("renew");
    expect([failed.status, failed.ran[0]]).toEqual([1, renewal]);
    expect(failed.said).toContain("stopp pod-of-kube-scheduler: no runtime");
    standIns({});
    expect(await run("renew")).toEqual({ status: 0, said: "restarted, and ready", ran: restart });
    expect(await run("renew")).toEqual({ status: 0, said: "", ran: [] });
  });

  test("that kubeadm does not renew stop nothing", async () => {
    certificate("apiserver", 59);
    standIns({ kubeadm: "echo no >&2; exit 1" });
    const { status, said, ran } = await run("renew");
    expect([status, ran]).toEqual([1, [renewal]]);
    expect(said).toContain(": no");
  });

  test("the API server alone starts anew when its other files have changed, and its turn ends when it is ready", async () => {
    // It is not ready at first, and says so.
    let after = 0;
    ready = (address) => address === OTHER || !wasStopped() || ++after > 1;
    expect(await run("restart")).toEqual({ status: 0, said: "restarted, and ready", ran: inTurn });
    expect([asked, existsSync(lease)]).toEqual([[OWN, OTHER, OWN, OWN], false]);
    change({ "READY_SECONDS = 300": "READY_SECONDS = 1" });
    ready = (address) => address === OTHER || !wasStopped();
    rmSync(join(root, "stopped"));
    const failed = await run("restart");
    expect(failed).toMatchObject({ status: 1, said: expect.stringContaining("do not go on with the next one") });
    // The others wait until somebody has looked at it.
    expect([failed.ran.at(-1), existsSync(lease)]).toEqual([anew("kube-apiserver").at(-1), true]);
  });

  const held = (holder: string, secondsAgo: number): void => {
    const renewTime = new Date(Date.now() - secondsAgo * 1000).toISOString().replace("Z", "000Z");
    writeFileSync(
      lease,
      JSON.stringify({ metadata: { resourceVersion: "7" }, spec: { holderIdentity: holder, renewTime } }),
    );
  };

  test("the API server waits for its turn, within a bound, and then says whose it is", async () => {
    change({ "TURN_SECONDS + 60)": "1)" });
    held(OTHER, 890);
    const { status, said, ran } = await run("restart");
    expect([status, new Set(ran)]).toEqual([1, new Set(["kubectl get lease"])]);
    expect(said).toContain("kubectl --namespace kube-system get lease hybrid-kubernetes-api-server-restart");
    // That of a server which died is over at some time, and its own of before a reboot at once.
    for (const [holder, seconds] of [[OTHER, 905] as const, [OWN, 10] as const]) {
      held(holder, seconds);
      const replaced = inTurn.map((line) => line.replace("create", "replace"));
      expect(await run("restart")).toEqual({ status: 0, said: "restarted, and ready", ran: replaced });
    }
    // Another one gets it in between, and ends it.
    standIns({ kubectl: `case $5 in create) if [ ! -e ${root}/was ]; then touch ${root}/was; exit 1; fi;; esac` });
    expect((await run("restart")).ran).toEqual(["kubectl get lease", "kubectl create", ...inTurn]);
    // The API does not answer for a moment, while its address moves.
    standIns({ kubectl: `case $6 in nodes) if [ ! -e ${root}/moved ]; then touch ${root}/moved; exit 1; fi;; esac` });
    expect((await run("restart")).ran).toEqual([...turn, "kubectl get nodes", ...inTurn.slice(3)]);
  });

  test("the API server that is the only one that is ready is not restarted, and gives its turn back", async () => {
    change({ "READY_SECONDS = 300": "READY_SECONDS = 1" });
    ready = (address) => address === OWN;
    const { status, said, ran } = await run("restart");
    expect([status, ran[0], ran.at(-1), existsSync(lease)]).toEqual([1, turn[0], "kubectl delete lease", false]);
    expect(ran.join()).not.toContain("crictl");
    expect(said).toContain("no other one was ready to stand in. Mend another one");
    // Certificates that were renewed are used later.
    certificate("apiserver", 59);
    expect([(await run("renew")).status, existsSync(join(root, "var/renewing"))]).toEqual([1, true]);
    // A cluster of one has nobody to wait for.
    writeFileSync(nodes, `${OWN} 2001:db8::1\n`);
    expect((await run("restart")).ran).toEqual(inTurn);
  });

  test("the API server that is not ready waits for nobody: no other one may be there", async () => {
    held(OTHER, 10);
    ready = () => wasStopped();
    standIns({ kubectl: "exit 1" });
    expect(await run("restart")).toEqual({ status: 0, said: "restarted, and ready", ran: anew("kube-apiserver") });
    expect([asked, existsSync(lease)]).toEqual([[OWN, OWN], true]);
  });

  describe("a change of kubeadm.yaml", () => {
    const configuration = () => at("hybrid-kubernetes/kubeadm.yaml");
    const pod = (name: string) => at(`manifests/${name}.yaml`);
    const NAMES = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"];
    /** A kubelet that starts a pod anew whenever its file is another one, unless it is told not to. */
    const kubelet = `case "$*" in *"--state ready"*) [ -e ${root}/stopped-kubelet ] || md5sum <${at("manifests")}/\${10##*=}.yaml | cut -c 1-8; exit;; esac`;
    const upload = () =>
      `kubeadm init phase upload-config all --kubeconfig ${at("admin.conf")} --config ${configuration()}`;
    const isUploaded = (ran: readonly string[]) => ran.includes(upload());
    const members = (...numbers: readonly number[]) => numbers.map((one) => `https://10.128.0.${one}:2379`).join();
    /** What kubeadm writes: of each static pod a line that says whose etcd it asks, or what else it was told. */
    const writes = `if [ -n "$KUBEADM_INIT_DRYRUN_DIR" ]; then cp ${root}/new/*.yaml "$KUBEADM_INIT_DRYRUN_DIR"; fi`;
    const text = (name: string, etcd: string, more = "") =>
      `image: registry.k8s.io/${name}:v1.37.2\n- --advertise-address=${OWN}\n- --secure-port=${port}\n- --etcd-servers=${etcd}\n${more}`;
    const plans = (version: string, etcd: string, more = "") => {
      writeFileSync(configuration(), `kubernetesVersion: v${version}\nendpoints: ${etcd}\n${more}`);
      for (const name of NAMES)
        writeFileSync(join(root, "new", `${name}.yaml`), text(name, name === "kube-apiserver" ? etcd : "", more));
    };
    const isApplied = async () => (await run("is-applied")).status === 0;

    beforeEach(() => {
      for (const folder of ["hybrid-kubernetes", "../../new"]) mkdirSync(at(folder));
      plans("1.37.2", members(31, 32, 33));
      for (const name of NAMES) writeFileSync(pod(name), readFileSync(join(root, "new", `${name}.yaml`)));
      standIns({ kubeadm: writes, crictl: kubelet });
    });

    test("reaches the API server in its turn, and then what joins and upgrades read, once", async () => {
      // As it was begun: no static pod is another one.
      expect(await isApplied()).toBe(false);
      expect(await run("apply")).toMatchObject({ status: 0, said: "applied: no static pod is another one" });
      expect([await isApplied(), (await run("apply")).ran]).toEqual([true, []]);

      // A member of etcd was replaced.
      plans("1.37.2", members(31, 32, 34));
      expect(await isApplied()).toBe(false);
      const { status, said, ran } = await run("apply");
      expect([status, said]).toEqual([0, "restarted, and ready\napplied: kube-apiserver"]);
      expect(readFileSync(pod("kube-apiserver"), "utf8")).toContain(members(31, 32, 34));
      expect(statSync(pod("kube-apiserver")).mode & 0o777).toBe(0o600);
      // The turn is taken before the file is there, and ended before all others may read what is new.
      const order = ["kubectl create", "kubectl get nodes", "kubectl delete lease", upload()];
      expect(ran.filter((line) => order.includes(line))).toEqual(order);
      expect(ran.findIndex((line) => line.includes("--state ready"))).toBeGreaterThan(ran.indexOf("kubectl get nodes"));
      expect([await isApplied(), existsSync(lease)]).toEqual([true, false]);
      expect(readdirSync(at("")).filter((name) => name.startsWith(".new-"))).toEqual([]);

      // What all three are told.
      plans("1.37.2", members(31, 32, 34), "- --profiling=false\n");
      expect((await run("apply")).said).toContain("applied: kube-controller-manager, kube-scheduler, kube-apiserver");
    });

    test("is not that of another version, which an upgrade brings", async () => {
      plans("1.37.3", members(31, 32, 34));
      expect([await isApplied(), (await run("apply")).ran]).toEqual([true, []]);
      expect(readFileSync(pod("kube-apiserver"), "utf8")).toContain(members(31, 32, 33));
    });

    test("waits while no other API server is ready, and is taken back where the new one does not become ready", async () => {
      change({ "READY_SECONDS = 300": "READY_SECONDS = 1" });
      const before = readFileSync(pod("kube-apiserver"), "utf8");
      plans("1.37.2", members(34));
      ready = (address) => address === OWN;
      const alone = await run("apply");
      expect([alone.status, isUploaded(alone.ran)]).toEqual([1, false]);
      expect(alone.said).toContain("no other one was ready to stand in");
      expect(readFileSync(pod("kube-apiserver"), "utf8")).toBe(before);

      ready = (address) => address === OTHER || readFileSync(pod("kube-apiserver"), "utf8") === before;
      const failed = await run("apply");
      expect([failed.status, isUploaded(failed.ran), existsSync(lease)]).toEqual([1, false, false]);
      expect(failed.said).toContain("has the old static pod again");
      expect([readFileSync(pod("kube-apiserver"), "utf8"), await isApplied()]).toEqual([before, false]);

      // A kubelet that is down starts nothing: the old API server that answers is not taken for the new one.
      ready = () => true;
      writeFileSync(join(root, "stopped-kubelet"), "");
      const without = await run("apply");
      expect([without.status, isUploaded(without.ran), await isApplied()]).toEqual([1, false, false]);
    });

    (isAble ? test : test.skip).each(KUBEADMS)("makes the static pods of kubeadm %s anew", async (version, kubeadm) => {
      renderPlan(planSite(CLUSTER_SITE), join(root, "rendered"));
      const rendered = readFileSync(
        join(root, "rendered/control-1/etc/kubernetes/hybrid-kubernetes/kubeadm.yaml"),
        "utf8",
      )
        .replace(/^kubernetesVersion: .*$/m, `kubernetesVersion: v${version}`)
        .replace(/bindPort: .*/, `bindPort: ${port}`);
      writeFileSync(configuration(), rendered);
      const own = [
        "init",
        "phase",
        "control-plane",
        "all",
        "--config",
        "/etc/kubernetes/hybrid-kubernetes/kubeadm.yaml",
      ];
      const { status, stderr } = spawnSync(kubeadm, ["--rootfs", root, ...own], { encoding: "utf8" });
      expect([status, stderr]).toEqual([0, ""]);
      const made = () => NAMES.map((name) => readFileSync(pod(name), "utf8"));
      const before = made();
      const here = `export KUBEADM_INIT_DRYRUN_DIR=\${KUBEADM_INIT_DRYRUN_DIR#${root}}; exec ${kubeadm} --rootfs ${root}`;
      const real = `case "$*" in *upload-config*) ;; *) ${here} $(echo "$*" | sed 's#${root}/#/#') >&2;; esac`;
      standIns({ kubeadm: real, crictl: kubelet });
      // What kubeadm wrote is what it would write.
      expect(await run("apply")).toMatchObject({
        status: 0,
        said: expect.stringContaining("no static pod is another"),
      });
      expect(made()).toEqual(before);

      writeFileSync(
        configuration(),
        rendered.replace("https://10.128.0.33:2379", "https://10.128.0.34:2379").replace('"90"', '"91"'),
      );
      expect(await run("apply")).toMatchObject({ status: 0, said: expect.stringContaining("applied: kube-apiserver") });
      const [api = "", ...others] = made();
      expect(others).toEqual(before.slice(1));
      expect(api).toBe(
        before[0]?.replace(members(33), members(34)).replace("--audit-log-maxage=90", "--audit-log-maxage=91"),
      );
      expect(api).toContain(`--etcd-servers=${members(31, 32, 34)}\n`);
    });
  });

  (isAble ? test : test.skip).each(KUBEADMS)(
    "are made by kubeadm %s from the rendered files, and renewed for a year while no API server answers",
    async (version, kubeadm) => {
      renderPlan(planSite(CLUSTER_SITE), join(root, "rendered"));
      const rendered = readFileSync(
        join(root, "rendered/control-1/etc/kubernetes/hybrid-kubernetes/kubeadm.yaml"),
        "utf8",
      ).replace(/^kubernetesVersion: .*$/m, `kubernetesVersion: v${version}`);
      mkdirSync(at("hybrid-kubernetes"));
      // As the pillar has them, of ten years.
      for (const name of ["ca", "front-proxy-ca"]) certificate(name, 3650);
      const [ca, inode] = [readFileSync(at("pki/ca.crt"), "utf8"), statSync(at("pki/ca.key")).ino];
      expect((await run("issue")).status).toBe(0);
      const configuration = at("hybrid-kubernetes/kubeadm.yaml");
      writeFileSync(configuration, rendered.replace(/^clusterName:/m, "certificateValidityPeriod: 240h\nclusterName:"));
      for (const phase of ["certs", "kubeconfig"]) {
        const own = ["init", "phase", phase, "all", "--config", "/etc/kubernetes/hybrid-kubernetes/kubeadm.yaml"];
        const { status, stderr } = spawnSync(kubeadm, ["--rootfs", root, ...own], { encoding: "utf8" });
        expect([phase, status, stderr]).toEqual([phase, 0, ""]);
      }
      writeFileSync(configuration, rendered);
      const made = ["apiserver", "apiserver-kubelet-client", "front-proxy-client"];
      const configurations = ["admin.conf", "controller-manager.conf", "scheduler.conf"];
      const left = () => [
        ...made.map((name) => daysLeft(readFileSync(at(`pki/${name}.crt`), "utf8"))),
        ...configurations.map((name) => daysLeft(clientOf(name))),
      ];
      const names = () => openssl("x509", "-noout", "-ext", "subjectAltName", "-in", at("pki/apiserver.crt"));
      const namesBefore = names();
      expect(Math.max(...left())).toBeLessThan(11);

      standIns({ kubeadm: `exec ${kubeadm} --rootfs ${root} $(echo "$*" | sed 's#${root}/#/#') >&2` });
      ready = wasStopped;
      const alone = ["kube-controller-manager", "kube-scheduler", "kube-apiserver"].flatMap(anew);
      expect(await run("renew")).toMatchObject({ status: 0, ran: [renewal, ...alone] });
      expect(Math.min(...left())).toBeGreaterThan(360);
      // The API's address, which all servers share, is in it as before.
      expect(names()).toBe(namesBefore);
      expect(names()).toContain(`IP Address:${/- "([\d.]+)"/.exec(rendered.split("certSANs:")[1] ?? "")?.[1]}`);
      expect([readFileSync(at("pki/ca.crt"), "utf8"), statSync(at("pki/ca.key")).ino]).toEqual([ca, inode]);
      expect((await run("renew")).ran).toEqual([]);
    },
  );
});
