import {
  ClusterStack,
  type ClusterStackProps,
  DnsStack,
  type DnsStackProps,
  EdgeStack,
  type EdgeStackProps,
  GcsStateBucket,
  HybridPlatform,
  type HybridPlatformProps,
  KeysStack,
  type KeysStackProps,
  Link,
  LinksStack,
  type LinksStackProps,
  NetworkStack,
  type NetworkStackProps,
  S3StateBucket,
  State,
} from "../../../index";
import { VPN } from "../../links/support";
import { backendIn, service, ZONE } from "../../load-balancing/support";
import { POOL } from "../cluster";
import { SMALL_NETWORK } from "../network";
import { SMALL_PLATFORM } from "../platform";
import { inApp, inStack, type Sample } from "./sample";

const google = { project: "acme-test" };
const INGRESS = { addresses: ["10.128.0.10"], zone: "europe-west1-b", maxRatePerEndpoint: 2000 };

const NETWORK: NetworkStackProps = { google, ...SMALL_NETWORK };

const IN_HOST_PROJECT: NetworkStackProps = {
  ...NETWORK,
  existing: { networkName: "corporate", project: "acme-host" },
  sharedVpc: { projectNumber: "123456789012" },
};

const CLUSTER: ClusterStackProps = {
  google,
  region: "europe-west1",
  clusterName: "acme-europe-west1",
  networkName: "acme",
  subnet: { subnetName: "gke" },
  nodePools: { web: POOL },
  servicePorts: { api: 80 },
};

const EXISTING_CLUSTER: ClusterStackProps = {
  google,
  region: "europe-west1",
  clusterName: "shop",
  networkName: "acme",
  existing: { zones: ["europe-west1-b"], nodeServiceAccountEmail: "nodes@acme-test.iam.gserviceaccount.com" },
  nodePools: { batch: POOL },
  servicePorts: { api: 80 },
};

const KEYS: KeysStackProps = {
  google: { ...google, providerVersion: "~> 7.0" },
  keyRingName: "acme",
  regions: ["europe-west1"],
};

const LINKS: LinksStackProps = {
  google,
  linksName: "acme",
  networkName: "acme",
  links: { paris: { vpn: Link.haVpn(VPN) } },
};

const EDGE: EdgeStackProps = {
  google,
  loadBalancerName: "acme",
  networkName: "acme",
  aws: { providerVersion: "~> 6.25" },
  zone: ZONE,
  additionalZones: {
    net: {
      zoneId: "Z0123456789NET",
      zoneName: "example.net",
      aws: { assumeRoleArn: "arn:aws:iam::123456789012:role/dns", externalId: "acme", profile: "dns" },
    },
  },
  services: { api: { ...service({ backends: [backendIn("europe-west1")] }), dataCenters: ["paris"] } },
  clusters: { "europe-west4": { clusterName: "acme-europe-west4", zones: ["europe-west4-a"] } },
  privateIngresses: { paris: INGRESS },
  monitoring: { notificationChannels: ["projects/acme-test/notificationChannels/1"] },
};

const EDGE_OF_EXISTING: EdgeStackProps = {
  google,
  loadBalancerName: "acme",
  networkName: "acme",
  zone: ZONE,
  defaultService: "web",
  services: { api: service({ backends: [] }), web: service({ hostName: "web.example.com", backends: [] }) },
  clusters: {
    "us-east1": {
      clusterName: "shop",
      zones: ["us-east1-b"],
      endpointGroups: { api: { endpointGroupName: "k8s1-1a2b3c4d-default-api-80-5e6f7a8b", movingOver: true } },
    },
  },
};

const DNS: DnsStackProps = {
  google,
  loadBalancerName: "acme",
  zone: ZONE,
  routingName: "acme",
  dataCenters: SMALL_PLATFORM.dataCenters,
  policies: { shop: { hostNames: ["shop.example.com"], ...SMALL_PLATFORM.routing } },
  lastResort: { healthCheck: { hostName: "www.example.com" }, fallBackTo: ["paris"] },
};

const PLATFORM: HybridPlatformProps = {
  ...SMALL_PLATFORM,
  encryptionKeys: {},
  clusters: { "europe-west1": { ...SMALL_PLATFORM.clusters["europe-west1"], regionalNetwork: {} } },
  dataCenters: {
    paris: {
      ...SMALL_PLATFORM.dataCenters.paris,
      privateRanges: ["10.128.0.0/12"],
      privateIngress: INGRESS,
      links: { vpn: Link.haVpn(VPN) },
    },
  },
  lastResort: { healthCheck: { hostName: "www.example.com" }, fallBackTo: ["paris"] },
  routing: { ...SMALL_PLATFORM.routing, rules: { minLiveSites: { FR: 1 }, largestStep: 50 } },
  analysis: { requestsPerSecondPerNode: { web: 100 } },
};

