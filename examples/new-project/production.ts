import { type HybridPlatformProps, State } from "cdktf-hybrid-kubernetes";

// The environment "production". Its stacks are called production-network, production-edge and so on.
export const production: HybridPlatformProps = {
  // The project exists, and billing is on: https://console.cloud.google.com/billing
  google: { project: "acme-production" },

  // Where the states are. The bucket exists before the first deployment, with versions of its objects.
  state: State.gcs({ bucket: "acme-production-terraform" }),

  // The address plan of all regions, also those to come: changing it later replaces clusters. No range may be in use elsewhere.
  network: { nodes: "10.0.0.0/12", pods: "10.64.0.0/10", services: "10.32.0.0/13" },

  // A GKE cluster per region. Another region is another key; those that are there do not change.
  clusters: {
    "europe-west1": {
      nodePools: {
        // Nodes of all zones together: from 3 to 12.
        web: { machineType: "n2-standard-8", autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 12 } },
      },
    },
  },

  // Your data centres, by the public addresses of their ingresses. No user goes there unless `routing` says so.
  dataCenters: {
    paris: { ingress: { ipv4: "203.0.113.10", ipv6: "2001:db8:1::10" } },
  },

  // The public hosted zone at Route 53. Only the host names of `services` are written into it.
  hostedZone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },

  // The load balancer sends a pod so many requests per second before the next region gets some.
  services: {
    api: { hostName: "api.example.com", maxRatePerEndpoint: 200 },
  },

  // Who is served by a data centre; everybody else, and everybody while it is down, by Google's load balancer.
  routing: {
    countries: { FR: { serveFrom: ["paris"], percent: 25 } },
  },

  // After the first deployment: the addresses that the stack production-edge prints as outputs. Then DNS can be changed while
  // Google Cloud is down.
  // anycastAddresses: { ipv4: "…", ipv6: "…" },
};
