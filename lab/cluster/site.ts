import type { OnPremisesOptions } from "../../lib/data-center";
import { SMALL_SITE } from "../on-premises";
import { CONTAINERD_VERSION, ETCD_VERSION, KUBERNETES } from "./programs";

/** What turns the lab's data centre into one with a cluster: three racks, each with a control-plane server. One member of etcd is enough for what is tried. */
export const CLUSTER: Partial<OnPremisesOptions> = {
  fabric: {
    ...SMALL_SITE.fabric,
    racks: {
      ...SMALL_SITE.fabric.racks,
      a3: { number: 3, routers: { "a3-left": { number: 1 }, "a3-right": { number: 2 } } },
    },
  },
  servers: {
    ...SMALL_SITE.servers,
    "control-1": { role: "control-plane", rack: "a1", number: 21 },
    "control-2": { role: "control-plane", rack: "a2", number: 22 },
    "control-3": { role: "control-plane", rack: "a3", number: 23 },
    "etcd-1": { role: "etcd", rack: "a2", number: 31 },
    "worker-2": { role: "worker", rack: "a2", number: 12, versions: { kubernetes: KUBERNETES.before } },
    "worker-1": { role: "worker", rack: "a1", number: 11, versions: { kubernetes: KUBERNETES.before } },
  },
  versions: { kubernetes: KUBERNETES.now, etcd: ETCD_VERSION, containerd: CONTAINERD_VERSION },
  cluster: { secrets: { pillar: "kubernetes/lab/cluster" } },
};
