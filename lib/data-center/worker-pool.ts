/** What a taint does to pods that do not tolerate it, in the words of Google Cloud and in those of Kubernetes. */
export const WORKER_TAINT_EFFECTS = {
  NO_SCHEDULE: "NoSchedule",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
  NO_EXECUTE: "NoExecute",
} as const;

/** A taint of workers, as a node pool of Google Cloud has it. */
export interface WorkerTaint {
  /** Its key: `example.com/purpose`. */
  readonly key: string;
  /** Its value. */
  readonly value: string;
  /** `NO_SCHEDULE` keeps new pods away, `PREFER_NO_SCHEDULE` if there is another node, `NO_EXECUTE` evicts running ones too. */
  readonly effect: keyof typeof WORKER_TAINT_EFFECTS;
}

/** Workers of one kind: their labels and taints, which their kubelets register when they join. */
export interface WorkerPoolOptions {
  /**
   * The GPU of these workers, by the name that GKE has for it: `nvidia-l4`. They get the label and the taint that a node pool of GKE
   * with this GPU has, so that one Deployment runs in both. What drives the GPU is NVIDIA's operator, or your own image.
   *
   * @default - none
   */
  readonly accelerator?: string;

  /**
   * Labels of the nodes.
   *
   * @default - none but GKE's own, of the pool and its GPU
   */
  readonly nodeLabels?: { readonly [key: string]: string };

  /**
   * Taints of the nodes. With a GPU there is `nvidia.com/gpu=present:NoSchedule` besides.
   *
   * @default - none
   */
  readonly taints?: readonly WorkerTaint[];
}
