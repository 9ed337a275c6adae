import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { SiteOptions } from "../lib/data-center/on-premises";
import { planSite } from "../lib/data-center/plan-site";
import { siteFiles } from "../lib/data-center/site-files";

/** Secrets of the lab's data centre, by their references: the lab makes values itself. */
export const SECRETS = { bgp: "kubernetes/lab/bgp", certificate: "kubernetes/lab/certificate" };

const FORMULA = join(__dirname, "../formula/hybrid-kubernetes/files");

const http = { protocol: "HTTP", timeoutSeconds: 30, drainingSeconds: 60 } as const;
const health = (port: number) => ({ kind: "HTTP", port, path: "/healthz" }) as const;

/** The data centre that the lab runs: the least with two of all that can fail. */
export const LAB_SITE: SiteOptions = {
  dataCenterName: "lab",
  privateRanges: ["10.128.0.0/13"],
  ranges: { ipv6: "fd00:128::/48" },
  ingress: ["203.0.113.10", "2001:db8:1::10"],
  privateIngress: { addresses: ["10.131.0.10"], port: 80, tls: false },
  healthCheck: { hosts: ["health.example.com"], path: "/healthz" },
  bgpPassword: { pillar: SECRETS.bgp },
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
  edge: {
    publicRanges: ["203.0.113.0/28", "2001:db8:1::/64"],
    certificate: { pillar: SECRETS.certificate },
  },
  services: {
    api: { ...http, host: "api.example.com", port: 8080, health: health(8080) },
    uploads: { ...http, host: "api.example.com", paths: ["/uploads/*"], port: 8090, health: health(8090) },
    slow: { ...http, host: "slow.example.com", port: 8090, timeoutSeconds: 2, health: health(8090) },
    limited: {
      ...http,
      host: "limited.example.com",
      port: 8080,
      rateLimit: { requests: 10, seconds: 10 },
      health: health(8080),
    },
  },
};

/** Writes the files of a data centre into a folder, as the synthesis does. */
export function writeSite(site: SiteOptions, folder: string): void {
  for (const [path, text] of siteFiles(planSite(site))) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  cpSync(FORMULA, join(folder, "templates"), { recursive: true });
}
