/** A predefined role of Google Cloud that this library grants, or that its pipelines need. */
export interface GoogleRole {
  readonly id: string;
  /** What it is granted on. */
  readonly scope: "project" | "service account" | "secret" | "bucket" | "backend service" | "subnet" | "folder" | "key";
  readonly reason: string;
  /** Whether it lets its holder grant roles: a pipeline has it for some roles alone. */
  readonly grantsRoles?: true;
}

/**
 * Every predefined role that this library names, once. Elsewhere it is named by its key.
 *
 * The order and the keys are also those of a pipeline's grants in the state: neither of a role of a pipeline may change.
 *
 * Source: the permissions of each role, by its API, below https://cloud.google.com/iam/docs/roles-permissions
 */
export const ROLES = {
  browse: { id: "roles/browser", scope: "project", reason: "reads that the project is there, and its number" },
  view_services: {
    id: "roles/serviceusage.serviceUsageViewer",
    scope: "project",
    reason: "reads which APIs are on",
  },
  view_compute: {
    id: "roles/compute.viewer",
    scope: "project",
    reason: "reads networks, load balancers and links, and the instance groups behind a pool of nodes",
  },
  view_certificates: {
    id: "roles/certificatemanager.viewer",
    scope: "project",
    reason: "reads certificates and their maps",
  },
  view_log_metrics: {
    id: "roles/logging.viewer",
    scope: "project",
    reason: "reads the metrics from logs; Google has no role for these alone, so it reads logs as well",
  },
  view_accounts: { id: "roles/iam.serviceAccountViewer", scope: "project", reason: "reads service accounts" },
  view_custom_roles: { id: "roles/iam.roleViewer", scope: "project", reason: "reads roles of the project's own" },
  view_backup_plans: { id: "roles/gkebackup.viewer", scope: "project", reason: "reads plans of backups" },
  view_fleet: { id: "roles/gkehub.viewer", scope: "project", reason: "reads the features of a fleet" },
  view_private_zones: { id: "roles/dns.reader", scope: "project", reason: "reads zones of Cloud DNS" },
  view_datasets: {
    id: "roles/bigquery.metadataViewer",
    scope: "project",
    reason: "reads what datasets are called and who may use them, and nothing of what they hold",
  },
  view_identity_pools: {
    id: "roles/iam.workloadIdentityPoolViewer",
    scope: "project",
    reason: "reads the pools by which pipelines sign in",
  },
  view_secrets: {
    id: "roles/secretmanager.viewer",
    scope: "project",
    reason: "reads what secrets are called, and nothing of what they hold",
  },
  view_buckets: {
    id: "roles/storage.bucketViewer",
    scope: "project",
    reason: "reads buckets, and nothing of what they hold",
  },
  policies: { id: "roles/iam.securityReviewer", scope: "project", reason: "reads the policies of IAM" },
  inside_clusters: {
    id: "roles/container.viewer",
    scope: "project",
    reason: "reaches control planes by their DNS name, container.clusters.connect, and reads what is in clusters",
  },
  services: {
    id: "roles/serviceusage.serviceUsageAdmin",
    scope: "project",
    reason: "switches on the project's APIs",
  },
  network: { id: "roles/compute.networkAdmin", scope: "project", reason: "networks, routers, addresses and links" },
  security: { id: "roles/compute.securityAdmin", scope: "project", reason: "firewall rules and policies" },
  load_balancer: {
    id: "roles/compute.loadBalancerAdmin",
    scope: "project",
    reason: "load balancers and their backends",
  },
  clusters: { id: "roles/container.admin", scope: "project", reason: "clusters, node pools and what is in them" },
  certificates: { id: "roles/certificatemanager.owner", scope: "project", reason: "certificates and their maps" },
  monitoring: { id: "roles/monitoring.editor", scope: "project", reason: "dashboards, alerts and uptime checks" },
  log_metrics: { id: "roles/logging.configWriter", scope: "project", reason: "metrics from logs" },
  node_accounts: { id: "roles/iam.serviceAccountAdmin", scope: "project", reason: "the accounts that nodes run as" },
  use_node_accounts: {
    id: "roles/iam.serviceAccountUser",
    scope: "project",
    reason: "decides which account nodes run as, which is a right of its own",
  },
  node_roles: {
    id: "roles/resourcemanager.projectIamAdmin",
    scope: "project",
    grantsRoles: true,
    reason: "grants roles in the project, and reads the project",
  },
  backup_plans: { id: "roles/gkebackup.admin", scope: "project", reason: "backups of clusters" },
  fleet: { id: "roles/gkehub.admin", scope: "project", reason: "features of a fleet" },
  iap: { id: "roles/iap.admin", scope: "project", reason: "who passes Identity-Aware Proxy" },
  private_zones: { id: "roles/dns.admin", scope: "project", reason: "zones of Cloud DNS" },
  private_services: {
    id: "roles/servicenetworking.networksAdmin",
    scope: "project",
    reason: "the connection to the networks of Google's services",
  },
  identity_pools: {
    id: "roles/iam.workloadIdentityPoolAdmin",
    scope: "project",
    reason: "the pools by which pipelines sign in",
  },
  secrets: { id: "roles/secretmanager.admin", scope: "project", reason: "secrets, and who reads them" },
  buckets: { id: "roles/storage.admin", scope: "project", reason: "the buckets of states" },
  read_secret: {
    id: "roles/secretmanager.secretAccessor",
    scope: "secret",
    reason: "reads what the secret holds: for a secret by its name, and never for a project",
  },
  read_state: { id: "roles/storage.objectViewer", scope: "bucket", reason: "reads states" },
  write_state: { id: "roles/storage.objectUser", scope: "bucket", reason: "reads and writes states and their locks" },
  nodes: {
    id: "roles/container.defaultNodeServiceAccount",
    scope: "project",
    reason: "writes the logs and metrics of nodes",
  },
  pull_images: { id: "roles/artifactregistry.reader", scope: "project", reason: "pulls the images of the project" },
  read_metrics: { id: "roles/monitoring.viewer", scope: "project", reason: "reads metrics" },
  view_network: {
    id: "roles/compute.networkViewer",
    scope: "project",
    reason: "reads endpoints of multi-cluster services",
  },
  impersonate: {
    id: "roles/iam.workloadIdentityUser",
    scope: "service account",
    reason: "acts as the account: a pod of a cluster, or a run of a pipeline",
  },
  attach_projects: {
    id: "roles/compute.xpnAdmin",
    scope: "folder",
    reason: "attaches projects to the host project of a Shared VPC; it is granted on a folder or the organization",
  },
  use_host_agent: {
    id: "roles/container.hostServiceAgentUser",
    scope: "project",
    reason: "lets GKE's agent of another project configure the network by GKE's agent of the host project",
  },
  use_subnet: {
    id: "roles/compute.networkUser",
    scope: "subnet",
    reason: "has nodes, pods and endpoint groups in a subnet of a Shared VPC",
  },
  use_web: {
    id: "roles/iap.httpsResourceAccessor",
    scope: "backend service",
    reason: "passes Identity-Aware Proxy, as users of a service do",
  },
  resource_policies: {
    id: "roles/iam.securityAdmin",
    scope: "project",
    grantsRoles: true,
    reason:
      "decides who may use buckets, secrets, topics, subscriptions, keys and subnets, and reads nothing of what they hold",
  },
  keys: {
    id: "roles/cloudkms.admin",
    scope: "project",
    reason:
      "makes keys and sets their policies, so that it may let anybody use them; it encrypts and decrypts nothing itself",
  },
  view_keys: { id: "roles/cloudkms.viewer", scope: "project", reason: "reads what keys are called, and uses none" },
  use_keys: {
    id: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
    scope: "key",
    reason: "encrypts and decrypts by one key, as Google's agents do for clusters",
  },
  dataset_policies: {
    id: "roles/bigquery.dataOwner",
    scope: "project",
    reason: "decides who may use datasets, which are changed as a whole for it",
  },
} as const satisfies Readonly<Record<string, GoogleRole>>;

