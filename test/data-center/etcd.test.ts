import type { SiteClusterOptions } from "../../lib/data-center/cluster";
import type { SiteOptions } from "../../lib/data-center/on-premises";
import { planSite } from "../../lib/data-center/plan-site";
import { serverData } from "../../lib/data-center/server-data";
import { refused, warnings } from "./refused";
import { THREE_MEMBERS } from "./three-members";
import { TINY_SITE } from "./tiny-site";

const secrets = { pillar: "kubernetes/paris/cluster" };

interface EtcdData {
  readonly etcd: { readonly members: readonly { readonly name: string }[] } | null;
  readonly etcd_member: { readonly is_running: boolean } | null;
}

function dataOf(options: SiteOptions): Readonly<Record<string, EtcdData>> {
  const plan = planSite(options);
  const of = serverData(plan);
  return Object.fromEntries(plan.servers.map((server) => [server.name, of(server) as unknown as EtcdData]));
}

/** What is refused in a data centre with three members, and what is warned of. */
const refusedCluster = (cluster: object, more: object = {}) => refused({ ...THREE_MEMBERS, cluster, ...more });

describe("the data of etcd", () => {
  const data = dataOf(THREE_MEMBERS);

  test("has members that know each other by their own addresses, and where their CA lies", () => {
    expect(data["etcd-2"]).toMatchObject({
      etcd: {
        cluster_name: "paris",
        members: [
          { name: "etcd-1", client: "https://10.128.0.31:2379", peer: "https://10.128.0.31:2380" },
          { name: "etcd-2", client: "https://10.128.0.32:2379", peer: "https://10.128.0.32:2380" },
          { name: "etcd-3", client: "https://10.128.0.33:2379", peer: "https://10.128.0.33:2380" },
        ],
        ca_certificate: { pillar: "kubernetes/paris/cluster/etcd-ca-certificate" },
        ca_key: { pillar: "kubernetes/paris/cluster/etcd-ca-key" },
      },
      etcd_member: {
        addresses: ["10.128.0.32", "fd00:128::20"],
        client: "https://10.128.0.32:2379",
        peer: "https://10.128.0.32:2380",
        is_running: false,
        snapshots: 24,
      },
    });
  });

  test("is that of members, and of the control plane as their client: no other server knows of the CA", () => {
    const has = Object.entries(data).map(([name, { etcd, etcd_member }]) => [
      name,
      etcd !== null,
      etcd_member !== null,
    ]);
    expect(has).toEqual([
      ["control-1", true, false],
      ["edge-1", false, false],
      ["edge-2", false, false],
      ["etcd-1", true, true],
      ["etcd-2", true, true],
      ["etcd-3", true, true],
      ["worker-1", false, false],
    ]);
  });

  test("is that of the control plane where no server is for etcd alone", () => {
    const { servers, ...site } = TINY_SITE;
    const { "control-1": member, "worker-1": worker } = dataOf({ ...site, servers, cluster: { secrets } });
    expect(member?.etcd?.members.map(({ name }) => name)).toEqual(["control-1"]);
    expect(member?.etcd_member).not.toBeNull();
    expect(worker?.etcd).toBeNull();
  });

  test("is nowhere where the cluster is made elsewhere", () => {
    for (const own of Object.values(dataOf({ ...THREE_MEMBERS, cluster: undefined })))
      expect(own).toMatchObject({ etcd: null, etcd_member: null });
  });

  test("lets a server without data join a cluster that runs", () => {
    const cluster: SiteClusterOptions = { secrets, etcd: { isRunning: true } };
    expect(dataOf({ ...THREE_MEMBERS, cluster })["etcd-1"]?.etcd_member?.is_running).toBe(true);
  });
});

