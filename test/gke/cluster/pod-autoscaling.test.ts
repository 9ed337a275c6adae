import { clusterRefusal, clusterWith } from "../../support/cluster";

describe("how pods follow their load", () => {
  test("is GKE's horizontal autoscaling alone, and the other is written as off", () => {
    const cluster = clusterWith({});
    expect(cluster.vertical_pod_autoscaling).toEqual({ enabled: false });
    expect(cluster).not.toHaveProperty("pod_autoscaling");
  });

  test("is vertical autoscaling and another profile where asked for", () => {
    const cluster = clusterWith({ verticalPodAutoscaling: true, hpaProfile: "PERFORMANCE" });
    expect(cluster.vertical_pod_autoscaling).toEqual({ enabled: true });
    expect(cluster.pod_autoscaling).toEqual({ hpa_profile: "PERFORMANCE" });
  });

  test("refuses a profile that there is not", () => {
    expect(clusterRefusal({ hpaProfile: "FAST" as "NONE" })).toEqual([
      'hpaProfile: got "FAST", expected "NONE" or "PERFORMANCE"',
    ]);
  });
});
