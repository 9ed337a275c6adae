import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { HybridPlatformProps } from "cdktf-hybrid-kubernetes";
import { plannedRouting } from "cdktf-hybrid-kubernetes/planning";
import { production } from "./production";

/** What `cdktf-hybrid-kubernetes plan-routing --environment production` wrote here: the next step from the routing of `production.ts`. */
const plan = JSON.parse(readFileSync(join(__dirname, "routing-plan.json"), "utf8"));

/** Production with the planned routing in place of the one that is written by hand: `main.ts` is to take this one to deploy it. */
export const planned: HybridPlatformProps = {
  ...production,
  routing: { ...production.routing, ...plannedRouting(plan) },
};
