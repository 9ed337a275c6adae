import { App } from "cdktf";
import { HybridPlatform } from "cdktf-hybrid-kubernetes";
import { production } from "./production";
import { recordsOfExampleCom, takeOverInProductionDns } from "./records";

const app = new App();
const { dns } = new HybridPlatform(app, "production", production);
// What `import` wrote of the zone that was there. When it has been applied, both calls have done their work.
if (dns !== undefined) {
  takeOverInProductionDns(dns);
  recordsOfExampleCom(dns);
}
app.synth();
