import { RELEASE_CHANNELS } from "../../../lib/gke/maintenance/release-channel";
import { LOCATION_POLICIES } from "../../../lib/gke/nodes/node-autoscaling";
import { TAINT_EFFECTS } from "../../../lib/gke/nodes/node-taint";
import { NAT_LOG_FILTERS } from "../../../lib/network/cloud-nat";

/**
 * What a provider knows of a type and its schema does not say: short, and only for the types that the library makes.
 *
 * A path names the arguments from the outside in: `node_config.machine_type`.
 */
export interface Facts {
  /** Where it is written down. */
  readonly source: string;
  /** A change of these replaces the resource. */
  readonly forceNew: readonly string[];
  /** Blocks that the API makes when the configuration leaves them out, and how many. */
  readonly computedBlocks?: Readonly<Record<string, number>>;
  /** What the API answers, where another resource depends on its form. */
  readonly computed?: Readonly<Record<string, string>>;
  /** The only values that an argument takes, where the bindings do not list them. */
  readonly allowed?: Readonly<Record<string, readonly string[]>>;
  /** The range of a number. */
  readonly range?: Readonly<Record<string, readonly [min: number, max: number]>>;
  /** Of each group at most one argument is given. */
  readonly atMostOneOf?: readonly (readonly string[])[];
  /** Of each group exactly one argument is given. */
  readonly exactlyOneOf?: readonly (readonly string[])[];
  /** The first is given only together with the second. */
  readonly requires?: readonly (readonly [argument: string, other: string])[];
}

const GOOGLE = "https://github.com/hashicorp/terraform-provider-google/blob/v6.50.0/google/services";
const AWS = "https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service";

const ROUTING_POLICIES = [
  "cidr_routing_policy",
  "failover_routing_policy",
  "geolocation_routing_policy",
  "geoproximity_routing_policy",
  "latency_routing_policy",
  "multivalue_answer_routing_policy",
  "weighted_routing_policy",
];

const NODE_CONFIG_FORCE_NEW = [
  "boot_disk_kms_key",
  "ephemeral_storage_local_ssd_config",
  "flex_start",
  "guest_accelerator",
  "local_nvme_ssd_block_config",
  "max_run_duration",
  "metadata",
  "oauth_scopes",
  "reservation_affinity",
  "service_account",
  "shielded_instance_config",
  "spot",
].map((argument) => `node_config.${argument}`);

