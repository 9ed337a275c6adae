import type { HybridPlatformProps } from "../../stacks";

/** A platform with one of each thing, for tests that change one of them. */
export const SMALL_PLATFORM = {
  google: { project: "acme-test" },
  network: { nodes: "10.0.0.0/12", pods: "10.64.0.0/10", services: "10.32.0.0/13" },
  clusters: {
    "europe-west1": {
      nodePools: {
        web: { machineType: "n2-standard-8", autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 60 } },
      },
    },
  },
  dataCenters: { paris: { ingress: { ipv4: "203.0.113.10", ipv6: "2001:db8:1::10" } } },
  hostedZone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
  anycastAddresses: { ipv4: "198.51.100.1", ipv6: "2001:db8:ffff::1" },
  services: { api: { hostName: "api.example.com", maxRatePerEndpoint: 100 } },
  routing: { countries: { FR: { serveFrom: ["paris"] } } },
} satisfies HybridPlatformProps;
