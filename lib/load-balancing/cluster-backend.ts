import { ComputeNetworkEndpointGroup } from "@cdktf/provider-google/lib/compute-network-endpoint-group";
import { Construct } from "constructs";
import { checkPort, checkWholeNumber } from "../core/checks";
import { checkKey } from "../core/names";
import { validateShape } from "../core/options-shape";
import type { Problems } from "../core/problems";
import { validateProps } from "../core/validate";
import type { IRegionalNetwork } from "../network/i-global-network";
import { backendNameOf, type GroupNameParts, groupName, negAnnotation } from "./endpoint-group-names";
import {
  type ClusterBackendAttributes,
  checkGroupZones,
  clusterBackendFromAttributes,
  type IBackend,
} from "./i-backend";

/**
 * GKE takes over an endpoint group of the right name, network and subnet when its description is neither empty nor JSON.
 *
 * Source: `ensureNetworkEndpointGroup` of https://github.com/kubernetes/ingress-gce
 */
const DESCRIPTION = "Made by Terraform, filled by GKE";

/** Google's limit for the names of clusters. */
const MAX_CLUSTER_NAME_LENGTH = 40;

/** Endpoint groups are called after cluster and service: 40 + 1 + 22 characters are Google's 63. */
export const MAX_SERVICE_NAME_LENGTH = 22;

/** Options of the endpoint groups of a service in one cluster. */
export interface ClusterBackendProps extends GroupNameParts {
  /** The port of the Kubernetes `Service`, 1 to 65535. */
  readonly servicePort: number;
  /** The zones where the cluster's pods run. */
  readonly zones: readonly string[];
  /** The cluster's subnet. */
  readonly subnet: IRegionalNetwork;
}

/**
 * The endpoint groups of a service in one cluster, before there is a service or a cluster.
 *
 * The load balancer can name them at once. When the Kubernetes `Service` comes with `annotation`, GKE finds the groups and
 * puts the pods' addresses into them. Make the cluster depend on `groups`: then GKE never makes one of that name itself,
 * and on the way down the cluster goes first and leaves none behind.
 */
export class ClusterBackend extends Construct implements IBackend {
  /** A backend that another stack makes, by names alone. */
  public static fromClusterBackendAttributes(attributes: ClusterBackendAttributes): IBackend {
    validateShape("ClusterBackend.fromClusterBackendAttributes", attributes, "ClusterBackendAttributes");
    return clusterBackendFromAttributes(attributes);
  }

  public readonly backendName: string;
  public readonly site: string;
  public readonly region: string;
  public readonly endpointGroupIds: readonly string[];
  /** The endpoint groups. */
  public readonly groups: readonly ComputeNetworkEndpointGroup[];
  /** The value of the annotation `cloud.google.com/neg` that the Kubernetes `Service` needs. */
  public readonly annotation: string;

  constructor(scope: Construct, id: string, props: ClusterBackendProps) {
    super(scope, id);
    validateProps(this, "ClusterBackendProps", props, checkClusterBackend);
    const name = groupName(props);
    this.backendName = backendNameOf(props);
    this.region = props.subnet.region;
    this.site = this.region;
    this.groups = props.zones.map(
      (zone) =>
        // `b` of europe-west1-b: what is around it has the region.
        new ComputeNetworkEndpointGroup(this, zone.replace(`${this.region}-`, ""), {
          name,
          zone,
          description: DESCRIPTION,
          networkEndpointType: "GCE_VM_IP_PORT",
          network: props.subnet.networkId,
          subnetwork: props.subnet.subnetId,
          // With another generation, the load balancer of the same stack moves over before the old group goes.
          lifecycle: { createBeforeDestroy: true },
        }),
    );
    this.endpointGroupIds = this.groups.map((group) => group.id);
    this.annotation = negAnnotation(props.servicePort, props);
  }
}

function checkClusterBackend(problems: Problems, props: ClusterBackendProps): void {
  const { serviceName, generation = 1, servicePort } = props;
  if (problems.known("serviceName", serviceName)) {
    checkKey(problems, "serviceName", serviceName, MAX_SERVICE_NAME_LENGTH);
  }
  checkGeneration(problems, "generation", generation);
  checkServicePort(problems, servicePort);
  checkGroupCluster(problems, props, props.subnet.region);
}

/** Checks the cluster that endpoint groups are of. */
export function checkGroupCluster(
  problems: Problems,
  { clusterName, zones }: Pick<ClusterBackendProps, "clusterName" | "zones">,
  region?: string,
): void {
  if (problems.known("clusterName", clusterName)) {
    checkKey(problems, "clusterName", clusterName, MAX_CLUSTER_NAME_LENGTH);
  }
  checkGroupZones(problems, zones, region);
}

/** The port of a Kubernetes `Service` unless one is configured. */
export const DEFAULT_SERVICE_PORT = 80;

/** Checks the port of a Kubernetes `Service`. It becomes a part of an annotation. */
export function checkServicePort(problems: Problems, servicePort: number): void {
  if (problems.known("servicePort", servicePort)) checkPort(problems, "servicePort", servicePort);
}

/** Validates the number of a generation of endpoint groups. */
function checkGeneration(problems: Problems, property: string, generation: number): void {
  if (problems.known(property, generation)) checkWholeNumber(problems, property, generation, [1, 999]);
}

/** Validates the generations of endpoint groups that exist at the same time. */
export function checkGenerations(problems: Problems, property: string, generations: readonly number[]): void {
  if (!problems.known(property, generations)) return;
  problems.check(property, generations, ({ length }) => length > 0, "at least one generation, such as 1");
  problems.check(property, generations, (all) => new Set(all).size === all.length, "each generation once");
  for (const generation of generations) checkGeneration(problems, property, generation);
}
