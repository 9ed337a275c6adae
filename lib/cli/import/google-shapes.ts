import type { Settings } from "../output-folder";
import { type Existing, isRecord, one, textOf } from "./existing";

/** What becomes of an object whose properties are named as Terraform's arguments, where its shape is another. */
type Shape = (settings: Settings) => readonly Existing[];

const only = (type: string, settings: Settings): readonly Existing[] => [{ type, settings }];
const list = (value: unknown): readonly Settings[] => (Array.isArray(value) ? value.filter(isRecord) : []);
/** A block that the API writes with `enabled: false` where Terraform has none. */
const unlessOff = (block: unknown) => (one(block).enable === true ? block : undefined);

/** The shapes that differ, by type. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  google_compute_network: ({ routing_config, ...network }) =>
    only("google_compute_network", { ...network, routing_mode: one(routing_config).routing_mode }),

  google_compute_subnetwork: ({ secondary_ip_ranges, log_config, enable_flow_logs: _, ...subnet }) =>
    only("google_compute_subnetwork", {
      ...subnet,
      secondary_ip_range: secondary_ip_ranges,
      log_config: unlessOff(log_config),
    }),

  google_compute_router: ({ nats, interfaces, bgp_peers, ...router }) => {
    const within = { project: router.project, region: router.region, router: router.name };
    return [
      { type: "google_compute_router", settings: router },
      ...list(nats).map((nat): Existing => ({ type: "google_compute_router_nat", settings: natOf(nat, within) })),
      ...list(interfaces).map((own): Existing => {
        const { linked_vpn_tunnel: vpn_tunnel, linked_interconnect_attachment: interconnect_attachment, ...rest } = own;
        const settings = { ...rest, ...within, vpn_tunnel, interconnect_attachment };
        return { type: "google_compute_router_interface", settings };
      }),
      ...list(bgp_peers).map((peer): Existing => {
        const { interface_name, ip_address, enable, ...rest } = peer;
        const settings = { ...rest, ...within, interface: interface_name, ip_address, enable: enable !== "FALSE" };
        return { type: "google_compute_router_peer", settings };
      }),
    ];
  },

  google_compute_firewall: (rule) => {
    const { allowed, denied, log_config, ...rest } = rule;
    const ports = (all: unknown) => list(all).map(({ _i_p_protocol: protocol, ports = [] }) => ({ protocol, ports }));
    return only("google_compute_firewall", {
      ...rest,
      allow: ports(allowed),
      deny: ports(denied),
      log_config: unlessOff(log_config),
    });
  },

  google_compute_external_vpn_gateway: ({ interfaces, ...gateway }) =>
    only("google_compute_external_vpn_gateway", { ...gateway, interface: interfaces }),

  google_compute_vpn_tunnel: ({ shared_secret: _, shared_secret_hash: __, ...tunnel }) =>
    only("google_compute_vpn_tunnel", tunnel),

  google_compute_backend_service: ({ backends, connection_draining, enable_c_d_n: enable_cdn, ...service }) => {
    const { draining_timeout_sec: connection_draining_timeout_sec } = one(connection_draining);
    const more = { backend: backends, connection_draining_timeout_sec, enable_cdn };
    return only("google_compute_backend_service", { ...service, ...more });
  },

  google_compute_health_check: ({ type: _, ...check }) => only("google_compute_health_check", check),

  google_compute_url_map: ({ host_rules, path_matchers, ...map }) =>
    only("google_compute_url_map", {
      ...map,
      host_rule: list(host_rules),
      path_matcher: list(path_matchers).map(({ path_rules, ...matcher }) => ({ ...matcher, path_rule: path_rules })),
    }),

  google_compute_security_policy: ({ rules, ...policy }) =>
    only("google_compute_security_policy", {
      ...policy,
      rule: list(rules).map(({ header_action: _, ...rule }) => rule),
    }),

  google_compute_global_forwarding_rule: (rule) => {
    const { _i_p_address: ip_address, _i_p_protocol: ip_protocol, ...rest } = rule;
    return only("google_compute_global_forwarding_rule", { ...rest, ip_address, ip_protocol });
  },

  // One of your own has no `managed`, and Terraform another type for it.
  google_compute_managed_ssl_certificate: (certificate) =>
    certificate.type === "MANAGED" ? only("google_compute_managed_ssl_certificate", certificate) : [],

  google_container_cluster: clusterOf,

  google_container_node_pool: (pool) => only("google_container_node_pool", poolOf(pool)),

  google_service_account: ({ email, ...account }) =>
    only("google_service_account", { ...account, account_id: textOf(email)?.split("@")[0] }),

  google_project_service: ({ name, project }) => only("google_project_service", { service: name, project }),
};

function natOf(nat: Settings, within: Settings): Settings {
  const { source_subnetwork_ip_ranges_to_nat, subnetworks, log_config, ...rest } = nat;
  return {
    ...rest,
    ...within,
    source_subnetwork_ip_ranges_to_nat,
    subnetwork: list(subnetworks),
    log_config: unlessOff(log_config),
  };
}

/** A cluster, and the pools in it. */
function clusterOf(cluster: Settings): readonly Existing[] {
  const { node_pools, locations, resource_labels, network_config, database_encryption, shielded_nodes, ...rest } =
    cluster;
  const { initial_cluster_version: _, node_config: __, ...own } = rest;
  const network = one(network_config);
  const where = { project: cluster.project, location: cluster.location, cluster: cluster.name };
  const settings: Settings = {
    ...own,
    node_locations: locations,
    resource_labels,
    network: network.network ?? cluster.network,
    subnetwork: network.subnetwork ?? cluster.subnetwork,
    datapath_provider: network.datapath_provider,
    enable_intranode_visibility: network.enable_intra_node_visibility,
    enable_l4_ilb_subsetting: network.enable_l4ilb_subsetting,
    enable_multi_networking: network.enable_multi_networking,
    enable_shielded_nodes: one(shielded_nodes).enabled,
    enable_autopilot: one(cluster.autopilot).enabled,
    networking_mode: modeOf(cluster.ip_allocation_policy),
    ip_allocation_policy: ipPolicyOf(one(cluster.ip_allocation_policy)),
    master_auth: { client_certificate_config: { issue_client_certificate: hasCertificate(cluster) } },
    default_max_pods_per_node: one(cluster.default_max_pods_constraint).max_pods_per_node,
    ...(isRecord(database_encryption) ? { database_encryption: { state: database_encryption.state } } : {}),
  };
  const pools = list(node_pools).map(
    (pool): Existing => ({ type: "google_container_node_pool", settings: poolOf({ ...pool, ...where }) }),
  );
  return [{ type: "google_container_cluster", settings, comparable: OF_CLUSTERS }, ...pools];
}

