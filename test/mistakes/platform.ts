import { Accelerator, type HybridPlatformProps, Link, Secret } from "../../index";
import { SMALL_PLATFORM } from "../support/platform";

const web = SMALL_PLATFORM.clusters["europe-west1"].nodePools.web;

/** A platform as a user has it, in which mistakes are made: two regions, GPUs, two data centres, a link, two services. */
export const PLATFORM = {
  ...SMALL_PLATFORM,
  clusters: {
    "europe-west1": {
      nodePools: {
        web,
        video: {
          machineType: "g2-standard-8",
          accelerator: Accelerator.L4,
          autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 24 },
        },
      },
    },
    "us-east1": { nodePools: { web } },
  },
  dataCenters: {
    paris: {
      ingress: { ipv4: "203.0.113.10", ipv6: "2001:db8:1::10" },
      privateRanges: ["10.128.0.0/13"],
      requestsPerSecond: 40_000,
      links: {
        vpn: Link.haVpn({
          region: "europe-west1",
          asn: 64_512,
          peerAsn: 65_001,
          peerAddresses: ["203.0.113.17", "203.0.113.18"],
          tunnels: {
            "edge-1": {
              gatewayInterface: 0,
              peerAddress: "203.0.113.17",
              preSharedKey: Secret.fromSecretManager({ secret: "vpn-1" }),
            },
            "edge-2": {
              gatewayInterface: 1,
              peerAddress: "203.0.113.18",
              preSharedKey: Secret.fromSecretManager({ secret: "vpn-2" }),
            },
          },
        }),
      },
    },
    frankfurt: { ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" } },
  },
  services: {
    api: { hostName: "api.example.com", maxRatePerEndpoint: 200 },
    shop: { hostName: "shop.example.com", maxRatePerEndpoint: 100 },
  },
  routing: {
    countries: { FR: { serveFrom: ["paris", "frankfurt"] }, DE: { serveFrom: ["frankfurt"], percent: 25 } },
  },
} satisfies HybridPlatformProps;
