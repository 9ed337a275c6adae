import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { HybridPlatform } from "cdktf-hybrid-kubernetes";
import { plannedRouting } from "cdktf-hybrid-kubernetes/planning";
import { dataCenters } from "./data-centers";
import { platformWith } from "./platform";

/** Written by `cdktf-hybrid-kubernetes plan-routing`, reviewed and merged as any change. */
const plan = JSON.parse(readFileSync(join(__dirname, "routing-plan.json"), "utf8"));

const app = new App();
new HybridPlatform(app, "production", platformWith(plannedRouting(plan, Object.keys(dataCenters))));
app.synth();
