import type { Block } from "../support/synthesize";

const REGION = "europe-west1";
const ref = (address: string, attribute = "id") => `\${${address}.${attribute}}`;
const VPC = "google_compute_network.corp";
const ROUTER_OF_VPN = "google_compute_router.to_paris";

/** A tunnel to Paris, its interface and its session, as somebody wrote them by hand. */
const tunnel = (key: string, index: number, range: string, peerAddress: string) => {
  const name = `acme-paris-vpn-${key}`;
  const within = { name, region: REGION, router: ref(ROUTER_OF_VPN, "name") };
  return {
    tunnel: {
      ...within,
      ike_version: 2,
      peer_external_gateway: ref("google_compute_external_vpn_gateway.paris"),
      peer_external_gateway_interface: index,
      shared_secret: `the-key-of-${key}`,
      vpn_gateway: ref("google_compute_ha_vpn_gateway.paris"),
      vpn_gateway_interface: index,
    },
    interface: { ...within, ip_range: range, vpn_tunnel: ref(`google_compute_vpn_tunnel.${key}`, "name") },
    peer: {
      ...within,
      advertised_route_priority: 100,
      interface: ref(`google_compute_router_interface.${key}`, "name"),
      peer_asn: 65_001,
      peer_ip_address: peerAddress,
    },
  };
};
const first = tunnel("first", 0, "169.254.85.9/30", "169.254.85.10");
const second = tunnel("second", 1, "169.254.195.201/30", "169.254.195.202");

const pool = (name: string, more: Block, nodes: Block) => ({
  name,
  cluster: ref("google_container_cluster.main"),
  location: REGION,
  initial_node_count: 2,
  management: { auto_repair: true, auto_upgrade: true },
  // As the API tells it of every pool.
  network_config: { enable_private_nodes: true, pod_range: "pods" },
  node_config: {
    spot: false,
    machine_type: "n2-standard-8",
    disk_size_gb: 100,
    disk_type: "pd-balanced",
    image_type: "COS_CONTAINERD",
    oauth_scopes: ["https://www.googleapis.com/auth/cloud-platform"],
    metadata: { "disable-legacy-endpoints": "true" },
    shielded_instance_config: { enable_integrity_monitoring: true, enable_secure_boot: true },
    ...nodes,
  },
  ...more,
});

/**
 * A company that wrote its Terraform by hand: with addresses of its own in its state, and names in the cloud that a platform `acme` gives, but
 * for a VPC of before and a rule for SSH. Its cluster began with three nodes, and has a pool whose nodes are Google's default account.
 */
export const COMPANY: Block = {
  terraform: {
    required_providers: {
      google: { source: "hashicorp/google", version: "6.50.0" },
      aws: { source: "hashicorp/aws", version: "6.25.0" },
    },
  },
  provider: { google: [{ project: "acme-test" }], aws: [{ region: "us-east-1" }] },
  resource: {
    google_compute_network: {
      corp: { name: "acme", auto_create_subnetworks: false, mtu: 1460, routing_mode: "GLOBAL" },
      old: { name: "legacy", auto_create_subnetworks: true },
    },
    google_compute_subnetwork: {
      nodes: {
        name: "acme-europe-west1",
        region: REGION,
        network: ref(VPC),
        ip_cidr_range: "10.4.0.0/20",
        private_ip_google_access: true,
        secondary_ip_range: [
          { range_name: "pods", ip_cidr_range: "10.80.0.0/16" },
          { range_name: "services", ip_cidr_range: "10.34.0.0/19" },
        ],
      },
    },
    google_compute_router: {
      nat: { name: "acme-europe-west1", region: REGION, network: ref(VPC) },
      to_paris: { name: "acme-paris-vpn", region: REGION, network: ref(VPC), bgp: { asn: 64_512 } },
    },
    google_compute_router_nat: {
      out: {
        name: "acme-europe-west1",
        region: REGION,
        router: ref("google_compute_router.nat", "name"),
        nat_ip_allocate_option: "AUTO_ONLY",
        source_subnetwork_ip_ranges_to_nat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
      },
    },
    google_compute_firewall: {
      internal: {
        name: "acme-europe-west1-internal",
        network: ref(VPC),
        direction: "INGRESS",
        allow: [{ protocol: "tcp" }, { protocol: "udp" }],
        source_ranges: ["10.4.0.0/20"],
      },
      ssh: {
        name: "allow-ssh",
        network: ref(VPC),
        allow: [{ protocol: "tcp", ports: ["22"] }],
        source_ranges: ["35.235.240.0/20"],
      },
    },
    google_service_account: { nodes: { account_id: "acme-europe-west1-nodes", project: "acme-test" } },
    google_container_cluster: {
      main: {
        name: "acme-europe-west1",
        location: REGION,
        network: ref(VPC),
        subnetwork: ref("google_compute_subnetwork.nodes"),
        initial_node_count: 3,
        datapath_provider: "ADVANCED_DATAPATH",
        networking_mode: "VPC_NATIVE",
        enable_l4_ilb_subsetting: true,
        deletion_protection: false,
        ip_allocation_policy: { cluster_secondary_range_name: "pods", services_secondary_range_name: "services" },
        private_cluster_config: { enable_private_nodes: true, enable_private_endpoint: false },
        release_channel: { channel: "STABLE" },
      },
    },
    google_container_node_pool: {
      web: pool(
        "web",
        { autoscaling: { total_min_node_count: 2, total_max_node_count: 30 } },
        { service_account: ref("google_service_account.nodes", "email") },
      ),
      batch: pool("batch", { node_count: 2 }, { service_account: "default" }),
    },
    google_compute_ha_vpn_gateway: { paris: { name: "acme-paris-vpn", region: REGION, network: ref(VPC) } },
    google_compute_external_vpn_gateway: {
      paris: {
        name: "acme-paris-vpn",
        redundancy_type: "TWO_IPS_REDUNDANCY",
        interface: [
          { id: 0, ip_address: "203.0.113.17" },
          { id: 1, ip_address: "203.0.113.18" },
        ],
      },
    },
    google_compute_vpn_tunnel: { first: first.tunnel, second: second.tunnel },
    google_compute_router_interface: { first: first.interface, second: second.interface },
    google_compute_router_peer: { first: first.peer, second: second.peer },
    aws_route53_health_check: {
      paris: {
        ip_address: "203.0.113.10",
        port: 443,
        type: "HTTPS",
        resource_path: "/healthz",
        fqdn: "paris.example.com",
        request_interval: 10,
        failure_threshold: 5,
      },
    },
    aws_route53_record: {
      api: { zone_id: "Z0123456789EXAMPLE", name: "api.example.com", type: "A", ttl: 300, records: ["203.0.113.10"] },
      www: {
        zone_id: "Z0123456789EXAMPLE",
        name: "www.example.com",
        type: "CNAME",
        ttl: 300,
        records: ["api.example.com"],
      },
    },
  },
};
