import { Token } from "cdktf";
import { Accelerator, type NodePoolOptions } from "../../../index";
import { ACCELERATOR_FACTS, ACCELERATORS } from "../../../lib/gke/gpus/accelerator-catalogue";
import { checkGpuOptions } from "../../../lib/gke/gpus/gpu-options";
import { builtInAccelerator, factsOf, machineTypesWith, zonesWith } from "../../../lib/gke/gpus/known-accelerators";
import {
  alwaysHasLocalSsds,
  canBeCompactFlexStart,
  gpuDirectNetworks,
  takesHyperdiskOnly,
} from "../../../lib/gke/nodes/machine-series";
import { later, POOL, poolRefusal, poolWarnings, poolWith, refusedBy, variable } from "../../support/cluster";
import { expectGolden } from "../../support/golden";
import { fc } from "../../support/property";

const L4: Partial<NodePoolOptions> = {
  machineType: "g2-standard-8",
  accelerator: Accelerator.L4,
  zones: ["europe-west4-a"],
};
const A100: Partial<NodePoolOptions> = { ...L4, machineType: "a2-highgpu-1g", accelerator: Accelerator.A100 };

describe("a GPU pool", () => {
  test("has the GPU, its driver, the taint of GKE and upgrades that need no spare GPU", () => {
    const pool = poolWith(L4);
    expect(pool.node_config).toMatchObject({
      machine_type: "g2-standard-8",
      guest_accelerator: [
        { type: "nvidia-l4", count: 1, gpu_driver_installation_config: { gpu_driver_version: "DEFAULT" } },
      ],
      taint: [{ key: "nvidia.com/gpu", value: "present", effect: "NO_SCHEDULE" }],
    });
    expect(pool.upgrade_settings).toEqual({ strategy: "SURGE", max_surge: 0, max_unavailable: 1 });
  });

  test("has none that are left: without the option a pool says so, or the provider keeps those that it had", () => {
    expect(poolWith({}).node_config.guest_accelerator).toEqual([{ type: "", count: 0 }]);
  });

  test("keeps the taint of GKE beside its own", () => {
    const taints = [{ key: "team", value: "video", effect: "NO_SCHEDULE" }] as const;
    expect(poolWith({ ...L4, taints }).node_config.taint).toEqual([
      { key: "nvidia.com/gpu", value: "present", effect: "NO_SCHEDULE" },
      { key: "team", value: "video", effect: "NO_SCHEDULE" },
    ]);
  });

  test.each(["DEFAULT", "LATEST", "INSTALLATION_DISABLED"] as const)("can have the driver %s", (gpuDriver) => {
    const [gpu] = poolWith({ ...L4, gpuDriver }).node_config.guest_accelerator;
    expect(gpu.gpu_driver_installation_config).toEqual({ gpu_driver_version: gpuDriver });
  });

  test("refuses another driver", () => {
    expect(poolRefusal({ ...L4, gpuDriver: "550" as "LATEST" })).toEqual([
      'gpuDriver: got "550", expected "DEFAULT", "LATEST" or "INSTALLATION_DISABLED"',
    ]);
  });

  test.each(["TIME_SHARING", "MPS"] as const)("can share its GPUs by %s, between 2 and 48 containers", (strategy) => {
    const shared = (maxSharedClientsPerGpu: number) => ({ ...L4, gpuSharing: { strategy, maxSharedClientsPerGpu } });
    for (const clients of [2, 48]) {
      const [gpu] = poolWith(shared(clients)).node_config.guest_accelerator;
      expect(gpu.gpu_sharing_config).toEqual({ gpu_sharing_strategy: strategy, max_shared_clients_per_gpu: clients });
    }
    for (const clients of [1, 49, 2.5]) {
      expect(poolRefusal(shared(clients))).toEqual([
        `gpuSharing.maxSharedClientsPerGpu: got ${clients}, expected a whole number from 2 to 48`,
      ]);
    }
  });

  test("refuses another way to share", () => {
    const gpuSharing = { strategy: "FAIR" as "MPS", maxSharedClientsPerGpu: 2 };
    expect(poolRefusal({ ...L4, gpuSharing })).toEqual([
      'gpuSharing.strategy: got "FAIR", expected "TIME_SHARING" or "MPS"',
    ]);
  });

  test("can divide its GPUs", () => {
    const [gpu] = poolWith({ ...A100, gpuPartitionSize: "1g.5gb" }).node_config.guest_accelerator;
    expect(gpu).toMatchObject({ type: "nvidia-tesla-a100", count: 1, gpu_partition_size: "1g.5gb" });
  });

  test("refuses to divide what cannot be divided, and invalid sizes", () => {
    expect(poolRefusal({ ...L4, gpuPartitionSize: "1g.5gb" })).toEqual([
      'gpuPartitionSize: got "1g.5gb", expected nothing with nvidia-l4, which cannot be divided',
    ]);
    expect(poolRefusal({ ...A100, gpuPartitionSize: "small" })).toEqual([
      'gpuPartitionSize: got "small", expected compute units and memory, such as "1g.5gb"',
    ]);
  });

  test("warns of a size that this version does not know, because more are added", () => {
    expect(poolWarnings({ ...A100, gpuPartitionSize: "1g.10gb" })).toEqual([
      "gpuPartitionSize: nvidia-tesla-a100 is known to be divided into 1g.5gb, 2g.10gb, 3g.20gb, 4g.20gb, 7g.40gb, not into 1g.10gb",
    ]);
    for (const gpuPartitionSize of ["1g.24gb+gfx", "1g.24gb+me", "1g.24gb-me"]) {
      const pool = { ...L4, machineType: "g4-standard-48", accelerator: Accelerator.RTX_PRO_6000, gpuPartitionSize };
      expect(poolWarnings(pool)).toEqual([expect.stringContaining("is known to be divided into")]);
    }
  });

  test("refuses the name that pods use for GPUs", () => {
    expect(poolRefusal({ ...L4, accelerator: Accelerator.of("nvidia.com/gpu") })).toEqual([
      'accelerator: got "nvidia.com/gpu", expected a GPU by its own name, such as "nvidia-l4": nvidia.com/gpu is what pods ask for, and Google refuses it here',
    ]);
  });

  test.each<[string, Partial<NodePoolOptions>, string[]]>([
    [
      "8 x L4 on g2-standard-4",
      { ...L4, machineType: "g2-standard-4", acceleratorCount: 8 },
      ["acceleratorCount: got 8, expected 1, as g2-standard-4 has"],
    ],
    [
      "an H100 with an N1",
      { ...L4, machineType: "n1-standard-8", accelerator: Accelerator.H100 },
      [
        'machineType: got "n1-standard-8", expected a machine type with nvidia-h100-80gb: a3-highgpu-1g, a3-highgpu-2g, a3-highgpu-4g, a3-highgpu-8g',
      ],
    ],
    [
      "a T4 with an N2",
      { ...L4, machineType: "n2-standard-8", accelerator: Accelerator.T4 },
      [
        'machineType: got "n2-standard-8", expected an N1 machine type, such as "n1-standard-8": nvidia-tesla-t4 goes with it',
      ],
    ],
    [
      "3 x T4",
      { ...L4, machineType: "n1-standard-8", accelerator: Accelerator.T4, acceleratorCount: 3 },
      ["acceleratorCount: got 3, expected 1, 2, 4 of nvidia-tesla-t4"],
    ],
    [
      "an L4 on a machine with an A100",
      { ...L4, machineType: "a2-highgpu-1g" },
      ['accelerator: got "nvidia-l4", expected nvidia-tesla-a100, which is built into a2-highgpu-1g'],
    ],
    [
      "no GPU on a machine that has one",
      { machineType: "g2-standard-4" },
      ["accelerator: got nothing, expected the GPU that is built into g2-standard-4: nvidia-l4"],
    ],
    [
      "settings of GPUs without one",
      { acceleratorCount: 1, gpuDriver: "LATEST", gpuPartitionSize: "1g.5gb" },
      [
        "acceleratorCount: got 1, expected nothing without accelerator",
        'gpuDriver: got "LATEST", expected nothing without accelerator',
        'gpuPartitionSize: got "1g.5gb", expected nothing without accelerator',
      ],
    ],
  ])("refuses %s", (_, options, expected) => {
    expect(poolRefusal(options)).toEqual(expected);
  });

  test("lets new names through with a warning", () => {
    const accelerator = Accelerator.of("nvidia-b300");
    expect(poolWarnings({ ...L4, machineType: "a5-highgpu-8g", accelerator, acceleratorCount: 8 })).toEqual([
      "accelerator: this version does not know nvidia-b300: nothing about it was checked",
    ]);
    expect(poolWarnings({ ...L4, machineType: "g2-standard-128" })).toEqual([
      "machineType: this version does not know g2-standard-128: make sure that it has 1 of nvidia-l4",
    ]);
  });

  test("takes a machine type and a count that only Terraform knows", () => {
    const pool = poolWith({
      ...L4,
      machineType: Token.asString(later("machine")),
      acceleratorCount: Token.asNumber(later("count")),
      gpuPartitionSize: Token.asString(later("size")),
      accelerator: Accelerator.A100,
    });
    expect(pool.node_config).toMatchObject({
      machine_type: variable("machine"),
      guest_accelerator: [
        { type: "nvidia-tesla-a100", count: variable("count"), gpu_partition_size: variable("size") },
      ],
    });
  });
});