/** The API tells it by the certificate alone. */
function hasCertificate({ master_auth }: Settings): boolean {
  return textOf(one(master_auth).client_certificate) !== undefined;
}

/** Not known where the fields that were asked for left it out. */
function modeOf(policy: unknown): string | undefined {
  if (!isRecord(policy)) return undefined;
  return policy.use_ip_aliases === true ? "VPC_NATIVE" : "ROUTES";
}

/** Only a cluster with ranges for its pods has this. */
function ipPolicyOf(policy: Settings): Settings | undefined {
  if (policy.use_ip_aliases !== true) return undefined;
  const { cluster_secondary_range_name, services_secondary_range_name, stack_type } = policy;
  return { cluster_secondary_range_name, services_secondary_range_name, stack_type };
}

/** What of a cluster has the same form in the API and in the provider, or is given it above. */
const OF_CLUSTERS = [
  ["name", "project", "location", "description", "initial_node_count", "node_locations", "resource_labels"],
  ["network", "subnetwork", "datapath_provider", "enable_intranode_visibility", "enable_l4_ilb_subsetting"],
  ["enable_multi_networking", "enable_shielded_nodes", "enable_autopilot", "networking_mode", "ip_allocation_policy"],
  ["default_max_pods_per_node", "database_encryption", "release_channel", "cost_management_config"],
  ["workload_identity_config", "confidential_nodes", "private_cluster_config", "master_auth"],
].flat();

function poolOf(pool: Settings): Settings {
  const { config, max_pods_constraint, locations, network_config, management, autoscaling, ...rest } = pool;
  const { name, project, location, cluster, initial_node_count, upgrade_settings, placement_policy } = rest;
  const { accelerators, taints, ...node } = one(config);
  const { enabled, ...limits } = one(autoscaling);
  return {
    name,
    project,
    location,
    cluster,
    initial_node_count,
    upgrade_settings,
    placement_policy,
    management,
    node_locations: locations,
    autoscaling: enabled === true ? limits : undefined,
    max_pods_per_node: one(max_pods_constraint).max_pods_per_node,
    network_config,
    node_config: {
      ...node,
      taint: taints,
      guest_accelerator: list(accelerators).map(({ accelerator_count: count, accelerator_type: type, ...more }) => ({
        ...more,
        count,
        type,
      })),
    },
  };
}
