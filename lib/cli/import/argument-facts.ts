/**
 * Arguments whose other value replaces the resource, and blocks of which any argument does; with `#`, it is the block itself alone, where
 * there is none yet or no more. `?` says that the provider keeps what is there when it is left out; a value after `=` is what it is when it
 * is left out. In a path the arguments stand from the outside in.
 *
 * Source: `ForceNew`, `Computed` and `Default` of each schema in
 * https://github.com/hashicorp/terraform-provider-google/tree/v6.50.0/google/services, and of Route 53 in
 * https://github.com/hashicorp/terraform-provider-aws/tree/v5.100.0/internal/service/route53. Not here are arguments that tell the resource
 * from others, which are its id.
 */
// biome-ignore format: a table reads better
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  google_compute_network: ["auto_create_subnetworks=true", "description", "enable_ula_internal_ipv6", "internal_ipv6_range?", "network_profile", "params"],
  google_compute_subnetwork: ["network", "description", "external_ipv6_prefix?", "ip_collection", "params", "reserved_internal_range"],
  google_compute_router: ["network", "encrypted_interconnect_router"],
  google_compute_router_nat: ["endpoint_types?", "initial_nat_ips", "type=PUBLIC"],
  google_compute_router_interface: ["vpn_tunnel", "interconnect_attachment", "ip_range?", "ip_version?", "private_ip_address", "subnetwork", "redundant_interface?"],
  google_compute_router_peer: ["interface"],
  google_compute_firewall: ["direction?", "params"],
  google_compute_ha_vpn_gateway: ["network", "description", "gateway_ip_version=IPV4", "stack_type=IPV4_ONLY", "vpn_interfaces?"],
  google_compute_external_vpn_gateway: ["description", "interface", "redundancy_type"],
  google_compute_vpn_tunnel: [
    "shared_secret", "description", "ike_version=2", "local_traffic_selector?", "peer_external_gateway", "peer_external_gateway_interface",
    "peer_gcp_gateway", "peer_ip?", "remote_traffic_selector?", "router", "target_vpn_gateway", "vpn_gateway", "vpn_gateway_interface",
  ],
  google_compute_interconnect_attachment: [
    "router", "candidate_subnets", "edge_availability_domain?", "encryption=NONE", "interconnect", "ipsec_internal_addresses",
    "subnet_length", "type?", "vlan_tag8021q?",
  ],
  google_compute_global_address: ["address?", "address_type=EXTERNAL", "description", "ip_version", "network", "prefix_length?", "purpose"],
  google_compute_network_endpoint_group: ["network", "default_port", "description", "network_endpoint_type=GCE_VM_IP_PORT", "subnetwork"],
  google_compute_health_check: [],
  google_compute_backend_service: [],
  google_compute_url_map: [],
  google_compute_target_http_proxy: ["description", "http_keep_alive_timeout_sec", "proxy_bind?"],
  google_compute_target_https_proxy: ["description", "http_keep_alive_timeout_sec", "proxy_bind?", "tls_early_data?"],
  google_compute_global_forwarding_rule: [
    "ip_address?", "ip_protocol?", "description", "ip_version", "metadata_filters", "network?", "network_tier?", "no_automate_dns_zone",
    "port_range", "service_directory_registrations?", "source_ip_ranges", "subnetwork?",
  ],
  google_compute_ssl_policy: ["description"],
  google_compute_security_policy: ["type?"],
  google_compute_managed_ssl_certificate: ["description", "managed", "type=MANAGED"],
  google_certificate_manager_certificate: ["managed", "scope=DEFAULT", "self_managed"],
  google_certificate_manager_certificate_map: [],
  google_certificate_manager_certificate_map_entry: ["hostname", "matcher"],
  google_certificate_manager_dns_authorization: ["domain", "type?"],
  google_container_cluster: [
    "cluster_autoscaling.auto_provisioning_defaults.boot_disk_kms_key", "cluster_ipv4_cidr?", "description", "enable_kubernetes_alpha=false",
    "enable_tpu", "enable_autopilot", "initial_node_count", "confidential_nodes?", "master_auth.client_certificate_config", "network=default",
    "subnetwork?", "ip_allocation_policy#?", "ip_allocation_policy.cluster_ipv4_cidr_block?", "ip_allocation_policy.services_ipv4_cidr_block?",
    "ip_allocation_policy.cluster_secondary_range_name?", "ip_allocation_policy.services_secondary_range_name?", "networking_mode?",
    "private_cluster_config.enable_private_nodes", "private_cluster_config.master_ipv4_cidr_block?",
    "private_cluster_config.private_endpoint_subnetwork", "default_max_pods_per_node?", "datapath_provider?",
    "user_managed_keys_config.cluster_ca", "user_managed_keys_config.etcd_api_ca", "user_managed_keys_config.etcd_peer_ca",
    "user_managed_keys_config.aggregation_ca", "node_config.boot_disk_kms_key",
  ],
  google_container_node_pool: [
    "placement_policy#", "placement_policy.type", "placement_policy.policy_name", "queued_provisioning", "max_pods_per_node?", "initial_node_count?", "network_config.create_pod_range",
    "network_config.pod_range?", "network_config.pod_ipv4_cidr_block?", "network_config.additional_node_network_configs",
    "network_config.additional_pod_network_configs", "node_config.guest_accelerator?", "node_config.local_ssd_count?",
    "node_config.ephemeral_storage_local_ssd_config", "node_config.local_nvme_ssd_block_config", "node_config.secondary_boot_disks",
    "node_config.metadata?", "node_config.min_cpu_platform?", "node_config.oauth_scopes?", "node_config.preemptible=false",
    "node_config.reservation_affinity", "node_config.spot=false", "node_config.service_account?", "node_config.shielded_instance_config?",
    "node_config.boot_disk_kms_key", "node_config.node_group", "node_config.advanced_machine_features", "node_config.sole_tenant_config",
    "node_config.host_maintenance_policy", "node_config.confidential_nodes.confidential_instance_type",
    "node_config.enable_confidential_storage", "node_config.local_ssd_encryption_mode", "node_config.max_run_duration",
    "node_config.flex_start",
  ],
  google_service_account: [],
  google_project_service: [],
  aws_route53_health_check: ["type", "measure_latency", "reference_name", "request_interval", "routing_control_arn"],
};

