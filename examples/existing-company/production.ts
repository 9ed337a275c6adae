import { type HybridPlatformProps, Link, Secret, State } from "cdktf-hybrid-kubernetes";

// The numbers of the network team: nothing of this VPC is made, changed or destroyed.
const subnetInEurope = {
  subnet: { subnetName: "video-europe", podsRangeName: "gke-pods", servicesRangeName: "gke-services" },
  ranges: { nodes: "10.20.0.0/20", pods: "10.96.0.0/14", services: "10.40.0.0/20" },
};

/**
 * A company that was there before: a Shared VPC of its network team, a cluster that has served for years, a load balancer's host name in
 * a zone full of records that somebody made by hand. What is new: a second region, a data centre, another brand.
 */
export const production: HybridPlatformProps = {
  google: { project: "acme-video" },
  state: State.gcs({ bucket: "acme-video-terraform" }),

  network: {
    existing: {
      networkName: "corp",
      project: "acme-network",
      otherRanges: { office: ["10.8.0.0/16"] },
    },
    // Google's agents may use the subnets; the network team has attached the project.
    sharedVpc: { projectNumber: "123456789012", grantRoles: true },
  },

  clusters: {
    // It stays as it is, and gets the load balancer's requests and one more pool.
    "europe-west1": {
      ...subnetInEurope,
      existing: {
        clusterName: "video-live",
        zones: ["europe-west1-b", "europe-west1-c", "europe-west1-d"],
        maxNodes: 30,
        nodeServiceAccountEmail: "nodes@acme-video.iam.gserviceaccount.com",
        workloadIdentity: true,
      },
      nodePools: {
        encoders: {
          machineType: "c3-standard-8",
          spot: true,
          autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 20 },
        },
      },
    },
    // New: a cluster, and a subnet for it in the same VPC.
    "us-east1": {
      ranges: { nodes: "10.20.16.0/20", pods: "10.100.0.0/14", services: "10.40.16.0/20" },
      nodePools: {
        web: { machineType: "n2-standard-8", autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 30 } },
      },
    },
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
              preSharedKey: Secret.fromSecretManager({ secret: "vpn-paris" }),
            },
            "edge-2": {
              gatewayInterface: 1,
              peerAddress: "203.0.113.18",
              preSharedKey: Secret.fromSecretManager({ secret: "vpn-paris" }),
            },
          },
        }),
      },
    },
  },

  // Each host name is in the zone with the longest name that holds it; the second one is another department's account.
  hostedZone: { zoneId: "Z0123456789EXAMPLE01", zoneName: "example.com" },
  additionalHostedZones: {
    shop: {
      zoneId: "Z0123456789EXAMPLE02",
      zoneName: "example.net",
      aws: { assumeRoleArn: "arn:aws:iam::123456789012:role/platform-dns" },
    },
  },

  services: {
    api: { hostName: "api.example.com", maxRatePerEndpoint: 200 },
    shop: { hostName: "shop.example.net", maxRatePerEndpoint: 100, containerPort: 8090 },
  },

  routing: { countries: { FR: { serveFrom: ["paris"], percent: 5 } } },

  analysis: { demand: { FR: 9_000 } },
};
