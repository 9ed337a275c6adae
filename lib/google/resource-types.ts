import { type GoogleRole, ROLES } from "./roles";

/** What a platform has only where it is asked for. */
export const FEATURES = [
  "autoneg",
  "backup",
  "datasetRoles",
  "encryptionKeys",
  "fleet",
  "iap",
  "privateGoogleApis",
  "privateServicesRange",
  "sharedVpc",
  "workloadIdentity",
] as const;

/** The API that reads the secrets of links. */
export const SECRETS_API = "secretmanager";

/** The API of Cloud DNS, which also answers for the names of a cluster, or of services of several clusters. */
export const DNS_API = "dns";

/** The API by which nodes stream the images of containers. */
export const IMAGE_API = "containerfilesystem";

/** The API that switches on the others, and so must be on before. */
const SWITCHING_API = "serviceusage";

/** What clusters call and no type of resource shows: the policy of images, and the findings of vulnerabilities. */
const OF_CLUSTERS = ["binaryauthorization", "containersecurity"];

/** What resources of the Google provider, and of the Kubernetes provider in a cluster, need of a project. */
export interface GoogleResourceNeeds {
  /** The API that the provider calls, by its name without `.googleapis.com`. */
  readonly api: string;
  /** What makes, changes and deletes them. */
  readonly deployer: readonly GoogleRole[];
  /** What reads them, which a plan does. */
  readonly planner: readonly GoogleRole[];
  /** The feature that they are there for, or `by hand` for what is there before a pipeline. */
  readonly only?: (typeof FEATURES)[number] | "by hand";
  /** Whether they are in the project that owns the network: the host project of a Shared VPC. */
  readonly ofNetwork?: boolean;
  /** Their types in Terraform; of a data source with `data.` before it. */
  readonly types: readonly string[];
}

/**
 * All types that this library makes or reads.
 *
 * Source: which API a type calls is in the provider,
 * https://github.com/hashicorp/terraform-provider-google/tree/v6.50.0/google/services.
 */
