import { join } from "node:path";
import { App } from "cdktf";
import { HybridPlatform, type OnPremisesOptions } from "../index";

/** The data centre that the lab runs: the least with two of all that can fail. */
const onPremises: OnPremisesOptions = {
  ranges: { ipv6: "fd00:128::/48" },
  bgpPassword: { pillar: "kubernetes/lab/bgp" },
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
    certificate: { pillar: "kubernetes/lab/certificate" },
  },
};

const maxRatePerEndpoint = 100;
const uploads = {
  hostName: "api.example.com",
  paths: ["/uploads", "/uploads/*"],
  containerPort: 8090,
  maxRatePerEndpoint,
};

/** Synthesizes a platform with the data centre, as a user's program does, and returns the folder of its files. */
export function synthesizeSite(outdir: string): string {
  const app = new App({ outdir });
  new HybridPlatform(app, "lab", {
    google: { project: "lab-project" },
    network: { nodes: "10.0.0.0/12", pods: "10.64.0.0/10", services: "10.32.0.0/13" },
    clusters: {
      "europe-west1": {
        nodePools: {
          web: { machineType: "n2-standard-8", autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 9 } },
        },
      },
    },
    dataCenters: {
      paris: {
        ingress: { ipv4: "203.0.113.10", ipv6: "2001:db8:1::10" },
        privateRanges: ["10.128.0.0/13"],
        privateIngress: { addresses: ["10.131.0.10"], zone: "europe-west1-b", maxRatePerEndpoint: 2000 },
        onPremises,
      },
    },
    hostedZone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
    anycastAddresses: { ipv4: "198.51.100.9", ipv6: "2001:db8:ffff::9" },
    services: {
      api: { hostName: "api.example.com", maxRatePerEndpoint },
      uploads,
      slow: { hostName: "slow.example.com", containerPort: 8090, timeoutSeconds: 2, maxRatePerEndpoint },
      limited: {
        hostName: "limited.example.com",
        maxRatePerEndpoint,
        securityPolicy: { rateLimit: { requestsPerClient: 10, intervalSeconds: 10 } },
      },
    },
    routing: { countries: { FR: { serveFrom: ["paris"] } } },
  });
  app.synth();
  return join(outdir, "data-centers/lab/paris");
}
