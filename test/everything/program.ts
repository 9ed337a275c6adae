import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { type App, TerraformStack } from "cdktf";
import {
  Accelerator,
  AcmeChallengePolicy,
  AlarmHealthCheck,
  AwsPipelineAccess,
  CaaRecord,
  CalculatedHealthCheck,
  CertificateAuthority,
  Certificates,
  CheckerRanges,
  ClusterBackend,
  EndpointHealthCheck,
  GcsStateBucket,
  GlobalLoadBalancer,
  GlobalNetwork,
  GooglePipelineAccess,
  HealthCheckAlarms,
  HostedZone,
  HybridPlatform,
  Link,
  MultiClusterGateway,
  NetworkStack,
  Pipeline,
  ResourceRole,
  RoutingControls,
  S3StateBucket,
  Secret,
  SimpleRecord,
  WorkloadIdentity,
} from "../../index";
import { Metric, WorkloadsStack } from "../../workloads";
import type { WholePlatformProps } from "../support/whole-platform";

const ROUTING_CONTROL = `arn:aws:route53-recovery-control::123456789012:controlpanel/${"0".repeat(32)}/routingcontrol/${"0".repeat(16)}`;
const PROJECT = "acme-everything";
const REGION = "europe-west1";
const ZONE = { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" };
const PIPELINE = Pipeline.github({ repository: "acme/platform" });
const CHANNEL = `projects/${PROJECT}/notificationChannels/1`;
const PEERS = ["203.0.113.17", "203.0.113.18"];
const preSharedKey = Secret.fromSecretManager({ secret: "vpn-paris" });

const SERVICE_LB_POLICY = `projects/${PROJECT}/locations/global/serviceLbPolicies/drain`;
const interconnect = (name: string) =>
  `https://www.googleapis.com/compute/v1/projects/${PROJECT}/global/interconnects/${name}`;

/** A platform with every part that an option adds. */
const PLATFORM: WholePlatformProps = {
  google: { project: PROJECT },
  network: {
    nodes: "10.0.0.0/12",
    pods: "10.64.0.0/10",
    services: "10.32.0.0/13",
    nat: { addressCount: 2 },
    privateGoogleApis: true,
    privateServicesRange: "10.48.0.0/16",
    firewall: { explicitDeny: "INGRESS_AND_EGRESS", iap: true, dataCenterPorts: [5432] },
  },
  clusters: {
    [REGION]: {
      nodePools: {
        web: {
          machineType: "n2-standard-8",
          autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 60 },
          imageStreaming: true,
          secondaryBootDisk: { image: `projects/${PROJECT}/global/images/containers-1` },
        },
        slice: {
          machineType: "ct5lp-hightpu-4t",
          accelerator: Accelerator.TPU_V5E,
          tpuTopology: "4x4",
          zones: [`${REGION}-b`],
          autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 4 },
        },
        video: {
          machineType: "g2-standard-8",
          accelerator: Accelerator.L4,
          autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 24 },
        },
      },
      backup: {},
      verticalPodAutoscaling: true,
      hpaProfile: "PERFORMANCE",
      endpointGroupGenerations: [1, 2],
      fleetProject: PROJECT,
      cloudDns: { scope: "CLUSTER_SCOPE" },
      regionalNetwork: { additionalPodRanges: { "more-pods": "10.56.0.0/16" } },
    },
  },
  encryptionKeys: {},
  dataCenters: {
    paris: {
      requiredHealthChecks: { switch: { routingControlArn: ROUTING_CONTROL } },
      ingress: { ipv4: "203.0.113.10", ipv6: "2001:db8:1::10" },
      privateRanges: ["10.128.0.0/13"],
      privateIngress: { addresses: ["10.128.0.10"], zone: `${REGION}-b`, maxRatePerEndpoint: 2000 },
      requestsPerSecond: 40_000,
      links: {
        vpn: Link.haVpn({
          region: REGION,
          asn: 64_512,
          peerAsn: 65_001,
          peerAddresses: PEERS,
          tunnels: {
            "edge-1": { gatewayInterface: 0, peerAddress: "203.0.113.17", preSharedKey },
            "edge-2": { gatewayInterface: 1, peerAddress: "203.0.113.18", preSharedKey },
          },
        }),
      },
    },
    frankfurt: {
      ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" },
      requestsPerSecond: 40_000,
      links: {
        dedicated: Link.dedicatedInterconnect({
          region: REGION,
          asn: 64_513,
          peerAsn: 65_002,
          encryption: "IPSEC",
          attachments: {
            first: { interconnect: interconnect("one"), vlan: 100, gatewayRange: "10.49.0.0/29" },
            second: { interconnect: interconnect("two"), vlan: 100, gatewayRange: "10.49.0.8/29" },
          },
        }),
        // Its tunnels have private addresses, and run over the circuits.
        private: Link.haVpn({
          region: REGION,
          asn: 64_515,
          peerAsn: 65_002,
          overInterconnect: "dedicated",
          peerAddresses: ["10.136.0.1", "10.136.0.2"],
          tunnels: {
            "edge-1": { gatewayInterface: 0, peerAddress: "10.136.0.1", preSharedKey },
            "edge-2": { gatewayInterface: 1, peerAddress: "10.136.0.2", preSharedKey },
          },
        }),
      },
    },
    singapore: {
      ingress: { ipv4: "203.0.113.30", ipv6: "2001:db8:3::10" },
      requestsPerSecond: 20_000,
      links: {
        partner: Link.partnerInterconnect({
          region: REGION,
          attachments: { primary: { edgeAvailabilityDomain: 1 }, secondary: { edgeAvailabilityDomain: 2 } },
        }),
      },
    },
  },
  hostedZone: ZONE,
  services: {
    api: {
      hostName: "api.example.com",
      maxRatePerEndpoint: 200,
      dataCenters: ["paris"],
      serviceLbPolicy: SERVICE_LB_POLICY,
      outlierDetection: {},
    },
    admin: {
      hostName: "admin.example.com",
      maxRatePerEndpoint: 20,
      containerPort: 8081,
      iap: { members: ["group:staff@example.com"] },
    },
    video: { hostName: "video.example.com", maxRatePerEndpoint: 20, containerPort: 8090, autoneg: true },
    pictures: {
      hostName: "pictures.example.com",
      maxRatePerEndpoint: 500,
      containerPort: 8091,
      cdn: {},
      securityPolicy: { denyRanges: ["203.0.113.192/26"] },
      edgeSecurityPolicy: { denyRanges: ["203.0.113.128/26"] },
    },
  },
  loadBalancer: {
    securityPolicy: {
      denyCountries: ["AQ"],
      rateLimit: { requestsPerClient: 1200, banSeconds: 300 },
      waf: {
        ruleSets: ["sqli-v33-stable", "xss-v33-stable"],
        optOutRuleIds: { "sqli-v33-stable": ["owasp-crs-v030301-id942421-sqli"] },
        exclusions: [{ ruleSet: "xss-v33-stable", requestCookies: [{ operator: "EQUALS", value: "state" }] }],
        exceptPaths: ["/uploads/"],
      },
    },
  },
  monitoring: { notificationChannels: [CHANNEL], maxLatencyMilliseconds: { api: 60_000 } },
  routing: {
    countries: {
      FR: { serveFrom: ["paris", "frankfurt"], percent: 50 },
      SG: { serveFrom: [["singapore", "paris"]] },
    },
    continents: { EU: { serveFrom: ["frankfurt"] } },
    subdivisions: { "US-CA": { serveFrom: ["paris"] } },
  },
};

