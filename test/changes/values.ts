import {
  Accelerator,
  CertificateAuthority,
  Certificates,
  GlobalNetwork,
  HealthCheck,
  HostedZone,
  Link,
  Pipeline,
  RegionalCluster,
  Reservation,
  Secret,
  SessionAffinity,
  State,
} from "../../index";
import { Metric } from "../../workloads";
import { VPN } from "../links/support";
import { backendIn, service } from "../load-balancing/support";
import { SMALL_NETWORK } from "../support/network";
import { SMALL_PLATFORM } from "../support/platform";
import { dataCenterSamples } from "../support/samples/data-center";

const KEY = "projects/acme-test/locations/europe-west4/keyRings/gke/cryptoKeys/other";
const VERSION = `${KEY}/cryptoKeyVersions/1`;
const POOL_CA = "projects/acme-test/locations/europe-west4/caPools/gke";
const ACCOUNT = "other@acme-test.iam.gserviceaccount.com";
const OTHER_ZONE = { zoneId: "Z9876543210EXAMPLE", zoneName: "example.com" };
const EXISTING = {
  project: "acme-test",
  region: "europe-west4",
  zones: ["europe-west4-a", "europe-west4-b"],
  clusterName: "existing",
  nodeServiceAccountEmail: "nodes@acme-test.iam.gserviceaccount.com",
};
const ATTACHMENTS = ["one", "two"].map(
  (name) => `projects/acme-test/regions/europe-west1/interconnectAttachments/${name}`,
);
const LABELS = { team: "platform" };
const IPV6 = "2001:db8:2::10";

const AUTONEG = {
  "services/api/autoneg": true,
  "services/api/backends": undefined,
  "services/api/dataCenters": undefined,
};
const MADRID = { ingress: { ipv4: "203.0.113.30", ipv6: "2001:db8:3::10" } };
const ON_PREMISES = dataCenterSamples[0]?.props;

const otherSubnet = GlobalNetwork.fromGlobalNetworkAttributes({ project: "acme-test", networkName: "other" }).subnet(
  "europe-west4",
);

const otherVpn = Link.haVpn({
  ...VPN,
  peerAddresses: ["203.0.113.5", "203.0.113.6"],
  tunnels: {
    "edge-1": {
      gatewayInterface: 0,
      peerAddress: "203.0.113.5",
      preSharedKey: Secret.fromSecretManager({ secret: "other" }),
      linkLocalRange: "169.254.20.0/30",
    },
    "edge-2": {
      gatewayInterface: 1,
      peerAddress: "203.0.113.6",
      preSharedKey: Secret.fromSecretManager({ secret: "other" }),
      linkLocalRange: "169.254.20.4/30",
    },
  },
});

