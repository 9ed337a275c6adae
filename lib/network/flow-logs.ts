import type { ComputeSubnetworkLogConfig } from "@cdktf/provider-google/lib/compute-subnetwork";
import { checkOneOf, checkShare } from "../core/checks";
import type { Problems } from "../core/problems";

const INTERVALS = [
  "INTERVAL_5_SEC",
  "INTERVAL_30_SEC",
  "INTERVAL_1_MIN",
  "INTERVAL_5_MIN",
  "INTERVAL_10_MIN",
  "INTERVAL_15_MIN",
] as const;

/** How long packets of a connection are counted together before they become one entry of the log. */
export type FlowLogInterval = (typeof INTERVALS)[number];

/** VPC flow logs: who sent packets to whom in a subnet. */
export interface FlowLogOptions {
  /**
   * The share of flows that is logged, more than 0 and up to 1.
   *
   * @default 0.1 - enough to see who reaches whom, at a tenth of the price of all flows
   */
  readonly sampling?: number;

  /**
   * How long packets are counted together. Longer is cheaper and less exact.
   *
   * @default "INTERVAL_5_SEC"
   */
  readonly aggregationInterval?: FlowLogInterval;

  /**
   * Whether entries name the machines, pods and services, not the addresses alone.
   *
   * @default true - an hour later the address may be another pod's
   */
  readonly metadata?: boolean;
}

/** A subnet's flow logs, for the provider; none for `false`. */
export function flowLogConfig(options: FlowLogOptions | false): ComputeSubnetworkLogConfig | undefined {
  if (options === false) return undefined;
  const { sampling = 0.1, aggregationInterval = "INTERVAL_5_SEC", metadata = true } = options;
  return {
    aggregationInterval,
    flowSampling: sampling,
    metadata: metadata ? "INCLUDE_ALL_METADATA" : "EXCLUDE_ALL_METADATA",
  };
}

/** Validates the options of flow logs. */
export function checkFlowLogOptions(problems: Problems, options: FlowLogOptions): void {
  const { sampling = 0.1, aggregationInterval = "INTERVAL_5_SEC" } = options;
  checkShare(problems, "sampling", sampling, "; for no logs at all, flowLogs: false");
  checkOneOf(problems, "aggregationInterval", aggregationInterval, INTERVALS);
}
