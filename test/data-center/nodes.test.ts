import { planSite } from "../../lib/data-center/plan-site";
import { siteFiles } from "../../lib/data-center/site-files";
import { CLUSTER_SITE } from "./cluster-site";
import { refused } from "./refused";

const { cluster } = CLUSTER_SITE;
const change = (parts: object): string[] => refused({ ...CLUSTER_SITE, cluster: { ...cluster, ...parts } });
const pillar = (name: string, site = CLUSTER_SITE) =>
  JSON.parse(siteFiles(planSite(site)).get(`servers/${name}.sls`) ?? "{}").hybrid;

describe("the nodes of a cluster that the formula makes", () => {
  test("know what they are made of, and nothing of it where the cluster is made elsewhere", () => {
    const { cluster: node, control_plane, packages } = pillar("worker-1");
    expect(node).toMatchObject({ containerd_package: "containerd.io", api_endpoint: "10.131.0.17:6443" });
    expect(control_plane).toBeNull();
    expect(packages.sources).toHaveLength(2);
    expect(pillar("etcd-1")).toMatchObject({ cluster: null, control_plane: null, packages });
    expect(pillar("edge-1")).toMatchObject({ cluster: null, control_plane: null, packages: null });
    const { cluster: _, ...elsewhere } = CLUSTER_SITE;
    for (const name of ["worker-1", "control-1"])
      expect(pillar(name, elsewhere)).toMatchObject({ cluster: null, control_plane: null, packages: null });
  });

  test("are known to the control plane alone, with the addresses that are planned for them", () => {
    const { nodes, secrets } = pillar("control-1").control_plane;
    expect(nodes).toEqual([
      { name: "control-1", addresses: ["10.128.0.21", "fd00:128::15"] },
      { name: "worker-1", addresses: ["10.128.0.11", "fd00:128::b"] },
    ]);
    // References, and no secret.
    expect(secrets.ca_key).toEqual({ pillar: "kubernetes/paris/cluster/ca-key" });
    expect(secrets.encryption_key).toEqual({ pillar: "kubernetes/paris/cluster/encryption-key" });
  });

  test("have a version of all that is installed on them, and no containerd that does not read its configuration", () => {
    expect(refused({ ...CLUSTER_SITE, versions: { etcd: "3.6.5" } })).toEqual([
      "paris: versions.kubernetes: got nothing, expected a version for workers and the control plane: their packages are installed in it",
      "paris: versions.containerd: got nothing, expected a version for workers and the control plane: their packages are installed in it",
    ]);
    expect(refused({ ...CLUSTER_SITE, versions: { ...CLUSTER_SITE.versions, containerd: "1.7.24" } })).toEqual([
      'paris: versions.containerd: got "1.7.24", expected 2.0.0 or later: its configuration is written in version 3',
    ]);
    const servers = {
      ...CLUSTER_SITE.servers,
      "worker-1": { role: "worker", rack: "a1", number: 11, versions: { containerd: "1.6.20" } },
    };
    expect(refused({ ...CLUSTER_SITE, servers })).toEqual([
      'paris: servers.worker-1.versions.containerd: got "1.6.20", expected 2.0.0 or later: its configuration is written in version 3',
    ]);
  });

  test.each([
    ["aptSources.0.uri", { aptSources: [{ uri: "ftp://example.com", suite: "/", signedBy: "/a" }] }],
    [
      "aptSources.0.suite",
      { aptSources: [{ uri: "https://example.com", suite: "a b", components: ["a"], signedBy: "/a" }] },
    ],
    ["aptSources.0.components", { aptSources: [{ uri: "https://example.com", suite: "bookworm", signedBy: "/a" }] }],
    [
      "aptSources.0.components",
      { aptSources: [{ uri: "https://a.example.com", suite: "/", components: ["b"], signedBy: "/a" }] },
    ],
    ["aptSources.0.signedBy", { aptSources: [{ uri: "https://example.com", suite: "/", signedBy: "key" }] }],
    ["containerd.registryMirrors.https://a", { containerd: { registryMirrors: { "https://a": ["https://b"] } } }],
    ["containerd.registryMirrors.docker.io", { containerd: { registryMirrors: { "docker.io": [] } } }],
    ["containerd.registryMirrors.docker.io.0", { containerd: { registryMirrors: { "docker.io": ["mirror"] } } }],
    ["containerd.sandboxImage", { containerd: { sandboxImage: "pause" } }],
    ["containerd.packageName", { containerd: { packageName: "Containerd" } }],
    ["controlPlane.imageRepository", { controlPlane: { imageRepository: "https://mirror.example.com" } }],
    ["controlPlane.auditLogDays", { controlPlane: { auditLogDays: 0 } }],
  ])("refuse what they could not be made of: %s", (property, parts) => {
    const lines = change(parts);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`paris: cluster.${property}: `);
  });
});
