import { Accelerator, type HybridPlatformProps, State } from "cdktf-hybrid-kubernetes";

/** One region, one data centre, the same shape: what is tried here is what production gets. */
export const staging: HybridPlatformProps = {
  google: { project: "video-platform-staging" },
  labels: { environment: "staging", platform: "video" },
  // A bucket of its own: who deploys staging reads no state of production.
  state: State.gcs({ bucket: "video-platform-staging-terraform" }),

  network: { nodes: "10.0.0.0/12", pods: "10.64.0.0/10", services: "10.32.0.0/13" },

  clusters: {
    "europe-west1": {
      deletionProtection: false,
      nodePools: {
        web: { machineType: "n2-standard-4", autoscaling: { totalMinNodeCount: 1, totalMaxNodeCount: 6 } },
        video: {
          machineType: "g2-standard-4",
          accelerator: Accelerator.L4,
          spot: true,
          autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 3 },
        },
      },
    },
  },

  dataCenters: {
    paris: { ingress: { ipv4: "203.0.113.110", ipv6: "2001:db8:1::110" }, privateRanges: ["10.128.0.0/13"] },
  },

  hostedZone: { zoneId: "Z0123456789EXAMPLE02", zoneName: "staging.example.com" },

  services: {
    api: { hostName: "api.staging.example.com", maxRatePerEndpoint: 50 },
    video: { hostName: "video.staging.example.com", maxRatePerEndpoint: 5, containerPort: 8090 },
  },

  routing: { countries: { FR: { serveFrom: ["paris"], percent: 50 } } },
};
