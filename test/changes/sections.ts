import { type OptionsKind, propertiesOf } from "../../lib/core/options-kinds";
import { MODEL } from "../support/option-places";

/** A part of the page: one construct, with all options that are written for it. */
export interface Section {
  readonly title: string;
  /** The options types that users hand over. */
  readonly roots: readonly string[];
  /** A page of `docs/`, and one of `docs/api`. */
  readonly page: string;
  readonly reference: string;
}

const section = (title: string, page: string, reference: string, ...roots: readonly string[]): Section => ({
  title,
  roots,
  page,
  reference,
});

/** In the order of the page. What two have in common is in the first that is listed as more special. */
export const SECTIONS: readonly Section[] = [
  section("Platform", "customize", "stacks", "HybridPlatformProps"),
  section("Network", "network", "network", "GlobalNetworkProps"),
  section("Cloud NAT of your own", "network", "network", "CloudNatProps"),
  section("A network that exists", "network", "network", "GlobalNetworkAttributes"),
  section("APIs of a project", "network", "network", "ProjectServicesProps"),
  section("Cluster", "regional-cluster", "gke", "RegionalClusterProps"),
  section("Keys of clusters", "encryption-keys", "gke", "ClusterKeysProps"),
  section("A cluster that exists", "regional-cluster", "gke", "RegionalClusterAttributes"),
  section("Node pool", "node-pool", "gke", "NodePoolProps"),
  section(
    "Identity of a workload",
    "after-the-cluster",
    "gke",
    "WorkloadIdentityProps",
    "BucketRoleOptions",
    "SecretRoleOptions",
    "TopicRoleOptions",
    "SubscriptionRoleOptions",
    "DatasetRoleOptions",
    "KmsKeyRoleOptions",
  ),
  section("Load balancer", "global-load-balancer", "load-balancing", "GlobalLoadBalancerProps"),
  section("Service of the load balancer", "global-load-balancer", "load-balancing", "LoadBalancedService"),
  section("Health check of pods", "health-checks", "load-balancing", "HttpHealthCheckProps", "GrpcHealthCheckProps"),
  section("Session affinity", "global-load-balancer", "load-balancing", "CookieAffinityProps"),
  section("Cloud Armor", "global-load-balancer", "load-balancing", "SecurityPolicyProps", "EdgeSecurityPolicyProps"),
  section("Certificates", "global-load-balancer", "load-balancing", "DnsAuthorizedProps"),
  section(
    "Backend of a cluster",
    "cluster-backends",
    "load-balancing",
    "ClusterBackendProps",
    "ClusterBackendAttributes",
  ),
  section("Backend of a data centre", "data-center-backends", "load-balancing", "DataCenterBackendProps"),
  section("Multi-cluster Gateway", "cluster-backends", "load-balancing", "MultiClusterGatewayProps"),
  section("Monitoring of the load balancer", "monitoring", "load-balancing", "LoadBalancerMonitoringProps"),
  section("HA VPN", "data-center-links", "links", "HaVpnLinkProps", "SecretManagerOptions"),
  section("Dedicated Interconnect", "data-center-links", "links", "DedicatedInterconnectLinkProps"),
  section("Partner Interconnect", "data-center-links", "links", "PartnerInterconnectLinkProps"),
  section("Routing", "routing", "routing", "GeoRoutingProps"),
  section("Health check at Route 53", "health-checks", "route53", "EndpointHealthCheckProps"),
  section("Health check of an alarm", "health-checks", "route53", "AlarmHealthCheckProps"),
  section("Calculated health check", "health-checks", "route53", "CalculatedHealthCheckProps"),
  section("Routing controls", "break-glass", "route53", "RoutingControlsProps"),
  section("Alarms of health checks", "monitoring", "route53", "HealthCheckAlarmsProps"),
  section("Hosted zone", "hosted-zone", "route53", "HostedZoneProps", "DelegationOptions", "DelegatedZone"),
  section("Records", "hosted-zone", "route53", "DnsRecordOptions", "SimpleRecordProps", "CaaRecordProps"),
  section("Policy for DNS-01", "edge", "route53", "AcmeChallengePolicyProps"),
  section(
    "Pipeline",
    "deploy-in-ci",
    "pipeline",
    "AwsPipelineAccessProps",
    "GooglePipelineAccessProps",
    "GithubPipelineProps",
    "GitlabPipelineProps",
  ),
  section(
    "State",
    "state",
    "state",
    "GcsStateProps",
    "S3StateProps",
    "HcpStateProps",
    "GcsStateBucketProps",
    "S3StateBucketProps",
  ),
  section(
    "Workloads",
    "workload-autoscaling",
    "workloads",
    "WorkloadsStackProps",
    "HorizontalPodAutoscalerProps",
    "NegServiceProps",
  ),
  section(
    "Metrics of autoscalers",
    "workload-autoscaling",
    "workloads",
    "LoadBalancerRequestsOptions",
    "PodMetricOptions",
    "ExternalMetricOptions",
    "CustomMetricsAdapterProps",
  ),
  section("Stack of the network", "customize", "stacks", "NetworkStackProps"),
  section("Stack of a cluster", "customize", "stacks", "ClusterStackProps"),
  section("Stack of keys", "encryption-keys", "stacks", "KeysStackProps"),
  section("Stack of links", "customize", "stacks", "LinksStackProps"),
  section("Stack of the load balancer", "customize", "stacks", "EdgeStackProps"),
  section("Stack of DNS", "customize", "stacks", "DnsStackProps"),
];