/** Values of options for which none can be guessed from the kind and from what a sample has: by the type that declares the option. */
export const VALUES: { readonly [option: string]: readonly unknown[] } = {
  // Network
  "GlobalNetworkOptions.privateServicesRange": ["10.48.0.0/16"],
  "GlobalNetworkProps.regions": [
    {
      ...SMALL_NETWORK.regions,
      "europe-west4": { nodes: "10.12.0.0/18", pods: "10.100.0.0/16", services: "10.38.0.0/19" },
    },
  ],
  "GlobalNetworkOptions.firewall": [{ iap: true }],
  "GlobalNetworkProps.dataCenterRanges": [{ paris: ["10.128.0.0/12"] }],
  "NetworkFirewallOptions.dataCenterPorts": [[5432]],
  "GlobalNetworkProps.loadBalancerPorts": [[8080]],
  "RegionalNetworkOptions.proxyOnlySubnets": [{ REGIONAL_MANAGED_PROXY: "10.60.0.0/23" }],
  "CloudNatOptions.addresses": [["projects/acme-test/regions/europe-west1/addresses/nat-1"]],
  "SubnetAttributes.podsRangeName": ["pods-2"],
  "SubnetAttributes.servicesRangeName": ["services-2"],
  "CloudNatProps.subnets": [
    [{ subnetId: "projects/acme-test/regions/europe-west1/subnetworks/other", secondaryRanges: ["pods"] }],
  ],
  "ProjectServicesProps.services": [["container", "compute"]],
  // Cluster
  "ClusterSecurityOptions.secretsKmsKeyName": [KEY],
  "ClusterSecurityOptions.authenticatorGroupsDomain": ["acme.example"],
  "ClusterSecurityOptions.userManagedKeys": [{ etcdBackupKmsKeyName: KEY }],
  "ClusterNetworkOptions.additionalPodRanges": [["pods-2"]],
  "ClusterNetworkOptions.cloudDns": [{ scope: "CLUSTER_SCOPE" }],
  "RegionalClusterOptions.zones": [["europe-west4-a", "europe-west4-b"]],
  "RegionalClusterOptions.fleetProject": ["acme-test"],
  "RegionalClusterOptions.resourceLabels": [LABELS],
  "FirstPoolOptions.machineType": ["e2-standard-2"],
  "FirstPoolOptions.diskType": ["pd-ssd"],
  "FirstPoolOptions.networkTags": [["web"]],
  "FirstPoolOptions.resourceLabels": [LABELS],
  "RegionalClusterOptions.bootDiskKmsKeyName": [KEY],
  "RegionalNetworkOptions.additionalPodRanges": [{ "pods-2": "10.112.0.0/17" }],
  "GlobalNetworkOptions.internetRoutes": [false],
  "RegionalClusterProps.subnet": [otherSubnet],
  "CloudDnsOptions.domain": ["test.acme.example"],
  "MaintenanceOptions.dailyWindowStart": ["05:00"],
  "BackupOptions.cronSchedule": ["0 4 * * *"],
  "BackupOptions.namespaces": [["shop"]],
  "BackupOptions.kmsKeyName": [KEY],
  "AutoProvisioningOptions.cpuCores": [{ max: 128 }],
  "AutoProvisioningOptions.memoryGb": [{ max: 512 }],
  "AutoProvisioningOptions.zones": [["europe-west4-a"]],
  "AutoProvisioningOptions.serviceAccount": [ACCOUNT],
  "AutoProvisioningOptions.bootDiskKmsKeyName": [KEY],
  "AutoProvisioningOptions.upgrade": [{ strategy: "SURGE", maxSurge: 2, maxUnavailable: 0 }],
  "WorkloadIdentityProps.googleServiceAccountName": ["video-uploader"],
  "GpuLimits.accelerator": [Accelerator.P100],
  "BlueGreenUpgrade.batchNodeCount": [2],
  "UserManagedKeys.clusterCa": [POOL_CA],
  "UserManagedKeys.etcdApiCa": [POOL_CA],
  "UserManagedKeys.etcdPeerCa": [POOL_CA],
  "UserManagedKeys.aggregationCa": [POOL_CA],
  "UserManagedKeys.controlPlaneDiskKmsKeyName": [KEY],
  "UserManagedKeys.serviceAccountSigningKeys": [[VERSION]],
  "UserManagedKeys.serviceAccountVerificationKeys": [[VERSION]],
  // Node pools
  "GpuOptions.accelerator": [Accelerator.T4, undefined],
  "GpuOptions.gpuPartitionSize": ["1g.5gb"],
  "PurchaseOptions.reservation": [Reservation.any(), Reservation.none(), Reservation.specific("nodes")],
  "NodeUpgradeOptions.upgrade": [{ strategy: "BLUE_GREEN", batchPercentage: 0.2 }],
  "NodeDiskOptions.diskType": ["pd-ssd"],
  "NodeDiskOptions.bootDiskKmsKeyName": [KEY],
  "NodeNetworkOptions.podRange": ["pods-2"],
  "NodeNetworkOptions.networkTags": [["web"]],
  "NodeSystemOptions.minCpuPlatform": ["Intel Ice Lake"],
  "NodeSystemOptions.sysctls": [{ "net.core.somaxconn": "4096" }],
  "NodeLabelOptions.nodeLabels": [LABELS],
  "NodeLabelOptions.resourceLabels": [LABELS],
  "NodePoolOptions.machineType": ["n2-standard-16"],
  "NodePoolOptions.autoscaling": [{ totalMinNodeCount: 6, totalMaxNodeCount: 90 }],
  "NodePoolOptions.zones": [["europe-west4-a", "europe-west4-b"]],
  "NodePoolOptions.serviceAccount": [ACCOUNT],
  "NodePoolProps.cluster": [RegionalCluster.fromRegionalClusterAttributes({ ...EXISTING, clusterName: "another" })],
  "RegionalClusterAttributes.region": ["us-east1"],
  // Load balancer
  "ClusterBackendAttributes.endpointGroupName": ["k8s1-1a2b3c4d-default-web-80-9c0d1e2f"],
  "ExistingEndpointGroups.zones": [["us-east1-c"]],
  "AutonegOptions.autonegServiceAccount": ["gateway/autoneg"],
  "GlobalLoadBalancerProps.certificates": [Certificates.classic()],
  "GlobalLoadBalancerProps.services": [
    {
      api: service({ backends: [backendIn("europe-west1"), backendIn("us-east1")] }),
      other: service({ hostName: "other.example.com", backends: [backendIn("europe-west1")] }),
    },
  ],
  "RangeRules.allowRanges": [["203.0.113.0/24"]],
  "RangeRules.denyRanges": [["203.0.113.0/24"]],
  "WafExclusion.ruleIds": [["owasp-crs-v030301-id942110-sqli"]],
  "WafExclusion.requestHeaders": [[{ operator: "EQUALS", value: "x-state" }]],
  "WafExclusion.requestCookies": [[{ operator: "EQUALS", value: "session" }]],
  "WafExclusion.requestQueryParams": [[{ operator: "EQUALS", value: "q" }]],
  "WafExclusion.requestUris": [[{ operator: "STARTS_WITH", value: "/search" }]],
  "DnsAuthorizedProps.zone": [HostedZone.fromHostedZoneAttributes(OTHER_ZONE)],
  "UrlRule.paths": [["/v1"]],
  "CustomHeaderOptions.requestHeaders": [{ "X-Country": "{client_region}" }],
  "CustomHeaderOptions.responseHeaders": [{ "X-Cache": "{cdn_cache_status}" }],
  "LoadBalancedServiceOptions.healthCheck": [HealthCheck.http({ path: "/ready" })],
  "LoadBalancedServiceOptions.sessionAffinity": [SessionAffinity.clientIp()],
  "LoadBalancedServiceOptions.cdn": [{ cacheMode: "CACHE_ALL_STATIC" }],
  "LoadBalancedServiceOptions.iap": [{ members: ["group:staff@example.com"] }],
  "LoadBalancedServiceOptions.securityPolicy": [{ denyRanges: ["203.0.113.0/24"] }],
  "LoadBalancedServiceOptions.edgeSecurityPolicy": [{ denyRanges: ["203.0.113.0/24"] }],
  "LoadBalancedService.backends": [[backendIn("europe-west1"), backendIn("us-east1"), backendIn("europe-west4")]],
  "CdnOptions.cacheKeyQueryParameters": [["size"]],
  "CdnOptions.cacheKeyHeaders": [["X-Device"]],
  "HttpHealthCheckProps.path": ["/ready"],
  "HttpHealthCheckProps.host": ["api.example.com"],
  "GrpcHealthCheckProps.grpcService": ["ready"],
  "MonitoringOptions.maxLatencyMilliseconds": [{ api: 500 }],
  "MonitoringOptions.uptimePaths": [{ api: "/ready" }],
  "LoadBalancerMonitoringProps.services": [
    {
      api: { hostName: "api.example.com", maxRatePerEndpoint: 100 },
      other: { hostName: "other.example.com", maxRatePerEndpoint: 100 },
    },
  ],
  "MonitoredService.backends": [[backendIn("europe-west1")]],
  // Links
  "NamedOptions.name": ["other"],
  "HaVpnOptions.overInterconnect": ["dedicated"],
  "ClusterBackendProps.subnet": [otherSubnet],
  "AdvertisementOptions.advertisedRanges": [["35.199.192.0/19"]],
  "HaVpnOptions.peerAddresses": [["203.0.113.1", "203.0.113.3"]],
  "HaVpnOptions.tunnels": [{ left: VPN.tunnels["edge-1"], "edge-2": VPN.tunnels["edge-2"] }],
  "LinkBindOptions.attachmentIds": [ATTACHMENTS],
  "SessionOptions.md5Key": [Secret.fromSecretManager({ secret: "md5" })],
  "TunnelOptions.preSharedKey": [Secret.fromSecretManager({ secret: "other-key" })],
  "TunnelOptions.linkLocalRange": ["169.254.40.0/30"],
  "DedicatedAttachmentOptions.linkLocalRange": ["169.254.40.0/29"],
  "SecretManagerOptions.project": ["acme-secrets"],
  "SecretManagerOptions.version": ["2"],
  // Route 53
  "HostedZoneAttributes.zoneId": ["Z9876543210EXAMPLE"],
  "Endpoint.ipv6": [IPV6],
  "HealthCheckProfile.path": ["/ready"],
  "HealthCheckProfile.searchString": ["ok"],
  "HealthCheckProfile.checkerRegions": [["eu-west-1", "us-east-1", "us-west-1"]],
  "LastResort.healthCheck": [{}],
  "LastResort.fallBackTo": [["frankfurt"]],
  "RoutingPolicy.countries": [{ FR: { serveFrom: ["paris"] }, BE: { serveFrom: ["paris"] } }],
  "RoutingPolicy.continents": [{ EU: { serveFrom: ["paris"] } }],
  "RoutingPolicy.subdivisions": [{ "US-CA": { serveFrom: ["paris"] } }],
  "Route.migration": [{ steps: [5, 50, 100] }],
  "HostedZoneProps.delegationSetId": ["N0123456789EXAMPLE"],
  "FollowedAlarm.alarmRegion": ["us-east-1"],
  "GcsStateBucketProps.location": ["US"],
  "GcsStateBucketProps.kmsKeyName": ["projects/acme-test/locations/eu/keyRings/states/cryptoKeys/states"],
  "S3StateBucketProps.kmsKeyArn": ["arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f"],
  "CaaRecordProps.recordName": ["shop.example.com"],
  "CaaRecordProps.issue": [[CertificateAuthority.GOOGLE, CertificateAuthority.LETS_ENCRYPT]],
  "CaaRecordProps.issueWild": [[CertificateAuthority.GOOGLE]],
  "CaaRecordProps.report": ["mailto:security@example.com"],
  "DelegatedZone.dsRecord": [`12345 13 2 ${"0F".repeat(32)}`],
  "EndpointHealthCheckProps.zone": [{ zoneId: "Z9876543210EXAMPLE", zoneName: "example.org" }],
  "EndpointHealthCheckProps.profile": [{ path: "/ready" }],
  "GeoRoutingProps.zone": [OTHER_ZONE],
  "GeoRoutingProps.dataCenters": [
    {
      paris: { ingress: { ipv4: "203.0.113.10" }, healthCheck: {}, requestsPerSecond: 1000 },
      frankfurt: { ingress: { ipv4: "203.0.113.20" }, requestsPerSecond: 1000 },
      madrid: { ingress: { ipv4: "203.0.113.30" } },
    },
  ],
  "GeoRoutingProps.lastResort": [{ ipv4: "198.51.100.2" }],
  "GeoRoutingProps.policies": [
    {
      shop: { hostNames: ["shop.example.com"], countries: { FR: { serveFrom: ["paris", "frankfurt"] } } },
      other: { hostNames: ["other.example.com"], countries: { FR: { serveFrom: ["paris"] } } },
    },
  ],
  "RoutedDataCenter.ingress": [{ ipv4: "203.0.113.11" }],
  "AcmeChallengePolicyProps.zone": [OTHER_ZONE],
  "CaaRecordProps.zone": [OTHER_ZONE],
  "SimpleRecordProps.zone": [OTHER_ZONE],
  // Pipelines
  "AwsPipelineAccessProps.zone": [OTHER_ZONE],
  "AwsPipelineAccessProps.pipeline": [Pipeline.github({ repository: "acme/other" })],
  "AwsPipelineAccessProps.additionalZones": [[OTHER_ZONE]],
  "AwsPipelineAccessProps.policyNames": [["acme-acme"]],
  "GooglePipelineAccessProps.pipeline": [Pipeline.github({ repository: "acme/other" })],
  "GooglePipelineAccessProps.additionalProjects": [["acme-dns"]],
  "GooglePipelineAccessProps.secrets": [["projects/acme-test/secrets/paris-key"]],
  "GooglePipelineAccessProps.additionalRoles": [["roles/compute.viewer"]],
  "GithubPipelineProps.environment": ["staging"],
  "GitlabPipelineProps.branch": ["release"],
  "GitlabPipelineProps.url": ["https://gitlab.example.com"],
  // Workloads
  "NegServiceOptions.namespace": ["shop"],
  "HorizontalPodAutoscalerOptions.namespace": ["shop"],
  "HorizontalPodAutoscalerOptions.scaleTargetRef": [{ name: "other" }],
  "HorizontalPodAutoscalerOptions.metrics": [[Metric.cpu(50)]],
  "HorizontalPodAutoscalerOptions.scaleUp": [{ policies: [{ type: "Pods", value: 4, periodSeconds: 60 }] }],
  "HorizontalPodAutoscalerOptions.scaleDown": [],
  "ScalingRules.policies": [[{ type: "Percent", value: 10, periodSeconds: 60 }]],
  "PodMetricOptions.matchLabels": [{ "metric.labels.code": "200" }],
  "ExternalMetricOptions.matchLabels": [{ "resource.labels.subscription_id": "orders" }],
  "CustomMetricsAdapterProps.version": ["v0.16.1-gke.0"],
  // Stacks
  "PlatformStackProps.google": [{ project: "acme-other" }],
  "CommonStackProps.labels": [LABELS],
  "CommonStackProps.state": [State.gcs({ bucket: "acme-states" })],
  "NetworkStackProps.projectServices": [["container", "compute"], false],
  "ClusterStackProps.autonegAnnotations": [{ api: { "controller.autoneg.dev/neg": "{}" } }],
  "LinksStackProps.links": [{ paris: { vpn: otherVpn } }],
  "LinksStackProps.networkRanges": [["10.0.0.0/12"]],
  "LinksStackProps.dataCenterRanges": [{ paris: ["10.128.0.0/12"] }],
  "EdgeStackProps.services": [
    {
      api: { ...service({ backends: [backendIn("europe-west1")] }), dataCenters: ["paris"] },
      other: service({ hostName: "other.example.com", backends: [backendIn("europe-west1")] }),
    },
  ],
  "EdgeStackProps.zone": [OTHER_ZONE],
  "EdgeStackProps.certificates": [Certificates.classic()],
  "EdgeStackProps.clusters": [
    {
      "europe-west4": { clusterName: "acme-europe-west4", zones: ["europe-west4-a"] },
      "us-east1": { clusterName: "acme-us-east1", zones: ["us-east1-b"] },
    },
  ],
  "EdgeStackProps.traffic": [{ "europe-west1": { capacityPercent: 50 } }],
  "EdgeStackProps.securityPolicy": [{ denyRanges: ["203.0.113.0/24"] }],
  "EdgeStackProps.autonegServiceAccount": ["gateway/autoneg"],
  "GlobalLoadBalancerProps.traffic": [{ "europe-west1": { capacityPercent: 50 } }],
  "AwsOptions.region": ["eu-west-1"],
  "DnsStackProps.google": [{ project: "acme-other" }],
  "DnsStackProps.anycastAddresses": [{ ipv4: "198.51.100.1", ipv6: "2001:db8:ffff::1" }],
  "DnsStackProps.lastResort": [{ healthCheck: { hostName: "www.example.com" }, fallBackTo: ["paris"] }],
  "DnsStackProps.zone": [OTHER_ZONE],
  "DnsStackProps.dataCenters": [
    {
      paris: { ingress: { ipv4: "203.0.113.10", ipv6: "2001:db8:1::10" } },
      madrid: { ingress: { ipv4: "203.0.113.30", ipv6: IPV6 } },
    },
  ],
  "DnsStackProps.policies": [
    {
      shop: { hostNames: ["shop.example.com"], countries: { FR: { serveFrom: ["paris"] } } },
      other: { hostNames: ["other.example.com"], countries: { FR: { serveFrom: ["paris"] } } },
    },
  ],
  "GcsStateProps.prefix": ["platform"],
  "S3StateProps.prefix": ["platform"],
  "HcpStateProps.project": ["platform"],
  "HcpStateProps.hostname": ["tfe.example.com"],
  // Platform
  "HybridPlatformProps.dataCenters": [{ ...SMALL_PLATFORM.dataCenters, madrid: MADRID }],
  "DataCenterOptions.onPremises": [ON_PREMISES],
  "ClusterOptions.regionalNetwork": [{ nat: false }],
  "EdgeStackProps.aws": [{ region: "eu-west-1" }],
  "DnsStackProps.aws": [{ region: "eu-west-1" }],
  "HybridPlatformProps.aws": [{ region: "eu-west-1" }],
  "HybridPlatformProps.network": [{ nodes: "10.16.0.0/12", pods: "10.192.0.0/10", services: "10.40.0.0/13" }],
  "HybridPlatformProps.hostedZone": [OTHER_ZONE],
  "HybridPlatformProps.services": [
    {
      api: { hostName: "api.example.com", maxRatePerEndpoint: 100 },
      other: { hostName: "other.example.com", maxRatePerEndpoint: 100, containerPort: 8081 },
    },
  ],
  "HybridPlatformProps.monitoring": [{ notificationChannels: ["projects/acme-test/notificationChannels/1"] }],
  "HybridPlatformProps.routing": [{ countries: { FR: { serveFrom: ["paris"] }, BE: { serveFrom: ["paris"] } } }],
  "HybridPlatformProps.anycastAddresses": [{ ipv4: "198.51.100.3", ipv6: "2001:db8:ffff::3" }],
  "HybridPlatformProps.loadBalancer": [{ securityPolicy: { denyRanges: ["203.0.113.0/24"] } }],
  "AddressPlan.nodes": ["10.16.0.0/12"],
  "AddressPlan.pods": ["10.192.0.0/10"],
  "AddressPlan.services": ["10.40.0.0/13"],
  "ClusterOptions.ranges": [{ nodes: "10.48.0.0/20", pods: "10.52.0.0/16", services: "10.56.0.0/20" }],
  "DataCenterOptions.links": [{ vpn: otherVpn }],
  "DataCenterOptions.privateIngress": [
    { addresses: ["10.128.0.11"], zone: "europe-west1-b", maxRatePerEndpoint: 2000 },
  ],
  "ServiceOptions.dataCenters": [["paris"]],
  "LastResortFailover.fallBackTo": [["madrid"]],
  "LastResortFailover.healthCheck": [{ hostName: "www.example.org" }],
};

