import { ApiServiceV1 } from "@cdktf/provider-kubernetes/lib/api-service-v1";
import { DeploymentV1, type DeploymentV1SpecTemplateSpecContainer } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import { Construct } from "constructs";
import { checkWholeNumber } from "../core/checks";
import type { Problems } from "../core/problems";
import { validateProps } from "../core/validate";
import { ACTS_AS_ANNOTATION, GOOGLE_DOMAINS } from "../google/hosts";
import { AdapterIdentity } from "./adapter-identity";
import { AdapterPermissions } from "./adapter-permissions";
import { CUSTOM_METRICS, EXTERNAL_METRICS } from "./api-groups";
import { checkName } from "./kubernetes-values";

const NAMESPACE = "custom-metrics";
const NAME = "custom-metrics-stackdriver-adapter";
const IMAGE = `${GOOGLE_DOMAINS.gcr}/gke-release/${NAME}`;
const LABELS = { "k8s-app": NAME };
/** GKE's own firewall rules let the control plane reach it. */
const PORT = 443;
/** Where the adapter writes the certificate that it makes: the only place that it can write to. */
const CERTIFICATES = "/certificates";
/** The user that owns nothing. */
const NOBODY = "65534";

/** The metrics APIs by Terraform address. Kubernetes asks the version with the highest priority. */
const APIS = {
  custom_v1beta1: { group: CUSTOM_METRICS, version: "v1beta1", versionPriority: 100 },
  custom_v1beta2: { group: CUSTOM_METRICS, version: "v1beta2", versionPriority: 200 },
  external_v1beta1: { group: EXTERNAL_METRICS, version: "v1beta1", versionPriority: 100 },
} as const;

export interface CustomMetricsAdapterProps {
  /** The Google Cloud project. */
  readonly project: string;

  /** The cluster's name, as `RegionalCluster` has it. */
  readonly clusterName: string;

  /**
   * The version of the adapter's image, with its digest if you pin it: `v0.16.9-gke.0@sha256:…`.
   *
   * @default "v0.16.9-gke.0", the newest in Google's manifest of August 2026
   */
  readonly version?: string;

  /**
   * How many pods the adapter has, 1 or more. While it has none, the number of every other pod stands still.
   *
   * @default 2, so that one answers while the other's node is upgraded
   */
  readonly replicas?: number;
}

/**
 * Google's adapter that lets Kubernetes read the metrics of Cloud Monitoring and of Managed Service for Prometheus.
 *
 * A cluster has one adapter: it answers for the metrics APIs, of which there is one each. KEDA answers for the external
 * one, prometheus-adapter for the custom one; where either is installed, leave this one out.
 *
 * Source: https://github.com/GoogleCloudPlatform/k8s-stackdriver/tree/master/custom-metrics-stackdriver-adapter
 */
export class CustomMetricsAdapter extends Construct {
  public readonly identity: AdapterIdentity;
  public readonly permissions: AdapterPermissions;
  public readonly namespace: NamespaceV1;
  /** The Kubernetes service account. */
  public readonly account: ServiceAccountV1;
  public readonly deployment: DeploymentV1;
  public readonly service: ServiceV1;
  /** The metrics APIs that the adapter answers for. */
  public readonly apis: readonly ApiServiceV1[];

