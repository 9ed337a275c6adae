import { App } from "cdktf";
import { HybridPlatform } from "cdktf-hybrid-kubernetes";
import { production } from "./production";
import { staging } from "./staging";

const app = new App();
new HybridPlatform(app, "staging", staging);
new HybridPlatform(app, "production", production);
app.synth();
