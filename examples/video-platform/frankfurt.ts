import { join } from "node:path";
import { type OnPremisesOptions, Servers } from "cdktf-hybrid-kubernetes";
import { rack } from "./racks";

/**
 * What stands in Frankfurt: older than the platform. Its servers come from the inventory, with the addresses that they have; a link
 * that is left out is planned, as on servers that are new.
 */
export const frankfurt: OnPremisesOptions = {
  ranges: { ipv6: "fd00:136::/48" },
  versions: { kubernetes: "1.36.3", etcd: "3.6.5", calico: "3.32.1" },
  bgpPassword: { pillar: "kubernetes/frankfurt/bgp" },

  fabric: {
    racks: { f1: rack("f1", 1), f2: rack("f2", 2), f3: rack("f3", 3) },
    borders: { "border-1": { number: 1, asn: 65_002 }, "border-2": { number: 2, asn: 65_002 } },
  },

  edge: {
    publicRanges: ["203.0.113.20/30", "2001:db8:2::/64"],
    certificate: { pillar: "kubernetes/frankfurt/tls" },
    requestsPerSecondPerServer: 14_000,
  },

  servers: Servers.fromCsv(join(__dirname, "frankfurt.csv")),
};
