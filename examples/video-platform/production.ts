import {
  Accelerator,
  type HybridPlatformProps,
  Link,
  type NodePoolOptions,
  Secret,
  State,
} from "cdktf-hybrid-kubernetes";
import { frankfurt } from "./frankfurt";
import { paris } from "./paris";
import { singapore } from "./singapore";

const web: NodePoolOptions = {
  machineType: "n2-standard-8",
  autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 60 },
};

/** GPUs are not in every zone: these have been asked for, with `gcloud compute accelerator-types list`. */
const video = (...zones: readonly string[]): NodePoolOptions => ({
  machineType: "g2-standard-8",
  accelerator: Accelerator.L4,
  zones,
  autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 24 },
});

/** Two tunnels to the two gateways of a data centre. Their keys lie in Secret Manager. */
const vpnTo = (dataCenter: string, peerAsn: number, [first, second]: readonly [string, string]) => {
  const preSharedKey = Secret.fromSecretManager({ secret: `vpn-${dataCenter}` });
  return Link.haVpn({
    region: "europe-west1",
    asn: 64_512,
    peerAsn,
    peerAddresses: [first, second],
    tunnels: {
      "edge-1": { gatewayInterface: 0, peerAddress: first, preSharedKey },
      "edge-2": { gatewayInterface: 1, peerAddress: second, preSharedKey },
    },
  });
};

/** Two attachments, which a partner completes with their pairing keys. */
const partnerInSingapore = Link.partnerInterconnect({
  region: "asia-southeast1",
  attachments: { primary: { edgeAvailabilityDomain: 1 }, secondary: { edgeAvailabilityDomain: 2 } },
});

/**
 * Three regions of Google Cloud, three data centres, two host names.
 *
 * All addresses are of the ranges for documentation: nothing here belongs to anybody.
 */
export const production = {
  google: { project: "video-platform-prod" },
  state: State.gcs({ bucket: "video-platform-prod-terraform" }),
  labels: { environment: "production", platform: "video" },

  network: { nodes: "10.0.0.0/12", pods: "10.64.0.0/10", services: "10.32.0.0/13" },

  clusters: {
    "europe-west1": { nodePools: { web, video: video("europe-west1-b", "europe-west1-c") } },
    "asia-southeast1": { nodePools: { web, video: video("asia-southeast1-a", "asia-southeast1-b") } },
    "us-east1": { nodePools: { web, video: video("us-east1-c", "us-east1-d") } },
  },

  // A key for the secrets of Kubernetes and one for the disks of nodes, in each region.
  encryptionKeys: {},

  dataCenters: {
    paris: {
      ingress: { ipv4: "203.0.113.10", ipv6: "2001:db8:1::10" },
      privateRanges: ["10.128.0.0/13"],
      // What Google's load balancer sends here too, over the VPN.
      privateIngress: { addresses: ["10.131.0.10"], zone: "europe-west1-b", maxRatePerEndpoint: 2000 },
      requestsPerSecond: 40_000,
      location: { latitude: 48.86, longitude: 2.35 },
      links: { vpn: vpnTo("paris", 65_001, ["203.0.113.17", "203.0.113.18"]) },
      onPremises: paris,
    },
    frankfurt: {
      ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" },
      privateRanges: ["10.136.0.0/13"],
      requestsPerSecond: 40_000,
      location: { latitude: 50.11, longitude: 8.68 },
      links: { vpn: vpnTo("frankfurt", 65_002, ["203.0.113.25", "203.0.113.26"]) },
      onPremises: frankfurt,
    },
    singapore: {
      ingress: { ipv4: "203.0.113.30", ipv6: "2001:db8:3::10" },
      privateRanges: ["10.144.0.0/13"],
      requestsPerSecond: 20_000,
      location: { latitude: 1.35, longitude: 103.82 },
      links: { partner: partnerInSingapore },
      onPremises: singapore,
    },
  },

  hostedZone: { zoneId: "Z0123456789EXAMPLE01", zoneName: "example.com" },

  // The outputs of the edge stack, written down once: DNS can be changed while Google Cloud is down.
  anycastAddresses: { ipv4: "198.51.100.1", ipv6: "2001:db8:ffff::1" },

  services: {
    // A pod that answers with errors gets no requests for a while, though its health check succeeds.
    api: { hostName: "api.example.com", maxRatePerEndpoint: 200, dataCenters: ["paris"], outlierDetection: {} },
    video: {
      hostName: "video.example.com",
      maxRatePerEndpoint: 20,
      containerPort: 8090,
      // A GPU takes minutes for a long video, and differs from request to request.
      timeoutSeconds: 900,
      localityPolicy: "LEAST_REQUEST",
      // Without it, a pod that fails at once has the least requests, and gets the most.
      outlierDetection: {},
    },
  },

  loadBalancer: {
    securityPolicy: {
      rateLimit: { requestsPerClient: 1200 },
      waf: { ruleSets: ["sqli-v422-stable", "xss-v422-stable", "rce-v422-stable"], preview: true },
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
    // Whichever data centre is down, or drained: no other gets more than 60 % of all requests.
    rules: { maxPercentAtOneSite: 60 },
  },

  // What the routing is judged by before it is deployed: whichever data centre is down, nobody is asked for more than they can take.
  analysis: {
    demand: { FR: 24_000, DE: 30_000, SG: 9_000 },
    requestsPerSecondPerNode: { web: 600 },
    failoverTargetSeconds: 120,
  },
} satisfies HybridPlatformProps;
