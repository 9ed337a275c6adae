import type { ContainerNodePoolNodeConfig } from "@cdktf/provider-google/lib/container-node-pool";
import { checkOneOf, checkWholeNumber } from "../../core/checks";
import type { Problems } from "../../core/problems";

const IMAGE_TYPES = ["COS_CONTAINERD", "UBUNTU_CONTAINERD"] as const;
const CONFIDENTIAL_TYPES = ["SEV", "SEV_SNP", "TDX"] as const;
const CGROUP_MODES = ["CGROUP_MODE_V1", "CGROUP_MODE_V2"] as const;
const CPU_MANAGER_POLICIES = ["none", "static"] as const;

/** The operating system of nodes: Google's own, small and read-only, or Ubuntu. */
export type NodeImageType = (typeof IMAGE_TYPES)[number];

/** How the memory of a node is encrypted: AMD's or Intel's way. The machine type decides which there is. */
export type ConfidentialNodeType = (typeof CONFIDENTIAL_TYPES)[number];

/** The operating system and the kubelet of nodes. */
export interface NodeSystemOptions {
  /**
   * The operating system.
   *
   * @default "COS_CONTAINERD": the smaller surface (CIS GKE 5.5.1)
   */
  readonly imageType?: NodeImageType;

  /**
   * Whether a node starts only what is signed. Drivers that you install yourself may not be. A change replaces the pool.
   *
   * @default true (CIS GKE 5.5.7)
   */
  readonly secureBoot?: boolean;

  /**
   * How the memory of nodes is encrypted while it is in use. A change replaces the pool.
   *
   * @default - it is not
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/confidential-gke-nodes
   */
  readonly confidentialNodes?: ConfidentialNodeType;

  /**
   * The oldest CPU that is good enough, such as `Intel Ice Lake`. A change replaces the pool.
   *
   * @default - any that the machine type has
   */
  readonly minCpuPlatform?: string;

  /**
   * Settings of the Linux kernel: `{ "net.core.somaxconn": "4096" }`.
   *
   * @default - the image's
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/node-system-config#sysctl-options
   */
  readonly sysctls?: { readonly [name: string]: string };

  /**
   * The version of Linux control groups.
   *
   * @default - GKE's: version 2
   */
  readonly cgroupMode?: (typeof CGROUP_MODES)[number];

  /**
   * `static` gives pods with whole CPUs and equal requests and limits CPUs of their own.
   *
   * @default - the kubelet's: "none"
   */
  readonly cpuManagerPolicy?: (typeof CPU_MANAGER_POLICIES)[number];

  /**
   * Whether CPU limits of containers are enforced.
   *
   * @default true, as in Kubernetes
   */
  readonly cpuCfsQuota?: boolean;

  /**
   * How many processes a pod may have, 1,024 to 4,194,304.
   *
   * @default - GKE's
   */
  readonly podPidsLimit?: number;

  /**
   * Whether the kubelet answers everyone on port 10255, without asking who it is.
   *
   * @default false
   */
  readonly kubeletReadOnlyPort?: boolean;
}

/** Checks the operating system and the kubelet of a pool. */
export function checkNodeSystemOptions(problems: Problems, options: NodeSystemOptions): void {
  checkOneOf(problems, "imageType", options.imageType, IMAGE_TYPES);
  checkOneOf(problems, "confidentialNodes", options.confidentialNodes, CONFIDENTIAL_TYPES);
  checkOneOf(problems, "cgroupMode", options.cgroupMode, CGROUP_MODES);
  checkOneOf(problems, "cpuManagerPolicy", options.cpuManagerPolicy, CPU_MANAGER_POLICIES);
  checkWholeNumber(problems, "podPidsLimit", options.podPidsLimit, [1024, 4_194_304]);
}

/** The operating system and the kubelet of a node, for the provider. */
export function systemConfig(options: NodeSystemOptions): ContainerNodePoolNodeConfig {
  const { sysctls, cgroupMode } = options;
  return {
    imageType: options.imageType ?? "COS_CONTAINERD",
    minCpuPlatform: options.minCpuPlatform,
    shieldedInstanceConfig: { enableSecureBoot: options.secureBoot ?? true, enableIntegrityMonitoring: true },
    ...confidentialConfig(options),
    linuxNodeConfig: sysctls || cgroupMode ? { sysctls, cgroupMode } : undefined,
    kubeletConfig: {
      insecureKubeletReadonlyPortEnabled: readOnlyPort(options.kubeletReadOnlyPort),
      cpuManagerPolicy: options.cpuManagerPolicy,
      // The provider sends this with the port, and as false when it is left out: no limit of a container would hold.
      cpuCfsQuota: options.cpuCfsQuota ?? true,
      podPidsLimit: options.podPidsLimit,
    },
  };
}

/** The encryption of a node's memory, for the provider. */
export function confidentialConfig({
  confidentialNodes,
}: Pick<NodeSystemOptions, "confidentialNodes">): Pick<ContainerNodePoolNodeConfig, "confidentialNodes"> {
  return { confidentialNodes: confidentialNodes && { enabled: true, confidentialInstanceType: confidentialNodes } };
}

/** Whether the kubelet's open port is open: the provider wants a word for it. */
export function readOnlyPort(open: boolean | undefined): string {
  return open === true ? "TRUE" : "FALSE";
}