describe("the zones of a GPU pool", () => {
  test("are those of the cluster that are known to have it, with a warning that the list ages", () => {
    const options = { ...A100, zones: undefined };
    expect(poolWith(options).node_locations).toEqual(["europe-west4-a", "europe-west4-b"]);
    expect(poolWarnings(options)).toEqual([
      "zones: the zones europe-west4-a, europe-west4-b come from this version's list of zones with nvidia-tesla-a100, which ages: give zones to be sure",
    ]);
  });

  test("are the user's own without a warning, even where the list knows of no such GPU", () => {
    const options = { ...A100, zones: ["europe-west4-c"] };
    expect(poolWith(options).node_locations).toEqual(["europe-west4-c"]);
    expect(poolWarnings(options)).toEqual([]);
  });

  test("are the cluster's with a warning where other zones are known to have it", () => {
    const options = { ...A100, zones: undefined };
    const cluster = { zones: ["europe-west4-c"] };
    expect(poolWith(options, cluster).node_locations).toEqual(["europe-west4-c"]);
    expect(poolWarnings(options, cluster)).toEqual([
      "zones: nvidia-tesla-a100 is known to be in europe-west4-a, europe-west4-b, and the pool is in none of them: give zones to be sure",
    ]);
  });

  test("are all of the cluster's, with a warning, where none is known", () => {
    const options = { machineType: "a4x-highgpu-4g", accelerator: Accelerator.GB200 };
    expect(poolWith(options).node_locations).toHaveLength(3);
    expect(poolWarnings(options)).toEqual([
      "zones: no zone of europe-west4 is known to offer nvidia-gb200: give zones to be sure",
    ]);
  });

  test.each([
    ["nvidia-l4", "us-east4", ["us-east4-a", "us-east4-c"]],
    ["nvidia-tesla-t4", "us-central1", ["us-central1-a", "us-central1-b", "us-central1-c", "us-central1-f"]],
    ["nvidia-tesla-v100", "asia-east1", ["asia-east1-c"]],
    ["nvidia-a100-80gb", "us-east5", ["us-east5-a", "us-east5-b"]],
    ["nvidia-h100-80gb", "europe-west9", ["europe-west9-c"]],
    ["nvidia-h100-mega-80gb", "europe-west9", []],
    ["nvidia-h200-141gb", "us-south1", ["us-south1-b"]],
    ["nvidia-b200", "us-west3", ["us-west3-b", "us-west3-c"]],
    ["nvidia-unheard-of", "us-west3", []],
  ])("with %s in %s are %j, as far as is known", (type, region, expected) => {
    expect(zonesWith(type, region)).toEqual(expected);
  });
});

