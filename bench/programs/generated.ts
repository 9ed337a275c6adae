import { App } from "cdktf";
import { HybridPlatform } from "cdktf-hybrid-kubernetes";
import { platform } from "./platform";

const [clusters, countries, hostNames] = process.argv.slice(2).map(Number) as [number, number, number];
const app = new App();
new HybridPlatform(app, "bench", platform({ clusters, countries, hostNames }));
app.synth();
