import { App } from "cdktf";
import { GpuInference } from "./gpu-inference";

const app = new App();
new GpuInference(app, "gpu-inference", {
  google: { project: "acme-inference" },
  labels: { team: "inference" },
});
app.synth();
