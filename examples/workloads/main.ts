import { App } from "cdktf";
import { HybridPlatform } from "cdktf-hybrid-kubernetes";
import { Metric, WorkloadsStack } from "cdktf-hybrid-kubernetes/workloads";
import { production } from "../video-platform/production";

const app = new App();
const platform = new HybridPlatform(app, "production", production);

for (const [region, cluster] of platform.clusters) {
  const { google, state, labels } = production;
  const clusterName = `production-${region}`;
  const workloads = new WorkloadsStack(app, `production-workloads-${region}`, {
    google,
    state,
    labels,
    region,
    clusterName,
    services: {
      api: { selector: { app: "api" }, namespace: "shop" },
      video: { selector: { app: "video" }, targetPort: 8090, namespace: "shop" },
    },
    autoscalers: {
      // Below the load balancer's 200 requests per second: pods are added before another region has to help.
      api: {
        scaleTargetRef: { name: "api" },
        namespace: "shop",
        minReplicas: 3,
        maxReplicas: 200,
        metrics: [
          Metric.loadBalancerRequests({ clusterName, serviceName: "api", requestsPerSecondPerPod: 120 }),
          Metric.cpu(70),
        ],
      },
      video: {
        scaleTargetRef: { name: "video" },
        namespace: "shop",
        minReplicas: 1,
        maxReplicas: 24,
        metrics: [Metric.pods("prometheus.googleapis.com|video_streams_active|gauge", { averageValue: 12 })],
      },
    },
  });
  workloads.addDependency(cluster);
}

app.synth();
