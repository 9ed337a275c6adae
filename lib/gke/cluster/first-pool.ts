import type { ContainerClusterNodeConfig } from "@cdktf/provider-google/lib/container-cluster";
import type { Problems } from "../../core/problems";
import { checkLabels } from "../../google/labels";
import { checkMachineType } from "../nodes/machine-series";
import { checkNodeDiskOptions, defaultDiskType } from "../nodes/node-disks";
import { checkNetworkTags } from "../nodes/node-network";
import { type ConfidentialNodeType, checkNodeSystemOptions, confidentialConfig } from "../nodes/node-system";

/**
 * The nodes of the pool that GKE makes with every cluster, one in each zone. Terraform deletes it within minutes; until then it must
 * satisfy what your organization demands of all nodes. A change changes nothing of a cluster that exists.
 */
export interface FirstPoolOptions {
  /**
   * The type of its machines, such as `n2d-standard-2` for confidential ones.
   *
   * @default - GKE's: e2-medium
   */
  readonly machineType?: string;

  /**
   * The type of its boot disks.
   *
   * @default - GKE's; with `machineType`, "pd-balanced" or "hyperdisk-balanced", whichever it takes
   */
  readonly diskType?: string;

  /**
   * How the memory of its nodes is encrypted while it is in use.
   *
   * @default - it is not
   */
  readonly confidentialNodes?: ConfidentialNodeType;

  /**
   * Network tags of its nodes, for firewall rules.
   *
   * @default - none but GKE's own
   */
  readonly networkTags?: readonly string[];

  /**
   * Labels of its machines in Compute Engine.
   *
   * @default - none but GKE's own
   */
  readonly resourceLabels?: { readonly [key: string]: string };
}

/**
 * The nodes of the first pool, for the provider.
 *
 * @param bootDiskKmsKey the key of all boot disks of the cluster: an organization that demands keys demands it of this pool, too
 */
export function firstPoolConfig(
  { machineType, diskType, confidentialNodes, networkTags, resourceLabels }: FirstPoolOptions,
  bootDiskKmsKey: string | undefined,
): ContainerClusterNodeConfig {
  return {
    machineType,
    diskType: diskType ?? (machineType && defaultDiskType(machineType)),
    bootDiskKmsKey,
    shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
    ...confidentialConfig({ confidentialNodes }),
    tags: networkTags && [...networkTags],
    resourceLabels,
  };
}

/** Checks the nodes of the first pool. */
export function checkFirstPool(problems: Problems, options: FirstPoolOptions): void {
  const { machineType = "e2-medium", diskType, resourceLabels, networkTags, confidentialNodes } = options;
  checkMachineType(problems, "machineType", machineType);
  checkNodeDiskOptions(problems, { machineType, diskType });
  checkNodeSystemOptions(problems, { confidentialNodes });
  if (networkTags !== undefined) checkNetworkTags(problems, "networkTags", networkTags);
  if (resourceLabels !== undefined) checkLabels(problems.at("resourceLabels"), resourceLabels);
}
