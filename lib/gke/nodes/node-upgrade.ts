import type {
  ContainerNodePoolManagement,
  ContainerNodePoolUpgradeSettings,
} from "@cdktf/provider-google/lib/container-node-pool";
import { checkAbsent, checkOneOf, checkShare, checkWholeNumber, isOn } from "../../core/checks";
import type { Problems } from "../../core/problems";
import { isUnknown } from "../../core/tokens";
import { inSeconds } from "../maintenance/durations";
import type { ReleaseChannel } from "../maintenance/release-channel";

/** New nodes beside the old ones, or old ones less, a few at a time. */
export interface SurgeUpgrade {
  readonly strategy: "SURGE";
  /** How many nodes more than usual there may be: 0 or more. */
  readonly maxSurge: number;
  /** How many nodes fewer than usual there may be: 0 or more, and not 0 when maxSurge is. */
  readonly maxUnavailable: number;
}

/** A whole second pool beside the old one, which stays until the new one has proven itself. Doubles the nodes meanwhile. */
export interface BlueGreenUpgrade {
  readonly strategy: "BLUE_GREEN";

  /**
   * How much of the old pool is drained at a time: a number of nodes.
   *
   * @default - follows from batchPercentage
   */
  readonly batchNodeCount?: number;

  /**
   * How much of the old pool is drained at a time: a share of its nodes, more than 0 and up to 1.
   *
   * @default - follows from batchNodeCount
   */
  readonly batchPercentage?: number;

  /**
   * Seconds to wait after each batch.
   *
   * @default 0
   */
  readonly batchSoakSeconds?: number;

  /**
   * Seconds during which the old pool waits, drained, to be needed again: up to 604,800 (7 days).
   *
   * @default 3600
   */
  readonly nodePoolSoakSeconds?: number;
}

/** How the nodes of a pool are kept current and alive. All of it can be changed without replacing the pool. */
export interface NodeUpgradeOptions {
  /**
   * How nodes are replaced by newer ones.
   *
   * @default - surge: one node more, none fewer; with a GPU one fewer and none more, since a spare GPU can rarely be had;
   * with flexStart or queuedProvisioning GKE's own way: a node is replaced when it ends by itself
   */
  readonly upgrade?: SurgeUpgrade | BlueGreenUpgrade;

  /**
   * Whether GKE replaces nodes that are broken.
   *
   * @default true; false with flexStart, where Google refuses it, and with queuedProvisioning, where a repair would take a
   * node from the ones that work together
   */
  readonly autoRepair?: boolean;

  /**
   * Whether GKE upgrades the nodes. In a release channel it always does.
   *
   * @default true
   */
  readonly autoUpgrade?: boolean;
}

type UpgradedPool = NodeUpgradeOptions & {
  readonly flexStart?: boolean;
  readonly queuedProvisioning?: boolean;
  readonly compactPlacement?: boolean;
};

/** Checks how the nodes of a pool are kept current. */
export function checkNodeUpgradeOptions(
  problems: Problems,
  options: UpgradedPool,
  releaseChannel: ReleaseChannel,
): void {
  const { upgrade, autoUpgrade = true } = options;
  if (upgrade !== undefined) checkUpgrade(problems.at("upgrade"), upgrade);
  if (isOn(options.flexStart)) checkAbsent(problems, "autoRepair", options.autoRepair, "with flexStart");
  for (const property of ["flexStart", "queuedProvisioning"] as const) {
    const reason = `with ${property}: GKE upgrades such nodes in a way of its own`;
    if (isOn(options[property])) checkAbsent(problems, "upgrade", upgrade?.strategy, reason);
  }
  const allowed = `true in the release channel ${releaseChannel}; for false the cluster's is "UNSPECIFIED"`;
  if (releaseChannel !== "UNSPECIFIED") problems.check("autoUpgrade", autoUpgrade, (value) => value, allowed);
  if (isOn(options.compactPlacement) && upgrade !== undefined) {
    const isSurge = (strategy: string) => strategy !== "BLUE_GREEN";
    problems.check("upgrade.strategy", upgrade.strategy, isSurge, "SURGE with compactPlacement");
  }
}

