import { App } from "cdktf";
import { HybridPlatform } from "cdktf-hybrid-kubernetes";
import { production } from "./production";

const app = new App();
// Another environment is another line here, with a file and a project of its own.
new HybridPlatform(app, "production", production);
app.synth();
