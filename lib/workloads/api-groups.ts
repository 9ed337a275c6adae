/** Groups of the Kubernetes API. Source: https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.33/ */
export const RBAC = "rbac.authorization.k8s.io";

/** The APIs of metrics that an adapter serves. Source: https://github.com/kubernetes/metrics */
export const CUSTOM_METRICS = "custom.metrics.k8s.io";
export const EXTERNAL_METRICS = "external.metrics.k8s.io";
