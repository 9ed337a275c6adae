import type { Check } from "./check";
import { EDGE_CHECKS } from "./edge-checks";
import { FAULT_CHECKS } from "./fault-list";
import { FILTER_CHECKS } from "./filter-checks";
import { HASHING_CHECKS } from "./hashing-checks";
import { HEALTH_CHECKS } from "./health-checks";
import { HOST_CHECKS } from "./host-checks";
import { settled } from "./measure";
import { MOVED_CHECKS } from "./moved-checks";
import { RELEASE_CHECKS } from "./release-checks";
import { ROLLOUT_CHECKS } from "./rollout-check";
import { ROUTING_CHECKS } from "./routing-checks";
import { RUNBOOK_CHECKS } from "./runbook-checks";
import { SEGMENT_CHECKS } from "./segment-checks";
import { TRAFFIC_CHECKS } from "./traffic-checks";
import { TRUTH_CHECKS } from "./truth-checks";

/** What must hold before anything else is looked at. */
export const START: Check = {
  name: "all routes are there after the start",
  bound: "60 s",
  run: async (dataCenter) => `${(await settled(dataCenter, 60)).toFixed(1)} s`,
};

/** All checks, in the order in which they run: each leaves everything as it was. */
export const CHECKS: readonly Check[] = [
  ...RELEASE_CHECKS,
  ...TRUTH_CHECKS,
  ...TRAFFIC_CHECKS,
  ...SEGMENT_CHECKS,
  ...EDGE_CHECKS,
  ...HOST_CHECKS,
  ...ROUTING_CHECKS,
  ...FILTER_CHECKS,
  ...HASHING_CHECKS,
  ...FAULT_CHECKS,
  ...HEALTH_CHECKS,
  ...MOVED_CHECKS,
  ...RUNBOOK_CHECKS,
  ...ROLLOUT_CHECKS,
];
