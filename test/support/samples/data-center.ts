import { planSite } from "../../../lib/data-center/plan-site";
import { siteFiles } from "../../../lib/data-center/site-files";
import { TINY_SITE } from "../../data-center/tiny-site";
import { asText, type Sample } from "./sample";

const { ranges, fabric, edge, versions, bgpPassword } = TINY_SITE;
/** One worker of them is of the pool. */
const servers = {
  ...TINY_SITE.servers,
  "worker-1": { role: "worker", rack: "a1", number: 11, pool: "video" },
  "etcd-1": { role: "etcd", rack: "a1", number: 31 },
} satisfies typeof TINY_SITE.servers;

const calico = {
  operatorManifest: "https://mirror.example.com/calico/tigera-operator.yaml",
  sha256: "0f".repeat(32),
  registry: "mirror.example.com/calico",
};

const exabgp = { pillar: "kubernetes/paris/exabgp" };

const workerPools = {
  video: {
    accelerator: "nvidia-l4",
    nodeLabels: { "example.com/disk": "nvme" },
    taints: [{ key: "example.com/batch", value: "yes", effect: "NO_SCHEDULE" }],
  },
};

/** One member is enough to have each option. */
const cluster = {
  secrets: { pillar: "kubernetes/paris/cluster" },
  etcd: { isRunning: true, snapshotsPerMember: 48 },
  aptSources: [
    { uri: "https://mirror.example.com/kubernetes/", suite: "/", signedBy: "/usr/share/keyrings/kubernetes.asc" },
    {
      uri: "https://mirror.example.com/docker/",
      suite: "bookworm",
      components: ["stable"],
      signedBy: "/usr/share/keyrings/docker.asc",
    },
  ],
  containerd: {
    registryMirrors: { "registry.k8s.io": ["https://mirror.example.com/v2/k8s"] },
    sandboxImage: "mirror.example.com/pause:3.10.1",
    packageName: "containerd",
  },
  controlPlane: { imageRepository: "mirror.example.com/k8s", auditLogDays: 90 },
};

/** No stack has anything of the inside of a data centre: what is made of it are its files. */
export const dataCenterSamples: readonly Sample[] = [
  asText(
    "OnPremisesOptions",
    { ranges, fabric, servers, edge, versions, bgpPassword, exabgp, calico, workerPools, cluster, pods: {}, api: {} },
    (props) => [...siteFiles(planSite({ ...TINY_SITE, ...props }))].flat().join("\n"),
  ),
];
