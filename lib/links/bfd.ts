import type { ComputeRouterPeerBfd } from "@cdktf/provider-google/lib/compute-router-peer";
import { checkOneOf, checkWholeNumber } from "../core/checks";
import type { Problems } from "../core/problems";

/** Bidirectional Forwarding Detection: a failed path is detected within seconds, and not after three keepalives. */
export interface BfdOptions {
  /**
   * Who starts: `ACTIVE` is Google, `PASSIVE` the other side.
   *
   * @default "ACTIVE"
   */
  readonly initialization?: "ACTIVE" | "PASSIVE";

  /**
   * The interval at which each side sends, 1000 to 30000 milliseconds.
   *
   * @default 1000
   */
  readonly intervalMilliseconds?: number;

  /**
   * The number of consecutive missing packets after which the path counts as down, 5 to 16.
   *
   * @default 5
   */
  readonly multiplier?: number;
}

/** Validates the options of BFD. */
export function checkBfd(problems: Problems, options: BfdOptions): void {
  const { initialization = "ACTIVE", intervalMilliseconds = 1000, multiplier = 5 } = options;
  checkOneOf(problems, "initialization", initialization, ["ACTIVE", "PASSIVE"]);
  checkWholeNumber(problems, "intervalMilliseconds", intervalMilliseconds, [1000, 30_000]);
  checkWholeNumber(problems, "multiplier", multiplier, [5, 16]);
}

/** BFD, for the provider. What is off is written as off: left out, sessions that had it would keep it. */
export function bfdConfig(options: BfdOptions | undefined) {
  const { initialization = "ACTIVE", intervalMilliseconds = 1000, multiplier = 5 } = options ?? {};
  return {
    sessionInitializationMode: options === undefined ? "DISABLED" : initialization,
    minTransmitInterval: intervalMilliseconds,
    minReceiveInterval: intervalMilliseconds,
    multiplier,
  } satisfies ComputeRouterPeerBfd;
}
