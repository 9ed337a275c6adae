import type { SiteOptions } from "../../lib/data-center/on-premises";
import { TINY_SITE } from "./tiny-site";

const racks = {
  ...TINY_SITE.fabric.racks,
  a3: { number: 3, routers: { "a3-left": { number: 1 }, "a3-right": { number: 2 } } },
};

/** The small data centre with three members of etcd, in as many racks, which the formula makes. */
export const THREE_MEMBERS: SiteOptions = {
  ...TINY_SITE,
  fabric: { ...TINY_SITE.fabric, racks },
  servers: {
    ...TINY_SITE.servers,
    "etcd-1": { role: "etcd", rack: "a1", number: 31 },
    "etcd-2": { role: "etcd", rack: "a2", number: 32 },
    "etcd-3": { role: "etcd", rack: "a3", number: 33 },
  },
  cluster: { secrets: { pillar: "kubernetes/paris/cluster" } },
};