/** What the program has on both sides: an option by itself is refused, or does nothing. By the path from the sample's options. */
export const GIVEN: { readonly [option: string]: { readonly [path: string]: unknown } } = {
  "GlobalNetworkOptions.internetRoutes": { nat: false, privateGoogleApis: true },
  "GlobalNetworkProps.dataCenterRanges": { "firewall/dataCenterPorts": [5432] },
  "NetworkFirewallOptions.dataCenterPorts": { dataCenterRanges: { paris: ["10.128.0.0/12"] } },
  "CloudDnsOptions.scope": { "cloudDns/domain": "test.acme.example" },
  "CloudDnsOptions.domain": { "cloudDns/scope": "VPC_SCOPE", "cloudDns/domain": "one.acme.example" },
  "GpuOptions.accelerator": { machineType: "n1-standard-8", zones: ["europe-west4-b"] },
  "GpuOptions.acceleratorCount": {
    machineType: "n1-standard-8",
    zones: ["europe-west4-b"],
    accelerator: Accelerator.T4,
  },
  "GpuOptions.gpuPartitionSize": {
    machineType: "a2-highgpu-1g",
    zones: ["europe-west4-b"],
    accelerator: Accelerator.A100,
  },
  "PurchaseOptions.queuedProvisioning": {
    autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 8 },
    upgrade: undefined,
  },
  "NodeUpgradeOptions.autoUpgrade": {
    cluster: RegionalCluster.fromRegionalClusterAttributes({ ...EXISTING, releaseChannel: "UNSPECIFIED" }),
  },
  "AutonegOptions.autonegServiceAccount": {
    "services/api/autoneg": true,
    "services/api/backends": [],
    traffic: undefined,
  },
  "EdgeStackProps.autonegServiceAccount": AUTONEG,
  "EdgeService.servicePort": AUTONEG,
  "DataCenterOptions.privateIngress": { "services/api/dataCenters": ["paris"] },
  "LastResortFailover.fallBackTo": { dataCenters: { ...SMALL_PLATFORM.dataCenters, madrid: MADRID } },
  "ExternalMetricOptions.averageValue": { value: undefined, averageValue: 10 },
};