/** Checks one way to upgrade: a pool's, or that of the pools that GKE makes itself. */
export function checkUpgrade(problems: Problems, upgrade: SurgeUpgrade | BlueGreenUpgrade): void {
  if (!checkOneOf(problems, "strategy", upgrade.strategy, ["SURGE", "BLUE_GREEN"])) return;
  if (upgrade.strategy === "SURGE") {
    const { maxSurge, maxUnavailable } = upgrade;
    checkWholeNumber(problems, "maxSurge", maxSurge, [0]);
    checkWholeNumber(problems, "maxUnavailable", maxUnavailable, [0]);
    if (maxSurge === 0) {
      problems.check("maxUnavailable", maxUnavailable, (count) => count !== 0, "1 or more when maxSurge is 0");
    }
    return;
  }
  const { batchNodeCount, batchPercentage, batchSoakSeconds, nodePoolSoakSeconds } = upgrade;
  const one = (batchNodeCount === undefined) !== (batchPercentage === undefined);
  if (!one) problems.refuse("batchNodeCount", batchNodeCount, "exactly one of batchNodeCount and batchPercentage");
  checkWholeNumber(problems, "batchNodeCount", batchNodeCount, [1]);
  checkShare(problems, "batchPercentage", batchPercentage);
  checkWholeNumber(problems, "batchSoakSeconds", batchSoakSeconds, [0]);
  checkWholeNumber(problems, "nodePoolSoakSeconds", nodePoolSoakSeconds, [0, 7 * 24 * 3600]);
}

/** How many nodes a pool of this size has at most while it is upgraded. */
export function nodesWhileUpgraded(nodes: number, pool: UpgradedPool): number {
  if (isUnknown(nodes) || isShortLived(pool)) return nodes;
  const { upgrade } = pool;
  if (upgrade?.strategy === "BLUE_GREEN") return 2 * nodes;
  const surge = upgrade?.maxSurge ?? 1;
  return isUnknown(surge) ? nodes : nodes + surge;
}

/**
 * The way to upgrade a pool, for the provider: nodes with a GPU have another default.
 *
 * Nothing where GKE answers `SHORT_LIVED` to any setting, which the provider does not take: each plan would differ.
 */
export function poolUpgradeConfig(
  pool: UpgradedPool & { readonly accelerator?: unknown },
): ContainerNodePoolUpgradeSettings | undefined {
  return isShortLived(pool) ? undefined : upgradeConfig(pool.upgrade, pool.accelerator !== undefined);
}

/** Source: https://cloud.google.com/kubernetes-engine/docs/concepts/node-pool-upgrade-strategies#short-lived-upgrades-flex-start */
function isShortLived({ flexStart, queuedProvisioning }: UpgradedPool): boolean {
  return isOn(flexStart) || isOn(queuedProvisioning);
}

/** One way to upgrade, for the provider. */
export function upgradeConfig(
  upgrade: NodeUpgradeOptions["upgrade"],
  hasGpus: boolean,
): ContainerNodePoolUpgradeSettings {
  if (upgrade?.strategy === "BLUE_GREEN") {
    const { batchNodeCount, batchPercentage, batchSoakSeconds = 0, nodePoolSoakSeconds = 3600 } = upgrade;
    return {
      strategy: "BLUE_GREEN",
      blueGreenSettings: {
        nodePoolSoakDuration: inSeconds(nodePoolSoakSeconds),
        standardRolloutPolicy: { batchNodeCount, batchPercentage, batchSoakDuration: inSeconds(batchSoakSeconds) },
      },
    };
  }
  const { maxSurge, maxUnavailable } = upgrade ?? (hasGpus ? GPU_SURGE : SURGE);
  return { strategy: "SURGE", maxSurge, maxUnavailable };
}

/** A spare GPU can rarely be had for an upgrade, so a GPU node leaves before its successor comes. */
const GPU_SURGE = { maxSurge: 0, maxUnavailable: 1 } as const;
const SURGE = { maxSurge: 1, maxUnavailable: 0 } as const;

/** Whether nodes are repaired and upgraded, for the provider. */
export function managementConfig(pool: UpgradedPool): ContainerNodePoolManagement {
  return { autoRepair: pool.autoRepair ?? !isShortLived(pool), autoUpgrade: pool.autoUpgrade ?? true };
}
