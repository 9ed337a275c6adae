import { ComputeNetworkEndpointGroup } from "@cdktf/provider-google/lib/compute-network-endpoint-group";
import { Construct } from "constructs";
import type { IRegionalSubnet } from "../network/network";

/**
 * GKE takes over an endpoint group of the right name, network and subnet when its description is neither empty nor JSON.
 *
 * Source: `ensureNetworkEndpointGroup` of https://github.com/kubernetes/ingress-gce
 */
const DESCRIPTION = "Made by Terraform, filled by GKE";

/** A service of one cluster, as a backend of the global load balancer. */
export interface IClusterBackend {
  /** The region of the cluster. */
  readonly region: string;
  /** The endpoint groups, one a zone: `projects/P/zones/Z/networkEndpointGroups/N`. */
  readonly endpointGroupIds: readonly string[];
}

/** What identifies a backend that another stack makes. */
export interface ClusterBackendAttributes {
  /** The Google Cloud project. */
  readonly project: string;
  /** The region of the cluster. */
  readonly region: string;
  /** The zones of the cluster. */
  readonly zones: readonly string[];
  /** The cluster's name. */
  readonly clusterName: string;
  /** The service's name. */
  readonly serviceName: string;
}

export interface ClusterBackendProps {
  /** The cluster's name: up to 40 lower-case letters, digits and hyphens. */
  readonly clusterName: string;
  /** The service's name: up to 22, so that both fit into the group's name. */
  readonly serviceName: string;
  /** The port of the Kubernetes `Service`, 1 to 65535. */
  readonly servicePort: number;
  /** The zones where the cluster's pods run. */
  readonly zones: readonly string[];
  /** The cluster's subnet. */
  readonly subnet: IRegionalSubnet;
}

/**
 * The endpoint groups of a service in one cluster, before there is a service or a cluster.
 *
 * The load balancer can name them at once. When the Kubernetes `Service` comes with `annotation`, GKE finds the groups and
 * puts the pods' addresses into them. Make the cluster depend on `groups`: then GKE never makes one of that name itself,
 * and on the way down the cluster goes first and leaves none behind.
 */
export class ClusterBackend extends Construct implements IClusterBackend {
  /** A backend that another stack makes, by names alone. */
  public static fromClusterBackendAttributes(attributes: ClusterBackendAttributes): IClusterBackend {
    const { project, region, zones, clusterName, serviceName } = attributes;
    const name = groupName(clusterName, serviceName);
    return {
      region,
      endpointGroupIds: zones.map((zone) => `projects/${project}/zones/${zone}/networkEndpointGroups/${name}`),
    };
  }

  public readonly region: string;
  public readonly endpointGroupIds: readonly string[];
  /** The endpoint groups. */
  public readonly groups: readonly ComputeNetworkEndpointGroup[];
  /** The value of the annotation `cloud.google.com/neg` that the Kubernetes `Service` needs. */
  public readonly annotation: string;

  constructor(scope: Construct, id: string, props: ClusterBackendProps) {
    super(scope, id);
    const name = groupName(props.clusterName, props.serviceName);
    this.region = props.subnet.region;
    this.groups = props.zones.map(
      (zone) =>
        new ComputeNetworkEndpointGroup(this, zone, {
          name,
          zone,
          description: DESCRIPTION,
          networkEndpointType: "GCE_VM_IP_PORT",
          network: props.subnet.networkId,
          subnetwork: props.subnet.subnetId,
        }),
    );
    this.endpointGroupIds = this.groups.map((group) => group.id);
    this.annotation = negAnnotation(props.clusterName, props.serviceName, props.servicePort);
  }
}

/** The value of `cloud.google.com/neg` with which a service's pods fill the groups of that service and cluster. */
export function negAnnotation(clusterName: string, serviceName: string, servicePort: number): string {
  return JSON.stringify({ exposed_ports: { [servicePort]: { name: groupName(clusterName, serviceName) } } });
}

/** The name of the endpoint groups of a service in one cluster: the same in each zone. */
export function groupName(clusterName: string, serviceName: string): string {
  return `${clusterName}-${serviceName}`;
}
