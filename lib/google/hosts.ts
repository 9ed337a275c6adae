import { GKE_DOMAIN, KUBERNETES_DOMAINS } from "../core/node-labels";

/** Google's domains that a platform asks for: of its APIs, of the two registries of container images, and of control planes. */
export const GOOGLE_DOMAINS = { googleapis: "googleapis.com", gcr: "gcr.io", pkg: "pkg.dev", gke: "gke.goog" } as const;

/** The whole name of an API: `compute.googleapis.com`. */
export function apiHost(api: string): string {
  return `${api}.${GOOGLE_DOMAINS.googleapis}`;
}

/** The hosts that stand for all APIs inside a network, open and within VPC Service Controls. */
export const PRIVATE_APIS_HOST = apiHost("private");
export const RESTRICTED_APIS_HOST = apiHost("restricted");

/**
 * A resource with the API that it belongs to, for other APIs: `//certificatemanager.googleapis.com/projects/…`.
 *
 * Source: https://google.aip.dev/122#full-resource-names
 */
export function fullResourceName(api: string, name: string): string {
  return `//${apiHost(api)}/${name}`;
}

/** The scope of nodes of which roles alone decide. Source: https://cloud.google.com/compute/docs/access/service-accounts#accesscopesiam */
export const CLOUD_PLATFORM_SCOPE = `https://${apiHost("www")}/auth/cloud-platform`;

/** The key of a reservation's name. Source: https://cloud.google.com/kubernetes-engine/docs/how-to/consuming-reservations */
export const RESERVATION_NAME_KEY = `${apiHost("compute")}/reservation-name`;

/** The log of health checks. Source: https://cloud.google.com/load-balancing/docs/health-check-logging */
export const HEALTH_CHECK_LOG = `${apiHost("compute")}/healthchecks`;

/** The domain of the accounts that users make. Source: https://cloud.google.com/iam/docs/service-account-types */
export const SERVICE_ACCOUNT_DOMAIN = "iam.gserviceaccount.com";

/** The domain of the account by which Google's APIs act in a project. Source: https://cloud.google.com/iam/docs/service-agents */
export const GOOGLE_APIS_AGENT_DOMAIN = "cloudservices.gserviceaccount.com";

/** What GKE reads in a Service, and answers there. Source: https://cloud.google.com/kubernetes-engine/docs/how-to/standalone-neg */
export const NEG_ANNOTATION = `${GKE_DOMAIN}/neg`;
export const NEG_STATUS_ANNOTATION = `${GKE_DOMAIN}/neg-status`;

/** GKE's own label for nodes that come with a `ProvisioningRequest`. */
export const QUEUED_LABEL = `${GKE_DOMAIN}/gke-queued`;

/** What pods ask for that need a TPU. Source: https://cloud.google.com/kubernetes-engine/docs/how-to/tpus */
export const TPU_RESOURCE = "google.com/tpu";

/** Which account of Google Cloud a Kubernetes service account acts as. Source: https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity */
export const ACTS_AS_ANNOTATION = "iam.gke.io/gcp-service-account";

/** The processor of a node, as a label and as GKE's own taint of Arm nodes. Source: https://kubernetes.io/docs/reference/labels-annotations-taints/ */
export const ARCHITECTURE_LABEL = `${KUBERNETES_DOMAINS[0]}/arch`;
