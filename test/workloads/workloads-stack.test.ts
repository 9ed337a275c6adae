import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { State } from "../../lib/state";
import { HybridPlatform } from "../../stacks";
import { Metric, WorkloadsStack, type WorkloadsStackProps } from "../../workloads";
import { SMALL_PLATFORM } from "../support/platform";
import { addressesOf, type Block, refusalOf, resourceOf, synthesize } from "../support/synthesize";

const NAME = "production-workloads-europe-west1";
const PROPS: WorkloadsStackProps = {
  google: { project: "acme-test" },
  region: "europe-west1",
  clusterName: "production-europe-west1",
  services: { api: { selector: { app: "api" } } },
  autoscalers: { api: { scaleTargetRef: { name: "api" }, minReplicas: 3, maxReplicas: 60, metrics: [Metric.cpu(70)] } },
};

function workloads(changes: Partial<WorkloadsStackProps> = {}): Block {
  const { stacks } = synthesize((app) => new WorkloadsStack(app, NAME, { ...PROPS, ...changes }));
  return stacks[NAME] ?? {};
}

const stack = workloads();

describe("the stack of a cluster's workloads", () => {
  test("connects to the control plane's DNS name as the caller, trusting public authorities", () => {
    const config = "data.google_container_cluster.cluster.control_plane_endpoints_config[0]";
    const endpoint = `${config}.dns_endpoint_config[0].endpoint`;
    const token = "data.google_client_config.caller.access_token";
    expect(stack.provider.kubernetes).toEqual([
      {
        host: `https://\${${endpoint}}`,
        token: `\${${token}}`,
      },
    ]);
  });

  test("reads the cluster by name, and in its first plan not at all", () => {
    const { "//": _, ...cluster } = stack.data.google_container_cluster.cluster;
    expect(cluster).toEqual({
      name: "production-europe-west1",
      location: "europe-west1",
      project: "acme-test",
      depends_on: ["terraform_data.after_cluster"],
    });
    expect(resourceOf(stack, "terraform_data")).toEqual({});
  });

  test("has readable addresses", () => {
    expect(addressesOf(stack)).toEqual([
      "data.google_client_config.caller",
      "data.google_container_cluster.cluster",
      "google_project_iam_member.custom_metrics_identity_monitoring",
      "google_service_account.custom_metrics_identity",
      "google_service_account_iam_member.custom_metrics_identity_workload_identity",
      "kubernetes_api_service_v1.custom_metrics_custom_v1beta1",
      "kubernetes_api_service_v1.custom_metrics_custom_v1beta2",
      "kubernetes_api_service_v1.custom_metrics_external_v1beta1",
      "kubernetes_cluster_role_binding_v1.custom_metrics_permissions_auth_delegator",
      "kubernetes_cluster_role_binding_v1.custom_metrics_permissions_external_reader",
      "kubernetes_cluster_role_binding_v1.custom_metrics_permissions_resource_reader",
      "kubernetes_cluster_role_v1.custom_metrics_permissions_external_reader_role",
      "kubernetes_cluster_role_v1.custom_metrics_permissions_resource_reader_role",
      "kubernetes_deployment_v1.custom_metrics_deployment",
      "kubernetes_horizontal_pod_autoscaler_v2.autoscaler_api",
      "kubernetes_namespace_v1.custom_metrics_namespace",
      "kubernetes_role_binding_v1.custom_metrics_permissions_auth_reader",
      "kubernetes_service_account_v1.custom_metrics_account",
      "kubernetes_service_v1.custom_metrics_service",
      "kubernetes_service_v1.service_api",
      "terraform_data.after_cluster",
    ]);
  });

  test("moves no address when a service and an autoscaler are added before the others", () => {
    const options = { scaleTargetRef: { name: "a" }, minReplicas: 1, maxReplicas: 2, metrics: [Metric.cpu(70)] };
    const grown = workloads({
      services: { a: { selector: { app: "a" } }, ...PROPS.services },
      autoscalers: { a: options, ...PROPS.autoscalers },
    });
    const added = ["kubernetes_horizontal_pod_autoscaler_v2.autoscaler_a", "kubernetes_service_v1.service_a"];
    expect(addressesOf(grown)).toEqual([...addressesOf(stack), ...added].sort());
  });

  test("leaves the adapter to KEDA or to prometheus-adapter", () => {
    const without = addressesOf(workloads({ customMetrics: false }));
    expect(without).toEqual(addressesOf(stack).filter((address) => !address.includes("custom_metrics")));
  });

  test("keeps its state beside the others'", () => {
    const { backend } = workloads({ state: State.gcs({ bucket: "acme-state" }) }).terraform;
    expect(backend).toEqual({ gcs: { bucket: "acme-state", prefix: `terraform/${NAME}` } });
  });

  test("waits for its cluster's stack and shares no state with it", () => {
    const { manifest, stacks } = synthesize((app) => {
      const platform = new HybridPlatform(app, "production", SMALL_PLATFORM);
      const cluster = platform.clusters.get("europe-west1");
      if (cluster !== undefined) new WorkloadsStack(app, NAME, PROPS).addDependency(cluster);
    });
    expect(manifest.stacks[NAME].dependencies).toEqual(["production-cluster-europe-west1"]);
    expect(JSON.stringify(stacks[NAME])).not.toContain("terraform_remote_state");
  });

  test("asks for the port and the groups that the platform's cluster has", () => {
    const { stacks } = synthesize((app) => {
      new HybridPlatform(app, "production", SMALL_PLATFORM);
      new WorkloadsStack(app, NAME, PROPS);
    });
    const { value } = stacks["production-cluster-europe-west1"]?.output.neg_annotation_api ?? {};
    expect(stack.resource.kubernetes_service_v1.service_api.metadata.annotations["cloud.google.com/neg"]).toBe(value);
  });

  test("names everything that is wrong at once, in the user's words", () => {
    const key = "1 to 63 lower-case letters, digits and hyphens, a letter first and no hyphen last";
    const options = { scaleTargetRef: { name: "api" }, minReplicas: 9, maxReplicas: 3, metrics: [Metric.cpu(0)] };
    const changes = {
      region: "Europe",
      services: { API: { selector: {} } },
      autoscalers: { api: options },
    };
    expect(refusalOf(() => workloads(changes))).toEqual(
      [
        'region: got "Europe", expected a region of Google Cloud: "europe-west1"',
        `services.API: got "API", expected ${key}`,
        'services.API.selector: got {}, expected at least one label of the pods: { app: "api" }',
        "autoscalers.api.minReplicas: got 9, expected at most maxReplicas, which is 3",
        "autoscalers.api.metrics.0.averageUtilizationPercent: got 0, expected a whole number of percent, 1 or more",
      ].map((line) => `${NAME}: ${line}`),
    );
  });
});

test("the rest of the library does without the Kubernetes provider", () => {
  const program = 'require("./index.ts"); console.log(Object.keys(require.cache).join("\\n"))';
  const root = join(__dirname, "..", "..");
  const loaded = execFileSync(process.execPath, ["--import", "tsx", "-e", program], { cwd: root, encoding: "utf8" });
  expect(loaded).toContain("provider-google");
  expect(loaded).not.toContain("provider-kubernetes");
});
