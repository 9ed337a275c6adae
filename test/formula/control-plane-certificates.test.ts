import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { planSite } from "../../lib/data-center/plan-site";
import { CLUSTER_SITE } from "../data-center/cluster-site";
import { describeProgram } from "./program";
import { renderPlan } from "./render-plan";
import { anew, hasKubeadms, IN_TURN, KUBEADMS, OWN, openssl, StandInControlPlane } from "./stand-in-control-plane";

const PROGRAM = "control-plane-certificates.py";
const isAble = hasKubeadms("kubeadm makes and renews no certificates here");

describeProgram(PROGRAM, "the certificates of a control-plane server", (folder) => {
  const here = new StandInControlPlane(folder, PROGRAM);
  const { root } = here;
  const at = (path: string) => here.at(path);
  const certificate = (name: string, days: number) => here.certificate(name, days);
  const daysLeft = (pem: string): number => {
    const { stdout } = spawnSync("openssl", ["x509", "-noout", "-enddate"], { input: pem, encoding: "utf8" });
    return (Date.parse(stdout.trim().replace("notAfter=", "")) - Date.now()) / 86_400_000;
  };
  const clientOf = (name: string): string => {
    const data = /client-certificate-data: (\S+)/.exec(readFileSync(at(name), "utf8"))?.[1] ?? "";
    return Buffer.from(data, "base64").toString();
  };
  beforeEach(() =>
    folder.change({
      '"/var/lib/hybrid-kubernetes/renewing-certificates"': JSON.stringify(join(root, "var/renewing")),
      '"kubeadm"': JSON.stringify(folder.at("kubeadm")),
    }),
  );
  const renewal = `kubeadm certs renew all --config ${at("hybrid-kubernetes/kubeadm.yaml")}`;
  const restart = [...anew("kube-controller-manager"), ...anew("kube-scheduler"), ...IN_TURN];

  test("get the public key of service accounts, once", async () => {
    expect(await here.run("issue")).toEqual({ status: 0, said: "", ran: [] });
    expect(readFileSync(at("pki/sa.pub"), "utf8")).toBe(openssl("pkey", "-pubout", "-in", at("pki/sa.key")));
    expect((await here.run("check")).status).toBe(0);
  });

  test("keep the public keys of older ones behind those that sign, so that tokens of both are verified", async () => {
    expect((await here.run("check")).status).toBe(1);
    await here.run("issue");
    const old = readFileSync(at("pki/sa.pub"), "utf8");
    const oldKey = readFileSync(at("pki/sa.key"), "utf8");
    openssl("genpkey", "-quiet", "-algorithm", "RSA", "-out", at("pki/new.key"));
    const newKey = readFileSync(at("pki/new.key"), "utf8");
    const fresh = openssl("pkey", "-pubout", "-in", at("pki/new.key"));
    const with_ = async (key: string) => {
      writeFileSync(at("pki/sa.key"), key);
      expect((await here.run("check")).status).toBe(1);
      expect(await here.run("issue")).toEqual({ status: 0, said: "", ran: [] });
      expect((await here.run("check")).status).toBe(0);
      return readFileSync(at("pki/sa.pub"), "utf8");
    };
    // The steps of a rotation; the old one is still known at its end.
    expect(await with_(`${oldKey}${newKey}`)).toBe(`${old}${fresh}`);
    expect(await with_(`${newKey}${oldKey}`)).toBe(`${fresh}${old}`);
    writeFileSync(at("pki/sa.key"), newKey);
    expect([(await here.run("check")).status, readFileSync(at("pki/sa.pub"), "utf8")]).toEqual([0, `${fresh}${old}`]);
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
      expect((await here.run("issue")).status).toBe(1);
    }
    expect(readFileSync(at("pki/sa.pub"), "utf8")).toBe(`${fresh}${old}`);
  });

  test("are renewed within their last 60 days, and then what uses them starts anew", async () => {
    // A CA is not renewed by anybody here.
    for (const [name, days] of [["ca", 5] as const, ["front-proxy-ca", 5] as const]) certificate(name, days);
    certificate("apiserver", 300);
    certificate("front-proxy-client", 61);
    expect(await here.run("renew")).toEqual({ status: 0, said: "", ran: [] });
    certificate("front-proxy-client", 59);
    const { status, said, ran } = await here.run("renew");
    expect([status, ran]).toEqual([0, [renewal, ...restart]]);
    expect(said).toBe(`renews, as they end within 60 days: ${at("pki/front-proxy-client.crt")}\nrestarted, and ready`);
  });

  test("are renewed when the one in a kubeconfig ends", async () => {
    certificate("apiserver", 300);
    certificate("client", 59);
    const data = readFileSync(at("pki/client.crt")).toString("base64");
    rmSync(at("pki/client.crt"));
    writeFileSync(at("scheduler.conf"), `users:\n- user:\n    client-certificate-data: ${data}\n`);
    expect((await here.run("renew")).ran).toEqual([renewal, ...restart]);
  });

  test("that were renewed are used at last, though what uses them did not start anew the first time", async () => {
    certificate("apiserver", 59);
    certificate("good", 300);
    const renews = `cp ${at("pki/good.crt")} ${at("pki/apiserver.crt")}`;
    here.standIns({ kubeadm: renews, crictl: `case "$*" in *stopp*scheduler) echo "no runtime" >&2; exit 1;; esac` });
    const failed = await here.run("renew");
    expect([failed.status, failed.ran[0]]).toEqual([1, renewal]);
    expect(failed.said).toContain("stopp pod-of-kube-scheduler: no runtime");
    here.standIns({});
    expect(await here.run("renew")).toEqual({ status: 0, said: "restarted, and ready", ran: restart });
    expect(await here.run("renew")).toEqual({ status: 0, said: "", ran: [] });
  });

  test("that kubeadm does not renew stop nothing", async () => {
    certificate("apiserver", 59);
    here.standIns({ kubeadm: "echo no >&2; exit 1" });
    const { status, said, ran } = await here.run("renew");
    expect([status, ran]).toEqual([1, [renewal]]);
    expect(said).toContain(": no");
  });

  test("that kubeadm did not make renew nothing, and stop nothing where they cannot be read", async () => {
    certificate("apiserver", 300);
    certificate("webhook", 30);
    writeFileSync(at("pki/other.crt"), "no certificate");
    expect(await here.run("renew")).toEqual({ status: 0, said: "", ran: [] });
    // Each that it made is.
    for (const name of ["apiserver", "apiserver-kubelet-client", "front-proxy-client"]) {
      certificate(name, 30);
      expect((await here.run("renew")).said).toContain(`end within 60 days: ${at(`pki/${name}.crt`)}\n`);
      rmSync(at(`pki/${name}.crt`));
      rmSync(here.lease);
    }
  });

  test("that were renewed are used later, where no other API server is ready", async () => {
    here.change({ "READY_SECONDS = 300": "READY_SECONDS = 1" });
    here.ready = (address) => address === OWN;
    certificate("apiserver", 59);
    expect([(await here.run("renew")).status, existsSync(join(root, "var/renewing"))]).toEqual([1, true]);
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
      expect((await here.run("issue")).status).toBe(0);
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

      here.change({ "ALONE_SECONDS = 30": "ALONE_SECONDS = 0" });
      const real = `exec ${kubeadm} --rootfs ${root} $(echo "$*" | sed 's#${root}/#/#') >&2`;
      here.standIns({ kubeadm: real, kubectl: "exit 1" });
      here.ready = () => here.wasStopped();
      const alone = ["kube-controller-manager", "kube-scheduler", "kube-apiserver"].flatMap(anew);
      const { status, ran } = await here.run("renew");
      expect([status, ran.filter((line) => line !== "kubectl get lease")]).toEqual([0, [renewal, ...alone]]);
      expect(Math.min(...left())).toBeGreaterThan(360);
      // The API's address, which all servers share, is in it as before.
      expect(names()).toBe(namesBefore);
      expect(names()).toContain(`IP Address:${/- "([\d.]+)"/.exec(rendered.split("certSANs:")[1] ?? "")?.[1]}`);
      expect([readFileSync(at("pki/ca.crt"), "utf8"), statSync(at("pki/ca.key")).ino]).toEqual([ca, inode]);
      expect((await here.run("renew")).ran).toEqual([]);
    },
  );
});