export const GOOGLE_RESOURCE_TYPES: readonly GoogleResourceNeeds[] = [
  {
    // Enabling is `serviceusage`'s; the provider also asks whether the project is still there.
    api: SWITCHING_API,
    deployer: [ROLES.services],
    planner: [ROLES.view_services, ROLES.browse],
    ofNetwork: true,
    types: ["google_project_service"],
  },
  {
    api: "compute",
    deployer: [ROLES.network],
    planner: [ROLES.view_compute],
    ofNetwork: true,
    types: [
      "google_compute_address",
      "google_compute_external_vpn_gateway",
      "google_compute_ha_vpn_gateway",
      "google_compute_interconnect_attachment",
      "google_compute_network",
      "google_compute_route",
      "google_compute_router",
      "google_compute_router_interface",
      "google_compute_router_nat",
      "google_compute_router_peer",
      "google_compute_subnetwork",
      "google_compute_vpn_tunnel",
    ],
  },
  {
    api: "compute",
    deployer: [ROLES.security],
    planner: [ROLES.view_compute],
    ofNetwork: true,
    types: ["google_compute_firewall"],
  },
  {
    api: "compute",
    deployer: [ROLES.security],
    planner: [ROLES.view_compute],
    types: ["google_compute_security_policy", "google_compute_ssl_policy"],
  },
  {
    // The members of a role on a project are in the table below.
    api: "compute",
    deployer: [ROLES.resource_policies, ROLES.node_roles],
    planner: [ROLES.policies],
    only: "sharedVpc",
    ofNetwork: true,
    types: ["google_compute_subnetwork_iam_member"],
  },
  {
    api: "compute",
    deployer: [ROLES.attach_projects],
    planner: [ROLES.view_compute],
    only: "sharedVpc",
    ofNetwork: true,
    types: ["google_compute_shared_vpc_service_project"],
  },
  {
    api: "compute",
    deployer: [ROLES.load_balancer],
    planner: [ROLES.view_compute],
    types: [
      "data.google_compute_global_address",
      "google_compute_backend_service",
      "google_compute_global_address",
      "google_compute_global_forwarding_rule",
      "google_compute_health_check",
      "google_compute_managed_ssl_certificate",
      "google_compute_network_endpoint_group",
      "google_compute_network_endpoint",
      "google_compute_network_endpoints",
      "google_compute_target_http_proxy",
      "google_compute_target_https_proxy",
      "google_compute_url_map",
    ],
  },
  {
    api: "servicenetworking",
    deployer: [ROLES.private_services],
    planner: [ROLES.view_network],
    only: "privateServicesRange",
    ofNetwork: true,
    types: ["google_service_networking_connection"],
  },
  {
    api: DNS_API,
    deployer: [ROLES.private_zones],
    planner: [ROLES.view_private_zones],
    only: "privateGoogleApis",
    ofNetwork: true,
    types: ["google_dns_managed_zone", "google_dns_record_set"],
  },
  {
    // The provider reads the instance groups of each pool at Compute Engine, which no role of GKE allows.
    api: "container",
    deployer: [ROLES.clusters, ROLES.use_node_accounts, ROLES.view_compute],
    planner: [ROLES.inside_clusters, ROLES.view_compute],
    types: ["google_container_cluster", "google_container_node_pool"],
  },
  {
    api: "container",
    deployer: [ROLES.clusters, ROLES.use_node_accounts],
    planner: [ROLES.inside_clusters],
    types: [
      "data.google_container_cluster",
      "kubernetes_api_service_v1",
      "kubernetes_cluster_role_binding_v1",
      "kubernetes_cluster_role_v1",
      "kubernetes_deployment_v1",
      "kubernetes_horizontal_pod_autoscaler_v2",
      "kubernetes_namespace_v1",
      "kubernetes_role_binding_v1",
      "kubernetes_service_account_v1",
      "kubernetes_service_v1",
    ],
  },
  {
    api: "gkebackup",
    deployer: [ROLES.backup_plans],
    planner: [ROLES.view_backup_plans],
    only: "backup",
    types: ["google_gke_backup_backup_plan"],
  },
  {
    api: "gkehub",
    deployer: [ROLES.fleet],
    planner: [ROLES.view_fleet],
    only: "fleet",
    types: ["google_gke_hub_feature"],
  },
  {
    api: "certificatemanager",
    deployer: [ROLES.certificates],
    planner: [ROLES.view_certificates],
    types: [
      "google_certificate_manager_certificate",
      "google_certificate_manager_certificate_map",
      "google_certificate_manager_certificate_map_entry",
      "google_certificate_manager_dns_authorization",
    ],
  },
  {
    api: "iap",
    deployer: [ROLES.iap],
    planner: [ROLES.policies],
    only: "iap",
    types: ["google_iap_web_backend_service_iam_binding"],
  },
  {
    api: "monitoring",
    deployer: [ROLES.monitoring],
    planner: [ROLES.read_metrics],
    types: ["google_monitoring_alert_policy", "google_monitoring_dashboard", "google_monitoring_uptime_check_config"],
  },
  {
    api: "logging",
    deployer: [ROLES.log_metrics],
    planner: [ROLES.view_log_metrics],
    types: ["google_logging_metric"],
  },
  {
    api: "iam",
    deployer: [ROLES.node_accounts],
    planner: [ROLES.view_accounts],
    types: ["google_service_account"],
  },
  {
    api: "iam",
    deployer: [ROLES.node_accounts],
    planner: [ROLES.policies],
    types: ["google_service_account_iam_member"],
  },
  {
    api: "iam",
    // Made by an owner: who edits a role that others hold, and may grant it, has every role.
    deployer: [ROLES.view_custom_roles],
    planner: [ROLES.view_custom_roles],
    only: "autoneg",
    types: ["google_project_iam_custom_role"],
  },
  {
    api: "iam",
    deployer: [ROLES.identity_pools],
    planner: [ROLES.view_identity_pools],
    only: "by hand",
    types: ["google_iam_workload_identity_pool", "google_iam_workload_identity_pool_provider"],
  },
  {
    api: "cloudresourcemanager",
    deployer: [ROLES.node_roles],
    planner: [ROLES.policies],
    types: ["google_project_iam_member"],
  },
  {
    api: "cloudresourcemanager",
    deployer: [ROLES.node_roles],
    planner: [ROLES.browse],
    types: ["data.google_project"],
  },
  {
    api: SECRETS_API,
    deployer: [ROLES.read_secret],
    planner: [ROLES.read_secret],
    types: ["data.google_secret_manager_secret_version_access"],
  },
  {
    api: SECRETS_API,
    deployer: [ROLES.secrets],
    planner: [ROLES.view_secrets],
    only: "by hand",
    types: ["google_secret_manager_secret"],
  },
  {
    api: SECRETS_API,
    deployer: [ROLES.resource_policies],
    planner: [ROLES.policies],
    only: "workloadIdentity",
    types: ["google_secret_manager_secret_iam_member"],
  },
  {
    api: "storage",
    deployer: [ROLES.buckets],
    planner: [ROLES.view_buckets],
    only: "by hand",
    types: ["google_storage_bucket"],
  },
  {
    api: "storage",
    deployer: [ROLES.resource_policies],
    planner: [ROLES.policies],
    only: "workloadIdentity",
    types: ["google_storage_bucket_iam_member"],
  },
  {
    api: "pubsub",
    deployer: [ROLES.resource_policies],
    planner: [ROLES.policies],
    only: "workloadIdentity",
    types: ["google_pubsub_subscription_iam_member", "google_pubsub_topic_iam_member"],
  },
  {
    api: "cloudkms",
    deployer: [ROLES.keys],
    planner: [ROLES.view_keys, ROLES.policies],
    only: "encryptionKeys",
    types: ["google_kms_crypto_key", "google_kms_crypto_key_iam_member", "google_kms_key_ring"],
  },
  {
    api: "bigquery",
    deployer: [ROLES.dataset_policies],
    planner: [ROLES.view_datasets],
    only: "datasetRoles",
    types: ["google_bigquery_dataset_iam_member"],
  },
];

/** What Terraform itself answers, or the provider without asking Google. */
export const WITHOUT_GOOGLE: readonly string[] = ["data.google_client_config", "terraform_data"];

/** The API of what a platform has only where it is asked for: enabled with it. */
export function apiOf(feature: (typeof FEATURES)[number]): string {
  const needs = GOOGLE_RESOURCE_TYPES.find(({ only }) => only === feature);
  if (needs === undefined) throw new Error(`no type of resource is there for ${feature} alone`);
  return needs.api;
}

/** The APIs that every platform calls, whatever its options: those that no feature is for. */
export function apisOfEveryPlatform(): readonly string[] {
  const always = GOOGLE_RESOURCE_TYPES.filter(({ only }) => only === undefined).map(({ api }) => api);
  const apart: readonly string[] = [SWITCHING_API, SECRETS_API];
  return [...new Set([...always, ...OF_CLUSTERS])].filter((api) => !apart.includes(api)).sort();
}

/** The APIs of the host project of a Shared VPC: of the network, and of the clusters in it, whose agent GKE makes there, too. */
export function apisOfNetwork(): readonly string[] {
  return ["compute", "container"];
}

/** What a type needs, or nothing when it is not in the table. */
export function googleNeedsOf(type: string): GoogleResourceNeeds | undefined {
  return GOOGLE_RESOURCE_TYPES.find(({ types }) => types.includes(type));
}
