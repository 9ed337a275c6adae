import { DataGoogleProject } from "@cdktf/provider-google/lib/data-google-project";
import { GkeHubFeature } from "@cdktf/provider-google/lib/gke-hub-feature";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { ProjectService } from "@cdktf/provider-google/lib/project-service";
import { Construct } from "constructs";
import type { Problems } from "../core/problems";
import { validateProps } from "../core/validate";
import { apiHost } from "../google/hosts";
import { apiOf, DNS_API } from "../google/resource-types";
import { ROLES } from "../google/roles";
import { memberOf, serviceAgent, workloadMember } from "../google/service-accounts";

/** Features of a fleet, which are called like their APIs. */
const SERVICE_DISCOVERY = "multiclusterservicediscovery";
const INGRESS = "multiclusteringress";

/**
 * What the fleet's features need of the project. Multi-cluster services answer names by private zones of Cloud DNS.
 *
 * Source: https://cloud.google.com/kubernetes-engine/docs/how-to/multi-cluster-services#before_you_begin
 */
const SERVICES = ["cloudresourcemanager", DNS_API, apiOf("fleet"), SERVICE_DISCOVERY, INGRESS, "trafficdirector"];

/** Options of a fleet for multi-cluster gateways. */
export interface MultiClusterGatewayProps {
  /** The Google Cloud project of the fleet. */
  readonly project: string;

  /**
   * The membership of the cluster that holds the `Gateway` and its routes:
   * `projects/P/locations/L/memberships/M`. Its control plane alone is read; the others only serve.
   */
  readonly configMembership: string;
}

/**
 * The fleet, made ready for a load balancer that teams describe in Kubernetes: multi-cluster `Gateway` and `HTTPRoute`.
 *
 * In place of `GlobalLoadBalancer`, for teams that own their routing: Terraform then knows nothing of the addresses, and
 * the `Gateway` must be deleted in Kubernetes before this is. All clusters must be members of the project's fleet.
 * Source: https://cloud.google.com/kubernetes-engine/docs/how-to/enabling-multi-cluster-gateways
 */
export class MultiClusterGateway extends Construct {
  /** Multi-cluster services, which the routes name. */
  public readonly serviceDiscovery: GkeHubFeature;
  /** The controller of multi-cluster gateways. */
  public readonly gatewayController: GkeHubFeature;

  constructor(scope: Construct, id: string, props: MultiClusterGatewayProps) {
    super(scope, id);
    validateProps(this, "MultiClusterGatewayProps", props, checkMultiClusterGateway);
    const { project, configMembership } = props;
    const services = SERVICES.map(apiHost).map(
      // Others in the project may use it, too: it stays when this goes.
      (service) => new ProjectService(this, service, { project, service, disableOnDestroy: false }),
    );
    this.serviceDiscovery = new GkeHubFeature(this, "service_discovery", {
      project,
      name: SERVICE_DISCOVERY,
      location: "global",
      dependsOn: services,
    });
    this.gatewayController = new GkeHubFeature(this, "gateway_controller", {
      project,
      name: INGRESS,
      location: "global",
      spec: { multiclusteringress: { configMembership } },
      dependsOn: [...services, this.serviceDiscovery],
    });
    new ProjectIamMember(this, "importer", {
      project,
      role: ROLES.view_network.id,
      member: workloadMember(project, "gke-mcs/gke-mcs-importer"),
    });
    // Google makes the controller's account, named after the project's number, together with the feature.
    const { number } = new DataGoogleProject(this, "project", { projectId: project });
    new ProjectIamMember(this, "controller", {
      project,
      role: ROLES.clusters.id,
      member: memberOf(serviceAgent(INGRESS, number)),
      dependsOn: [this.gatewayController],
    });
  }
}

/** Validates the options of the features of a fleet. */
function checkMultiClusterGateway(problems: Problems, { project, configMembership }: MultiClusterGatewayProps): void {
  problems.known("project", project);
  const isMembership = (name: string) => /^projects\/[^/]+\/locations\/[^/]+\/memberships\/[^/]+$/.test(name);
  problems.check("configMembership", configMembership, isMembership, '"projects/P/locations/L/memberships/M"', "name");
}