  constructor(scope: Construct, id: string, props: CustomMetricsAdapterProps) {
    super(scope, id);
    validateProps(this, "CustomMetricsAdapterProps", props, checkCustomMetricsAdapter);
    this.identity = new AdapterIdentity(this, "identity", { ...props, kubernetesAccount: `${NAMESPACE}/${NAME}` });
    this.namespace = new NamespaceV1(this, "namespace", { metadata: { name: NAMESPACE } });
    const namespace = this.namespace.metadata.name;
    this.account = new ServiceAccountV1(this, "account", {
      metadata: {
        name: NAME,
        namespace,
        annotations: { [ACTS_AS_ANNOTATION]: this.identity.email },
      },
    });
    const accountName = this.account.metadata.name;
    this.permissions = new AdapterPermissions(this, "permissions", { namespace, accountName });
    this.deployment = new DeploymentV1(this, "deployment", {
      metadata: { name: NAME, namespace, labels: LABELS },
      spec: {
        replicas: `${props.replicas ?? 2}`,
        selector: { matchLabels: LABELS },
        template: {
          metadata: { labels: LABELS },
          spec: {
            serviceAccountName: accountName,
            securityContext: {
              runAsNonRoot: true,
              runAsUser: NOBODY,
              runAsGroup: NOBODY,
              seccompProfile: { type: "RuntimeDefault" },
              // A user that is not root may listen there, without a capability.
              sysctl: [{ name: "net.ipv4.ip_unprivileged_port_start", value: `${PORT}` }],
            },
            volume: [{ name: "certificates", emptyDir: {} }],
            container: [containerConfig(props.version ?? "v0.16.9-gke.0")],
          },
        },
      },
      dependsOn: [...this.permissions.all, this.identity.role, this.identity.user],
    });
    this.service = new ServiceV1(this, "service", {
      metadata: { name: NAME, namespace, labels: LABELS },
      spec: { type: "ClusterIP", selector: LABELS, port: [{ port: PORT, targetPort: `${PORT}`, protocol: "TCP" }] },
      // GKE writes its own about endpoint groups on every service.
      lifecycle: { ignoreChanges: ["metadata[0].annotations"] },
      // An API without a server slows down every client that asks for the list of APIs.
      dependsOn: [this.deployment],
    });
    this.apis = Object.entries(APIS).map(([apiId, api]) => this.serve(apiId, api));
  }

  private serve(id: string, api: (typeof APIS)[keyof typeof APIS]): ApiServiceV1 {
    const { name, namespace } = this.service.metadata;
    return new ApiServiceV1(this, id, {
      metadata: { name: `${api.version}.${api.group}` },
      spec: {
        ...api,
        groupPriorityMinimum: 100,
        service: { name, namespace, port: PORT },
        // The adapter makes its own certificate when it starts; no authority signs it.
        insecureSkipTlsVerify: true,
      },
    });
  }
}

function containerConfig(version: string): DeploymentV1SpecTemplateSpecContainer {
  const resources = { cpu: "250m", memory: "200Mi" };
  return {
    name: "adapter",
    image: `${IMAGE}:${version}`,
    command: [
      "/adapter",
      "--use-new-resource-model=true",
      "--fallback-for-container-metrics=true",
      `--cert-dir=${CERTIFICATES}`,
    ],
    volumeMount: [{ name: "certificates", mountPath: CERTIFICATES }],
    port: [{ containerPort: PORT }],
    resources: { requests: resources, limits: resources },
    // Google's manifest waits as long: the adapter first learns which metrics there are.
    readinessProbe: {
      httpGet: { path: "/healthz", port: `${PORT}`, scheme: "HTTPS" },
      initialDelaySeconds: 40,
      periodSeconds: 10,
      timeoutSeconds: 5,
    },
    // Slower than readiness: an adapter that waits for Cloud Monitoring need not begin anew.
    livenessProbe: {
      httpGet: { path: "/healthz", port: `${PORT}`, scheme: "HTTPS" },
      initialDelaySeconds: 120,
      periodSeconds: 30,
      timeoutSeconds: 5,
      failureThreshold: 5,
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
  };
}

function checkCustomMetricsAdapter(problems: Problems, props: CustomMetricsAdapterProps): void {
  const { clusterName, replicas, version } = props;
  if (problems.known("clusterName", clusterName)) checkName(problems, "clusterName", clusterName);
  checkWholeNumber(problems, "replicas", replicas, [1]);
  if (version !== undefined) {
    const isVersion = (text: string) => /^v\d+\.\d+\.\d+(-gke\.\d+)?(@sha256:[0-9a-f]{64})?$/.test(text);
    problems.check("version", version, isVersion, 'a version: "v0.16.9-gke.0"', "format");
  }
}
