import type { OnPremisesOptions, ServerOptions } from "cdktf-hybrid-kubernetes";
import { rack } from "./racks";

/** Workers of a rack, with numbers that begin with the rack's. */
const workers = (name: string, first: number, count: number, pool?: string): Record<string, ServerOptions> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const number = first + index;
      return [`worker-${number}`, { role: "worker", rack: name, number, pool }];
    }),
  );

/**
 * What stands in Singapore: half of Paris. Two of its three racks have an edge server, and each can take what users there ask for.
 *
 * Its servers make their Kubernetes cluster themselves, by the formula: etcd on servers of its own, and workers with GPUs in the pool of
 * the same name as in Google Cloud. In Paris and Frankfurt the cluster is made elsewhere.
 */
export const singapore: OnPremisesOptions = {
  ranges: { ipv6: "fd00:144::/48" },
  versions: { kubernetes: "1.36.3", etcd: "3.6.5", calico: "3.32.1", containerd: "2.3.2" },
  cluster: { secrets: { pillar: "kubernetes/singapore/cluster" } },
  workerPools: { video: { accelerator: "nvidia-l4" } },
  bgpPassword: { pillar: "kubernetes/singapore/bgp" },

  fabric: {
    racks: { s1: rack("s1", 1), s2: rack("s2", 2), s3: rack("s3", 3) },
    borders: { "border-1": { number: 1 }, "border-2": { number: 2 } },
  },

  edge: {
    publicRanges: ["203.0.113.28/30", "2001:db8:3::/64"],
    certificate: { pillar: "kubernetes/singapore/tls" },
    requestsPerSecondPerServer: 10_000,
  },

  servers: {
    "control-1": { role: "control-plane", rack: "s1", number: 1 },
    "control-2": { role: "control-plane", rack: "s2", number: 2 },
    "control-3": { role: "control-plane", rack: "s3", number: 3 },
    "edge-1": { role: "edge", rack: "s1", number: 11 },
    "edge-2": { role: "edge", rack: "s2", number: 12 },
    "etcd-1": { role: "etcd", rack: "s1", number: 21 },
    "etcd-2": { role: "etcd", rack: "s2", number: 22 },
    "etcd-3": { role: "etcd", rack: "s3", number: 23 },
    ...workers("s1", 101, 2),
    ...workers("s2", 201, 2),
    ...workers("s3", 301, 2, "video"),
  },
};
