/**
 * What this version knows of Google's GPUs: the machine types that have them, and how they can be partitioned.
 *
 * The hardware of a known name never changes, so what contradicts it is refused. New names come often, so a name that is
 * not here is let through with a warning.
 *
 * Sources: https://cloud.google.com/compute/docs/gpus and https://docs.nvidia.com/datacenter/tesla/mig-user-guide
 */

interface GpuFacts {
  /** Machine types with this GPU built in, and how many of it they have. */
  readonly builtInto?: Readonly<Record<string, number>>;
  /** How many of this GPU an N1 machine can have. */
  readonly attachedToN1?: readonly number[];
  /** How many partitions of each size one GPU can be divided into; nothing when it cannot be. */
  readonly partitions?: Readonly<Record<string, number>>;
}

const A100_80GB_PARTITIONS = { "1g.10gb": 7, "2g.20gb": 3, "3g.40gb": 2, "4g.40gb": 1, "7g.80gb": 1 } as const;
const H100_PARTITIONS = { ...A100_80GB_PARTITIONS, "1g.20gb": 4 } as const;

const GPUS: Readonly<Record<string, GpuFacts>> = {
  "nvidia-tesla-t4": { attachedToN1: [1, 2, 4] },
  "nvidia-tesla-v100": { attachedToN1: [1, 2, 4, 8] },
  "nvidia-tesla-p100": { attachedToN1: [1, 2, 4] },
  "nvidia-l4": {
    builtInto: {
      "g2-standard-4": 1,
      "g2-standard-8": 1,
      "g2-standard-12": 1,
      "g2-standard-16": 1,
      "g2-standard-32": 1,
      "g2-standard-24": 2,
      "g2-standard-48": 4,
      "g2-standard-96": 8,
    },
  },
  "nvidia-tesla-a100": {
    builtInto: {
      "a2-highgpu-1g": 1,
      "a2-highgpu-2g": 2,
      "a2-highgpu-4g": 4,
      "a2-highgpu-8g": 8,
      "a2-megagpu-16g": 16,
    },
    partitions: { "1g.5gb": 7, "2g.10gb": 3, "3g.20gb": 2, "4g.20gb": 1, "7g.40gb": 1 },
  },
  "nvidia-a100-80gb": {
    builtInto: { "a2-ultragpu-1g": 1, "a2-ultragpu-2g": 2, "a2-ultragpu-4g": 4, "a2-ultragpu-8g": 8 },
    partitions: A100_80GB_PARTITIONS,
  },
  "nvidia-h100-80gb": {
    builtInto: { "a3-highgpu-1g": 1, "a3-highgpu-2g": 2, "a3-highgpu-4g": 4, "a3-highgpu-8g": 8 },
    partitions: H100_PARTITIONS,
  },
  "nvidia-h100-mega-80gb": { builtInto: { "a3-megagpu-8g": 8 }, partitions: H100_PARTITIONS },
  "nvidia-h200-141gb": {
    builtInto: { "a3-ultragpu-8g": 8 },
    partitions: { "1g.18gb": 7, "1g.35gb": 4, "2g.35gb": 3, "3g.71gb": 2, "4g.71gb": 1, "7g.141gb": 1 },
  },
  "nvidia-b200": {
    builtInto: { "a4-highgpu-8g": 8 },
    partitions: { "1g.23gb": 7, "1g.45gb": 4, "2g.45gb": 3, "3g.90gb": 2, "4g.90gb": 1, "7g.180gb": 1 },
  },
  "nvidia-gb200": {
    builtInto: { "a4x-highgpu-4g": 4 },
    partitions: { "1g.23gb": 7, "1g.47gb": 4, "2g.47gb": 3, "3g.93gb": 2, "4g.93gb": 1, "7g.186gb": 1 },
  },
  "nvidia-rtx-pro-6000": {
    builtInto: {
      "g4-standard-6": 1,
      "g4-standard-12": 1,
      "g4-standard-24": 1,
      "g4-standard-48": 1,
      "g4-standard-96": 2,
      "g4-standard-192": 4,
      "g4-standard-384": 8,
    },
    partitions: { "1g.24gb": 4, "2g.48gb": 2, "4g.96gb": 1 },
  },
};

/** The GPUs that this version knows. */
export const KNOWN_GPUS: readonly string[] = Object.keys(GPUS);

/** The GPU that is built into a machine type, and how many of it; `undefined` for a machine type that is not known. */
export function builtInGpu(machineType: string): { readonly type: string; readonly count: number } | undefined {
  for (const [type, { builtInto = {} }] of Object.entries(GPUS)) {
    const count = Object.hasOwn(builtInto, machineType) ? builtInto[machineType] : undefined;
    if (count !== undefined) return { type, count };
  }
  return undefined;
}

/** The machine types that a GPU is built into; none for a GPU that is not known or that is attached. */
export function machineTypesWith(type: string): readonly string[] {
  return Object.keys(factsOf(type)?.builtInto ?? {});
}

/** How many of a GPU can be attached to an N1 machine, or `undefined` when it cannot be attached or is not known. */
export function attachableCounts(type: string): readonly number[] | undefined {
  return factsOf(type)?.attachedToN1;
}

/** How many partitions of each size a GPU can have, by size; none when it cannot be divided or is not known. */
export function partitionsOf(type: string): Readonly<Record<string, number>> {
  return factsOf(type)?.partitions ?? {};
}

function factsOf(type: string): GpuFacts | undefined {
  return Object.hasOwn(GPUS, type) ? GPUS[type] : undefined;
}