/** What stands outside a platform: zones, access of pipelines, buckets of states, switches. */
class Foundation extends TerraformStack {
  constructor(app: App, id: string) {
    super(app, id);
    new GoogleProvider(this, "google", { project: PROJECT });
    new AwsProvider(this, "aws", { region: "us-east-1" });
    const zone = new HostedZone(this, "zone", {
      zoneName: "example.com",
      dnssec: true,
      queryLogRetentionDays: 30,
      encryptionKey: {},
    });
    zone.delegate("shop", new HostedZone(this, "shop", { zoneName: "shop.example.com", dnssec: true }), {});
    HostedZone.fromLookup(this, "existing", "example.net");
    new SimpleRecord(this, "mail", { zone, recordName: "mail.example.com", type: "A", values: ["203.0.113.25"] });
    new CaaRecord(this, "caa", { zone, issue: [CertificateAuthority.GOOGLE] });
    new AcmeChallengePolicy(this, "acme", { zone: ZONE, policyName: "acme-dns-01", hostNames: ["shop.example.com"] });
    new CheckerRanges(this, "checkers");
    const check = new EndpointHealthCheck(this, "endpoint", { checkName: "paris", address: "203.0.113.10", zone });
    const alarm = new AlarmHealthCheck(this, "queue", {
      checkName: "queue",
      alarmName: "queue-is-long",
      alarmRegion: "eu-west-1",
    });
    new CalculatedHealthCheck(this, "both", { checkName: "both", children: [check, alarm], healthyChildren: 1 });
    new HealthCheckAlarms(this, "alarms", {
      alarmsName: "acme",
      healthChecks: { paris: check },
      kmsKeyArn: zone.encryptionKey?.key.arn,
    });
    new RoutingControls(this, "controls", { controlsName: "acme", endpoints: ["paris", "frankfurt"], leastOn: 1 });
    new GooglePipelineAccess(this, "google-access", {
      project: PROJECT,
      additionalProjects: ["acme-staging"],
      pipeline: PIPELINE,
      secrets: ["vpn-paris"],
      features: [
        "autoneg",
        "backup",
        "datasetRoles",
        "encryptionKeys",
        "fleet",
        "iap",
        "privateGoogleApis",
        "privateServicesRange",
        "workloadIdentity",
      ],
      additionalRoles: ["roles/pubsub.editor"],
      grantableRoles: ["projects/acme-everything/roles/acme_autoneg", "roles/cloudtrace.agent"],
    });
    new AwsPipelineAccess(this, "aws-access", { zone: ZONE, pipeline: PIPELINE });
    const states = new GcsStateBucket(this, "states", { bucketName: "acme-everything-states", location: "EU" });
    states.grantRead("planner", "serviceAccount:planner@example.com");
    states.grantWrite("deployer", "serviceAccount:deployer@example.com");
    new S3StateBucket(this, "aws-states", { bucketName: "acme-everything-states" });
    new MultiClusterGateway(this, "gateway", {
      project: PROJECT,
      configMembership: `projects/${PROJECT}/locations/${REGION}/memberships/acme`,
    });
    const kmsKeyName = `projects/${PROJECT}/locations/europe/keyRings/acme/cryptoKeys/acme`;
    const uploader = { project: PROJECT, namespace: "video", serviceAccountName: "uploader" };
    new WorkloadIdentity(this, "uploader", {
      ...uploader,
      roles: {
        uploads: ResourceRole.onBucket({ bucketName: "acme-uploads", role: "roles/storage.objectUser" }),
        token: ResourceRole.onSecret({ secretName: "token", role: "roles/secretmanager.secretAccessor" }),
        jobs: ResourceRole.onTopic({ topicName: "jobs", role: "roles/pubsub.publisher" }),
        results: ResourceRole.onSubscription({ subscriptionName: "results", role: "roles/pubsub.subscriber" }),
        views: ResourceRole.onDataset({ datasetName: "views", role: "roles/bigquery.dataEditor" }),
        key: ResourceRole.onKmsKey({ kmsKeyName, role: "roles/cloudkms.cryptoKeyDecrypter" }),
        traces: ResourceRole.inProject({ role: "roles/cloudtrace.agent" }),
      },
    });
    new WorkloadIdentity(this, "signer", { ...uploader, googleServiceAccountName: "acme-signer" });
    const subnet = GlobalNetwork.fromGlobalNetworkAttributes({ project: PROJECT, networkName: "acme" }).subnet(REGION);
    const backend = new ClusterBackend(this, "classic-api", {
      clusterName: `acme-${REGION}`,
      serviceName: "classic",
      servicePort: 80,
      zones: [`${REGION}-b`],
      subnet,
    });
    new GlobalLoadBalancer(this, "classic", {
      loadBalancerName: "classic",
      certificates: Certificates.classic(),
      services: { api: { hostName: "classic.example.com", maxRatePerEndpoint: 100, backends: [backend] } },
    });
  }
}

/** Every construct of the library, with everything that makes a resource of its own. */
export function everything(app: App): void {
  const platform = new HybridPlatform(app, "acme", PLATFORM);
  // One of its backends is in the platform's network.
  if (platform.network !== undefined) new Foundation(app, "foundation").addDependency(platform.network);
  new NetworkStack(app, "shared-network", {
    google: PLATFORM.google,
    networkName: "shared",
    existing: { networkName: "corporate", project: "acme-host" },
    sharedVpc: { projectNumber: "123456789012", grantRoles: true, attachProject: true },
    regions: { [REGION]: { subnet: { subnetName: "gke" } } },
    firewall: false,
  });
  const workloads = new WorkloadsStack(app, "workloads", {
    google: PLATFORM.google,
    region: REGION,
    clusterName: `acme-${REGION}`,
    services: { api: { selector: { app: "api" } } },
    autoscalers: {
      api: {
        scaleTargetRef: { name: "api" },
        minReplicas: 3,
        maxReplicas: 60,
        metrics: [Metric.pods("prometheus.googleapis.com|requests|counter", { averageValue: 12 })],
      },
    },
  });
  for (const cluster of platform.clusters.values()) workloads.addDependency(cluster);
}
