import { Accelerator, type HybridPlatformProps, type NodePoolOptions, State } from "cdktf-hybrid-kubernetes";

const web: NodePoolOptions = {
  machineType: "n2-standard-8",
  autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 60 },
};

const video: NodePoolOptions = {
  machineType: "g2-standard-8",
  accelerator: Accelerator.L4,
  autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 24 },
};

/**
 * Three regions of Google Cloud, three data centres, two host names.
 *
 * All addresses are of the ranges for documentation: nothing here belongs to anybody.
 */
export const production: HybridPlatformProps = {
  google: { project: "video-platform-prod" },
  state: State.gcs({ bucket: "video-platform-prod-terraform" }),
  labels: { environment: "production", platform: "video" },

  network: { nodes: "10.0.0.0/12", pods: "10.64.0.0/10", services: "10.32.0.0/13" },

  clusters: {
    "europe-west1": { nodePools: { web, video } },
    "asia-southeast1": { nodePools: { web, video } },
    "us-east1": { nodePools: { web, video } },
  },

  dataCenters: {
    paris: { ingress: { ipv4: "203.0.113.10", ipv6: "2001:db8:1::10" }, privateRanges: ["10.128.0.0/13"] },
    frankfurt: { ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" }, privateRanges: ["10.136.0.0/13"] },
    singapore: { ingress: { ipv4: "203.0.113.30", ipv6: "2001:db8:3::10" }, privateRanges: ["10.144.0.0/13"] },
  },

  hostedZone: { zoneId: "Z0123456789EXAMPLE01", zoneName: "example.com" },

  // The outputs of the edge stack, written down once: DNS can be changed while Google Cloud is down.
  anycastAddresses: { ipv4: "198.51.100.1", ipv6: "2001:db8:ffff::1" },

  services: {
    api: { hostName: "api.example.com", maxRatePerEndpoint: 200 },
    video: {
      hostName: "video.example.com",
      maxRatePerEndpoint: 20,
      containerPort: 8090,
      // A GPU takes minutes for a long video, and differs from request to request.
      timeoutSeconds: 900,
      localityPolicy: "LEAST_REQUEST",
    },
  },

  loadBalancer: {
    securityPolicy: {
      rateLimit: { requestsPerClient: 1200 },
      waf: { ruleSets: ["sqli-v33-stable", "xss-v33-stable", "rce-v33-stable"], preview: true },
    },
  },

  monitoring: {
    notificationChannels: ["projects/video-platform-prod/notificationChannels/1234567890"],
    maxLatencyMilliseconds: { video: 60_000 },
  },

  // Everyone else, and every last resort: Google Cloud.
  routing: {
    countries: {
      FR: { serveFrom: ["paris", "frankfurt"] },
      DE: { serveFrom: ["frankfurt", "paris"], percent: 25 },
      SG: { serveFrom: ["singapore"] },
    },
  },
};
