import {
  Accelerator,
  GlobalNetwork,
  PlatformStack,
  type PlatformStackProps,
  ProjectServices,
  RegionalCluster,
} from "cdktf-hybrid-kubernetes";
import type { Construct } from "constructs";

const REGION = "europe-west4";

/**
 * One region for inference: small models share L4s, large ones wait for whole machines of H100s.
 *
 * Both pools shrink to nothing when nobody asks. What is always on is the small pool for the cluster's own pods.
 */
export class GpuInference extends PlatformStack {
  constructor(scope: Construct, id: string, props: PlatformStackProps) {
    super(scope, id, props);
    this.useGoogle();

    // A fresh project has nearly no API switched on.
    const { services } = new ProjectServices(this, "project_services");
    const dependsOn = [...services.values()];

    const network = new GlobalNetwork(this, "network", {
      networkName: "inference",
      regions: { [REGION]: { nodes: "10.0.0.0/20", pods: "10.64.0.0/16", services: "10.32.0.0/20" } },
      dependsOn,
    });

    const cluster = new RegionalCluster(this, "cluster", {
      project: props.google.project,
      clusterName: "inference",
      subnet: network.subnet(REGION),
      dependsOn,
      maintenance: {
        recurringWindow: {
          startTime: "2026-01-03T00:00:00Z",
          endTime: "2026-01-03T08:00:00Z",
          recurrence: "FREQ=WEEKLY;BYDAY=SA,SU",
        },
      },
    });

    cluster.addNodePool("system", {
      machineType: "e2-standard-4",
      autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 6 },
    });

    // Four containers to a GPU: small models leave most of an L4 idle.
    cluster.addNodePool("small-models", {
      machineType: "g2-standard-8",
      accelerator: Accelerator.L4,
      gpuSharing: { strategy: "TIME_SHARING", maxSharedClientsPerGpu: 4 },
      zones: [`${REGION}-a`, `${REGION}-b`, `${REGION}-c`],
      autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 24 },
    });

    // All machines of a request come at once, when there are enough, and go after a day.
    cluster.addNodePool("large-models", {
      machineType: "a3-highgpu-8g",
      accelerator: Accelerator.H100,
      queuedProvisioning: true,
      maxRunDurationSeconds: 24 * 3600,
      zones: [`${REGION}-b`],
      autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 4 },
    });
  }
}
