import type { Block } from "../support/synthesize";

const ZONE = "Z0123456789EXAMPLE01";
const REGION = "europe-west1";

/** What `examples/existing-company` refers to and takes over: a VPC of the network team, a cluster, and a zone made by hand. */
export const BEFORE_EXISTING_COMPANY: Block = {
  terraform: {
    required_providers: {
      google: { source: "hashicorp/google", version: "6.50.0" },
      aws: { source: "hashicorp/aws", version: "6.25.0" },
    },
  },
  provider: { google: [{ project: "acme-video" }], aws: [{ region: "us-east-1" }] },
  resource: {
    google_compute_network: { corp: { project: "acme-network", name: "corp", auto_create_subnetworks: false } },
    google_compute_subnetwork: {
      europe: {
        project: "acme-network",
        name: "video-europe",
        region: REGION,
        network: "${google_compute_network.corp.id}",
        ip_cidr_range: "10.20.0.0/20",
        secondary_ip_range: [
          { range_name: "gke-pods", ip_cidr_range: "10.96.0.0/14" },
          { range_name: "gke-services", ip_cidr_range: "10.40.0.0/20" },
        ],
      },
    },
    google_container_cluster: {
      live: {
        name: "video-live",
        location: REGION,
        network: "${google_compute_network.corp.id}",
        subnetwork: "${google_compute_subnetwork.europe.id}",
        initial_node_count: 1,
        deletion_protection: false,
        ip_allocation_policy: {
          cluster_secondary_range_name: "gke-pods",
          services_secondary_range_name: "gke-services",
        },
      },
    },
    aws_route53_record: {
      api: { zone_id: ZONE, name: "api.example.com", type: "A", ttl: 60, records: ["198.51.100.20"] },
      mx: { zone_id: ZONE, name: "example.com", type: "MX", ttl: 300, records: ["10 mail.example.com."] },
      status: { zone_id: ZONE, name: "status.example.com", type: "CNAME", ttl: 300, records: ["status.example.org."] },
    },
  },
};
