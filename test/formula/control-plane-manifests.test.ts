import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { planSite } from "../../lib/data-center/plan-site";
import { CLUSTER_SITE } from "../data-center/cluster-site";
import { describeProgram } from "./program";
import { renderPlan } from "./render-plan";
import { hasKubeadms, KUBEADMS, OTHER, OWN, StandInControlPlane } from "./stand-in-control-plane";

const PROGRAM = "control-plane-manifests.py";
const isAble = hasKubeadms("kubeadm writes no static pods of a changed configuration here");

describeProgram(PROGRAM, "a change of kubeadm.yaml", (folder) => {
  const here = new StandInControlPlane(folder, PROGRAM);
  const { root } = here;
  const at = (path: string) => here.at(path);
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
    `image: registry.k8s.io/${name}:v1.37.2\n- --advertise-address=${OWN}\n- --secure-port=${here.port}\n- --etcd-servers=${etcd}\n${more}`;
  const plans = (version: string, etcd: string, more = "") => {
    writeFileSync(configuration(), `kubernetesVersion: v${version}\nendpoints: ${etcd}\n${more}`);
    for (const name of NAMES)
      writeFileSync(join(root, "new", `${name}.yaml`), text(name, name === "kube-apiserver" ? etcd : "", more));
  };
  const isApplied = async () => (await here.run("is-applied")).status === 0;

  beforeEach(() => {
    folder.change({
      '"/var/lib/hybrid-kubernetes/applied-control-plane"': JSON.stringify(join(root, "var/applied")),
      '"kubeadm"': JSON.stringify(folder.at("kubeadm")),
    });
    for (const folder of ["hybrid-kubernetes", "../../new"]) mkdirSync(at(folder));
    plans("1.37.2", members(31, 32, 33));
    for (const name of NAMES) writeFileSync(pod(name), readFileSync(join(root, "new", `${name}.yaml`)));
    here.standIns({ kubeadm: writes, crictl: kubelet });
  });

  test("reaches the API server in its turn, and then what joins and upgrades read, once", async () => {
    // As it was begun: no static pod is another one.
    expect(await isApplied()).toBe(false);
    expect(await here.run("apply")).toMatchObject({ status: 0, said: "applied: no static pod is another one" });
    expect([await isApplied(), (await here.run("apply")).ran]).toEqual([true, []]);

    // A member of etcd was replaced.
    plans("1.37.2", members(31, 32, 34));
    expect(await isApplied()).toBe(false);
    const { status, said, ran } = await here.run("apply");
    expect([status, said]).toEqual([0, "applied: kube-apiserver"]);
    expect(readFileSync(pod("kube-apiserver"), "utf8")).toContain(members(31, 32, 34));
    expect(statSync(pod("kube-apiserver")).mode & 0o777).toBe(0o600);
    // The turn is taken before the file is there, and ended before all others may read what is new.
    const order = [`kubectl create ${OWN}`, "kubectl get nodes", "kubectl replace", upload()];
    expect(ran.filter((line) => order.includes(line))).toEqual(order);
    expect(ran.findIndex((line) => line.includes("--state ready"))).toBeGreaterThan(ran.indexOf("kubectl get nodes"));
    expect([await isApplied(), here.holder()]).toEqual([true, ""]);
    expect(readdirSync(at("")).filter((name) => name.startsWith(".new-"))).toEqual([]);

    // What all three are told.
    plans("1.37.2", members(31, 32, 34), "- --profiling=false\n");
    expect((await here.run("apply")).said).toBe(`applied: ${NAMES.join(", ")}`);
  });

  test("is written on the file system of the static pods, and what changes meanwhile is not taken for it", async () => {
    const kubeadm = `echo "$KUBEADM_INIT_DRYRUN_DIR" >>${root}/folders\n${writes}`;
    const changes = `case "$*" in *upload-config*) echo more >>${configuration()};; esac`;
    here.standIns({ kubeadm: `${kubeadm}\n${changes}`, crictl: kubelet });
    expect((await here.run("apply")).status).toBe(0);
    const [folder] = readFileSync(join(root, "folders"), "utf8").split("\n");
    expect([folder?.startsWith(at(".new-")), await isApplied()]).toEqual([true, false]);
    here.standIns({ kubeadm: writes, crictl: kubelet });
    expect([(await here.run("apply")).status, await isApplied()]).toEqual([0, true]);
  });

  test("is not that of another version, which an upgrade brings", async () => {
    plans("1.37.3", members(31, 32, 34));
    expect([await isApplied(), (await here.run("apply")).ran]).toEqual([true, []]);
    expect(readFileSync(pod("kube-apiserver"), "utf8")).toContain(members(31, 32, 33));
  });

  const textOf = (name: string) => readFileSync(pod(name), "utf8");
  const all = () => NAMES.map(textOf);
  /** What is in force while the file is such a one. */
  const isOld = (name: string, before: readonly string[]) => textOf(name) === before[NAMES.indexOf(name)];

  test("waits while no other API server is ready", async () => {
    here.change({ "READY_SECONDS = 300": "READY_SECONDS = 1" });
    const before = all();
    plans("1.37.2", members(34));
    here.ready = (address) => address === OWN;
    const { status, said, ran } = await here.run("apply");
    expect([status, isUploaded(ran), all()]).toEqual([1, false, before]);
    expect(said).toContain("no other one was ready to stand in");
  });

  describe("is taken back", () => {
    const isNotApplied = async (more: string, without: string) => {
      const { status, said, ran } = await here.run("apply");
      expect([status, said]).toEqual([1, expect.stringContaining(more)]);
      expect([said.includes(without), isUploaded(ran), await isApplied()]).toEqual([false, false, false]);
      return said;
    };
    const BACK = "has the old static pod again";
    const WORSE = "is not healthy with that either: do not go on with the next server";
    let before: readonly string[];
    beforeEach(() => {
      here.change({ "READY_SECONDS = 300": "READY_SECONDS = 1" });
      before = all();
      plans("1.37.2", members(34), "- --bad\n");
    });

    test("where the API server does not become ready, before the others have it", async () => {
      here.ready = (address) => address === OTHER || isOld("kube-apiserver", before);
      await isNotApplied(BACK, WORSE);
      expect([all(), here.holder()]).toEqual([before, ""]);
    });

    test("where the API server is not ready with the old one either, and then its turn stays", async () => {
      let isDown = false;
      here.ready = (address) => {
        isDown ||= !isOld("kube-apiserver", before);
        return address === OTHER || !isDown;
      };
      await isNotApplied(`${BACK}, and ${WORSE}`, "applied");
      expect([all(), here.holder()]).toEqual([before, OWN]);
    });

    test.each(["kube-controller-manager", "kube-scheduler"])("where %s does not become healthy", async (bad) => {
      here.healthy = (name) => name !== bad || isOld(name, before);
      expect(await isNotApplied(BACK, WORSE)).toContain(`${bad} did not start anew`);
      const isNew = NAMES.slice(0, NAMES.indexOf(bad));
      expect(NAMES.filter((name) => !isOld(name, before))).toEqual(isNew);
      // The release goes back, and takes what had it with it.
      plans("1.37.2", members(31, 32, 33));
      expect(await isApplied()).toBe(false);
      const back = await here.run("apply");
      expect([back.said, all(), isUploaded(back.ran)]).toEqual([`applied: ${isNew.join(", ")}`, before, true]);

      plans("1.37.2", members(34), "- --bad\n");
      let isDown = false;
      here.healthy = (name) => {
        isDown ||= name === bad && !isOld(name, before);
        return name !== bad || !isDown;
      };
      await isNotApplied(`${BACK}, and ${WORSE}`, "applied");
    });

    test("where the kubelet is down: the old ones that answer are not taken for the new ones", async () => {
      writeFileSync(join(root, "stopped-kubelet"), "");
      await isNotApplied(BACK, WORSE);
      expect([all(), here.holder()]).toEqual([before, ""]);
    });

    test("where a command fails in between", async () => {
      const isNew = `grep -q bad ${pod("kube-apiserver")}`;
      here.standIns({ kubeadm: writes, crictl: `if ${isNew}; then echo "no runtime" >&2; exit 1; fi\n${kubelet}` });
      expect(await isNotApplied(BACK, WORSE)).toContain("no runtime");
      expect([all(), here.holder()]).toEqual([before, ""]);
    });
  });

  test("that was interrupted is not taken for done, nor given to those who join", async () => {
    here.change({ "READY_SECONDS = 300": "READY_SECONDS = 1" });
    expect((await here.run("apply")).status).toBe(0);
    const before = all();
    plans("1.37.2", members(34));
    // It is killed as soon as the new file is there, and that of an API server that is never ready.
    here.ready = (address) => address === OTHER || isOld("kube-apiserver", before);
    const isNew = `[ $(grep -c 34: ${pod("kube-apiserver")}) = 0 ]`;
    here.standIns({ kubeadm: writes, crictl: `${isNew} || kill -9 $PPID\n${kubelet}` });
    expect([(await here.run("apply")).status, isOld("kube-apiserver", before)]).toEqual([null, false]);
    here.standIns({ kubeadm: writes, crictl: kubelet });
    const again = await here.run("apply");
    expect([again.status, isUploaded(again.ran), await isApplied()]).toEqual([1, false, false]);
    expect(again.said).toContain("kube-apiserver is not healthy with what kubeadm.yaml says");
    expect(again.ran.join()).not.toContain("upload-config");
    // The release goes back.
    plans("1.37.2", members(31, 32, 33));
    expect(await isApplied()).toBe(false);
    const back = await here.run("apply");
    expect([back.status, back.said, all(), await isApplied()]).toEqual([0, "applied: kube-apiserver", before, true]);
  });

  (isAble ? test : test.skip).each(KUBEADMS)("makes the static pods of kubeadm %s anew", async (version, kubeadm) => {
    renderPlan(planSite(CLUSTER_SITE), join(root, "rendered"));
    const rendered = readFileSync(
      join(root, "rendered/control-1/etc/kubernetes/hybrid-kubernetes/kubeadm.yaml"),
      "utf8",
    )
      .replace(/^kubernetesVersion: .*$/m, `kubernetesVersion: v${version}`)
      .replace(/bindPort: .*/, `bindPort: ${here.port}`);
    writeFileSync(configuration(), rendered);
    const own = ["init", "phase", "control-plane", "all", "--config", "/etc/kubernetes/hybrid-kubernetes/kubeadm.yaml"];
    const { status, stderr } = spawnSync(kubeadm, ["--rootfs", root, ...own], { encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
    const made = () => NAMES.map((name) => readFileSync(pod(name), "utf8"));
    const before = made();
    const inRoot = `export KUBEADM_INIT_DRYRUN_DIR=\${KUBEADM_INIT_DRYRUN_DIR#${root}}; exec ${kubeadm} --rootfs ${root}`;
    const real = `case "$*" in *upload-config*) ;; *) ${inRoot} $(echo "$*" | sed 's#${root}/#/#') >&2;; esac`;
    here.standIns({ kubeadm: real, crictl: kubelet });
    // What kubeadm wrote is what it would write.
    expect(await here.run("apply")).toMatchObject({
      status: 0,
      said: expect.stringContaining("no static pod is another"),
    });
    expect(made()).toEqual(before);
    // Where they are asked whether they are healthy.
    const ports = Object.entries({ "kube-controller-manager": 10257, "kube-scheduler": 10259 });
    for (const [name, port] of ports) {
      expect(textOf(name)).toContain(`containerPort: ${port}\n`);
      expect(readFileSync(folder.at("control_plane.py"), "utf8")).toContain(`"${name}": ${port}`);
    }

    writeFileSync(
      configuration(),
      rendered.replace("https://10.128.0.33:2379", "https://10.128.0.34:2379").replace('"90"', '"91"'),
    );
    expect(await here.run("apply")).toMatchObject({
      status: 0,
      said: expect.stringContaining("applied: kube-apiserver"),
    });
    const [api = "", ...others] = made();
    expect(others).toEqual(before.slice(1));
    expect(api).toBe(
      before[0]?.replace(members(33), members(34)).replace("--audit-log-maxage=90", "--audit-log-maxage=91"),
    );
    expect(api).toContain(`--etcd-servers=${members(31, 32, 34)}\n`);
  });
});
