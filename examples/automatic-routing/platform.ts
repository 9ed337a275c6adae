import { type HybridPlatformProps, type PlatformRouting, State } from "cdktf-hybrid-kubernetes";
import { dataCenters } from "./data-centers";
import { demand } from "./demand";

const nodePools = {
  web: { machineType: "n2-standard-8", autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 60 } },
};

/** Three regions of Google Cloud, twelve data centres, and a routing. */
export const platformWith = (routing: PlatformRouting): HybridPlatformProps => ({
  google: { project: "automatic-routing-prod" },
  state: State.gcs({ bucket: "automatic-routing-prod-terraform" }),
  network: { nodes: "10.0.0.0/12", pods: "10.64.0.0/10", services: "10.32.0.0/13" },
  clusters: {
    "asia-southeast1": { nodePools },
    "europe-west1": { nodePools },
    "us-east4": { nodePools },
  },
  dataCenters,
  hostedZone: { zoneId: "Z0123456789EXAMPLE03", zoneName: "example.com" },
  anycastAddresses: { ipv4: "198.51.100.3", ipv6: "2001:db8:ffff::3" },
  services: { web: { hostName: "www.example.com", maxRatePerEndpoint: 200 } },
  routing,
  // What each routing is judged by, planned or not.
  analysis: { demand, failoverTargetSeconds: 120 },
});
