import type { ContainerClusterClusterAutoscaling } from "@cdktf/provider-google/lib/container-cluster";
import { checkKnownList, checkOneOf, checkWholeNumber } from "../../core/checks";
import type { Problems } from "../../core/problems";
import { isUnknown } from "../../core/tokens";
import { CLOUD_PLATFORM_SCOPE } from "../../google/hosts";
import { checkKmsKey } from "../../google/kms-key";
import type { Accelerator } from "../gpus/accelerator";
import { checkGpuName } from "../gpus/gpu-options";
import { checkServiceAccount, checkZones } from "../nodes/node-pool-options";
import type { NodeImageType } from "../nodes/node-system";
import { type BlueGreenUpgrade, checkUpgrade, type SurgeUpgrade, upgradeConfig } from "../nodes/node-upgrade";

const PROFILES = ["BALANCED", "OPTIMIZE_UTILIZATION"] as const;
const DISK_TYPES = ["pd-balanced", "pd-ssd", "pd-standard"] as const;

/** The least and the most of something in the whole cluster, in all of its pools together. */
export interface ResourceLimits {
  /**
   * The least: 0 or more.
   *
   * @default 0
   */
  readonly min?: number;
  /** The most: 1 or more. */
  readonly max: number;
}

/** The most GPUs of one kind. */
export interface GpuLimits extends ResourceLimits {
  readonly accelerator: Accelerator;
}

/** The pools that GKE makes itself, for pods that fit on no node of yours. */
export interface AutoProvisioningOptions {
  /** vCPUs. */
  readonly cpuCores: ResourceLimits;
  /** Memory in gigabytes. */
  readonly memoryGb: ResourceLimits;

  /**
   * GPUs, each kind once.
   *
   * @default - none
   */
  readonly gpus?: readonly GpuLimits[];

  /**
   * The zones of the pools.
   *
   * @default - the cluster's
   */
  readonly zones?: readonly string[];

  /**
   * The Google service account of the nodes, by its address.
   *
   * @default - the account of the cluster's nodes
   */
  readonly serviceAccount?: string;

  /**
   * The type of the boot disks. Google takes no other here.
   *
   * @default "pd-balanced"
   */
  readonly diskType?: (typeof DISK_TYPES)[number];

  /**
   * The size of the boot disks in gigabytes, 10 or more.
   *
   * @default 100
   */
  readonly diskSizeGb?: number;

  /**
   * The Cloud KMS key that encrypts the boot disks. A change replaces the cluster, with all that runs in it.
   *
   * @default - the cluster's `bootDiskKmsKeyName`
   */
  readonly bootDiskKmsKeyName?: string;

  /**
   * The operating system.
   *
   * @default "COS_CONTAINERD"
   */
  readonly imageType?: NodeImageType;

  /**
   * How nodes are replaced by newer ones.
   *
   * @default - surge: one node more, none fewer
   */
  readonly upgrade?: SurgeUpgrade | BlueGreenUpgrade;
}

/** How a cluster decides about nodes by itself. */
export interface ClusterAutoscalingOptions {
  /**
   * How quickly nodes that are little used are removed: `OPTIMIZE_UTILIZATION` is quicker and fills nodes first.
   *
   * @default "BALANCED"
   */
  readonly autoscalingProfile?: (typeof PROFILES)[number];

  /**
   * Pools that GKE makes itself. Your own pools scale without it.
   *
   * @default - none: only your own pools
   * @see https://cloud.google.com/kubernetes-engine/docs/concepts/node-auto-provisioning
   */
  readonly autoProvisioning?: AutoProvisioningOptions;
}

/** Validates how a cluster decides about nodes by itself. */
export function checkClusterAutoscaling(problems: Problems, options: ClusterAutoscalingOptions, region: string): void {
  checkOneOf(problems, "autoscalingProfile", options.autoscalingProfile, PROFILES);
  const { autoProvisioning } = options;
  if (autoProvisioning === undefined) return;
  const below = problems.at("autoProvisioning");
  const { cpuCores, memoryGb, gpus = [] } = autoProvisioning;
  checkLimits(below.at("cpuCores"), cpuCores);
  checkLimits(below.at("memoryGb"), memoryGb);
  if (checkKnownList(below, "gpus", gpus)) checkGpus(below, gpus);
  checkZones(below, autoProvisioning.zones, region);
  checkServiceAccount(below, autoProvisioning.serviceAccount);
  checkOneOf(below, "diskType", autoProvisioning.diskType, DISK_TYPES);
  checkWholeNumber(below, "diskSizeGb", autoProvisioning.diskSizeGb, [10]);
  checkKmsKey(below, "bootDiskKmsKeyName", autoProvisioning.bootDiskKmsKeyName);
  checkOneOf(below, "imageType", autoProvisioning.imageType, ["COS_CONTAINERD", "UBUNTU_CONTAINERD"]);
  if (autoProvisioning.upgrade !== undefined) checkUpgrade(below.at("upgrade"), autoProvisioning.upgrade);
}

function checkGpus(below: Problems, gpus: readonly GpuLimits[]): void {
  const types = gpus.map(({ accelerator }) => accelerator.type);
  for (const gpu of gpus) {
    const { type } = gpu.accelerator;
    if (!checkGpuName(below, "gpus", gpu.accelerator)) continue;
    checkLimits(below.at(`gpus.${type}`), gpu);
    below.check("gpus", type, (name) => types.filter((other) => other === name).length === 1, "each GPU once");
  }
}

/** How a cluster decides about nodes by itself, for the provider. */
export function autoscalingConfig(
  { autoscalingProfile = "BALANCED", autoProvisioning }: ClusterAutoscalingOptions,
  { nodeServiceAccount, bootDiskKmsKey }: { readonly nodeServiceAccount: string; readonly bootDiskKmsKey?: string },
): ContainerClusterClusterAutoscaling {
  // Written as off: left out, it would stay on where it was on.
  if (autoProvisioning === undefined) return { enabled: false, autoscalingProfile };
  const { cpuCores, memoryGb, gpus = [], zones } = autoProvisioning;
  return {
    enabled: true,
    autoscalingProfile,
    autoProvisioningLocations: zones && [...zones],
    resourceLimits: [
      resourceLimit("cpu", cpuCores),
      resourceLimit("memory", memoryGb),
      ...gpus.map((gpu) => resourceLimit(gpu.accelerator.type, gpu)),
    ],
    autoProvisioningDefaults: {
      serviceAccount: autoProvisioning.serviceAccount ?? nodeServiceAccount,
      oauthScopes: [CLOUD_PLATFORM_SCOPE],
      diskType: autoProvisioning.diskType ?? "pd-balanced",
      diskSize: autoProvisioning.diskSizeGb ?? 100,
      bootDiskKmsKey: autoProvisioning.bootDiskKmsKeyName ?? bootDiskKmsKey,
      imageType: autoProvisioning.imageType ?? "COS_CONTAINERD",
      management: { autoRepair: true, autoUpgrade: true },
      upgradeSettings: upgradeConfig(autoProvisioning.upgrade, false),
      shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
    },
  };
}

function checkLimits(problems: Problems, { min = 0, max }: ResourceLimits): void {
  const whole = checkWholeNumber(problems, "min", min, [0]) && checkWholeNumber(problems, "max", max, [1]);
  if (whole && !isUnknown(max)) problems.check("min", min, (least) => least <= max, `at most max, which is ${max}`);
}

function resourceLimit(resourceType: string, { min = 0, max }: ResourceLimits) {
  return { resourceType, minimum: min, maximum: max };
}
