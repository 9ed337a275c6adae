import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { SiteOptions } from "../../../lib/data-center/on-premises";
import { planSite } from "../../../lib/data-center/plan-site";
import { siteFiles } from "../../../lib/data-center/site-files";
import { CLUSTER_SITE } from "../../data-center/cluster-site";
import { apply, FORMULA } from "./apply";
import { CLUSTER_PACKAGES, ILL, LOG, STARTS } from "./cluster-packages";
import { makeRepository } from "./packages";
import { BootedServer, whyNoServer } from "./server";

const why = whyNoServer();
if (why !== undefined)
  process.stdout.write(`SKIPPED, not passed: no server of a cluster is made, upgraded or cleaned here: ${why}\n`);

const [KEY, OTHER] = ["32 bytes that no cluster has", "32 others"].map((text) =>
  Buffer.from(text.padEnd(32, "!")).toString("base64"),
) as [string, string];
/** A control-plane server that is a member of etcd as well: it has all that a server of a cluster can have. */
const NAME = "control-1";
const { "etcd-1": _1, "etcd-2": _2, "etcd-3": _3, ...servers } = CLUSTER_SITE.servers;
const SITE: SiteOptions = {
  ...CLUSTER_SITE,
  servers: {
    ...servers,
    [NAME]: { role: "control-plane", rack: "a1", number: 21 },
    "control-2": { role: "control-plane", rack: "a2", number: 22 },
    "control-3": { role: "control-plane", rack: "a3", number: 23 },
  },
};