describe("machines with GPUs and much of their own", () => {
  test.each([
    ["a3-highgpu-8g", Accelerator.H100, 16],
    ["a3-megagpu-8g", Accelerator.H100_MEGA, 16],
    ["a3-ultragpu-8g", Accelerator.H200, 32],
    ["a4-highgpu-8g", Accelerator.B200, 32],
  ])(
    "%s has its local SSDs written, so that none is a surprise in the next plan",
    (machineType, accelerator, count) => {
      const pool = { ...L4, machineType, accelerator };
      expect(poolWith(pool).node_config.ephemeral_storage_local_ssd_config).toEqual({ local_ssd_count: count });
      const raw = poolWith({ ...pool, rawBlockLocalSsdCount: count }).node_config;
      expect(raw).not.toHaveProperty("ephemeral_storage_local_ssd_config");
      expect(raw.local_nvme_ssd_block_config).toEqual({ local_ssd_count: count });
      expect(poolRefusal({ ...pool, ephemeralLocalSsdCount: 4 })).toEqual([
        `ephemeralLocalSsdCount: got 4, expected together with rawBlockLocalSsdCount ${count}, as ${machineType} has`,
      ]);
      expect(poolRefusal({ ...pool, rawBlockLocalSsdCount: count + 1 })).toEqual([
        `rawBlockLocalSsdCount: got ${count + 1}, expected up to ${count}, as ${machineType} has`,
      ]);
    },
  );

  test("warn when GPUDirect has too few networks", () => {
    const additionalNetworks = [{ network: "gpu-1", subnetwork: "gpu-1-europe-west4" }];
    const pool = { ...L4, machineType: "a3-megagpu-8g", accelerator: Accelerator.H100_MEGA, additionalNetworks };
    expect(poolWarnings(pool, { multiNetworking: true })).toEqual([
      "additionalNetworks: GPUDirect on a3-megagpu-8g needs 8 additionalNetworks, and there are 1",
    ]);
  });

  test("take a Hyperdisk where they take no other", () => {
    const pool = { ...L4, machineType: "a4-highgpu-8g", accelerator: Accelerator.B200 };
    expect(poolWith(pool).node_config.disk_type).toBe("hyperdisk-balanced");
  });
});

