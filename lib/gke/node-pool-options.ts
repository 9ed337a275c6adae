import { defaultZones } from "../core/google-regions";
import { isUnknown, type Problems } from "../core/validation-error";
import type { Accelerator } from "./accelerator";
import { attachableCounts, builtInGpu, machineTypesWith, zonesWith } from "./gpu-catalogue";

/** How many nodes a pool has, in all its zones together. */
export interface NodePoolAutoscaling {
  /** The fewest nodes, 0 or more; 0 lets an idle GPU pool cost nothing. */
  readonly totalMinNodeCount: number;
  /** The most nodes, 1 or more. */
  readonly totalMaxNodeCount: number;
}

/** What a user says of a node pool. */
export interface NodePoolOptions {
  /** The Compute Engine machine type: `n2-standard-8`, or `g2-standard-8` for a machine with an L4. */
  readonly machineType: string;

  /** How many nodes the pool has. */
  readonly autoscaling: NodePoolAutoscaling;

  /**
   * The GPU of each node.
   *
   * GKE installs its driver, and the taint `nvidia.com/gpu` keeps away pods that do not ask for one.
   *
   * @default - no GPU
   */
  readonly accelerator?: Accelerator;

  /**
   * How many GPUs a node has.
   *
   * @default - the number that is built into the machine type, otherwise 1
   */
  readonly acceleratorCount?: number;

  /**
   * The zones of the pool, each a zone of the cluster's region.
   *
   * @default - the cluster's zones; with a GPU, those of them that offer it
   */
  readonly zones?: readonly string[];

  /**
   * Whether the nodes are Spot machines: much cheaper, and gone on 30 seconds' notice.
   *
   * @default false
   */
  readonly spot?: boolean;

  /**
   * The type of the boot disk.
   *
   * @default "pd-balanced"
   */
  readonly diskType?: string;

  /**
   * The size of the boot disk, 10 or more. It holds the images of all containers on the node.
   *
   * @default 100
   */
  readonly diskSizeGb?: number;

  /**
   * Kubernetes labels of the nodes.
   *
   * @default - none but GKE's own
   */
  readonly nodeLabels?: { readonly [key: string]: string };
}

/** The GPUs of a node. */
export interface Gpus {
  readonly type: string;
  readonly count: number;
}

/** The GPUs of a pool's node, or `undefined` when it has none. */
export function gpusOf({ accelerator, acceleratorCount, machineType }: NodePoolOptions): Gpus | undefined {
  if (accelerator === undefined) return undefined;
  return { type: accelerator.type, count: acceleratorCount ?? builtInGpu(machineType)?.count ?? 1 };
}

/**
 * The zones of a pool: the given ones, or the cluster's, less those where this version knows that the GPU is missing.
 */
export function zonesOf(options: NodePoolOptions, region: string, clusterZones: readonly string[]): readonly string[] {
  if (options.zones !== undefined) return options.zones;
  const offering = options.accelerator === undefined ? [] : zonesWith(options.accelerator.type, region);
  const both = clusterZones.filter((zone) => offering.includes(zone));
  return both.length > 0 ? both : clusterZones;
}

/** Checks a pool's options. Facts that age are not checked here: they are warnings. */
export function checkNodePoolOptions(problems: Problems, options: NodePoolOptions, region: string): void {
  const { totalMinNodeCount: min, totalMaxNodeCount: max } = options.autoscaling;
  const autoscaling = problems.at("autoscaling");
  const counts =
    autoscaling.check("totalMinNodeCount", min, isCount(min, 0), "a whole number, 0 or more") &&
    autoscaling.check("totalMaxNodeCount", max, isCount(max, 1), "a whole number, 1 or more");
  if (counts && !isUnknown(max)) {
    autoscaling.check("totalMinNodeCount", min, min <= max, `at most totalMaxNodeCount, which is ${max}`);
  }
  const { diskSizeGb = 100 } = options;
  problems.check("diskSizeGb", diskSizeGb, isCount(diskSizeGb, 10), "a whole number of gigabytes, 10 or more");
  checkZones(problems, options.zones, region);
  checkGpus(problems, options);
}

/** Checks zones that a user gave. */
export function checkZones(problems: Problems, zones: readonly string[] | undefined, region: string): void {
  if (zones === undefined || !problems.known("zones", zones)) return;
  const example = defaultZones(region)[0] ?? `${region}-a`;
  problems.check("zones", zones, zones.length > 0, `at least one zone, such as "${example}"`);
  for (const zone of zones) {
    problems.check("zones", zone, new RegExp(`^${region}-[a-z]$`).test(zone), `a zone of ${region}: "${example}"`);
  }
}

function checkGpus(problems: Problems, options: NodePoolOptions): void {
  const { accelerator, acceleratorCount, machineType } = options;
  const builtIn = builtInGpu(machineType);
  if (accelerator === undefined) {
    problems.check(
      "accelerator",
      accelerator,
      builtIn === undefined,
      `the GPU that is built into ${machineType}: ${builtIn?.type}`,
    );
    problems.check("acceleratorCount", acceleratorCount, acceleratorCount === undefined, "nothing without accelerator");
    return;
  }
  const { type } = accelerator;
  const count = acceleratorCount ?? builtIn?.count ?? 1;
  problems.check("acceleratorCount", count, isCount(count, 1), "a whole number, 1 or more");
  if (builtIn !== undefined) {
    problems.check("accelerator", type, type === builtIn.type, `${builtIn.type}, which is built into ${machineType}`);
    problems.check("acceleratorCount", count, count === builtIn.count, `${builtIn.count}, as ${machineType} has`);
    return;
  }
  const counts = attachableCounts(type);
  const homes = machineTypesWith(type);
  const n1 = machineType.startsWith("n1-");
  if (counts !== undefined) {
    problems.check("machineType", machineType, n1, `an N1 machine type, such as "n1-standard-8": ${type} goes with it`);
    problems.check("acceleratorCount", count, counts.includes(count), `${counts.join(", ")} of ${type}`);
  } else if (homes.length > 0) {
    const ofFamily = machineType.split("-")[0] === homes[0]?.split("-")[0];
    problems.check("machineType", machineType, ofFamily, `a machine type with ${type}: ${homes.join(", ")}`);
  }
}

function isCount(value: number, least: number): boolean {
  return Number.isInteger(value) && value >= least;
}
