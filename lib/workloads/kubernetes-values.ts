import { checkKey } from "../core/names";
import type { Problems } from "../core/problems";

/** Where Kubernetes puts what names no namespace. */
export const DEFAULT_NAMESPACE = "default";

/** Checks the name of a Kubernetes object or of a namespace. */
export function checkName(problems: Problems, property: string, name: string): void {
  checkKey(problems, property, name, 63);
}

/**
 * Checks the namespace of what users run.
 *
 * Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/ and, for `gke-`,
 * https://cloud.google.com/kubernetes-engine/docs/concepts/cluster-architecture
 */
export function checkNamespace(problems: Problems, name: string): void {
  checkName(problems, "namespace", name);
  const expected = 'a namespace that does not start with "kube-" or "gke-": those are of Kubernetes and of GKE';
  problems.check("namespace", name, (text) => !/^(kube|gke)-/.test(text), expected, "name");
}
