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
  return `serviceAccount:${workloadPool(project)}[${serviceAccount}]`;
}
