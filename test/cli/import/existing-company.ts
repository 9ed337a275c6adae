import type { App } from "cdktf";
import { HybridPlatform, type HybridPlatformProps } from "../../../index";
import { SMALL_PLATFORM } from "../../support/platform";

const API = "https://www.googleapis.com/compute/v1";
const HERE = `${API}/projects/acme-test`;
const GKE = "https://container.googleapis.com/v1/projects/acme-test";

/** The platform of a company whose names are those that a platform `acme` gives. */
export const acme =
  (more: Partial<HybridPlatformProps> = {}) =>
  (app: App): void => {
    new HybridPlatform(app, "acme", { ...SMALL_PLATFORM, ...more });
  };

/** `gcloud compute networks list --format=json`, in the form of the API's reference. */
export const NETWORKS = [
  {
    autoCreateSubnetworks: false,
    creationTimestamp: "2021-03-04T05:06:07.000-08:00",
    id: "1234567890123456789",
    kind: "compute#network",
    mtu: 1460,
    name: "acme",
    networkFirewallPolicyEnforcementOrder: "AFTER_CLASSIC_FIREWALL",
    routingConfig: { routingMode: "GLOBAL" },
    selfLink: `${HERE}/global/networks/acme`,
    selfLinkWithId: `${HERE}/global/networks/1234567890123456789`,
    subnetworks: [`${HERE}/regions/europe-west1/subnetworks/acme-europe-west1`],
  },
];

/** `gcloud compute networks subnets list --format=json`. */
export const SUBNETS = [
  {
    enableFlowLogs: true,
    gatewayAddress: "10.4.0.1",
    id: "1",
    ipCidrRange: "10.4.0.0/18",
    kind: "compute#subnetwork",
    logConfig: {
      aggregationInterval: "INTERVAL_5_SEC",
      enable: true,
      flowSampling: 0.1,
      metadata: "INCLUDE_ALL_METADATA",
    },
    name: "acme-europe-west1",
    network: `${HERE}/global/networks/acme`,
    privateIpGoogleAccess: true,
    purpose: "PRIVATE",
    region: `${HERE}/regions/europe-west1`,
    secondaryIpRanges: [
      { ipCidrRange: "10.80.0.0/16", rangeName: "pods" },
      { ipCidrRange: "10.34.0.0/19", rangeName: "services" },
    ],
    selfLink: `${HERE}/regions/europe-west1/subnetworks/acme-europe-west1`,
    stackType: "IPV4_ONLY",
  },
];

/** `gcloud compute routers describe acme-europe-west1 --format=json`, with its Cloud NAT. */
export const ROUTER = {
  id: "2",
  kind: "compute#router",
  name: "acme-europe-west1",
  nats: [
    {
      enableDynamicPortAllocation: true,
      enableEndpointIndependentMapping: false,
      logConfig: { enable: true, filter: "ERRORS_ONLY" },
      maxPortsPerVm: 65536,
      minPortsPerVm: 64,
      name: "acme-europe-west1",
      natIpAllocateOption: "AUTO_ONLY",
      sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
      type: "PUBLIC",
    },
  ],
  network: `${HERE}/global/networks/acme`,
  region: `${HERE}/regions/europe-west1`,
  selfLink: `${HERE}/regions/europe-west1/routers/acme-europe-west1`,
};

/** `gcloud container clusters describe acme-europe-west1 --format=json`, shortened. */
export const CLUSTER = {
  name: "acme-europe-west1",
  initialNodeCount: 3,
  location: "europe-west1",
  locations: ["europe-west1-b", "europe-west1-c", "europe-west1-d"],
  network: "acme",
  subnetwork: "acme-europe-west1",
  networkConfig: {
    datapathProvider: "ADVANCED_DATAPATH",
    enableIntraNodeVisibility: true,
    enableL4ilbSubsetting: true,
    network: "projects/acme-test/global/networks/acme",
    subnetwork: "projects/acme-test/regions/europe-west1/subnetworks/acme-europe-west1",
  },
  ipAllocationPolicy: {
    clusterIpv4Cidr: "10.80.0.0/16",
    clusterSecondaryRangeName: "pods",
    servicesSecondaryRangeName: "services",
    stackType: "IPV4",
    useIpAliases: true,
  },
  masterAuth: { clusterCaCertificate: "bm90IGEgc2VjcmV0" },
  privateClusterConfig: { enablePrivateEndpoint: true, enablePrivateNodes: true, masterIpv4CidrBlock: "172.16.0.0/28" },
  releaseChannel: { channel: "REGULAR" },
  selfLink: `${GKE}/locations/europe-west1/clusters/acme-europe-west1`,
  nodePools: [
    {
      name: "web",
      autoscaling: { enabled: true, locationPolicy: "BALANCED", totalMaxNodeCount: 60, totalMinNodeCount: 3 },
      config: {
        diskSizeGb: 100,
        diskType: "pd-balanced",
        imageType: "COS_CONTAINERD",
        machineType: "n2-standard-8",
        metadata: { "disable-legacy-endpoints": "true" },
        oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
        serviceAccount: "acme-europe-west1-nodes@acme-test.iam.gserviceaccount.com",
        shieldedInstanceConfig: { enableIntegrityMonitoring: true, enableSecureBoot: true },
        workloadMetadataConfig: { mode: "GKE_METADATA" },
      },
      initialNodeCount: 1,
      locations: ["europe-west1-b", "europe-west1-c", "europe-west1-d"],
      management: { autoRepair: true, autoUpgrade: true },
      networkConfig: { enablePrivateNodes: true, podRange: "pods" },
      selfLink: `${GKE}/locations/europe-west1/clusters/acme-europe-west1/nodePools/web`,
      upgradeSettings: { maxSurge: 1, strategy: "SURGE" },
    },
  ],
};
