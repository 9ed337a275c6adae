/** What users call a resource, and what goes with it: the types that options replace or remove. */
export interface Words {
  /** `the node pool`. */
  readonly noun: string;
  /** `node pools`. */
  readonly plural: string;
  /** What nobody gets back when it is destroyed; without it, only itself. */
  readonly lost?: string;
  /** What cloud or provider documents it. */
  readonly source?: string;
  /** How much it hurts: the first of a list is the worst. */
  readonly weight?: number;
}

const GOOGLE = "https://cloud.google.com";
const AWS = "https://docs.aws.amazon.com";

export const WORDS: { readonly [type: string]: Words } = {
  google_container_cluster: {
    noun: "the cluster",
    plural: "clusters",
    lost: "everything that runs in it, with its node pools and what its volumes hold; Terraform refuses while `deletionProtection` is on",
    source: `${GOOGLE}/kubernetes-engine/docs/how-to/deleting-a-cluster`,
    weight: 100,
  },
  google_container_node_pool: {
    noun: "the node pool",
    plural: "node pools",
    lost: "all its nodes, at once: pods wait until other nodes, or those of the new pool, take them",
    source: `${GOOGLE}/kubernetes-engine/docs/how-to/node-pools#deleting_a_node_pool`,
    weight: 95,
  },
  google_compute_network: {
    noun: "the network",
    plural: "networks",
    lost: "everything in it; Google refuses while it is in use",
    source: `${GOOGLE}/vpc/docs/create-modify-vpc-networks#deleting_a_network`,
    weight: 99,
  },
  google_compute_subnetwork: {
    noun: "the subnet",
    plural: "subnets",
    lost: "its ranges; Google refuses while anything in it lives, so the cluster goes first",
    source: `${GOOGLE}/vpc/docs/create-modify-vpc-networks#deleting_a_subnet`,
    weight: 98,
  },
  google_storage_bucket: {
    noun: "the bucket",
    plural: "buckets",
    lost: "all states in it; refused while it holds any",
    weight: 97,
  },
  aws_s3_bucket: {
    noun: "the bucket",
    plural: "buckets",
    lost: "all states in it; refused while it holds any",
    weight: 97,
  },
  google_compute_global_address: {
    noun: "the global address",
    plural: "global addresses",
    lost: "the address itself: another one takes its place, and whoever keeps the old one reaches nobody",
    source: `${GOOGLE}/vpc/docs/reserve-static-external-ip-address#release_ip`,
    weight: 94,
  },
  google_compute_address: {
    noun: "the static addresses",
    plural: "static addresses",
    lost: "the address itself: partners who let it through see another one",
    source: `${GOOGLE}/vpc/docs/reserve-static-external-ip-address#release_ip`,
    weight: 80,
  },
  aws_route53_zone: {
    noun: "the zone",
    plural: "zones",
    lost: "its name servers and all its records: the registrar must be given the new ones",
    source: `${AWS}/Route53/latest/DeveloperGuide/DeleteHostedZone.html`,
    weight: 96,
  },
  aws_route53_record: {
    noun: "the record",
    plural: "records",
    lost: "the answer to its name until the new one is there; `review` lists who is served from where before and after",
    weight: 70,
  },
  aws_route53_health_check: {
    noun: "the health check at Route 53",
    plural: "health checks at Route 53",
    lost: "its id, which records and alarms follow; the new one counts as healthy until it was asked",
    source: `${AWS}/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html`,
    weight: 40,
  },
  google_compute_vpn_tunnel: {
    noun: "the tunnel",
    plural: "tunnels",
    lost: "what it carries, until both sides have the new one: the other tunnels take the traffic",
    weight: 85,
  },
  google_compute_ha_vpn_gateway: {
    noun: "the VPN gateway",
    plural: "VPN gateways",
    lost: "its two addresses, which the other side must be given anew, and all its tunnels",
    source: `${GOOGLE}/network-connectivity/docs/vpn/how-to/creating-ha-vpn`,
    weight: 88,
  },
  google_compute_external_vpn_gateway: {
    noun: "the other side's gateway",
    plural: "gateways of the other side",
    weight: 50,
  },
  google_compute_router: {
    noun: "the router",
    plural: "routers",
    lost: "all sessions on it, of tunnels and circuits, and Cloud NAT",
    weight: 87,
  },
  google_compute_router_interface: { noun: "the router's interface", plural: "interfaces of routers", weight: 30 },
  google_compute_router_peer: {
    noun: "the BGP session",
    plural: "BGP sessions",
    lost: "the routes that it brings, until it is up again",
    source: `${GOOGLE}/network-connectivity/docs/router/concepts/overview`,
    weight: 75,
  },
  google_compute_router_nat: {
    noun: "Cloud NAT",
    plural: "NAT gateways",
    lost: "connections to the internet that are open, and new ones until it is there again",
    weight: 78,
  },
  google_compute_interconnect_attachment: {
    noun: "the attachment",
    plural: "attachments",
    lost: "what it carries; a partner must be given the new pairing key",
    source: `${GOOGLE}/network-connectivity/docs/interconnect/how-to/partner/creating-vlan-attachments`,
    weight: 86,
  },
  google_compute_network_endpoint_group: {
    noun: "the endpoint group",
    plural: "endpoint groups",
    lost: "its endpoints, until GKE has put its pods into the new one",
    source: `${GOOGLE}/kubernetes-engine/docs/how-to/standalone-neg`,
    weight: 72,
  },
  google_compute_network_endpoint: { noun: "the endpoint", plural: "endpoints", weight: 45 },
  google_compute_backend_service: { noun: "the backend service", plural: "backend services", weight: 65 },
  google_compute_url_map: { noun: "the URL map", plural: "URL maps", weight: 64 },
  google_compute_target_http_proxy: { noun: "the HTTP proxy", plural: "HTTP proxies", weight: 60 },
  google_compute_target_https_proxy: { noun: "the HTTPS proxy", plural: "HTTPS proxies", weight: 61 },
  google_compute_global_forwarding_rule: {
    noun: "the forwarding rule",
    plural: "forwarding rules",
    lost: "what comes to its address, for the moments between the two",
    weight: 79,
  },
  google_compute_health_check: { noun: "the health check", plural: "health checks", weight: 35 },
  google_compute_security_policy: { noun: "the Cloud Armor policy", plural: "Cloud Armor policies", weight: 62 },
  google_compute_ssl_policy: { noun: "the SSL policy", plural: "SSL policies", weight: 20 },
  google_compute_managed_ssl_certificate: {
    noun: "the certificate",
    plural: "certificates",
    lost: "TLS for its host names, until the new one is issued; it is proved only while the name leads to the load balancer",
    source: `${GOOGLE}/load-balancing/docs/ssl-certificates/google-managed-certs`,
    weight: 84,
  },
  google_certificate_manager_certificate: {
    noun: "the certificate",
    plural: "certificates",
    lost: "TLS for its host names, until the new one is issued",
    source: `${GOOGLE}/certificate-manager/docs/certificates`,
    weight: 84,
  },
  google_certificate_manager_certificate_map: { noun: "the certificate map", plural: "certificate maps", weight: 60 },
  google_certificate_manager_certificate_map_entry: {
    noun: "the certificate map's entry",
    plural: "entries of the certificate map",
    weight: 55,
  },
  google_certificate_manager_dns_authorization: {
    noun: "the DNS authorization",
    plural: "DNS authorizations",
    weight: 30,
  },
  google_compute_firewall: { noun: "the firewall rule", plural: "firewall rules", weight: 58 },
  google_compute_route: { noun: "the route", plural: "routes", weight: 57 },
  google_dns_managed_zone: { noun: "the private zone", plural: "private zones", weight: 56 },
  google_dns_record_set: { noun: "the private record", plural: "private records", weight: 28 },
  google_service_networking_connection: {
    noun: "the peering with Google's services",
    plural: "peerings with Google's services",
    lost: "the way to Cloud SQL and its like; Google refuses while one is in use",
    source: `${GOOGLE}/vpc/docs/configure-private-services-access`,
    weight: 90,
  },
  google_gke_backup_backup_plan: {
    noun: "the backup plan",
    plural: "backup plans",
    lost: "its schedule; backups that exist keep the plan from being deleted",
    source: `${GOOGLE}/kubernetes-engine/docs/add-on/backup-for-gke/how-to/backup-plan`,
    weight: 82,
  },
  google_gke_hub_feature: { noun: "the fleet's feature", plural: "features of the fleet", weight: 50 },
  google_service_account: {
    noun: "the service account",
    plural: "service accounts",
    lost: "its e-mail address, and each role that others gave it",
    source: `${GOOGLE}/iam/docs/service-accounts-delete-undelete`,
    weight: 66,
  },
  google_service_account_iam_member: { noun: "a role", plural: "roles", weight: 10 },
  google_project_iam_custom_role: { noun: "a role of your own", plural: "roles of your own", weight: 10 },
  google_project_iam_member: { noun: "a role", plural: "roles", weight: 10 },
  google_compute_subnetwork_iam_member: { noun: "a role", plural: "roles", weight: 10 },
  google_compute_shared_vpc_service_project: {
    noun: "the attachment to the host project",
    plural: "attachments to the host project",
    lost: "the way of new nodes and endpoint groups to the VPC; Google refuses while anything of the project is in it",
    source: `${GOOGLE}/vpc/docs/deprovisioning-shared-vpc`,
    weight: 60,
  },
  google_storage_bucket_iam_member: { noun: "a role", plural: "roles", weight: 10 },
  google_secret_manager_secret_iam_member: { noun: "a role", plural: "roles", weight: 10 },
  google_bigquery_dataset_iam_member: { noun: "a role", plural: "roles", weight: 10 },
  google_kms_key_ring: {
    noun: "the key ring",
    plural: "key rings",
    lost: "nothing: Google keeps it for ever, and Terraform refuses to let go of it",
    weight: 96,
  },
  google_kms_crypto_key: {
    noun: "the key",
    plural: "keys",
    lost: "all that it has encrypted, once its versions are destroyed after 30 days; Terraform refuses to destroy it",
    source: `${GOOGLE}/kms/docs/destroy-restore`,
    weight: 99,
  },
  google_kms_crypto_key_iam_member: { noun: "a role", plural: "roles", weight: 10 },
  google_pubsub_subscription_iam_member: { noun: "a role", plural: "roles", weight: 10 },
  google_pubsub_topic_iam_member: { noun: "a role", plural: "roles", weight: 10 },
  google_iap_web_backend_service_iam_binding: { noun: "who may log in", plural: "who may log in", weight: 25 },
  google_project_service: { noun: "the API", plural: "APIs", weight: 12 },
  google_logging_metric: { noun: "the log-based metric", plural: "log-based metrics", weight: 15 },
  google_monitoring_alert_policy: { noun: "the alerts", plural: "alerts", weight: 15 },
  google_monitoring_dashboard: { noun: "the dashboard", plural: "dashboards", weight: 8 },
  google_monitoring_uptime_check_config: { noun: "the uptime check", plural: "uptime checks", weight: 14 },
  google_iam_workload_identity_pool: { noun: "the pipeline's identity pool", plural: "identity pools", weight: 60 },
  google_iam_workload_identity_pool_provider: {
    noun: "the pipeline's identity provider",
    plural: "identity providers",
    weight: 59,
  },
  aws_iam_openid_connect_provider: {
    noun: "the identity provider at AWS",
    plural: "identity providers at AWS",
    weight: 59,
  },
  aws_iam_policy: { noun: "the IAM policy", plural: "IAM policies", weight: 18 },
  aws_iam_role: {
    noun: "the IAM role",
    plural: "IAM roles",
    lost: "its ARN, which the pipeline is configured with",
    weight: 52,
  },
  aws_iam_role_policy: { noun: "the role's policy", plural: "policies of roles", weight: 17 },
  aws_kms_key: {
    noun: "the KMS key",
    plural: "KMS keys",
    lost: "what it encrypts, after its waiting period",
    weight: 83,
  },
  aws_cloudwatch_log_group: { noun: "the log group", plural: "log groups", lost: "the logs in it", weight: 33 },
  aws_cloudwatch_log_resource_policy: { noun: "the log group's policy", plural: "policies of log groups", weight: 9 },
  aws_cloudwatch_metric_alarm: { noun: "the alarm", plural: "alarms", weight: 24 },
  aws_sns_topic: { noun: "the SNS topic", plural: "SNS topics", lost: "its subscriptions", weight: 34 },
  aws_route53_hosted_zone_dnssec: {
    noun: "the zone's signing",
    plural: "signings of zones",
    lost: "trust in the zone, where the parent still has its DS record",
    source: `${AWS}/Route53/latest/DeveloperGuide/dns-configuring-dnssec-disable.html`,
    weight: 93,
  },
  aws_route53_key_signing_key: { noun: "the key-signing key", plural: "key-signing keys", weight: 92 },
  aws_route53_query_log: { noun: "the query log", plural: "query logs", weight: 13 },
  aws_route53recoverycontrolconfig_cluster: {
    noun: "the cluster of routing controls",
    plural: "clusters of routing controls",
    weight: 81,
  },
  aws_route53recoverycontrolconfig_control_panel: { noun: "the control panel", plural: "control panels", weight: 53 },
  aws_route53recoverycontrolconfig_routing_control: {
    noun: "the routing control",
    plural: "routing controls",
    lost: "its ARN and its position: a new one is off",
    source: `${AWS}/r53recovery/latest/dg/routing-control.html`,
    weight: 77,
  },
  aws_route53recoverycontrolconfig_safety_rule: { noun: "the safety rule", plural: "safety rules", weight: 32 },
  aws_s3_bucket_lifecycle_configuration: { noun: "the bucket's settings", plural: "settings of buckets", weight: 11 },
  aws_s3_bucket_policy: { noun: "the bucket's settings", plural: "settings of buckets", weight: 11 },
  aws_s3_bucket_public_access_block: { noun: "the bucket's settings", plural: "settings of buckets", weight: 11 },
  aws_s3_bucket_server_side_encryption_configuration: {
    noun: "the bucket's settings",
    plural: "settings of buckets",
    weight: 11,
  },
  aws_s3_bucket_versioning: { noun: "the bucket's settings", plural: "settings of buckets", weight: 11 },
  kubernetes_api_service_v1: { noun: "the adapter's API", plural: "APIs of the adapter", weight: 21 },
  kubernetes_cluster_role_binding_v1: { noun: "a role in the cluster", plural: "roles in the cluster", weight: 7 },
  kubernetes_cluster_role_v1: { noun: "a role in the cluster", plural: "roles in the cluster", weight: 7 },
  kubernetes_role_binding_v1: { noun: "a role in the cluster", plural: "roles in the cluster", weight: 7 },
  kubernetes_deployment_v1: { noun: "the adapter's deployment", plural: "deployments of the adapter", weight: 22 },
  kubernetes_namespace_v1: { noun: "the adapter's namespace", plural: "namespaces of the adapter", weight: 23 },
  kubernetes_service_account_v1: { noun: "the adapter's account", plural: "accounts of the adapter", weight: 6 },
  kubernetes_horizontal_pod_autoscaler_v2: {
    noun: "the autoscaler",
    plural: "autoscalers",
    lost: "nothing but the moments without it: the number of pods stays",
    weight: 31,
  },
  kubernetes_service_v1: {
    noun: "the Kubernetes service",
    plural: "Kubernetes services",
    lost: "its cluster address, and its endpoints at the load balancer until GKE has put them in again",
    weight: 71,
  },
};

