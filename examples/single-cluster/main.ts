import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { App, TerraformStack } from "cdktf";
import { GlobalNetwork, ProjectServices, RegionalCluster, State } from "cdktf-hybrid-kubernetes";

const app = new App();
const stack = new TerraformStack(app, "single-cluster");
// A file for a first try, by a path that is the same on every machine; a team has State.gcs({ bucket: … }).
State.local().bind(stack);
new GoogleProvider(stack, "google", { project: "acme-shop", defaultLabels: { team: "shop" } });

// A fresh project has nearly no API switched on.
const { services } = new ProjectServices(stack, "project_services");
const dependsOn = [...services.values()];

const network = new GlobalNetwork(stack, "network", {
  networkName: "shop",
  regions: { "europe-west1": { nodes: "10.0.0.0/20", pods: "10.64.0.0/16", services: "10.32.0.0/20" } },
  dependsOn,
});

const cluster = new RegionalCluster(stack, "cluster", {
  project: "acme-shop",
  clusterName: "shop",
  subnet: network.subnet("europe-west1"),
  dependsOn,
});

cluster.addNodePool("web", {
  machineType: "n2-standard-4",
  autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 12 },
});

app.synth();
