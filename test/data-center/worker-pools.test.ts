import { readFileSync } from "node:fs";
import { join } from "node:path";
import { planSite } from "../../lib/data-center/plan-site";
import { serverData } from "../../lib/data-center/server-data";
import { VERSION_TABLE } from "../../lib/data-center/version-table";
import type { WorkerPoolOptions } from "../../lib/data-center/worker-pool";
import { ACCELERATOR_KINDS } from "../../lib/gke/gpus/accelerator-kinds";
import { refused as refusalsOf, warnings } from "./refused";
import { TINY_SITE } from "./tiny-site";

/** The same, or nothing where all is well. */
const refused = (change: object): string[] => {
  try {
    planSite({ ...TINY_SITE, ...change } as typeof TINY_SITE);
    return [];
  } catch {
    return refusalsOf(change);
  }
};

const worker = { role: "worker", rack: "a1", number: 12, pool: "video" } as const;
const control = { role: "control-plane", rack: "a2", number: 21 } as const;

/** What the kubelet of a worker in a pool is told. */
function kubeletOf(pool: WorkerPoolOptions): unknown {
  const plan = planSite({
    ...TINY_SITE,
    servers: { ...TINY_SITE.servers, "worker-2": worker },
    workerPools: { video: pool },
  });
  const of = serverData(plan);
  const [server] = plan.servers.filter(({ name }) => name === "worker-2").map(of);
  return (server as { readonly kubelet: unknown }).kubelet;
}

describe("a pool of workers", () => {
  test("has the labels and the taint that GKE gives a node pool with this GPU", () => {
    expect(kubeletOf({ accelerator: "nvidia-l4" })).toMatchObject({
      node_labels:
        "hybrid-kubernetes/rack=a1,cloud.google.com/gke-nodepool=video,cloud.google.com/gke-accelerator=nvidia-l4",
      node_taints: "nvidia.com/gpu=present:NoSchedule",
    });
    const { key, value, effect } = ACCELERATOR_KINDS.NVIDIA_GPU.taint;
    expect(`${key}=${value}:${effect}`).toBe("nvidia.com/gpu=present:NO_SCHEDULE");
  });

  test("has labels and taints of its own, in the words of Kubernetes", () => {
    const nodeLabels = { "example.com/disk": "nvme" };
    const taints = [
      { key: "example.com/batch", value: "no", effect: "NO_EXECUTE" },
      { key: "example.com/batch", value: "yes", effect: "PREFER_NO_SCHEDULE" },
    ] as const;
    expect(kubeletOf({ nodeLabels, taints })).toMatchObject({
      node_labels: "hybrid-kubernetes/rack=a1,cloud.google.com/gke-nodepool=video,example.com/disk=nvme",
      node_taints: "example.com/batch=no:NoExecute,example.com/batch=yes:PreferNoSchedule",
    });
  });

  test("has labels and taints without a value, as Kubernetes has them", () => {
    const nodeLabels = { "example.com/nvme": "" };
    const taints = [{ key: "example.com/batch", value: "", effect: "NO_SCHEDULE" }] as const;
    expect(refused({ workerPools: { video: { nodeLabels, taints } } })).toEqual([]);
    expect(kubeletOf({ nodeLabels, taints })).toMatchObject({
      node_labels: "hybrid-kubernetes/rack=a1,cloud.google.com/gke-nodepool=video,example.com/nvme=",
      node_taints: "example.com/batch=:NoSchedule",
    });
  });

  test("refuses what a kubelet may not set, and what the pool sets itself", () => {
    const nodeLabels = { "node-role.kubernetes.io/gpu": "yes", "cloud.google.com/gke-nodepool": "other" };
    const taints = [{ key: "nvidia.com/gpu", value: "present", effect: "NO_SCHEDULE" }] as const;
    expect(refused({ workerPools: { video: { nodeLabels, taints } } })).toEqual([
      'paris: workerPools.video.nodeLabels.node-role.kubernetes.io/gpu: got "node-role.kubernetes.io/gpu", expected a key outside kubernetes.io and k8s.io: the API server takes none of these from a kubelet',
      'paris: workerPools.video.nodeLabels.cloud.google.com/gke-nodepool: got "cloud.google.com/gke-nodepool", expected another key: the pool sets this one',
      'paris: workerPools.video.taints.0: got "nvidia.com/gpu", expected another key: workers with an accelerator have this taint',
    ]);
  });

  test("is one that there is, and has workers alone", () => {
    const servers = { ...TINY_SITE.servers, "worker-2": worker };
    expect(refused({ servers })).toEqual([
      'paris: servers.worker-2.pool: got "video", expected nothing, as long as workerPools has no pool',
    ]);
    expect(refused({ servers, workerPools: { web: {} } })).toEqual([
      'paris: servers.worker-2.pool: got "video", expected a pool of workerPools: "web"',
    ]);
    const wrong = { ...TINY_SITE.servers, "control-1": { ...control, pool: "web" } };
    expect(refused({ servers: wrong, workerPools: { web: {} } })).toEqual([
      'paris: servers.control-1.pool: got "web", expected nothing: only workers belong to a pool',
    ]);
  });
});

