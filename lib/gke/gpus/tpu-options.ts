import type { ContainerNodePoolPlacementPolicy } from "@cdktf/provider-google/lib/container-node-pool";
import { checkAbsent, isOn } from "../../core/checks";
import type { Problems } from "../../core/problems";
import { isUnknown } from "../../core/tokens";
import type { NodePoolAutoscaling } from "../nodes/node-autoscaling";
import type { Accelerator } from "./accelerator";
import { builtInAccelerator, kindNameOf } from "./known-accelerators";

/** Options of the TPUs of a pool. */
export interface TpuOptions {
  /**
   * How the chips of a slice over several nodes are connected, such as `4x4`: the pool is then one slice, which comes and goes as a
   * whole. Its `totalMaxNodeCount` is the number of its nodes, and `totalMinNodeCount` the same or 0. A change replaces the pool, but for
   * another topology, which version 6.50 of the provider never sends to Google: that takes another pool, under another name.
   *
   * @default - each node is a slice of its own
   * @see https://cloud.google.com/kubernetes-engine/docs/concepts/plan-tpus
   */
  readonly tpuTopology?: string;
}

type MachineWithTpu = TpuOptions & {
  readonly accelerator?: Accelerator;
  readonly machineType: string;
  readonly autoscaling: NodePoolAutoscaling;
  readonly compactPlacement?: boolean;
  readonly zones?: readonly string[];
};

/** Validates the TPUs of a pool. */
export function checkTpuOptions(problems: Problems, options: MachineWithTpu): void {
  const { accelerator, tpuTopology, machineType, autoscaling, zones } = options;
  if (tpuTopology === undefined) return;
  if (accelerator === undefined || kindNameOf(accelerator) !== "GOOGLE_TPU") {
    checkAbsent(problems, "tpuTopology", tpuTopology, "without a TPU as accelerator");
    return;
  }
  if (isOn(options.compactPlacement)) {
    checkAbsent(
      problems,
      "compactPlacement",
      options.compactPlacement,
      "with tpuTopology: a slice is always placed so",
    );
  }
  problems.check("zones", zones, (names) => names?.length === 1, "exactly one zone with tpuTopology");
  const isTopology = (text: string) => /^[1-9]\d*(x[1-9]\d*){1,2}$/.test(text);
  const expected = 'the chips along each of two or three axes: "4x4" or "2x2x4"';
  const sound = problems.check("tpuTopology", tpuTopology, isTopology, expected, "format");
  const chips = builtInAccelerator(machineType)?.count;
  if (!sound || isUnknown(tpuTopology) || chips === undefined) return;
  const nodes = chipsOf(tpuTopology) / chips;
  if (!Number.isInteger(nodes) || nodes < 2) {
    const whole = `more than the ${chips} chips of a node, and a multiple of them; a slice of one node has no topology`;
    problems.refuse("tpuTopology", tpuTopology, whole);
    return;
  }
  const { totalMinNodeCount: min, totalMaxNodeCount: max } = autoscaling;
  const below = problems.at("autoscaling");
  below.check("totalMaxNodeCount", max, (count) => count === nodes, `${nodes}, the nodes of a slice of ${tpuTopology}`);
  below.check("totalMinNodeCount", min, (count) => count === 0 || count === nodes, `0 or ${nodes}: a slice is whole`);
}

function chipsOf(topology: string): number {
  return topology.split("x").reduce((product, axis) => product * Number(axis), 1);
}

/** Where the nodes of a slice are, for the provider. */
export function placementConfig({ tpuTopology }: TpuOptions): ContainerNodePoolPlacementPolicy | undefined {
  return tpuTopology === undefined ? undefined : { type: "COMPACT", tpuTopology };
}
