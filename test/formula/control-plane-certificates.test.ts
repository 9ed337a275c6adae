import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
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

const PODS = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"];
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
  const run = (command: string) => {
    rmSync(log, { force: true });
    const { status, said } = folder.run(command);
    return { status, said, ran: existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [] };
  };
  /** What it calls here, with a script for each in the place of kubeadm and crictl. */
  const standIns = ({ kubeadm = "", crictl = "" }): void => {
    folder.standIn("kubeadm", `echo "kubeadm $*" >>${log}\n${kubeadm}`);
    folder.standIn(
      "crictl",
      `echo "crictl $*" >>${log}\n${crictl}\ncase "$*" in *" pods "*) echo "pod-of-\${8##*=}";; esac`,
    );
  };
  beforeEach(() => {
    rmSync(root, { recursive: true });
    mkdirSync(at("pki"), { recursive: true });
    openssl("genpkey", "-quiet", "-algorithm", "RSA", "-out", at("pki/sa.key"));
    folder.change({
      '"/etc/kubernetes"': JSON.stringify(at("")),
      '"/var/lib/hybrid-kubernetes/renewing-certificates"': JSON.stringify(join(root, "var/renewing")),
      '"kubeadm"': JSON.stringify(folder.at("kubeadm")),
      '["crictl"': `[${JSON.stringify(folder.at("crictl"))}`,
    });
    standIns({});
  });
  const renewal = `kubeadm certs renew all --config ${at("hybrid-kubernetes/kubeadm.yaml")}`;
  const restart = PODS.flatMap((name) => [
    `crictl ${RUNTIME} pods --quiet --namespace kube-system --label component=${name}`,
    `crictl ${RUNTIME} stopp pod-of-${name}`,
    `crictl ${RUNTIME} rmp pod-of-${name}`,
  ]);

  test("get the public key of service accounts, once", () => {
    expect(run("issue")).toEqual({ status: 0, said: "", ran: [] });
    expect(readFileSync(at("pki/sa.pub"), "utf8")).toBe(openssl("pkey", "-pubout", "-in", at("pki/sa.key")));
    expect(run("check").status).toBe(0);
  });

  test("keep the public keys of older ones behind those that sign, so that tokens of both are verified", () => {
    expect(run("check").status).toBe(1);
    run("issue");
    const old = readFileSync(at("pki/sa.pub"), "utf8");
    const oldKey = readFileSync(at("pki/sa.key"), "utf8");
    openssl("genpkey", "-quiet", "-algorithm", "RSA", "-out", at("pki/new.key"));
    const newKey = readFileSync(at("pki/new.key"), "utf8");
    const fresh = openssl("pkey", "-pubout", "-in", at("pki/new.key"));
    const with_ = (key: string) => {
      writeFileSync(at("pki/sa.key"), key);
      expect(run("check").status).toBe(1);
      expect(run("issue")).toEqual({ status: 0, said: "", ran: [] });
      expect(run("check").status).toBe(0);
      return readFileSync(at("pki/sa.pub"), "utf8");
    };
    // The steps of a rotation; the old one is still known at its end.
    expect(with_(`${oldKey}${newKey}`)).toBe(`${old}${fresh}`);
    expect(with_(`${newKey}${oldKey}`)).toBe(`${fresh}${old}`);
    writeFileSync(at("pki/sa.key"), newKey);
    expect([run("check").status, readFileSync(at("pki/sa.pub"), "utf8")]).toEqual([0, `${fresh}${old}`]);
    // Nor does what openssl writes before a key of EC stop it.
    expect(with_(`-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${oldKey}`)).toBe(
      `${old}${fresh}`,
    );
    // At once, too.
    writeFileSync(at("pki/sa.pub"), old);
    expect(with_(newKey)).toBe(`${fresh}${old}`);
    // What is half a key stops it, and nothing is written.
    for (const half of [newKey.replaceAll(/^[A-Za-z0-9+/]{64}$/gm, ""), newKey.slice(0, 500)]) {
      writeFileSync(at("pki/sa.key"), half);
      expect(run("issue").status).toBe(1);
    }
    expect(readFileSync(at("pki/sa.pub"), "utf8")).toBe(`${fresh}${old}`);
  });

  test("are renewed within their last 60 days, and then what uses them starts anew", () => {
    // A CA is not renewed by anybody here.
    for (const [name, days] of [["ca", 5] as const, ["front-proxy-ca", 5] as const]) certificate(name, days);
    certificate("apiserver", 300);
    certificate("front-proxy-client", 61);
    expect(run("renew")).toEqual({ status: 0, said: "", ran: [] });
    certificate("front-proxy-client", 59);
    const { status, said, ran } = run("renew");
    expect([status, ran]).toEqual([0, [renewal, ...restart]]);
    expect(said).toBe(`renews, as they end within 60 days: ${at("pki/front-proxy-client.crt")}`);
  });

  test("are renewed when the one in a kubeconfig ends", () => {
    certificate("apiserver", 300);
    certificate("client", 59);
    const data = readFileSync(at("pki/client.crt")).toString("base64");
    rmSync(at("pki/client.crt"));
    writeFileSync(at("scheduler.conf"), `users:\n- user:\n    client-certificate-data: ${data}\n`);
    expect(run("renew").ran).toEqual([renewal, ...restart]);
  });

  test("that were renewed are used at last, though what uses them did not start anew the first time", () => {
    certificate("apiserver", 59);
    certificate("good", 300);
    const renews = `cp ${at("pki/good.crt")} ${at("pki/apiserver.crt")}`;
    standIns({ kubeadm: renews, crictl: `case "$*" in *stopp*scheduler) echo "no runtime" >&2; exit 1;; esac` });
    const failed = run("renew");
    expect([failed.status, failed.ran[0]]).toEqual([1, renewal]);
    expect(failed.said).toContain("stopp pod-of-kube-scheduler: no runtime");
    standIns({});
    expect(run("renew")).toEqual({ status: 0, said: "", ran: restart });
    expect(run("renew")).toEqual({ status: 0, said: "", ran: [] });
  });

  test("that kubeadm does not renew stop nothing", () => {
    certificate("apiserver", 59);
    standIns({ kubeadm: "echo no >&2; exit 1" });
    const { status, said, ran } = run("renew");
    expect([status, ran]).toEqual([1, [renewal]]);
    expect(said).toContain(": no");
  });

  test("the API server alone starts anew when its other files have changed, and the next one waits until it is ready", async () => {
    certificate("ca", 5);
    openssl("req", "-x509", ...EC, "-subj", "/CN=api", "-keyout", at("key"), "-out", at("crt"));
    openssl("req", "-new", "-key", at("key"), "-subj", "/CN=api", "-out", at("csr"));
    const signed = ["-CA", at("pki/ca.crt"), "-CAkey", at("pki/ca.key"), "-days", "1", "-out", at("crt")];
    openssl("x509", "-req", "-in", at("csr"), ...signed);
    mkdirSync(at("manifests"));
    // It is not ready at first, and says so.
    let asked = 0;
    const server = createServer({ key: readFileSync(at("key")), cert: readFileSync(at("crt")) }, ({ url }, answer) => {
      answer.writeHead(url === "/readyz" && ++asked > 1 ? 200 : 500).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    writeFileSync(at("manifests/kube-apiserver.yaml"), `    - --secure-port=${port}\n`);
    const anew = async () => {
      rmSync(log, { force: true });
      const program = spawn("/usr/bin/python3", [folder.at("control-plane-certificates.py"), "restart"]);
      let said = "";
      for (const stream of [program.stdout, program.stderr]) stream.on("data", (text) => (said += text));
      const status = await new Promise((resolve) => program.on("close", resolve));
      return { status, said: said.trim(), ran: readFileSync(log, "utf8").trim().split("\n") };
    };
    expect(await anew()).toEqual({ status: 0, said: "restarted, and ready", ran: restart.slice(0, 3) });
    expect(asked).toBe(2);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    folder.change({
      '"/etc/kubernetes"': JSON.stringify(at("")),
      '["crictl"': `[${JSON.stringify(folder.at("crictl"))}`,
      "READY_SECONDS = 300": "READY_SECONDS = 1",
    });
    expect(await anew()).toMatchObject({ status: 1, said: expect.stringContaining("do not go on with the next one") });
  });

  (isAble ? test : test.skip).each(KUBEADMS)(
    "are made by kubeadm %s from the rendered files, and renewed for a year while no API server answers",
    (version, kubeadm) => {
      renderPlan(planSite(CLUSTER_SITE), join(root, "rendered"));
      const rendered = readFileSync(
        join(root, "rendered/control-1/etc/kubernetes/hybrid-kubernetes/kubeadm.yaml"),
        "utf8",
      ).replace(/^kubernetesVersion: .*$/m, `kubernetesVersion: v${version}`);
      mkdirSync(at("hybrid-kubernetes"));
      // As the pillar has them, of ten years.
      for (const name of ["ca", "front-proxy-ca"]) certificate(name, 3650);
      const [ca, inode] = [readFileSync(at("pki/ca.crt"), "utf8"), statSync(at("pki/ca.key")).ino];
      expect(run("issue").status).toBe(0);
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
      expect(run("renew")).toMatchObject({ status: 0, ran: [renewal, ...restart] });
      expect(Math.min(...left())).toBeGreaterThan(360);
      // The API's address, which all servers share, is in it as before.
      expect(names()).toBe(namesBefore);
      expect(names()).toContain(`IP Address:${/- "([\d.]+)"/.exec(rendered.split("certSANs:")[1] ?? "")?.[1]}`);
      expect([readFileSync(at("pki/ca.crt"), "utf8"), statSync(at("pki/ca.key")).ino]).toEqual([ca, inode]);
      expect(run("renew").ran).toEqual([]);
    },
  );
});
