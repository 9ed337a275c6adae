import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SiteOptions } from "../../lib/data-center/on-premises";
import { planSite } from "../../lib/data-center/plan-site";
import { CLUSTER_SITE } from "../data-center/cluster-site";
import { replaced } from "../support/replaced";
import { FORMULA, hasSalt, MasterWithMinions } from "./master-with-minions";
import { StandInCluster } from "./stand-in-cluster";

if (!hasSalt)
  process.stdout.write("SKIPPED, not passed: no cluster is upgraded here, without the Salt of lab/install.sh\n");

const IDS = ["control-1", "control-2", "etcd-1", "worker-1"];
const SITE: SiteOptions = {
  ...CLUSTER_SITE,
  servers: { ...CLUSTER_SITE.servers, "control-2": { role: "control-plane", rack: "a2", number: 22 } },
};
/** What docs/data-center-upgrade.md tells to type, in its order: up, back, and on. */
const [UP = [], BACK = [], ON = []] = [
  ...readFileSync(join(FORMULA, "../docs/data-center-upgrade.md"), "utf8").matchAll(
    /^hybrid-kubernetes-roll-out (.*)$/gm,
  ),
].map(([, options = ""]) => options.split(" "));
const LEFT_OUT = planSite(SITE)
  .servers.map(({ name }) => name)
  .filter((name) => !IDS.includes(name));

