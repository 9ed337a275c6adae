import type { Problems } from "../../core/problems";
import { SERVICE_ACCOUNT_DOMAIN } from "../../google/hosts";
import { defaultZones } from "../../google/regions";
import { isServiceAccount } from "../../google/service-accounts";
import { isZoneName } from "../../google/zones";
import { checkGpuOptions, type GpuOptions } from "../gpus/gpu-options";
import { zonesWith } from "../gpus/known-accelerators";
import { checkTpuOptions, type TpuOptions } from "../gpus/tpu-options";
import type { ReleaseChannel } from "../maintenance/release-channel";
import { checkMachineType } from "./machine-series";
import { checkNodeAutoscaling, type NodePoolAutoscaling } from "./node-autoscaling";
import { checkNodeDiskOptions, type NodeDiskOptions } from "./node-disks";
import { checkNodeImageOptions, type NodeImageOptions } from "./node-images";
import { checkNodeLabelOptions, type NodeLabelOptions } from "./node-labels";
import { checkNodeNetworkOptions, type NodeNetworkOptions } from "./node-network";
import { checkNodeSystemOptions, type NodeSystemOptions } from "./node-system";
import { checkNodeUpgradeOptions, type NodeUpgradeOptions } from "./node-upgrade";
import { checkPurchaseOptions, type PurchaseOptions } from "./purchase-options";

/** Options of a node pool. */
export interface NodePoolOptions
  extends GpuOptions,
    TpuOptions,
    PurchaseOptions,
    NodeUpgradeOptions,
    NodeDiskOptions,
    NodeImageOptions,
    NodeNetworkOptions,
    NodeSystemOptions,
    NodeLabelOptions {
  /** The Compute Engine machine type: `n2-standard-8`, or `g2-standard-8` for a machine with an L4. */
  readonly machineType: string;

  /** How many nodes the pool has. */
  readonly autoscaling: NodePoolAutoscaling;

  /**
   * The zones of the pool, each a zone of the cluster's region.
   *
   * @default - the cluster's zones; with a GPU, those of them that offer it
   */
  readonly zones?: readonly string[];

  /**
   * The Google service account of the nodes, by its address. It needs the roles of the cluster's own: see
   * `NodeServiceAccount`. A change replaces the pool.
   *
   * @default - the cluster's
   */
  readonly serviceAccount?: string;
}

/** What a pool's options depend on in its cluster; what is left out is the cluster's default. */
export interface NodePoolSurroundings {
  readonly region: string;
  /** @default "REGULAR" */
  readonly releaseChannel?: ReleaseChannel;
  /** @default false */
  readonly multiNetworking?: boolean;
}

/**
 * The zones of a pool: those of its options, or the cluster's, less those where this version knows that the GPU is missing.
 */
export function zonesOf(options: NodePoolOptions, region: string, clusterZones: readonly string[]): readonly string[] {
  if (options.zones !== undefined) return options.zones;
  const offering = options.accelerator === undefined ? [] : zonesWith(options.accelerator.type, region);
  const both = clusterZones.filter((zone) => offering.includes(zone));
  return both.length > 0 ? both : clusterZones;
}

/** Validates the options of a node pool. Facts that age are not checked here: they are warnings. */
export function checkNodePoolOptions(
  problems: Problems,
  options: NodePoolOptions,
  cluster: NodePoolSurroundings,
): void {
  checkMachineType(problems, "machineType", options.machineType);
  checkNodeAutoscaling(problems.at("autoscaling"), options.autoscaling);
  checkZones(problems, options.zones, cluster.region);
  checkServiceAccount(problems, options.serviceAccount);
  checkGpuOptions(problems, options);
  checkTpuOptions(problems, options);
  checkPurchaseOptions(problems, options);
  checkNodeUpgradeOptions(problems, options, cluster.releaseChannel ?? "REGULAR");
  checkNodeDiskOptions(problems, options);
  checkNodeImageOptions(problems, options);
  checkNodeNetworkOptions(problems, options, cluster.multiNetworking ?? false);
  checkNodeSystemOptions(problems, options);
  checkNodeLabelOptions(problems, options);
}

/** Validates the zones of a pool or a cluster. */
export function checkZones(problems: Problems, zones: readonly string[] | undefined, region: string): void {
  if (zones === undefined || !problems.known("zones", zones)) return;
  const example = defaultZones(region)[0] ?? `${region}-a`;
  problems.check("zones", zones, ({ length }) => length > 0, `at least one zone, such as "${example}"`);
  for (const zone of zones) {
    problems.check("zones", zone, (name) => isZoneName(name, region), `a zone of ${region}: "${example}"`, "name");
  }
  problems.check("zones", zones, (names) => new Set(names).size === names.length, "each zone once");
}

/** Validates the address of a Google service account, if there is one. */
export function checkServiceAccount(problems: Problems, email: string | undefined, property = "serviceAccount"): void {
  const allowed = `the address of a service account, not Google's default one: nodes@project.${SERVICE_ACCOUNT_DOMAIN}`;
  if (email !== undefined) problems.check(property, email, isServiceAccount, allowed, "name");
}
