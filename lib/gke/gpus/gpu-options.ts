import type {
  ContainerNodePoolNodeConfig,
  ContainerNodePoolNodeConfigGuestAccelerator,
} from "@cdktf/provider-google/lib/container-node-pool";
import { checkAbsent, checkOneOf, checkWholeNumber } from "../../core/checks";
import type { Problems, Warnings } from "../../core/problems";
import { isUnknown } from "../../core/tokens";
import type { Accelerator } from "./accelerator";
import type { AcceleratorKindName } from "./accelerator-kinds";
import { builtInAccelerator, factsOf, kindNameOf, kindOf, machineTypesWith } from "./known-accelerators";

const DRIVERS = ["DEFAULT", "LATEST", "INSTALLATION_DISABLED"] as const;
const SHARING_STRATEGIES = ["TIME_SHARING", "MPS"] as const;

/** Compute units, memory, and for some GPUs a variant with or without media engines: `1g.5gb`, `1g.24gb+me`. */
const PARTITION_SIZE = /^[1-9]g\.[1-9][0-9]*gb([+-](gfx|me)(\.all)?)*$/;

/**
 * Which NVIDIA driver GKE installs: the one that it recommends for the version of the node, the newest one, or none, for
 * those who install their own.
 */
export type GpuDriver = (typeof DRIVERS)[number];

/** How containers share one GPU. A change of any of it replaces the pool. */
export interface GpuSharing {
  /**
   * `TIME_SHARING` gives each container the whole GPU for moments, without a limit of its memory; `MPS` gives each an equal
   * part of its power and memory at the same time, and needs GKE 1.27.7-gke.1088000 or later.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/concepts/timesharing-gpus
   */
  readonly strategy: (typeof SHARING_STRATEGIES)[number];
  /** How many containers may share one GPU: 2 to 48. */
  readonly maxSharedClientsPerGpu: number;
}

/** Options of the GPUs of a pool. A change of any of it replaces the pool. */
export interface GpuOptions {
  /**
   * The GPU or the TPU of each node.
   *
   * The taint `nvidia.com/gpu`, or `google.com/tpu`, keeps away pods that do not ask for one.
   *
   * @default - none
   */
  readonly accelerator?: Accelerator;

  /**
   * How many of it a node has.
   *
   * @default - the number that is built into the machine type, otherwise 1
   */
  readonly acceleratorCount?: number;

  /**
   * Which driver GKE installs.
   *
   * @default "DEFAULT"
   */
  readonly gpuDriver?: GpuDriver;

  /**
   * How containers share a GPU.
   *
   * @default - they do not: a GPU belongs to one container
   */
  readonly gpuSharing?: GpuSharing;

  /**
   * The size of the partitions into which each GPU is divided (MIG), such as `1g.10gb`: each is a GPU of its own to pods.
   *
   * @default - whole GPUs
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/gpus-multi
   */
  readonly gpuPartitionSize?: string;
}

type MachineWithGpu = GpuOptions & { readonly machineType: string };

/** The GPUs of a node, or `undefined` when it has none. */
function gpusOf(options: MachineWithGpu): { readonly type: string; readonly count: number } | undefined {
  const { accelerator, acceleratorCount, machineType } = options;
  if (accelerator === undefined) return undefined;
  return { type: accelerator.type, count: acceleratorCount ?? builtInAccelerator(machineType)?.count ?? 1 };
}

/** Validates the GPUs of a pool. What this version does not know is let through with a warning: see `warnOfGpus`. */
export function checkGpuOptions(problems: Problems, options: MachineWithGpu): void {
  if (options.accelerator === undefined) {
    checkNoGpus(problems, options);
    return;
  }
  const { type } = options.accelerator;
  if (!checkGpuName(problems, "accelerator", options.accelerator)) return;
  checkMachine(problems, options, type);
  if (kindNameOf(options.accelerator) === "GOOGLE_TPU") {
    for (const property of ["gpuDriver", "gpuSharing", "gpuPartitionSize"] as const) {
      checkAbsent(problems, property, options[property], "with a TPU");
    }
    return;
  }
  checkOneOf(problems, "gpuDriver", options.gpuDriver, DRIVERS);
  checkSharing(problems, options);
  checkPartitions(problems, options, type);
}

/** Checks that a GPU is called by its own name and not by the resource that pods ask for. */
export function checkGpuName(problems: Problems, property: string, accelerator: Accelerator): boolean {
  const { resourceName } = kindOf(accelerator);
  const expected = `a GPU by its own name, such as "nvidia-l4": ${resourceName} is what pods ask for, and Google refuses it here`;
  return problems.check(property, accelerator.type, (name) => name !== resourceName, expected, "name");
}

/** Warns of what is risky about the GPUs of a pool. */
export function warnOfGpus(warnings: Warnings, options: MachineWithGpu): void {
  const { accelerator, machineType, gpuPartitionSize } = options;
  if (accelerator === undefined || isUnknown(accelerator.type)) return;
  const { type } = accelerator;
  const facts = factsOf(type);
  if (facts === undefined) {
    warnings.warn("accelerator", `this version does not know ${type}: nothing about it was checked`);
    return;
  }
  const homes = machineTypesWith(type);
  if (homes.length > 0 && !isUnknown(machineType) && !homes.includes(machineType)) {
    const advice = `make sure that it has ${gpusOf(options)?.count} of ${type}`;
    warnings.warn("machineType", `this version does not know ${machineType}: ${advice}`);
  }
  if (gpuPartitionSize === undefined || isUnknown(gpuPartitionSize)) return;
  const { partitions: sizes = {} } = facts;
  if (!Object.hasOwn(sizes, gpuPartitionSize)) {
    const known = Object.keys(sizes).join(", ");
    warnings.warn("gpuPartitionSize", `${type} is known to be divided into ${known}, not into ${gpuPartitionSize}`);
  }
}

