import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import { Construct } from "constructs";
import { checkPort } from "../core/checks";
import type { Problems } from "../core/problems";
import { validateProps } from "../core/validate";
import { NEG_ANNOTATION, NEG_STATUS_ANNOTATION } from "../google/hosts";
import { negAnnotation } from "../load-balancing/endpoint-group-names";
import { checkName, checkNamespace, DEFAULT_NAMESPACE } from "./kubernetes-values";

/** What GKE writes on a service with endpoint groups. */

/** Options of a service, apart from its name and its cluster. */
export interface NegServiceOptions {
  /** The labels of the pods: `{ app: "api" }`. */
  readonly selector: { readonly [label: string]: string };

  /**
   * The service's port, 1 to 65535: the load balancer's `servicePort`.
   *
   * @default 80
   */
  readonly port?: number;

  /**
   * The port that the pods listen on, 1 to 65535: the load balancer's `containerPort`, which the firewall opens.
   *
   * @default 8080
   */
  readonly targetPort?: number;

  /**
   * The Kubernetes namespace.
   *
   * @default "default"
   */
  readonly namespace?: string;

  /**
   * Which generation of endpoint groups its pods fill, as the cluster's `endpointGroupGenerations` names it.
   *
   * @default 1
   */
  readonly generation?: number;
}

export interface NegServiceProps extends NegServiceOptions {
  /** The service's name, as the load balancer has it. */
  readonly serviceName: string;
  /** The cluster's name, as `RegionalCluster` has it. */
  readonly clusterName: string;
}

/** The Kubernetes `Service` whose pods fill the endpoint groups that the global load balancer already names. */
export class NegService extends Construct {
  /** The service. */
  public readonly service: ServiceV1;

  constructor(scope: Construct, id: string, props: NegServiceProps) {
    super(scope, id);
    validateProps(this, "NegServiceProps", props, (problems) => {
      checkName(problems, "serviceName", props.serviceName);
      checkName(problems, "clusterName", props.clusterName);
      checkNegServiceOptions(problems, props);
    });
    const { serviceName, port = 80, targetPort = 8080, namespace = DEFAULT_NAMESPACE } = props;
    this.service = new ServiceV1(this, "Resource", {
      metadata: {
        name: serviceName,
        namespace,
        annotations: { [NEG_ANNOTATION]: negAnnotation(port, props) },
      },
      // The load balancer reaches the pods themselves: no port of the nodes is opened.
      spec: {
        type: "ClusterIP",
        selector: { ...props.selector },
        port: [{ name: "http", port, targetPort: `${targetPort}`, protocol: "TCP" }],
      },
      lifecycle: { ignoreChanges: [`metadata[0].annotations["${NEG_STATUS_ANNOTATION}"]`] },
    });
  }
}

/** Validates the options of a service. */
export function checkNegServiceOptions(problems: Problems, options: NegServiceOptions): void {
  const { selector, port = 80, targetPort = 8080, namespace } = options;
  const hasLabels = (labels: object) => Object.keys(labels).length > 0;
  problems.check("selector", selector, hasLabels, 'at least one label of the pods: { app: "api" }');
  if (problems.known("port", port)) checkPort(problems, "port", port);
  checkPort(problems, "targetPort", targetPort);
  if (namespace !== undefined) checkNamespace(problems, namespace);
}