const COMPANY: HybridPlatformProps = {
  ...SMALL_PLATFORM,
  network: {
    existing: { networkName: "corporate", project: "acme-host" },
    sharedVpc: { projectNumber: "123456789012" },
  },
  clusters: {
    "europe-west1": {
      ...SMALL_PLATFORM.clusters["europe-west1"],
      subnet: { subnetName: "gke" },
      ranges: { nodes: "10.4.0.0/18", pods: "10.80.0.0/16", services: "10.34.0.0/19" },
    },
  },
};

/** With a cluster that exists alone, without what other samples have. */
const PLATFORM_OF_EXISTING: HybridPlatformProps = {
  google,
  network: SMALL_PLATFORM.network,
  clusters: {
    "europe-west1": {
      existing: {
        clusterName: "shop",
        networkName: "acme",
        zones: ["europe-west1-b"],
        nodeServiceAccountEmail: "nodes@acme-test.iam.gserviceaccount.com",
        endpointGroups: { api: { endpointGroupName: "k8s1-1a2b3c4d-default-api-80-5e6f7a8b" } },
        maxNodes: 3,
        requestsPerSecond: 1000,
      },
      nodePools: { batch: POOL },
    },
  },
  hostedZone: SMALL_PLATFORM.hostedZone,
  services: SMALL_PLATFORM.services,
  analysis: { requestsPerSecondPerNode: { batch: 100 } },
};

/** Data centres alone, and a last resort of somebody else. */
const DATA_CENTERS: HybridPlatformProps = {
  ...SMALL_PLATFORM,
  google: undefined,
  network: undefined,
  clusters: undefined,
  anycastAddresses: undefined,
  services: { api: { hostName: "api.example.com" } },
  loadBalancer: false,
  lastResort: { ipv4: "198.51.100.9", ipv6: "2001:db8:ffff::9", requestsPerSecond: 5000, countries: ["BE"] },
};

export const stacksSamples: readonly Sample[] = [
  inApp("NetworkStackProps", NETWORK, (app, props) => new NetworkStack(app, "network", props)),
  inApp("NetworkStackProps", IN_HOST_PROJECT, (app, props) => new NetworkStack(app, "network", props)),
  inApp("ClusterStackProps", CLUSTER, (app, props) => new ClusterStack(app, "cluster", props)),
  inApp("ClusterStackProps", EXISTING_CLUSTER, (app, props) => new ClusterStack(app, "cluster", props)),
  inApp("KeysStackProps", KEYS, (app, props) => new KeysStack(app, "keys", props)),
  inApp("LinksStackProps", LINKS, (app, props) => new LinksStack(app, "links", props)),
  inApp("EdgeStackProps", EDGE, (app, props) => new EdgeStack(app, "edge", props)),
  inApp("EdgeStackProps", EDGE_OF_EXISTING, (app, props) => new EdgeStack(app, "edge", props)),
  inApp("DnsStackProps", DNS, (app, props) => new DnsStack(app, "dns", props)),
  inApp("GcsStateProps", { bucket: "acme-states" }, (app, props) => {
    new NetworkStack(app, "network", { ...NETWORK, state: State.gcs(props) });
  }),
  inApp("S3StateProps", { bucket: "acme-states", region: "eu-west-1" }, (app, props) => {
    new NetworkStack(app, "network", { ...NETWORK, state: State.s3(props) });
  }),
  inApp("HcpStateProps", { organization: "acme" }, (app, props) => {
    new NetworkStack(app, "network", { ...NETWORK, state: State.hcp(props) });
  }),
  inStack("GcsStateBucketProps", { bucketName: "acme-states", location: "EU" }, (stack, props) => {
    new GcsStateBucket(stack, "states", props);
  }),
  inStack("S3StateBucketProps", { bucketName: "acme-states" }, (stack, props) => {
    new S3StateBucket(stack, "states", props);
  }),
  inApp("HybridPlatformProps", PLATFORM, (app, props) => new HybridPlatform(app, "acme", props)),
  inApp("HybridPlatformProps", COMPANY, (app, props) => new HybridPlatform(app, "acme", props)),
  inApp("HybridPlatformProps", PLATFORM_OF_EXISTING, (app, props) => new HybridPlatform(app, "acme", props)),
  inApp("HybridPlatformProps", DATA_CENTERS, (app, props) => new HybridPlatform(app, "acme", props)),
];
