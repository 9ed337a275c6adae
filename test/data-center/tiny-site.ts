import { SMALL_SITE } from "../../lab/on-premises";
import type { SiteOptions } from "../../lib/data-center/on-premises";

/** The data centre of the lab with what else is known of it: small enough that every file can be checked by hand. */
export const TINY_SITE: SiteOptions = {
  ...SMALL_SITE,
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
  versions: { kubernetes: "1.36.3", etcd: "3.6.5", calico: "3.32.1", containerd: "2.2.1" },
  bgpPassword: { pillar: "kubernetes/paris/bgp" },
};
