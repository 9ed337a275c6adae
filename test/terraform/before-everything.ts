import type { Block } from "../support/synthesize";

/** The VPC of a network team, which a stack refers to. */
export const BEFORE_EVERYTHING: Block = {
  terraform: { required_providers: { google: { source: "hashicorp/google", version: "6.50.0" } } },
  provider: { google: [{ project: "acme-host" }] },
  resource: {
    google_compute_network: { corporate: { name: "corporate", auto_create_subnetworks: false } },
    google_compute_subnetwork: {
      gke: {
        name: "gke",
        region: "europe-west1",
        network: "${google_compute_network.corporate.id}",
        ip_cidr_range: "10.60.0.0/20",
      },
    },
  },
};
