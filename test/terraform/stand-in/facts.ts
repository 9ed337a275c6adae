import { NAT_LOG_FILTERS } from "../../../lib/network/cloud-nat";
import { FACTS_OF_GKE } from "./facts-of-gke";

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
  /** Blocks that stay as they were when the configuration leaves them out: optional and computed. Those of `computedBlocks` do so, too. */
  readonly keptBlocks?: readonly string[];
  /** A range of these may only grow: any other replaces the resource. */
  readonly growing?: readonly string[];
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

const IAM_MEMBER = "https://github.com/hashicorp/terraform-provider-google/blob/v6.50.0/google/tpgiamresource";

export const FACTS: Readonly<Record<string, Facts>> = {
  google_compute_network: {
    source: `${GOOGLE}/compute/resource_compute_network.go`,
    forceNew: ["name", "project", "auto_create_subnetworks", "description", "enable_ula_internal_ipv6"],
  },
  google_compute_subnetwork: {
    source: `${GOOGLE}/compute/resource_compute_subnetwork.go`,
    forceNew: ["name", "project", "region", "network", "description"],
    growing: ["ip_cidr_range"],
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
    forceNew: ["name", "project", "region", "network", "encrypted_interconnect_router"],
  },
  google_compute_router_nat: {
    source: `${GOOGLE}/compute/resource_compute_router_nat.go`,
    forceNew: ["name", "project", "region", "router", "type", "endpoint_types"],
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
    forceNew: ["name", "project", "region", "network", "stack_type", "vpn_interfaces.interconnect_attachment"],
    computedBlocks: { vpn_interfaces: 2 },
  },
  google_compute_external_vpn_gateway: {
    source: `${GOOGLE}/compute/resource_compute_external_vpn_gateway.go`,
    forceNew: ["name", "project", "redundancy_type", "interface", "description"],
  },
  google_compute_vpn_tunnel: {
    source: `${GOOGLE}/compute/resource_compute_vpn_tunnel.go`,
    forceNew: [
      ["name", "project", "region", "router", "shared_secret", "ike_version", "vpn_gateway", "vpn_gateway_interface"],
      ["peer_external_gateway", "peer_external_gateway_interface", "peer_gcp_gateway"],
    ].flat(),
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
    forceNew: ["name", "project", "address", "address_type", "ip_version", "network", "prefix_length", "purpose"],
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
    keptBlocks: ["cdn_policy", "iap"],
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
    forceNew: ["name", "project", "ip_address", "ip_version", "ip_protocol", "port_range", "network_tier"],
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
  ...FACTS_OF_GKE,
  google_compute_address: {
    source: `${GOOGLE}/compute/resource_compute_address.go`,
    forceNew: [
      ["name", "project", "region", "address", "address_type", "network_tier", "subnetwork"],
      ["network", "prefix_length", "purpose"],
    ].flat(),
  },
  google_compute_route: {
    source: `${GOOGLE}/compute/resource_compute_route.go`,
    forceNew: ["name", "project", "network", "dest_range", "next_hop_gateway", "priority", "description"],
  },
  google_dns_managed_zone: {
    source: `${GOOGLE}/dns/resource_dns_managed_zone.go`,
    forceNew: ["name", "project", "dns_name", "visibility"],
  },
  google_dns_record_set: {
    source: `${GOOGLE}/dns/resource_dns_record_set.go`,
    forceNew: ["name", "project", "managed_zone"],
  },
  google_gke_backup_backup_plan: {
    source: `${GOOGLE}/gkebackup/resource_gke_backup_backup_plan.go`,
    forceNew: ["name", "project", "location", "cluster"],
  },
  google_service_networking_connection: {
    source: `${GOOGLE}/servicenetworking/resource_service_networking_connection.go`,
    forceNew: ["network", "service"],
  },
  google_project_service: {
    source: `${GOOGLE}/resourcemanager/resource_google_project_service.go`,
    forceNew: ["project", "service"],
  },
  google_iap_web_backend_service_iam_binding: {
    source: `${GOOGLE}/iap/iam_iap_web_backend_service.go`,
    forceNew: ["project", "role", "web_backend_service"],
  },
  google_project_iam_member: {
    source: `${IAM_MEMBER}/resource_iam_member.go`,
    forceNew: [
      "project",
      "role",
      "member",
      "condition",
      "condition.title",
      "condition.description",
      "condition.expression",
    ],
  },
  google_kms_key_ring: {
    source: `${GOOGLE}/kms/resource_kms_key_ring.go`,
    forceNew: ["name", "location", "project"],
  },
  google_kms_crypto_key: {
    source: `${GOOGLE}/kms/resource_kms_crypto_key.go`,
    forceNew: ["name", "key_ring", "purpose", "destroy_scheduled_duration"],
  },
  google_service_account_iam_member: {
    source: `${IAM_MEMBER}/resource_iam_member.go`,
    forceNew: ["service_account_id", "role", "member"],
  },
  ...Object.fromEntries(
    [
      ["google_bigquery_dataset_iam_member", "project", "dataset_id"],
      ["google_kms_crypto_key_iam_member", "crypto_key_id"],
      ["google_pubsub_subscription_iam_member", "project", "subscription"],
      ["google_pubsub_topic_iam_member", "project", "topic"],
    ].map(([type = "", ...of]) => [
      type,
      { source: `${IAM_MEMBER}/resource_iam_member.go`, forceNew: [...of, "role", "member"] },
    ]),
  ),
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
