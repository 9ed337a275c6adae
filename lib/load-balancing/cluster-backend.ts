import { ComputeNetworkEndpointGroup } from "@cdktf/provider-google/lib/compute-network-endpoint-group";
import { Construct } from "constructs";
import { checkPort, checkWholeNumber } from "../core/checks";
import { checkKey, resourceName } from "../core/names";
import type { Problems } from "../core/problems";
import { validateProps } from "../core/validate";
import type { IRegionalNetwork } from "../network/i-global-network";
import type { IBackend } from "./backend";

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

/** Google's limit for the names of endpoint groups. */
const MAX_GROUP_NAME_LENGTH = 63;

/** What decides the names of a backend's endpoint groups. */
export interface GroupNameParts {
  /** The cluster's name: up to 40 lower-case letters, digits and hyphens. */
  readonly clusterName: string;
  /** The service's name: up to 22, so that both fit into the group's name. */
  readonly serviceName: string;
  /**
   * Which groups these are, 1 or more: those of another generation stand beside them, with `-g2` after the name.
   *
   * An endpoint group cannot be changed, and one that a load balancer uses cannot be deleted: to replace groups without an
   * outage, make the next generation, move over, and then leave the old one out.
   *
   * @default 1
   */
  readonly generation?: number;
}

/** What identifies a backend that another stack makes. */
export interface ClusterBackendAttributes extends GroupNameParts {
  /** The Google Cloud project. */
  readonly project: string;
  /** The region of the cluster. */
  readonly region: string;
  /** The zones of the cluster. */
  readonly zones: readonly string[];
}

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
    const { project, region, zones } = attributes;
    const name = groupName(attributes);
    return {
      backendName: backendNameOf(attributes),
      place: region,
      region,
      endpointGroupIds: zones.map((zone) => `projects/${project}/zones/${zone}/networkEndpointGroups/${name}`),
    };
  }

  public readonly backendName: string;
  public readonly place: string;
  public readonly region: string;
  public readonly endpointGroupIds: readonly string[];
  /** The endpoint groups. */
  public readonly groups: readonly ComputeNetworkEndpointGroup[];
  /** The value of the annotation `cloud.google.com/neg` that the Kubernetes `Service` needs. */
  public readonly annotation: string;

  constructor(scope: Construct, id: string, props: ClusterBackendProps) {
    super(scope, id);
    validateProps(this, props, checkClusterBackend);
    const name = groupName(props);
    this.backendName = backendNameOf(props);
    this.region = props.subnet.region;
    this.place = this.region;
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

/** The value of `cloud.google.com/neg` with which a service's pods fill the groups of that service and cluster. */
export function negAnnotation(servicePort: number, parts: GroupNameParts): string {
  return JSON.stringify({ exposed_ports: { [servicePort]: { name: groupName(parts) } } });
}

/** The name of the endpoint groups of a service in one cluster: the same in each zone. */
export function groupName({ clusterName, serviceName, generation = 1 }: GroupNameParts): string {
  return resourceName(MAX_GROUP_NAME_LENGTH, clusterName, serviceName, ...suffix(generation));
}

function backendNameOf({ clusterName, generation = 1 }: GroupNameParts): string {
  return [clusterName, ...suffix(generation)].join("-");
}

function suffix(generation: number): readonly string[] {
  return generation === 1 ? [] : [`g${generation}`];
}

function checkClusterBackend(problems: Problems, props: ClusterBackendProps): void {
  const { serviceName, generation = 1, servicePort } = props;
  if (problems.known("serviceName", serviceName)) {
    checkKey(problems, "serviceName", serviceName, MAX_SERVICE_NAME_LENGTH);
  }
  checkGeneration(problems, "generation", generation);
  checkServicePort(problems, servicePort);
  checkGroupCluster(problems, props);
}

/** Checks the cluster that endpoint groups are of. */
export function checkGroupCluster(
  problems: Problems,
  { clusterName, zones }: Pick<ClusterBackendProps, "clusterName" | "zones">,
): void {
  if (problems.known("clusterName", clusterName)) {
    checkKey(problems, "clusterName", clusterName, MAX_CLUSTER_NAME_LENGTH);
  }
  if (problems.known("zones", zones)) problems.check("zones", zones, ({ length }) => length > 0, "at least one zone");
}

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