(hasSalt ? describe : describe.skip)("a master with the servers of a cluster", () => {
  const cluster = new StandInCluster("v1.36.3");
  const { folder } = cluster;
  const master = new MasterWithMinions(folder, IDS, cluster.env);

  /** What a server does with a release here: a node is upgraded, a member notes it, and each is as healthy as a file says. */
  const release = (number: number, kubernetes: string, etcd: string): void =>
    master.release(number, { ...SITE, versions: { ...SITE.versions, kubernetes, etcd } }, (write) => {
      const at = (path: string) => folder.at(path);
      const formula = (path: string) => readFileSync(join(FORMULA, "hybrid-kubernetes", path), "utf8");
      const own = `${cluster.environment('{{ opts["id"] }}')} sh ${FORMULA}/hybrid-kubernetes/files/upgrade-node.sh`;
      write(
        "init.sls",
        `{% if pillar.hybrid.cluster %}
node:
  cmd.run:
    - name: ${own} v${kubernetes} {{ opts["id"] }}
    - onlyif: ${own} --is-needed v${kubernetes}
kubelet:
  cmd.run:
    - name: echo v${kubernetes} >${at("kubelets")}/{{ opts["id"] }}
    - require:
      - cmd: node
{% else %}
member:
  cmd.run:
    - name: echo etcd ${etcd} >>${at("log")}; echo ${etcd} >${at("etcd-version")}
    - unless: grep -q ${etcd} ${at("etcd-version")}
{% endif %}
`,
      );
      write("healthy.sls", `healthy:\n  cmd.run:\n    - name: test ! -e ${at("unhealthy")}-{{ opts["id"] }}\n`);
      // The formula's own state, with folders of servers of their own.
      write("files/files.json", replaced(formula("files/files.json"), ["/usr/local/sbin/", at("sbin/")]));
      write(
        "versions.sls",
        replaced(
          formula("versions.sls"),
          [
            "/usr/local/sbin/hybrid-kubernetes-etcd may-be",
            `${at("sbin")}/hybrid-kubernetes-etcd --options ${at("etcd.json")} may-be`,
          ],
          ["name: /usr/local/sbin/", `name: ${cluster.environment('{{ opts["id"] }}')} ${at("sbin/")}`],
          ["/usr/local/sbin/", at("sbin/")],
          ["/etc/kubernetes/", at('{{ opts["id"] }}/')],
          ["/var/lib/etcd/", at("data/")],
          ["/etc/etcd/etcd.json", at("etcd.json")],
          // The stand-in for etcd is in the PATH alone.
          ["/usr/bin/etcd", at("etcd-version")],
        ),
      );
    });

  beforeAll(async () => {
    cluster.join("control-1", "control-2", "worker-1");
    folder.write("etcd-version", "3.6.5\n");
    folder.write("data/data/member/x", "");
    folder.write(
      "etcd.json",
      JSON.stringify({ name: "etcd-1", pki: "/", own: { client: "x" }, members: [{ name: "etcd-1", client: "x" }] }),
    );
    const top = { "*-*": ["secrets", "servers.{{ opts['id'] }}"], "*_master": ["roll-out"] };
    folder.write("pillar/top.sls", JSON.stringify({ base: top }));
    const names = ["ca-certificate", "ca-key", "front-proxy-ca-certificate", "front-proxy-ca-key"];
    const all = [...names, "service-account-key", "encryption-key", "etcd-ca-certificate", "etcd-ca-key"];
    const secrets = { bgp: "key", cluster: Object.fromEntries(all.map((name) => [name, `the ${name}`])) };
    folder.write("pillar/secrets.sls", JSON.stringify({ kubernetes: { paris: secrets } }));
    release(1, "1.36.3", "3.6.5");
    await master.start();
  });
  afterAll(async () => {
    await master.end();
    folder.remove(".");
  });

  const roll = (...wishes: readonly string[]) => {
    const { status, said } = master.roll(...wishes, "--without", LEFT_OUT.join(","));
    return { status, said, ran: cluster.log() };
  };
  const drain = (name: string) => `kubectl drain --ignore-daemonsets --delete-emptydir-data --timeout 15m ${name}`;
  const ready = (name: string) => `kubectl wait --for condition=Ready --timeout 5m node/${name}`;
  const back = (name: string) => [ready(name), `kubectl uncordon ${name}`];
  const cordoned = () => IDS.filter((name) => folder.has(`cordoned/${name}`));

  test("goes up in order, each node drained and brought back, ends at the first that fails, goes on from there, and goes back in order", () => {
    // Versions that may not follow are refused before anything is done.
    release(2, "1.38.0", "3.5.26");
    const refused = roll(...UP);
    expect(refused).toMatchObject({ status: 1, ran: [] });
    expect(refused.said).toContain("the cluster is of v1.36.3, and goes one minor version at a time");
    expect(refused.said).toContain("etcd is 3.6.5, and its data go back to no older minor version: 3.5.26");

    // etcd is first. A node whose pods cannot go is not upgraded, nor is what comes after it.
    release(3, "1.37.2", "3.6.16");
    folder.write("fails", "kubectl.*drain");
    expect(roll(...UP)).toMatchObject({ status: 1, ran: ["etcd 3.6.16", drain("control-1")] });

    // The cluster is not upgraded: the node stays drained, and pods stay away from it.
    folder.write("fails", "kubeadm upgrade");
    const failed = roll(...UP);
    expect([failed.status, failed.ran, cordoned()]).toEqual([
      1,
      [drain("control-1"), "kubeadm upgrade apply --yes v1.37.2"],
      ["control-1"],
    ]);

    // It is, and is not healthy after that.
    folder.remove("fails");
    folder.write("unhealthy-control-1", "");
    const ill = roll(...UP);
    expect([ill.status, ill.ran, cordoned()]).toEqual([
      1,
      [drain("control-1"), "kubeadm upgrade apply --yes v1.37.2"],
      ["control-1"],
    ]);

    // On from there: what has its version is drained no more.
    folder.remove("unhealthy-control-1");
    const all = roll(...UP);
    expect([all.status, all.ran, cordoned()]).toEqual([
      0,
      [
        ...back("control-1"),
        ...[drain("control-2"), "kubeadm upgrade node", ...back("control-2")],
        ...[drain("worker-1"), "kubeadm upgrade node", ...back("worker-1")],
      ],
      [],
    ]);

    // Once more changes nothing, also not for a node that somebody has cordoned.
    cluster.cordon("control-2");
    const again = roll(...UP);
    expect([again.status, again.ran]).toEqual([0, [ready("control-1"), ready("control-2"), ready("worker-1")]]);
    expect(cordoned()).toEqual(["control-2"]);
    folder.remove("cordoned/control-2");

    // Back to the release before: workers first, to an end and on, and etcd last, within its minor version. A node that somebody
    // has cordoned is drained and goes back like all others, and stays cordoned.
    cluster.cordon("worker-1");
    const name = (number: number) => `${number}-${"0".repeat(64)}`;
    folder.write("srv/taken.json", JSON.stringify({ way: [name(1), name(3)], newest: name(3) }));
    folder.write("fails", "kubeadm upgrade apply");
    const ended = roll(...BACK);
    expect([ended.status, ended.ran, cordoned()]).toEqual([
      1,
      [
        ...[drain("worker-1"), "kubeadm upgrade node", ready("worker-1")],
        ...[drain("control-1"), "kubeadm upgrade apply --yes v1.36.3"],
      ],
      ["control-1", "worker-1"],
    ]);
    folder.remove("fails");
    const down = roll(...ON);
    expect([down.status, down.ran, cordoned()]).toEqual([
      0,
      [
        ready("worker-1"),
        ...[drain("control-1"), "kubeadm upgrade apply --yes v1.36.3", ...back("control-1")],
        ...[drain("control-2"), "kubeadm upgrade node", ...back("control-2")],
        "etcd 3.6.5",
      ],
      ["worker-1"],
    ]);

    // Where no control-plane server is left to ask, nothing is begun.
    const asked = master.roll(...UP, "--without", [...LEFT_OUT, "control-1", "control-2"].join(","));
    expect(asked.said).toContain("no control-plane server is left");
  });
});
