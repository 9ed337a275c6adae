/**
 * Why a resource has a lifecycle of its own, by type and setting: `create_before_destroy`, `ignore_changes` with what is ignored,
 * `replace_triggered_by` with what replaces it. What users read of it is docs/lifecycles.md, which a test writes from here.
 */
export const LIFECYCLE_REASONS: Readonly<Record<string, string>> = {
  "aws_route53_health_check: create_before_destroy":
    "Records follow its id. Without the flag Terraform would destroy it while they still name it, and an answer would hang on a check that is gone",
  "aws_route53_record: create_before_destroy":
    "Aliases lead to it. A record that goes before they have another one leaves users without an answer",
  "google_certificate_manager_certificate_map: create_before_destroy":
    "The HTTPS proxy names it, and Google deletes no map that a proxy uses",
  "google_compute_address: create_before_destroy": "Cloud NAT lets go of an address before it is deleted",
  "google_compute_backend_service: create_before_destroy":
    "The URL map names it, and Google deletes no backend service in use: without the flag no service could be removed",
  "google_compute_backend_service: ignore_changes backend":
    "With `autoneg`, the controller in the clusters attaches the endpoint groups: Terraform would detach them at each apply",
  "google_compute_global_address: create_before_destroy":
    "Forwarding rules, and the connection to private services, name it: the next one is there before they let go of it",
  "google_compute_health_check: create_before_destroy":
    "Backend services name it, and Google deletes no health check in use",
  "google_compute_managed_ssl_certificate: create_before_destroy":
    "The HTTPS proxy names it: another set of host names is another certificate beside it",
  "google_compute_network_endpoint: create_before_destroy":
    "The load balancer sends requests to it: the old one stays until the new one is there",
  "google_compute_network_endpoint_group: create_before_destroy":
    "Backend services name it, and Google deletes no group in use",
  "google_compute_router_interface: replace_triggered_by google_compute_interconnect_attachment":
    "Its attachment and its range are known only when the next attachment is there: that it is replaced does not hang on what the provider makes of that",
  "google_compute_router_interface: replace_triggered_by google_compute_vpn_tunnel":
    "It names the tunnel, and Terraform sees no change where another one has the same name",
  "google_compute_router_nat: replace_triggered_by google_compute_router":
    "It names the router, and Terraform sees no change where another one has the same name",
  "google_compute_router_nat: replace_triggered_by google_compute_subnetwork":
    "A NAT for one subnet names it, and Terraform sees no change where another one has the same name",
  "google_compute_router_peer: replace_triggered_by google_compute_router_interface":
    "It names the interface: the session would keep the addresses of one that is gone",
  "google_compute_security_policy: create_before_destroy":
    "Backend services name it, and Google deletes no policy in use",
  "google_compute_ssl_policy: create_before_destroy": "The HTTPS proxy names it, and Google deletes no policy in use",
  "google_compute_target_http_proxy: create_before_destroy":
    "A forwarding rule names it, and Google deletes no proxy in use",
  "google_compute_target_https_proxy: create_before_destroy":
    "A forwarding rule names it, and Google deletes no proxy in use",
  "google_compute_url_map: create_before_destroy": "A proxy names it, and Google deletes no URL map in use",
  "google_compute_vpn_tunnel: replace_triggered_by google_compute_router":
    "It names the router, and Terraform sees no change where another one has the same name",
  "google_compute_backend_service: ignore_changes iap[0].oauth2_client_id":
    "Without a client of one's own Google may answer a space for its name, which version 6.50 of the provider takes for a change at every plan",
  "google_container_cluster: ignore_changes database_encryption[0].state":
    "Google answers another word than version 6.50 of the provider knows: each plan would change it. That the key is in use is a postcondition",
  "google_container_cluster: ignore_changes node_config":
    "It is that of the pool that GKE makes first and Terraform deletes: a difference there would replace the cluster",
  "google_container_node_pool: ignore_changes initial_node_count":
    "The count is the autoscaler's from the first day, and another one here would replace the pool",
  "google_container_node_pool: ignore_changes node_config[0].ephemeral_storage_local_ssd_config":
    "GKE reports disks that a machine always has, and the pool would be replaced because the configuration has none. Not where their number is configured",
  "google_container_node_pool: ignore_changes node_config[0].local_nvme_ssd_block_config":
    "GKE reports disks that a machine always has, and the pool would be replaced because the configuration has none. Not where their number is configured",
  "aws_kms_key: prevent_destroy": "What a key encrypted is lost with it",
  "google_kms_crypto_key: prevent_destroy":
    "What a key encrypted is lost with its versions, and Terraform would destroy them with the stack",
  "google_kms_key_ring: prevent_destroy":
    "Google keeps a ring for ever: a state that lost it could neither make nor find it again",
  "google_logging_metric: create_before_destroy":
    "Alert policies query it, and Google deletes no metric that one queries",
  "google_monitoring_uptime_check_config: create_before_destroy":
    "An alert policy queries it, and Google deletes no check that one queries",
  "google_storage_bucket_iam_member: replace_triggered_by google_storage_bucket":
    "It names the bucket: one in another location has the same name, and grants access to no account",
  "kubernetes_service_v1: ignore_changes metadata[0].annotations": "GKE writes annotations of its own on every Service",
  'kubernetes_service_v1: ignore_changes metadata[0].annotations["cloud.google.com/neg-status"]':
    "GKE writes there which endpoint groups it has filled",
};

/** The settings of a lifecycle, as the table has them. */
export function lifecycleSettings(type: string, lifecycle: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(lifecycle).flatMap(([setting, value]) => {
    if (setting === "precondition" || setting === "postcondition") return [];
    if (!Array.isArray(value)) return value === false ? [] : [`${type}: ${setting}`];
    const typeOf = (one: unknown) => String(one).split(".")[0];
    return value.map((one) => `${type}: ${setting} ${setting === "replace_triggered_by" ? typeOf(one) : one}`);
  });
}