/** What changes together with an option, because the option alone is refused. By the path from the sample's options. */
export const TOGETHER: { readonly [option: string]: { readonly [path: string]: unknown } } = {
  "BlueGreenUpgrade.batchNodeCount": { "autoProvisioning/upgrade/batchPercentage": undefined },
  "HaVpnOptions.peerAddresses": { "tunnels/edge-2/peerAddress": "203.0.113.3" },
  "HaVpnOptions.overInterconnect": { attachmentIds: ATTACHMENTS },
  "RegionalClusterAttributes.region": { zones: ["us-east1-b"], location: undefined },
  "LastResort.healthCheck": { "lastResort/fallBackTo": ["frankfurt"] },
  "LastResort.fallBackTo": { "lastResort/healthCheck": {} },
};

/** Options that judge: nothing in a stack tells of them. */
export const JUDGED: ReadonlySet<string> = new Set([
  "DnsStackProps.analysis",
  "DnsStackProps.reportAs",
  "DnsStackProps.rules",
  "ExistingCluster.defaultMaxPodsPerNode",
  "ExistingCluster.maxNodes",
  "ExistingCluster.requestsPerSecond",
  "ExistingClusterOptions.multiNetworking",
  "ExistingClusterOptions.releaseChannel",
  "GeoRoutingProps.analysis",
  "GeoRoutingProps.reportAs",
  "GeoRoutingProps.rules",
  "HybridPlatformProps.analysis",
  "Migration.largestStep",
  "Migration.steps",
  "NetworkOptions.learnedPrefixQuota",
  "PlatformAnalysisOptions.demand",
  "PlatformAnalysisOptions.demandPerHostName",
  "PlatformAnalysisOptions.failoverTargetSeconds",
  "PlatformAnalysisOptions.failuresToWithstand",
  "PlatformAnalysisOptions.requestsPerSecondPerNode",
  "PlatformAnalysisOptions.simultaneousFailures",
  "PlatformRouting.rules",
  "PlatformRouting.rules.largestStep",
  "PlatformRouting.rules.maxPercentAtOneSite",
  "PlatformRouting.rules.minLiveSites",
  "PlatformRouting.rules.residency",
  "ResidencyRule.servedFrom",
  "ResidencyRule.usersIn",
  "Route.migration",
  "RoutedDataCenter.country",
  "RoutedDataCenter.requestsPerSecond",
  "RoutedDataCenter.requestsPerSecondPerAddress",
  "RoutingAnalysisOptions.demand",
  "RoutingAnalysisOptions.demandPerHostName",
  "RoutingAnalysisOptions.failoverTargetSeconds",
  "RoutingAnalysisOptions.failuresToWithstand",
  "RoutingAnalysisOptions.lastResortRequestsPerSecond",
  "RoutingAnalysisOptions.remainingCapacity",
  "RoutingAnalysisOptions.simultaneousFailures",
  "RoutingRules.largestStep",
  "RoutingRules.lastResortCountries",
  "RoutingRules.maxPercentAtOneSite",
  "RoutingRules.minLiveSites",
  "RoutingRules.residency",
]);

/** Options that cannot be changed alone in a sample: what their change is, in words. */
export const IN_WORDS: { readonly [option: string]: string } = {
  "ClusterBackendAttributes.region": "Another region is another backend: see `backends`.",
  "DataCenterOptions.onPremises":
    "No cloud resource: files of servers and routers, see [operations](data-center-operations.md).",
  "GoogleOptions.project": "**Replaces** all that is in the stack: another project is another platform.",
  "PlatformStackProps.google": "**Replaces** all that is in the stack: another project is another platform.",
  "DnsStackProps.google": "No resource: the project is read for the load balancer's addresses.",
  "CommonStackProps.labels": "In place: all resources that take labels or tags.",
  "AwsOptions.region": "No record and no health check: Route 53 has no regions.",
  "DelegatedZone.dsRecord": "In place: the DS record, once `publishDs` has published it.",
  "EdgeService.servicePort": "No resource: an annotation of the Kubernetes service.",
  "MonitoredService.backends": "No resource: it makes no difference here.",
  "DelegatedZone.signing": "Follows the zone that is delegated.",
};
