import type { Answer } from "./ask";
import type { Plan } from "./facts";
import type { Question } from "./judge";

/**
 * The provider of Kubernetes plans with what it reads from a cluster, so it is not asked. Its source has it: what is below `metadata`
 * and names a thing replaces it, all else of these types is updated.
 *
 * Source: https://github.com/hashicorp/terraform-provider-kubernetes/blob/v2.38.0/kubernetes/schema_metadata.go
 */
const REPLACING = ["metadata.name", "metadata.namespace", "metadata.generate_name"];

/** Arguments of these types that the source marks in the same way. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  kubernetes_deployment_v1: ["spec.selector"],
};

export function KUBERNETES({ after: { type }, at }: Question): Answer {
  const replacing = [...REPLACING, ...(OTHERS[type] ?? [])];
  return {
    plans: new Map(
      [...at.keys()].map((path): [string, Plan] => [path, replacing.includes(path) ? "replaced" : "in place"]),
    ),
  };
}
