/**
 * GKE's own domain for labels. How nodes are known, at Google Cloud and in data centres alike: one Deployment runs in both.
 *
 * Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/gpus and
 * https://cloud.google.com/kubernetes-engine/docs/how-to/node-auto-provisioning
 */
export const GKE_DOMAIN = "cloud.google.com";

/**
 * The domains of Kubernetes itself, for labels and taints that it sets and reads.
 *
 * Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
 */
export const KUBERNETES_DOMAINS = ["kubernetes.io", "k8s.io"] as const;

/** GKE's own label for the pool of a node. */
export const NODE_POOL_LABEL = `${GKE_DOMAIN}/gke-nodepool`;

/** GKE's own label for the GPU of a node. */
export const ACCELERATOR_LABEL = `${GKE_DOMAIN}/gke-accelerator`;

/** NVIDIA's resource of a node, which pods ask for. */
export const GPU_RESOURCE = "nvidia.com/gpu";

/** GKE's own taint of nodes with GPUs. */
export const GPU_TAINT = { key: GPU_RESOURCE, value: "present", effect: "NO_SCHEDULE" } as const;
