import type { SeriesFacts } from "../nodes/series-facts";
import type { AcceleratorKindName } from "./accelerator-kinds";

const A100_80GB_PARTITIONS = { "1g.10gb": 7, "2g.20gb": 3, "3g.40gb": 2, "4g.40gb": 1, "7g.80gb": 1 };
const H100_PARTITIONS = { ...A100_80GB_PARTITIONS, "1g.20gb": 4 };

/**
 * What this version knows of each accelerator: all of it in one record. A new one is a record here, and a constant in `accelerator.ts`.
 *
 * The hardware of a known name never changes, so what contradicts it is refused. New names come often, so a name that is
 * not here is let through with a warning. Google adds and moves accelerators often, and a zone in a list may still have none
 * left: a pool whose zones come from here has a warning, and zones that a user gives are never compared with it.
 *
 * Sources: https://cloud.google.com/compute/docs/gpus, https://cloud.google.com/compute/docs/gpus/gpu-regions-zones,
 * https://docs.nvidia.com/datacenter/tesla/mig-user-guide, and those of `SeriesFacts`
 */
export const ACCELERATORS = {
  T4: {
    type: "nvidia-tesla-t4",
    kind: "NVIDIA_GPU",
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
  V100: {
    type: "nvidia-tesla-v100",
    kind: "NVIDIA_GPU",
    attachedToN1: [1, 2, 4, 8],
    zones: {
      "asia-east1": "c",
      "europe-west4": "abc",
      "us-central1": "abcf",
      "us-east1": "bc",
      "us-west1": "ab",
    },
  },
  P100: {
    type: "nvidia-tesla-p100",
    kind: "NVIDIA_GPU",
    attachedToN1: [1, 2, 4],
  },
  L4: {
    type: "nvidia-l4",
    kind: "NVIDIA_GPU",
    series: {
      g2: {
        machines: {
          "g2-standard-4": { count: 1 },
          "g2-standard-8": { count: 1 },
          "g2-standard-12": { count: 1 },
          "g2-standard-16": { count: 1 },
          "g2-standard-32": { count: 1 },
          "g2-standard-24": { count: 2 },
          "g2-standard-48": { count: 4 },
          "g2-standard-96": { count: 8 },
        },
      },
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
  A100: {
    type: "nvidia-tesla-a100",
    kind: "NVIDIA_GPU",
    series: {
      "a2-highgpu": {
        machines: {
          "a2-highgpu-1g": { count: 1 },
          "a2-highgpu-2g": { count: 2 },
          "a2-highgpu-4g": { count: 4 },
          "a2-highgpu-8g": { count: 8 },
        },
      },
      "a2-megagpu": {
        machines: {
          "a2-megagpu-16g": { count: 16 },
        },
      },
    },
    partitions: { "1g.5gb": 7, "2g.10gb": 3, "3g.20gb": 2, "4g.20gb": 1, "7g.40gb": 1 },
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
  A100_80GB: {
    type: "nvidia-a100-80gb",
    kind: "NVIDIA_GPU",
    series: {
      "a2-ultragpu": {
        alwaysLocalSsds: true,
        machines: {
          "a2-ultragpu-1g": { count: 1 },
          "a2-ultragpu-2g": { count: 2 },
          "a2-ultragpu-4g": { count: 4 },
          "a2-ultragpu-8g": { count: 8 },
        },
      },
    },
    partitions: A100_80GB_PARTITIONS,
    zones: {
      "asia-southeast1": "c",
      "europe-west4": "a",
      "us-central1": "ac",
      "us-east4": "c",
      "us-east5": "ab",
    },
  },
  H100: {
    type: "nvidia-h100-80gb",
    kind: "NVIDIA_GPU",
    series: {
      "a3-highgpu": {
        alwaysLocalSsds: true,
        machines: {
          "a3-highgpu-1g": { count: 1 },
          "a3-highgpu-2g": { count: 2 },
          "a3-highgpu-4g": { count: 4 },
          "a3-highgpu-8g": { count: 8, localSsds: 16, gpuDirectNetworks: 4 },
        },
      },
    },
    partitions: H100_PARTITIONS,
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
  H100_MEGA: {
    type: "nvidia-h100-mega-80gb",
    kind: "NVIDIA_GPU",
    series: {
      "a3-megagpu": {
        alwaysLocalSsds: true,
        machines: {
          "a3-megagpu-8g": { count: 8, localSsds: 16, gpuDirectNetworks: 8 },
        },
      },
    },
    partitions: H100_PARTITIONS,
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
  H200: {
    type: "nvidia-h200-141gb",
    kind: "NVIDIA_GPU",
    series: {
      "a3-ultragpu": {
        hyperdiskOnly: true,
        alwaysLocalSsds: true,
        compactFlexStart: true,
        machines: {
          "a3-ultragpu-8g": { count: 8, localSsds: 32 },
        },
      },
    },
    partitions: { "1g.18gb": 7, "1g.35gb": 4, "2g.35gb": 3, "3g.71gb": 2, "4g.71gb": 1, "7g.141gb": 1 },
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
  B200: {
    type: "nvidia-b200",
    kind: "NVIDIA_GPU",
    series: {
      a4: {
        hyperdiskOnly: true,
        alwaysLocalSsds: true,
        compactFlexStart: true,
        machines: {
          "a4-highgpu-8g": { count: 8, localSsds: 32 },
        },
      },
    },
    partitions: { "1g.23gb": 7, "1g.45gb": 4, "2g.45gb": 3, "3g.90gb": 2, "4g.90gb": 1, "7g.180gb": 1 },
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
  GB200: {
    type: "nvidia-gb200",
    kind: "NVIDIA_GPU",
    series: {
      a4x: {
        hyperdiskOnly: true,
        arm: true,
        alwaysLocalSsds: true,
        machines: {
          "a4x-highgpu-4g": { count: 4 },
        },
      },
    },
    partitions: { "1g.23gb": 7, "1g.47gb": 4, "2g.47gb": 3, "3g.93gb": 2, "4g.93gb": 1, "7g.186gb": 1 },
  },
  RTX_PRO_6000: {
    type: "nvidia-rtx-pro-6000",
    kind: "NVIDIA_GPU",
    series: {
      g4: {
        hyperdiskOnly: true,
        machines: {
          "g4-standard-6": { count: 1 },
          "g4-standard-12": { count: 1 },
          "g4-standard-24": { count: 1 },
          "g4-standard-48": { count: 1 },
          "g4-standard-96": { count: 2 },
          "g4-standard-192": { count: 4 },
          "g4-standard-384": { count: 8 },
        },
      },
    },
    partitions: { "1g.24gb": 4, "2g.48gb": 2, "4g.96gb": 1 },
  },
  // Source: https://cloud.google.com/kubernetes-engine/docs/concepts/plan-tpus
  TPU_V5E: {
    type: "tpu-v5-lite-podslice",
    kind: "GOOGLE_TPU",
    series: {
      ct5lp: {
        machines: {
          "ct5lp-hightpu-1t": { count: 1 },
          "ct5lp-hightpu-4t": { count: 4 },
          "ct5lp-hightpu-8t": { count: 8 },
        },
      },
    },
  },
} as const satisfies Readonly<Record<string, AcceleratorFacts>>;

/** Everything about one accelerator. */
export interface AcceleratorFacts {
  /** Google's name of it. */
  readonly type: string;
  /** What decides how its nodes are configured: see `accelerator-kinds.ts`. */
  readonly kind: AcceleratorKindName;
  /** The series of machines that have it built in. */
  readonly series?: Readonly<Record<string, SeriesFacts>>;
  /** How many of it an N1 machine can have. */
  readonly attachedToN1?: readonly number[];
  /** How many partitions of each size one can be divided into; nothing when it cannot be. */
  readonly partitions?: Readonly<Record<string, number>>;
  /** Where it is offered: the letters of the zones of each region. */
  readonly zones?: Readonly<Record<string, string>>;
}

/** All records. */
export const ACCELERATOR_FACTS: readonly AcceleratorFacts[] = Object.values(ACCELERATORS);