describe("the catalogue", () => {
  // Written down once more, from https://cloud.google.com/compute/docs/gpus, so that a slip in the catalogue is seen.
  test.each([
    ["g2-standard-4", "nvidia-l4", 1],
    ["g2-standard-32", "nvidia-l4", 1],
    ["g2-standard-24", "nvidia-l4", 2],
    ["g2-standard-48", "nvidia-l4", 4],
    ["g2-standard-96", "nvidia-l4", 8],
    ["a2-highgpu-1g", "nvidia-tesla-a100", 1],
    ["a2-highgpu-8g", "nvidia-tesla-a100", 8],
    ["a2-megagpu-16g", "nvidia-tesla-a100", 16],
    ["a2-ultragpu-4g", "nvidia-a100-80gb", 4],
    ["a3-highgpu-1g", "nvidia-h100-80gb", 1],
    ["a3-highgpu-8g", "nvidia-h100-80gb", 8],
    ["a3-megagpu-8g", "nvidia-h100-mega-80gb", 8],
    ["a3-ultragpu-8g", "nvidia-h200-141gb", 8],
    ["a4-highgpu-8g", "nvidia-b200", 8],
    ["a4x-highgpu-4g", "nvidia-gb200", 4],
    ["g4-standard-48", "nvidia-rtx-pro-6000", 1],
    ["g4-standard-384", "nvidia-rtx-pro-6000", 8],
  ])("knows %s with %s, %d of it", (machineType, type, count) => {
    expect(builtInAccelerator(machineType)).toEqual({ type, count });
  });

  test.each([
    ["nvidia-tesla-t4", [1, 2, 4]],
    ["nvidia-tesla-v100", [1, 2, 4, 8]],
    ["nvidia-tesla-p100", [1, 2, 4]],
    ["nvidia-l4", undefined],
  ])("knows how many of %s an N1 takes: %j", (type, counts) => {
    expect(factsOf(type)?.attachedToN1).toEqual(counts);
  });

  test.each([
    ["nvidia-tesla-a100", { "1g.5gb": 7, "2g.10gb": 3, "3g.20gb": 2, "4g.20gb": 1, "7g.40gb": 1 }],
    ["nvidia-a100-80gb", { "1g.10gb": 7, "2g.20gb": 3, "3g.40gb": 2, "4g.40gb": 1, "7g.80gb": 1 }],
    ["nvidia-h100-80gb", { "1g.10gb": 7, "1g.20gb": 4, "2g.20gb": 3, "3g.40gb": 2, "4g.40gb": 1, "7g.80gb": 1 }],
    ["nvidia-h200-141gb", { "1g.18gb": 7, "1g.35gb": 4, "2g.35gb": 3, "3g.71gb": 2, "4g.71gb": 1, "7g.141gb": 1 }],
    ["nvidia-b200", { "1g.23gb": 7, "1g.45gb": 4, "2g.45gb": 3, "3g.90gb": 2, "4g.90gb": 1, "7g.180gb": 1 }],
    ["nvidia-gb200", { "1g.23gb": 7, "1g.47gb": 4, "2g.47gb": 3, "3g.93gb": 2, "4g.93gb": 1, "7g.186gb": 1 }],
    ["nvidia-rtx-pro-6000", { "1g.24gb": 4, "2g.48gb": 2, "4g.96gb": 1 }],
    ["nvidia-tesla-t4", {}],
    ["nvidia-tesla-v100", {}],
    ["nvidia-tesla-p100", {}],
    ["nvidia-l4", {}],
  ])("knows how %s is divided: %j", (type, partitions) => {
    expect(factsOf(type)?.partitions ?? {}).toEqual(partitions);
  });

  test("has a constant for each GPU that it knows", () => {
    const records = Object.entries(ACCELERATORS).map(([name, { type }]) => [name, type]);
    expect(records.length).toBeGreaterThan(10);
    expect(Object.entries(Accelerator).map(([name, { type }]) => [name, type])).toEqual(records);
  });

  // Written down once more, as the pages of `SeriesFacts` have it: local SSDs, Hyperdisk alone, flex-start with compact placement.
  test.each([
    ["n1-standard-8", false, false, false],
    ["c3-standard-8-lssd", true, false, false],
    ["z3-highmem-88", true, false, false],
    ["n4-standard-8", false, true, false],
    ["c4-standard-8", false, true, false],
    ["c4d-standard-8-lssd", true, true, false],
    ["h4d-highmem-192-lssd", true, true, true],
    ["g2-standard-4", false, false, false],
    ["g4-standard-48", false, true, false],
    ["a2-highgpu-1g", false, false, false],
    ["a2-ultragpu-1g", true, false, false],
    ["a3-edgegpu-8g", true, false, false],
    ["a3-highgpu-8g", true, false, false],
    ["a3-megagpu-8g", true, false, false],
    ["a3-ultragpu-8g", true, true, true],
    ["a4-highgpu-8g", true, true, true],
    ["a4x-highgpu-4g", true, true, false],
  ])("knows what %s is like", (machineType, ssds, hyperdisk, compact) => {
    expect([
      alwaysHasLocalSsds(machineType),
      takesHyperdiskOnly(machineType),
      canBeCompactFlexStart(machineType),
    ]).toEqual([ssds, hyperdisk, compact]);
  });

  test("knows which machines need networks of their own for GPUDirect", () => {
    const counts = ACCELERATOR_FACTS.flatMap(({ type }) => machineTypesWith(type)).map(
      (machineType) => [machineType, gpuDirectNetworks(machineType)] as const,
    );
    expect(counts.filter(([, count]) => count !== undefined)).toEqual([
      ["a3-highgpu-8g", 4],
      ["a3-megagpu-8g", 8],
    ]);
  });

  test("knows how many GPUs or chips of TPUs a machine has, as its name or the number of its vCPUs says", () => {
    // From the tables of https://cloud.google.com/compute/docs/gpus: GPUs by vCPUs, where a name has no number of GPUs.
    const byVcpus: Readonly<Record<string, Readonly<Record<string, number>>>> = {
      "g2-standard": { 4: 1, 8: 1, 12: 1, 16: 1, 24: 2, 32: 1, 48: 4, 96: 8 },
      "g4-standard": { 6: 1, 12: 1, 24: 1, 48: 1, 96: 2, 192: 4, 384: 8 },
    };
    const machines = ACCELERATOR_FACTS.flatMap(({ type }) => machineTypesWith(type));
    const expected = machines.map((machine) => {
      const [, family = "", size = "", isNumber] = /^(.+)-(\d+)([gt]?)$/.exec(machine) ?? [];
      return [machine, isNumber ? Number(size) : byVcpus[family]?.[size]];
    });
    expect(machines.map((machine) => [machine, builtInAccelerator(machine)?.count])).toEqual(expected);
    const standard = Object.entries(byVcpus).flatMap(([family, sizes]) =>
      Object.keys(sizes).map((size) => `${family}-${size}`),
    );
    expect(machines.filter((machine) => /-\d+$/.test(machine)).sort()).toEqual(standard.sort());
    const one = ["a2-megagpu-16g", "a3-megagpu-8g", "a3-ultragpu-8g", "a4-highgpu-8g", "a4x-highgpu-4g"];
    const several = ["a2-highgpu", "a2-ultragpu", "a3-highgpu"].flatMap((family) =>
      [1, 2, 4, 8].map((count) => `${family}-${count}g`),
    );
    expect(machines.filter((machine) => /-\d+g$/.test(machine)).sort()).toEqual([...one, ...several].sort());
  });

  test("is what it was: a changed line moves a pool that takes its zones from here to others", () => {
    const lines = ACCELERATOR_FACTS.flatMap(({ type, series = {}, zones = {}, partitions = {}, attachedToN1 = [] }) => [
      ...Object.entries(series).map(
        ([name, { machines, ...facts }]) => `${type} in series ${name}: ${JSON.stringify(facts)}`,
      ),
      ...Object.entries(zones).map(([region, letters]) => `${type} in ${region}: ${letters}`),
      ...Object.keys(partitions).map((size) => `${type} divided into ${size}`),
      ...attachedToN1.map((count) => `${type} on N1: ${count}`),
    ]);
    expectGolden("accelerators.txt", `${lines.join("\n")}\n`);
  });

  test("divides a GPU into as many partitions of a size as its compute slices and its memory allow", () => {
    for (const { partitions = {} } of ACCELERATOR_FACTS) {
      const sizes = Object.keys(partitions).map((size) => {
        const [compute = 0, memory = 0] = (size.match(/\d+/g) ?? []).map(Number);
        return { size, compute, memory };
      });
      const [whole] = [...sizes].sort((one, other) => other.compute - one.compute);
      // The memory of a size is rounded.
      const most = ({ compute, memory }: (typeof sizes)[number]) =>
        Math.min(Math.floor((whole?.compute ?? 0) / compute), Math.round((whole?.memory ?? 0) / memory));
      expect(partitions).toEqual(Object.fromEntries(sizes.map((one) => [one.size, most(one)])));
    }
  });

  test("names each machine type after its series", () => {
    const strays = ACCELERATOR_FACTS.flatMap(({ series = {} }) => Object.entries(series)).flatMap(
      ([name, { machines = {} }]) => Object.keys(machines).filter((machineType) => !machineType.startsWith(`${name}-`)),
    );
    expect(strays).toEqual([]);
  });

  test("accepts exactly the pairs of GPU, machine type and count that exist", () => {
    const types = ACCELERATOR_FACTS.map(({ type }) => type);
    const machines = [...types.flatMap(machineTypesWith), "n1-standard-8", "n2-standard-8"];
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        fc.constantFrom(...machines),
        fc.option(fc.integer({ min: 1, max: 16 }), { nil: undefined }),
        (type, machineType, acceleratorCount) => {
          const builtIn = builtInAccelerator(machineType);
          const onN1 = machineType.startsWith("n1-") ? (factsOf(type)?.attachedToN1 ?? []) : [];
          const exists = builtIn
            ? builtIn.type === type && (acceleratorCount ?? builtIn.count) === builtIn.count
            : onN1.includes(acceleratorCount ?? 1);
          const options = { ...POOL, accelerator: Accelerator.of(type), machineType, acceleratorCount };
          expect(refusedBy((problems) => checkGpuOptions(problems, options)).length === 0).toBe(exists);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("a TPU pool", () => {
  const TPU: Partial<NodePoolOptions> = {
    machineType: "ct5lp-hightpu-4t",
    accelerator: Accelerator.TPU_V5E,
    zones: ["europe-west4-b"],
    autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 4 },
  };

  test("is what its record says: the machine type has the chips, GKE's taint keeps others away, and no driver is asked for", () => {
    const pool = poolWith(TPU);
    expect(pool.node_config).toMatchObject({
      machine_type: "ct5lp-hightpu-4t",
      guest_accelerator: [{ type: "", count: 0 }],
      taint: [{ key: "google.com/tpu", value: "present", effect: "NO_SCHEDULE" }],
    });
    expect(pool).not.toHaveProperty("placement_policy");
    expect(pool.upgrade_settings).toEqual({ strategy: "SURGE", max_surge: 0, max_unavailable: 1 });
  });

  test("is one slice over several nodes with a topology", () => {
    expect(poolWith({ ...TPU, tpuTopology: "4x4" }).placement_policy).toEqual({ type: "COMPACT", tpu_topology: "4x4" });
  });

  test("refuses a slice that is not whole, and what GPUs have", () => {
    expect(poolRefusal({ ...TPU, tpuTopology: "4x8" })).toEqual([
      "autoscaling.totalMaxNodeCount: got 4, expected 8, the nodes of a slice of 4x8",
    ]);
    expect(poolRefusal({ ...TPU, tpuTopology: "2x2" })[0]).toContain("a slice of one node has no topology");
    expect(poolRefusal({ ...TPU, tpuTopology: "16" })[0]).toContain(
      "expected the chips along each of two or three axes",
    );
    const some = { ...TPU, tpuTopology: "4x4", autoscaling: { totalMinNodeCount: 1, totalMaxNodeCount: 4 } };
    expect(poolRefusal(some)).toEqual(["autoscaling.totalMinNodeCount: got 1, expected 0 or 4: a slice is whole"]);
    expect(poolRefusal({ ...TPU, gpuDriver: "LATEST" })).toEqual([
      'gpuDriver: got "LATEST", expected nothing with a TPU',
    ]);
    expect(poolRefusal({ ...L4, tpuTopology: "4x4" })).toEqual([
      'tpuTopology: got "4x4", expected nothing without a TPU as accelerator',
    ]);
  });
});
