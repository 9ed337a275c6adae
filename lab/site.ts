import { join } from "node:path";
import { App } from "cdktf";
import { HybridPlatform, Link, type OnPremisesOptions, Secret } from "../index";
import { SMALL_SITE } from "./on-premises";

const onPremises: OnPremisesOptions = {
  ...SMALL_SITE,
  bgpPassword: { pillar: "kubernetes/lab/bgp" },
  // Three of four: without the two on one port, health checkers hear that too few services answer.
  edge: {
    ...SMALL_SITE.edge,
    certificate: { pillar: "kubernetes/lab/certificate" },
    healthyServices: 3,
    floatingStaticRoutes: true,
  },
};

const preSharedKey = Secret.fromSecretManager({ secret: "vpn-paris" });
const vpn = Link.haVpn({
  ...{ region: "europe-west1", asn: 64_512, peerAsn: 65_001, peerAddresses: ["192.0.2.1", "192.0.2.2"] },
  tunnels: {
    one: { gatewayInterface: 0, peerAddress: "192.0.2.1", preSharedKey },
    two: { gatewayInterface: 1, peerAddress: "192.0.2.2", preSharedKey },
  },
});

const maxRatePerEndpoint = 100;
const uploads = {
  hostName: "api.example.com",
  // The last one is there for its quotation mark.
  paths: ["/uploads", "/uploads/*", "/it's"],
  containerPort: 8090,
  maxRatePerEndpoint,
};

/** Synthesizes a platform with the data centre, as a user's program does, and returns the folder of its files. */
export function synthesizeSite(outdir: string, change: Partial<OnPremisesOptions> = {}): string {
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
        // With a query, which HAProxy does not count to the path.
        healthCheck: { path: "/healthz?from=outside" },
        privateIngress: { addresses: ["10.131.0.10"], zone: "europe-west1-b", maxRatePerEndpoint: 2000 },
        // Its tunnels are not there; that borders know of them is what counts.
        links: { vpn },
        onPremises: { ...onPremises, ...change },
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