export const FACTS: Readonly<Record<string, Facts>> = {
  google_compute_network: {
    source: `${GOOGLE}/compute/resource_compute_network.go`,
    forceNew: ["name", "project", "auto_create_subnetworks", "description"],
  },
  google_compute_subnetwork: {
    source: `${GOOGLE}/compute/resource_compute_subnetwork.go`,
    forceNew: ["name", "project", "region", "network", "description"],
  },
  google_compute_firewall: {
    source: `${GOOGLE}/compute/resource_compute_firewall.go`,
    forceNew: ["name", "project", "direction"],
    range: { priority: [0, 65535] },
    exactlyOneOf: [["allow", "deny"]],
    atMostOneOf: [["source_service_accounts", "source_tags"]],
  },
  google_compute_router: {
    source: `${GOOGLE}/compute/resource_compute_router.go`,
    forceNew: ["name", "project", "region", "network"],
  },
  google_compute_router_nat: {
    source: `${GOOGLE}/compute/resource_compute_router_nat.go`,
    forceNew: ["name", "project", "region", "router"],
    allowed: {
      source_subnetwork_ip_ranges_to_nat: [
        "ALL_SUBNETWORKS_ALL_IP_RANGES",
        "ALL_SUBNETWORKS_ALL_PRIMARY_IP_RANGES",
        "LIST_OF_SUBNETWORKS",
      ],
      "log_config.filter": NAT_LOG_FILTERS.filter((one) => one !== "NONE"),
    },
  },
  google_compute_router_interface: {
    source: `${GOOGLE}/compute/resource_compute_router_interface.go`,
    forceNew: ["name", "project", "region", "router", "ip_range", "vpn_tunnel", "interconnect_attachment"],
    atMostOneOf: [["vpn_tunnel", "interconnect_attachment", "subnetwork"]],
  },
  google_compute_router_peer: {
    source: `${GOOGLE}/compute/resource_compute_router_peer.go`,
    forceNew: ["name", "project", "region", "router", "interface"],
    computedBlocks: { bfd: 1 },
  },
  google_compute_ha_vpn_gateway: {
    source: `${GOOGLE}/compute/resource_compute_ha_vpn_gateway.go`,
    forceNew: ["name", "project", "region", "network", "stack_type"],
    computedBlocks: { vpn_interfaces: 2 },
  },
  google_compute_external_vpn_gateway: {
    source: `${GOOGLE}/compute/resource_compute_external_vpn_gateway.go`,
    forceNew: ["name", "project", "redundancy_type", "interface"],
  },
  google_compute_vpn_tunnel: {
    source: `${GOOGLE}/compute/resource_compute_vpn_tunnel.go`,
    forceNew: ["name", "project", "region", "router", "shared_secret", "vpn_gateway", "peer_external_gateway"],
    atMostOneOf: [["peer_external_gateway", "peer_gcp_gateway"]],
  },
  google_compute_interconnect_attachment: {
    source: `${GOOGLE}/compute/resource_compute_interconnect_attachment.go`,
    forceNew: [
      ["name", "project", "router", "type", "interconnect", "vlan_tag8021q", "encryption"],
      ["candidate_subnets", "subnet_length", "edge_availability_domain", "ipsec_internal_addresses"],
    ].flat(),
  },
  google_compute_global_address: {
    source: `${GOOGLE}/compute/resource_compute_global_address.go`,
    forceNew: ["name", "project", "address", "ip_version", "description"],
  },
  google_compute_network_endpoint_group: {
    source: `${GOOGLE}/compute/resource_compute_network_endpoint_group.go`,
    forceNew: ["name", "project", "zone", "network", "subnetwork", "network_endpoint_type", "default_port"],
  },
  google_compute_network_endpoint: {
    source: `${GOOGLE}/compute/resource_compute_network_endpoint.go`,
    forceNew: ["network_endpoint_group", "zone", "project", "ip_address", "port", "instance"],
  },
  google_compute_health_check: {
    source: `${GOOGLE}/compute/resource_compute_health_check.go`,
    forceNew: ["name", "project"],
    computedBlocks: { log_config: 1 },
    exactlyOneOf: [
      [
        "http_health_check",
        "https_health_check",
        "http2_health_check",
        "tcp_health_check",
        "ssl_health_check",
        "grpc_health_check",
      ],
    ],
  },
  google_compute_backend_service: {
    source: `${GOOGLE}/compute/resource_compute_backend_service.go`,
    forceNew: ["name", "project"],
    computedBlocks: { log_config: 1 },
  },
  google_compute_url_map: {
    source: `${GOOGLE}/compute/resource_compute_url_map.go`,
    forceNew: ["name", "project"],
    atMostOneOf: [["default_route_action", "default_url_redirect"]],
  },
  google_compute_target_http_proxy: {
    source: `${GOOGLE}/compute/resource_compute_target_http_proxy.go`,
    forceNew: ["name", "project", "description"],
  },
  google_compute_target_https_proxy: {
    source: `${GOOGLE}/compute/resource_compute_target_https_proxy.go`,
    forceNew: ["name", "project", "description"],
    atMostOneOf: [["certificate_manager_certificates", "ssl_certificates"]],
  },
  google_compute_global_forwarding_rule: {
    source: `${GOOGLE}/compute/resource_compute_global_forwarding_rule.go`,
    forceNew: ["name", "project", "ip_address", "ip_version", "port_range"],
  },
  google_compute_ssl_policy: {
    source: `${GOOGLE}/compute/resource_compute_ssl_policy.go`,
    forceNew: ["name", "project", "description"],
  },
  google_compute_security_policy: {
    source: `${GOOGLE}/compute/resource_compute_security_policy.go`,
    forceNew: ["name", "project", "type"],
    computedBlocks: { rule: 1, advanced_options_config: 1 },
  },
  google_compute_managed_ssl_certificate: {
    source: `${GOOGLE}/compute/resource_compute_managed_ssl_certificate.go`,
    forceNew: ["name", "project", "managed"],
  },
  google_certificate_manager_certificate: {
    source: `${GOOGLE}/certificatemanager/resource_certificate_manager_certificate.go`,
    forceNew: ["name", "project", "location", "managed", "scope"],
    exactlyOneOf: [["managed", "self_managed"]],
  },
  google_certificate_manager_certificate_map: {
    source: `${GOOGLE}/certificatemanager/resource_certificate_manager_certificate_map.go`,
    forceNew: ["name", "project"],
  },
  google_certificate_manager_certificate_map_entry: {
    source: `${GOOGLE}/certificatemanager/resource_certificate_manager_certificate_map_entry.go`,
    forceNew: ["name", "project", "map", "hostname", "matcher"],
    exactlyOneOf: [["hostname", "matcher"]],
  },
  google_certificate_manager_dns_authorization: {
    source: `${GOOGLE}/certificatemanager/resource_certificate_manager_dns_authorization.go`,
    forceNew: ["name", "project", "location", "domain", "type"],
    computed: { "dns_resource_record.type": "CNAME" },
  },
  google_monitoring_uptime_check_config: {
    source: `${GOOGLE}/monitoring/resource_monitoring_uptime_check_config.go`,
    forceNew: ["project", "monitored_resource", "checker_type", "http_check.request_method"],
  },
  google_logging_metric: {
    source: `${GOOGLE}/logging/resource_logging_metric.go`,
    forceNew: ["project"],
  },
  google_container_cluster: {
    source: `${GOOGLE}/container/resource_container_cluster.go`,
    forceNew: ["name", "project", "location", "network", "subnetwork", "ip_allocation_policy", "datapath_provider"],
    computedBlocks: { master_auth: 1, node_pool_defaults: 1, release_channel: 1 },
    allowed: {
      "release_channel.channel": RELEASE_CHANNELS,
      networking_mode: ["VPC_NATIVE", "ROUTES"],
    },
    atMostOneOf: [
      ["cluster_ipv4_cidr", "ip_allocation_policy"],
      ["enable_autopilot", "enable_shielded_nodes"],
    ],
  },
  google_container_node_pool: {
    source: `${GOOGLE}/container/resource_container_node_pool.go`,
    forceNew: [
      ...["name", "project", "location", "cluster", "initial_node_count", "placement_policy", "queued_provisioning"],
      ...NODE_CONFIG_FORCE_NEW,
    ],
    computedBlocks: { management: 1, upgrade_settings: 1 },
    allowed: {
      "autoscaling.location_policy": LOCATION_POLICIES,
      "node_config.taint.effect": TAINT_EFFECTS,
    },
  },
  google_service_account: {
    source: `${GOOGLE}/resourcemanager/resource_google_service_account.go`,
    forceNew: ["account_id", "project"],
  },
  aws_route53_record: {
    source: `${AWS}/route53/record.go`,
    forceNew: ["name", "zone_id"],
    allowed: {
      type: ["SOA", "A", "TXT", "NS", "CNAME", "MX", "NAPTR", "PTR", "SRV", "SPF", "AAAA", "CAA", "DS"],
      "failover_routing_policy.type": ["PRIMARY", "SECONDARY"],
    },
    exactlyOneOf: [["alias", "records"]],
    atMostOneOf: [["alias", "ttl"], ROUTING_POLICIES],
    requires: ROUTING_POLICIES.map((policy) => [policy, "set_identifier"]),
  },
  aws_route53_health_check: {
    source: `${AWS}/route53/health_check.go`,
    forceNew: ["type", "measure_latency", "reference_name", "request_interval"],
    allowed: {
      type: [
        "HTTP",
        "HTTPS",
        "HTTP_STR_MATCH",
        "HTTPS_STR_MATCH",
        "TCP",
        "CALCULATED",
        "CLOUDWATCH_METRIC",
        "RECOVERY_CONTROL",
      ],
    },
    range: { failure_threshold: [1, 10] },
  },
};
