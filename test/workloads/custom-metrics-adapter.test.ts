import { Token } from "cdktf";
import { CustomMetricsAdapter, type CustomMetricsAdapterProps } from "../../lib/workloads/custom-metrics-adapter";
import { type Block, refusalOf, resourceOf, resourcesOf } from "../support/synthesize";
import { synthesizeInCluster, unknownText, variable } from "./support";

const PROPS: CustomMetricsAdapterProps = { project: "acme-test", clusterName: "production-us-east1" };
const NAME = "custom-metrics-stackdriver-adapter";

function adapter(changes: Partial<CustomMetricsAdapterProps> = {}) {
  return synthesizeInCluster((scope) => new CustomMetricsAdapter(scope, "metrics", { ...PROPS, ...changes }));
}

/** The blocks of a type by the name that Kubernetes has for them. */
function byName(type: string): Record<string, Block> {
  return Object.fromEntries(Object.values(resourcesOf(stack, type)).map((block) => [block.metadata.name, block]));
}

const stack = adapter();

describe("the metrics adapter", () => {
  test("reads metrics as an account of its own, which only its Kubernetes account may use", () => {
    expect(resourceOf(stack, "google_service_account").account_id).toBe("production-us-east1-metrics");
    expect(resourceOf(stack, "google_project_iam_member")).toMatchObject({
      project: "acme-test",
      role: "roles/monitoring.viewer",
    });
    expect(resourceOf(stack, "google_service_account_iam_member")).toMatchObject({
      role: "roles/iam.workloadIdentityUser",
      member: `serviceAccount:acme-test.svc.id.goog[custom-metrics/${NAME}]`,
    });
    const { metadata } = resourceOf(stack, "kubernetes_service_account_v1");
    const [address] = Object.keys(resourcesOf(stack, "google_service_account"));
    expect(metadata.name).toBe(NAME);
    expect(metadata.annotations).toEqual({
      "iam.gke.io/gcp-service-account": `\${google_service_account.${address}.email}`,
    });
    expect(resourceOf(stack, "kubernetes_namespace_v1").metadata).toEqual({ name: "custom-metrics" });
  });

  test("runs twice, as nobody, without a capability, and writes to its certificates alone", () => {
    const { spec, depends_on } = resourceOf(stack, "kubernetes_deployment_v1");
    expect(spec.replicas).toBe("2");
    expect(spec.selector.match_labels).toEqual(spec.template.metadata.labels);
    expect(spec.template.spec.container).toEqual([
      {
        name: "adapter",
        image: `gcr.io/gke-release/${NAME}:v0.16.9-gke.0`,
        command: [
          "/adapter",
          "--use-new-resource-model=true",
          "--fallback-for-container-metrics=true",
          "--cert-dir=/certificates",
        ],
        volume_mount: [{ name: "certificates", mount_path: "/certificates" }],
        port: [{ container_port: 443 }],
        resources: { requests: { cpu: "250m", memory: "200Mi" }, limits: { cpu: "250m", memory: "200Mi" } },
        readiness_probe: {
          http_get: { path: "/healthz", port: "443", scheme: "HTTPS" },
          initial_delay_seconds: 40,
          period_seconds: 10,
          timeout_seconds: 5,
        },
        liveness_probe: {
          http_get: { path: "/healthz", port: "443", scheme: "HTTPS" },
          initial_delay_seconds: 120,
          period_seconds: 30,
          timeout_seconds: 5,
          failure_threshold: 5,
        },
        security_context: {
          allow_privilege_escalation: false,
          read_only_root_filesystem: true,
          capabilities: { drop: ["ALL"] },
        },
      },
    ]);
    expect(spec.template.spec.volume).toEqual([{ name: "certificates", empty_dir: {} }]);
    expect(spec.template.spec.security_context).toEqual({
      run_as_non_root: true,
      run_as_user: "65534",
      run_as_group: "65534",
      seccomp_profile: { type: "RuntimeDefault" },
      sysctl: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "443" }],
    });
    // Four bindings and two roles in the cluster, two in Google Cloud.
    expect(depends_on).toHaveLength(8);
  });

  test("may serve an API, look up pods and nodes, and lets the autoscaler read", () => {
    const [account] = Object.keys(resourcesOf(stack, "kubernetes_service_account_v1"));
    const [namespace] = Object.keys(resourcesOf(stack, "kubernetes_namespace_v1"));
    const adapterAccount = {
      kind: "ServiceAccount",
      namespace: `\${kubernetes_namespace_v1.${namespace}.metadata[0].name}`,
      name: `\${kubernetes_service_account_v1.${account}.metadata[0].name}`,
    };
    const autoscaler = { kind: "ServiceAccount", namespace: "kube-system", name: "horizontal-pod-autoscaler" };
    const bindings = byName("kubernetes_cluster_role_binding_v1");
    expect(bindings["custom-metrics:system:auth-delegator"]).toMatchObject({
      role_ref: { kind: "ClusterRole", name: "system:auth-delegator" },
      subject: [adapterAccount],
    });
    expect(bindings["custom-metrics-resource-reader"]?.subject).toEqual([adapterAccount]);
    expect(bindings["external-metrics-reader"]?.subject).toEqual([autoscaler]);
    expect(Object.keys(bindings)).toHaveLength(3);
    for (const name of ["custom-metrics-resource-reader", "external-metrics-reader"]) {
      const role = Object.entries(resourcesOf(stack, "kubernetes_cluster_role_v1")).find(
        ([, { metadata }]) => metadata.name === name,
      );
      expect(bindings[name]?.role_ref.name).toBe(`\${kubernetes_cluster_role_v1.${role?.[0]}.metadata[0].name}`);
    }
    const roles = byName("kubernetes_cluster_role_v1");
    const verbs = ["get", "list", "watch"];
    expect(roles["external-metrics-reader"]?.rule).toEqual([
      { api_groups: ["external.metrics.k8s.io"], resources: ["*"], verbs },
    ]);
    expect(roles["custom-metrics-resource-reader"]?.rule).toEqual([
      { api_groups: [""], resources: ["pods", "nodes", "nodes/stats"], verbs },
    ]);
    expect(resourceOf(stack, "kubernetes_role_binding_v1")).toMatchObject({
      metadata: { name: "custom-metrics-auth-reader", namespace: "kube-system" },
      subject: [adapterAccount],
      role_ref: { kind: "Role", name: "extension-apiserver-authentication-reader" },
    });
  });

  test("answers for both metrics APIs, once it runs", () => {
    const [deployment] = Object.keys(resourcesOf(stack, "kubernetes_deployment_v1"));
    expect(resourceOf(stack, "kubernetes_service_v1").depends_on).toEqual([`kubernetes_deployment_v1.${deployment}`]);
    const apis = byName("kubernetes_api_service_v1");
    const [service] = Object.keys(resourcesOf(stack, "kubernetes_service_v1"));
    const common = {
      group_priority_minimum: 100,
      insecure_skip_tls_verify: true,
      service: {
        name: `\${kubernetes_service_v1.${service}.metadata[0].name}`,
        namespace: `\${kubernetes_service_v1.${service}.metadata[0].namespace}`,
        port: 443,
      },
    };
    const custom = { group: "custom.metrics.k8s.io", ...common };
    const external = { group: "external.metrics.k8s.io", ...common };
    expect(apis["v1beta1.custom.metrics.k8s.io"]?.spec).toEqual({
      ...custom,
      version: "v1beta1",
      version_priority: 100,
    });
    expect(apis["v1beta2.custom.metrics.k8s.io"]?.spec).toEqual({
      ...custom,
      version: "v1beta2",
      version_priority: 200,
    });
    expect(apis["v1beta1.external.metrics.k8s.io"]?.spec).toEqual({
      ...external,
      version: "v1beta1",
      version_priority: 100,
    });
    expect(Object.keys(apis)).toHaveLength(3);
  });

  test("does not mind what GKE writes on its service", () => {
    expect(resourceOf(stack, "kubernetes_service_v1").lifecycle).toEqual({
      ignore_changes: ["metadata[0].annotations"],
    });
  });

  test("can have another version and more pods", () => {
    const { spec } = resourceOf(adapter({ version: "v0.17.0-gke.1", replicas: 3 }), "kubernetes_deployment_v1");
    expect(spec.replicas).toBe("3");
    expect(spec.template.spec.container[0].image).toBe(`gcr.io/gke-release/${NAME}:v0.17.0-gke.1`);
  });

  test("takes a number of pods that only Terraform knows, but no such cluster: an account is named after it", () => {
    const { spec } = resourceOf(adapter({ replicas: Token.asNumber(variable("pods")) }), "kubernetes_deployment_v1");
    expect(spec.replicas).toBe(variable("pods"));
    expect(refusalOf(() => adapter({ clusterName: unknownText("cluster") }))).toEqual([
      "stack/metrics: clusterName: got a token, expected a value that is known at synthesis: it decides which resources there are",
    ]);
  });

  test("is refused without pods, with no version and with a cluster that cannot be", () => {
    expect(refusalOf(() => adapter({ replicas: 0, version: "latest", clusterName: "A" }))).toEqual([
      'stack/metrics: clusterName: got "A", expected 1 to 63 lower-case letters, digits and hyphens, a letter first and no hyphen last',
      "stack/metrics: replicas: got 0, expected a whole number, 1 or more",
      'stack/metrics: version: got "latest", expected a version: "v0.16.9-gke.0"',
    ]);
  });
});
