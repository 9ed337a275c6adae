import type { SiteOptions } from "../../lib/data-center/on-premises";

/** Two racks, a border and a server of each kind: small enough that every file can be checked by hand. */
export const TINY_SITE: SiteOptions = {
  dataCenterName: "paris",
  privateRanges: ["10.128.0.0/13"],
  ingress: ["203.0.113.10", "2001:db8:1::10"],
  privateIngress: { addresses: ["10.131.0.10"], port: 80, tls: false },
  healthCheck: { hosts: ["health.example.com"], path: "/healthz" },
  services: {
    api: {
      host: "api.example.com",
      port: 8080,
      protocol: "HTTP",
      timeoutSeconds: 30,
      drainingSeconds: 300,
      rateLimit: { requests: 1200, seconds: 60 },
      health: { kind: "HTTP", port: 8080, path: "/healthz" },
    },
    video: {
      host: "video.example.com",
      port: 8090,
      protocol: "HTTP",
      timeoutSeconds: 900,
      drainingSeconds: 300,
      health: { kind: "HTTP", port: 8090, path: "/healthz" },
    },
  },
  ranges: { ipv6: "fd00:128::/48" },
  versions: { kubernetes: "1.36.3", etcd: "3.6.5", calico: "3.32.1" },
  bgpPassword: { pillar: "kubernetes/paris/bgp" },
  edge: { publicRanges: ["203.0.113.0/28", "2001:db8:1::/64"] },
  fabric: {
    racks: {
      a1: { number: 1, routers: { "a1-left": { number: 1 }, "a1-right": { number: 2 } } },
      a2: { number: 2, routers: { "a2-left": { number: 1 }, "a2-right": { number: 2 } } },
    },
    borders: { "border-1": { number: 1 } },
  },
  servers: {
    "edge-1": { role: "edge", rack: "a1", number: 1 },
    "edge-2": { role: "edge", rack: "a2", number: 2 },
    "worker-1": { role: "worker", rack: "a1", number: 11 },
    "control-1": { role: "control-plane", rack: "a2", number: 21 },
  },
};
