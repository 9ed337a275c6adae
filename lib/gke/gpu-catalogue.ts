/**
 * What this version knows of Google's GPUs: machine types and zones.
 *
 * These facts age. What contradicts them is a warning and never refused, but for pairs that cannot exist: a machine type
 * that is known, with another GPU than the one that is soldered to it.
 *
 * Sources: https://cloud.google.com/compute/docs/gpus and https://cloud.google.com/compute/docs/gpus/gpu-regions-zones
 */

interface GpuFacts {
  /** Machine types with this GPU built in, and how many of it they have. */
  readonly builtInto?: Readonly<Record<string, number>>;
  /** How many of this GPU an N1 machine can have. */
  readonly attachedToN1?: readonly number[];
  /** The zone letters of each region that offers it. */
  readonly zones: Readonly<Record<string, string>>;
}

const GPUS: Readonly<Record<string, GpuFacts>> = {
  "nvidia-tesla-t4": {
    attachedToN1: [1, 2, 4],
    zones: {
      "asia-east1": "ac",
      "asia-east2": "ac",
      "asia-northeast1": "ac",
      "asia-northeast3": "bc",
      "asia-south1": "ab",
      "asia-southeast1": "abc",
      "asia-southeast2": "ab",
      "europe-central2": "bc",
      "europe-west1": "bcd",
      "europe-west2": "ab",
      "europe-west3": "b",
      "europe-west4": "abc",
      "us-central1": "abcf",
      "us-east1": "bcd",
      "us-east4": "abc",
      "us-west1": "ab",
      "us-west2": "bc",
      "us-west3": "b",
      "us-west4": "ab",
    },
  },
  "nvidia-tesla-v100": {
    attachedToN1: [1, 2, 4, 8],
    zones: { "asia-east1": "c", "europe-west4": "abc", "us-central1": "abcf", "us-east1": "bc", "us-west1": "ab" },
  },
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
    zones: {
      "asia-east1": "abc",
      "asia-northeast1": "abc",
      "asia-northeast3": "ab",
      "asia-south1": "abc",
      "asia-southeast1": "abc",
      "europe-west1": "bc",
      "europe-west2": "ab",
      "europe-west3": "ab",
      "europe-west4": "abc",
      "europe-west6": "bc",
      "us-central1": "abc",
      "us-east1": "bcd",
      "us-east4": "ac",
      "us-west1": "abc",
      "us-west4": "ac",
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
    zones: {
      "asia-northeast1": "ac",
      "asia-northeast3": "ab",
      "asia-southeast1": "abc",
      "europe-west4": "ab",
      "us-central1": "abcf",
      "us-east1": "b",
      "us-west1": "b",
      "us-west3": "b",
      "us-west4": "b",
    },
  },
  "nvidia-a100-80gb": {
    builtInto: { "a2-ultragpu-1g": 1, "a2-ultragpu-2g": 2, "a2-ultragpu-4g": 4, "a2-ultragpu-8g": 8 },
    zones: { "asia-southeast1": "c", "europe-west4": "a", "us-central1": "ac", "us-east4": "c", "us-east5": "ab" },
  },
  "nvidia-h100-80gb": {
    builtInto: { "a3-highgpu-1g": 1, "a3-highgpu-2g": 2, "a3-highgpu-4g": 4, "a3-highgpu-8g": 8 },
    zones: {
      "asia-east1": "c",
      "asia-northeast1": "b",
      "asia-south1": "c",
      "asia-south2": "b",
      "asia-southeast1": "bc",
      "europe-north1": "c",
      "europe-west1": "bc",
      "europe-west3": "c",
      "europe-west4": "bc",
      "europe-west9": "c",
      "us-central1": "abc",
      "us-east4": "abc",
      "us-east5": "a",
      "us-west1": "ab",
      "us-west4": "a",
    },
  },
  "nvidia-h100-mega-80gb": {
    builtInto: { "a3-megagpu-8g": 8 },
    zones: {
      "asia-east1": "c",
      "asia-northeast1": "b",
      "asia-southeast1": "bc",
      "europe-north1": "c",
      "europe-west1": "bc",
      "europe-west3": "c",
      "europe-west4": "bc",
      "us-central1": "abc",
      "us-east4": "abc",
      "us-east5": "a",
      "us-west1": "ab",
      "us-west4": "a",
    },
  },
  "nvidia-h200-141gb": {
    builtInto: { "a3-ultragpu-8g": 8 },
    zones: {
      "asia-south1": "b",
      "asia-south2": "c",
      "europe-west1": "b",
      "europe-west4": "a",
      "us-central1": "b",
      "us-east4": "b",
      "us-east5": "a",
      "us-south1": "b",
      "us-west1": "c",
    },
  },
  "nvidia-b200": {
    builtInto: { "a4-highgpu-8g": 8 },
    zones: {
      "asia-northeast1": "b",
      "asia-southeast1": "b",
      "europe-north1": "b",
      "europe-west4": "b",
      "us-central1": "b",
      "us-east1": "b",
      "us-east4": "b",
      "us-south1": "b",
      "us-west2": "c",
      "us-west3": "bc",
    },
  },
  "nvidia-gb200": { builtInto: { "a4x-highgpu-4g": 4 }, zones: {} },
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
    zones: {},
  },
};

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
  return Object.keys(GPUS[type]?.builtInto ?? {});
}

/** How many of a GPU can be attached to an N1 machine, or `undefined` when it cannot be attached or is not known. */
export function attachableCounts(type: string): readonly number[] | undefined {
  return GPUS[type]?.attachedToN1;
}

/** The zones of a region that offer a GPU, as far as this version knows; none when it knows of no zone. */
export function zonesWith(type: string, region: string): readonly string[] {
  return [...(GPUS[type]?.zones[region] ?? "")].map((letter) => `${region}-${letter}`);
}
