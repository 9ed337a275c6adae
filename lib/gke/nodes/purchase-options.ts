import type {
  ContainerNodePoolConfig,
  ContainerNodePoolNodeConfig,
} from "@cdktf/provider-google/lib/container-node-pool";
import { checkAbsent, checkWholeNumber, isOn, oneOf } from "../../core/checks";
import type { Problems } from "../../core/problems";
import { placementConfig, type TpuOptions } from "../gpus/tpu-options";
import { inSeconds } from "../maintenance/durations";
import { COMPACT_FLEX_START, canBeCompactFlexStart } from "./machine-series";
import { Reservation } from "./reservation";

/** Flex-start machines are taken away after a week at the latest. */
const FLEX_START_MAX_SECONDS = 7 * 24 * 3600;

/** Compute Engine's own limits for the life of a machine. */
const RUN_SECONDS = { least: 30, most: 120 * 24 * 3600 };

/** How a pool comes by its machines. A change of any of it replaces the pool. */
export interface PurchaseOptions {
  /**
   * Whether the nodes are Spot machines: much cheaper, and gone on 30 seconds' notice.
   *
   * @default false
   */
  readonly spot?: boolean;

  /**
   * The reservations that the pool takes its machines from.
   *
   * @default - whatever Google chooses: any reservation that fits; none with spot, flexStart or queuedProvisioning
   */
  readonly reservation?: Reservation;

  /**
   * Whether nodes are flex-start machines of the Dynamic Workload Scheduler: GPUs at a discount, which come when there are
   * some and stay for seven days at most. Needs GKE 1.32.2-gke.1652000 or later. Such nodes are not repaired.
   *
   * @default - off
   * @see https://cloud.google.com/kubernetes-engine/docs/concepts/dws
   */
  readonly flexStart?: boolean;

  /**
   * Whether nodes come only for a Kubernetes `ProvisioningRequest`, all that it asks for at once: for batch work that needs
   * all of its GPUs to start. Nodes have the label `cloud.google.com/gke-queued: "true"`.
   *
   * @default false
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/provisioningrequest
   */
  readonly queuedProvisioning?: boolean;

  /**
   * The longest life of a node in seconds, 30 to 10,368,000 (120 days); with flexStart 604,800 (7 days) at most.
   *
   * @default - without limit
   */
  readonly maxRunDurationSeconds?: number;

  /**
   * Whether the nodes are put close to each other, for the shortest way between them. The pool then needs exactly one zone.
   *
   * @default false
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/compact-placement
   */
  readonly compactPlacement?: boolean;
}

type PurchasedPool = PurchaseOptions & {
  readonly machineType: string;
  readonly zones?: readonly string[];
  readonly autoscaling: { readonly totalMinNodeCount: number };
};

/**
 * Checks what can be bought together.
 *
 * Source: preconditions of the module gke-node-pool of https://github.com/GoogleCloudPlatform/cluster-toolkit
 */
export function checkPurchaseOptions(problems: Problems, options: PurchasedPool): void {
  const { spot, flexStart, queuedProvisioning, maxRunDurationSeconds, machineType, autoscaling } = options;
  checkReservation(problems, options);
  if (isOn(flexStart)) checkAbsent(problems, "spot", spot, "with flexStart");
  if (isOn(queuedProvisioning)) {
    checkAbsent(problems, "spot", spot, "with queuedProvisioning");
    checkAbsent(problems, "compactPlacement", options.compactPlacement, "with queuedProvisioning");
    const min = autoscaling.totalMinNodeCount;
    const allowed = "0 with queuedProvisioning: nodes come on request";
    problems.check("autoscaling.totalMinNodeCount", min, (count) => count === 0, allowed);
  }
  if (isOn(options.compactPlacement)) {
    const { zones } = options;
    problems.check("zones", zones, (names) => names?.length === 1, "exactly one zone with compactPlacement");
    const expected = `a machine type of ${oneOf(COMPACT_FLEX_START)} with compactPlacement and flexStart together`;
    if (isOn(flexStart)) problems.check("machineType", machineType, canBeCompactFlexStart, expected);
  }
  const most = isOn(flexStart) ? FLEX_START_MAX_SECONDS : RUN_SECONDS.most;
  checkWholeNumber(problems, "maxRunDurationSeconds", maxRunDurationSeconds, [RUN_SECONDS.least, most]);
}

function checkReservation(problems: Problems, options: PurchasedPool): void {
  const { reservation, zones } = options;
  if (reservation === undefined) return;
  for (const property of ["spot", "flexStart", "queuedProvisioning"] as const) {
    if (!isOn(options[property])) continue;
    const allowed = `Reservation.none() or nothing with ${property}`;
    problems.check("reservation", reservation.type, (type) => type === "NO_RESERVATION", allowed);
  }
  if (reservation.type !== "SPECIFIC_RESERVATION") return;
  const { names } = reservation;
  problems.check("reservation", names, ({ length }) => length > 0, "the name of at least one reservation");
  const expected = "the zones of the reservations, with Reservation.specific()";
  problems.check("zones", zones, (given) => given !== undefined, expected);
}

/** Whether the machines are where there is room and not spread over the zones. */
export function isTakenWhereverThereIsRoom({
  spot,
  reservation,
  flexStart,
  queuedProvisioning,
}: PurchaseOptions): boolean {
  const reserved = reservation !== undefined && reservation.type !== "NO_RESERVATION";
  return reserved || isOn(spot) || isOn(flexStart) || isOn(queuedProvisioning);
}

/** How the pool is bought, for the provider. */
export function purchaseConfig(options: PurchaseOptions & TpuOptions): Partial<ContainerNodePoolConfig> {
  return {
    queuedProvisioning: isOn(options.queuedProvisioning) ? { enabled: true } : undefined,
    placementPolicy: placementConfig(options) ?? (isOn(options.compactPlacement) ? { type: "COMPACT" } : undefined),
  };
}

/** How the nodes are bought, for the provider. */
export function purchasedNodeConfig(options: PurchaseOptions): ContainerNodePoolNodeConfig {
  const { spot, flexStart, queuedProvisioning, maxRunDurationSeconds } = options;
  const unreserved = isOn(spot) || isOn(flexStart) || isOn(queuedProvisioning);
  const reservation = options.reservation ?? (unreserved ? Reservation.none() : undefined);
  return {
    spot: spot ?? false,
    flexStart,
    maxRunDuration: maxRunDurationSeconds === undefined ? undefined : inSeconds(maxRunDurationSeconds),
    reservationAffinity: reservation?.bind(),
  };
}
