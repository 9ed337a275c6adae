import { RELEASE_CHANNELS } from "../../../lib/gke/maintenance/release-channel";
import { LOCATION_POLICIES } from "../../../lib/gke/nodes/node-autoscaling";
import { TAINT_EFFECTS } from "../../../lib/gke/nodes/node-taint";
import type { Facts } from "./facts";

const CONTAINER = "https://github.com/hashicorp/terraform-provider-google/blob/v6.50.0/google/services/container";

/** Source: google/services/container/node_config.go */
const NODE_CONFIG_FORCE_NEW = [
  ["advanced_machine_features", "boot_disk_kms_key", "confidential_nodes.confidential_instance_type"],
  ["enable_confidential_storage", "ephemeral_storage_local_ssd_config", "flex_start", "guest_accelerator"],
  ["host_maintenance_policy", "local_nvme_ssd_block_config", "local_ssd_count", "local_ssd_encryption_mode"],
  ["max_run_duration", "metadata", "min_cpu_platform", "node_group", "oauth_scopes", "preemptible"],
  ["reservation_affinity", "secondary_boot_disks", "service_account", "shielded_instance_config"],
  ["sole_tenant_config", "spot"],
]
  .flat()
  .map((argument) => `node_config.${argument}`);

/** Blocks of a node's configuration that stay as they were when they are left out. Source: as above. */
const NODE_CONFIG_KEPT = [
  ["confidential_nodes", "guest_accelerator", "kubelet_config", "linux_node_config"],
  ["shielded_instance_config", "windows_node_config", "workload_metadata_config"],
]
  .flat()
  .map((block) => `node_config.${block}`);

/** Source: google/services/container/resource_container_cluster.go */
const CLUSTER_FORCE_NEW = [
  ["name", "project", "location", "network", "subnetwork", "ip_allocation_policy.cluster_ipv4_cidr_block"],
  ["ip_allocation_policy.cluster_secondary_range_name", "ip_allocation_policy.services_secondary_range_name"],
  ["datapath_provider", "networking_mode", "default_max_pods_per_node", "initial_node_count", "description"],
  ["private_cluster_config.enable_private_nodes", "private_cluster_config.master_ipv4_cidr_block"],
  ["private_cluster_config.private_endpoint_subnetwork", "confidential_nodes", "enable_autopilot"],
  ["master_auth.client_certificate_config", "cluster_autoscaling.auto_provisioning_defaults.boot_disk_kms_key"],
  ["cluster_ca", "etcd_api_ca", "etcd_peer_ca", "aggregation_ca"].map((ca) => `user_managed_keys_config.${ca}`),
].flat();

/** Blocks of a cluster that stay as they were when they are left out. Source: as above. */
const CLUSTER_KEPT = [
  ["addons_config", "authenticator_groups_config", "anonymous_authentication_config", "cluster_autoscaling"],
  ["confidential_nodes", "control_plane_endpoints_config", "cost_management_config", "database_encryption"],
  ["default_snat_status", "enterprise_config", "gateway_api_config", "gke_auto_upgrade_config"],
  ["identity_service_config", "ip_allocation_policy", "logging_config", "master_authorized_networks_config"],
  ["mesh_certificates", "monitoring_config", "node_pool_auto_config", "notification_config", "pod_autoscaling"],
  ["private_cluster_config", "rbac_binding_config", "security_posture_config", "service_external_ips_config"],
  ["vertical_pod_autoscaling", "workload_identity_config"],
].flat();

export const FACTS_OF_GKE: Readonly<Record<string, Facts>> = {
  google_container_cluster: {
    source: `${CONTAINER}/resource_container_cluster.go`,
    forceNew: CLUSTER_FORCE_NEW,
    keptBlocks: CLUSTER_KEPT,
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
    source: `${CONTAINER}/resource_container_node_pool.go`,
    forceNew: [
      ...["name", "project", "location", "cluster", "initial_node_count", "placement_policy", "queued_provisioning"],
      ...["max_pods_per_node", "network_config.pod_range", "network_config.create_pod_range"],
      ...["network_config.additional_node_network_configs", "network_config.additional_pod_network_configs"],
      ...NODE_CONFIG_FORCE_NEW,
    ],
    keptBlocks: ["network_config", "upgrade_settings.blue_green_settings", ...NODE_CONFIG_KEPT],
    computedBlocks: { management: 1, upgrade_settings: 1 },
    allowed: {
      "autoscaling.location_policy": LOCATION_POLICIES,
      "node_config.taint.effect": TAINT_EFFECTS,
    },
  },
};