/** Roles from before IAM: each reaches nearly everything in a project. Source: https://cloud.google.com/iam/docs/roles-overview#basic */
export const BASIC_ROLES: readonly string[] = ["roles/owner", "roles/editor", "roles/viewer"];

/**
 * Roles whose holder makes itself an owner: by the policy of a project or of what is above it, or by a role of the project's own that somebody
 * else holds. What is granted under a condition is not among them, since the condition counts.
 *
 * Source: the permissions `resourcemanager.*.setIamPolicy` and `iam.roles.update`, below https://cloud.google.com/iam/docs/roles-permissions
 */
const RISING_ROLES: readonly string[] = [
  ROLES.node_roles.id,
  "roles/resourcemanager.folderIamAdmin",
  "roles/resourcemanager.folderAdmin",
  "roles/resourcemanager.organizationAdmin",
  ROLES.resource_policies.id,
  "roles/iam.roleAdmin",
  "roles/iam.organizationRoleAdmin",
];

/** Whether whoever holds the role, or may grant it, has no limit in the project. */
export function isUnlimited(role: string): boolean {
  return BASIC_ROLES.includes(role) || RISING_ROLES.includes(role);
}

/** What a role must be, in words. */
export const A_ROLE = 'a role: "roles/pubsub.editor"';

/** Whether this is how a role is written: a predefined one, or one of a project or an organization. */
export function isRole(name: string): boolean {
  return /^((projects|organizations)\/[a-z0-9.:-]+\/)?roles\/[a-zA-Z0-9_.]+$/.test(name);
}