/** How nodes with each kind of accelerator are configured. */
const NODE_CONFIGS: Readonly<Record<AcceleratorKindName, (options: MachineWithGpu) => ContainerNodePoolNodeConfig>> = {
  NVIDIA_GPU: (options) => ({ guestAccelerator: gpuConfig(options) }),
  // The machine type says all of it.
  GOOGLE_TPU: () => NONE,
};

/**
 * The provider's word for no accelerators. Where it is left out, a pool that had some keeps them.
 *
 * Source: https://github.com/hashicorp/terraform-provider-google/blob/v6.50.0/website/docs/guides/version_6_upgrade.html.markdown
 */
const NONE: ContainerNodePoolNodeConfig = { guestAccelerator: [{ type: "", count: 0 }] };

/** What the accelerators of a node need of its configuration, for the provider. */
export function acceleratorConfig(options: MachineWithGpu): ContainerNodePoolNodeConfig {
  const { accelerator } = options;
  return accelerator === undefined ? NONE : NODE_CONFIGS[kindNameOf(accelerator)](options);
}

function gpuConfig(options: MachineWithGpu): ContainerNodePoolNodeConfigGuestAccelerator[] | undefined {
  const gpus = gpusOf(options);
  const { gpuDriver, gpuSharing, gpuPartitionSize } = options;
  return (
    gpus && [
      {
        ...gpus,
        // Written out, because GKE fills it in: left out, the next plan would replace the pool.
        gpuDriverInstallationConfig: { gpuDriverVersion: gpuDriver ?? "DEFAULT" },
        gpuPartitionSize,
        gpuSharingConfig: gpuSharing && {
          gpuSharingStrategy: gpuSharing.strategy,
          maxSharedClientsPerGpu: gpuSharing.maxSharedClientsPerGpu,
        },
      },
    ]
  );
}

function checkNoGpus(problems: Problems, { machineType, ...options }: MachineWithGpu): void {
  const builtIn = builtInAccelerator(machineType);
  if (builtIn !== undefined) {
    const allowed = `the GPU that is built into ${machineType}: ${builtIn.type}`;
    problems.refuse("accelerator", undefined, allowed);
  }
  for (const property of ["acceleratorCount", "gpuDriver", "gpuSharing", "gpuPartitionSize"] as const) {
    checkAbsent(problems, property, options[property], "without accelerator");
  }
}

function checkMachine(problems: Problems, options: MachineWithGpu, type: string): void {
  const { acceleratorCount, machineType } = options;
  if (!checkWholeNumber(problems, "acceleratorCount", acceleratorCount, [1])) return;
  const builtIn = builtInAccelerator(machineType);
  const count = acceleratorCount ?? builtIn?.count ?? 1;
  if (builtIn !== undefined) {
    const expected = `${builtIn.type}, which is built into ${machineType}`;
    problems.check("accelerator", type, (name) => name === builtIn.type, expected);
    problems.check(
      "acceleratorCount",
      count,
      (number) => number === builtIn.count,
      `${builtIn.count}, as ${machineType} has`,
    );
    return;
  }
  const counts = factsOf(type)?.attachedToN1;
  const homes = machineTypesWith(type);
  if (counts !== undefined) {
    const allowed = `an N1 machine type, such as "n1-standard-8": ${type} goes with it`;
    problems.check("machineType", machineType, (name) => name.startsWith("n1-"), allowed);
    problems.check("acceleratorCount", count, (number) => counts.includes(number), `${counts.join(", ")} of ${type}`);
  } else if (homes.length > 0) {
    const isOfFamily = (name: string) => name.split("-")[0] === homes[0]?.split("-")[0];
    problems.check("machineType", machineType, isOfFamily, `a machine type with ${type}: ${homes.join(", ")}`);
  }
}

function checkSharing(problems: Problems, { gpuSharing }: GpuOptions): void {
  if (gpuSharing === undefined) return;
  const { strategy, maxSharedClientsPerGpu } = gpuSharing;
  checkOneOf(problems, "gpuSharing.strategy", strategy, SHARING_STRATEGIES);
  checkWholeNumber(problems, "gpuSharing.maxSharedClientsPerGpu", maxSharedClientsPerGpu, [2, 48]);
}

function checkPartitions(problems: Problems, { gpuPartitionSize }: GpuOptions, type: string): void {
  if (gpuPartitionSize === undefined) return;
  const facts = factsOf(type);
  const [example] = Object.keys(facts?.partitions ?? {});
  if (example === undefined && facts !== undefined) {
    checkAbsent(problems, "gpuPartitionSize", gpuPartitionSize, `with ${type}, which cannot be divided`);
    return;
  }
  const allowed = `compute units and memory, such as "${example ?? "1g.10gb"}"`;
  problems.check("gpuPartitionSize", gpuPartitionSize, (size) => PARTITION_SIZE.test(size), allowed);
}
