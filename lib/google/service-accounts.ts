import { apiHost, GOOGLE_APIS_AGENT_DOMAIN, SERVICE_ACCOUNT_DOMAIN } from "./hosts";

const IS_SERVICE_ACCOUNT = new RegExp(`^[^@\\s]+@[^@\\s]+\\.${SERVICE_ACCOUNT_DOMAIN.replaceAll(".", "\\.")}$`);

/** Whether this is the address of an account that a user made. */
export function isServiceAccount(address: string): boolean {
  return IS_SERVICE_ACCOUNT.test(address);
}

/** A service account as the member of an IAM policy. */
export function memberOf(address: string): string {
  return `serviceAccount:${address}`;
}

/**
 * The account that Google makes for one of its services in a project, named after the project's number.
 *
 * Source: https://cloud.google.com/iam/docs/service-agents
 */
export function serviceAgent(service: string, projectNumber: string): string {
  return `service-${projectNumber}@gcp-sa-${service}.${SERVICE_ACCOUNT_DOMAIN}`;
}

/** GKE's agent in a project, by which clusters use a network. Its name is older than those of the others. */
export function gkeAgent(projectNumber: string): string {
  return `service-${projectNumber}@container-engine-robot.${SERVICE_ACCOUNT_DOMAIN}`;
}

/** Compute Engine's agent in a project, by which disks are encrypted. */
export function computeAgent(projectNumber: string): string {
  return `service-${projectNumber}@compute-system.${SERVICE_ACCOUNT_DOMAIN}`;
}

/** The agent of Google's APIs in a project, by which nodes are made. */
export function googleApisAgent(projectNumber: string): string {
  return `${projectNumber}@${GOOGLE_APIS_AGENT_DOMAIN}`;
}

/**
 * The pool in which a project's Kubernetes service accounts are identities of Google Cloud.
 *
 * Source: https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity
 */
export function workloadPool(project: string): string {
  return `${project}.svc.id.goog`;
}

/**
 * A Kubernetes service account as the member of an IAM policy.
 *
 * @param serviceAccount namespace and name: `monitoring/adapter`
 */
export function workloadMember(project: string, serviceAccount: string): string {
  return memberOf(`${workloadPool(project)}[${serviceAccount}]`);
}

/** A Kubernetes service account, by its namespace, in the pool of a project. */
export interface WorkloadPrincipal {
  readonly project: string;
  readonly projectNumber: string;
  readonly namespace: string;
  readonly serviceAccountName: string;
}

/**
 * A Kubernetes service account itself as the member of an IAM policy, without an account of Google Cloud that it acts as.
 *
 * Source: https://cloud.google.com/iam/docs/principal-identifiers
 */
export function workloadPrincipal(principal: WorkloadPrincipal): string {
  const { project, projectNumber, namespace, serviceAccountName } = principal;
  const pool = `projects/${projectNumber}/locations/global/workloadIdentityPools/${workloadPool(project)}`;
  return `principal://${apiHost("iam")}/${pool}/subject/ns/${namespace}/sa/${serviceAccountName}`;
}