describe("versions of servers", () => {
  const with_ = (versions: object, own: { readonly control?: object; readonly worker?: object } = {}) =>
    refused({
      versions,
      servers: {
        ...TINY_SITE.servers,
        "control-1": { ...control, versions: own.control },
        "worker-1": { role: "worker", rack: "a1", number: 11, versions: own.worker },
      },
    });

  test("may be those of an upgrade: the control plane first", () => {
    expect(with_({ kubernetes: "1.36.3", etcd: "3.6.8" }, { control: { kubernetes: "1.37.2" } })).toEqual([]);
    expect(with_({ kubernetes: "1.34.9", etcd: "3.6.8" }, { control: { kubernetes: "1.37.2" } })).toEqual([]);
  });

  test("are counted by minor versions: a kubelet's patch may be the later one", () => {
    expect(with_({ kubernetes: "1.36.3", etcd: "3.6.8" }, { worker: { kubernetes: "1.36.4" } })).toEqual([]);
  });

  test("are refused where a kubelet is a minor version newer than an API server, or four older", () => {
    expect(with_({ kubernetes: "1.36.3" }, { worker: { kubernetes: "1.37.0" } })).toEqual([
      'paris: servers.worker-1.versions.kubernetes: got "1.37.0", expected 1.36 or older: a control-plane server has 1.36.3, and no kubelet may be of a newer minor version',
    ]);
    expect(with_({ kubernetes: "1.37.2" }, { worker: { kubernetes: "1.33.1" } })).toEqual([
      'paris: servers.worker-1.versions.kubernetes: got "1.33.1", expected at most 3 minor versions below 1.37.2, which a control-plane server has',
    ]);
  });

  test("are refused where members of etcd skip a version, or begin with 3.6 too early", () => {
    const members = (one: string, others: string) =>
      refused({
        versions: { etcd: others },
        servers: {
          ...TINY_SITE.servers,
          "etcd-1": { role: "etcd", rack: "a1", number: 31, versions: { etcd: one } },
          "etcd-2": { role: "etcd", rack: "a2", number: 32 },
          "etcd-3": { role: "etcd", rack: "a3", number: 33 },
        },
        fabric: {
          ...TINY_SITE.fabric,
          racks: {
            ...TINY_SITE.fabric.racks,
            a3: { number: 3, routers: { "a3-left": { number: 1 }, "a3-right": { number: 2 } } },
          },
        },
      });
    expect(members("3.6.5", "3.5.25")).toEqual([
      'paris: versions.etcd: got "3.5.25", expected 3.5.26 or later before a member has 3.6.5',
    ]);
    expect(members("3.6.5", "3.5.26")).toEqual([]);
    expect(members("3.7.0", "3.5.32")).toEqual([
      'paris: versions.etcd: got "3.5.32", expected at most one minor version below 3.7.0, which another member has',
    ]);
  });

  describe("are warned of where the table does not have them", () => {
    const warned = (
      versions: object,
      own: { readonly control?: object; readonly worker?: object; readonly edge?: object } = {},
    ) =>
      warnings({
        ...TINY_SITE,
        versions,
        servers: {
          "edge-1": { role: "edge", rack: "a1", number: 1, versions: own.edge },
          "control-1": { ...control, versions: own.control },
          "worker-1": { role: "worker", rack: "a1", number: 11, versions: own.worker },
        },
      } as typeof TINY_SITE);

    test.each([
      ["1.35.6", "2.1.5", []],
      ["1.35.6", "2.1.4", ["2.1.5, 2.2"]],
      ["1.35.6", "2.3.0", ["2.1.5, 2.2"]],
      ["1.36.3", "2.2.0", []],
      ["1.36.3", "2.1.9", ["2.2, 2.3"]],
      ["1.36.3", "1.7.35", ["2.2, 2.3"]],
      ["1.37.2", "2.4.2", []],
      ["1.37.2", "2.2.5", ["2.3, 2.4"]],
    ])("Kubernetes %s beside containerd %s", (kubernetes, containerd, known) => {
      const minor = kubernetes.slice(0, 4);
      expect(warned({ kubernetes, containerd })).toEqual(
        known.map(
          (ones) =>
            `versions.containerd: containerd ${containerd} is not known to go with Kubernetes ${minor}: ${ones} are`,
        ),
      );
    });

    test("of a single server, at what it has of its own", () => {
      const site = { kubernetes: "1.36.3", containerd: "2.2.1", etcd: "3.6.8", calico: "3.32.1" };
      expect(warned(site)).toEqual([]);
      expect(warned(site, { worker: { containerd: "2.4.0" } })).toEqual([
        "servers.worker-1.versions.containerd: containerd 2.4.0 is not known to go with Kubernetes 1.36: 2.2, 2.3 are",
      ]);
      // An upgrade, whose node takes its containerd along.
      expect(warned(site, { control: { kubernetes: "1.37.2", containerd: "2.3.0" } })).toEqual([
        "servers.control-1.versions.kubernetes: calico 3.32.1 is not known to go with Kubernetes 1.37: 3.33 are",
      ]);
      expect(warned({ ...site, calico: "3.33.0" }, { control: { kubernetes: "1.37.2" } })).toEqual([
        "servers.control-1.versions.kubernetes: containerd 2.2.1 is not known to go with Kubernetes 1.37: 2.3, 2.4 are",
      ]);
      expect(warned(site, { control: { etcd: "3.7.0" } })).toEqual([
        "servers.control-1.versions.etcd: etcd 3.7.0 is not known to go with Kubernetes 1.36: 3.5, 3.6 are",
      ]);
      expect(warned(site, { worker: { kubernetes: "1.34.9" } })).toEqual([
        "servers.worker-1.versions.kubernetes: Kubernetes 1.34 is not known here: the table of versions that go together has 1.35, 1.36, 1.37",
      ]);
    });

    test("once, however many servers have them", () => {
      expect(warned({ kubernetes: "1.38.0", containerd: "2.4.0" })).toEqual([
        "versions.kubernetes: Kubernetes 1.38 is not known here: the table of versions that go together has 1.35, 1.36, 1.37",
      ]);
    });

    test("where a server does not run what it has a version of", () => {
      const site = { kubernetes: "1.36.3", containerd: "2.2.1", etcd: "3.6.8", calico: "3.32.1" };
      expect(warned(site, { edge: { kubernetes: "1.36.3" }, worker: { etcd: "3.6.8", calico: "3.32.1" } })).toEqual([
        "servers.edge-1.versions.kubernetes: has no effect: only workers and the control plane run Kubernetes",
        "servers.worker-1.versions.etcd: has no effect: this server is no member of etcd",
        "servers.worker-1.versions.calico: has no effect: Calico has one version in a data centre, that of versions.calico",
      ]);
    });
  });

  test("the table in the docs is the one that is compared with", () => {
    const page = readFileSync(join(__dirname, "../../docs/data-center-servers.md"), "utf8");
    const rows = VERSION_TABLE.map(({ kubernetes, containerd, etcd, calico }) =>
      [kubernetes, ...[containerd, etcd, calico].map((minors) => minors.join(", "))].join(" | "),
    );
    expect([...page.matchAll(/^\| (1\.\d+ \| .*) \|$/gm)].map(([, row]) => row)).toEqual(rows);
  });

  test("are refused where kubeadm takes no etcd that old", () => {
    expect(with_({ kubernetes: "1.36.3", etcd: "3.5.21" })).toEqual([
      'paris: versions.etcd: got "3.5.21", expected 3.5.24 or later: kubeadm takes no older etcd beside it',
    ]);
  });
});