/** Sections that have what no other has: parts of them are constructs of their own. */
const LAST = new Set([
  "Platform",
  ...SECTIONS.map(({ title }) => title).filter((title) => title.startsWith("Stack of")),
  "Workloads",
]);

/** Where an option is on the page, and what it is called there: by its way from what a user hands over. */
export interface OptionLabel {
  readonly section: Section;
  /** `upgrade.maxSurge`, `tunnels.*.peerAddress`. */
  readonly label: string;
}

/** The label of each options type's properties: `NodePoolProps.poolName`. */
export function optionLabels(): ReadonlyMap<string, OptionLabel> {
  const labels = new Map<string, OptionLabel>();
  const claim = (
    one: Section,
    type: string,
    path: readonly string[],
    isDeep: boolean,
    on: ReadonlySet<string>,
  ): void => {
    if (on.has(type)) return;
    const { bases = [], properties = {} } = MODEL.types[type] ?? {};
    for (const base of bases) claim(one, base, path, isDeep, on);
    for (const property of Object.keys(properties)) {
      const name = `${type}.${property}`;
      if (!labels.has(name)) labels.set(name, { section: one, label: [...path, property].join(".") });
    }
    if (!isDeep) return;
    for (const [property, { kind }] of propertiesOf(type)) {
      for (const [inner, between] of typesIn(kind)) {
        claim(one, inner, [...path, property, ...between], true, new Set([...on, type]));
      }
    }
  };
  const order = [
    ...SECTIONS.filter(({ title }) => !LAST.has(title)),
    ...SECTIONS.filter(({ title }) => LAST.has(title)),
  ];
  const special = order.filter(({ title }) => !LAST.has(title) && title !== "Load balancer");
  for (const one of special) for (const root of one.roots) claim(one, root, [], false, new Set());
  for (const one of order) for (const root of one.roots) claim(one, root, [], true, new Set());
  return labels;
}

/** The options types within a kind, each with what stands for the keys of maps on the way. */
function typesIn(kind: OptionsKind): readonly (readonly [type: string, between: readonly string[]])[] {
  switch (kind.kind) {
    case "options":
      return [[kind.name, []]];
    case "list":
      return typesIn(kind.of);
    case "map":
      return typesIn(kind.of).map(([type, between]) => [type, ["*", ...between]]);
    case "either":
      return kind.of.flatMap(typesIn);
    default:
      return [];
  }
}
