import { Token } from "cdktf";
import { ClusterBackend } from "../../lib/load-balancing/cluster-backend";
import { globalNetworkFromAttributes } from "../../lib/network/i-global-network";
import { NegService, type NegServiceProps } from "../../lib/workloads/neg-service";
import { refusalOf, resourceOf } from "../support/synthesize";
import { synthesizeInCluster, unknownText, variable } from "./support";

const PROPS: NegServiceProps = { serviceName: "api", clusterName: "production-us-east1", selector: { app: "api" } };

function service(changes: Partial<NegServiceProps> = {}) {
  const stack = synthesizeInCluster((scope) => new NegService(scope, "api", { ...PROPS, ...changes }));
  return resourceOf(stack, "kubernetes_service_v1");
}

describe("a service behind the load balancer", () => {
  test("is reached inside the cluster alone, and names the endpoint groups", () => {
    expect(service()).toEqual({
      metadata: {
        name: "api",
        namespace: "default",
        annotations: { "cloud.google.com/neg": '{"exposed_ports":{"80":{"name":"production-us-east1-api"}}}' },
      },
      spec: {
        type: "ClusterIP",
        selector: { app: "api" },
        port: [{ name: "http", port: 80, target_port: "8080", protocol: "TCP" }],
      },
      lifecycle: { ignore_changes: ['metadata[0].annotations["cloud.google.com/neg-status"]'] },
    });
  });

  test("takes the configured ports and namespace", () => {
    const { metadata, spec } = service({ port: 443, targetPort: 8090, namespace: "video" });
    expect(metadata.namespace).toBe("video");
    expect(metadata.annotations["cloud.google.com/neg"]).toBe(
      '{"exposed_ports":{"443":{"name":"production-us-east1-api"}}}',
    );
    expect(spec.port).toEqual([{ name: "http", port: 443, target_port: "8090", protocol: "TCP" }]);
  });

  test("names the groups that the cluster's stack makes", () => {
    const subnet = globalNetworkFromAttributes({ project: "acme-test", networkName: "production" }).subnet("us-east1");
    let annotation = "";
    const stack = synthesizeInCluster((scope) => {
      const { clusterName, serviceName } = PROPS;
      const backend = { clusterName, serviceName, servicePort: 80, zones: ["us-east1-b"], subnet };
      ({ annotation } = new ClusterBackend(scope, "groups", backend));
      new NegService(scope, "api", PROPS);
    });
    const { metadata } = resourceOf(stack, "kubernetes_service_v1");
    expect(metadata.annotations["cloud.google.com/neg"]).toBe(annotation);
    const { name } = resourceOf(stack, "google_compute_network_endpoint_group");
    expect(JSON.parse(annotation).exposed_ports["80"].name).toBe(name);
  });

  test("takes a cluster, a namespace and a target port that only Terraform knows", () => {
    const { metadata, spec } = service({
      clusterName: unknownText("cluster"),
      namespace: unknownText("namespace"),
      targetPort: Token.asNumber(variable("port")),
    });
    expect(JSON.parse(metadata.annotations["cloud.google.com/neg"])).toEqual({
      exposed_ports: { 80: { name: `${variable("cluster")}-api` } },
    });
    expect(metadata.namespace).toBe(variable("namespace"));
    expect(spec.port[0].target_port).toBe(variable("port"));
  });

  test("is refused with what cannot work", () => {
    expect(refusalOf(() => service({ selector: {}, port: 0, targetPort: 70_000, namespace: "A" }))).toEqual([
      'stack/api: selector: got {}, expected at least one label of the pods: { app: "api" }',
      "stack/api: port: got 0, expected a whole number from 1 to 65535",
      "stack/api: targetPort: got 70000, expected a whole number from 1 to 65535",
      'stack/api: namespace: got "A", expected 1 to 63 lower-case letters, digits and hyphens, a letter first and no hyphen last',
    ]);
  });

  test("is refused with a port that only Terraform knows: the annotation is made of it", () => {
    expect(refusalOf(() => service({ port: Token.asNumber(variable("port")) }))).toEqual([
      "stack/api: port: got a token, expected a value that is known at synthesis: it decides which resources there are",
    ]);
  });
});
