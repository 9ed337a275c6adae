import type { ContainerNodePoolNodeConfig } from "@cdktf/provider-google/lib/container-node-pool";
import { checkWholeNumber } from "../../core/checks";
import type { Problems } from "../../core/problems";
import { isUnknown } from "../../core/tokens";
import { checkKmsKey } from "../../google/kms-key";
import { alwaysHasLocalSsds, BUILT_IN_LOCAL_SSDS, takesHyperdiskOnly } from "./machine-series";

/** The disks of a node. */
export interface NodeDiskOptions {
  /**
   * The type of the boot disk.
   *
   * @default "pd-balanced"; "hyperdisk-balanced" for machines that take no Persistent Disk, such as A4, C4 and N4
   */
  readonly diskType?: string;

  /**
   * The size of the boot disk in gigabytes, 10 or more. It holds the images of all containers on the node.
   *
   * @default 100
   */
  readonly diskSizeGb?: number;

  /**
   * The Cloud KMS key that encrypts the boot disk: `projects/P/locations/R/keyRings/K/cryptoKeys/C`. Compute Engine's
   * service agent needs the role `roles/cloudkms.cryptoKeyEncrypterDecrypter` on it. A change replaces the pool.
   *
   * @default - the cluster's `bootDiskKmsKeyName`
   */
  readonly bootDiskKmsKeyName?: string;

  /**
   * How many local SSDs hold the pods' ephemeral storage: fast, and empty again when the node is gone. A change replaces
   * the pool; taken away, the pool keeps those that it has, and 0 takes them from it.
   *
   * @default - all that are built into the machine type and that rawBlockLocalSsdCount leaves
   */
  readonly ephemeralLocalSsdCount?: number;

  /**
   * How many local SSDs pods use as raw block devices. A change replaces the pool; taken away, the pool keeps those that it
   * has, and 0 takes them from it.
   *
   * @default - none, unless the machine type has them built in
   */
  readonly rawBlockLocalSsdCount?: number;
}

type MachineWithDisks = NodeDiskOptions & { readonly machineType: string };

/** Checks the disks of a pool. */
export function checkNodeDiskOptions(problems: Problems, options: MachineWithDisks): void {
  const { machineType, diskType, rawBlockLocalSsdCount = 0 } = options;
  checkWholeNumber(problems, "diskSizeGb", options.diskSizeGb, [10]);
  checkKmsKey(problems, "bootDiskKmsKeyName", options.bootDiskKmsKeyName);
  if (takesHyperdiskOnly(machineType)) {
    const isHyperdisk = (type = "hyperdisk-balanced") => type.startsWith("hyperdisk-");
    const allowed = `a Hyperdisk, such as "hyperdisk-balanced": ${machineType} takes no other`;
    problems.check("diskType", diskType, isHyperdisk, allowed);
  } else if (diskType !== undefined) {
    const expected = 'a Persistent Disk or a Hyperdisk: "pd-balanced", "pd-ssd", "hyperdisk-balanced"';
    const isWritten = (type: string) => /^(pd|hyperdisk)-[a-z-]+$/.test(type);
    problems.check("diskType", diskType, isWritten, expected, "format");
  }
  const ephemeral = ephemeralLocalSsds(options);
  const whole =
    checkWholeNumber(problems, "ephemeralLocalSsdCount", options.ephemeralLocalSsdCount, [0]) &&
    checkWholeNumber(problems, "rawBlockLocalSsdCount", rawBlockLocalSsdCount, [0]);
  const builtIn = BUILT_IN_LOCAL_SSDS.get(machineType);
  if (!whole || isUnknown(rawBlockLocalSsdCount)) return;
  if (builtIn === undefined) {
    // Of such a machine GKE takes 0 for: all there are.
    const none = options.ephemeralLocalSsdCount === 0 && rawBlockLocalSsdCount === 0 && alwaysHasLocalSsds(machineType);
    const expected = `1 or more, or nothing: ${machineType} always has local SSDs`;
    if (none) problems.refuse("ephemeralLocalSsdCount", 0, expected);
    return;
  }
  const allowed = `together with rawBlockLocalSsdCount ${builtIn}, as ${machineType} has`;
  const ok = problems.check(
    "rawBlockLocalSsdCount",
    rawBlockLocalSsdCount,
    (rawBlockLocalSsdCount) => rawBlockLocalSsdCount <= builtIn,
    `up to ${builtIn}, as ${machineType} has`,
  );
  if (ok)
    problems.check(
      "ephemeralLocalSsdCount",
      ephemeral,
      (ephemeral) => ephemeral + rawBlockLocalSsdCount === builtIn,
      allowed,
    );
}

/** The type of a boot disk unless one is configured. */
export function defaultDiskType(machineType: string): string {
  return takesHyperdiskOnly(machineType) ? "hyperdisk-balanced" : "pd-balanced";
}

/** The disks of a node, for the provider. */
export function diskConfig(options: MachineWithDisks): ContainerNodePoolNodeConfig {
  const { machineType, diskType, diskSizeGb, bootDiskKmsKeyName, rawBlockLocalSsdCount } = options;
  const ephemeral = ephemeralLocalSsds(options);
  return {
    diskType: diskType ?? defaultDiskType(machineType),
    diskSizeGb: diskSizeGb ?? 100,
    bootDiskKmsKey: bootDiskKmsKeyName,
    // Written out for machines that have them anyway: GKE reports them, and the next plan would replace the pool.
    ephemeralStorageLocalSsdConfig: ephemeral === 0 ? undefined : { localSsdCount: ephemeral },
    localNvmeSsdBlockConfig: rawBlockLocalSsdCount ? { localSsdCount: rawBlockLocalSsdCount } : undefined,
  };
}

/**
 * The paths of the local SSDs whose count the options leave open.
 *
 * GKE reports the disks that a machine always has, and the provider would replace the pool because the configuration has none of
 * them: which machines those are, and how many disks, is up to Google and changes with every new series.
 */
export function unwatchedDisks({ ephemeralLocalSsdCount, rawBlockLocalSsdCount }: NodeDiskOptions): readonly string[] {
  const paths = {
    ephemeral_storage_local_ssd_config: ephemeralLocalSsdCount,
    local_nvme_ssd_block_config: rawBlockLocalSsdCount,
  };
  return Object.entries(paths).flatMap(([block, count]) => (count === undefined ? [`node_config[0].${block}`] : []));
}

function ephemeralLocalSsds(options: MachineWithDisks): number {
  const { machineType, ephemeralLocalSsdCount, rawBlockLocalSsdCount = 0 } = options;
  if (ephemeralLocalSsdCount !== undefined) return ephemeralLocalSsdCount;
  const builtIn = BUILT_IN_LOCAL_SSDS.get(machineType);
  return builtIn === undefined || isUnknown(rawBlockLocalSsdCount) ? 0 : Math.max(0, builtIn - rawBlockLocalSsdCount);
}
