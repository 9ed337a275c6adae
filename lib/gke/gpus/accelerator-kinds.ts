import { GPU_RESOURCE, GPU_TAINT } from "../../core/node-labels";
import { TPU_RESOURCE } from "../../google/hosts";
import type { MonitoringComponent } from "../cluster/observability";
import type { NodeTaint } from "../nodes/node-taint";

/** What all accelerators of a kind have in common. How their nodes are configured is in the file of the kind's options. */
export interface AcceleratorKind {
  /** What pods ask for, in the limits of their resources. */
  readonly resourceName: string;
  /** GKE's own taint of their nodes. Written out, because a later change of taints sends only those that are written. */
  readonly taint: NodeTaint;
  /** What writes the metrics of the accelerators themselves to Cloud Monitoring. */
  readonly monitoringComponents: readonly MonitoringComponent[];
}

/** The kinds by name. */
export const ACCELERATOR_KINDS = {
  NVIDIA_GPU: {
    resourceName: GPU_RESOURCE,
    taint: GPU_TAINT,
    monitoringComponents: ["DCGM"],
  },
  // Source: https://cloud.google.com/kubernetes-engine/docs/concepts/tpus
  GOOGLE_TPU: {
    resourceName: TPU_RESOURCE,
    taint: { key: TPU_RESOURCE, value: "present", effect: "NO_SCHEDULE" },
    // GKE's system metrics have those of TPUs.
    monitoringComponents: [],
  },
} as const satisfies Readonly<Record<string, AcceleratorKind>>;

/** The name of a kind. */
export type AcceleratorKindName = keyof typeof ACCELERATOR_KINDS;