/** What an update in place does beside changing an argument: by the type, and the beginning of the argument's path. */
export const NOTES: readonly {
  readonly type: string;
  readonly at: readonly string[];
  readonly note: string;
  readonly source: string;
}[] = [
  {
    type: "google_container_node_pool",
    at: ["disk_type", "disk_size_gb", "image_type", "kubelet_config", "linux_node_config", "machine_type"].map(
      (one) => `node_config.${one}`,
    ),
    note: "GKE recreates its nodes, in the way that `upgrade` configures.",
    source: `${GOOGLE}/kubernetes-engine/docs/concepts/managing-clusters`,
  },
  {
    type: "google_compute_subnetwork",
    at: ["secondary_ip_range"],
    note: "Google refuses to change a range while a cluster uses it.",
    source: `${GOOGLE}/vpc/docs/create-modify-vpc-networks`,
  },
  {
    type: "google_compute_network",
    at: ["delete_default_routes_on_create"],
    note: "Only a network that is created has it.",
    source: `${GOOGLE}/vpc/docs/routes`,
  },
  {
    type: "google_compute_network",
    at: ["mtu"],
    note: "Machines use it from their next start.",
    source: `${GOOGLE}/vpc/docs/change-mtu-vpc-network`,
  },
  {
    type: "google_compute_router",
    at: ["bgp.asn"],
    note: "All its BGP sessions start again.",
    source: `${GOOGLE}/network-connectivity/docs/router/concepts/overview`,
  },
];