describe("the cluster of a data centre", () => {
  test("needs a folder of secrets, which are never its options", () => {
    expect(refusedCluster({})).toEqual([
      'paris: cluster.secrets: got nothing, expected where they lie: { pillar: "kubernetes/paris/cluster" }',
    ]);
    expect(refusedCluster({ secrets: "hunter2" })).toEqual([
      'paris: cluster.secrets: got "a text", expected where the secret lies, never the secret: { pillar: "kubernetes/paris/bgp" }',
    ]);
  });

  test("needs the version of etcd, which each member may have of its own", () => {
    const versions = { kubernetes: "1.36.3", containerd: "2.2.1" };
    expect(refusedCluster({ secrets }, { versions })).toEqual([
      "paris: versions.etcd: got nothing, expected a version for each member of etcd: its packages are installed in it",
    ]);
    const servers = Object.entries(THREE_MEMBERS.servers).map(([name, server]) => [
      name,
      server.role === "etcd" ? { ...server, versions: { etcd: "3.6.5" } } : server,
    ]);
    expect(() =>
      planSite({ ...THREE_MEMBERS, versions, servers: Object.fromEntries(servers), cluster: { secrets } }),
    ).not.toThrow();
  });

  test("keeps a number of snapshots that is one", () => {
    for (const snapshotsPerMember of [1, 721, 2.5, "many"]) {
      const [line = "", ...more] = refusedCluster({ secrets, etcd: { snapshotsPerMember } });
      expect(more).toEqual([]);
      expect(line).toContain("cluster.etcd.snapshotsPerMember");
      expect(line).toContain("from 2 to 720");
    }
  });

  test("has members, and not more than five", () => {
    const { "control-1": _, ...servers } = TINY_SITE.servers;
    expect(refused({ servers, cluster: { secrets } })).toEqual([
      'paris: servers: got 0, expected 3 or 5 members of etcd: servers of role "etcd", or of role "control-plane" where there are none',
    ]);
    const numbers = [1, 2, 3, 4, 5, 6, 7];
    const racks = numbers.map((number) => {
      return [`r${number}`, { number, routers: { [`r${number}-a`]: { number: 1 }, [`r${number}-b`]: { number: 2 } } }];
    });
    const many = numbers.map((number) => [`etcd-${number}`, { role: "etcd", rack: `r${number}`, number: 30 + number }]);
    const change = (count: number) => ({
      fabric: { ...TINY_SITE.fabric, racks: Object.fromEntries(racks) },
      servers: { "edge-1": { role: "edge", rack: "r1", number: 1 }, ...Object.fromEntries(many.slice(0, count)) },
      cluster: { secrets },
    });
    expect(refused(change(7))).toEqual([expect.stringMatching(/^paris: servers: got 7, expected 3 or 5 members/)]);
    expect(() => planSite({ ...TINY_SITE, ...change(5) } as SiteOptions)).not.toThrow();
    expect(refused(change(4)).join()).toContain("expected an odd number of etcd members");
  });

  test("is warned of with a single member, which may be one to try it, and not with three", () => {
    expect(warnings({ ...TINY_SITE, cluster: { secrets } })).toEqual([
      "servers: control-1 is the only member of etcd: while it is down, so is the API server, and its disk is the only copy. Take 3 or 5",
    ]);
    expect(warnings(TINY_SITE)).toEqual([]);
    expect(warnings(THREE_MEMBERS)).toEqual([]);
  });

  test("is warned of without a control plane, which may come later, but only where the servers make the cluster", () => {
    const { "control-1": _, ...servers } = THREE_MEMBERS.servers;
    expect(warnings({ ...THREE_MEMBERS, servers })).toEqual([
      'servers: has no server of role "control-plane": no cluster can begin, and no worker can join one',
    ]);
    const { cluster: _cluster, ...elsewhere } = THREE_MEMBERS;
    expect(warnings({ ...elsewhere, servers })).toEqual([]);
  });

  test("refuses what only Terraform knows, as all options of a data centre: its files are written before", () => {
    const token = "${var.snapshots}";
    expect(refusedCluster({ secrets, etcd: { snapshotsPerMember: token } }).join()).toContain(
      "cluster.etcd.snapshotsPerMember",
    );
  });
});
