import { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1";
import { ClusterRoleV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { EXTERNAL_METRICS, RBAC } from "./api-groups";

const READ = ["get", "list", "watch"];

export interface AdapterPermissionsProps {
  /** The namespace of the adapter's Kubernetes service account. */
  readonly namespace: string;
  /** The name of the adapter's Kubernetes service account. */
  readonly accountName: string;
}

interface Subject {
  readonly kind: "ServiceAccount";
  readonly namespace: string;
  readonly name: string;
}

/**
 * What the adapter may do in its cluster: serve an API behind Kubernetes' own, and look up the pods and nodes of a metric.
 *
 * Source: https://kubernetes.io/docs/tasks/extend-kubernetes/setup-extension-api-server/
 */
export class AdapterPermissions extends Construct {
  /** Every permission: the adapter starts after them. */
  public readonly all: readonly ITerraformDependable[];

  /** @internal */
  constructor(scope: Construct, id: string, { namespace, accountName }: AdapterPermissionsProps) {
    super(scope, id);
    const adapter: Subject = { kind: "ServiceAccount", namespace, name: accountName };
    const autoscaler: Subject = { kind: "ServiceAccount", namespace: "kube-system", name: "horizontal-pod-autoscaler" };
    const authReader = new RoleBindingV1(this, "auth_reader", {
      metadata: { name: "custom-metrics-auth-reader", namespace: "kube-system" },
      roleRef: { apiGroup: RBAC, kind: "Role", name: "extension-apiserver-authentication-reader" },
      subject: [adapter],
    });
    this.all = [
      this.bind("auth_delegator", "custom-metrics:system:auth-delegator", "system:auth-delegator", adapter),
      authReader,
      ...this.grant("resource_reader", "custom-metrics-resource-reader", "", ["pods", "nodes", "nodes/stats"], adapter),
      ...this.grant("external_reader", "external-metrics-reader", EXTERNAL_METRICS, ["*"], autoscaler),
    ];
  }

  private grant(id: string, name: string, apiGroup: string, resources: string[], subject: Subject) {
    const rule = [{ apiGroups: [apiGroup], resources, verbs: READ }];
    const role = new ClusterRoleV1(this, `${id}_role`, { metadata: { name }, rule });
    return [role, this.bind(id, name, role.metadata.name, subject)];
  }

  private bind(id: string, name: string, role: string, subject: Subject) {
    return new ClusterRoleBindingV1(this, id, {
      metadata: { name },
      roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: role },
      subject: [subject],
    });
  }
}
