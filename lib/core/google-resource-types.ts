/** What resources of the Google provider, and of the Kubernetes provider in a cluster, need of a project. */
export interface GoogleResourceNeeds {
  /** The API that the provider calls, by its name without `.googleapis.com`. */
  readonly api: string;
  /** The predefined role that makes, changes and deletes them. */
  readonly deployerRole: string;
  /** The predefined role that reads them, which a plan does. */
  readonly plannerRole: string;
  /** Their types in Terraform; of a data source with `data.` before it. */
  readonly types: readonly string[];
}

/** Reads nearly everything of a project: no policies of IAM, no content of secrets, nothing inside of clusters by DNS. */
const VIEWER = "roles/viewer";

/**
 * All types that this library makes or reads.
 *
 * Sources: the permissions of each role, by its API, below https://cloud.google.com/iam/docs/roles-permissions; which API a
 * type calls is in the provider, https://github.com/hashicorp/terraform-provider-google/tree/v6.50.0/google/services.
 */
export const GOOGLE_RESOURCE_TYPES: readonly GoogleResourceNeeds[] = [
  {
    // Enabling is `serviceusage`'s; the provider also asks whether the project is still there.
    api: "serviceusage",
    deployerRole: "roles/serviceusage.serviceUsageAdmin",
    plannerRole: VIEWER,
    types: ["google_project_service"],
  },
  {
    api: "compute",
    deployerRole: "roles/compute.networkAdmin",
    plannerRole: VIEWER,
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
    deployerRole: "roles/compute.securityAdmin",
    plannerRole: VIEWER,
    types: ["google_compute_firewall", "google_compute_security_policy", "google_compute_ssl_policy"],
  },
  {
    api: "compute",
    deployerRole: "roles/compute.loadBalancerAdmin",
    plannerRole: VIEWER,
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
    deployerRole: "roles/servicenetworking.networksAdmin",
    plannerRole: VIEWER,
    types: ["google_service_networking_connection"],
  },
  {
    api: "dns",
    deployerRole: "roles/dns.admin",
    plannerRole: VIEWER,
    types: ["google_dns_managed_zone", "google_dns_record_set"],
  },
  {
    // Which accounts nodes run as is a right of its own: roles/iam.serviceAccountUser.
    api: "container",
    deployerRole: "roles/container.admin",
    plannerRole: VIEWER,
    types: ["google_container_cluster", "google_container_node_pool"],
  },
  {
    // A control plane that has only its DNS name is asked with container.clusters.connect.
    api: "container",
    deployerRole: "roles/container.admin",
    plannerRole: "roles/container.viewer",
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
    deployerRole: "roles/gkebackup.admin",
    plannerRole: VIEWER,
    types: ["google_gke_backup_backup_plan"],
  },
  {
    api: "gkehub",
    deployerRole: "roles/gkehub.admin",
    plannerRole: VIEWER,
    types: ["google_gke_hub_feature"],
  },
  {
    api: "certificatemanager",
    deployerRole: "roles/certificatemanager.owner",
    plannerRole: VIEWER,
    types: [
      "google_certificate_manager_certificate",
      "google_certificate_manager_certificate_map",
      "google_certificate_manager_certificate_map_entry",
      "google_certificate_manager_dns_authorization",
    ],
  },
  {
    api: "iap",
    deployerRole: "roles/iap.admin",
    plannerRole: "roles/iam.securityReviewer",
    types: ["google_iap_web_backend_service_iam_binding"],
  },
  {
    api: "monitoring",
    deployerRole: "roles/monitoring.editor",
    plannerRole: VIEWER,
    types: ["google_monitoring_alert_policy", "google_monitoring_dashboard", "google_monitoring_uptime_check_config"],
  },
  {
    api: "logging",
    deployerRole: "roles/logging.configWriter",
    plannerRole: VIEWER,
    types: ["google_logging_metric"],
  },
  {
    api: "iam",
    deployerRole: "roles/iam.serviceAccountAdmin",
    plannerRole: VIEWER,
    types: ["google_service_account"],
  },
  {
    api: "iam",
    deployerRole: "roles/iam.serviceAccountAdmin",
    plannerRole: "roles/iam.securityReviewer",
    types: ["google_service_account_iam_member"],
  },
  {
    api: "iam",
    deployerRole: "roles/iam.roleAdmin",
    plannerRole: VIEWER,
    types: ["google_project_iam_custom_role"],
  },
  {
    api: "iam",
    deployerRole: "roles/iam.workloadIdentityPoolAdmin",
    plannerRole: VIEWER,
    types: ["google_iam_workload_identity_pool", "google_iam_workload_identity_pool_provider"],
  },
  {
    api: "cloudresourcemanager",
    deployerRole: "roles/resourcemanager.projectIamAdmin",
    plannerRole: "roles/iam.securityReviewer",
    types: ["google_project_iam_member"],
  },
  {
    api: "cloudresourcemanager",
    deployerRole: "roles/resourcemanager.projectIamAdmin",
    plannerRole: VIEWER,
    types: ["data.google_project"],
  },
  {
    // For a secret by its name, and never for a project: the only role of an account that reads what secrets hold.
    api: "secretmanager",
    deployerRole: "roles/secretmanager.secretAccessor",
    plannerRole: "roles/secretmanager.secretAccessor",
    types: ["data.google_secret_manager_secret_version"],
  },
  {
    api: "secretmanager",
    deployerRole: "roles/secretmanager.admin",
    plannerRole: "roles/iam.securityReviewer",
    types: ["google_secret_manager_secret", "google_secret_manager_secret_iam_member"],
  },
  {
    api: "storage",
    deployerRole: "roles/storage.admin",
    plannerRole: "roles/storage.admin",
    types: ["google_storage_bucket", "google_storage_bucket_iam_member"],
  },
];

/** What Terraform itself answers, or the provider without asking Google. */
export const WITHOUT_GOOGLE: readonly string[] = ["data.google_client_config", "terraform_data"];

/** What a type needs, or nothing when it is not in the table. */
export function googleNeedsOf(type: string): GoogleResourceNeeds | undefined {
  return GOOGLE_RESOURCE_TYPES.find(({ types }) => types.includes(type));
}