/** Arguments that are updated in place, and go when they are left out, in the same form. Source: as above. */
// biome-ignore format: a table reads better
const REMOVED: Readonly<Record<string, readonly string[]>> = {
  google_compute_network: ["network_firewall_policy_enforcement_order=AFTER_CLASSIC_FIREWALL"],
  google_compute_subnetwork: ["ipv6_access_type", "log_config", "role"],
  google_compute_router: ["bgp", "description"],
  google_compute_router_nat: [
    "icmp_idle_timeout_sec=30", "log_config", "max_ports_per_vm", "nat_ip_allocate_option", "rules", "tcp_established_idle_timeout_sec=1200",
    "tcp_time_wait_timeout_sec=120", "tcp_transitory_idle_timeout_sec=30", "udp_idle_timeout_sec=30",
  ],
  google_compute_router_peer: [
    "advertise_mode=DEFAULT", "advertised_groups", "advertised_ip_ranges", "custom_learned_ip_ranges", "enable=true", "enable_ipv6=false",
    "export_policies", "import_policies", "md5_authentication_key",
  ],
  google_compute_firewall: [
    "allow", "deny", "description", "disabled", "log_config", "priority=1000", "source_ranges", "source_service_accounts", "source_tags",
    "target_service_accounts", "target_tags",
  ],
  google_compute_interconnect_attachment: ["admin_enabled=true", "description"],
  google_compute_health_check: ["description", "check_interval_sec=5", "healthy_threshold=2", "timeout_sec=5", "unhealthy_threshold=2"],
  google_compute_backend_service: [
    "affinity_cookie_ttl_sec", "backend", "circuit_breakers", "compression_mode", "connection_draining_timeout_sec=300", "consistent_hash",
    "custom_request_headers", "custom_response_headers", "description", "edge_security_policy", "enable_cdn", "health_checks",
    "load_balancing_scheme=EXTERNAL", "locality_lb_policy", "outlier_detection", "security_policy", "security_settings",
  ],
  google_compute_url_map: ["default_service", "default_url_redirect", "description", "header_action", "host_rule", "path_matcher"],
  google_compute_target_https_proxy: ["certificate_map", "quic_override=NONE", "server_tls_policy", "ssl_certificates", "ssl_policy"],
  google_compute_global_forwarding_rule: ["load_balancing_scheme=EXTERNAL"],
  google_compute_ssl_policy: ["custom_features", "min_tls_version=TLS_1_0", "profile=COMPATIBLE"],
  google_compute_security_policy: ["description", "adaptive_protection_config", "recaptcha_options_config"],
  google_container_cluster: [
    "binary_authorization", "enable_legacy_abac=false", "enable_shielded_nodes=true", "maintenance_policy", "network_policy",
    "enable_l4_ilb_subsetting=false", "enable_multi_networking=false", "enable_fqdn_network_policy=false", "resource_usage_export_config",
    "dns_config", "fleet", "in_transit_encryption_config", "network_performance_config", "secret_manager_config",
  ],
  google_container_node_pool: ["autoscaling"],
  google_service_account: ["display_name", "description", "disabled=false"],
};

/** Arguments that the provider has and no API: after an import they are not known, or as written here. Source: the importers of the types. */
export const ONLY_TERRAFORMS: Readonly<Record<string, readonly string[]>> = {
  google_compute_network: ["delete_default_routes_on_create"],
  google_container_cluster: ["deletion_protection", "remove_default_node_pool"],
  google_project_service: ["disable_dependent_services", "disable_on_destroy"],
};

/** What is known of an argument. */
export interface ArgumentFact {
  readonly path: string;
  readonly isReplacing: boolean;
  /** Whether that holds for the block itself, and not for what is in it. */
  readonly isBlockAlone: boolean;
  /** Whether the provider keeps what is there when it is left out. */
  readonly isKept: boolean;
  /** What it is when it is left out. */
  readonly byDefault?: string;
}

/** What is known of the arguments of a type. */
export function factsOf(type: string): readonly ArgumentFact[] {
  const read = (isReplacing: boolean) => (entry: string) => {
    const [, path = "", block, kept, , byDefault] = /^([\w.]+)(#)?(\?)?(=(.*))?$/.exec(entry) ?? [];
    return { path, isReplacing, isBlockAlone: block === "#", isKept: kept === "?", byDefault };
  };
  return [...(REPLACING[type] ?? []).map(read(true)), ...(REMOVED[type] ?? []).map(read(false))];
}

/** Whether another value at this path replaces the resource: its own, or that of a block that it is in. */
export function isReplacing(type: string, path: string): boolean {
  return factsOf(type).some(
    (fact) => fact.isReplacing && (path === fact.path || (!fact.isBlockAlone && path.startsWith(`${fact.path}.`))),
  );
}

/** The types of which facts are known. */
export const TYPES_WITH_FACTS: readonly string[] = Object.keys(REPLACING);
