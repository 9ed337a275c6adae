import type { OnPremisesOptions } from "cdktf-hybrid-kubernetes";
import { rack } from "./racks";

/**
 * What stands in Paris: three racks, each with a member of etcd, an edge server and workers, so that a rack may fail.
 *
 * A server keeps its number for ever, and with it its addresses. Numbers in hundreds leave room for what a rack gets later.
 */
export const paris: OnPremisesOptions = {
  ranges: { ipv6: "fd00:128::/48" },
  versions: { kubernetes: "1.36.3", etcd: "3.6.5", calico: "3.32.1" },
  bgpPassword: { pillar: "kubernetes/paris/bgp" },

  fabric: {
    racks: { a1: rack("a1", 1), a2: rack("a2", 2), a3: rack("a3", 3) },
    // They end the VPN to Google Cloud, and so have the ASN that it knows.
    borders: { "border-1": { number: 1, asn: 65_001 }, "border-2": { number: 2, asn: 65_001 } },
  },

  edge: {
    publicRanges: ["203.0.113.0/28", "2001:db8:1::/64"],
    certificate: { pillar: "kubernetes/paris/tls" },
    // Three take 42,000 together, and 28,000 while a rack is down: enough for what France asks for.
    requestsPerSecondPerServer: 14_000,
  },

  servers: {
    "control-1": { role: "control-plane", rack: "a1", number: 1 },
    "control-2": { role: "control-plane", rack: "a2", number: 2 },
    "control-3": { role: "control-plane", rack: "a3", number: 3 },
    "edge-1": { role: "edge", rack: "a1", number: 11 },
    "edge-2": { role: "edge", rack: "a2", number: 12 },
    "edge-3": { role: "edge", rack: "a3", number: 13 },
    "worker-101": { role: "worker", rack: "a1", number: 101 },
    "worker-102": { role: "worker", rack: "a1", number: 102 },
    "worker-201": { role: "worker", rack: "a2", number: 201 },
    "worker-202": { role: "worker", rack: "a2", number: 202 },
    "worker-301": { role: "worker", rack: "a3", number: 301 },
    "worker-302": { role: "worker", rack: "a3", number: 302 },
  },
};