(why === undefined ? describe : describe.skip)("a server of a cluster, that systemd booted", () => {
  const folder = mkdtempSync(join(tmpdir(), "cluster-"));
  let server: BootedServer;

  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const must = (script: string): string => {
    const { status, out, said } = server.run(script);
    if (status !== 0) throw new Error(`${script}: ${said}`);
    return out;
  };
  /** What a master has of the data centre with these versions. */
  const publish = (version: string, kubernetes: string, etcd: string, key = KEY, containerd = "2.3.2"): void => {
    const cluster = { ...SITE.cluster, secrets: { pillar: "kubernetes/paris/cluster" }, aptSources: [] };
    const site = planSite({ ...SITE, versions: { ...SITE.versions, kubernetes, etcd, containerd }, cluster });
    for (const [path, text] of siteFiles(site)) write(`${version}/${path}`, text);
    write(`${version}/top.sls`, 'base: {"*": [secrets, "servers.{{ opts[\'id\'] }}"]}\n');
    write(`${version}/secrets.sls`, JSON.stringify({ kubernetes: { paris: { bgp: "key", cluster: secrets(key) } } }));
  };
  /** A CA of its own for each part, and keys. */
  const secrets = (key: string) => {
    const of = (name: string) => readFileSync(join(folder, name), "utf8");
    return {
      ...Object.fromEntries(
        ["ca", "front-proxy-ca", "etcd-ca"].flatMap((name) => [
          [`${name}-certificate`, of("ca.crt")],
          [`${name}-key`, of("ca.key")],
        ]),
      ),
      ...{ "service-account-key": of("ca.key"), "encryption-key": key },
    };
  };
  const call = (version: string, ...what: readonly string[]) => apply(server, join(folder, version), NAME, ...what);
  const clean = (values: object) => call("new", "hybrid-kubernetes.clean", `pillar='${JSON.stringify(values)}'`);

  beforeAll(async () => {
    mkdirSync(join(folder, "packages"));
    makeRepository(join(folder, "packages"), "1.0", CLUSTER_PACKAGES);
    // Certificates are made by the real one, which the stand-in of its package does not hide.
    copyFileSync("/usr/bin/openssl", join(folder, "openssl"));
    copyFileSync("/etc/ssl/openssl.cnf", join(folder, "openssl.cnf"));
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"];
    const files = ["-keyout", join(folder, "ca.key"), "-out", join(folder, "ca.crt")];
    spawnSync("openssl", ["req", "-x509", ...key, "-subj", "/CN=test", ...files]);
    publish("old", "1.36.3", "3.6.5");
    publish("other-key", "1.36.3", "3.6.5", OTHER);
    publish("etcd", "1.36.3", "3.6.16");
    publish("new", "1.37.2", "3.6.16");
    publish("containerd", "1.36.3", "3.6.16", KEY, "2.4.2");
    publish("too-old", "1.37.2", "3.5.26");
    server = await BootedServer.boot([folder, FORMULA]);
    must(
      `echo 'deb [trusted=yes] file:${folder}/packages ./' >/etc/apt/sources.list && rm -rf /etc/apt/sources.list.d/* && apt-get update`,
    );
    must(
      `cp ${folder}/openssl /usr/local/bin/openssl && mkdir -p /usr/lib/ssl && cp ${folder}/openssl.cnf /usr/lib/ssl`,
    );
  });
  afterAll(async () => {
    await server?.end();
    rmSync(folder, { recursive: true });
  });

  const KEPT = [
    "/etc/kubernetes/kubelet.conf",
    "/etc/kubernetes/admin.conf",
    "/etc/kubernetes/pki/ca.key",
    "/etc/kubernetes/hybrid-kubernetes/encryption.json",
    "/etc/etcd/pki/ca.key",
    "/etc/etcd/pki/server.key",
    "/var/lib/etcd/data/member/wal",
    "/var/backups/etcd/a.db",
  ];
  const UNITS = [
    "etcd",
    "kubelet",
    "exabgp",
    "hybrid-kubernetes-etcd-snapshot.timer",
    "hybrid-kubernetes-approve-kubelets.timer",
  ];
  const active = () =>
    server
      .run(`systemctl is-active ${UNITS.join(" ")}`)
      .out.trim()
      .split("\n");
  const versions = () =>
    must("dpkg-query -W -f '${Package} ${Version}\\n' kubeadm kubelet etcd-server").trim().split("\n");

  test("it is made, a second time changes nothing, it goes to other versions and back, and clean spares keys and data until they are named, too", () => {
    expect(call("old", "hybrid-kubernetes").failed).toEqual([]);
    expect(call("old", "hybrid-kubernetes")).toEqual({ status: 0, failed: [], changed: [] });
    expect(active()).toEqual(UNITS.map(() => "active"));

    // What a timer starts notes its successes, and nothing else: this one has no Kubernetes to ask.
    const [certificates, kubelets] = ["hybrid-kubernetes-etcd-certificates", "hybrid-kubernetes-approve-kubelets"];
    must(
      `systemctl start ${certificates}; echo >/etc/kubernetes/admin.conf; mkdir -p /opt/none; systemctl stop ${kubelets}.timer`,
    );
    expect(server.run(`mv /usr/bin/kubectl /opt/none && systemctl start ${kubelets}`).status).toBe(1);
    must(
      `mv /opt/none/kubectl /usr/bin; rm /etc/kubernetes/admin.conf; systemctl reset-failed ${kubelets}; systemctl start ${kubelets}.timer`,
    );
    expect(must("ls /var/lib/hybrid-kubernetes/succeeded").trim()).toBe(certificates);
    const metric = "hybrid_kubernetes_timer_succeeded_timestamp_seconds";
    must("systemctl start hybrid-kubernetes-metrics");
    const measured = must(`grep '^${metric}' /var/lib/prometheus/node-exporter/hybrid_kubernetes.prom`);
    expect(measured).toContain(
      `{timer="${certificates}"} ${must(`stat --format %Y /var/lib/hybrid-kubernetes/succeeded/${certificates}`).trim()}`,
    );
    expect(measured).toContain(
      `{timer="${kubelets}"} ${must(`stat --format %Y /etc/systemd/system/${kubelets}.timer`).trim()}`,
    );

    // Another key in the pillar is not written over the only one.
    const keys = "/etc/kubernetes/hybrid-kubernetes/encryption.json";
    const before = must(`sha256sum ${keys}`);
    const other = call("other-key", "hybrid-kubernetes.control-plane").failed.find((one) => one.startsWith(keys));
    expect(other).toMatch(/check_cmd execution failed\s+key1 is another key than it was/);
    expect(other).not.toContain(OTHER);
    expect(must(`sha256sum ${keys}`)).toBe(before);

    // It joins, and has data.
    must(`echo v1.36.3 >/var/lib/cluster-version; echo >/etc/kubernetes/kubelet.conf; echo >/etc/kubernetes/admin.conf; rm -f ${LOG}
mkdir -p /var/lib/etcd/data/member /var/backups/etcd && echo >/var/lib/etcd/data/member/wal && echo >/var/backups/etcd/a.db`);

    // A new package does not restart etcd itself. The states do, with the lock, and not while a majority needs this member.
    const starts = () => must(`cat ${STARTS}`).trim().split("\n");
    const etcd = () => must("systemctl show --property MainPID etcd");
    const [pid] = [etcd()];
    must(`echo 10.128.0.22: >${ILL}`);
    expect(call("etcd", "hybrid-kubernetes.etcd").failed).toEqual([
      expect.stringMatching(
        /^hybrid-kubernetes-etcd-current: .*control-2 does not answer, and without control-1 1 of 3 members would be left, where 2 are a majority: nothing is restarted/s,
      ),
    ]);
    expect(versions()[0]).toBe("etcd-server 3.6.16-1");
    expect([starts(), etcd()]).toEqual([["3.6.5", "locked"], pid]);
    must(`rm ${ILL}`);
    expect(call("etcd", "hybrid-kubernetes.etcd")).toMatchObject({
      failed: [],
      changed: ["hybrid-kubernetes-etcd-current"],
    });
    expect(starts()).toEqual(["3.6.5", "locked", "locked", "3.6.16"]);

    // What is refused, as the node is not drained, is not there after it, nor does apt bring it: a new containerd alone, and a new Kubernetes.
    const HELD = ["containerd.io", "etcd-client", "etcd-server", "kubeadm", "kubectl", "kubelet"];
    const holds = () => must("apt-mark showhold").trim().split("\n").sort();
    const all = () => must(`dpkg-query -W -f '\${Package} \${Version}\\n' ${HELD.join(" ")}`);
    const packages = all();
    expect(packages).toContain("containerd.io 2.3.2-1\n");
    expect(holds()).toEqual(HELD);
    must("touch /var/lib/not-drained");
    for (const release of ["containerd", "new"]) {
      const { failed } = call(release, "hybrid-kubernetes");
      expect(failed.join()).toMatch(
        /^hybrid-kubernetes-node-may-change: .*control-1 is of v1.36.3, and is not drained/s,
      );
      must("apt-get update && apt-get --yes upgrade && apt-get --yes dist-upgrade");
      expect([all(), holds()]).toEqual([packages, HELD]);
    }
    expect(server.run(`test -e ${LOG}`).status).toBe(1);
    must("rm /var/lib/not-drained");
    expect(call("containerd", "hybrid-kubernetes").failed).toEqual([]);
    expect(all()).toBe(packages.replace("containerd.io 2.3.2-1", "containerd.io 2.4.2-1"));

    // kubeadm goes first, by its new version, and the kubelet after it.
    expect(call("new", "hybrid-kubernetes").failed).toEqual([]);
    expect(must(`cat ${LOG}`)).toBe("kubeadm upgrade apply --yes v1.37.2 by 1.37.2\nkubelet 1.37.2\n");
    expect(versions()).toEqual(["etcd-server 3.6.16-1", "kubeadm 1.37.2-1.1", "kubelet 1.37.2-1.1"]);
    expect(call("new", "hybrid-kubernetes")).toEqual({ status: 0, failed: [], changed: [] });

    // What etcd's data do not allow is refused before its package is another.
    const refused = call("too-old", "hybrid-kubernetes");
    expect(refused.failed.join()).toContain("hybrid-kubernetes-etcd-may-be");
    expect(versions()[0]).toBe("etcd-server 3.6.16-1");

    // Kubernetes goes back by the same states.
    publish("back", "1.36.3", "3.6.16");
    must(`rm ${LOG}`);
    expect(call("back", "hybrid-kubernetes").failed).toEqual([]);
    expect(must(`cat ${LOG}`)).toBe("kubeadm upgrade apply --yes v1.36.3 by 1.36.3\nkubelet 1.36.3\n");
    expect(versions().slice(1)).toEqual(["kubeadm 1.36.3-1.1", "kubelet 1.36.3-1.1"]);

    // It is cleaned by its name alone, and keeps what nobody can make again.
    const there = () => KEPT.filter((path) => server.run(`test -e ${path}`).status === 0);
    expect(there()).toEqual(KEPT);
    for (const values of [{ clean_data: NAME }, { clean: NAME, clean_data: "control-2" }]) {
      expect(clean(values)).toMatchObject({ status: 1, changed: [] });
      expect(active()).toEqual(UNITS.map(() => "active"));
    }
    // Nothing is done where the cluster would not live on.
    must(`echo 10.128.0.23: >${ILL}; echo False >/var/lib/control-2-ready`);
    const alone = clean({ clean: NAME }).failed.join("\n");
    expect(alone).toMatch(
      /control-3 does not answer, and without control-1 1 of 3 members would be left, where 2 are a majority: it stays/,
    );
    expect(alone).toContain("control-1 stays: no other control-plane server is ready");
    expect([active(), there()]).toEqual([UNITS.map(() => "active"), KEPT]);
    expect(clean({ clean: NAME, clean_cluster: "another" })).toMatchObject({ status: 1, changed: [] });
    must(`rm ${ILL}; echo True >/var/lib/control-2-ready`);
    must(`rm ${LOG}`);
    expect(clean({ clean: NAME }).failed).toEqual([]);
    expect(server.run("test -e /usr/sbin/policy-rc.d").status).toBe(1);
    expect(must("apt-mark showhold")).toBe("");
    expect(active()).toEqual(UNITS.map(() => "inactive"));
    expect(there()).toEqual(KEPT);
    expect(server.run(`test -e ${LOG}`).status).toBe(1);
    const left = "'(' -type f -o -type l ')' -path '*hybrid-kubernetes*' ! -path '*-lab*' ! -path '/etc/kubernetes/*'";
    expect(server.run(`find /etc /usr/local /var/lib ${left}`).out).toBe("");
    expect(clean({ clean: NAME })).toEqual({ status: 0, failed: [], changed: [] });

    // Named twice, it loses them: its data as well may be what a majority needs, unless the whole cluster goes.
    must(`echo 10.128.0.2 >${ILL}`);
    expect(clean({ clean: NAME, clean_data: NAME }).failed.join()).toContain("0 of 3 members would be left");
    expect(there()).toEqual(KEPT);
    expect(clean({ clean: NAME, clean_data: NAME, clean_cluster: "paris" }).failed).toEqual([]);
    expect(must(`cat ${LOG}`)).toBe(
      "kubeadm reset --force --cleanup-tmp-dir --skip-phases=remove-etcd-member by 1.36.3\n",
    );
    expect(there()).toEqual([]);
    expect(server.run("ls -d /etc/kubernetes /etc/etcd/pki /var/lib/etcd /var/backups/etcd").out).toBe("");
    expect(clean({ clean: NAME, clean_data: NAME })).toEqual({ status: 0, failed: [], changed: [] });
  });
});
